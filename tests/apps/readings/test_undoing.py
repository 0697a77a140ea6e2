"""Undo and redo: every kind of step, by either of two people, and any sequence of them."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.factories.accounts import make_actor
from tests.factories.readings import entry, make_reading
from zhinan.apps.accounts.models import Role
from zhinan.apps.readings.models import Entry, Reading, Standing, Step
from zhinan.apps.readings.selectors import entries_of, step_to_redo, step_to_undo
from zhinan.apps.readings.services import (
    add_entry,
    answer_entry,
    confirm_entry,
    confirm_many,
    confirm_sure,
    correct_entry,
    discard_entry,
    merge_entries,
    redo,
    reopen_entry,
    split_entry,
    undo,
)
from zhinan.apps.records.workflow import MoveRefused

SEEN = (
    "key", "type", "start", "end", "document", "fields", "confidence_permille", "question", "standing",
    "origin", "parents", "read_as", "decided_by_id", "decided_at",
)  # fmt: skip


def shown(reading: Reading) -> list[dict[str, Any]]:
    """Everything an entry says, of all that count."""
    return [{name: getattr(e, name) for name in SEEN} for e in entries_of(reading)]


def ask(reading: Reading, key: str) -> None:
    Entry.objects.filter(reading=reading, key=key).update(question="多少？")


def _first(reading: Reading, *standings: str, count: int = 1) -> list[Entry]:
    rows = entries_of(reading).filter(standing__in=standings or ("open", "confirmed", "corrected"))
    return list(rows.select_related("reading")[:count])


ACTS = {
    "confirm": lambda r, a, e: confirm_entry(e, actor=a, version=e.version),
    "correct": lambda r, a, e: correct_entry(e, actor=a, version=e.version, type="topic", fields={"title": "方向"}, end=e.end - 1),
    "discard": lambda r, a, e: discard_entry(e, actor=a, version=e.version),
    "reopen": lambda r, a, e: reopen_entry(e, actor=a, version=e.version),
    "answer": lambda r, a, e: answer_entry(e, actor=a, version=e.version, answer="三", fields={"value": 3}),
    "split": lambda r, a, e: split_entry(e, e.start + 2, actor=a, version=e.version),
    "merge": lambda r, a, e: merge_entries(
        _first(r, count=2), actor=a, versions=[x.version for x in _first(r, count=2)]
    ),
    "add": lambda r, a, e: add_entry(r, actor=a, type="section", start=0, end=3, fields={"title": "一"}),
    "confirm_sure": lambda r, a, e: confirm_sure(r, actor=a),
    "confirm_many": lambda r, a, e: confirm_many(
        _first(r, "open", count=3), actor=a, versions=[x.version for x in _first(r, "open", count=3)]
    ),
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("name", ACTS)
def test_undo_by_another_restores_and_redo_by_the_first_returns(name):
    one, other = make_actor(Role.OFFICE), make_actor(Role.LEADER)
    reading = make_reading(3, actor=one)
    if name == "answer":
        ask(reading, "e1")
    if name == "reopen":
        confirm_entry(entry(reading), actor=one, version=1)
    before = shown(reading)
    ACTS[name](reading, one, entry(reading))
    after = shown(reading)
    taken = step_to_undo(reading)

    undone = undo(reading, actor=other)
    assert shown(reading) == before
    assert (undone.kind, undone.target, undone.account) == ("undo", taken.number, other.account)
    assert step_to_redo(reading) == taken

    brought = redo(reading, actor=one)
    assert shown(reading) == after != before
    assert (brought.kind, brought.target) == ("redo", taken.number)
    assert (step_to_undo(reading), step_to_redo(reading)) == (taken, None)


@pytest.mark.django_db
def test_undo_of_nothing_and_redo_of_nothing_are_refused():
    actor = make_actor(Role.OFFICE)
    reading = make_reading(1, actor=actor)

    with pytest.raises(MoveRefused) as nothing_done:
        undo(reading, actor=actor)
    with pytest.raises(MoveRefused) as nothing_undone:
        redo(reading, actor=actor)
    with pytest.raises(MoveRefused) as no_such_step:
        undo(reading, actor=actor, step=4)

    assert [r.value.findings[0].code for r in (nothing_done, nothing_undone, no_such_step)] == [
        "UNDO-NOTHING", "REDO-NOTHING", "UNDO-NOTHING",
    ]  # fmt: skip


@pytest.mark.django_db
def test_undo_of_a_named_step_another_built_on_says_who():
    one, other = make_actor(Role.OFFICE), make_actor(Role.LEADER)
    reading = make_reading(2, actor=one)
    confirm_entry(entry(reading), actor=one, version=1)
    discard_entry(entry(reading), actor=other, version=2)

    with pytest.raises(MoveRefused) as refused:
        undo(reading, actor=one, step=1)

    found = refused.value.findings[0]
    assert (found.code, found.remedy) == ("UNDO-BUILT-ON", "请先撤销后来的一步")
    assert found.fact.startswith(f"第1步之后，记录e1已由{other.name}于")
    assert entry(reading).standing == Standing.DISCARDED


@pytest.mark.django_db
def test_undo_of_an_earlier_step_nobody_built_on():
    actor = make_actor(Role.OFFICE)
    reading = make_reading(2, actor=actor)
    confirm_entry(entry(reading), actor=actor, version=1)
    confirm_entry(entry(reading, "e2"), actor=actor, version=1)

    undo(reading, actor=actor, step=1)

    assert [e.standing for e in entries_of(reading)] == ["open", "confirmed"]
    assert step_to_undo(reading).number == 2
    with pytest.raises(MoveRefused):
        undo(reading, actor=actor, step=1)


@pytest.mark.django_db
def test_redo_after_the_entry_was_decided_otherwise_is_refused():
    actor = make_actor(Role.OFFICE)
    reading = make_reading(1, actor=actor)
    confirm_entry(entry(reading), actor=actor, version=1)
    undo(reading, actor=actor)
    discard_entry(entry(reading), actor=actor, version=3)

    with pytest.raises(MoveRefused) as refused:
        redo(reading, actor=actor, step=1)

    assert refused.value.findings[0].code == "UNDO-BUILT-ON"
    undo(reading, actor=actor)
    redo(reading, actor=actor, step=1)
    assert entry(reading).standing == Standing.CONFIRMED


@pytest.mark.django_db
def test_undo_after_redo_takes_back_what_was_brought_last():
    actor = make_actor(Role.OFFICE)
    reading = make_reading(2, actor=actor)
    confirm_entry(entry(reading), actor=actor, version=1)
    undo(reading, actor=actor)
    confirm_entry(entry(reading, "e2"), actor=actor, version=1)
    redo(reading, actor=actor)

    undo(reading, actor=actor)

    assert [e.standing for e in entries_of(reading)] == ["open", "confirmed"]


@pytest.mark.django_db
def test_an_entry_whose_adding_was_undone_takes_no_decision():
    actor = make_actor(Role.OFFICE)
    reading = make_reading(1, actor=actor)
    added = add_entry(reading, actor=actor, type="section", start=0, end=3, fields={"title": "一"})
    undo(reading, actor=actor)

    with pytest.raises(MoveRefused) as refused:
        discard_entry(added, actor=actor, version=2)

    assert refused.value.findings[0].code == "ENTRY-CHANGED"
    assert refused.value.findings[0].fact.endswith("撤销（第2步）")


@pytest.mark.django_db
def test_a_version_is_never_given_twice():
    actor = make_actor(Role.OFFICE)
    reading = make_reading(1, actor=actor)
    confirm_entry(entry(reading), actor=actor, version=1)
    undo(reading, actor=actor)

    with pytest.raises(MoveRefused):
        confirm_entry(entry(reading), actor=actor, version=1)

    assert entry(reading).version == 3


class AnySequence(TestCase):
    """Hypothesis rolls every example back by itself."""

    @settings(max_examples=25)
    @given(
        st.lists(
            st.tuples(
                st.sampled_from([*ACTS, "undo", "undo", "redo"]), st.integers(0, 5), st.booleans()
            ),
            min_size=1,
            max_size=14,
        )
    )
    def test_undoing_all_restores_and_redoing_all_returns(self, acts):
        people = [make_actor(Role.OFFICE), make_actor(Role.LEADER)]
        reading = make_reading(4, actor=people[0])
        ask(reading, "e2")
        first = shown(reading)
        for name, which, is_other in acts:
            actor = people[is_other]
            entries = list(entries_of(reading).select_related("reading"))
            try:
                if name in ("undo", "redo"):
                    (undo if name == "undo" else redo)(reading, actor=actor)
                else:
                    ACTS[name](reading, actor, entries[which % len(entries)])
            except (MoveRefused, IndexError):
                pass
        last = shown(reading)
        taken_back = 0
        while step_to_undo(reading) is not None:
            undo(reading, actor=people[taken_back % 2])
            taken_back += 1

        assert shown(reading) == first
        for number in range(taken_back):
            redo(reading, actor=people[number % 2])
        assert shown(reading) == last
        numbers = list(
            Step.objects.filter(reading=reading).order_by("number").values_list("number", flat=True)
        )
        assert numbers == list(range(1, len(numbers) + 1))
