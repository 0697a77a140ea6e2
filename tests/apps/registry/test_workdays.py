from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.accounts import make_actor
from zhinan.apps.accounts.models import Role
from zhinan.apps.records.models import Act
from zhinan.apps.records.workflow import MoveRefused
from zhinan.apps.registry.models import Region, Workday
from zhinan.apps.registry.selectors import (
    is_working_day,
    natural_days_after,
    provisional_days,
    region_choices,
    region_names,
    regions_on,
    resolve_deadline,
    workday_table,
    workday_year,
    workdays_after,
    workdays_between,
)
from zhinan.apps.registry.services import change_workday, publish_workday_year, seed_reference_data
from zhinan.engines.calendar import CountedDay, Deadline

pytestmark = pytest.mark.django_db


@pytest.fixture
def seeded():
    return seed_reference_data()


def test_seed_twice_adds_nothing_more(seeded):
    assert seeded["workdays"] == 365 * 3 + 366
    assert seed_reference_data() == {"regions": 0, "workdays": 0}


@pytest.mark.usefixtures("seeded")
@pytest.mark.parametrize(
    ("start", "n", "counted"),
    [
        (date(2025, 9, 28), 5, CountedDay(date(2025, 10, 11), False)),
        (date(2026, 2, 13), 1, CountedDay(date(2026, 2, 14), False)),
        (date(2025, 10, 11), -5, CountedDay(date(2025, 9, 28), False)),
        (date(2026, 12, 31), 1, CountedDay(date(2027, 1, 1), True)),
        (date(2030, 3, 1), 5, CountedDay(date(2030, 3, 8), True)),
    ],
)
def test_workdays_after_by_the_seeded_table_in_one_statement(start, n, counted):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = workdays_after(start, n)

    assert (found, len(queries)) == (counted, 1)


@pytest.mark.usefixtures("seeded")
def test_other_counts_by_the_seeded_table():
    deadline = Deadline("office", "online", "published", 5, unit="working_days")

    assert natural_days_after(date(2025, 9, 28), 5).day == date(2025, 10, 9)
    assert workdays_between(date(2025, 9, 28), date(2025, 10, 11)) == 5
    assert workdays_between(date(2025, 10, 11), date(2025, 9, 28)) == -5
    assert is_working_day(date(2026, 2, 14))
    assert resolve_deadline(deadline, date(2025, 9, 28)).at.date() == date(2025, 10, 11)
    assert workday_table(date(2025, 10, 8), date(2025, 10, 9)) == {
        date(2025, 10, 8): False,
        date(2025, 10, 9): True,
    }


@pytest.mark.usefixtures("seeded")
def test_change_workday_moves_later_deadlines_and_writes_an_act():
    change_workday(
        date(2025, 10, 9),
        actor=make_actor(Role.OFFICE),
        is_working=False,
        reason="台风停工通知",
        note="停工",
    )

    assert workdays_after(date(2025, 9, 28), 5).day == date(2025, 10, 13)
    act = Act.objects.get()
    assert (act.subject_id, act.before, act.after["is_working"]) == (
        "2025-10-09",
        {"is_working": True},
        False,
    )
    assert provisional_days(date(2025, 10, 1), date(2025, 10, 31)) == frozenset()


def test_change_workday_beyond_the_table_stays_provisional():
    change_workday(
        date(2027, 2, 8), actor=make_actor(Role.OFFICE), is_working=False, reason="预计春节"
    )

    assert provisional_days(date(2027, 1, 1), date(2027, 12, 31)) == {date(2027, 2, 8)}
    assert workdays_after(date(2027, 2, 5), 1) == CountedDay(date(2027, 2, 9), True)


@pytest.mark.parametrize(
    ("is_working", "reason", "code"),
    [(True, "x", "WORKDAY-UNCHANGED"), (False, " ", "REGISTRY-REASON")],
)
def test_change_workday_refused(is_working, reason, code):
    with pytest.raises(MoveRefused) as refused:
        change_workday(
            date(2027, 2, 8), actor=make_actor(Role.OFFICE), is_working=is_working, reason=reason
        )

    assert [f.code for f in refused.value.findings] == [code]
    assert not Workday.objects.exists()


def test_publish_workday_year_settles_every_day():
    change_workday(
        date(2027, 2, 8), actor=make_actor(Role.OFFICE), is_working=False, reason="预计春节"
    )

    count = publish_workday_year(
        2027,
        actor=make_actor(Role.OFFICE),
        days_off={date(2027, 1, 1)},
        days_worked={date(2027, 1, 3)},
        source="国办发明电〔2026〕1号",
    )

    year = workday_year(2027)
    assert year.is_settled
    assert year.working_days == count == 261
    assert is_working_day(date(2027, 2, 8))
    assert seed_reference_data()["workdays"] == 365 * 3 + 366  # the published year stays as it is
    assert is_working_day(date(2027, 1, 3))


@pytest.mark.parametrize(
    ("off", "worked", "source", "code"),
    [
        ({date(2026, 1, 1)}, set(), "x", "WORKDAY-YEAR"),
        ({date(2027, 1, 3)}, {date(2027, 1, 3)}, "x", "WORKDAY-BOTH"),
        (set(), {date(2027, 1, 4)}, "x", "WORKDAY-NOT-WEEKEND"),
        (set(), set(), "", "WORKDAY-SOURCE"),
    ],
)
def test_publish_workday_year_refused(off, worked, source, code):
    with pytest.raises(MoveRefused) as refused:
        publish_workday_year(
            2027, actor=make_actor(Role.OFFICE), days_off=off, days_worked=worked, source=source
        )

    assert [f.code for f in refused.value.findings] == [code]
    assert not Workday.objects.exists()


@pytest.mark.parametrize("role", [r for r in Role.values if r != Role.OFFICE])
def test_workdays_are_kept_by_the_office_alone(role):
    with pytest.raises(PermissionDenied):
        change_workday(date(2027, 2, 8), actor=make_actor(role), is_working=False, reason="x")
    with pytest.raises(PermissionDenied):
        publish_workday_year(2027, actor=make_actor(role), days_off=(), days_worked=(), source="x")


@pytest.mark.usefixtures("seeded")
def test_workday_year_shows_twelve_months_of_whole_weeks():
    year = workday_year(2026)

    assert year.is_settled
    assert [month for month, _ in year.months] == list(range(1, 13))
    assert all(len(week) == 7 for _, weeks in year.months for week in weeks)
    assert [d.note for d in year.days if d.day == date(2026, 2, 14)] == ["春节调休上班"]
    assert not workday_year(2027).is_settled


@pytest.mark.usefixtures("seeded")
def test_regions_are_those_of_the_day():
    before, after = date(2013, 1, 1), date(2024, 1, 1)

    assert region_names(["320721"], on=before) == {"320721": "江苏省连云港市赣榆县"}
    assert region_names(["320707", "222401", "331181"], on=after) == {
        "320707": "江苏省连云港市赣榆区",
        "222401": "吉林省延边朝鲜族自治州延吉市",
        "331181": "浙江省丽水市龙泉市",
    }
    assert {"320721", "320705"} <= set(regions_on(before).values_list("code", flat=True))
    assert not regions_on(after).filter(code__in=["320721", "320705", "320704"]).exists()
    assert region_names(["110108"]) == {"110108": "北京市（110108）"}
    assert ("320706", "江苏省连云港市海州区") in region_choices("3207")
    assert Region.objects.filter(code__endswith="0000").count() == 34
