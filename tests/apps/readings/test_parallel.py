"""Fifty people at once on one reading: one step each, none lost, no number missing."""

import pytest

from tests.apps.records.threads import at_once
from tests.factories.accounts import make_actor
from tests.factories.readings import conditions, entry, make_reading, upload
from zhinan.apps.accounts.models import Role
from zhinan.apps.programmes.models import Guide
from zhinan.apps.readings.facts import about_of
from zhinan.apps.readings.models import Entry, Reading, Step
from zhinan.apps.readings.services import (
    add_entry,
    confirm_entry,
    confirm_sure,
    discard_entry,
    draft_guide,
    note_presence,
    redo,
    start_reading,
    undo,
)
from zhinan.apps.readings.services.filing import file_reading
from zhinan.apps.readings.services.starting import take_in
from zhinan.apps.records.models import StoredFile
from zhinan.apps.records.services import verify_record
from zhinan.apps.records.workflow import MoveRefused
from zhinan.engines.guides.formats import Reading as FileRead

CROWD = 50
pytestmark = pytest.mark.django_db(transaction=True)


def numbers(reading):
    return list(Step.objects.filter(reading=reading).values_list("number", flat=True))


def last_step(reading):
    return Reading.objects.values_list("last_step", flat=True).get(pk=reading.pk)


def tried(act):
    try:
        act()
    except MoveRefused as refused:
        return refused.findings[0].code
    return ""


def test_fifty_entries_confirmed_at_once():
    actors = [make_actor(Role.OFFICE) for _ in range(CROWD)]
    reading = make_reading(CROWD, actor=actors[0])
    entries = [entry(reading, f"e{n}") for n in range(1, CROWD + 1)]

    at_once(CROWD, lambda n: confirm_entry(entries[n], actor=actors[n], version=1))

    decided = Entry.objects.filter(reading=reading).order_by("pk")
    assert list(decided.values_list("standing", "version", "decided_by_id")) == [
        ("confirmed", 2, actor.account.pk) for actor in actors
    ]
    assert sorted(decided.values_list("changed_step", flat=True)) == list(range(1, CROWD + 1))
    assert numbers(reading) == list(range(1, CROWD + 1))
    assert last_step(reading) == CROWD


def test_one_entry_confirmed_by_fifty_at_once_is_confirmed_once():
    actors = [make_actor(Role.OFFICE) for _ in range(CROWD)]
    reading = make_reading(1, actor=actors[0])
    seen = entry(reading)

    told = at_once(
        CROWD,
        lambda n: tried(lambda: confirm_entry(seen, actor=actors[n], version=1)),
    )

    assert sorted(told) == ["", *["ENTRY-CHANGED"] * (CROWD - 1)]
    winner = actors[told.index("")].account
    assert (entry(reading).version, entry(reading).decided_by) == (2, winner)
    assert (numbers(reading), last_step(reading)) == ([1], 1)


def test_many_kinds_of_steps_at_once_leave_no_gap():
    actors = [make_actor(Role.OFFICE) for _ in range(CROWD)]
    reading = make_reading(10, actor=actors[0])
    entries = [entry(reading, f"e{n}") for n in range(1, 11)]

    def act(n):
        actor, mine = actors[n], entries[n % 10]
        acts = (
            lambda: confirm_entry(mine, actor=actor, version=1),
            lambda: undo(reading, actor=actor),
            lambda: add_entry(reading, actor=actor, type="section", start=0, end=3, fields={"title": "一"}),
            lambda: discard_entry(mine, actor=actor, version=1),
            lambda: redo(reading, actor=actor),
            lambda: confirm_sure(reading, actor=actor),
            lambda: note_presence(reading, actor=actor, key=mine.key),
        )  # fmt: skip
        return tried(acts[n % 7])

    told = at_once(CROWD, act)

    assert set(told) <= {"", "ENTRY-CHANGED", "ENTRY-STANDING", "UNDO-NOTHING", "REDO-NOTHING", "UNDO-BUILT-ON", "NOTHING-SURE"}  # fmt: skip
    assert numbers(reading) == list(range(1, last_step(reading) + 1))
    keys = Entry.objects.filter(reading=reading).values_list("key", flat=True)
    added = sum(n % 7 == 2 for n in range(CROWD))
    assert sorted(int(key[1:]) for key in keys) == list(range(1, 11 + added))
    actor = actors[0]
    while tried(lambda: undo(reading, actor=actor)) == "":
        pass
    left = Entry.objects.filter(reading=reading, is_withdrawn=False)
    assert list(left.order_by("pk").values_list("key", "standing", "made_by_step")) == [
        (f"e{n}", "open", 0) for n in range(1, 11)
    ]


def test_one_step_undone_by_fifty_at_once_is_undone_once():
    actors = [make_actor(Role.OFFICE) for _ in range(CROWD)]
    reading = make_reading(2, actor=actors[0])
    confirm_entry(entry(reading), actor=actors[0], version=1)
    confirm_entry(entry(reading, "e2"), actor=actors[0], version=1)

    told = at_once(CROWD, lambda n: tried(lambda: undo(reading, actor=actors[n], step=2)))

    assert sorted(told) == ["", *["UNDO-NOTHING"] * (CROWD - 1)]
    assert entry(reading).standing == "confirmed"
    assert entry(reading, "e2").standing == "open"


def test_one_draft_made_by_fifty_at_once_is_one_guide():
    actors = [make_actor(Role.OFFICE) for _ in range(CROWD)]
    reading = make_reading(1, actor=actors[0])
    about = about_of(reading)

    told = at_once(
        CROWD, lambda n: tried(lambda: draft_guide(reading, actor=actors[n], about=about))
    )

    assert sorted(told) == ["", *["DRAFT-SAME"] * (CROWD - 1)]
    reading.refresh_from_db()
    assert (Guide.objects.get(), reading.state) == (reading.guide, "drafted")


def test_one_file_taken_in_by_fifty_at_once_is_kept_once():
    actors = [make_actor(Role.OFFICE) for _ in range(CROWD)]

    at_once(CROWD, lambda n: start_reading(upload("太短的通知", "通知.txt"), actor=actors[n]))

    assert StoredFile.objects.count() == 1
    assert list(Reading.objects.values_list("state", flat=True)) == ["failed"] * CROWD
    assert verify_record() == []


def test_what_is_decided_while_a_corrected_document_is_filed_is_carried_or_refused():
    text = "".join(f"第{n}项条件应当具备。\n" for n in range(1, CROWD + 1))
    actors = [make_actor(Role.OFFICE) for _ in range(CROWD)]
    reading = make_reading(conditions(text, CROWD), actor=actors[0], text=text)
    entries = [entry(reading, f"e{n}") for n in range(1, CROWD + 1)]
    waiting = take_in(upload(text + "。\n"), actor=actors[0], replaces=reading, is_queued=False)

    def act(n):
        if n == CROWD // 2:
            file_reading(waiting, FileRead(text + "。\n", "txt"), conditions(text, CROWD))
            return ""
        return tried(lambda: confirm_entry(entries[n], actor=actors[n], version=1))

    told = at_once(CROWD, act)

    assert set(told) <= {"", "READING-STATE"}
    confirmed = {f"e{n + 1}" for n in range(CROWD) if told[n] == "" and n != CROWD // 2}
    for row in (reading, waiting):
        kept = Entry.objects.filter(reading=row, standing="confirmed")
        assert set(kept.values_list("key", flat=True)) == confirmed
