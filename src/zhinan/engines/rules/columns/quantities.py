"""Numbers and days that may be known in part, as whole numbers in columns."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from math import gcd
from typing import Any, Generic

from zhinan.engines.rules.ranges import Range, times

from .algebra import Algebra, E, NotColumnar

LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Quantity(Generic[E]):
    """``low`` … ``high`` in steps of ``unit``; None, or null in a row, where there is no bound.

    ``point``: the value itself, null where it is not known exactly. ``literal``: a value the rule
    states. ``per``: what both bounds are divided by (a mean is a sum per rows). ``most``: the greatest
    size the whole numbers can have, so that nothing overflows unseen. ``unit`` is None for days.
    """

    low: E | None = None
    high: E | None = None
    point: E | None = None
    unit: Fraction | None = Fraction(1)
    most: int = 0
    literal: Fraction | date | None = None
    per: E | None = None
    per_most: int = 1
    column: Range | None = None  # of a bare column: what an unknown of it lies in

    @property
    def is_open(self) -> bool:
        """Known exactly or not at all: then the bare comparison says what the interval would."""
        return self.point is not None and self.low is self.point and self.high is self.point


class Quantities(Generic[E]):
    """Arithmetic and comparison of quantities in one algebra."""

    def __init__(self, algebra: Algebra[E]) -> None:
        self.a = algebra

    def literal(self, value: Fraction | date) -> Quantity[E]:
        """A value the rule states."""
        if isinstance(value, date):
            made = self.a.day(value)
            return Quantity(made, made, made, None, 0, value)
        whole = self.a.number(_fits(value.numerator))
        return Quantity(
            whole, whole, whole, Fraction(1, value.denominator), abs(value.numerator), value
        )

    def stated(
        self,
        column: E,
        *,
        unit: Fraction | None,
        most: int,
        lowest: Any = None,
        highest: Any = None,
    ) -> Quantity[E]:
        """A column, with the bounds an unknown of it has."""
        low, high = column, column
        if unit is not None and lowest is not None:
            low = self.a.filled(column, self.a.number(_whole(lowest, unit)))
        if unit is not None and highest is not None:
            high = self.a.filled(column, self.a.number(_whole(highest, unit)))
            if lowest is not None:
                most = min(most, max(abs(_whole(highest, unit)), abs(_whole(lowest, unit))))
        return Quantity(low, high, column, unit, most, column=Range(lowest, highest))

    def exactly(
        self, value: E, *, unit: Fraction | None, most: int, lowest: int | None = None
    ) -> Quantity[E]:
        """A computed value, null where it is unknown."""
        low = value if lowest is None else self.a.filled(value, self.a.number(lowest))
        return Quantity(low, value, value, unit, most, column=Range(lowest, None))

    def unknown(self, *, is_day: bool = False) -> Quantity[E]:
        return Quantity(unit=None if is_day else Fraction(1))

    def cases(
        self, branches: "Sequence[tuple[E, E | None]]", otherwise: E | None = None
    ) -> E | None:
        """A ``case`` some of whose values are never known."""
        if all(value is None for _, value in branches) and otherwise is None:
            return None
        nothing = self.a.unknown()
        return self.a.case([(c, nothing if v is None else v) for c, v in branches], otherwise)

    def least(self, one: E | None, other: E | None) -> E | None:
        """The lesser, unknown where either is."""
        if one is None or other is None:
            return None
        return self.a.case(
            [(self.a.compare("<=", one, other), one), (self.a.compare(">", one, other), other)]
        )

    def greatest(self, one: E | None, other: E | None) -> E | None:
        if one is None or other is None:
            return None
        return self.a.case(
            [(self.a.compare(">=", one, other), one), (self.a.compare("<", one, other), other)]
        )

    def known(self, found: E | None, one: E | None, other: E | None) -> E | None:
        """``found``, or whichever of the two is known."""
        parts = [part for part in (found, one, other) if part is not None]
        return self.a.filled(*parts) if parts else None

    def point(self, q: Quantity[E]) -> E:
        """The value where it is known exactly, else null."""
        if q.per is not None:
            raise NotColumnar("平均数只能用于比较")
        if q.point is not None:
            return q.point
        if q.low is None or q.high is None:
            raise NotColumnar("取值始终未知")
        return self.a.case([(self.a.compare("==", q.low, q.high), q.low)])

    def plus(self, left: Quantity[E], right: Quantity[E]) -> Quantity[E]:
        if isinstance(left.literal, Fraction) and isinstance(right.literal, Fraction):
            return self.literal(left.literal + right.literal)
        left, right = self.aligned(left, right)
        if left.is_open and right.is_open:
            assert left.point is not None
            assert right.point is not None
            total = self.a.add(left.point, right.point)
            return Quantity(total, total, total, left.unit, sized(left.most + right.most))
        pairs = zip(
            (left.low, left.high, left.point), (right.low, right.high, right.point), strict=True
        )
        low, high, point = [None if a is None or b is None else self.a.add(a, b) for a, b in pairs]
        return Quantity(low, high, point, left.unit, sized(left.most + right.most))

    def scaled(self, q: Quantity[E], factor: Fraction) -> Quantity[E]:
        """The quantity times an exact factor; only the unit changes, and the sign."""
        if isinstance(q.literal, Fraction):
            return self.literal(q.literal * factor)
        if q.unit is None:
            raise NotColumnar("日期不能相乘")
        column = None if q.column is None else times(q.column, factor)
        if factor > 0:
            return replace(q, unit=q.unit * factor, column=column)
        # of nothing times an unknown without bound, the case evaluator says that it may still be anything
        minus = self.a.number(-1 if factor else 0)
        ends = (q.high, q.low, q.point) if factor else (q.low, q.high, q.point)
        low, high, point = (None if end is None else self.a.times(end, minus) for end in ends)
        return replace(
            q, low=low, high=high, point=point, unit=q.unit * (-factor or 1), column=column
        )

    def aligned(self, left: Quantity[E], right: Quantity[E]) -> tuple[Quantity[E], Quantity[E]]:
        """Both in one unit."""
        if left.unit is None or right.unit is None or left.unit == right.unit:
            return left, right
        if left.per is not None or right.per is not None:
            raise NotColumnar("平均数只能用于比较")
        unit = Fraction(
            gcd(
                left.unit.numerator * right.unit.denominator,
                right.unit.numerator * left.unit.denominator,
            ),
            left.unit.denominator * right.unit.denominator,
        )
        return self._in(left, unit), self._in(right, unit)

    def _in(self, q: Quantity[E], unit: Fraction) -> Quantity[E]:
        if q.unit == unit or q.unit is None:
            return q
        factor = int(q.unit / unit)
        if isinstance(q.literal, Fraction):
            whole = self.a.number(_fits(int(q.literal / unit)))
            return Quantity(whole, whole, whole, unit, abs(int(q.literal / unit)), q.literal)
        by = self.a.number(factor)
        low, high, point = (
            None if part is None else self.a.times(part, by) for part in (q.low, q.high, q.point)
        )
        return Quantity(low, high, point, unit, sized(q.most * factor))


def _whole(value: Any, unit: Fraction) -> int:
    whole = Fraction(value) / unit
    if whole.denominator != 1:
        raise NotColumnar("界限比列的精度更细")
    return _fits(int(whole))


def _fits(whole: int) -> int:
    if abs(whole) > LARGEST:
        raise NotColumnar("数值超出64位整数")
    return whole


def sized(most: int) -> int:
    return _fits(most)
