from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from tests.factories.accounts import make_actor
from tests.factories.programmes import make_guide
from tests.factories.readings import entry, make_reading, start, upload
from zhinan.apps.accounts.models import Role
from zhinan.apps.accounts.selectors import PUBLIC
from zhinan.apps.readings import services
from zhinan.apps.readings.facts import about_of
from zhinan.apps.readings.models import Entry, Reading, Step
from zhinan.apps.readings.selectors import readings_visible_to
from zhinan.apps.readings.states import (
    ABANDON_READING,
    DRAFT_GUIDE,
    FAIL_READING,
    FINISH_READING,
    REPLACE_READING,
    ReadingState,
)
from zhinan.apps.records.models import Act
from zhinan.apps.records.workflow import Move, MoveRefused, moves_of, perform

pytestmark = pytest.mark.django_db
OTHERS = [
    (move, state)
    for move in moves_of(Reading).values()
    for state in ReadingState
    if state not in move.sources
]
WHO = {
    "start_reading": lambda reading, actor: services.start_reading(upload(), actor=actor),
    "reread": lambda reading, actor: services.reread(reading, upload(), actor=actor),
    "confirm_entry": lambda reading, actor: services.confirm_entry(
        entry(reading), actor=actor, version=1
    ),
    "correct_entry": lambda reading, actor: services.correct_entry(
        entry(reading), actor=actor, version=1, fields={"value": "二"}
    ),
    "answer_entry": lambda reading, actor: services.answer_entry(
        entry(reading), actor=actor, version=1, answer="是"
    ),
    "discard_entry": lambda reading, actor: services.discard_entry(
        entry(reading), actor=actor, version=1
    ),
    "reopen_entry": lambda reading, actor: services.reopen_entry(
        entry(reading), actor=actor, version=1
    ),
    "split_entry": lambda reading, actor: services.split_entry(
        entry(reading), 3, actor=actor, version=1
    ),
    "merge_entries": lambda reading, actor: services.merge_entries(
        [entry(reading), entry(reading, "e2")], actor=actor, versions=[1, 1]
    ),
    "add_entry": lambda reading, actor: services.add_entry(
        reading, actor=actor, type="section", start=0, end=3, fields={"title": "一"}
    ),
    "confirm_sure": lambda reading, actor: services.confirm_sure(reading, actor=actor),
    "undo": lambda reading, actor: services.undo(reading, actor=actor),
    "redo": lambda reading, actor: services.redo(reading, actor=actor),
    "draft_guide": lambda reading, actor: services.draft_guide(
        reading, actor=actor, about=about_of(reading)
    ),
    "abandon_reading": lambda reading, actor: services.abandon_reading(reading, actor=actor),
}


def put(reading: Reading, state: str) -> Reading:
    """The reading in a state, with what the state implies."""
    reading.state = state
    reading.failure = {"code": "X", "fact": "x", "remedy": "y"} if state == "failed" else None
    reading.guide = make_guide() if state == "drafted" else None
    reading.save(update_fields=["state", "failure", "guide"])
    return reading


@pytest.mark.parametrize(
    ("move", "state"), OTHERS, ids=lambda part: str(getattr(part, "label", part))
)
def test_moves_of_a_reading_from_another_state_are_refused(move: Move, state: str):
    reading = put(make_reading(1), state)
    actor = None if move.who == "readings.file" else make_actor(Role.OFFICE)

    with pytest.raises(MoveRefused) as refused:
        perform(move, reading, actor=actor)

    assert [f.code for f in refused.value.findings] == ["STATE-CHANGED"]
    reading.refresh_from_db()
    assert reading.state == state


@pytest.mark.parametrize("move", [FINISH_READING, FAIL_READING, REPLACE_READING])
def test_what_the_reading_does_itself_nobody_does_by_hand(move: Move):
    reading = put(make_reading(1), move.sources[0])

    with pytest.raises(PermissionDenied):
        perform(move, reading, actor=make_actor(Role.OFFICE))

    reading.refresh_from_db()
    assert reading.state == move.sources[0]


def test_abandon_reading_keeps_what_was_read():
    actor = make_actor(Role.OFFICE)
    reading = make_reading(2, actor=actor)

    abandoned = services.abandon_reading(reading, actor=actor)

    assert abandoned.state == ReadingState.ABANDONED
    assert Entry.objects.filter(reading=reading).count() == 2
    assert (
        Act.objects.filter(action="readings.abandon_reading").get().account_id == actor.account.pk
    )


def test_a_drafted_reading_cannot_be_abandoned():
    reading = put(make_reading(1), "drafted")

    with pytest.raises(MoveRefused):
        perform(ABANDON_READING, reading, actor=make_actor(Role.OFFICE))


def test_draft_guide_of_nothing_is_refused():
    actor = make_actor(Role.OFFICE)
    reading = make_reading(1, actor=actor)
    services.discard_entry(entry(reading), actor=actor, version=1)

    with pytest.raises(MoveRefused) as refused:
        perform(DRAFT_GUIDE, reading, actor=actor)

    assert [f.code for f in refused.value.findings] == ["READING-NO-ENTRY"]


@pytest.mark.parametrize("act", WHO.values(), ids=WHO.keys())
@pytest.mark.parametrize(
    "role", ["", Role.FINANCE, Role.SUPERVISOR, Role.APPLICANT, Role.HOST, Role.SYSTEM_ADMIN]
)
def test_acts_on_a_reading_by_others_are_denied(role: str, act: Any):
    reading = make_reading(2)
    stranger = make_actor(role) if role else PUBLIC

    with pytest.raises(PermissionDenied):
        act(reading, stranger)

    assert not Step.objects.exists()
    assert Reading.objects.count() == 1


@pytest.mark.parametrize("role", [Role.OFFICE, Role.LEADER])
def test_office_and_leaders_review(role: str):
    reading = make_reading(2)

    confirmed = services.confirm_entry(entry(reading), actor=make_actor(role), version=1)

    assert confirmed.standing == "confirmed"


@pytest.mark.parametrize("state", ["reading", "failed", "replaced", "abandoned"])
@pytest.mark.parametrize(
    "name",
    ["confirm_entry", "correct_entry", "answer_entry", "discard_entry", "reopen_entry", "split_entry", "merge_entries", "add_entry", "confirm_sure", "undo", "redo", "reread"],
)  # fmt: skip
def test_entries_change_only_under_review(state: str, name: str):
    reading = put(make_reading(2), state)

    with pytest.raises(MoveRefused) as refused:
        WHO[name](reading, make_actor(Role.OFFICE))

    assert [f.code for f in refused.value.findings] == ["READING-STATE"]
    assert not Step.objects.exists()


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (Role.OFFICE, 1), (Role.LEADER, 1), (Role.FINANCE, 1), (Role.SUPERVISOR, 1),
        (Role.APPLICANT, 0), (Role.HOST, 0), (Role.EXPERT, 0), (Role.SYSTEM_ADMIN, 0),
    ],
)  # fmt: skip
def test_readings_visible_to_those_who_read_drafts(role: str, seen: int):
    start()

    assert readings_visible_to(make_actor(role)).count() == seen
    assert readings_visible_to(PUBLIC).count() == 0
