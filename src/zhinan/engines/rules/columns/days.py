"""Functions of days and numbers in columns, as ``calls`` defines them."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from zhinan.engines.rules.tree import Call, Cell, Constant, Fact, Node

from .algebra import E, NotColumnar
from .quantities import Quantity

if TYPE_CHECKING:
    from .lowering import Lowering

_YEARS, _DAYS, _CHARACTERS = 10_000, 4_000_000, 1_000_000
_ONE = Fraction(1)


def length(lower: "Lowering[E]", node: Call) -> Quantity[E]:
    """字数."""
    text, part = node.arguments[0], "length"
    if isinstance(text, Call) and text.function == "规范":
        text, part = text.arguments[0], "normal_length"
    return lower.q.exactly(lower.leaf(text, part), unit=_ONE, most=_CHARACTERS, lowest=0)


def minutes(lower: "Lowering[E]", node: Call) -> Quantity[E]:
    """时刻."""
    return lower.q.exactly(lower.leaf(node.arguments[0], "minutes"), unit=_ONE, most=_YEARS)


def shifted(months: int, back: int = 0) -> Callable[["Lowering[E]", Call], Quantity[E]]:
    """加月, 加年 (``months`` a step) and 期末 (``back`` one day)."""

    def shift(lower: "Lowering[E]", node: Call) -> Quantity[E]:
        a, day = lower.a, lower.point(node.arguments[0])
        count = _count(lower, node.arguments[1])
        steps: E | int = count * months if isinstance(count, int) else count
        if months > 1 and not isinstance(steps, int):
            steps = a.times(steps, a.number(months))
        end = a.shared(a.later_months(day, steps))
        if back:
            is_cut = a.compare("<", a.day_of_month(end), a.day_of_month(day))
            end = a.case([(is_cut, end)], a.later_days(end, a.number(-1)))
        return lower.q.exactly(end, unit=None, most=0)

    return shift


def days_later(lower: "Lowering[E]", node: Call) -> Quantity[E]:
    """加日."""
    day, count = lower.point(node.arguments[0]), _count(lower, node.arguments[1])
    many = lower.a.number(count) if isinstance(count, int) else count
    return lower.q.exactly(lower.a.later_days(day, many), unit=None, most=0)


def _count(lower: "Lowering[E]", node: Node) -> E | int:
    """A number of days, months or years as a whole number, its fraction cut off."""
    if isinstance(node, Constant):
        return int(node.value)  # type: ignore[arg-type]
    q = lower.quantity(node)
    point = lower.q.point(q)
    if isinstance(q.literal, Fraction):
        return int(q.literal)
    assert q.unit is not None
    whole = (
        point if q.unit.numerator == 1 else lower.a.times(point, lower.a.number(q.unit.numerator))
    )
    if q.unit.denominator == 1:
        return whole
    if not isinstance(node, (Fact, Cell)) or node.lowest is None or node.lowest < 0:
        raise NotColumnar("可能为负的小数不能按列取整")
    return lower.a.quotient(whole, q.unit.denominator)


def months_held(lower: "Lowering[E]", node: Call) -> Quantity[E]:
    """月期: whole months that hold start … end."""
    a = lower.a
    start, end = (lower.point(part) for part in node.arguments)
    months = _months_apart(lower, start, end)
    begun = a.case(
        [(a.compare("<", a.day_of_month(end), a.day_of_month(start)), a.number(0))], a.number(1)
    )
    held = a.case(
        [
            (a.compare("<", end, start), a.number(0)),
            (a.compare(">=", end, start), a.add(months, begun)),
        ]
    )
    return lower.q.exactly(held, unit=_ONE, most=_YEARS * 12, lowest=0)


def _months_apart(lower: "Lowering[E]", start: E, end: E) -> E:
    a = lower.a
    years = a.add(a.year(end), a.times(a.year(start), a.number(-1)))
    months = a.add(a.month(end), a.times(a.month(start), a.number(-1)))
    return a.add(a.times(years, a.number(12)), months)


def days_apart(lower: "Lowering[E]", node: Call) -> Quantity[E]:
    """天数."""
    start, end = (lower.point(part) for part in node.arguments)
    return lower.q.exactly(lower.a.days_between(start, end), unit=_ONE, most=_DAYS)


def age(lower: "Lowering[E]", node: Call) -> Quantity[E]:
    """周岁: completed years; a birthday of 29 February falls on the 28th in a common year."""
    a = lower.a
    born, on = (lower.quantity(part) for part in node.arguments)
    birth, day = lower.q.point(born), lower.q.point(on)
    birth_place, place = _place_in_year(lower, birth), _place_in_year(lower, day, on.literal)
    later = a.compare(">", birth_place, place)
    leap = _leap_birthday(lower, birth_place, place, day, on.literal)
    if leap is not None:
        later = a.every([later, a.negation(leap)])
    year = a.number(on.literal.year) if isinstance(on.literal, date) else a.year(day)
    years = a.add(year, a.times(a.year(birth), a.number(-1)))
    known = a.every([a.is_known(birth), a.is_known(day)])
    full = a.case([(a.every([known, later]), a.add(years, a.number(-1))), (known, years)])
    return lower.q.exactly(full, unit=_ONE, most=_YEARS)


def _place_in_year(lower: "Lowering[E]", day: E, literal: Any = None) -> E:
    """Month and day as one number, 229 for 29 February."""
    a = lower.a
    if isinstance(literal, date):
        return a.number(literal.month * 100 + literal.day)
    return a.add(a.times(a.month(day), a.number(100)), a.day_of_month(day))


def _leap_birthday(
    lower: "Lowering[E]", birth_place: E, place: E, day: E, literal: Any
) -> E | None:
    """Born on 29 February, and it is 28 February of a common year; None where that cannot be."""
    a = lower.a
    born_so = a.compare("==", birth_place, a.number(229))
    if isinstance(literal, date):
        is_common = (literal.month, literal.day) == (2, 28) and not _is_leap(literal.year)
        return born_so if is_common else None
    next_day = a.later_days(day, a.number(1))
    return a.every(
        [
            born_so,
            a.compare("==", place, a.number(228)),
            a.compare("==", a.month(next_day), a.number(3)),
        ]
    )


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def calendar_year(lower: "Lowering[E]", node: Call) -> Quantity[E]:
    """年份."""
    return lower.q.exactly(lower.a.year(lower.point(node.arguments[0])), unit=_ONE, most=_YEARS)


def magnitude(lower: "Lowering[E]", node: Call) -> Quantity[E]:
    """绝对值."""
    a, q = lower.a, lower.quantity(node.arguments[0])
    if q.per is not None:
        raise NotColumnar("平均数只能用于比较")
    minus, zero = a.number(-1), a.number(0)
    low = a.unknown() if q.low is None else q.low
    high = a.unknown() if q.high is None else q.high
    against_low, against_high = a.times(low, minus), a.times(high, minus)
    above, below = a.compare(">=", low, zero), a.compare("<=", high, zero)
    widest = lower.q.greatest(against_low, high)
    return Quantity(
        a.case([(above, low), (below, against_high)], zero),
        a.case([(above, high), (below, against_low)], widest),
        None, q.unit, q.most,
    )  # fmt: skip


def extreme(is_least: bool) -> Callable[["Lowering[E]", Call], Quantity[E]]:
    """最小 and 最大 of some numbers or days."""

    def build(lower: "Lowering[E]", node: Call) -> Quantity[E]:
        found = lower.quantity(node.arguments[0])
        for part in node.arguments[1:]:
            one, other = lower.q.aligned(found, lower.quantity(part))
            strict, loose = (one.low, other.low), (one.high, other.high)
            if not is_least:
                strict, loose = loose, strict
            choose = lower.q.least if is_least else lower.q.greatest
            tight, wide = choose(*strict), lower.q.known(choose(*loose), *loose)
            low, high = (tight, wide) if is_least else (wide, tight)
            found = Quantity(low, high, None, one.unit, max(one.most, other.most))
        return found

    return build


def bounded(lower: "Lowering[E]", node: Call) -> Quantity[E]:
    """限于: where the value is unknown, it is cut to lie between two bounds."""
    a = lower.a
    value, low = lower.q.aligned(*(lower.quantity(n) for n in node.arguments[:2]))
    value, high = lower.q.aligned(value, lower.quantity(node.arguments[2]))
    low, value = lower.q.aligned(low, value)
    point = None if value.low is None or value.high is None else lower.q.point(value)
    bottom = lower.q.known(lower.q.greatest(value.low, low.low), low.low, None)
    top = lower.q.known(lower.q.least(value.high, high.high), high.high, None)
    if point is None:
        return Quantity(bottom, top, None, value.unit, max(value.most, low.most, high.most))
    known = [(a.is_known(point), point)]
    low_end, high_end = lower.q.cases(known, bottom), lower.q.cases(known, top)
    return Quantity(low_end, high_end, None, value.unit, max(value.most, low.most, high.most))


CALLS: dict[str, Callable[..., Any]] = {
    "字数": length,
    "时刻": minutes,
    "加日": days_later,
    "加月": shifted(1),
    "加年": shifted(12),
    "期末": shifted(1, back=1),
    "月期": months_held,
    "天数": days_apart,
    "周岁": age,
    "年份": calendar_year,
    "绝对值": magnitude,
    "最小": extreme(True),
    "最大": extreme(False),
    "限于": bounded,
}
