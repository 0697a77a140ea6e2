"""Each function and operator in columns, where packs may not use it, against the case evaluator."""

from datetime import date
from decimal import Decimal
from itertools import product

import pytest

from zhinan.engines.rules.columns import NotColumnar
from zhinan.engines.rules.columns.algebra import Algebra
from zhinan.engines.rules.columns.expressions import OfCases, Totals
from zhinan.engines.rules.evaluating import NOTHING

from .made import both, case_of, plan_of, rule_with

DAYS = [
    None,
    NOTHING,
    date(2024, 2, 29),
    date(2023, 2, 28),
    date(2024, 1, 31),
    date(2024, 3, 1),
    date(2024, 6, 30),
]
YUAN = [None, Decimal(0), Decimal("14999999.99"), Decimal(15000000), Decimal("15000000.01")]


def facts(**lists):
    paths = {"a": "lead.revenue[-1]", "b": "lead.revenue[-2]", "d": "project.starts_on", "e": "project.ends_on",
             "s": "lead.statuses", "k": "lead.kind", "r": "lead.region", "n": "project.name", "m": "leader.months_a_year",
             "t": "team", "c": "lead.uscc", "f": "lead.is_legal_person"}  # fmt: skip
    return [
        {paths[key]: v for key, v in zip(lists, values, strict=True) if v is not None}
        for values in product(*lists.values())
    ]


@pytest.mark.parametrize(
    "condition",
    [
        "月期(项目.起始日期, 项目.结束日期) <= 1*月",
        "天数(项目.起始日期, 项目.结束日期) > 0",
        "周岁(项目.起始日期, 项目.结束日期) >= 1*岁",
        "周岁(项目.起始日期, 法律日期) >= 0",
        "期末(项目.起始日期, 1*月) <= 项目.结束日期",
        "加日(项目.起始日期, 1) == 项目.结束日期",
        "加年(项目.起始日期, 1) > 项目.结束日期",
        "年份(项目.起始日期) == 本年度",
        "最大(项目.起始日期, 项目.结束日期) <= 日期(\"2024-03-01\")",
        "最小(项目.起始日期, 项目.结束日期) < 日期(\"2024-01-31\")",
        "项目.起始日期 in [日期(\"2024-02-29\"), 日期(\"2024-01-31\")]" ,
        "项目.起始日期 != 项目.结束日期",
        "有(项目.起始日期) and 无(项目.结束日期)",
        "限于(项目.起始日期, 日期(\"2024-01-01\"), 日期(\"2024-12-31\")) <= 日期(\"2024-12-31\")",
    ],
)  # fmt: skip
def test_days_mean_what_the_case_evaluator_means(condition):
    got, want = both(condition, *facts(d=DAYS, e=DAYS))

    assert got == want


@pytest.mark.parametrize(
    "condition",
    [
        "牵头单位.销售收入[上年] >= 0.80 * 牵头单位.销售收入[前年]",
        "牵头单位.销售收入[上年] == 牵头单位.销售收入[前年]",
        "牵头单位.销售收入[上年] != 1500*万元",
        "绝对值(牵头单位.销售收入[上年] - 牵头单位.销售收入[前年]) <= 0.000001*万元",
        "最小(牵头单位.销售收入[上年], 1500*万元) >= 牵头单位.销售收入[前年]",
        "最大(牵头单位.销售收入[上年], 牵头单位.销售收入[前年], 0.0001*万元) > 1500*万元",
        "限于(牵头单位.销售收入[上年], 1*万元, 1500*万元) <= 1500*万元",
        "牵头单位.销售收入[上年] - 牵头单位.销售收入[前年] >= 0",
        "-1 * 牵头单位.销售收入[上年] <= -1500*万元",
        "0 * 牵头单位.销售收入[上年] == 0",
        "牵头单位.销售收入[上年] + (牵头单位.销售收入[前年] if 牵头单位.独立法人 else 1*万元) > 1500*万元",
        "最小(牵头单位.销售收入[上年] if 牵头单位.独立法人 else 牵头单位.销售收入[前年], 9*万元) < 1*万元",
    ],
)
def test_amounts_mean_what_the_case_evaluator_means(condition):
    got, want = both(condition, *facts(a=YUAN, b=YUAN, f=[None, True, False]))

    assert got == want


@pytest.mark.parametrize(
    "condition",
    [
        '"新型研发机构" in 牵头单位.资质',
        '牵头单位.类型 in 牵头单位.资质',
        '交集(牵头单位.资质, ["新型研发机构", "省重点实验室"])',
        "交集(牵头单位.资质, 牵头单位.资质)",
        '交集(牵头单位.资质, 名单("表"))',
        '牵头单位.类型 in 名单("表")',
        "有(牵头单位.资质)",
        "有(牵头单位.类型)",
        '牵头单位.注册地 in 区划集("区")',
        '区划内(牵头单位.注册地, ["320700"])',
        '含(项目.名称, 名单("表"))',
        '含(项目.名称, 牵头单位.统一社会信用代码)',
        '开头(规范(项目.名称), "AB") or 结尾(项目.名称, ["化", "C"])',
        "字数(规范(项目.名称)) >= 3 and 有(规范(项目.名称))",
        '(项目.名称 if 牵头单位.类型 == "企业" else 牵头单位.统一社会信用代码) == "ABC"',
    ],
)  # fmt: skip
def test_words_mean_what_the_case_evaluator_means(condition):
    lists = '表: {kind: text, complete: false, of: [企业, 新型研发机构]}\n区: {kind: region, of: ["320700"], except: ["320707"]}\n'
    every = facts(
        s=[None, (), ("新型研发机构",), ("省重点实验室", "新型研发机构")],
        k=[None, NOTHING, "企业", "高校"], r=[None, NOTHING, "320000", "320700", "320706", "320707"],
        n=[None, "", "ABC", "ＡＢ 化", "企业"], c=[None, "", "ABC"],
    )  # fmt: skip

    from zhinan.engines.rules import judge
    from zhinan.engines.rules.columns.framing import frames_of

    from ..made import block, book_with  # noqa: TID252

    book = book_with(block(condition), lists_yaml=lists)
    assert book.faults == ()
    rule, cases = book.rule("T-1"), [case_of(one) for one in every]
    plan = plan_of(rule)
    assert plan.refused == {}
    frames, bad = frames_of(cases, plan.needs)

    assert bad == []
    assert plan.run(frames)["T-1"].to_list() == [int(judge(rule, case).verdict) for case in cases]


ROWS = [
    {}, {"is_full_time": True, "months_a_year": Decimal(6)}, {"months_a_year": Decimal(12)}, {"is_full_time": True},
    {"is_full_time": False, "months_a_year": Decimal(1), "birth_date": date(1990, 1, 1)}, {"birth_date": date(1970, 2, 28)},
]  # fmt: skip


@pytest.mark.parametrize(
    "condition",
    [
        "行数(团队) >= 2", "行数(团队, 团队.全职) == 1", "任一(团队, 团队.全职)", "全部(团队, 团队.全职)",
        "合计(团队.每年工作月数) >= 12*月", "合计(团队.每年工作月数, 团队.全职) <= 6*月", "平均(团队.每年工作月数) >= 6*月",
        "平均(团队.每年工作月数, 团队.全职) > 5*月", "平均(周岁(团队.出生日期, 法律日期)) <= 40*岁",
        "最小值(团队.每年工作月数) >= 1*月", "最大值(团队.每年工作月数, 团队.全职) <= 6*月", "最大值(团队.出生日期) < 法律日期",
        "种数(团队.每年工作月数) >= 2", "种数(团队.全职) == 2", "有(团队)", "无(团队)",
        "任一(团队, 团队.每年工作月数 * 2 >= 负责人.每年工作月数)",
        "负责人.每年工作月数 <= 平均(团队.每年工作月数)",
    ],
)  # fmt: skip
def test_tables_mean_what_the_case_evaluator_means(condition):
    tables = [None, (), *((a,) for a in ROWS), *((a, b) for a in ROWS for b in ROWS), tuple(ROWS)]
    got, want = both(condition, *facts(t=tables, m=[None, Decimal(6)]))

    assert got == want


@pytest.mark.parametrize(
    ("condition", "why"),
    [
        ("种数(团队.每年工作月数, 团队.全职) >= 2", "带条件的种数"),
        ("同年申报.单位代码 in 关联单位(牵头单位.统一社会信用代码)", "名单随情形而变"),
        ("任一(团队, 任一(论文, 论文.作者 == 团队.姓名))", "聚合中又有聚合"),
        ("平均(团队.每年工作月数) + 1*月 >= 2*月", "平均数只能用于比较"),
        ("加月(法律日期, 负责人.每年工作月数 - 1*月) > 法律日期", "可能为负"),
    ],
)
def test_what_columns_cannot_decide_says_why(condition, why):
    if condition.startswith("同年申报"):
        rule, _ = rule_with(condition, kind="唯一")
    else:
        rule, _ = rule_with(condition)

    assert why in plan_of(rule).refused["T-1"]


def test_a_rule_out_of_its_days_is_not_applicable():
    got, want = both(
        "牵头单位.独立法人", {}, {"lead.is_legal_person": False}, more="有效: {至: 2023-12-31}\n"
    )

    assert got == want == [0, 0]


def test_a_margin_is_the_distance_of_a_failing_value():
    from zhinan.engines.rules.columns.framing import frames_of

    money, _ = rule_with("牵头单位.销售收入[上年] >= 1500*万元", key="T-1")
    day, _ = rule_with("项目.起始日期 < 法律日期", key="T-2")
    cases = [case_of({"lead.revenue[-1]": v, "project.starts_on": d})
             for v, d in ((Decimal("14999999.5"), date(2024, 6, 30)), (Decimal(15000000), date(2024, 6, 29)))]  # fmt: skip
    plan = plan_of(money, day)
    found = plan.run(frames_of(cases, plan.needs)[0], with_margins=True)

    assert found["T-1#margin"].to_list() == [0.5, None]
    assert found["T-2#margin"].to_list() == [1.0, None]


def test_a_cell_outside_its_table_is_refused():
    with pytest.raises(NotColumnar):
        OfCases(Totals()).cell("team", "name")
    assert issubclass(OfCases, Algebra)
