"""Case files: what a person writes, and everything that is wrong with it at once."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhinan.engines.packs import load_pack
from zhinan.engines.rules import Verdict, judge_all, rulebook_of
from zhinan.engines.rules.case_texts import cases_in
from zhinan.engines.rules.cases import CaseFile, CaseReader, Frame
from zhinan.engines.rules.regions import region_names
from zhinan.engines.rules.reporting import report
from zhinan.engines.rules.selecting import find_programme, find_rules

ROOT = Path(__file__).parents[3]
BOOK = rulebook_of(load_pack(ROOT / "src/zhinan/packs/lianyungang-2024"))
READER = CaseReader(BOOK, regions=region_names())
EXAMPLE = re.search(
    r"```yaml\n(.*?)```", (ROOT / "docs/design/cases.md").read_text(encoding="utf-8"), re.DOTALL
)


def written(**facts: Any) -> dict[str, Any]:
    return {"programme": "成果转化", "as_of": "2024-08-01", "facts": facts}


def read(content: Any, **frame: str) -> CaseFile:
    found, findings = READER.read(content, Frame(**frame))
    assert (found is not None, findings) == (True, ())
    assert found is not None
    return found


def faults(content: Any, **frame: str) -> list[tuple[str, str]]:
    found, findings = READER.read(content, Frame(**frame))
    assert found is None
    assert all(finding.remedy for finding in findings)
    return [(finding.code, finding.field) for finding in findings]


def values(**facts: Any) -> dict[str, Any]:
    return dict(read(written(**facts)).case.values)


def test_read_the_example_of_the_documents_is_as_it_says():
    assert EXAMPLE is not None
    content = next(cases_in(EXAMPLE[1].splitlines(True), ".yaml", file="cases.md")).content

    found = read(content)
    told = report(found, BOOK, judge_all(BOOK, found.case))

    assert (told["overall"], told["warnings"]) == ("不通过", [])
    assert [line["agrees"] for line in told["expected"]] == [True] * 4
    finding = next(f for f in told["findings"] if f["rule"] == "LYG-3-8")
    assert (finding["margin"], finding["verdict"]) == ("0.01万元", "待裁量")


def test_read_chinese_keys_and_english_keys_are_the_same():
    english = {
        "name": "甲", "programme": "成果转化", "as_of": "2024-08-01", "known_at": "2024-08-02", "reference_day": "2024-08-03",
        "stage": "立项", "facts": {"牵头单位.独立法人": "是"}, "expect": {"LYG-3-3": "不通过"},
        "waivers": [{"rule": "LYG-6401-3", "granted_by": "局", "on": "2024-07-01", "reason": "优", "document": "a.pdf"}],
        "decisions": [{"rule": "LYG-3-7", "outcome": "不通过", "by": "处", "on": "2024-07-01"}],
    }  # fmt: skip
    chinese = {
        "名称": "甲", "计划": "commercialisation", "法律日期": "2024年8月1日", "知识日期": "2024-08-02", "基准日": "2024-08-03",
        "阶段": "立项", "事实": {"牵头单位.独立法人": True}, "期望": {"LYG-3-3": "failed"},
        "豁免": {"规则": "LYG-6401-3", "批准": "局", "日期": "2024-07-01", "理由": "优", "文件": "a.pdf"},
        "人工结论": [{"规则": "LYG-3-7", "结论": "不通过", "决定人": "处", "日期": "2024-07-01"}],
    }  # fmt: skip

    one, other = read(english), read(chinese)

    assert one == other
    assert (one.case.law, one.case.known, one.case.reference) == (
        date(2024, 8, 1), date(2024, 8, 2), date(2024, 8, 3),
    )  # fmt: skip
    assert (one.case.grants[0].granted_by, one.case.decisions[0].is_satisfied) == ("局", False)
    assert one.expect == {"LYG-3-3": Verdict.FAILED}


def test_read_options_win_over_the_file():
    found = read(
        written(), programme="soft-science", as_of="2024-01-01", known_at="2024-01-02", stage="受理"
    ).case

    assert (found.programme, found.law, found.known, found.stage) == (
        "soft-science", date(2024, 1, 1), date(2024, 1, 2), "受理",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "yuan"),
    [("1500万元", 15_000_000), (1500, 15_000_000), ("1500", 15_000_000), ("15000000元", 15_000_000),
     ("0.15亿元", 15_000_000), (Decimal("1499.99"), 14_999_900), ("１，５００万元", 15_000_000)],
)  # fmt: skip
def test_read_money_a_number_alone_is_ten_thousand_yuan(typed: Any, yuan: int):
    assert values(**{"牵头单位.销售收入[上年]": typed})["lead.revenue[-1]"] == yuan


def test_read_a_year_by_word_by_number_or_in_a_mapping():
    one = values(**{"牵头单位.销售收入[2022]": 5})
    other = values(**{"牵头单位.销售收入": {2022: 5, "上年": 6}})

    assert one == {"lead.revenue[-2]": Decimal(50_000)}
    assert other == {"lead.revenue[-2]": Decimal(50_000), "lead.revenue[-1]": Decimal(60_000)}


def test_read_absent_blank_and_null_are_unknown_and_none_is_declared():
    found = values(
        **{
            "牵头单位.资信等级": {"blank": True}, "牵头单位.独立法人": None, "牵头单位.名称": "", "预算.自筹": "无",
            "团队": "无", "台账": [], "附件.营业执照": "有", "附件.审计报告[上年]": "无", "牵头单位.资质": {"none": True},
        }
    )  # fmt: skip

    assert found == {
        "budget.own": 0, "team": (), "ledger": (), "files.licence": True, "files.audit_report[-1]": False,
        "lead.statuses": (),
    }  # fmt: skip


@pytest.mark.parametrize("name", ["附件.营业执照", "团队", "台账", "牵头单位.资质", "预算.自筹"])
@pytest.mark.parametrize("typed", ["", "  ", None])
def test_read_what_is_left_empty_is_unknown_of_every_type(name: str, typed: str | None):
    assert values(**{name: typed}) == {}


def test_read_a_number_too_long_to_write_out_is_refused_at_once():
    huge = Decimal("1e999999999")

    assert faults(written(**{"预算.自筹": huge})) == [("FIELD-NOT-A-NUMBER", "预算.自筹")]


def test_read_groups_nested_tables_and_lists():
    found = values(
        牵头单位={"类型": "企业", "资质": ["科技型中小企业", "专精特新企业"]}, 团队=[{"姓名": "甲", "全职": "否"}, {}]
    )  # fmt: skip

    assert values(lead={"kind": "企业"}) == {"lead.kind": "企业"}
    assert found["lead.kind"] == "企业"
    assert set(found["lead.statuses"]) == {"科技型中小企业", "专精特新企业"}
    assert found["team"] == ({"name": "甲", "is_full_time": False}, {})


@pytest.mark.parametrize(
    ("typed", "code"),
    [("海州区", "320706"), ("连云港市海州区", "320706"), ("江苏省徐州市鼓楼区", "320302"), ("320799", "320799"), ("北京市", "110000")],
)  # fmt: skip
def test_read_regions_by_code_or_full_name(typed: str, code: str):
    assert values(**{"牵头单位.注册地": typed}) == {"lead.region": code}


def test_read_other_applications_name_their_programme_as_people_do():
    found = values(
        同年申报=[
            {"计划": "重点研发（产业前瞻）"},
            {"计划": "4101"},
            {"计划": "soft-science"},
        ]
    )

    assert [row["programme"] for row in found["rivals"]] == [
        "key-rd-industry",
        "gas-turbine",
        "soft-science",
    ]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"牵头单位.注册日期": "2023-02-30"}, ("FIELD-NOT-A-DATE", "牵头单位.注册日期")),
        ({"牵头单位.销售收入[上年]": "一千五百万"}, ("FIELD-NOT-A-NUMBER", "牵头单位.销售收入[上年]")),
        ({"牵头单位.销售收入[上年]": 1.5}, ("FIELD-NOT-A-NUMBER", "牵头单位.销售收入[上年]")),
        ({"牵头单位.销售收入": "5万元"}, ("CASE-YEAR", "牵头单位.销售收入")),
        ({"牵头单位.销售收入[那年]": 5}, ("CASE-TERM", "牵头单位.销售收入[那年]")),
        ({"注册日期": "2023-01-01"}, ("CASE-TERM", "注册日期")),
        ({"牵头单位.注册資本": 1}, ("CASE-TERM", "牵头单位.注册資本")),
        ({"团队.姓名": "甲"}, ("CASE-TERM", "团队.姓名")),
        ({"团队": [{"年龄": 3}]}, ("CASE-TERM", "团队#1.年龄")),
        ({"团队": [{"全职": "也许"}]}, ("FIELD-NOT-A-FLAG", "团队#1.全职")),
        ({"团队": "三人"}, ("FIELD-ROWS", "团队")),
        ({"牵头单位.类型": "公司"}, ("FIELD-NOT-A-CHOICE", "牵头单位.类型")),
        ({"牵头单位.注册地": "连云港"}, ("FIELD-NOT-A-REGION", "牵头单位.注册地")),
        ({"牵头单位.注册地": "鼓楼区"}, ("FIELD-NOT-A-REGION", "牵头单位.注册地")),
        ({"附件.营业执照": 5}, ("FIELD-NOT-A-FILE", "附件.营业执照")),
        ({"同年申报": [{"计划": "重点研发"}]}, ("CASE-PROGRAMME", "同年申报#1.计划")),
        ({"牵头单位.类型": "企业", "lead.kind": "高校"}, ("CASE-TWICE", "lead.kind")),
    ],
)  # fmt: skip
def test_read_a_bad_fact_names_field_value_and_remedy(
    facts: dict[str, Any], expected: tuple[str, str]
):
    assert faults(written(**facts)) == [expected]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"programme": "科技转化"}, ("CASE-PROGRAMME", "programme")),
        ({"programme": ""}, ("CASE-PROGRAMME", "programme")),
        ({"as_of": ""}, ("CASE-DATE", "as_of")),
        ({"as_of": "2024-02-30"}, ("CASE-DATE", "as_of")),
        ({"reference_day": "八月"}, ("CASE-DATE", "reference_day")),
        ({"stage": "预算"}, ("CASE-STAGE", "stage")),
        ({"fact": {}}, ("CASE-KEY", "fact")),
        ({"计划": "成果转化"}, ("CASE-TWICE", "计划")),
        ({"facts": [1]}, ("CASE-SHAPE", "facts")),
        ({"expect": []}, ("CASE-SHAPE", "expect")),
        ({"expect": {"LYG-3-3": "挂"}}, ("CASE-VERDICT", "expect.LYG-3-3")),
        ({"expect": {"LYG-3-99": "通过"}}, ("CASE-RULE", "expect.LYG-3-99")),
        ({"waivers": ["甲"]}, ("CASE-SHAPE", "waivers#1")),
        ({"waivers": [{"rule": "LYG-3-99"}]}, ("CASE-RULE", "waivers#1")),
        ({"waivers": [{"rule": "LYG-3-3", "by": "甲"}]}, ("CASE-KEY", "waivers#1.by")),
        ({"decisions": {"rule": "LYG-3-3", "outcome": "好"}}, ("CASE-VERDICT", "decisions#1.outcome")),
        ({"decisions": {"rule": "LYG-3-3", "outcome": "通过", "on": "x"}}, ("CASE-DATE", "decisions#1.on")),
    ],
)  # fmt: skip
def test_read_a_bad_key_names_field_and_remedy(change: dict[str, Any], expected: tuple[str, str]):
    assert faults({**written(), **change}) == [expected]


def test_read_tells_all_faults_at_once():
    found = faults({"as_of": "2024-02-30", "facts": {"甲": 1, "牵头单位.注册日期": "昨天"}, "x": 1})

    assert found == [
        ("CASE-KEY", "x"), ("CASE-PROGRAMME", "programme"), ("CASE-DATE", "as_of"), ("CASE-TERM", "甲"),
        ("FIELD-NOT-A-DATE", "牵头单位.注册日期"),
    ]  # fmt: skip
    assert faults("甲") == [("CASE-SHAPE", "")]


def test_read_the_route_is_the_ordinary_one_only_where_a_list_apart_could_be_claimed():
    pack = load_pack(ROOT / "src/zhinan/packs/zhejiang-central-fund-2024")
    reader = CaseReader(rulebook_of(pack))
    content = {"programme": pack.programmes[0].key, "as_of": "2024-03-20"}

    silent = reader.read(content)[0]
    blank = reader.read({**content, "facts": {"申报.占用名额": {"blank": True}}})[0]

    assert silent is not None
    assert blank is not None
    assert silent.case.values == {"application.quota_route": "推荐单位名额"}
    assert blank.case.values == {}
    assert values() == {}


def test_read_a_fact_against_what_others_give_is_a_warning():
    facts = {"项目.起始日期": "2024-07-01", "项目.结束日期": "2026-06-30"}

    assert read(written(**facts, **{"项目.实施期限": 24})).warnings == ()
    assert read(written(**{"项目.实施期限": 36})).warnings == ()
    told = read(written(**facts, **{"项目.实施期限": 36})).warnings
    assert [(w.code, w.field) for w in told] == [("CASE-CONTRADICTION", "项目.实施期限")]
    assert "36月" in told[0].fact
    assert "24月" in told[0].fact


@pytest.mark.parametrize(
    ("typed", "months"),
    [("24", 24), (24, 24), ("24月", 24), ("24个月", 24), ("2年", 24), ("1.5 年", 18)],
)
def test_read_a_number_with_another_unit_of_its_dimension(typed: Any, months: int):
    assert values(**{"项目.实施期限": typed}) == {"project.months": months}


@pytest.mark.parametrize("typed", ["两年", "24天", "24万元", "2年半"])
def test_read_a_number_with_a_foreign_unit_is_refused(typed: str):
    assert faults(written(**{"项目.实施期限": typed})) == [("FIELD-NOT-A-NUMBER", "项目.实施期限")]


def test_read_lists_in_a_text_and_an_empty_list_as_none():
    row = {"单位资质": ["全国重点实验室", "省重点实验室"], "单位名称": "甲"}
    found = values(同年申报=[row, {"单位资质": []}], **{"牵头单位.资质": []})

    assert found["rivals"] == (
        {"statuses": "全国重点实验室、省重点实验室", "organisation": "甲"}, {"statuses": ""},
    )  # fmt: skip
    assert found["lead.statuses"] == ()


def test_read_a_record_after_the_knowledge_date_is_a_warning():
    late = {"rule": "LYG-3-7", "outcome": "通过", "by": "处", "on": "2024-09-01"}
    found = read({**written(), "decisions": [late]})

    assert [w.code for w in found.warnings] == ["CASE-LATER"]
    assert read({**written(), "decisions": [late], "known_at": "2024-09-01"}).warnings == ()


def test_read_a_grant_where_nobody_may_waive_is_a_warning():
    found = read({**written(), "waivers": [{"rule": "LYG-3-3", "granted_by": "局"}]})

    assert [w.code for w in found.warnings] == ["CASE-WAIVER"]


def test_cases_in_each_kind_of_file():
    def contents(text: str, suffix: str) -> list[Any]:
        read_ones = list(cases_in(text.splitlines(True), suffix, file="f"))
        return [one.content if one.fault is None else one.fault.code for one in read_ones]

    assert contents("a: 1\nb: 0.80\n", ".yaml") == [{"a": 1, "b": Decimal("0.80")}]
    assert contents("- a: 1\n- b: 2\n", ".yml") == [{"a": 1}, {"b": 2}]
    assert contents("a: [1\n", ".yaml") == ["CASE-YAML"]
    assert contents('[{"a": 1.10}, {}]', ".json") == [{"a": Decimal("1.10")}, {}]
    assert contents('{"a": 1}\n\n{"a": 1, "a": 2}\n{"a"\n{"a": NaN}\n', ".jsonl") == [
        {"a": 1}, "CASE-JSON", "CASE-JSON", "CASE-JSON",
    ]  # fmt: skip
    table = '计划,牵头单位.名称,团队,预算.总额\n成果转化,甲,"[{""姓名"": ""乙""}]",\n成果转化,甲,[坏,1\n,,,,多\n'
    assert contents(table, ".csv") == [
        {"计划": "成果转化", "facts": {"牵头单位.名称": "甲", "团队": [{"姓名": "乙"}]}}, "CASE-JSON", "CASE-CSV",
    ]  # fmt: skip


def test_cases_a_bad_row_of_a_table_or_of_json_lines_leaves_the_others():
    def found(text: str, suffix: str) -> list[Any]:
        lines = text.encode().replace(b"?", b"\xff").decode(errors="surrogateescape")
        read_ones = cases_in(lines.splitlines(True), suffix, file="f")
        return [(one.number, one.fault and one.fault.code) for one in read_ones]

    quoted = '计划,说明\n成果转化,甲\n成果转化,"甲"乙\n成果转化,?\n成果转化,丙\n'
    assert found(quoted, ".csv") == [(1, None), (2, "CASE-CSV"), (3, "CASE-FILE"), (4, None)]
    open_quote = '计划,说明\n成果转化,甲\n成果转化,"乙\n成果转化,丙\n成果转化,丁\n'
    assert found(open_quote, ".csv") == [(1, None), (2, "CASE-CSV")]
    *_, swallowed = cases_in(open_quote.splitlines(True), ".csv", file="f")
    assert swallowed.fault.fact.startswith("f第2件（文件第3至5行，都没有判）")
    assert found('{"a": 1}\n{"a": "?"}\n{"a": 3}\n', ".jsonl") == [
        (1, None), (2, "CASE-FILE"), (3, None),
    ]  # fmt: skip
    assert found("?\n1\n2\n", ".csv") == [(1, "CASE-FILE")]
    assert found("a: ?\n", ".yaml") == [(1, "CASE-FILE")]
    assert found('{"名称": "\\ud800"}\n{"名称": "\\ud83d\\ude00"}\n', ".jsonl") == [
        (1, "CASE-JSON"), (2, None),
    ]  # fmt: skip
    assert found('名称: "\\ud800"\n', ".yaml") == [(1, "CASE-YAML")]


def test_find_rules_takes_rows_of_the_acceptance_list_with_their_parts():
    assert find_rules(BOOK, ["LYG-3-3"]) == (("LYG-3-3",), [])
    assert set(find_rules(BOOK, ["LYG-3-4"])[0]) >= {"LYG-3-4", "LYG-3-4-角色"}
    assert not {"LYG-3-34", "LYG-3-40"} & set(find_rules(BOOK, ["LYG-3-4"])[0])
    assert find_rules(BOOK, ["LYG-3-28…30"])[0] == ("LYG-3-28", "LYG-3-29", "LYG-3-30")
    assert [f.code for f in find_rules(BOOK, ["LYG-3-3x", ""])[1]] == ["CASE-RULE"]


def test_find_programme_by_key_short_name_or_code_and_never_by_a_part():
    found = [
        find_programme(BOOK.pack, said)
        for said in (
            "commercialisation",
            "成果转化",
            "市科技成果转化计划",
            "4202",
            "软科学",
            "重点研发",
            "成果",
            "",
        )
    ]

    assert found == [
        "commercialisation",
        "commercialisation",
        "commercialisation",
        "rd-institution-subsidy",
        "soft-science",
        None,
        None,
        None,
    ]


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=8), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["facts", "programme", "as_of", "waivers", "expect", "decisions", "牵头单位", "团队", "x"]), inner, max_size=4), max_leaves=8))  # fmt: skip
def test_read_anything_gives_a_case_or_findings_and_never_breaks(content: Any):
    found, findings = READER.read(content)

    assert (found is None) is bool(findings)
