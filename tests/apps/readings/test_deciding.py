from datetime import datetime

import pytest
from django.utils import timezone

from tests.factories.accounts import make_actor
from tests.factories.readings import conditions, entry, make_reading
from zhinan.apps.accounts.models import Role
from zhinan.apps.readings.facts import facts_of
from zhinan.apps.readings.models import Entry, Step
from zhinan.apps.readings.services import (
    add_entry,
    answer_entry,
    confirm_entry,
    confirm_many,
    confirm_sure,
    correct_entry,
    discard_entry,
    merge_entries,
    reopen_entry,
    split_entry,
)
from zhinan.apps.records.workflow import MoveRefused
from zhinan.engines.guides.record import Record

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor():
    return make_actor(Role.OFFICE)


def codes(refused):
    return [finding.code for finding in refused.value.findings]


def asked(actor):
    text = "研发投入占比为130\n"
    fields = {
        "kind": "plan",
        "name": "研发投入占比",
        "base_value": None,
        "base_value_as_written": "130",
    }
    record = Record("indicator", 0, 9, fields, "D1", 0.6, "t", "“130”疑缺小数点")
    return make_reading([record], actor=actor, text=text)


def test_confirm_entry_says_who_and_when_and_writes_a_step(actor):
    reading = make_reading(2, actor=actor)
    before = timezone.now()

    confirmed = confirm_entry(entry(reading), actor=actor, version=1)

    assert (confirmed.standing, confirmed.decided_by, confirmed.version) == (
        "confirmed",
        actor.account,
        2,
    )
    assert before <= confirmed.decided_at <= timezone.now()
    step = Step.objects.get()
    assert (step.number, step.kind, step.account, confirmed.changed_step) == (
        1,
        "confirm",
        actor.account,
        1,
    )
    assert step.before == {
        "e1": {"standing": "open", "decided_by_id": None, "decided_at": None, "made_by_step": 0}
    }
    assert step.after["e1"]["decided_at"] == confirmed.decided_at.isoformat()
    reading.refresh_from_db()
    assert reading.last_step == 1


def test_confirm_entry_changed_meanwhile_names_who_and_when(actor):
    reading = make_reading(1, actor=actor)
    seen = entry(reading)
    other = make_actor(Role.LEADER)
    discard_entry(entry(reading), actor=other, version=1)
    at = timezone.localtime(Step.objects.get().at).strftime("%Y-%m-%d %H:%M:%S")

    with pytest.raises(MoveRefused) as refused:
        confirm_entry(seen, actor=actor, version=seen.version)

    found = refused.value.findings[0]
    assert (found.code, found.field) == ("ENTRY-CHANGED", "e1")
    assert found.fact == f"记录e1已由{other.name}于{at}剔除（第1步）"
    assert entry(reading).standing == "discarded"


def test_confirm_entry_of_a_version_never_seen_is_refused(actor):
    reading = make_reading(1, actor=actor)

    with pytest.raises(MoveRefused) as refused:
        confirm_entry(entry(reading), actor=actor, version=7)

    assert codes(refused) == ["ENTRY-CHANGED"]


def test_confirm_entry_twice_is_refused(actor):
    reading = make_reading(1, actor=actor)
    confirmed = confirm_entry(entry(reading), actor=actor, version=1)

    with pytest.raises(MoveRefused) as refused:
        confirm_entry(confirmed, actor=actor, version=2)

    assert (
        str(refused.value)
        == f"记录e1“已确认”（{actor.account}）。要改变决定的，请先恢复为待确认。[ENTRY-STANDING]"
    )


def test_confirm_entry_with_a_question_asks_for_the_answer(actor):
    reading = asked(actor)

    with pytest.raises(MoveRefused) as refused:
        confirm_entry(entry(reading), actor=actor, version=1)

    assert codes(refused) == ["ENTRY-ASKED"]
    assert "“130”疑缺小数点" in refused.value.findings[0].fact


def test_answer_entry_settles_the_question(actor):
    reading = asked(actor)

    answered = answer_entry(
        entry(reading), actor=actor, version=1, answer=" 1.30 ", fields={"base_value": 1.3}
    )

    assert (answered.standing, answered.fields["base_value"]) == ("corrected", 1.3)
    assert answered.read_as["fields"]["base_value"] is None
    assert Step.objects.get().note == "1.30"
    fact = facts_of(reading)[0]
    assert (fact.is_settled, fact.record.question) == (True, "")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"answer": " "}, "ANSWER-MISSING"),
        ({"answer": "是", "fields": {"base_value": "一点三"}}, "FIELD-VALUE"),
    ],
)
def test_answer_entry_that_settles_nothing_is_refused(actor, given, code):
    reading = asked(actor)

    with pytest.raises(MoveRefused) as refused:
        answer_entry(entry(reading), actor=actor, version=1, **given)

    assert codes(refused) == [code]
    assert entry(reading).standing == "open"


def test_answer_entry_without_a_question_is_refused(actor):
    with pytest.raises(MoveRefused) as refused:
        answer_entry(entry(make_reading(1, actor=actor)), actor=actor, version=1, answer="是")

    assert codes(refused) == ["ENTRY-NOT-ASKED"]


def test_correct_entry_changes_fields_and_span_and_remembers_what_was_read(actor):
    reading = make_reading(2, actor=actor)
    was = entry(reading)

    corrected = correct_entry(
        entry(reading),
        actor=actor,
        version=1,
        fields={"value": ["甲"], "unit": "项"},
        start=1,
        end=5,
    )

    assert (corrected.standing, corrected.start, corrected.end) == ("corrected", 1, 5)
    assert corrected.fields == {
        "programme": "应用研究",
        "operator": "exists",
        "value": ["甲"],
        "unit": "项",
    }
    assert corrected.read_as == {
        "type": "condition",
        "start": 0,
        "end": was.end,
        "fields": was.fields,
    }
    again = correct_entry(corrected, actor=actor, version=2, fields={"value": ["乙"]})
    assert again.read_as == corrected.read_as


def test_correct_entry_to_another_type_keeps_the_fields_both_know(actor):
    reading = make_reading(1, actor=actor)

    corrected = correct_entry(
        entry(reading), actor=actor, version=1, type="quota", fields={"body": "各县", "max": 3}
    )

    assert (corrected.type, corrected.fields) == (
        "quota",
        {"programme": "应用研究", "body": "各县", "max": 3},
    )


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({}, [("ENTRY-SAME", "")]),
        ({"fields": {"value": ["条件1"]}}, [("ENTRY-SAME", "")]),
        ({"fields": {"colour": "红"}}, [("FIELD-UNKNOWN", "colour")]),
        ({"fields": {"operator": "~", "hardness": "很硬"}}, [("FIELD-VALUE", "operator"), ("FIELD-VALUE", "hardness")]),
        ({"fields": {"value": None}}, [("FIELD-BLANK", "value")]),
        ({"type": "quota"}, [("FIELD-BLANK", "body"), ("FIELD-BLANK", "max")]),
        ({"type": "poem"}, [("ENTRY-TYPE", "type")]),
        ({"start": -1}, [("SPAN-OUTSIDE", "start")]),
        ({"end": 10_000}, [("SPAN-OUTSIDE", "start")]),
        ({"start": 5, "end": 5}, [("SPAN-OUTSIDE", "start")]),
        ({"start": 10, "end": 11}, [("SPAN-BLANK", "start")]),
    ],
)  # fmt: skip
def test_correct_entry_with_what_cannot_be_is_refused(actor, given, found):
    reading = make_reading(2, actor=actor, text="第1项条件应当具备。\n第2项条件应当具备。\n")
    assert reading.text[10] == "\n"

    with pytest.raises(MoveRefused) as refused:
        correct_entry(entry(reading), actor=actor, version=1, **given)

    assert [(f.code, f.field) for f in refused.value.findings] == found
    assert all(f.remedy for f in refused.value.findings)
    assert (entry(reading).version, Step.objects.count()) == (1, 0)


def test_discard_and_reopen_entry(actor):
    reading = make_reading(2, actor=actor)

    discarded = discard_entry(entry(reading), actor=actor, version=1)
    assert [fact.key for fact in facts_of(reading)] == ["e2"]

    reopened = reopen_entry(discarded, actor=actor, version=2)
    assert (reopened.standing, reopened.decided_by, reopened.decided_at) == ("open", None, None)
    assert [fact.key for fact in facts_of(reading)] == ["e1", "e2"]


def test_reopen_entry_that_is_open_is_refused(actor):
    with pytest.raises(MoveRefused) as refused:
        reopen_entry(entry(make_reading(1, actor=actor)), actor=actor, version=1)

    assert str(refused.value.findings[0].fact) == "记录e1“待确认”"


def test_reopen_entry_split_into_others_names_them(actor):
    reading = make_reading(1, actor=actor)
    split_entry(entry(reading), 3, actor=actor, version=1)

    with pytest.raises(MoveRefused) as refused:
        reopen_entry(entry(reading), actor=actor, version=2)

    assert refused.value.findings[0].fact == "记录e1已拆分或合并为e2、e3"
    assert codes(refused) == ["ENTRY-REPLACED"]


def test_reopen_entry_whose_heirs_were_discarded(actor):
    reading = make_reading(2, actor=actor)
    heir = merge_entries([entry(reading), entry(reading, "e2")], actor=actor, versions=[1, 1])
    discard_entry(heir, actor=actor, version=1)

    assert reopen_entry(entry(reading), actor=actor, version=2).standing == "open"


def test_confirm_sure_confirms_in_one_step_what_the_reader_is_sure_of(actor):
    reading = make_reading(5, actor=actor)
    Entry.objects.filter(reading=reading, key="e5").update(origin="model")

    step = confirm_sure(reading, actor=actor)

    assert (step.number, step.kind, sorted(step.after)) == (1, "confirm_many", ["e1", "e3"])
    standings = dict(Entry.objects.filter(reading=reading).values_list("key", "standing"))
    assert standings == {
        "e1": "confirmed",
        "e2": "open",
        "e3": "confirmed",
        "e4": "open",
        "e5": "open",
    }


def test_confirm_sure_by_type_and_share(actor):
    text = "甲乙丙丁\n" * 3
    records = [Record("section", 0, 4, {"title": "甲"}, "D1", 0.7), *conditions(text, 3)[1:]]
    reading = make_reading(records, actor=actor, text=text)

    step = confirm_sure(reading, actor=actor, at_least_permille=700, types=["section"])

    assert list(step.after) == ["e1"]


def test_confirm_sure_of_nothing_is_refused(actor):
    reading = asked(actor)

    with pytest.raises(MoveRefused) as refused:
        confirm_sure(reading, actor=actor, at_least_permille=500)

    assert str(refused.value) == "没有把握在50%以上的待确认记录。请逐条核对其余记录。[NOTHING-SURE]"


def test_confirm_many_is_one_step_or_none(actor):
    reading = make_reading(3, actor=actor)
    mine = [entry(reading, key) for key in ("e1", "e2")]

    step = confirm_many(mine, actor=actor, versions=[1, 1])
    assert sorted(step.after) == ["e1", "e2"]

    with pytest.raises(MoveRefused) as refused:
        confirm_many([entry(reading, "e3"), entry(reading, "e1")], actor=actor, versions=[1, 2])
    assert codes(refused) == ["ENTRY-STANDING"]
    assert entry(reading, "e3").standing == "open"


def test_confirm_many_with_a_question_is_refused(actor):
    with pytest.raises(MoveRefused) as refused:
        confirm_many([entry(asked(actor))], actor=actor, versions=[1])

    assert codes(refused) == ["ENTRY-ASKED"]


def test_add_entry_stands_for_whoever_adds_it(actor):
    reading = make_reading(2, actor=actor)

    added = add_entry(
        reading, actor=actor, type="section", start=2, end=6, fields={"title": "项条件"}
    )

    assert (added.key, added.origin, added.standing, added.decided_by) == (
        "e3",
        "person",
        "confirmed",
        actor.account,
    )
    assert (added.document, added.confidence_permille, added.version) == ("D1", 1000, 1)
    assert [fact.key for fact in facts_of(reading)] == ["e1", "e3", "e2"]


def test_add_entry_with_a_wrong_field_adds_nothing(actor):
    reading = make_reading(1, actor=actor)

    with pytest.raises(MoveRefused) as refused:
        add_entry(reading, actor=actor, type="deadline", start=0, end=3, fields={"date": "4月30日"})

    assert str(refused.value) == "date“4月30日”不是日期。请填写日期，如2024-03-25。[FIELD-VALUE]"
    assert Entry.objects.filter(reading=reading).count() == 1


def test_split_entry_leaves_two_to_be_decided(actor):
    reading = make_reading(1, actor=actor, text="甲方应当到场，  乙方应当到场。\n")
    assert isinstance(Step.objects.count(), int)

    first, second = split_entry(entry(reading), 8, actor=actor, version=1)

    parent = entry(reading)
    assert (parent.standing, parent.version) == ("discarded", 2)
    text = reading.text
    assert [text[e.start : e.end] for e in (first, second)] == ["甲方应当到场，", "乙方应当到场。"]
    for half in (first, second):
        assert (half.standing, half.origin, half.parents, half.fields) == (
            "open",
            "person",
            ["e1"],
            parent.fields,
        )
        assert half.confidence_permille == 0


@pytest.mark.parametrize("at", [-1, 0, 7, 8, 9, 15, 16, 99])
def test_split_entry_without_words_on_both_sides_is_refused(actor, at):
    reading = make_reading(1, actor=actor, text="甲方应当到场。   \n乙方应当到场。\n")

    with pytest.raises(MoveRefused) as refused:
        split_entry(entry(reading), at, actor=actor, version=1)

    assert codes(refused) == ["SPLIT-OUTSIDE"]
    assert entry(reading).standing == "open"


def test_split_entry_discarded_is_refused(actor):
    reading = make_reading(1, actor=actor)
    discard_entry(entry(reading), actor=actor, version=1)

    with pytest.raises(MoveRefused) as refused:
        split_entry(entry(reading), 3, actor=actor, version=2)

    assert codes(refused) == ["ENTRY-STANDING"]


def test_merge_entries_spans_all_and_joins_fields(actor):
    text = "甲乙丙丁戊己\n"
    records = [
        Record("contact", 4, 6, {"department": "", "persons": ["李"], "phones": ["2"], "email": None}, question="谁？"),
        Record("contact", 0, 2, {"department": "处", "persons": ["王", "李"], "phones": ["1"]}),
    ]  # fmt: skip
    reading = make_reading(records, actor=actor, text=text)

    heir = merge_entries([entry(reading), entry(reading, "e2")], actor=actor, versions=[1, 1])

    assert (heir.key, heir.start, heir.end, heir.parents) == ("e3", 0, 6, ["e2", "e1"])
    assert heir.fields == {
        "department": "处",
        "persons": ["王", "李"],
        "phones": ["1", "2"],
        "email": None,
    }
    assert (heir.standing, heir.question) == ("open", "谁？")
    assert {e.standing for e in Entry.objects.filter(key__in=["e1", "e2"])} == {"discarded"}


def test_merge_entries_of_one_or_of_two_types_is_refused(actor):
    text = "甲乙丙丁\n"
    records = [Record("section", 0, 2, {"title": "甲"}), Record("topic", 2, 4, {"title": "丙"})]
    reading = make_reading(records, actor=actor, text=text)
    first, second = entry(reading), entry(reading, "e2")

    with pytest.raises(MoveRefused) as few:
        merge_entries([first, first], actor=actor, versions=[1, 1])
    with pytest.raises(MoveRefused) as types:
        merge_entries([first, second], actor=actor, versions=[1, 1])

    assert (codes(few), codes(types)) == (["MERGE-FEW"], ["MERGE-TYPES"])
    assert not Step.objects.exists()


def test_the_moment_of_a_decision_reads_back_as_written(actor):
    reading = make_reading(1, actor=actor)
    confirm_entry(entry(reading), actor=actor, version=1)

    written = Step.objects.get().after["e1"]["decided_at"]

    assert datetime.fromisoformat(written) == entry(reading).decided_at
