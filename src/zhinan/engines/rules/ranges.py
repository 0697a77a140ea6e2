"""Values that are only partly known: an interval of numbers or dates."""

import operator
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt,
    "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Range:
    """From ``low`` to ``high``, both included; None where there is no bound."""

    low: Any = None
    high: Any = None


ANYTHING = Range()


def low_of(value: Any) -> Any:
    return value.low if isinstance(value, Range) else value


def high_of(value: Any) -> Any:
    return value.high if isinstance(value, Range) else value


def range_of(low: Any, high: Any) -> Any:
    """The value itself where both bounds agree."""
    return low if low is not None and low == high else Range(low, high)


def compare(sign: str, left: Any, right: Any) -> bool | None:
    """``left sign right``, None where it depends on what is unknown.

    >>> compare(">=", Range(5, None), 5), compare("<", Range(5, None), 5), compare("==", Range(1, 3), 2)
    (True, False, None)
    """
    if not isinstance(left, Range) and not isinstance(right, Range):
        return OPERATORS[sign](left, right)
    if sign in (">", ">="):
        return compare({">": "<", ">=": "<="}[sign], right, left)
    low, high, bottom, top = low_of(left), high_of(left), low_of(right), high_of(right)
    if sign in ("<", "<="):
        surely, never = (OPERATORS[sign], OPERATORS["<=" if sign == "<" else "<"])
        if high is not None and bottom is not None and surely(high, bottom):
            return True
        if top is not None and low is not None and never(top, low):
            return False
        return None
    apart = (high is not None and bottom is not None and high < bottom) or (
        top is not None and low is not None and top < low
    )
    return (sign == "!=") if apart else None


def plus(left: Any, right: Any) -> Any:
    """The sum of two numbers or intervals; exact."""
    if type(left) is not Range and type(right) is not Range:
        return _sum(left, right)
    return Range(
        _bounded(_sum, low_of(left), low_of(right)), _bounded(_sum, high_of(left), high_of(right))
    )


def times(value: Any, factor: Fraction | Any) -> Any:
    """A number or interval times an exact factor."""
    if type(value) is not Range:
        return _product(value, factor)
    low = None if value.low is None else _product(value.low, factor)
    high = None if value.high is None else _product(value.high, factor)
    return Range(high, low) if factor < 0 else Range(low, high)


def least(values: list[Any]) -> Any:
    """The least of some numbers, dates or intervals."""
    highs = [high_of(v) for v in values if high_of(v) is not None]
    lows = [low_of(v) for v in values]
    return range_of(
        None if any(low is None for low in lows) else min(lows), min(highs) if highs else None
    )


def greatest(values: list[Any]) -> Any:
    """The greatest of some numbers, dates or intervals."""
    lows = [low_of(v) for v in values if low_of(v) is not None]
    highs = [high_of(v) for v in values]
    return range_of(
        max(lows) if lows else None, None if any(high is None for high in highs) else max(highs)
    )


def magnitude(value: Any) -> Any:
    """The absolute value of a number or interval."""
    if not isinstance(value, Range):
        return abs(value)
    if value.low is not None and value.low >= 0:
        return value
    if value.high is not None and value.high <= 0:
        return times(value, -1)
    ends = (value.low, value.high)
    return Range(0, None if None in ends else max(-value.low, value.high))


def within_bounds(value: Any, low: Any, high: Any) -> Any:
    """An interval cut to ``low``…``high``; a known value stays as it is."""
    if not isinstance(value, Range):
        return value
    return range_of(
        low if value.low is None else max(value.low, low),
        high if value.high is None else min(value.high, high),
    )


def _bounded(operation: Callable[[Any, Any], Any], one: Any, other: Any) -> Any:
    return None if one is None or other is None else operation(one, other)


def _sum(left: Any, right: Any) -> Any:
    try:
        return left + right
    except TypeError:
        return Fraction(left) + Fraction(right)


def _product(value: Any, factor: Any) -> Any:
    try:
        return value * factor
    except TypeError:
        return Fraction(value) * Fraction(factor)
