"""A deadline: who, by which channel, how long after or before what, until what time, by which clause."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from datetime import time as clock  # a field is named time
from zoneinfo import ZoneInfo

from .days import CountedDay, natural_days_after, workdays_after

SHANGHAI = ZoneInfo("Asia/Shanghai")
UNITS = ("days", "working_days")
DIRECTIONS = ("after", "before")
# 24:00 is kept as the last microsecond of its day, so that it is shown with its own date.
END_OF_DAY = clock(23, 59, 59, 999999)


@dataclass(frozen=True, slots=True)
class Due:
    """The moment a deadline falls on; aware, Asia/Shanghai."""

    at: datetime
    is_provisional: bool


@dataclass(frozen=True, slots=True)
class Deadline:
    """期限. ``anchor`` names an event; its day is given when the deadline is resolved.

    Raises:
        ValueError: Unknown unit or direction, or a negative offset.
    """

    actor: str  # applicant, host, body, office …
    channel: str  # online, paper
    anchor: str  # key of the event counted from; "" where the date is fixed
    offset: int  # days, >= 0
    unit: str = "days"
    direction: str = "after"
    time: clock | None = None  # None: the whole day, until 24:00
    basis: str = ""  # the clause
    is_inclusive: bool = False  # the day of the event is day 1

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise ValueError(f"unit must be one of {UNITS}, got {self.unit!r}")
        if self.direction not in DIRECTIONS:
            raise ValueError(f"direction must be one of {DIRECTIONS}, got {self.direction!r}")
        if self.offset < 0:
            raise ValueError(f"offset must be >= 0, got {self.offset}; say direction='before'")

    def resolve(
        self,
        anchor_day: date,
        *,
        table: Mapping[date, bool],
        provisional: Container[date] = frozenset(),
    ) -> Due:
        """The moment, counted from ``anchor_day`` by the table of working days.

        >>> five = Deadline("office", "online", "published", 5, unit="working_days", time=clock(17))
        >>> five.resolve(date(2026, 3, 2), table={}).at.isoformat()
        '2026-03-09T17:00:00+08:00'
        """
        counted = self._count(anchor_day, table, provisional)
        return Due(end_of(counted.day, at=self.time), counted.is_provisional)

    def _count(
        self, anchor_day: date, table: Mapping[date, bool], provisional: Container[date]
    ) -> CountedDay:
        n = self.offset if self.direction == "after" else -self.offset
        if n == 0 and self.direction == "before":
            return CountedDay(anchor_day, False)
        count = workdays_after if self.unit == "working_days" else natural_days_after
        return count(
            anchor_day, n, table=table, provisional=provisional, is_inclusive=self.is_inclusive
        )


def end_of(day: date, *, at: clock | None = None) -> datetime:
    """The last moment of ``day`` that is still in time: ``at``, or 24:00.

    >>> end_of(date(2026, 4, 30), at=clock(17)).isoformat()
    '2026-04-30T17:00:00+08:00'
    """
    return datetime.combine(day, at or END_OF_DAY, tzinfo=SHANGHAI)
