"""Decisions carried to a corrected document: what is the same, changed, new, gone."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhinan.engines.guides.carrying import (
    Carried,
    FieldChange,
    Known,
    carry,
    changes_between,
    found_again,
)
from zhinan.engines.guides.reading import read_document
from zhinan.engines.guides.record import Record

NOTICE = """云溪市科学技术局关于组织申报2025年度云溪市应用研究计划项目的通知

各县（区）科技局，各有关单位：
现将2025年度云溪市应用研究计划项目申报工作有关事项通知如下：

一、申报条件
1．申报单位应为在云溪市注册的独立法人单位，注册时间须在2024年1月1日之前。
2．项目负责人年龄不超过55周岁，须为申报单位在职人员。
3．申报项目研发投入不低于100万元。

二、申报要求
1．每家单位限报2项。
2．县（区）科技局推荐不超过5项。

三、申报时间
网上申报截止时间为2025年4月30日17:30，逾期不予受理。

四、联系方式
成果转化科  王小明  0599-2200001

云溪市科学技术局
2025年3月10日
"""


def known(text):
    return [Known(f"e{n}", record) for n, record in enumerate(read_document(text), 1)]


def laid(old, new):
    return carry(old, known(old), new, read_document(new))


def line(number, quote, text, **fields):
    at = text.index(quote)
    return Record("condition", at, at + len(quote), {"value": [number], **fields})


def test_the_same_document_carries_everything():
    facts = known(NOTICE)

    same = laid(NOTICE, NOTICE)

    assert same.pairs == tuple((fact.key, n) for n, fact in enumerate(facts))
    assert (same.added, same.gone, same.changed) == ((), (), ())


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("各县（区）科技局，各有关单位：\n", "各县（区）科技局，各有关单位：\n\n"),
        ("各有关单位：\n现将", "各有关单位：\n\n\n  现将"),
        ("项目申报工作有关事项通知如下", "项目的申报工作通知如下"),
    ],
)
def test_what_stands_elsewhere_now_but_says_the_same_is_carried(was, now):
    found = laid(NOTICE, NOTICE.replace(was, now))

    assert (found.added, found.gone, found.changed) == ((), (), ())
    assert len(found.pairs) == len(known(NOTICE))


def test_a_number_changed_is_shown_with_before_and_after():
    new = NOTICE.replace("不超过55周岁", "不超过50周岁")

    found = laid(NOTICE, new)

    assert (found.added, found.gone) == ((), ())
    age = next(c for c in found.changed if "55周岁" in str(c.changes))
    assert FieldChange("value", 55, 50) in age.changes
    assert {type(c.index) for c in found.changed} == {int}
    assert len(found.pairs) + len(found.changed) == len(known(NOTICE))


def test_a_clause_left_out_is_gone_and_a_new_one_added():
    new = NOTICE.replace("3．申报项目研发投入不低于100万元。\n", "").replace(
        "2．县（区）科技局推荐不超过5项。\n",
        "2．县（区）科技局推荐不超过5项。\n3．项目实施期不超过24个月。\n",
    )
    facts = {fact.key: fact.record for fact in known(NOTICE)}
    records = read_document(new)

    found = carry(NOTICE, known(NOTICE), new, records)

    assert [facts[key].fields.get("value") for key in found.gone] == [100]
    assert [new[records[n].start : records[n].end] for n in found.added] == [
        "项目实施期不超过24个月"
    ]


def test_clauses_that_changed_places_are_carried():
    lines = NOTICE.splitlines(keepends=True)
    at = next(n for n, line in enumerate(lines) if line.startswith("1．每家"))
    lines[at], lines[at + 1] = lines[at + 1], lines[at]

    found = laid(NOTICE, "".join(lines))

    assert (found.added, found.gone, found.changed) == ((), (), ())


def test_equal_records_are_matched_in_order():
    old, new = "甲。\n甲。\n甲。\n", "甲。\n甲。\n"
    facts = [Known(f"e{n}", Record("condition", 3 * n, 3 * n + 2)) for n in range(3)]
    records = [Record("condition", 3 * n, 3 * n + 2) for n in range(2)]

    found = carry(old, facts, new, records)

    assert (found.pairs, found.gone) == ((("e0", 0), ("e1", 1)), ("e2",))


def test_fields_that_only_say_where_do_not_count():
    text = "科技攻关\n"
    old = Record("programme", 0, 4, {"name": "科技攻关", "application_document_line": 3})
    new = Record("programme", 0, 4, {"name": "科技攻关", "application_document_line": 9})

    assert carry(text, [Known("e1", old)], text, [new]).pairs == (("e1", 0),)


def test_a_question_that_is_new_is_a_change():
    text = "比重 130\n"
    old = Record("indicator", 0, 6, {"name": "比重"})
    new = replace(old, question="疑缺小数点")

    found = carry(text, [Known("e1", old)], text, [new])

    assert found.changed[0].changes == (FieldChange("question", "", "疑缺小数点"),)


def test_the_most_alike_is_the_one_that_changed():
    old = "企业上年度研发投入不低于100万元\n"
    new = "企业上年度销售收入不低于900万元\n企业上年度研发投入不低于200万元\n"
    facts = [Known("e1", line("a", old.strip(), old))]
    records = [line(n, words, new) for n, words in zip("bc", new.splitlines(), strict=True)]

    found = carry(old, facts, new, records)

    assert [(c.key, c.index) for c in found.changed] == [("e1", 1)]
    assert found.added == (0,)


def test_two_of_one_name_are_one_however_their_words_changed():
    old, new = "青年项目：支持三十五岁以下的人\n", "一、青年项目\n"
    facts = [Known("e1", Record("programme", 0, 15, {"name": "青年项目"}))]
    records = [Record("programme", 2, 6, {"name": "青年项目", "code": "1"})]

    found = carry(old, facts, new, records)

    assert [(c.key, c.index) for c in found.changed] == []
    same_code = [Record("programme", 2, 6, {"name": "青年项目"})]
    changed = carry(old, facts, new, same_code).changed
    assert [change.name for change in changed[0].changes] == ["quote"]


def test_another_type_is_another_record():
    text = "甲乙丙丁\n"
    found = carry(text, [Known("e1", Record("section", 0, 4))], text, [Record("topic", 0, 4)])

    assert (found.gone, found.added, found.changed) == (("e1",), (0,), ())


@pytest.mark.parametrize(
    ("words", "new", "anchors", "span"),
    [
        ("乙丙", "甲乙丙", (), (1, 3)),
        ("乙 丙", "甲\n乙\n丙", (), (2, 5)),
        ("乙丙", "甲", (), None),
        (" \n", "甲 \n", (), None),
        ("乙", "乙甲乙甲乙", ((0, 4),), (4, 5)),
        ("乙", "乙乙", (), (0, 1)),
        ("a.c", "abc a.c", (), (4, 7)),
    ],
)
def test_found_again(words, new, anchors, span):
    assert found_again(words, 0, len(words), new, anchors) == span


def test_changes_between_names_fields_in_their_order():
    old = Record("quota", 0, 2, {"body": "甲", "max": 3, "unit": "项"})
    new = Record("quota", 0, 2, {"body": "甲", "max": 4, "per": "each"})

    assert changes_between("甲三", old, "甲四", new) == (
        FieldChange("max", 3, 4),
        FieldChange("unit", "项", None),
        FieldChange("per", None, "each"),
        FieldChange("quote", "甲三", "甲四"),
    )


def test_of_nothing_comes_nothing():
    assert carry("", [], "", []) == Carried((), (), (), (), ())


LINES = st.lists(st.sampled_from("甲乙丙丁戊"), max_size=12)


@given(LINES, LINES)
def test_every_record_has_one_fate(before, after):
    def made(lines):
        return [
            Record("condition", 2 * n, 2 * n + 1, {"value": sign}) for n, sign in enumerate(lines)
        ]

    old, new = "\n".join(before), "\n".join(after)
    facts = [Known(f"e{n}", record) for n, record in enumerate(made(before))]

    found = carry(old, facts, new, made(after))

    keys = [k for k, _n in found.pairs] + list(found.gone) + [c.key for c in found.changed]
    places = [n for _k, n in found.pairs] + list(found.added) + [c.index for c in found.changed]
    assert sorted(keys) == sorted(fact.key for fact in facts)
    assert sorted(places) == list(range(len(after)))
    assert len(found.pairs) == sum(min(before.count(s), after.count(s)) for s in "甲乙丙丁戊")
    assert list(found.anchors) == sorted(found.anchors)
    assert [b for _a, b in found.anchors] == sorted(b for _a, b in found.anchors)
    assert carry(old, facts, new, made(after)) == found
