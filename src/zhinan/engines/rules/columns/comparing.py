"""Comparing quantities: decided where the whole intervals agree."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import Any, Generic

from zhinan.engines.rules.ranges import compare

from .algebra import E, NotColumnar
from .quantities import LARGEST, Quantities, Quantity, sized


@dataclass(frozen=True, slots=True)
class Bound(Generic[E]):
    """One end of a quantity."""

    end: E | None
    unit: Fraction | None
    literal: Fraction | date | None


class Comparing(Quantities[E]):
    """Arithmetic and comparison in one algebra."""

    def compare(self, sign: str, left: Quantity[E], right: Quantity[E]) -> E:
        """Decided where the whole intervals agree, else null."""
        if sign in (">", ">="):
            return self.compare({">": "<", ">=": "<="}[sign], right, left)
        if left.literal is not None and right.literal is not None:
            return self.a.flag(_literally(sign, left.literal, right.literal))
        if sign == "!=":
            return self.a.negation(self.compare("==", left, right))
        plainly = self._plainly(sign, left, right)
        if plainly is not None:
            return plainly
        if left.is_open and right.is_open:
            one, other = self.aligned(left, right)
            assert one.point is not None
            assert other.point is not None
            return self.a.compare(sign, one.point, other.point)
        bounds = self._bounds(left, right)
        if sign == "==":
            return self._equal(left, right, bounds)
        low, high, bottom, top = bounds
        surely, never = ("<", "<=") if sign == "<" else ("<=", "<")
        yes, no = self._ordered(surely, high, bottom), self._ordered(never, top, low)
        return self._decided(yes, no)

    def _decided(self, yes: E | None, no: E | None) -> E:
        if yes is None and no is None:
            return self.a.flag(None)
        return self.a.decided(yes, no)

    def _plainly(self, sign: str, left: Quantity[E], right: Quantity[E]) -> E | None:
        """A column against what the rule states: the bare comparison, and what an unknown comes to."""
        if left.column is None and right.column is None:
            return None
        column, literal = (left, right) if left.column is not None else (right, left)
        if literal.literal is None or column.point is None or column.column is None:
            return None
        one, other = (
            (column.column, literal.literal) if column is left else (literal.literal, column.column)
        )
        of_unknown = compare(sign, one, other)
        point = Bound(column.point, column.unit, None)
        bound = Bound(literal.point, literal.unit, literal.literal)
        sides = (point, bound) if column is left else (bound, point)
        found = self._ordered(sign, *sides)
        if found is None or of_unknown is None:
            return found
        return self.a.filled(found, self.a.flag(of_unknown))

    def _equal(self, left: Quantity[E], right: Quantity[E], bounds: "Sequence[Bound[E]]") -> E:
        low, high, bottom, top = bounds
        apart = [
            part
            for part in (self._ordered("<", high, bottom), self._ordered("<", top, low))
            if part is not None
        ]
        both = [
            self._ordered("==", low, bottom),
            self._ordered("==", high, top),
            self._ordered("==", low, top),
        ]
        branches = [(part, self.a.flag(False)) for part in apart]
        known = [part for part in both if part is not None]
        if len(known) == len(both):
            branches.insert(0, (self.a.every(known), self.a.flag(True)))
        return self.a.case(branches) if branches else self.a.flag(None)

    def _bounds(
        self, left: Quantity[E], right: Quantity[E]
    ) -> "tuple[Bound[E], Bound[E], Bound[E], Bound[E]]":
        """Low and high of both, ready to be compared with one another."""
        if left.per is not None or right.per is not None:
            left, right = self._cleared(left, right), self._cleared(right, left)
        if left.literal is None and right.literal is None:
            left, right = self.aligned(left, right)
        return tuple(  # type: ignore[return-value]
            Bound(end, q.unit, q.literal) for q in (left, right) for end in (q.low, q.high)
        )

    def _cleared(self, q: Quantity[E], other: Quantity[E]) -> Quantity[E]:
        """The quantity times what the other is divided by."""
        if q.per is not None and other.per is not None:
            raise NotColumnar("两个平均数不能相比")
        if q.per is not None:
            return replace(q, per=None, point=None)
        assert other.per is not None
        low, high = (
            None if end is None else self.a.times(end, other.per) for end in (q.low, q.high)
        )
        return Quantity(low, high, None, q.unit, sized(q.most * other.per_most))

    def _ordered(self, sign: str, left: "Bound[E]", right: "Bound[E]") -> E | None:
        """``left sign right`` of two bounds; None where one is never there."""
        if left.end is None or right.end is None:
            return None
        if isinstance(right.literal, Fraction) and left.unit is not None:
            return self._against(sign, left.end, right.literal / left.unit)
        if isinstance(left.literal, Fraction) and right.unit is not None:
            mirrored = {"<": ">", "<=": ">=", "==": "=="}[sign]
            return self._against(mirrored, right.end, left.literal / right.unit)
        return self.a.compare(sign, left.end, right.end)

    def _against(self, sign: str, end: E, bound: Fraction) -> E:
        """A whole number against an exact bound, which need not be whole itself."""
        if bound.denominator != 1 and sign == "==":
            return self.a.case([(self.a.is_known(end), self.a.flag(False))])
        whole = ceil(bound) if sign in ("<", ">=") else floor(bound)
        whole = max(min(whole, LARGEST // 2), -(LARGEST // 2))
        return self.a.compare(sign, end, self.a.number(whole))


def _literally(sign: str, left: Any, right: Any) -> bool:
    decided: dict[str, bool] = {
        "==": left == right,
        "!=": left != right,
        "<": left < right,
        "<=": left <= right,
    }
    return decided[sign]
