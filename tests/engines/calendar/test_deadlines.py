from datetime import date, time

import pytest

from zhinan.engines.calendar import Deadline

TABLE = {
    date(2026, 2, 14): True,
    **{date(2026, 2, d): False for d in range(15, 24)},
    date(2026, 2, 28): True,
}


@pytest.mark.parametrize(
    ("offset", "unit", "direction", "at", "moment"),
    [
        (5, "working_days", "after", time(17), "2026-02-27T17:00:00+08:00"),
        (5, "days", "after", None, "2026-02-24T23:59:59.999999+08:00"),
        (30, "days", "before", None, "2026-01-14T23:59:59.999999+08:00"),
        (1, "working_days", "before", time(9, 30), "2026-02-12T09:30:00+08:00"),
        (0, "days", "before", None, "2026-02-13T23:59:59.999999+08:00"),
    ],
)
def test_deadline_resolves_to_a_moment_in_shanghai(offset, unit, direction, at, moment):
    deadline = Deadline(
        "applicant", "online", "published", offset, unit=unit, direction=direction, time=at
    )
    table = TABLE | {date(2026, 2, d): True for d in (12, 13, 24, 25, 26, 27)}

    due = deadline.resolve(date(2026, 2, 13), table=table)

    assert (due.at.isoformat(), due.is_provisional) == (moment, False)


@pytest.mark.parametrize("wrong", [{"unit": "weeks"}, {"direction": "later"}, {"offset": -1}])
def test_deadline_refuses_what_it_cannot_count(wrong):
    with pytest.raises(ValueError, match="must be"):
        Deadline(
            **{"actor": "office", "channel": "online", "anchor": "closes", "offset": 1} | wrong
        )
