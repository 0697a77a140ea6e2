"""What a tree becomes in columns: the few operations that polars and SQL share.

Null is "unknown" everywhere: a comparison of an unknown is unknown, ``every`` and ``some`` are strong
Kleene, a ``case`` passes over a branch whose condition is unknown. Both polars and SQL mean exactly
this by null, so one lowering serves both.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Sequence
from datetime import date
from typing import Generic, TypeVar

E = TypeVar("E")


class NotColumnar(Exception):
    """A rule that columns cannot decide exactly; the case evaluator judges it. The reason is Chinese."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Algebra(ABC, Generic[E]):
    """Expressions over one case, or over one row of a table of a case."""

    # leaves
    @abstractmethod
    def fact(self, path: str, part: str = "") -> E: ...
    @abstractmethod
    def cell(self, table: str, key: str, part: str = "") -> E: ...
    @abstractmethod
    def number(self, value: int) -> E: ...
    @abstractmethod
    def flag(self, value: bool | None) -> E: ...
    @abstractmethod
    def text(self, value: str) -> E: ...
    @abstractmethod
    def day(self, value: date) -> E: ...

    # logic
    @abstractmethod
    def every(self, parts: Sequence[E]) -> E: ...
    @abstractmethod
    def some(self, parts: Sequence[E]) -> E: ...
    @abstractmethod
    def negation(self, inner: E) -> E: ...
    @abstractmethod
    def compare(self, sign: str, left: E, right: E) -> E: ...
    @abstractmethod
    def case(self, branches: Sequence[tuple[E, E]], otherwise: E | None = None) -> E: ...
    @abstractmethod
    def filled(self, *values: E) -> E:
        """The first that is known."""

    @abstractmethod
    def ranked(self, flag: E) -> E:
        """2 where true, 1 where unknown, 0 where false."""

    @abstractmethod
    def decided(self, yes: E | None, no: E | None) -> E:
        """True where ``yes`` is, false where ``no`` is, else unknown; the two are never true together."""

    def shared(self, value: E) -> E:
        """The same value, to be used several times; worked out once where the language needs telling."""
        return value

    @abstractmethod
    def unknown(self) -> E: ...
    @abstractmethod
    def is_known(self, value: E) -> E: ...

    # whole numbers
    @abstractmethod
    def add(self, left: E, right: E) -> E: ...
    @abstractmethod
    def times(self, value: E, factor: E) -> E: ...
    @abstractmethod
    def quotient(self, value: E, divisor: int) -> E:
        """Without its remainder; ``value`` is never negative."""

    @abstractmethod
    def has_bit(self, mask: E, bit: int) -> E: ...

    # texts
    @abstractmethod
    def one_of(self, value: E, among: Collection[object]) -> E: ...
    @abstractmethod
    def prefix(self, value: E, length: int) -> E: ...
    @abstractmethod
    def starts(self, value: E, word: E) -> E: ...
    @abstractmethod
    def ends(self, value: E, word: E) -> E: ...
    @abstractmethod
    def contains(self, value: E, word: E) -> E: ...

    # days
    @abstractmethod
    def year(self, day: E) -> E: ...
    @abstractmethod
    def month(self, day: E) -> E: ...
    @abstractmethod
    def day_of_month(self, day: E) -> E: ...
    @abstractmethod
    def days_between(self, start: E, end: E) -> E: ...
    @abstractmethod
    def later_days(self, day: E, days: E) -> E: ...
    @abstractmethod
    def later_months(self, day: E, months: E | int) -> E: ...

    # tables
    @abstractmethod
    def rows(self, table: str) -> "Algebra[E]":
        """The algebra of one row of ``table``."""

    @abstractmethod
    def total(self, table: str, function: str, value: E, rows: "Algebra[E]") -> E:
        """``sum`` ``min`` ``max`` or ``kinds`` (distinct) of ``value``, unknown ones left out.

        Of no rows: 0 of ``sum`` and ``kinds``, unknown of ``min`` and ``max``.
        """
