from datetime import date
from decimal import Decimal
from itertools import product

import pytest

from zhinan.engines.rules import judge
from zhinan.engines.rules.columns import NotColumnar
from zhinan.engines.rules.columns.batch import moments_of
from zhinan.engines.rules.columns.framing import frames_of
from zhinan.engines.rules.threshold import Lever, sole_reasons, with_value

from .columns.made import LAW, case_of, plan_of, rule_with

MOMENTS = moments_of(case_of({}))
YUAN = [None, *(Decimal(n) for n in (0, 999, 1000, 1001, 5000))]
VALUES = [Decimal(n) for n in (0, 999, 1000, 1001, 4999, 5000, 5001)]


def cases():
    paths = ("lead.revenue[-1]", "lead.revenue[-2]", "lead.is_legal_person")
    return [
        case_of({p: v for p, v in zip(paths, values, strict=True) if v is not None})
        for values in product(YUAN, YUAN, (None, True, False))
    ]


def by_judging(rule, name, values, judged):
    """Counts by verdict from the case evaluator, value by value."""
    counts = []
    for value in values:
        moved, count = with_value(rule, name, value), [0] * 7
        for case in judged:
            count[judge(moved, case).verdict] += 1
        counts.append(tuple(count))
    return tuple(counts)


@pytest.mark.parametrize(
    ("condition", "is_rerun"),
    [
        ("牵头单位.销售收入[上年] >= 界", False),
        ("界 > 牵头单位.销售收入[上年]", False),
        ("牵头单位.销售收入[上年] <= 2 * 界 + 0.1*万元", False),
        (
            "牵头单位.销售收入[上年] < 界 if 牵头单位.独立法人 else 牵头单位.销售收入[前年] > 界",
            False,
        ),
        ("牵头单位.销售收入[上年] + 牵头单位.销售收入[前年] >= 界 or not 牵头单位.独立法人", False),
        (
            "牵头单位.独立法人 and (牵头单位.销售收入[上年] < 界 or 牵头单位.销售收入[前年] < 界)",
            False,
        ),
        ("牵头单位.销售收入[上年] == 界", True),
        ("最小(界, 牵头单位.销售收入[上年]) >= 0.1*万元", True),
        ("牵头单位.销售收入[上年] >= 0.1*万元 - 界", True),
        ("任一(团队, 团队.每年工作月数 > 1*月) or 牵头单位.销售收入[上年] != 界", True),
    ],
)
def test_a_curve_is_what_judging_at_every_value_gives(condition, is_rerun):
    rule, _ = rule_with(
        condition,
        more="适用: 牵头单位.独立法人 or 牵头单位.销售收入[前年] > 0\n参数: {界: 0.1万元}\n",
    )
    lever = Lever(rule, "界", moments=MOMENTS, law=LAW)
    frames, _ = frames_of(cases(), lever.needs)

    curve = lever.curve(frames, [*VALUES, VALUES[0]])

    assert (curve.is_rerun, curve.values) == (is_rerun, tuple(VALUES))
    assert curve.counts == by_judging(rule, "界", VALUES, cases())


def test_a_day_can_be_moved():
    rule, _ = rule_with("牵头单位.注册日期 < 前", more="参数: {前: 2023-01-01}\n")
    born = [None, date(2022, 12, 31), date(2023, 1, 1), date(2024, 2, 29)]
    judged = [case_of({"lead.registered_on": day} if day else {}) for day in born]
    lever = Lever(rule, "前", moments=MOMENTS, law=LAW)
    frames, _ = frames_of(judged, lever.needs)
    days = [date(2022, 12, 31), date(2023, 1, 1), date(2023, 1, 2), date(2024, 3, 1)]

    curve = lever.curve(frames, days)

    assert curve.counts == by_judging(rule, "前", days, judged)
    assert (curve.passed, curve.failed, curve.unknown) == ((0, 1, 2, 3), (3, 2, 1, 0), (1, 1, 1, 1))


def test_who_enters_and_who_leaves_is_named():
    rule, _ = rule_with("牵头单位.销售收入[上年] >= 界", more="参数: {界: 0.1万元}\n")
    judged = [case_of({"lead.revenue[-1]": Decimal(n)}) for n in (500, 800, 1000)]
    lever = Lever(rule, "界", moments=MOMENTS, law=LAW)
    frames, _ = frames_of(judged, lever.needs)

    assert lever.moved(frames, Decimal(1000), Decimal(800)).rows() == [(2, 6, 1)]


def test_a_parameter_that_another_is_computed_from_is_judged_anew():
    rule, _ = rule_with(
        "牵头单位.销售收入[上年] >= 两倍", more='参数: {界: 0.1万元, 两倍: "= 2 * 界"}\n'
    )
    lever = Lever(rule, "界", moments=MOMENTS, law=LAW)
    frames, _ = frames_of(cases(), lever.needs)

    assert lever.is_rerun
    assert lever.curve(frames, VALUES).counts == by_judging(rule, "界", VALUES, cases())


def test_a_mean_has_no_single_flip():
    rule, _ = rule_with("平均(团队.每年工作月数) >= 界", more="参数: {界: 6月}\n")
    row = {"months_a_year": Decimal(6)}
    judged = [
        case_of({"team": (row, {"months_a_year": Decimal(7)})}),
        case_of({"team": (row, {})}),
        case_of({}),
    ]
    lever = Lever(rule, "界", moments=MOMENTS, law=LAW)
    frames, _ = frames_of(judged, lever.needs)
    values = [Decimal(6), Decimal(7)]

    assert lever.is_rerun
    assert lever.curve(frames, values).counts == by_judging(rule, "界", values, judged)


def test_a_rule_that_columns_cannot_decide_has_no_lever():
    rule, _ = rule_with("种数(团队.每年工作月数, 团队.全职) >= 界", more="参数: {界: 2}\n")

    with pytest.raises(NotColumnar):
        _ = Lever(rule, "界", moments=MOMENTS, law=LAW).needs
    with pytest.raises(KeyError):
        Lever(rule, "无", moments=MOMENTS, law=LAW)


def test_the_rule_that_alone_keeps_a_case_out_is_counted():
    rules = [rule_with("牵头单位.独立法人", key="A")[0], rule_with("负责人.院士", key="B")[0]]
    plan = plan_of(*rules)
    facts = [(True, False), (False, False), (False, None), (True, True)]
    judged = [
        case_of(
            {
                p: v
                for p, v in zip(
                    ("lead.is_legal_person", "leader.is_academician"), pair, strict=True
                )
                if v is not None
            }
        )
        for pair in facts
    ]

    assert sole_reasons(plan.run(frames_of(judged, plan.needs)[0])) == {"A": 1, "B": 1}
