"""The names an expression may use."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from zhinan.engines.vocabulary import Term, Vocabulary

from .kinds import Kind
from .tree import Node


@dataclass(frozen=True, slots=True)
class Scope:
    """The names an expression may use."""

    vocabulary: Vocabulary
    year: int | None = None  # of the guide: [2022] is kept as an offset from it
    parameters: Mapping[str, Kind] = field(default_factory=dict)
    lists: Mapping[str, Kind] = field(default_factory=dict)
    formulas: Mapping[str, Node] = field(default_factory=dict)  # path -> how it is computed
    names: Mapping[str, Node] = field(default_factory=dict)  # 结果 of a calculation
    tables: tuple[str, ...] = ()  # labels of tables whose row is in hand

    def path_of(self, term: Term) -> str:
        """The term's path; a calendar year in it as an offset from the guide's."""
        if term.year is not None and term.year >= 1900 and self.year is not None:
            return f"{term.path.rpartition('[')[0]}[{term.year - self.year}]"
        return term.path


def bounds_of(term: Term) -> tuple[Decimal | None, Decimal | None]:
    """The least and greatest an unknown number of the term may be; None without a bound."""
    if term.type not in ("money", "integer", "decimal", "ratio"):
        return None, None
    low = (
        term.minimum if term.minimum is not None else (None if term.may_be_negative else Decimal(0))
    )
    return low, term.maximum
