"""What cannot be read is refused when the pack is loaded, with file, line and remedy."""

import pytest

from tests.engines.rules.made import block, book_with

REFUSED = {
    "unknown term": ("牵头单位.注册日 > 法律日期", "RULE-NAME"),
    "call not allowed": ("open('x')", "RULE-CALL"),
    "attribute of a call": ("有(项目.名称).x == 1", "RULE-SYNTAX"),
    "comprehension": ("[x for x in 团队]", "RULE-SYNTAX"),
    "lambda": ("lambda: 1", "RULE-SYNTAX"),
    "walrus": ("(x := 1) == 1", "RULE-SYNTAX"),
    "date with a number": ("牵头单位.注册日期 > 5", "RULE-KIND"),
    "万元 with 元": ("牵头单位.销售收入[上年] >= 15000000*元", "RULE-UNIT"),
    "money with a number": ("牵头单位.销售收入[上年] >= 1500", "RULE-UNIT"),
    "months with days": ("项目.实施期限 <= 24*天", "RULE-UNIT"),
    "money plus people": ("预算.总额 + 牵头单位.高层次人员数 > 0", "RULE-UNIT"),
    "division by a fact": ("预算.自筹 / 预算.总额 >= 0.8", "RULE-PRODUCT"),
    "product of facts": ("预算.自筹 * 预算.总额 > 0", "RULE-PRODUCT"),
    "division by zero": ("预算.自筹 / 0 > 0", "RULE-PRODUCT"),
    "choice that is none": ("牵头单位.类型 == '公司'", "RULE-CHOICE"),
    "list with such a choice": ("牵头单位.类型 in ['企业', '公司']", "RULE-CHOICE"),
    "text ordered": ("项目.名称 > '甲'", "RULE-KIND"),
    "no yes or no": ("预算.总额", "RULE-KIND"),
    "year missing": ("牵头单位.销售收入 > 0", "RULE-NAME"),
    "column outside its table": ("团队.全职", "RULE-NAME"),
    "full-width signs": ("（项目.涉密）", "RULE-SYNTAX"),
    "single equals": ("项目.涉密 = true", "RULE-SYNTAX"),
    "unknown list": ("牵头单位.注册地 in 区划集('市区')", "RULE-NAME"),
    "bounds the wrong way round": (
        "限于(牵头单位.销售收入[上年], 10*万元, 5*万元) >= 7*万元",
        "RULE-CALL",
    ),
    "too many conditionals": (" + ".join(["(1 if 项目.涉密 else 2)"] * 30) + " > 3", "RULE-SYNTAX"),
    "有 of a number": ("有(预算.总额)", "RULE-KIND"),
}


@pytest.mark.parametrize(("condition", "code"), REFUSED.values(), ids=REFUSED)
def test_expression_that_cannot_be_used(condition, code):
    faults = book_with(block(condition)).faults

    assert [(f.file, f.line, f.code) for f in faults] == [("guide/1.md", 12, code)]
    assert "T-1" in faults[0].what
    assert faults[0].remedy


def test_parameters_in_a_circle():
    faults = book_with(
        block("项目.实施期限 <= a*月", more='参数: {a: "= b + 1", b: "= a - 1"}\n')
    ).faults

    assert [f.code for f in faults] == ["RULE-PARAM-CYCLE"]
    assert "a" in faults[0].what
    assert "b" in faults[0].what


def test_parameter_on_a_day_that_is_none():
    faults = book_with(block("牵头单位.注册日期 < 界", more="参数: {界: 2023-02-30}\n")).faults

    assert [f.code for f in faults] == ["RULE-PARAM"]


TIE = """例外:
  - {依据: 甲, 适用: 牵头单位.农业类企业, 条件: 预算.总额 > 1*万元}
  - {依据: 乙, 适用: 项目.涉密, 条件: 预算.总额 > 2*万元}
"""


def test_exceptions_that_tie():
    faults = book_with(block("预算.总额 > 3*万元", more=TIE)).faults

    assert [f.code for f in faults] == ["RULE-EXCEPTION-TIE"]
    assert "甲" in faults[0].what


def test_exceptions_that_go_before_each_other_in_a_circle():
    circle = """例外:
  - {依据: 甲, 优先: 1, 适用: 项目.涉密, 条件: 预算.总额 > 1*万元}
  - {依据: 乙, 优先: 2, 适用: 项目.涉密 and 牵头单位.独立法人 and 牵头单位.农业类企业, 条件: 预算.总额 > 2*万元}
  - {依据: 丙, 适用: 项目.涉密 and 牵头单位.独立法人, 条件: 预算.总额 > 4*万元}
"""
    faults = book_with(block("预算.总额 > 3*万元", more=circle)).faults

    assert [f.code for f in faults] == ["RULE-EXCEPTION-TIE"]
    assert "“丙”" in faults[0].what


def test_exceptions_with_ranks_do_not_tie():
    ranked = TIE.replace("依据: 甲", "依据: 甲, 优先: 1").replace("依据: 乙", "依据: 乙, 优先: 2")

    assert book_with(block("预算.总额 > 3*万元", more=ranked)).faults == ()


def test_hard_rule_without_condition():
    assert [f.code for f in book_with(block()).faults] == ["RULE-NO-CONDITION"]
    assert book_with(block(force="人工")).faults == ()


def test_deep_or_long_expression():
    deep = "not " * 200 + "项目.涉密"
    long = " or ".join(["项目.涉密"] * 2000)

    assert [f.code for f in book_with(block(deep)).faults] == ["RULE-SYNTAX"]
    assert [f.code for f in book_with(block(long)).faults] == ["RULE-SYNTAX"]


def test_list_with_an_unknown_key_or_day():
    lists = "甲: {of: [一], when: x}\n乙: {series: {2024-13-01: [一]}}\n丙: {kind: region, of: [连云港]}\n"
    faults = book_with(block(force="人工"), lists_yaml=lists).faults

    assert [f.line for f in faults] == [1, 2, 3]
    assert {f.code for f in faults} == {"PACK-LIST"}
