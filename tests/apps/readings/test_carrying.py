"""A corrected document takes over what was decided of the earlier one."""

import pytest

from tests.factories.accounts import make_actor
from tests.factories.readings import NOTICE, make_read, make_reading, upload
from zhinan.apps.accounts.models import Role
from zhinan.apps.readings.models import Entry, Step
from zhinan.apps.readings.selectors import (
    Difference,
    difference_of,
    entries_of,
    progress_of,
    step_to_undo,
)
from zhinan.apps.readings.services import (
    abandon_reading,
    add_entry,
    confirm_entry,
    confirm_sure,
    correct_entry,
    discard_entry,
    merge_entries,
    redo,
    reread,
    split_entry,
    undo,
)
from zhinan.apps.readings.services.filing import file_reading, read_file_of
from zhinan.apps.readings.states import ReadingState
from zhinan.apps.records.workflow import MoveRefused
from zhinan.engines.guides.formats import Reading as FileRead
from zhinan.engines.guides.record import Record

pytestmark = pytest.mark.django_db
TEXT = """各县区，各有关单位：
注册时间须在2024年之前。
负责人不超过55周岁，须在职。
研发投入不低于100万元。
每家单位限报2项。
逾期不予受理。
"""
CORRECTED = TEXT.replace("限报2项", "限报3项").replace(
    "不低于100万元。\n", "不低于100万元。\n实施期不超过24个月。\n"
)


@pytest.fixture
def actor():
    return make_actor(Role.OFFICE)


def lines(text):
    """A small reader: every line is a condition that says itself."""
    made, at = [], 0
    for line in text.splitlines(keepends=True):
        fields = {"operator": "exists", "value": [line.strip()]}
        made.append(Record("condition", at, at + len(line) - 1, fields, "D1", 0.95, "line"))
        at += len(line)
    return made


@pytest.fixture
def reading(actor):
    return make_reading(lines(TEXT), actor=actor, text=TEXT)


def again(reading, actor, text=CORRECTED):
    reading.refresh_from_db()
    waiting = reread(reading, upload(text, "改后.txt"), actor=actor)
    return file_reading(waiting, FileRead(text, "txt"), lines(text))


def at(reading, quote):
    start = reading.text.index(quote)
    return Entry.objects.select_related("reading").get(
        reading=reading,
        start__lte=start, end__gt=start, is_withdrawn=False, origin__in=["reader", "carried"]
    )  # fmt: skip


def quoted(reading, entries):
    return [reading.text[e.start : e.end] for e in entries]


def test_reread_carries_confirmations_and_shows_what_changed(actor, reading):
    confirm_sure(reading, actor=actor)
    decided = {e.key: (e.standing, e.decided_by_id, e.decided_at) for e in entries_of(reading)}

    new = again(reading, actor)

    reading.refresh_from_db()
    states = reading.state, new.state, new.replaces
    assert states == (ReadingState.REPLACED, ReadingState.REVIEW, reading)
    found = difference_of(new)
    assert quoted(reading, [c.old for c in found.changed]) == ["每家单位限报2项。"]
    assert quoted(new, [c.new for c in found.changed]) == ["每家单位限报3项。"]
    assert quoted(new, found.added) == ["实施期不超过24个月。"]
    assert found.gone == ()
    assert [found.changed[0].new.standing, found.added[0].standing] == ["open", "open"]
    assert [c.old.key for c in found.carried] == ["e1", "e2", "e3", "e4", "e6"]
    for change in found.carried:
        kept = change.new.standing, change.new.decided_by_id, change.new.decided_at
        assert (change.new.origin, kept) == ("carried", decided[change.old.key])
    step = Step.objects.get(reading=new)
    assert (step.number, step.kind, step.account) == (1, "carry", None)


def test_a_real_document_read_again_is_carried_whole(actor):
    reading = make_read(actor)
    confirm_sure(reading, actor=actor, at_least_permille=0)

    new = read_file_of(reread(reading, upload("\n" + NOTICE, "新.txt"), actor=actor))

    assert progress_of(new) == progress_of(reading)
    assert len(difference_of(new).carried) == progress_of(reading).total


def test_a_correction_is_carried_as_long_as_the_reader_reads_the_same(actor, reading):
    was = at(reading, "100万元")
    values = {"value": ["100万元"], "attribute": "研发投入"}
    corrected = correct_entry(was, actor=actor, version=1, fields=values, end=was.end - 1)

    new = again(reading, actor, "前言：先看本局网站。\n" + TEXT)

    now = difference_of(new).carried[0].new
    assert (now.standing, now.fields, now.origin) == ("corrected", corrected.fields, "carried")
    assert new.text[now.start : now.end] == "研发投入不低于100万元"
    assert now.read_as["fields"] == {"operator": "exists", "value": ["研发投入不低于100万元。"]}
    third = again(new, actor, "前言。\n" + TEXT)
    assert difference_of(third).carried[0].new.fields == corrected.fields


def test_a_correction_of_fields_alone_keeps_the_span(actor, reading):
    was = at(reading, "100万元")
    correct_entry(was, actor=actor, version=1, fields={"value": ["100万元"]})

    new = again(reading, actor)

    now = at(new, "100万元")
    assert (now.standing, now.fields["value"]) == ("corrected", ["100万元"])
    assert quoted(new, [now]) == ["研发投入不低于100万元。"]


def test_a_correction_whose_words_are_gone_is_to_be_decided_again(actor, reading):
    entry = at(reading, "55周岁")
    start = reading.text.index("每家单位")
    correct_entry(entry, actor=actor, version=1, start=start, end=start + 4)

    new = again(reading, actor, TEXT.replace("每家单位", "各家"))

    assert at(new, "55周岁").standing == "open"


def test_what_a_person_discarded_stays_discarded(actor, reading):
    discard_entry(at(reading, "逾期"), actor=actor, version=1)
    discard_entry(at(reading, "限报2项"), actor=actor, version=1)

    new = again(reading, actor, TEXT.replace("每家单位限报2项。\n", ""))

    assert at(new, "逾期").standing == "discarded"
    assert difference_of(new).gone == ()  # nobody misses what was discarded


def test_what_a_person_added_is_found_again(actor, reading):
    add_entry(reading, actor=actor, type="section", start=5, end=10, fields={"title": "各有关单位"})

    new = again(reading, actor, "前言。\n" + TEXT)

    added = entries_of(new).get(origin="person")
    assert (quoted(new, [added]), added.standing) == ([TEXT[5:10]], "confirmed")
    assert (added.key, new.last_key, added.document) == ("e8", 8, "D1")
    assert [c.new for c in difference_of(new).carried] == [added]


def test_what_a_person_added_and_is_gone_is_shown(actor, reading):
    added = add_entry(
        reading, actor=actor, type="section", start=5, end=10, fields={"title": "各有关单位"}
    )

    new = again(reading, actor, TEXT.replace("有关单位", "单位"))

    assert added in difference_of(new).gone
    assert not entries_of(new).filter(origin="person").exists()


def test_entries_split_are_carried_with_their_halves(actor, reading):
    whole = at(reading, "55周岁")
    first, second = split_entry(whole, whole.start + 6, actor=actor, version=1)
    confirm_entry(first, actor=actor, version=1)
    split_entry(second, second.start + 3, actor=actor, version=1)

    new = again(reading, actor)

    parent = at(new, "55周岁")
    halves = list(entries_of(new).filter(origin="person"))
    assert parent.standing == "discarded"
    assert [h.standing for h in halves] == ["confirmed", "open", "open"]
    assert {tuple(h.parents) for h in halves} == {(parent.key,)}
    assert "".join(quoted(new, halves)) == "负责人不超过55周岁，须在职。"


def test_entries_merged_are_decided_again_where_one_changed(actor, reading):
    merge_entries([at(reading, "55周岁"), at(reading, "100万元")], actor=actor, versions=[1, 1])

    new = again(reading, actor, TEXT.replace("100万元", "80万元"))

    assert (at(new, "55周岁").standing, at(new, "80万元").standing) == ("open", "open")
    assert not entries_of(new).filter(origin="person").exists()
    assert [e.parents for e in difference_of(new).gone] == [["e3", "e4"]]


def test_a_proposal_of_a_model_is_carried_once_a_person_took_it_up(actor, reading):
    for key, standing in (("e90", "confirmed"), ("e91", "open")):
        Entry.objects.create(
            reading=reading, key=key, type="section", start=0, end=5, fields={"title": key},
            origin="model", standing=standing,
        )  # fmt: skip

    new = again(reading, actor)

    assert [e.fields["title"] for e in entries_of(new).filter(origin="model")] == ["e90"]


def test_carrying_can_be_undone_and_redone(actor, reading):
    confirm_sure(reading, actor=actor)
    new = again(reading, actor)
    carried = progress_of(new)

    undo(new, actor=actor)
    assert progress_of(new).confirmed == 0
    assert not entries_of(new).exclude(origin="reader").exists()
    redo(new, actor=actor)

    assert (progress_of(new), carried.confirmed) == (carried, 5)
    assert step_to_undo(new).kind == "carry"


def test_nothing_decided_carries_nothing(actor, reading):
    new = again(reading, actor)

    assert not Step.objects.exists()
    assert difference_of(new).carried == ()
    assert difference_of(reading) == Difference()


def test_a_document_that_cannot_be_read_replaces_nothing(actor, reading):
    failed = read_file_of(reread(reading, upload("太短", "新.txt"), actor=actor))

    reading.refresh_from_db()
    assert (failed.state, reading.state) == (ReadingState.FAILED, ReadingState.REVIEW)
    assert abandon_reading(failed, actor=actor).state == ReadingState.ABANDONED


def test_of_two_corrected_documents_both_carry(actor, reading):
    confirm_sure(reading, actor=actor)
    waiting = [reread(reading, upload(t, f"{t[:3]}.txt"), actor=actor) for t in (CORRECTED, TEXT)]

    one = file_reading(waiting[0], FileRead(CORRECTED, "txt"), lines(CORRECTED))
    two = file_reading(waiting[1], FileRead(TEXT, "txt"), lines(TEXT))

    assert one.state == two.state == ReadingState.REVIEW
    assert (progress_of(one).confirmed, progress_of(two).confirmed) == (5, 6)
    reading.refresh_from_db()
    with pytest.raises(MoveRefused):
        reread(reading, upload(), actor=actor)


def test_entries_of_the_document_before_stay_as_they_were(actor, reading):
    confirm_sure(reading, actor=actor)
    before = list(entries_of(reading).values())

    again(reading, actor)

    assert list(entries_of(reading).values()) == before
