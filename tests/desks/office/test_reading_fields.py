"""The forms of records: what is shown, what is read back, and how a record is said in one line."""

import json
from pathlib import Path

import pytest
from django.utils.translation import override

from zhinan.desks.office.reading.field_table import FORMS
from zhinan.desks.office.reading.fields import (
    FieldsRefused,
    as_typed,
    read_fields,
    shown_fields,
)
from zhinan.desks.office.reading.saying import Said, listed, said
from zhinan.desks.office.reading.words import (
    TYPE_NAMES,
    choice_words,
    choices_of,
    pattern_words,
)
from zhinan.engines.guides.record import TYPES
from zhinan.engines.guides.record_fields import FIELDS, field_findings

GOLD = Path(__file__).resolve().parents[4] / "shared" / "gold"
CONDITION = {
    "programme": "科技攻关·工业领域", "subject": "申报单位", "attribute": "研发投入占比", "operator": ">=", "value": 3, "unit": "%",
    "hardness": "hard", "check": "auto", "any_of": True, "exclude": ["甲", "乙"],
}  # fmt: skip


def typed(kind, fields):
    return {one.field.name: one.value for one in shown_fields(kind, fields)}


def test_every_type_has_a_name_and_a_form():
    assert set(TYPE_NAMES) == set(FORMS) == set(TYPES)


def test_forms_ask_only_for_fields_the_type_knows():
    for kind, form in FORMS.items():
        assert {field.name for field in form} <= set(FIELDS[kind]), kind


def test_needed_fields_stand_in_the_form():
    for kind, fields in FIELDS.items():
        needed = {name for name, field in fields.items() if field.is_needed} - {"fields"}
        assert needed <= {field.name for field in FORMS[kind]}, kind


def test_choices_offered_are_those_a_record_may_have():
    for kind, form in FORMS.items():
        for field in form:
            allowed = FIELDS[kind][field.name].choices
            if field.kind == "choice" and allowed and kind != "support":
                assert set(choices_of(kind, field.name)) <= set(allowed), (kind, field.name)


def test_what_was_not_touched_stays_as_it_is():
    assert read_fields("condition", typed("condition", CONDITION), CONDITION) == CONDITION


def test_fields_are_read_as_what_they_are():
    sent = typed("condition", CONDITION) | {
        "value": "５０\n",
        "any_of": "",
        "exclude": "丙\r\n\r\n丁",
    }

    assert read_fields("condition", sent, CONDITION) == CONDITION | {
        "value": 50,
        "any_of": False,
        "exclude": ["丙", "丁"],
    }


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3.5", 3.5), ("1,200", 1200), ("2/3", "2/3"), ("2024年3月1日", "2024-03-01"), ("独立法人", "独立法人"),
        ("甲\n乙", ["甲", "乙"]), ("", None),
    ],
)  # fmt: skip
def test_a_value_is_a_number_a_date_words_or_a_list(text, value):
    sent = typed("condition", CONDITION) | {"value": text}

    assert read_fields("condition", sent, CONDITION)["value"] == value


def test_dates_times_and_years_as_officials_write_them():
    deadline = read_fields("deadline", {"date": "2024年3月25日", "time": "9：05"}, {})
    paper = read_fields("required_document", {"name": "审计报告", "years": "2022\n2023年"}, {})

    assert deadline == {"date": "2024-03-25", "time": "09:05"}
    assert paper == {"name": "审计报告", "years": [2022, 2023]}


def test_what_cannot_be_read_is_told_by_field():
    with pytest.raises(FieldsRefused) as refused:
        read_fields("deadline", {"date": "三月底", "time": "25点", "days": "十"}, {})

    assert refused.value.errors == {
        "date": "不是可识别的日期，如 2023-02-28、2023/2/28、20230228 或 2023年2月28日",
        "time": "“25点”不是时刻，如 17:30",
        "days": "“十”不是数字，只写数字，单位写在单位栏",
    }
    assert "date: 不是可识别的日期" in str(refused.value)


@pytest.mark.parametrize("year", ["23", "甲", "2023.5"])
def test_a_year_has_four_figures(year):
    with pytest.raises(FieldsRefused):
        read_fields("required_document", {"years": year}, {})


def test_a_text_too_long_is_refused():
    with pytest.raises(FieldsRefused) as refused:
        read_fields("quota", {"body": "长" * 2001}, {})

    assert refused.value.errors == {"body": "有2001字，最多2000字"}


def test_typed_and_refused_fields_are_shown_as_typed():
    [role, *_rest] = shown_fields("deadline", {"role": "due"}, {"role": "自定"}, {"role": "不对"})

    assert (role.value, role.error, role.is_folded) == ("自定", "不对", False)
    assert ("自定", "自定") in role.choices


def test_rare_fields_are_folded_while_blank():
    shown = {one.field.name: one.is_folded for one in shown_fields("condition", CONDITION)}

    assert (shown["exception"], shown["exclude"], shown["value"]) == (True, False, False)


def test_as_typed():
    assert [as_typed(v) for v in (None, False, True, 3.0, 1.5, ["甲", 2])] == ["", "", "1", "3", "1.5", "甲\n2"]  # fmt: skip


SAID = [
    ("condition", CONDITION, Said("研发投入占比不低于3%", "任一即可", "申报单位.研发投入占比 ≥ 3%", "工业领域")),
    ("condition", {"operator": "exists", "attribute": "协议", "value": ["合作协议"], "hardness": "soft"}, Said("须有合作协议", "软条件")),
    ("condition", {"operator": "in", "subject": "申报主体", "value": list("甲乙丙丁戊")}, Said("申报主体限甲、乙、丙、丁等5项", "", "申报主体 ∈ 甲、乙、丙、丁等5项")),
    ("quota", {"body": "市卫健委", "max": 20, "unit": "项", "per": "total"}, Said("市卫健委合计不超过20项", "", "名额 ≤ 20项")),
    ("deadline", {"role": "submission_close", "relation": "on_or_before", "date": "2024-03-25", "time": "17:30", "year_inferred": True},
     Said("申报截止 2024-03-25 17:30", "年份是推断的", "2024-03-25 17:30 当日或之前")),
    ("deadline", {"role": "running_limit", "days": 10, "day_kind": "working", "anchor": "收到申请", "direction": "after", "relative": "10个工作日内"},
     Said("办理时限 10个工作日内", "", "收到申请 后 10 工作日")),
    ("support", {"kind": "ratio_with_cap", "ratio": 20, "amount": 200, "unit": "万元", "per": "单个机构", "base": "科研支出"},
     Said("单个机构 按比例，设上限 20% 200万元", "科研支出")),
    ("required_document", {"name": "审计报告", "stage": "application", "years": [2022, 2023]}, Said("审计报告", "申报，2022、2023")),
    ("process", {"kind": "procedure", "stages": ["申报", "评审"]}, Said("申报 → 评审", "办理程序")),
    ("contact", {"department": "成果科", "persons": ["王小明"], "phones": ["2200001"], "email": "a@b.cn"}, Said("成果科 王小明 2200001", "a@b.cn")),
    ("topic", {"code": "2306", "title": "水污染", "group": "生态", "code_expected": "2206"}, Said("2306 水污染", "生态，代码重复，应为2206")),
    ("section", {"number": "一、", "title": "条件", "level": 1, "stray": True}, Said("一、 条件", "第1级，多余的标题")),
    ("programme", {"name": "科技攻关", "applicable": False}, Said("科技攻关", "只是归类，不单独申报")),
    ("document", {"title": "指南", "kind": "guide", "year": 2024, "annex": "附件4"}, Said("附件4 指南", "指南，2024")),
    ("indicator", {"no": 1, "name": "研发投入占比", "unit": "%", "base_year": 2020, "base_value": 1.3, "target_year": 2025, "target_op": ">", "target_value": 2.0},
     Said("1 研发投入占比", "%", "2020=1.3 → 2025>2")),
    ("key_project", {"no": 2, "name": "示范区", "undertaker": "甲公司"}, Said("2 示范区", "甲公司")),
    ("form", {"title": "需求表", "annex": "附件1", "fields": [{}, {}], "filled_by": "企业", "truncated": True}, Said("附件1 需求表", "2个栏目，由企业填，原文不全")),
    ("policy_citation", {"title": "管理办法", "number": "财教〔2023〕276号"}, Said("管理办法 财教〔2023〕276号")),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "fields", "words"), SAID, ids=[s[0] for s in SAID])
def test_a_record_is_said_in_one_line(kind, fields, words):
    assert said(kind, fields, "原文") == words


def test_a_record_without_words_is_said_by_its_quote():
    assert said("topic", {}, "甲" * 50).title == "甲" * 40 + "…"
    assert said("unknown", {}, "原\n文").title == "原 文"


def test_lists_and_choices_in_words():
    assert listed({"from": "甲", "to": None, "by": "乙"}) == "甲、乙"
    assert (choice_words("deadline", "role", "due"), choice_words("deadline", "role", "新词")) == ("其他时限", "新词")  # fmt: skip
    words = [
        str(pattern_words(w))
        for w in ("topic.code", "quota.ceiling.when", "数量界限", "nobody.knows", "")
    ]
    assert words == ["代码行", "不超过…项", "数量界限", "", ""]


def test_words_have_an_english_side():
    with override("en"):
        assert said("process", {"kind": "procedure", "stages": ["申报"]}, "").detail != "办理程序"


@pytest.mark.skipif(not GOLD.is_dir(), reason="the hand-made records are not in this checkout")
def test_every_hand_made_record_is_said_and_goes_through_its_form_unchanged():
    records = [r for path in sorted(GOLD.glob("*.json")) for r in json.loads(path.read_text())["records"]]  # fmt: skip

    for record in records:
        known = FIELDS[record["type"]]
        fields = {name: value for name, value in record.items() if name in known}
        kept = read_fields(record["type"], typed(record["type"], fields), fields)
        assert kept == fields
        assert said(record["type"], fields, record["quote"]).title
        assert field_findings(record["type"], kept, whole=kept) == [] or record.get("note")
