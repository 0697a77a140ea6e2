"""A rule's verdict and margin in columns, as ``judging`` decides them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic

from zhinan.engines.rules.binding import bind
from zhinan.engines.rules.parameters import resolve
from zhinan.engines.rules.rule import HARD, PERSON, Rule
from zhinan.engines.rules.tree import TRUE, Compare, Node
from zhinan.engines.rules.verdict import Verdict

from .algebra import Algebra, E, NotColumnar
from .layout import DECIDED, GRANTED
from .lowering import Lowering
from .settling import settled


@dataclass(frozen=True, slots=True)
class BoundTrees:
    """A rule's trees with the parameters and lists of one law date."""

    guard: Node | None
    condition: Node | None
    waivers: tuple[Node | None, ...]

    @property
    def all(self) -> tuple[Node, ...]:
        return tuple(t for t in (self.guard, self.condition, *self.waivers) if t is not None)


def trees_of(
    rule: Rule,
    law: date,
    *,
    moments: Mapping[str, Any] | None = None,
    parameters: Mapping[str, Any] | None = None,
) -> BoundTrees:
    """The trees that decide the verdict, with what ``moments`` decide worked out.

    Raises:
        NotColumnar: It counts quotas, or computes an amount only.
    """
    if rule.quota is not None:
        raise NotColumnar("限额要看全部申报")
    if rule.condition is None and rule.result is not None:
        raise NotColumnar("只求一个数的规则")
    values = resolve(rule.parameters, rule.lists, on=law) if parameters is None else parameters

    def bound(node: Node | None) -> Node | None:
        if node is None:
            return None
        return settled(bind(node, parameters=values, lists=rule.lists, on=law), moments or {})

    return BoundTrees(
        bound(rule.guard), bound(rule.condition), tuple(bound(w.guard) for w in rule.waivers)
    )


@dataclass(frozen=True, slots=True)
class Lowered(Generic[E]):
    """Guard and condition as flags; None where the rule has none."""

    guard: E | None
    condition: E | None
    waivers: tuple[E | None, ...]


def lowered(trees: BoundTrees, lower: Lowering[E]) -> Lowered[E]:
    def flag(node: Node | None) -> E | None:
        return None if node is None or node == TRUE else lower.a.shared(lower.flag(node))

    return Lowered(flag(trees.guard), flag(trees.condition), tuple(flag(w) for w in trees.waivers))


def verdict_of(rule: Rule, found: Lowered[E], a: Algebra[E]) -> E:
    """The code 0 … 6 of the verdict, in the order of ``Verdict``."""

    def code(verdict: Verdict) -> E:
        return a.number(int(verdict))

    def decided(otherwise: Verdict) -> E:
        on_record = a.fact(rule.key, DECIDED)
        return a.case(
            [(on_record, code(Verdict.PASSED)), (a.negation(on_record), code(Verdict.FAILED))],
            code(otherwise),
        )

    is_person = rule.force == PERSON
    holds = a.flag(True) if found.condition is None else found.condition
    branches: list[tuple[E, E]] = []
    if found.guard is not None:
        branches.append((a.negation(found.guard), code(Verdict.NOT_APPLICABLE)))
    if found.condition is None and not is_person:
        return a.case(branches, code(Verdict.PASSED))
    if not is_person:
        branches.append((holds, code(Verdict.PASSED)))
    if found.guard is not None:
        branches.append((a.negation(a.is_known(found.guard)), code(Verdict.MISSING)))
    if is_person:
        branches.append((holds, decided(Verdict.PERSON)))
    possible = _possible(found, a)
    if possible is not None:
        granted = a.every([a.fact(rule.key, GRANTED), possible])
        branches.append((granted, code(Verdict.WAIVED)))
    branches.append((a.negation(a.is_known(holds)), code(Verdict.MISSING)))
    if rule.is_preference:
        return a.case(branches, code(Verdict.NOT_APPLICABLE))
    if rule.force == HARD:
        if possible is None:
            return a.case(branches, code(Verdict.FAILED))
        branches.append((a.negation(possible), code(Verdict.FAILED)))
    return a.case(branches, decided(Verdict.DISCRETION))


def _possible(found: Lowered[E], a: Algebra[E]) -> E | None:
    """Whether a waiver may still be granted: some guard is not false; None where there is no waiver."""
    if not found.waivers:
        return None
    if any(guard is None for guard in found.waivers):
        return a.flag(True)
    return a.some(
        [
            a.case([(a.negation(g), a.flag(False))], a.flag(True))
            for g in found.waivers
            if g is not None
        ]
    )


def threshold_in(trees: BoundTrees) -> Compare | None:
    """The one ordered comparison that the whole condition is; None where it is more."""
    node = trees.condition
    is_one = (
        isinstance(node, Compare)
        and node.left.kind.is_ordered
        and node.sign in ("<", "<=", ">", ">=")
    )
    return node if is_one else None  # type: ignore[return-value]
