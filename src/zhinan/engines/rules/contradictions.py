"""Facts that contradict what other facts of the case give."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from zhinan.engines.values import Finding
from zhinan.engines.vocabulary import Term

from .amounts import plain
from .binding import bind
from .case import Case
from .evaluating import Compiled, Standing
from .parsing import parse
from .ranges import Range
from .rulebook import Rulebook
from .scope import Scope


class Formulas:
    """The terms that other facts give, with how they are computed; compiled once a law date."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self._ready: dict[date, tuple[tuple[Term, Compiled], ...]] = {}

    def contradictions(self, case: Case) -> tuple[Finding, ...]:
        """A finding for each stated fact that differs from what its formula gives.

        What is not known is passed over. The stated value stands; a person looks at both.
        """
        found = []
        for term, formula in self._on(case.law):
            stated = case.values.get(term.path)
            if stated is None:
                continue
            others = {path: value for path, value in case.values.items() if path != term.path}
            given = formula.run(Standing(others, case.standing.moments))
            if given is not None and not isinstance(given, Range) and given != stated:
                found.append(_told(term, stated, given))
        return tuple(found)

    def _on(self, law: date) -> tuple[tuple[Term, Compiled], ...]:
        if law not in self._ready:
            self._ready[law] = tuple(self._compiled(law))
        return self._ready[law]

    def _compiled(self, law: date) -> Iterator[tuple[Term, Compiled]]:
        pack, lists = self.book.pack, self.book.lists
        scope = Scope(pack.vocabulary, pack.year, lists={n: one.kind for n, one in lists.items()})
        for term in pack.vocabulary:
            if term.formula and not any(term.label in fault.what for fault in self.book.faults):
                tree = parse(term.formula, scope)
                yield term, Compiled(bind(tree, parameters={}, lists=lists, on=law))


def _told(term: Term, stated: Any, given: Any) -> Finding:
    unit = term.unit
    fact = f"{term.label}填写为{_shown(stated)}{unit}，按{term.formula}算得{_shown(given)}{unit}"
    return Finding("CASE-CONTRADICTION", fact, remedy="核对两处，改正其中一处", field=term.label)


def _shown(value: Any) -> str:
    return plain(Fraction(value)) if isinstance(value, (int, Decimal, Fraction)) else str(value)
