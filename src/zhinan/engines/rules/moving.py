"""A threshold moved over past cases: values worth trying, the verdicts at each, and what one move changes."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction
from typing import Any

from .amounts import exact
from .case import Case
from .judging import judge
from .kinds import Kind
from .rule import Rule
from .threshold import Lever, with_value
from .verdict import Verdict

FEW = 400  # cases below which judging each anew is quicker than laying out columns
EACH_WAY = 20
WHOLE = ("", "月", "天", "岁", "年")
MET = (Verdict.PASSED, Verdict.WAIVED)
NOT_MET = (Verdict.FAILED, Verdict.DISCRETION)


@dataclass(frozen=True, slots=True)
class Point:
    """Cases at one value. ``other``: not about them, or for a person."""

    value: Any
    passed: int
    failed: int
    missing: int
    other: int


def ladder(kind: Kind, now: Any) -> tuple[Any, ...]:
    """Values around ``now``, in rising order and ``now`` among them: months of a date, else even round steps.

    >>> ladder(Kind("number"), Decimal(3))[:4], ladder(Kind("number"), Decimal("0.2"))[-1]
    ((Decimal('0'), Decimal('1'), Decimal('2'), Decimal('3')), Decimal('0.4'))
    >>> ladder(Kind("date"), date(2024, 1, 31))[25]
    datetime.date(2024, 2, 29)
    """
    if kind.name == "date":
        return tuple(_months_on(now, n) for n in range(-24, 25))
    middle = Fraction(now)
    step = _step(abs(middle) / EACH_WAY)
    if kind.unit in WHOLE and middle.denominator == 1:
        step = max(step if middle > 60 else Fraction(1), Fraction(1))
    values = (middle + step * n for n in range(-EACH_WAY, EACH_WAY + 1))
    return tuple(exact(v) for v in values if v >= 0 or middle < 0)


def _step(rough: Fraction) -> Fraction:
    """The round number below: 1, 2, 2.5 or 5 with zeros.

    >>> _step(Fraction(750000)), _step(Fraction(1, 100))
    (Fraction(500000, 1), Fraction(1, 100))
    """
    if not rough:
        return Fraction(1)
    size = Fraction(10) ** _digits(rough)
    return max(f * size for f in (Fraction(1), Fraction(2), Fraction(5, 2), Fraction(5)) if f * size <= rough)  # fmt: skip


def _digits(value: Fraction) -> int:
    quotient = Decimal(value.numerator) / Decimal(value.denominator)
    return int(quotient.log10().to_integral_value(ROUND_FLOOR))


def _months_on(day: date, months: int) -> date:
    """The same day of another month, its last day where it has none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (following - timedelta(days=1)).day))


def curve_of(
    rule: Rule, parameter: str, cases: Sequence[Case], values: Sequence[Any]
) -> tuple[Point, ...]:
    """How many cases pass, fail and stay open at each value, in the order of ``values``.

    Args:
        cases: Of any law dates and programmes; each keeps its own for everything but the parameter.

    Raises:
        KeyError: The rule has no such parameter.
    """
    if parameter not in rule.parameters:
        raise KeyError(f"rule {rule.key} has no parameter {parameter!r}")
    totals: dict[Any, Counter[int]] = {value: Counter() for value in values}
    groups: dict[tuple[Any, ...], list[Case]] = {}
    for case in cases:
        setting = (case.law, case.known, case.reference, case.year, case.programme, case.stage)
        groups.setdefault(setting, []).append(case)
    for group in groups.values():
        if len(group) < FEW or not _in_columns(rule, parameter, group, values, totals):
            _one_by_one(rule, parameter, group, totals)
    return tuple(_point(value, totals[value]) for value in values)


def _in_columns(
    rule: Rule, parameter: str, cases: list[Case], values: Sequence[Any], totals: dict[Any, Counter[int]]
) -> bool:  # fmt: skip
    """Add the verdicts by columns; False where columns cannot hold the rule or all of the cases."""
    from .columns import NotColumnar
    from .columns.batch import moments_of
    from .columns.framing import frames_of

    try:
        lever = Lever(rule, parameter, moments=moments_of(cases[0]), law=cases[0].law)
        frames, left_out = frames_of(cases, lever.needs)
        curve = None if left_out else lever.curve(frames, values)
    except NotColumnar:
        return False
    if curve is None:
        return False
    for value, counts in zip(curve.values, curve.counts, strict=True):
        totals[value].update(dict(enumerate(counts)))
    return True


def _one_by_one(
    rule: Rule, parameter: str, cases: list[Case], totals: dict[Any, Counter[int]]
) -> None:
    for value, counts in totals.items():
        moved = with_value(rule, parameter, value)
        counts.update(int(judge(moved, case).verdict) for case in cases)


def _point(value: Any, counts: Counter[int]) -> Point:
    passed, failed = sum(counts[v] for v in MET), sum(counts[v] for v in NOT_MET)
    missing = counts[Verdict.MISSING]
    return Point(value, passed, failed, missing, counts.total() - passed - failed - missing)


def verdicts_moved(
    rule: Rule, parameter: str, cases: Sequence[Case], value: Any
) -> list[tuple[Verdict, Verdict]]:
    """Verdict as the rule stands and with another value of the parameter, of each case."""
    moved = with_value(rule, parameter, value)
    return [(judge(rule, case).verdict, judge(moved, case).verdict) for case in cases]
