"""Working and natural days after or before a day.

Conventions (民法典 第二百零一条, 第二百零三条):

- The day of the event is not counted; day 1 is the day after it. ``is_inclusive`` counts it as day 1.
- A count of natural days that ends on a day off ends on the next working day. Counted backwards it
  stays where it falls: later would be less than the notice asked for, earlier more.
- A day the table does not name is judged by its weekday, and the result is marked provisional.
"""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(days=1)
_NOTHING: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class CountedDay:
    """The day a count ends on. Provisional where a day passed is not yet settled by public notice."""

    day: date
    is_provisional: bool


def is_working_day(day: date, *, table: Mapping[date, bool]) -> bool:
    """Say whether the office works on ``day``; a day outside the table by its weekday.

    >>> is_working_day(date(2026, 2, 14), table={date(2026, 2, 14): True})
    True
    """
    return table.get(day, day.weekday() < 5)


def _is_unsettled(day: date, table: Mapping[date, bool], provisional: Container[date]) -> bool:
    return day not in table or day in provisional


def workdays_after(
    start: date,
    n: int,
    *,
    table: Mapping[date, bool],
    provisional: Container[date] = _NOTHING,
    is_inclusive: bool = False,
) -> CountedDay:
    """The ``n``-th working day after ``start`` (before it where ``n`` is negative).

    Args:
        start: The day of the event; not counted unless ``is_inclusive``.
        n: Working days; 0 gives ``start`` itself, or the next working day where it is a day off.
        table: Day -> whether it is worked. Only the days passed are looked up.
        provisional: Days of the table that may still change.
        is_inclusive: ``start`` is day 1 (if it is a working day).

    Returns:
        A working day. O(n).

    >>> off = dict.fromkeys([date(2025, 10, d) for d in range(1, 9)], False)
    >>> table = off | {date(2025, 9, d): True for d in (28, 29, 30)} | {date(2025, 10, d): True for d in (9, 10, 11)}
    >>> workdays_after(date(2025, 9, 28), 5, table=table)
    CountedDay(day=datetime.date(2025, 10, 11), is_provisional=False)
    """
    step = -_DAY if n < 0 else _DAY
    left = abs(n)
    day = start
    is_unsettled = False
    if left and is_inclusive:
        day = start - step
    while left:
        day += step
        is_unsettled |= _is_unsettled(day, table, provisional)
        left -= is_working_day(day, table=table)
    while not is_working_day(day, table=table):  # only n = 0 from a day off comes here
        is_unsettled |= _is_unsettled(day, table, provisional)
        day += _DAY
    return CountedDay(day, is_unsettled or _is_unsettled(day, table, provisional))


def natural_days_after(
    start: date,
    n: int,
    *,
    table: Mapping[date, bool],
    provisional: Container[date] = _NOTHING,
    is_inclusive: bool = False,
) -> CountedDay:
    """``n`` days after ``start`` (before it where ``n`` is negative).

    Args:
        start: The day of the event; not counted unless ``is_inclusive``.
        n: Natural days.
        table: Day -> whether it is worked; decides whether the last day moves.
        provisional: Days of the table that may still change.
        is_inclusive: ``start`` is day 1.

    Returns:
        Forward counts that end on a day off move to the next working day; backward counts do not
        move, and so are never provisional.

    >>> natural_days_after(date(2026, 1, 2), 1, table={date(2026, 1, 3): False, date(2026, 1, 4): True})
    CountedDay(day=datetime.date(2026, 1, 4), is_provisional=False)
    """
    if n and is_inclusive:
        n += 1 if n < 0 else -1
    day = start + n * _DAY
    if n < 0:
        return CountedDay(day, False)
    is_unsettled = False
    while not is_working_day(day, table=table):
        is_unsettled |= _is_unsettled(day, table, provisional)
        day += _DAY
    return CountedDay(day, is_unsettled or _is_unsettled(day, table, provisional))


def workdays_between(start: date, end: date, *, table: Mapping[date, bool]) -> int:
    """How many working days lie after ``start`` up to and including ``end``; negative if ``end`` is earlier.

    >>> workdays_between(date(2026, 3, 2), date(2026, 3, 9), table={})
    5
    """
    if end < start:
        return -workdays_between(end - _DAY, start - _DAY, table=table)
    return sum(
        is_working_day(start + i * _DAY, table=table) for i in range(1, (end - start).days + 1)
    )
