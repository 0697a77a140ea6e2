"""The table of working days, and counting by it: the one place every app asks."""

from dataclasses import dataclass
from datetime import date, timedelta

from zhinan.apps.registry.models import Workday
from zhinan.engines import calendar
from zhinan.engines.calendar import CountedDay, Deadline, Due

# No run of days off is longer than this beyond the weekends already counted (Spring Festival: 9 days).
_SLACK_DAYS = 40


def workday_table(first: date, last: date) -> dict[date, bool]:
    """Day -> whether it is worked, for the days the table names between two days, both included."""
    rows = Workday.objects.filter(day__range=(first, last))
    return dict(rows.values_list("day", "is_working"))


def provisional_days(first: date, last: date) -> frozenset[date]:
    """Days the table names only until their year is published."""
    rows = Workday.objects.filter(day__range=(first, last), is_provisional=True)
    return frozenset(rows.values_list("day", flat=True))


def _around(day: date, n: int) -> tuple[dict[date, bool], frozenset[date]]:
    """Table and provisional days wide enough to count ``n`` either way from ``day``; one statement."""
    reach = timedelta(days=abs(n) * 2 + _SLACK_DAYS)
    first, last = (day - reach, day + timedelta(days=_SLACK_DAYS)) if n < 0 else (day, day + reach)
    rows = list(Workday.objects.filter(day__range=(first, last)))
    return {r.day: r.is_working for r in rows}, frozenset(r.day for r in rows if r.is_provisional)


def workdays_after(day: date, n: int, *, is_inclusive: bool = False) -> CountedDay:
    """The ``n``-th working day after ``day`` (before, where ``n`` is negative); ``day`` itself is not counted.

    ``.day`` is the date; ``.is_provisional`` says that a day passed is not settled by public notice.
    """
    table, provisional = _around(day, n)
    return calendar.workdays_after(
        day, n, table=table, provisional=provisional, is_inclusive=is_inclusive
    )


def natural_days_after(day: date, n: int, *, is_inclusive: bool = False) -> CountedDay:
    """``n`` natural days after ``day``; an end on a day off moves to the next working day."""
    table, provisional = _around(day, n)
    return calendar.natural_days_after(
        day, n, table=table, provisional=provisional, is_inclusive=is_inclusive
    )


def workdays_between(start: date, end: date) -> int:
    """Working days after ``start`` up to and including ``end``; negative where ``end`` is earlier."""
    table = workday_table(min(start, end), max(start, end))
    return calendar.workdays_between(start, end, table=table)


def is_working_day(day: date) -> bool:
    return calendar.is_working_day(day, table=workday_table(day, day))


def resolve_deadline(deadline: Deadline, anchor_day: date) -> Due:
    """The moment a deadline falls on, counted from the day of its anchor."""
    n = deadline.offset if deadline.direction == "after" else -deadline.offset
    table, provisional = _around(anchor_day, n)
    return deadline.resolve(anchor_day, table=table, provisional=provisional)


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One cell of the calendar page."""

    day: date
    is_working: bool
    is_exception: bool  # a weekday off, or a weekend worked
    is_provisional: bool
    note: str
    source: str


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """A year as the page shows it. ``is_settled``: every day is named and none is provisional."""

    year: int
    days: tuple[CalendarDay, ...]
    is_settled: bool

    @property
    def working_days(self) -> int:
        return sum(day.is_working for day in self.days)

    @property
    def months(self) -> list[tuple[int, list[list[CalendarDay | None]]]]:
        """Month number and its weeks, Monday first; None pads."""
        return [
            (month, _weeks([d for d in self.days if d.day.month == month]))
            for month in range(1, 13)
        ]


def _weeks(days: list[CalendarDay]) -> list[list[CalendarDay | None]]:
    cells: list[CalendarDay | None] = [None] * days[0].day.weekday() + [*days]
    cells += [None] * (-len(cells) % 7)
    return [cells[i : i + 7] for i in range(0, len(cells), 7)]


def workday_year(year: int) -> CalendarYear:
    """Every day of a year, named by the table or by the weekend rule; one statement."""
    rows = {row.day: row for row in Workday.objects.filter(day__year=year)}
    first = date(year, 1, 1)
    count = (date(year + 1, 1, 1) - first).days
    days = tuple(_cell(first + timedelta(days=i), rows) for i in range(count))
    return CalendarYear(year, days, not any(day.is_provisional for day in days))


def _cell(day: date, rows: dict[date, Workday]) -> CalendarDay:
    row = rows.get(day)
    ordinary = day.weekday() < 5
    working = row.is_working if row else ordinary
    return CalendarDay(
        day=day,
        is_working=working,
        is_exception=working != ordinary,
        is_provisional=row is None or row.is_provisional,
        note=row.note if row else "",
        source=row.source if row else "",
    )
