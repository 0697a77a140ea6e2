from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhinan.engines.values import Finding
from zhinan.engines.values.money import capital_numerals, format_wan, format_yuan, parse_money

amounts = st.integers(0, 10**16 - 1).map(lambda fen: Decimal(fen) / 100)


@pytest.mark.parametrize(
    ("typed", "unit", "yuan"),
    [
        ("9.50", "万元", "95000.00"),
        ("９．５０", "万元", "95000.00"),
        (" 1,234.50 ", "万元", "12345000.00"),
        ("1，234.50", "元", "1234.50"),
        ("¥95,000", "元", "95000.00"),
        ("人民币95000元整", "万元", "95000.00"),
        ("9.5万", "元", "95000.00"),
        ("9。5", "万元", "95000.00"),
        ("1.2亿元", "万元", "120000000.00"),
        ("3百万元", "元", "3000000.00"),
        ("一千五百万", "万元", "15000000.00"),
        ("叁佰贰拾万元整", "元", "3200000.00"),
        ("叁佰贰拾万零五元伍角整", "元", "3200005.50"),
        ("壹仟零肆元零伍分", "元", "1004.05"),
        ("壹角", "万元", "0.10"),
        ("两百万元", "元", "2000000.00"),
        ("九", "万元", "90000.00"),
        ("十二万", "元", "120000.00"),
        ("一十二万", "元", "120000.00"),
        ("0", "万元", "0.00"),
        ("9.50\u202e\u200b", "万元", "95000.00"),
    ],
)
def test_parse_money_reads_what_officials_type(typed, unit, yuan):
    assert parse_money(typed, unit=unit) == Decimal(yuan)


@pytest.mark.parametrize(
    "typed",
    ["", "　", "十四五", "一千五", "5-10", "约500", "500左右", "1,5", "12,34", "-3", "九点五", "二〇二五", "NaN", "1e5",
     "Infinity", "1.2.3", "😀", "百万", "9.5万美元", "元", "万元", "𝟙x", "9" * 200],
)  # fmt: skip
def test_parse_money_refuses_what_is_not_one_amount(typed):
    refused = parse_money(typed)

    assert isinstance(refused, Finding)
    assert refused.code == "MONEY-FORMAT"
    assert refused.remedy


def test_parse_money_below_a_fen_says_so():
    refused = parse_money("0.0000001", unit="万元")

    assert isinstance(refused, Finding)
    assert "分以下" in refused.fact


def test_parse_money_unknown_unit_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="unit must be one of"):
        parse_money("1", unit="角")


@given(amounts.filter(lambda yuan: yuan < Decimal("1e14")))
def test_format_wan_reads_back_exactly(yuan):
    assert parse_money(format_wan(yuan), unit="万元") == yuan
    assert parse_money(format_wan(yuan, grouped=True), unit="万元") == yuan
    assert parse_money(format_yuan(yuan), unit="元") == yuan


@given(
    st.one_of(amounts, st.integers(0, 10**8).map(Decimal)).filter(
        lambda yuan: yuan < Decimal("1e12")
    )
)
def test_capital_numerals_read_back_exactly(yuan):
    assert parse_money(capital_numerals(yuan), unit="元") == yuan


@pytest.mark.parametrize(
    ("yuan", "words"),
    [
        ("0", "零元整"),
        ("95000", "玖万伍仟元整"),
        ("10001", "壹万零壹元整"),
        ("100000000", "壹亿元整"),
        ("100050000", "壹亿零伍万元整"),
        ("1010000", "壹佰零壹万元整"),
        ("107000.53", "壹拾万柒仟元伍角叁分"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
        ("0.05", "伍分"),
        ("1000000000000", "壹万亿元整"),
    ],
)
def test_capital_numerals_as_on_contracts(yuan, words):
    assert capital_numerals(Decimal(yuan)) == words


@pytest.mark.parametrize("yuan", ["-1", "0.001", "1e14"])
def test_capital_numerals_out_of_range_is_a_mistake_of_the_caller(yuan):
    with pytest.raises(ValueError, match="exact to the fen"):
        capital_numerals(Decimal(yuan))


@pytest.mark.parametrize(
    ("words", "yuan"),
    [("壹角整", "0.10"), ("伍角", "0.50"), ("叁分", "0.03"), ("贰角伍分", "0.25")],
)
def test_parse_money_below_a_yuan_reads_capitals(words, yuan):
    assert parse_money(words, unit="元") == Decimal(yuan)
