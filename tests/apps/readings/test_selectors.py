"""What the desk asks of readings, in how many statements."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories.accounts import make_actor
from tests.factories.readings import entry, make_reading
from zhinan.apps.accounts.models import Role
from zhinan.apps.accounts.selectors import PUBLIC
from zhinan.apps.readings.models import Entry, Presence, Reading
from zhinan.apps.readings.selectors import (
    Progress,
    changes_since,
    entries_of,
    present_on,
    progress_by_reading,
    progress_of,
    readings_visible_to,
    steps_of,
    unsure_first,
)
from zhinan.apps.readings.services import (
    add_entry,
    confirm_entry,
    correct_entry,
    discard_entry,
    note_presence,
    split_entry,
    undo,
)
from zhinan.engines.guides.record import Record

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor():
    return make_actor(Role.OFFICE)


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_of_readings_takes_two_statements_and_no_text(actor, count):
    for _ in range(count):
        make_reading(3, actor=actor)

    with CaptureQueriesContext(connection) as statements:
        rows = list(readings_visible_to(actor))
        progress = progress_by_reading(rows)
        shown = [
            (str(r), r.created_by.name, r.guide, r.file.digest, progress[r.pk].open) for r in rows
        ]

    assert len(shown) == count
    assert len(statements) == 2
    assert '"text"' not in statements[0]["sql"]


@pytest.mark.parametrize("count", [1, 30])
def test_a_page_of_entries_takes_one_statement(actor, count):
    reading = make_reading(count, actor=actor)
    confirm_entry(entry(reading), actor=actor, version=1)

    with CaptureQueriesContext(connection) as statements:
        shown = [(e.key, e.decided_by and e.decided_by.name) for e in entries_of(reading)]

    assert (len(shown), len(statements)) == (count, 1)


def test_a_step_does_not_load_the_text(actor):
    reading = make_reading(3, actor=actor)
    seen = entry(reading)

    with CaptureQueriesContext(connection) as statements:
        confirm_entry(seen, actor=actor, version=1)
        correct_entry(
            entry(reading, "e2"), actor=actor, version=1, fields={"value": ["乙"]}, end=15
        )

    loaded = [s["sql"] for s in statements if '"readings_reading"."text",' in s["sql"]]
    assert [sql for sql in loaded if "FOR UPDATE" in sql or "SUBSTR" not in sql.upper()] == [
        sql for sql in loaded if "readings_entry" in sql
    ]


def test_progress_counts_each_standing(actor):
    reading = make_reading(6, actor=actor)
    Entry.objects.filter(reading=reading, key="e6").update(question="？")
    assert progress_of(reading) == Progress(total=6, open=6, asked=1)
    confirm_entry(entry(reading), actor=actor, version=1)
    correct_entry(entry(reading, "e2"), actor=actor, version=1, fields={"value": ["甲"]})
    discard_entry(entry(reading, "e3"), actor=actor, version=1)
    add_entry(reading, actor=actor, type="section", start=0, end=3, fields={"title": "一"})
    undo(reading, actor=actor)

    found = progress_of(reading)

    assert found == Progress(total=5, confirmed=2, open=3, asked=1, discarded=1)
    assert (found.percent, Progress().percent) == (40, 100)
    assert progress_by_reading([]) == {}


def test_unsure_first_puts_questions_before_doubts(actor):
    text = "甲\n乙\n丙\n丁\n"
    sure = {0: 0.9, 2: 0.4, 4: 0.4, 6: 0.95}
    records = [
        Record("section", at, at + 1, {"title": "x"}, "", share) for at, share in sure.items()
    ]
    reading = make_reading(records, actor=actor, text=text)
    Entry.objects.filter(reading=reading, key="e4").update(question="？")

    assert [e.key for e in unsure_first(reading)] == ["e4", "e2", "e3", "e1"]
    confirm_entry(entry(reading, "e2"), actor=actor, version=1)
    assert [e.key for e in unsure_first(reading)] == ["e4", "e3", "e1"]


def test_changes_since_gives_what_others_did(actor):
    reading = make_reading(3, actor=actor)
    confirm_entry(entry(reading), actor=actor, version=1)
    split_entry(entry(reading, "e2"), entry(reading, "e2").start + 3, actor=actor, version=1)
    reading.refresh_from_db()

    changed, last = changes_since(reading, 0)
    assert ([e.key for e in changed], last) == (["e1", "e4", "e2", "e5"], 2)
    assert [e.key for e in changes_since(reading, 1)[0]] == ["e4", "e2", "e5"]
    undo(reading, actor=actor)
    changed, last = changes_since(reading, 2)
    assert ([(e.key, e.is_withdrawn) for e in changed], last) == (
        [("e4", True), ("e2", False), ("e5", True)],
        3,
    )
    assert changes_since(reading, 3) == ([], 3)
    assert [step.number for step in steps_of(reading)] == [3, 2, 1]


def test_present_on_names_who_looked_within_a_minute(actor):
    reading, other = make_reading(1, actor=actor), make_actor(Role.SUPERVISOR)
    note_presence(reading, actor=actor, key="e1")
    note_presence(reading, actor=other)
    note_presence(reading, actor=other, key="e9")

    seen = [(p.account, p.key) for p in present_on(reading)]
    assert seen == [(other.account, "e9"), (actor.account, "e1")]
    assert [p.account for p in present_on(reading, besides=actor)] == [other.account]
    Presence.objects.update(seen_at=timezone.now() - timedelta(seconds=61))
    assert present_on(reading, besides=PUBLIC) == []


def test_note_presence_of_a_stranger_is_denied():
    reading = make_reading(1)

    with pytest.raises(PermissionDenied):
        note_presence(reading, actor=make_actor(Role.HOST))

    assert not Presence.objects.exists()


def test_names_of_rows(actor):
    reading = make_reading(1, actor=actor)
    confirm_entry(entry(reading), actor=actor, version=1)

    assert str(Reading.objects.get()) == reading.title
    assert str(entry(reading)) == "condition e1"
    assert str(steps_of(reading)[0]) == "1 confirm"
