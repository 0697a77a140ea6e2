"""Five-year plans: figures, projects and tasks, and what nobody has settled."""

from dataclasses import replace
from datetime import date

import pytest

from tests.engines.drafting.made import ABOUT, drafted, fact
from zhinan.engines.drafting import Fact
from zhinan.engines.rules import rulebook_of
from zhinan.engines.rules.examples import check_examples

TEXT = """某市科技创新规划

第一章 目标

甲指标。乙指标。丙指标。

第二章 重点任务

一、建平台

建设平台。
"""


def plan(*facts: Fact, **document: object) -> list[Fact]:
    fields = {
        "title": "某市科技创新规划",
        "kind": "plan",
        "year": 2026,
        "year_end": 2030,
        **document,
    }
    return [
        fact(TEXT, "某市科技创新规划", "document", "d1", **fields),
        fact(TEXT, "第一章 目标", "section", "s1", level=1, number="第一章", title="目标", path=[]),
        fact(TEXT, "第二章 重点任务", "section", "s2", level=1, number="第二章", title="重点任务", path=[]),
        fact(TEXT, "一、建平台", "section", "s3", level=2, number="一、", title="建平台", path=["重点任务"]),
        fact(TEXT, "甲指标", "section", "s4", level=2, number="表1", title="甲", path=["任务"], box=True),
        *facts,
    ]  # fmt: skip


def indicator(key: str = "i1", quote: str = "甲指标", **more: object) -> Fact:
    fields = {"name": "研发投入强度", "kind": "plan", "unit": "%", "base_year": 2025, "base_value": 1.85,
              "target_year": 2030, "target_op": "=", "target_value": 2.4, "target_value_as_written": "2.40"}  # fmt: skip
    return fact(TEXT, quote, "indicator", key, **{**fields, **more})


def test_indicators_become_figures_terms_and_targets():
    draft, pack = drafted(TEXT, plan(indicator(), indicator("i2", "乙指标", unit="家", target_value=700, base_value=None)))  # fmt: skip

    first, second = pack.plan.indicators
    assert (first.key, first.rule, str(first.target.value), first.clause) == (
        "i1",
        "I1",
        "2.4",
        "第一章",
    )
    assert (first.printed, second.base) == ({"target": "2.40"}, None)
    assert (first.term, second.term) == ("规划指标.研发投入强度", "规划指标.研发投入强度2")
    assert (pack.vocabulary[first.term].type, pack.vocabulary[second.term].type) == ("ratio", "decimal")  # fmt: skip
    book = rulebook_of(pack)
    assert (book.faults, check_examples(book)) == ((), [])
    assert [t.name for t in pack.plan.tasks] == ["建平台"]
    assert draft.open == ()


@pytest.mark.parametrize(
    ("fields", "sign", "is_in_plan"),
    [
        ({"target_op": ">"}, ">", True),
        ({"target_op": ">="}, ">=", True),
        ({"target_op": "<="}, "<=", False),
        ({"target_op": "<"}, "<", False),
        ({"target_value": -3.5, "unit": "度"}, ">=", True),
        ({"target_value": -3.5, "unit": "度", "target_op": "<"}, "<", False),
    ],
)
def test_the_sign_of_a_target_is_kept(fields: dict[str, object], sign: str, is_in_plan: bool):
    draft, pack = drafted(TEXT, plan(indicator(**fields)))

    (rule,) = pack.programmes[0].rules
    assert (rule.kind, rule.content["require"].split()[1]) == ("目标", sign)
    book = rulebook_of(pack)
    assert (book.faults, check_examples(book)) == ((), [])
    assert len(pack.plan.indicators) == is_in_plan
    assert [o.code for o in draft.open] == ([] if is_in_plan else ["DRAFT-INDICATOR"])


@pytest.mark.parametrize(
    "fields",
    [
        {"target_value": None},
        {"target_value": "许多"},
        {"target_value": True},
        {"target_value": 1e15},
        {"target_op": "around"},
        {"target_year": "明年"},
        {"target_value": 0},
    ],
)
def test_a_target_that_cannot_be_counted_is_for_a_person(fields: dict[str, object]):
    _, pack = drafted(TEXT, plan(indicator(**fields)))

    (rule,) = pack.programmes[0].rules
    assert (rule.kind, rule.force) == ("规则", "人工")
    assert pack.plan.indicators == ()


def test_an_indicator_with_a_question_stays_open():
    asked = indicator()
    asked = replace(asked, record=replace(asked.record, question="疑缺小数点[READ-FIGURE]"))

    draft, pack = drafted(TEXT, plan(asked, indicator("i2", "乙指标", kind="performance")))

    assert [r.force for r in pack.programmes[0].rules] == ["人工"]
    assert [(o.fact_key, o.code) for o in draft.open] == [("i1", "DRAFT-ASKED")]


def test_key_projects_keep_their_years_as_written():
    project = fact(TEXT, "丙指标", "key_project", "k1", name="平台一期", undertaker="某院", period="一期2026.8-2028", place="某区", content="建平台", table="表2", no=1)  # fmt: skip
    bare = fact(TEXT, "乙指标", "key_project", "k2", name="平台二期", no="x")

    _, pack = drafted(TEXT, plan(bare, project))

    second, first = pack.plan.projects
    assert (first.name, first.begins, first.ends, first.period_text, first.number) == ("平台一期", 2026, 2028, "一期2026.8-2028", 1)  # fmt: skip
    assert (second.begins, second.content, second.number) == (None, "", 0)


def test_a_plan_without_a_period_is_asked_for_it():
    draft, pack = drafted(TEXT, plan(year_end=None))

    assert (pack.plan.begins, pack.plan.ends) == (date(2025, 1, 1), date(2029, 12, 31))
    assert [o.code for o in draft.open] == ["DRAFT-PERIOD"]


def test_a_plan_with_something_to_apply_for_is_a_guide():
    programme = fact(TEXT, "建设平台", "programme", "p1", name="平台建设")

    _, pack = drafted(TEXT, plan(programme), ABOUT)

    assert pack.kind == "call"


def test_a_notice_beside_a_plan_is_common_to_it():
    text = TEXT + "关于印发规划的通知\n请遵照执行。\n"
    notice = fact(
        text, "关于印发规划的通知", "document", "d2", title="关于印发规划的通知", kind="notice"
    )

    _, pack = drafted(text, [*plan(), notice])

    assert [c.number for c in pack.programmes[0].clauses if c.file] == ["通知·前言"]
