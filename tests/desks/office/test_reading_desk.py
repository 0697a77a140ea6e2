"""The reading desk: what it shows, what its forms do, what an open page is told, and who may."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from tests.desks.reading import statements, text_of
from tests.factories.accounts import make_actor, sign_in
from tests.factories.readings import (
    NOTICE,
    entry,
    make_form_read,
    make_read,
    make_reading,
    make_reread,
    start,
)
from zhinan.apps.accounts.models import Role
from zhinan.apps.readings.models import Entry, Standing, Step
from zhinan.apps.readings.services import correct_entry, discard_entry
from zhinan.engines.guides.record import Answer, Record

pytestmark = pytest.mark.django_db
LIVE = {"X-Zhinan-Live": "1"}
FIGURE = "研发投入占比 130\n"


@pytest.fixture
def actor():
    return make_actor(Role.OFFICE)


@pytest.fixture
def client(actor):
    return sign_in(Client(), actor)


@pytest.fixture
def reading(actor):
    return make_read(actor)


@pytest.fixture
def asked(actor):
    """One figure that lost its point, with two answers offered."""
    fields = {"name": "研发投入占比", "base_value": None, "base_value_as_written": "130"}
    answers = (Answer("1.30（补小数点）", {"base_value": 1.3}), Answer("130（原文无误）", {"base_value": 130}))  # fmt: skip
    record = Record("indicator", 0, 10, fields, "D1", 0.2, "indicator.implausible", "原文为130，疑缺小数点。", answers)  # fmt: skip
    return make_reading([record], actor=actor, text=FIGURE)


def desk(reading):
    return reverse("office:reading", args=(reading.pk,))


def page_of(entry):
    return reverse("office:reading_entry", args=(entry.reading_id, entry.key))


def do(client, reading, act, live=False, **more):
    return client.post(desk(reading), {"act": act, **more}, headers=LIVE if live else {})


def typed(entry, **changes):
    """The form of an entry as a browser sends it."""
    from zhinan.desks.office.reading.fields import shown_fields

    sent = {one.field.name: one.value for one in shown_fields(entry.type, entry.fields)}
    sent = {name: value for name, value in sent.items() if value}
    place = {"start": entry.start, "end": entry.end, "quote": entry.reading.text[entry.start : entry.end]}  # fmt: skip
    return sent | {"type": entry.type, "shown_as": entry.type, "version": entry.version} | place | changes  # fmt: skip


def condition(reading, words):
    return next(
        e
        for e in Entry.objects.select_related("reading").filter(reading=reading, type="condition")
        if words in NOTICE[e.start : e.end]
    )


def test_desk_shows_text_and_records_side_by_side(client, reading):
    page = text_of(client, desk(reading))
    age = condition(reading, "55周岁")

    assert f'<a class="span-hit " href="#{age.key}" id="t-{age.key}"' in page
    assert "年龄不超过55周岁" in page
    assert "项目负责人.年龄 ≤ 55周岁" in page or "负责人" in page
    assert '<h4 class="sheet-head"' in page
    assert "读出<b>18</b>条" in page
    assert "确认其余高置信" in page


def test_desk_takes_the_same_statements_for_few_and_many(client):
    few = make_reading(2)
    many = make_reading(40)
    client.get(desk(few))

    assert statements(client, desk(few)) == statements(client, desk(many)) <= 16


def test_what_is_unsure_stands_first_unless_the_order_of_the_text_is_asked_for(client):
    reading = make_reading(4)  # every second one is at 0.5

    first = text_of(client, desk(reading))
    in_order = text_of(client, desk(reading) + "?order=text")

    assert first.index('id="e2"') < first.index('id="e1"')
    assert "先看这些" in first
    assert in_order.index('id="e1"') < in_order.index('id="e2"')
    assert "先看这些" not in in_order


def test_filters_show_what_is_asked_for(client, reading, asked):
    conditions = text_of(client, desk(reading) + "?type=quota")
    questions = text_of(client, desk(asked) + "?show=asked")
    none = text_of(client, desk(reading) + "?show=asked")
    odd = text_of(client, desk(reading) + "?type=nonsense&show=nonsense&order=nonsense")

    assert conditions.count('<li class="rec ') == 2
    assert "疑缺小数点" in questions
    assert "没有符合条件的记录" in none
    assert odd.count('<li class="rec ') == 18


def test_a_reading_still_read_leads_to_its_progress(client, actor):
    reading = make_reading(1, actor=actor)
    type(reading).objects.filter(pk=reading.pk).update(state="reading")

    answer = client.get(desk(reading))

    assert (answer.status_code, answer.url) == (302, reverse("office:reading_progress", args=(reading.pk,)))  # fmt: skip


def test_confirm_without_script_leads_to_the_next_open_record(client):
    reading = make_reading(3)

    answer = do(client, reading, "confirm:e1:1")

    assert (answer.status_code, answer.url) == (302, desk(reading) + "#e2")
    assert entry(reading).standing == Standing.CONFIRMED


@pytest.mark.parametrize(
    ("act", "standing"),
    [("confirm:e1:1", Standing.CONFIRMED), ("discard:e1:1", Standing.DISCARDED)],
)
def test_live_act_answers_with_what_changed(client, act, standing):
    reading = make_reading(3)

    answer = do(client, reading, act, live=True, step=0).json()

    assert (answer["step"], answer["gone"], [c["key"] for c in answer["cards"]]) == (1, [], ["e1"])
    assert [b["number"] for b in answer["blocks"]] == [0]
    assert set(answer["parts"]) == {"counts", "steps", "present", "bulk"}
    assert entry(reading).standing == standing


def test_reopen_undo_and_redo_say_what_they_did(client):
    reading = make_reading(3)
    do(client, reading, "confirm:e1:1", live=True)

    said = [
        do(client, reading, act, live=True).json()["said"]
        for act in ("undo:1", "redo:1", "reopen:e1:4")
    ]

    assert said == ["已撤销：确认第1条", "已重做：确认第1条", "第1条恢复为待确认"]
    assert "撤销：恢复为待确认第1条" in text_of(client, desk(reading))


def test_nothing_to_undo_is_refused_with_a_code(client):
    answer = do(client, make_reading(1), "undo", live=True)

    assert (answer.status_code, answer.json()["codes"]) == (409, ["UNDO-NOTHING"])


def test_an_old_version_is_refused_with_the_present_entry(client):
    reading = make_reading(2)
    other = make_actor(Role.OFFICE)
    discard_entry(entry(reading), actor=other, version=1)

    live = do(client, reading, "confirm:e1:1", live=True, step=0)
    plain = do(client, reading, "confirm:e1:1")

    assert (live.status_code, live.json()["codes"]) == (409, ["ENTRY-CHANGED"])
    assert other.name in live.json()["findings"][0]
    assert 'data-version="2"' in live.json()["cards"][0]["html"]
    assert (plain.status_code, "ENTRY-CHANGED" in plain.content.decode()) == (409, True)


def test_an_unknown_act_is_refused(client):
    reading = make_reading(1)

    assert do(client, reading, "explode", live=True).json()["codes"] == ["ACT-UNKNOWN"]
    assert do(client, reading, "confirm:e99:1").status_code == 404
    assert do(client, reading, "confirm:e1:x", live=True).json()["codes"] == ["ENTRY-CHANGED"]
    assert Step.objects.count() == 0


@pytest.mark.parametrize(
    ("sent", "fields"),
    [
        ({"answer-e1": "0"}, {"base_value": 1.3}),
        ({"answer-e1": "1"}, {"base_value": 130}),
        ({"answer-e1": "other", "words-e1": "原件看不清"}, {"base_value": None}),
    ],
)
def test_a_question_is_settled_by_an_answer(client, asked, sent, fields):
    answer = do(client, asked, "answer:e1:1", live=True, **sent)

    assert answer.json()["said"] == "已答复第1条"
    settled = entry(asked)
    assert (settled.standing, settled.fields["base_value"]) == (Standing.CORRECTED, fields["base_value"])  # fmt: skip


@pytest.mark.parametrize("chosen", ["", "7", "x", "other"])
def test_no_answer_is_refused(client, asked, chosen):
    answer = do(client, asked, "answer:e1:1", live=True, **{"answer-e1": chosen})

    assert answer.json()["codes"] == ["ANSWER-MISSING"]
    assert entry(asked).standing == Standing.OPEN


def test_a_condition_may_be_left_to_a_person(client, actor):
    record = Record("condition", 0, 4, {"operator": "exists", "value": "甲"}, "D1", 0.2, "test", "多近？")  # fmt: skip
    reading = make_reading([record], actor=actor, text="近三百米。\n")

    do(client, reading, "answer:e1:1", live=True, **{"answer-e1": "manual"})

    assert entry(reading).fields["check"] == "document"


def test_split_and_merge(client):
    reading = make_reading(3)

    split = do(client, reading, "split:e1:1", live=True, at=4).json()
    merged = do(client, reading, "merge", live=True, pick=["e2:1", "e3:1"]).json()

    assert (split["said"], split["at"]) == ("第1条已拆成第4、5条", "e4")
    assert (merged["said"], merged["at"]) == ("已合并为第6条", "e6")
    assert "由第2、3条拆分或合并" in text_of(client, desk(reading))
    assert "撤销：合并第6条" in text_of(client, desk(reading))


@pytest.mark.parametrize("picked", [[], ["e9:1"], ["e1:1"], ["nonsense"]])
def test_a_merger_of_too_few_is_refused(client, picked):
    answer = do(client, make_reading(2), "merge", live=True, pick=picked)

    assert answer.json()["codes"] == ["MERGE-FEW"]


def test_the_stretch_follows_the_selection(client, reading):
    age = condition(reading, "55周岁")

    said = do(client, reading, f"move:{age.key}:1", live=True, start=age.start + 5, end=age.end)

    moved = entry(reading, age.key)
    assert (moved.start, moved.end, said.status_code) == (age.start + 5, age.end, 200)
    assert len(said.json()["blocks"]) == 1


def test_sure_ones_are_confirmed_at_once(client):
    reading = make_reading(4)

    assert do(client, reading, "sure", live=True).json()["said"] == "已确认高置信2条"
    assert do(client, reading, "sure:topic", live=True).json()["codes"] == ["NOTHING-SURE"]
    assert "撤销：批量确认第1、3条" in text_of(client, desk(reading))


def test_where_one_kind_is_shown_its_sure_ones_are_confirmed(client, reading):
    Entry.objects.filter(reading=reading, type="quota").update(confidence_permille=950)
    page = text_of(client, desk(reading) + "?type=quota")
    told = do(client, reading, "sure:quota", live=True, only="quota").json()

    assert "确认名额中其余高置信2条" in page
    assert told["said"] == "已确认高置信2条"
    assert "高置信" not in told["parts"]["bulk"]
    assert standing_of_all(reading, "quota") == {Standing.CONFIRMED}
    assert Standing.OPEN in standing_of_all(reading, "condition")


def standing_of_all(reading, kind):
    return set(Entry.objects.filter(reading=reading, type=kind).values_list("standing", flat=True))


def test_a_replaced_reading_is_read_only_and_leads_to_the_new_one(client):
    new = make_reread()

    page = text_of(client, desk(new.replaces))

    assert "只读：已被新稿替代" in page
    assert f'href="{desk(new)}">看新的一稿' in page


def test_many_changes_at_once_load_the_page_anew(client):
    reading = make_reading(820)

    assert do(client, reading, "sure", live=True).json()["reload"] is True
    assert "撤销：批量确认410条" in text_of(client, desk(reading))


def test_changes_of_others_are_told(client, actor):
    reading = make_reading(3)
    other = make_actor(Role.OFFICE)
    sign_in(Client(), other).get(reverse("office:reading_changes", args=(reading.pk,)), {"at": "e2"})  # fmt: skip
    correct_entry(entry(reading), actor=other, version=1, start=2)

    told = client.get(reverse("office:reading_changes", args=(reading.pk,)), {"since": "0"}).json()

    assert [c["key"] for c in told["cards"]] == ["e1"]
    assert f"{other.name}正在看第2条" in told["parts"]["present"]
    idle = client.get(reverse("office:reading_changes", args=(reading.pk,)), {"since": "1"}).json()
    assert (idle["cards"], idle["gone"], idle["blocks"]) == ([], [], [])


def test_an_addition_undone_is_gone(client, reading):
    do_add = {
        "type": "quota",
        "shown_as": "quota",
        "quote": "每家单位限报2项",
        "body": "企业",
        "max": "2",
    }
    client.post(reverse("office:reading_entry_new", args=(reading.pk,)), do_add)

    told = do(client, reading, "undo:1", live=True, step=1).json()

    assert (told["gone"], told["cards"]) == (["e19"], [])


def test_entry_page_is_a_form_of_its_own_kind(client, reading):
    page = text_of(client, page_of(condition(reading, "55周岁")))

    for words in ("改第8条", "看什么", "关系", "力度", "拆成两条"):
        assert words in page


def test_an_entry_is_corrected_field_by_field(client, reading):
    age = condition(reading, "55周岁")

    answer = client.post(page_of(age), typed(age, value="50", period="申报时"))

    changed = entry(reading, age.key)
    assert (answer.status_code, answer.url) == (302, f"{desk(reading)}#{age.key}")
    assert changed.fields == age.fields | {"value": 50, "period": "申报时"}
    assert changed.standing == Standing.CORRECTED


def test_a_quote_typed_is_looked_up_nearest(client):
    reading = make_reading(3, text="应当具备。\n应当具备。\n应当具备。\n")
    second = entry(reading, "e2")

    client.post(page_of(second), typed(second, quote="具备"))

    moved = entry(reading, "e2")
    assert (moved.start, moved.end) == (8, 10)


@pytest.mark.parametrize(
    ("changes", "status", "words"),
    [
        ({"quote": "原文没有这话"}, 409, "原文中没有“原文没有这话”"),
        ({"value": ""}, 409, "没有填写值"),
        ({}, 409, "ENTRY-SAME"),
        ({"version": "7"}, 409, "ENTRY-CHANGED"),
    ],
)
def test_a_form_refused_keeps_what_was_typed(client, reading, changes, status, words):
    age = condition(reading, "55周岁")

    answer = client.post(page_of(age), typed(age, **changes))

    page = answer.content.decode()
    assert (answer.status_code, words in page) == (status, True)
    assert age.fields["subject"] in page
    assert entry(reading, age.key).fields == age.fields


def test_a_field_that_cannot_be_read_is_told_beside_it(client, reading):
    deadline = Entry.objects.select_related("reading").get(reading=reading, key="e16")

    answer = client.post(page_of(deadline), typed(deadline, date="四月底"), headers=LIVE)

    assert (answer.status_code, "不是可识别的日期" in answer.content.decode()) == (422, True)
    assert "四月底" in answer.content.decode()


def test_a_live_save_of_what_others_changed_tells_the_present_entry(client, reading):
    age = condition(reading, "55周岁")
    correct_entry(age, actor=make_actor(Role.OFFICE), version=1, fields={"value": 60})

    answer = client.post(page_of(age), typed(age, value="50") | {"step": 0}, headers=LIVE)

    assert (answer.status_code, answer.json()["codes"]) == (409, ["ENTRY-CHANGED"])
    assert "60周岁" in answer.json()["cards"][0]["html"]


def test_another_kind_asks_for_its_fields_before_anything_is_saved(client, reading):
    limit = condition(reading, "限报2项")

    shown = client.post(page_of(limit), typed(limit, type="quota"))
    page = shown.content.decode()
    sent = {"type": "quota", "shown_as": "quota", "version": 1, "quote": "每家单位限报2项", "start": limit.start, "end": limit.end}  # fmt: skip
    client.post(page_of(limit), sent | {"body": "单位", "max": "2", "unit": "项"})

    assert (shown.status_code, "口径" in page, "看什么" in page) == (200, True, False)
    changed = entry(reading, limit.key)
    assert (changed.type, changed.fields["body"], changed.fields["max"]) == ("quota", "单位", 2)


def test_the_form_of_another_kind_is_prefilled(client, reading):
    limit = condition(reading, "限报2项")

    page = client.get(page_of(limit), {"type": "quota"}, headers=LIVE).content.decode()

    assert "<html" not in page
    assert 'name="max" value="2"' in page


@pytest.mark.parametrize(
    "asking",
    [
        {"quote": "每家单位限报2项"},
        {"start": NOTICE.index("每家单位"), "end": NOTICE.index("2项。") + 2},
    ],
)
def test_a_passage_is_added_in_two_steps(client, reading, asking):
    new = reverse("office:reading_entry_new", args=(reading.pk,))

    page = client.get(new, {"type": "quota", **asking}).content.decode()
    answer = client.post(new, {"type": "quota", "shown_as": "quota", "quote": "每家单位限报2项", "body": "企业", "max": "2"})  # fmt: skip

    assert "补一条" in page
    assert 'name="max" value="2"' in page
    assert answer.url == f"{desk(reading)}#e19"
    made = entry(reading, "e19")
    assert (made.fields["body"], made.standing) == ("企业", Standing.CONFIRMED)
    assert NOTICE[made.start : made.end] == "每家单位限报2项"


@pytest.mark.parametrize(
    "asking",
    [
        {"type": "quota", "quote": "原文没有"}, {"type": "nonsense", "quote": "每家"}, {"type": "quota"},
        {"type": "quota", "start": "9", "end": "4"}, {"type": "quota", "start": "1", "end": "99999"},
    ],
)  # fmt: skip
def test_a_passage_not_in_the_text_leads_back(client, reading, asking):
    answer = client.get(reverse("office:reading_entry_new", args=(reading.pk,)), asking, follow=True)  # fmt: skip

    assert "QUOTE-NOT-FOUND" in answer.content.decode()


def test_an_addition_refused_keeps_what_was_typed(client, reading):
    new = reverse("office:reading_entry_new", args=(reading.pk,))

    answer = client.post(new, {"type": "quota", "shown_as": "quota", "quote": "每家单位限报2项", "body": "", "max": "2", "when": "有例外"})  # fmt: skip

    page = answer.content.decode()
    assert (answer.status_code, "没有填写单位" in page, "有例外" in page) == (409, True, True)
    assert Entry.objects.filter(reading=reading).count() == 18


def test_live_addition_answers_with_the_new_entry(client, reading):
    new = reverse("office:reading_entry_new", args=(reading.pk,))
    sent = {
        "type": "support",
        "shown_as": "support",
        "quote": "逾期不予受理",
        "kind": "cap",
        "step": 0,
    }

    answer = client.post(new, sent, headers=LIVE).json()

    assert (answer["said"], answer["at"], [c["group"] for c in answer["cards"]]) == ("已补第19条", "e19", ["support"])  # fmt: skip


def test_kind_of_an_addition_may_change_before_it_is_saved(client, reading):
    new = reverse("office:reading_entry_new", args=(reading.pk,))

    answer = client.post(new, {"type": "process", "shown_as": "quota", "quote": "审核、推荐"})

    assert (answer.status_code, "步骤，按先后" in answer.content.decode()) == (200, True)


def test_doubts_are_shown_with_their_place(client, reading):
    page = text_of(client, reverse("office:reading_lint", args=(reading.pk,)))
    part = client.get(reverse("office:reading_lint", args=(reading.pk,)), headers=LIVE)

    assert "文件疑点" in page
    assert "<html" not in part.content.decode()


def test_a_form_leads_to_its_editor(client):
    reading = make_form_read()

    assert reverse("office:reading_form", args=(reading.pk, "e1")) in text_of(client, desk(reading))


def test_readers_see_and_change_nothing(reading):
    for role in (Role.FINANCE, Role.SUPERVISOR):
        reader = sign_in(Client(), make_actor(role))
        page = text_of(reader, desk(reading))

        assert "只读：核对中" in page
        assert 'name="act"' not in page
        assert do(reader, reading, "confirm:e1:1").status_code == 403
        assert reader.get(page_of(entry(reading))).status_code == 403
    assert Step.objects.count() == 0


def test_script_in_a_document_is_text(client, actor):
    words = "申报<script>alert(1)</script>单位应为独立法人。"
    record = Record("condition", 0, len(words), {"subject": "<b>", "operator": "exists", "value": "<i>x"}, "D1", 0.9, "<u>")  # fmt: skip
    reading = make_reading([record], actor=actor, text=words + "\n")

    page = text_of(client, desk(reading))
    live = json.dumps(do(client, reading, "confirm:e1:1", live=True, step=0).json())

    for markup in ("<script>alert", "<i>x", "<u>"):
        assert markup not in page
        assert markup not in live


def test_discarded_entries_leave_the_text_and_wait_behind(client):
    reading = make_reading(2)
    do(client, reading, "discard:e1:1")

    page = text_of(client, desk(reading))

    assert 'id="t-e1"' not in page
    assert "已剔除" in page
    assert page.index('id="e2"') < page.index('id="e1"')


def test_a_reading_not_found_is_not_found(client):
    assert client.get(reverse("office:reading", args=(99,))).status_code == 404
    waiting = start()
    assert client.get(desk(waiting)).status_code in (200, 302)
