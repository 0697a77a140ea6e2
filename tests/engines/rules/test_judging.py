"""Seven verdicts, and what each needs to be said."""

from datetime import date
from decimal import Decimal

import pytest

from tests.engines.rules.made import (
    block,
    book_with,
    case_with,
    judged,
    lacking,
    rule_with,
    verdict,
)
from zhinan.engines.rules import Decision, Grant, judge, judge_all, overall
from zhinan.engines.rules.verdict import Verdict

REVENUE = "牵头单位.销售收入[上年] >= 1500*万元"


def revenue(amount: str | None) -> dict:
    return {} if amount is None else {"牵头单位.销售收入[上年]": amount}


@pytest.mark.parametrize(
    ("force", "amount", "expected"),
    [
        ("硬", "1500万元", "通过"),
        ("硬", "1499.99万元", "不通过"),
        ("硬", None, "待补"),
        ("软", "1499.99万元", "待裁量"),
        ("软", "1500万元", "通过"),
        ("人工", "1500万元", "需人工"),
        ("人工", "1499.99万元", "待裁量"),
        ("人工", None, "待补"),
    ],
)
def test_verdict_by_force(force, amount, expected):
    assert verdict(REVENUE, revenue(amount), force=force) == expected


def test_preference_not_met_is_no_failure():
    more = "性质: 优先\n"

    assert verdict(REVENUE, revenue("1万元"), force="软", more=more) == "不适用"
    assert verdict(REVENUE, revenue("2000万元"), force="软", more=more) == "通过"


def test_margin_and_missing_are_told():
    failed = judged(REVENUE, revenue("1499.99万元"))

    assert failed.margin == Decimal("100.00")
    assert failed.missing == ()
    assert lacking(judged(REVENUE, {})) == ["牵头单位.销售收入[上年]"]


def test_guard_unknown_is_decided_where_the_condition_holds_anyway():
    more = "适用: 牵头单位.类型 == '企业'\n"

    assert verdict(REVENUE, revenue("1500万元"), more=more) == "通过"
    assert verdict(REVENUE, {**revenue("1万元"), "牵头单位.类型": "高校"}, more=more) == "不适用"
    undecided = judged(REVENUE, revenue("1万元"), more=more)
    assert (undecided.verdict.label, lacking(undecided)) == ("待补", ["牵头单位.类型"])
    assert lacking(judged(REVENUE, {}, more=more)) == ["牵头单位.类型", "牵头单位.销售收入[上年]"]


AGE = '负责人.出生日期 >= 男下限 if 负责人.性别 == "男" else 负责人.出生日期 >= 女下限'
BOUNDS = "参数: {男下限: 1989-01-01, 女下限: 1986-01-01}\n"


@pytest.mark.parametrize(
    ("born", "sex", "expected", "missing"),
    [
        ("1989-01-01", "男", "通过", []),
        ("1988-12-31", "男", "不通过", []),
        ("1986-01-01", "女", "通过", []),
        ("1985-12-31", "女", "不通过", []),
        ("1990-05-05", None, "通过", []),
        ("1987-05-05", None, "待补", ["负责人.性别"]),
        ("1980-05-05", None, "不通过", []),
        (None, "男", "待补", ["负责人.出生日期"]),
        (None, None, "待补", ["负责人.性别", "负责人.出生日期"]),
    ],
)
def test_conditional_is_decided_where_both_branches_agree(born, sex, expected, missing):
    facts = {"负责人.出生日期": born, "负责人.性别": sex}
    found = judged(AGE, facts, more=BOUNDS)

    assert (found.verdict.label, lacking(found)) == (expected, missing)


def test_conditional_inside_a_comparison_is_lifted():
    inside = '负责人.出生日期 >= (男下限 if 负责人.性别 == "男" else 女下限)'

    assert verdict(inside, {"负责人.出生日期": "1990-05-05"}, more=BOUNDS) == "通过"


SHARE = "预算.自筹 >= 0.80 * 预算.总额"
FARM = """力度: 软
例外:
  - {依据: 二（二）, 适用: 牵头单位.农业类企业, 条件: 预算.自筹 >= 0.60 * 预算.总额}
"""


@pytest.mark.parametrize(
    ("own", "farm", "expected", "missing"),
    [
        ("85万元", None, "通过", []),
        ("70万元", None, "待补", ["牵头单位.农业类企业"]),
        ("70万元", "是", "通过", []),
        ("70万元", "否", "待裁量", []),
        ("55万元", None, "待裁量", []),
        ("80万元", "否", "通过", []),
        ("79.99万元", "否", "待裁量", []),
        ("60万元", "是", "通过", []),
    ],
)
def test_exception_stands_in_place_of_the_condition(own, farm, expected, missing):
    facts = {"预算.自筹": own, "预算.总额": "100万元", "牵头单位.农业类企业": farm}
    book = book_with(block(SHARE, force="软", more=FARM.partition("\n")[2]))
    found = judge(book.rule("T-1"), case_with(book.pack, facts))

    assert book.faults == ()
    assert (found.verdict.label, lacking(found)) == (expected, missing)


MEAN = "平均(限于(周岁(团队.出生日期, 基准日), 18, 70)) <= 50*岁"


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        (["1974-06-30", "1974-06-30"], "通过"),  # exactly 50 on the day
        (["1974-06-30", "1973-06-30"], "不通过"),  # 50.5
        (["2000-01-01", None], "通过"),  # 24 and at most 70
        (["1974-06-30", None], "待补"),
        (["1930-01-01", None], "不通过"),  # 94 and at least 18
    ],
)
def test_mean_of_partly_unknown_ages_is_an_interval(born, expected):
    team = [{"出生日期": day} for day in born]
    found = judged(MEAN, {"团队": team})

    assert found.verdict.label == expected
    assert lacking(found) == (["团队#2.出生日期"] if expected == "待补" else [])


CAP = "最小(0.20 * 牵头单位.非财政科研支出[上年], 200*万元)"
SUBSIDY = f"结果: >-\n  0*元 if 牵头单位.已获省级补助[本年] else {CAP}\n"


def test_calculation_gives_an_interval_where_facts_are_open():
    spent = {"牵头单位.非财政科研支出[上年]": "500万元"}

    known = judged("", {**spent, "牵头单位.已获省级补助[本年]": "否"}, kind="计算", more=SUBSIDY)
    open_ = judged("", spent, kind="计算", more=SUBSIDY)

    assert (known.verdict, known.interval) == (Verdict.PASSED, (1_000_000, 1_000_000))
    assert (open_.verdict, open_.interval) == (Verdict.MISSING, (0, 1_000_000))
    assert lacking(open_) == ["牵头单位.已获省级补助[本年]"]


def test_calculation_bounds_what_is_asked():
    condition = "预算.拟申请补助 <= 结果"
    facts = {"牵头单位.非财政科研支出[上年]": "500万元", "牵头单位.已获省级补助[本年]": "否"}

    assert (
        verdict(condition, {**facts, "预算.拟申请补助": "100万元"}, kind="计算", more=SUBSIDY)
        == "通过"
    )
    assert (
        verdict(condition, {**facts, "预算.拟申请补助": "100.01万元"}, kind="计算", more=SUBSIDY)
        == "不通过"
    )


WAIVER = "豁免: {依据: 特别优秀, 批准: 州科技局, 材料: 情况说明}\n"


def test_waiver_is_a_record_never_a_guess():
    rule, pack = rule_with(REVENUE, more=WAIVER)
    short = revenue("1万元")
    granted = Grant("T-1", "州科技局", date(2024, 6, 1))

    assert judge(rule, case_with(pack, short)).verdict is Verdict.DISCRETION
    assert judge(rule, case_with(pack, short, grants=(granted,))).verdict is Verdict.WAIVED
    assert (
        judge(rule, case_with(pack, short, grants=(Grant("T-2", "州科技局"),))).verdict
        is Verdict.DISCRETION
    )
    before = {"grants": (granted,), "known": date(2024, 5, 31)}
    assert judge(rule, case_with(pack, short, **before)).verdict is Verdict.DISCRETION
    assert (
        judge(rule, case_with(pack, revenue("2000万元"), grants=(granted,))).verdict
        is Verdict.PASSED
    )


def test_person_settles_what_is_a_persons():
    rule, pack = rule_with("", force="人工")
    yes, no = Decision("T-1", True, "评审处"), Decision("T-1", False, "评审处")

    assert judge(rule, case_with(pack, {})).verdict is Verdict.PERSON
    assert judge(rule, case_with(pack, {}, decisions=(yes,))).verdict is Verdict.PASSED
    assert judge(rule, case_with(pack, {}, decisions=(no,))).verdict is Verdict.FAILED


def test_law_date_chooses_the_parameter_and_validity():
    more = "参数:\n  下限: {2024-01-01: 1500万元, 2025-01-01: 2000万元}\n有效: {自: 2024-01-01, 至: 2025-12-31}\n"
    rule, pack = rule_with("牵头单位.销售收入[上年] >= 下限", more=more)

    def on(day: date) -> str:
        return judge(rule, case_with(pack, revenue("1800万元"), law=day)).verdict.label

    assert [on(date(2024, 12, 31)), on(date(2025, 1, 1)), on(date(2026, 1, 1))] == [
        "通过",
        "不通过",
        "不适用",
    ]


def test_knowledge_date_hides_what_a_register_did_not_know_yet():
    rule, pack = rule_with("台账.状态 == '在研'", kind="历史", more="无: 台账\n")
    facts = {"台账": [{"状态": "在研", "记录日期": "2024-07-01"}]}

    assert judge(rule, case_with(pack, facts, known=date(2024, 6, 30))).verdict is Verdict.PASSED
    assert judge(rule, case_with(pack, facts, known=date(2024, 7, 1))).verdict is Verdict.FAILED
    assert judge(rule, case_with(pack, {"台账": []})).verdict is Verdict.PASSED
    assert judge(rule, case_with(pack, {})).verdict is Verdict.MISSING


def test_overall_is_the_worst_but_for_preferences():
    book = book_with(
        block(REVENUE, key="T-1"), block("项目.涉密", key="T-2", force="软", more="性质: 优先\n"),
        block("有(附件.营业执照)", key="T-3"), block("项目.涉密", key="T-4", more="阶段: 验收\n"),
    )  # fmt: skip
    found = judge_all(book, case_with(book.pack, {**revenue("1500万元"), "附件.营业执照": "有"}))

    assert [j.rule.key for j in found] == ["T-1", "T-2", "T-3"]
    assert overall(found) is Verdict.PASSED
    assert [j.rule.key for j in judge_all(book, case_with(book.pack, {}), only=["T-4"])] == ["T-4"]


@pytest.mark.parametrize(
    "condition",
    [
        "加日(项目.起始日期, 99999999999) > 法律日期",
        "加日(项目.起始日期, -99999999999) < 法律日期",
        "期末(项目.起始日期, -99999999*月) < 法律日期",
        '月期(项目.起始日期, 日期("9999-12-31")) > 24*月',
    ],
)
def test_days_beyond_the_calendar_end_with_it(condition):
    assert verdict(condition, {"项目.起始日期": "2024-01-01"}) == "通过"


def test_an_hour_that_cannot_be_read_is_asked_for_again():
    found = judged('时刻(申报.提交时刻) <= 时刻("17:30")', {"申报.提交时刻": "25:00"})

    assert (found.verdict.label, lacking(found)) == ("待补", ["申报.提交时刻"])
