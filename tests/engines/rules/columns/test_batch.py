import json
from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from zhinan.engines.rules import Case, Decision, Grant
from zhinan.engines.rules.columns.batch import Tally, judge_batch
from zhinan.engines.rules.columns.filing import FactReader, read_cases
from zhinan.engines.rules.columns.framing import BadRow
from zhinan.engines.rules.columns.native import frames_from_columns
from zhinan.engines.rules.verdict import Verdict
from zhinan.engines.vocabulary import core_vocabulary

from ..made import block, book_with  # noqa: TID252 - the guide that all tests of rules write into
from .made import LAW, case_of, plan_of, rule_with

READER = FactReader(core_vocabulary(), year=2024, known=LAW)


def read(written) -> Case:
    return case_of(READER.values(written.get("facts") or {}))


def tally(cases, *rules, **options) -> tuple[Tally, list[int]]:
    done: list[int] = []
    found = Tally()
    for part in judge_batch(cases, lambda case: rules, progress=done.append, **options):
        found.add(part)
    return found, done


def revenue_rule():
    return rule_with("牵头单位.销售收入[上年] >= 1500*万元", key="T-1")[0]


def test_a_batch_reports_a_bad_row_by_number_and_judges_the_rest(tmp_path):
    path = tmp_path / "cases.csv"
    lines = [f"{1400 + n},2024-07-01" for n in range(1000)]
    lines[776] = "一千五百万,2024-07-01"
    lines[800] = "1500,2023-02-30"
    path.write_text(
        "牵头单位.销售收入[上年],项目.起始日期\n" + "\n".join(lines) + "\n", encoding="utf-8-sig"
    )

    found, done = tally(read_cases(path, read), revenue_rule(), size=300)

    assert (found.judged, [row.number for row in found.bad], done) == (
        998,
        [777, 801],
        [300, 600, 900, 1000],
    )
    assert "一千五百万" in found.bad[0].reason
    assert "2023年2月只有28天" in found.bad[1].reason
    assert found.counts == {"T-1": [0, 898, 0, 0, 0, 0, 100]}


def test_a_value_too_large_for_its_column_is_a_bad_row():
    cases = [(1, case_of({"lead.revenue[-1]": Decimal(10) ** 15})), (2, case_of({"lead.revenue[-1]": Decimal(1)})),
             (3, case_of({"lead.revenue[-1]": Decimal("0.001")})), (4, case_of({"lead.revenue[-1]": "1"}))]  # fmt: skip

    found, _ = tally(cases, revenue_rule())

    assert [row.number for row in found.bad] == [1, 3, 4]
    assert found.counts["T-1"][Verdict.FAILED] == 1


def test_a_table_with_too_many_rows_and_a_word_not_among_the_choices_are_bad_rows():
    rows = rule_with("行数(团队) >= 2")[0]
    status = rule_with('"新型研发机构" in 牵头单位.资质', key="T-2")[0]
    cases = [(1, case_of({"team": ({},) * 10_001})), (2, case_of({"lead.statuses": ("无此资质",)}))]

    found, _ = tally(cases, rows, status)

    assert [row.number for row in found.bad] == [1, 2]


def test_a_rule_that_columns_cannot_decide_is_judged_case_by_case():
    rule = rule_with("种数(团队.每年工作月数, 团队.全职) >= 2*1")[0]
    row = {"is_full_time": True, "months_a_year": Decimal(6)}
    cases = [
        (7, case_of({"team": (row, row | {"months_a_year": Decimal(7)})})),
        (9, BadRow(9, "坏")),
    ]

    found, _ = tally(cases, rule)

    assert found.refused == {"T-1": "带条件的种数按行判断"}
    assert (found.counts["T-1"], found.bad) == ([0, 1, 0, 0, 0, 0, 0], [BadRow(9, "坏")])


def test_cases_of_different_days_are_judged_on_their_own():
    rule = rule_with("牵头单位.注册日期 < 法律日期")[0]
    born = {"lead.registered_on": date(2023, 6, 1)}
    early = Case(born, date(2023, 1, 1), date(2023, 1, 1), date(2023, 1, 1), 2023, "main")

    found, _ = tally([(1, case_of(born)), (2, early)], rule)

    assert found.counts["T-1"] == [0, 1, 0, 0, 0, 0, 1]


def test_grants_and_decisions_count_in_columns():
    waiver = rule_with("牵头单位.独立法人", more="豁免: {依据: 三, 批准: 局}\n")[0]
    no = {"lead.is_legal_person": False}
    cases = [(1, case_of(no)), (2, case_of(no, grants=(Grant("T-1", "局"),))),
             (3, case_of(no, decisions=(Decision("T-1", True),))), (4, case_of(no, decisions=(Decision("T-1", False),)))]  # fmt: skip

    found, _ = tally(cases, waiver)

    assert found.counts["T-1"] == [0, 1, 1, 0, 1, 0, 1]


def test_jsonl_and_parquet_are_read_alike(tmp_path):
    lines = tmp_path / "cases.jsonl"
    facts = [{"牵头单位.销售收入[上年]": 1500}, {"牵头单位.销售收入[上年]": 1499.99}, {}]
    said = [json.dumps({"facts": one}, ensure_ascii=False) for one in facts]
    lines.write_text("\n".join([*said, "", "[1]", "{坏", ""]), encoding="utf-8")
    table = tmp_path / "cases.parquet"
    pl.DataFrame(
        {
            "牵头单位.销售收入[上年]": [1500.0, 1499.99, None],
            "牵头单位.注册日期": [date(2020, 1, 1), None, None],
        }
    ).write_parquet(table)

    from_lines, _ = tally(read_cases(lines, read), revenue_rule())
    from_table, _ = tally(read_cases(table, read), revenue_rule())

    assert from_lines.counts == from_table.counts == {"T-1": [0, 1, 0, 1, 0, 0, 1]}
    assert [row.number for row in from_lines.bad] == [4, 5]


def test_a_table_of_the_case_may_stand_in_a_cell(tmp_path):
    path = tmp_path / "cases.csv"
    path.write_text('团队\n"[{""全职"": ""是""}, {""全职"": ""是""}]"\n[坏\n', encoding="utf-8")

    found, _ = tally(read_cases(path, read), rule_with("行数(团队, 团队.全职) >= 2")[0])

    assert found.counts["T-1"][Verdict.PASSED] == 1
    assert [row.number for row in found.bad] == [2]


def test_a_line_longer_than_its_header_and_another_kind_of_file_are_refused(tmp_path):
    path = tmp_path / "cases.csv"
    path.write_text("牵头单位.销售收入[上年]\n1500,2\n", encoding="utf-8")

    found, _ = tally(read_cases(path, read), revenue_rule())

    assert [row.number for row in found.bad] == [1]
    with pytest.raises(ValueError, match="expected"):
        list(read_cases(tmp_path / "cases.txt", read))


def test_typed_columns_become_frames_without_a_step_by_case():
    rules = [
        rule_with("牵头单位.销售收入[上年] >= 1500*万元", key="A")[0],
        rule_with('"新型研发机构" in 牵头单位.资质', key="B")[0],
        rule_with("有(项目.起始日期) and 字数(项目.名称) == 2", key="C")[0],
        rule_with("合计(团队.每年工作月数) >= 12*月 and 无(论文)", key="D")[0],
        rule_with("牵头单位.独立法人", key="E", more="豁免: {依据: 三, 批准: 局}\n")[0],
        rule_with("负责人.院士", key="F")[0],
    ]
    plan = plan_of(*rules)
    cases = pl.DataFrame({
        "lead.revenue[-1]": [15000000.0, 14999999.99, 0.001], "lead.statuses": [["新型研发机构"], [], None],
        "project.starts_on": [date(2024, 1, 1), None, None], "project.name": ["甲 乙", "甲乙丙", None],
        "lead.is_legal_person": [True, False, None],
    })  # fmt: skip
    team = pl.DataFrame({"case": [1, 1, 2], "months_a_year": [6, 6, 1]})

    frames, bad = frames_from_columns(cases, plan.needs, {"team": team})
    found = plan.run(frames)

    assert [row.number for row in bad] == [3]
    assert {key: found[key].to_list() for key in "ABCDEF"} == {
        "A": [1, 6], "B": [1, 6], "C": [1, 6], "D": [3, 6], "E": [1, 4], "F": [3, 3],
    }  # fmt: skip


def test_whole_numbers_decimals_and_clean_names_are_exact_too():
    rules = [
        rule_with("牵头单位.销售收入[上年] == 1500*万元", key="A")[0],
        rule_with("字数(项目.名称) == 2", key="B")[0],
    ]
    plan = plan_of(*rules)
    money = pl.Series(
        "lead.revenue[-1]",
        [Decimal("15000000.00"), Decimal("15000000.01")],
        dtype=pl.Decimal(20, 2),
    )
    name = pl.Series("project.name", ["甲乙", "甲乙丙"])
    whole = pl.Series("lead.revenue[-1]", [15000000, 10**16])

    exact, none_bad = frames_from_columns(pl.DataFrame([money, name]), plan.needs)
    large, bad = frames_from_columns(pl.DataFrame([whole, name]), plan.needs)

    assert (plan.run(exact).rows(), none_bad) == ([(1, 1, 1), (2, 6, 6)], [])
    assert (plan.run(large).rows(), [row.number for row in bad]) == ([(1, 1, 1)], [2])


def test_a_day_no_person_could_type_is_a_bad_row():
    rule = rule_with("项目.起始日期 < 法律日期")[0]
    days = [date(1, 1, 1), date(1900, 1, 1), date(2200, 12, 31), date(2201, 1, 1)]

    found, _ = tally([(n, case_of({"project.starts_on": d})) for n, d in enumerate(days, 1)], rule)
    _, bad = frames_from_columns(pl.DataFrame({"project.starts_on": days}), plan_of(rule).needs)

    assert [row.number for row in found.bad] == [row.number for row in bad] == [1, 4]


def test_an_empty_batch_has_nothing_to_say():
    assert tally([], revenue_rule())[0] == Tally()


def test_a_rulebook_is_judged_as_it_stands():
    book = book_with(block("牵头单位.独立法人"), block("负责人.院士", key="T-2", force="软"))

    found, _ = tally([(1, case_of({"lead.is_legal_person": True}))], *book.rules("main"))

    assert {key: counts.index(1) for key, counts in found.counts.items()} == {"T-1": 1, "T-2": 3}
