from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhinan.engines.calendar import CountedDay, natural_days_after, workdays_after, workdays_between

NATIONAL_DAY = {
    date(2025, 9, 28): True, date(2025, 9, 29): True, date(2025, 9, 30): True,
    **{date(2025, 10, d): False for d in range(1, 9)},
    date(2025, 10, 9): True, date(2025, 10, 10): True, date(2025, 10, 11): True, date(2025, 10, 12): False,
    date(2025, 10, 13): True,
}  # fmt: skip
days = st.dates(date(2020, 1, 1), date(2030, 1, 1))
tables = st.dictionaries(days, st.booleans(), max_size=60)


@pytest.mark.parametrize(
    ("start", "n", "is_inclusive", "day"),
    [
        (date(2025, 9, 28), 5, False, date(2025, 10, 11)),
        (date(2025, 9, 28), 5, True, date(2025, 10, 10)),
        (date(2025, 10, 1), 1, True, date(2025, 10, 9)),
        (date(2025, 10, 11), -5, False, date(2025, 9, 28)),
        (date(2025, 10, 1), 0, False, date(2025, 10, 9)),
        (date(2025, 9, 30), 0, False, date(2025, 9, 30)),
    ],
)
def test_workdays_after_across_the_national_day(start, n, is_inclusive, day):
    counted = workdays_after(start, n, table=NATIONAL_DAY, is_inclusive=is_inclusive)

    assert counted == CountedDay(day, False)


@pytest.mark.parametrize(
    ("start", "n", "is_inclusive", "day"),
    [
        (date(2025, 9, 28), 3, False, date(2025, 10, 9)),
        (date(2025, 9, 28), 2, False, date(2025, 9, 30)),
        (date(2025, 9, 28), 3, True, date(2025, 9, 30)),
        (date(2025, 10, 9), -5, False, date(2025, 10, 4)),
        (date(2025, 10, 9), -5, True, date(2025, 10, 5)),
    ],
)
def test_natural_days_move_off_a_day_off_only_forwards(start, n, is_inclusive, day):
    assert natural_days_after(start, n, table=NATIONAL_DAY, is_inclusive=is_inclusive).day == day


def test_workdays_after_beyond_the_table_is_provisional():
    assert workdays_after(date(2027, 1, 1), 1, table={}) == CountedDay(date(2027, 1, 4), True)
    assert workdays_after(date(2025, 10, 13), 1, table=NATIONAL_DAY) == CountedDay(
        date(2025, 10, 14), True
    )


def test_workdays_after_over_a_provisional_day_is_provisional():
    counted = workdays_after(
        date(2025, 9, 28), 1, table=NATIONAL_DAY, provisional={date(2025, 9, 29)}
    )

    assert counted == CountedDay(date(2025, 9, 29), True)


@given(days, st.integers(1, 60), tables)
def test_workdays_after_lands_on_a_working_day_and_counts_back(start, n, table):
    counted = workdays_after(start, n, table=table).day

    assert table.get(counted, counted.weekday() < 5)
    assert workdays_between(start, counted, table=table) == n
    assert workdays_between(start, counted - timedelta(days=1), table=table) == n - 1


@given(days, st.integers(0, 60), tables)
def test_one_working_day_more_is_never_earlier(start, n, table):
    assert (
        workdays_after(start, n + 1, table=table).day > workdays_after(start, n, table=table).day
        or n == 0
    )


def test_workdays_between_backwards_is_negative():
    assert workdays_between(date(2026, 3, 9), date(2026, 3, 2), table={}) == -5
