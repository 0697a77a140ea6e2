"""Programmes that only a sentence, a table or an article names, and whose facts are whose; all texts are made up."""

from zhinan.engines.guides.programmes import plain_name
from zhinan.engines.guides.reading import read_document
from zhinan.engines.guides.record import Record

TALENTS = """关于组织2026年度澄湖市匠心人才计划申报工作的通知
各县（区）人社局：
一、计划设置
匠心人才计划设首席工匠、青年工匠两个类别。
二、申报条件
1.首席工匠。须从事本职业15年以上，年龄不超过55周岁。
2.青年工匠。年龄不超过35周岁。
三、支持标准
首席工匠资助20万元，培养期3年；青年工匠资助8万元。
四、推荐名额
各县（区）人社局推荐首席工匠不超过2名、青年工匠不超过4名。
地区	首席工匠	青年工匠
直属单位	3	5
合计	3	5
澄湖市人力资源和社会保障局
2026年3月2日
"""
POLICY = """关于兑现《澄湖区扶持科技企业八条》2025年度资金的通知
各有关企业：
一、兑现事项
事项名称	申报条件	奖励标准
研发机构认定	2025年新认定的市级研发机构	一次性10万元
技术交易	年技术合同成交额500万元以上	按成交额的1%，最高30万元
二、时间安排
4月20日前  企业申报
澄湖区科学技术局
2026年4月1日
"""
MEASURE = """澄湖县检验检测服务补助实施细则
（澄科发〔2026〕7号）
第一章  总则
第一条  为规范补助管理，制定本细则。
第二章  补助类别和标准
第二条  设备补助。购置设备的，按实际支付额的20%给予补助，单个机构最高40万元。
第三条  资质补助。首次取得资质的，给予一次性补助5万元。
第三章  监督
第四条  有下列情形之一的，追回补助资金，2年内不予受理其申请：
（一）虚报费用的；
（二）拒不接受检查的。
第五条  机构应当于每年3月底前报送年度报告。
"""


def _of(text: str, kind: str) -> list[Record]:
    return [r for r in read_document(text) if r.type == kind]


def _said(records: list[Record], *names: str) -> list[tuple[object, ...]]:
    return [tuple(r.fields.get(name) for name in names) for r in records]


def test_kinds_counted_up_in_a_sentence_are_programmes():
    names = [r.fields["name"] for r in _of(TALENTS, "programme")]

    assert names == [
        "澄湖市匠心人才计划",
        "澄湖市匠心人才计划·首席工匠",
        "澄湖市匠心人才计划·青年工匠",
    ]


def test_facts_belong_to_the_kind_they_name():
    first, second = "澄湖市匠心人才计划·首席工匠", "澄湖市匠心人才计划·青年工匠"

    grants = _said(_of(TALENTS, "support"), "programme", "kind", "amount", "unit")
    assert sorted(grants, key=str) == [
        (second, "fixed", 8, "万元"),
        (first, "fixed", 20, "万元"),
        (first, "period", 3, "年"),
    ]
    places = _said(_of(TALENTS, "quota"), "programme", "body", "max", "per")
    assert places == [
        (first, "各县（区）人社局", 2, "each"),
        (second, "各县（区）人社局", 4, "each"),
        (first, "直属单位", 3, "total"),
        (second, "直属单位", 5, "total"),
    ]
    ages = [
        c
        for c in _said(_of(TALENTS, "condition"), "programme", "attribute", "value")
        if c[1] == "年龄"
    ]
    assert ages == [(first, "年龄", 55), (second, "年龄", 35)]


def test_rows_of_a_policy_are_programmes_with_rules_of_their_own():
    root = "澄湖区扶持科技企业八条"

    assert [r.fields["name"] for r in _of(POLICY, "programme")] == [
        root,
        f"{root}·研发机构认定",
        f"{root}·技术交易",
    ]
    assert _said(_of(POLICY, "support"), "programme", "kind", "amount", "ratio") == [
        (f"{root}·研发机构认定", "one_off", 10, None),
        (f"{root}·技术交易", "ratio_with_cap", 30, 1),
    ]


def test_a_day_without_a_year_is_the_first_after_the_notice():
    (day,) = _of(POLICY, "deadline")

    assert (day.fields["date"], day.fields["year_inferred"]) == ("2026-04-20", True)


def test_articles_that_grant_are_programmes_of_the_measure():
    root = "澄湖县检验检测服务补助"

    assert [r.fields["name"] for r in _of(MEASURE, "programme")] == [
        root,
        f"{root}·设备补助",
        f"{root}·资质补助",
    ]
    assert _said(_of(MEASURE, "support"), "programme", "amount") == [
        (f"{root}·设备补助", 40),
        (f"{root}·资质补助", 5),
    ]


def test_a_breach_with_its_cases_is_one_condition_and_a_yearly_day_has_no_date():
    (breach,) = _of(MEASURE, "condition")
    (yearly,) = _of(MEASURE, "deadline")

    assert (breach.fields["operator"], breach.fields["value"]) == (
        "not",
        ["虚报费用", "拒不接受检查"],
    )
    assert breach.fields["consequence"]
    assert (yearly.fields["date"], yearly.fields["recurring"], yearly.fields["role"]) == (
        None,
        True,
        "annual_report_due",
    )


def test_names_of_measures_keep_what_the_money_is():
    assert plain_name("澄湖县研发投入后补助实施办法（澄科规〔2024〕2号）") == "澄湖县研发投入后补助"
    assert plain_name("“凤栖人才”支持项目申报指南") == "“凤栖人才”支持项目"
