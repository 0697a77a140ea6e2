import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhinan.engines.values import Finding
from zhinan.engines.vocabulary import (
    BLANK,
    NONE,
    State,
    Term,
    core_vocabulary,
    read_table,
    read_value,
    show_value,
    value_of,
)

WORDS = core_vocabulary()
OWN = WORDS["预算.自筹"]
SUMMARY = WORDS["项目.摘要"]
DAY = WORDS["项目.起始日期"]
KIND = WORDS["牵头单位.类型"]
STATUSES = WORDS["牵头单位.资质"]
REGION = WORDS["牵头单位.注册地"]
TEAM = WORDS["团队"]


def refused(term: Term, typed: Any, **options: Any) -> Finding:
    read = read_value(term, typed, **options)
    assert isinstance(read, Finding), read
    assert read.remedy
    assert read.field == term.path
    return read


def stored(term: Term, typed: Any, **options: Any) -> Any:
    read = read_value(term, typed, **options)
    assert isinstance(read, State), read
    return read.value


@pytest.mark.parametrize(
    ("typed", "yuan", "shown"),
    [
        ("9.50", "95000.00", "9.50"),
        ("９．５０", "95000.00", "9.50"),
        (" 1,234.5 万元", "12345000.00", "1234.5"),
        ("95000元", "95000.00", "9.5"),
        ("￥12", "120000.00", "12"),
        ("0.000001", "0.01", "0.000001"),
        ("0", "0.00", "0"),
        (12, "120000.00", "12"),
        ("1.2亿元", "120000000.00", "12000"),
    ],
)
def test_read_money_keeps_the_amount_and_what_was_typed(typed: Any, yuan: str, shown: str):
    state = read_value(OWN, typed)

    assert isinstance(state, State)
    assert (state.value, show_value(OWN, state)) == (yuan, shown)
    assert value_of(OWN, state) == Decimal(yuan)


@pytest.mark.parametrize(
    "typed",
    [
        "abc",
        "1e5",
        "NaN",
        "Infinity",
        "1,23",
        "12，5",
        "九万",
        "0.0000001",
        "--5",
        "5-6",
        "1.2.3",
        "²",
        "1" * 40,
        "100000000000000",
        "5美元",
        9.5,
        True,
    ],
)
def test_read_money_refuses_what_it_would_have_to_guess(typed: Any):
    assert refused(OWN, typed).code in ("FIELD-NOT-A-NUMBER", "FIELD-NOT-TEXT")


def test_read_money_below_zero_only_where_the_term_allows():
    assert refused(OWN, "-1").code == "FIELD-TOO-SMALL"
    assert stored(WORDS["牵头单位.净利润[上年]"], "-1") == "-10000.00"


@pytest.mark.parametrize(
    "typed",
    [
        "2023-02-08",
        "2023/2/8",
        "2023.2.8",
        "20230208",
        "２０２３－０２－０８",
        "2023年2月8日",
        "2023 年 2 月 8 号",
        "二〇二三年二月八日",
    ],
)
def test_read_date_in_officials_spellings(typed: str):
    assert stored(DAY, typed) == "2023-02-08"


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("2023-02-30", "2023年2月只有28天，没有30日"),
        ("2023-13-01", "月份须在1至12之间，所填为13"),
        ("2023年2月", "只写到月，缺日"),
        ("23-02-08", "年份须写四位"),
        ("1023-02-08", "年份须在1900至2200之间，所填为1023"),
        ("明天", "不是可识别的日期"),
        ("2023-02/08", "不是可识别的日期"),
    ],
)
def test_read_date_refused_with_its_reason(typed: str, reason: str):
    finding = refused(DAY, typed)

    assert (finding.code, finding.fact) == (
        "FIELD-NOT-A-DATE",
        f"项目.起始日期填写为“{typed}”：{reason}",
    )


def test_read_date_of_a_person_is_not_repeated_in_the_finding():
    assert "1990-02-30" not in str(refused(WORDS["负责人.出生日期"], "1990-02-30"))


def test_read_text_too_long_names_count_and_limit():
    finding = refused(SUMMARY, "字" * 20_000)

    assert str(finding) == "项目.摘要已填20000字，最多500字。请删减19500字。[FIELD-TOO-LONG]"
    assert stored(SUMMARY, "字" * 500) == "字" * 500


def test_read_text_counts_characters_not_bytes_and_keeps_emoji():
    assert stored(SUMMARY, "🧪" * 500) == "🧪" * 500
    assert refused(SUMMARY, "🧪" * 501).code == "FIELD-TOO-LONG"


@pytest.mark.parametrize("typed", ["a\x00b", "a\x1b[0m", "\ud800"])
def test_read_text_refuses_characters_no_database_takes(typed: str):
    assert refused(SUMMARY, typed).code == "FIELD-CONTROL-CHARACTER"


def test_read_text_keeps_lines_only_where_it_is_long():
    assert stored(SUMMARY, " 甲\r\n乙 ") == "甲\n乙"
    assert stored(WORDS["项目.名称"], "甲\n乙") == "甲 乙"


def test_read_choice_takes_the_listed_word_in_any_width():
    assert stored(KIND, " 企业 ") == "企业"
    assert stored(WORDS["项目.临床研究阶段"], "Ⅰ期") == "Ⅰ期"
    finding = refused(KIND, "公司")
    assert (finding.code, finding.remedy) == (
        "FIELD-NOT-A-CHOICE", "请从中选择：企业、高校、科研院所、医疗卫生机构、其他事业单位、机关、其他",
    )  # fmt: skip


def test_read_choices_in_the_order_of_the_list():
    assert stored(STATUSES, "科技型中小企业，国家高新技术企业") == [
        "国家高新技术企业",
        "科技型中小企业",
    ]
    assert stored(STATUSES, ["省重点实验室", "省重点实验室"]) == ["省重点实验室"]
    assert refused(STATUSES, ["国家高新技术企业", "500强"]).code == "FIELD-NOT-A-CHOICE"


@pytest.mark.parametrize(
    ("typed", "value"),
    [("是", True), ("否", False), (True, True), ("ＹＥＳ", True), ("无", False), (0, False)],
)
def test_read_flag(typed: Any, value: bool):
    assert stored(WORDS["负责人.院士"], typed) is value


def test_read_flag_unclear_is_asked():
    assert refused(WORDS["负责人.院士"], "也许").code == "FIELD-NOT-A-FLAG"


def test_read_integer_takes_its_unit_and_refuses_parts():
    staff = WORDS["牵头单位.职工人数[上年]"]
    assert stored(staff, "５０ 人") == 50
    assert stored(staff, "50.0") == 50
    assert refused(staff, "50.5").code == "FIELD-NOT-A-NUMBER"
    assert refused(staff, "-1").code == "FIELD-TOO-SMALL"
    assert refused(WORDS["负责人.每年工作月数"], "13").code == "FIELD-TOO-LARGE"


def test_read_ratio_asks_where_a_figure_may_mean_either():
    share = Term("甲.比例", "a.share", "ratio", unit="%")
    assert stored(share, "80%") == "0.8"
    assert stored(share, "30.5") == "0.305"
    assert "0.8%还是80%" in refused(share, "0.8").fact


def test_read_region_by_code_or_by_a_name_that_is_one_code():
    names = {
        "320706": "海州区",
        "320703": "连云区",
        "320722": "东海县",
        "330122": "鼓楼区",
        "320106": "鼓楼区",
    }
    assert stored(REGION, "３２０７０６") == "320706"
    assert stored(REGION, "海州区", regions=names) == "320706"
    assert refused(REGION, "鼓楼区", regions=names).code == "FIELD-NOT-A-REGION"
    assert refused(REGION, "320799", regions=names).code == "FIELD-NOT-A-REGION"
    assert refused(REGION, "990706").code == "FIELD-NOT-A-REGION"


def test_read_files_one_unless_many():
    assert stored(WORDS["附件.营业执照"], "7") == [7]
    assert refused(WORDS["附件.营业执照"], [7, 8]).code == "FIELD-ONE-FILE"
    assert stored(WORDS["附件.其他材料"], [8, 7, 8]) == [8, 7]
    assert refused(WORDS["附件.其他材料"], "../etc").code == "FIELD-NOT-A-FILE"


@pytest.mark.parametrize("typed", ["", "  ", None, []])
def test_read_nothing_is_blank_and_never_zero_or_no(typed: Any):
    assert read_value(OWN, typed) == BLANK
    assert read_value(WORDS["负责人.院士"], typed) == BLANK


def test_read_declared_none():
    assert read_value(OWN, {"none": True}) == NONE
    assert read_value(OWN, {"blank": True}) == BLANK
    assert refused(OWN, {"value": "1"}).code == "FIELD-NOT-TEXT"


def test_read_table_refuses_rows_without_a_number_of_their_own():
    rows = [
        {"id": "r1", "cells": {"name": "甲"}},
        {"id": "r1", "cells": {"name": "乙"}},
        "row",
        {"id": "<r>", "cells": {}},
    ]

    state, findings = read_table(TEAM, rows)

    assert [row["id"] for row in state.value] == ["r1"]
    assert [f.fact for f in findings] == [f"团队第{n}行的行号缺失或重复" for n in (2, 3, 4)]


def test_read_table_too_many_rows():
    state, findings = read_table(TEAM, [{"id": f"r{n}", "cells": {}} for n in range(501)])

    assert not state.is_known
    assert [f.code for f in findings] == ["FIELD-ROWS"]


def test_show_value_masks_what_is_sensitive():
    number = WORDS["负责人.证件号码"]

    assert (
        show_value(number, State.known("320706199001011234"), masked=True) == "320*************34"
    )
    assert show_value(number, State.known("12345"), masked=True) == "*****"


def test_show_value_of_each_state():
    assert [show_value(OWN, s) for s in (NONE, BLANK, State.unread("九万"))] == ["无", "", "九万"]
    assert show_value(OWN, State.known("95000.00")) == "9.50"
    assert show_value(OWN, State.known("95000.01"), with_unit=True) == "9.500001万元"
    assert show_value(REGION, State.known("320706"), regions={"320706": "海州区"}) == "海州区"


TYPED = st.one_of(
    st.text(max_size=60), st.integers(), st.booleans(), st.none(), st.lists(st.text(max_size=8), max_size=4),
    st.decimals(-(10**6), 10**8, places=4).map(str), st.dates().map(str), st.floats(),
    st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=2),
)  # fmt: skip


@given(st.sampled_from([t for t in WORDS if not t.is_yearly]), TYPED)
def test_read_value_never_fails_and_its_state_survives_json(term: Term, typed: Any):
    read = read_value(term, typed)

    if isinstance(read, Finding):
        assert read.code.startswith("FIELD-")
        assert read.field.startswith(term.path)
        str(read).encode()
        return
    written = json.loads(json.dumps(read.to_json()))
    assert State.from_json(written) == read
    assert State.from_json(written).to_json() == read.to_json()
    show_value(term, read)
    value_of(term, read)


@given(st.decimals(0, 10**9, places=6))
def test_read_money_what_is_shown_reads_back_the_same(amount: Decimal):
    first = read_value(OWN, str(amount))

    assert isinstance(first, State)
    assert read_value(OWN, show_value(OWN, first)) == first
