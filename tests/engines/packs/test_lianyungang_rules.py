"""Annexes 1 to 3 of Lianyungang 2024: examples, mutants, forms, and cases at the edges of the text."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import zhinan
from zhinan.engines.packs import Pack, read_pack
from zhinan.engines.rules import (
    Rule,
    Rulebook,
    case_of,
    judge,
    mutate_rule,
    overall,
    rulebook_of,
)
from zhinan.engines.rules.case import APPLYING
from zhinan.engines.rules.examples import check_examples
from zhinan.engines.rules.rulebook import facts_used
from zhinan.engines.rules.stating import read_facts

PACK = Path(zhinan.__file__).parent / "packs" / "lianyungang-2024"
ANNEXES = ("LYG-1-", "LYG-2-", "LYG-3-")
PROGRAMMES = ("key-rd-industry", "key-rd-social", "commercialisation")
REGISTERS = {"台账", "同年申报", "关联关系", "推荐单位.名称", "推荐单位.类别"}
APPLYING_FIRM = {
    "牵头单位": {"名称": "甲公司", "统一社会信用代码": "甲", "类型": "企业"},
    "台账": [],
    "关联关系": [],
    "同年申报": [],
}


@pytest.fixture(scope="module")
def pack() -> Pack:
    found, faults = read_pack(PACK)
    assert found is not None, faults
    return found


@pytest.fixture(scope="module")
def book(pack: Pack) -> Rulebook:
    return rulebook_of(pack)


@pytest.fixture(scope="module")
def own(book: Rulebook) -> list[Rule]:
    return [rule for rule in book.all if rule.key.startswith(ANNEXES)]


def said(book: Rulebook, programme: str, key: str, facts: dict[str, Any], **dates: date) -> str:
    states, findings = read_facts(facts, book.pack.vocabulary, year=2024)
    assert findings == []
    law = dates.pop("law", date(2024, 8, 1))
    case = case_of(states, book.pack.vocabulary, programme=programme, year=2024, law=law, **dates)
    return judge(book.rule(key), case).verdict.label


def test_every_block_is_read_and_its_examples_hold(book: Rulebook):
    faults = [*book.faults, *check_examples(book)]

    assert [str(f) for f in faults if f.file.startswith(("guide/1", "guide/2", "guide/3"))] == []


def test_examples_kill_every_mutant(own: list[Rule], pack: Pack):
    for rule in own:
        assert len(rule.examples) >= 3, rule.key
        assert mutate_rule(rule, pack).survivors == (), rule.key


def test_every_reading_named_is_on_record(own: list[Rule], book: Rulebook):
    """A key that is misspelt would pass for a sentence of our own; sentences end with a full stop."""
    for note in (note for rule in own for note in rule.notes):
        assert note.key in book.notes or note.text.endswith("。"), note.text


def test_forms_ask_for_every_fact_a_rule_needs(book: Rulebook):
    for programme in map(book.pack.programme, PROGRAMMES):
        asked = set(programme.form.terms)
        tables = {path.rpartition(".")[0] for path in asked}
        for rule in book.rules(programme.key):
            if rule.kind == "lint" or rule.stage != APPLYING or rule.quota is not None:
                continue
            for term in facts_used(rule, book.pack.vocabulary):
                there = term.path in asked | tables or term.label in REGISTERS
                assert there, (programme.key, rule.key, term.label)


@pytest.mark.parametrize(
    ("programme", "key", "facts", "verdict"),
    [
        ("key-rd-industry", "LYG-1-2", {"牵头单位.注册地": "320707"}, "不通过"),
        ("commercialisation", "LYG-3-3", {"牵头单位": {"注册地": "320707", "注册日期": "2022-12-31"}}, "通过"),
        ("commercialisation", "LYG-3-3", {"牵头单位": {"注册地": "320707", "注册日期": "2023-01-01"}}, "不通过"),
        ("key-rd-social", "LYG-2-3", {"项目.示范地": "320724"}, "通过"),
        ("key-rd-social", "LYG-2-10", {"项目.指南代码": "2206"}, "不通过"),
        ("commercialisation", "LYG-3-18", {"项目.指南代码": "3101、3201"}, "不通过"),
        ("commercialisation", "LYG-3-8", {"牵头单位.销售收入": {"2023": "1500万元"}}, "通过"),
        ("commercialisation", "LYG-3-8", {"牵头单位.销售收入": {"2022": "1500万元"}}, "待补"),
    ],
)  # fmt: skip
def test_edges_of_the_text(
    book: Rulebook, programme: str, key: str, facts: dict[str, Any], verdict: str
):
    assert said(book, programme, key, facts) == verdict


def test_patent_counts_from_the_reference_day(book: Rulebook):
    facts = {
        "牵头单位.名称": "甲公司",
        "知识产权": [{"类型": "发明专利", "权利人": "甲公司", "授权日期": "2021-08-10"}],
    }

    assert said(book, "key-rd-industry", "LYG-1-8", facts) == "通过"
    late = {"reference": date(2024, 8, 20)}
    assert said(book, "key-rd-industry", "LYG-1-8", facts, **late) == "不通过"


def test_ledger_is_read_as_known_on_the_day(book: Rulebook):
    row = {"计划": "市科技成果转化计划", "单位代码": "甲", "状态": "在研", "记录日期": "2024-08-05"}
    facts = APPLYING_FIRM | {"台账": [row]}

    assert said(book, "commercialisation", "LYG-3-1", facts) == "通过"
    later = {"known": date(2024, 8, 5)}
    assert said(book, "commercialisation", "LYG-3-1", facts, **later) == "不通过"


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_nothing_stated_is_never_a_bar(book: Rulebook, programme: str):
    case = case_of({}, book.pack.vocabulary, programme=programme, year=2024, law=date(2024, 8, 1))
    judged = [judge(r, case) for r in book.rules(programme) if r.kind != "lint"]

    assert {j.verdict.label for j in judged} <= {"待补"}
    assert overall(judged).label == "待补"


def test_full_application_of_a_firm_waits_for_persons_alone(book: Rulebook):
    facts = APPLYING_FIRM | {
        "牵头单位": {
            "名称": "甲公司", "统一社会信用代码": "甲", "类型": "企业", "独立法人": "是", "注册日期": "2019-01-01",
            "注册地": "320706", "企业规模": "小型", "规模以上工业企业": "否", "资质": "无", "资信等级": "AA",
            "研发投入": {"2022": "90", "2023": "100"}, "销售收入": {"2023": "2000"}, "净利润": {"2022": "10", "2023": "20"},
        },
        "项目": {
            "名称": "高纯石英砂制备技术研发及产业化", "指南代码": "3101", "产品类别": "其他", "目标产品": "高纯石英砂",
            "起始日期": "2024-09-01", "结束日期": "2027-08-31", "创新点": "甲", "研究内容": "乙", "研究目标": "丙",
        },
        "合作单位": [{"名称": "乙大学", "类型": "高校", "角色": "技术依托单位"}],
        "知识产权": [{"类型": "发明专利", "状态": "有效"}],
        "考核指标": [{"类别": "经济指标"}],
        "预算.科目": [{"科目": "设备费"}],
        "附件": {
            "营业执照": "有", "法人代表证明或委托书": "有", "审计报告": {"2022": "有", "2023": "有"}, "合作协议": "有",
            "创新水平证明": "有", "知识产权证明": "有",
        },
    }  # fmt: skip
    rules = [r for r in book.rules("commercialisation") if r.kind != "lint" and r.stage == APPLYING]
    found = {rule.key: said(book, "commercialisation", rule.key, facts) for rule in rules}

    assert set(found.values()) == {"通过", "需人工", "不适用"}
    assert {key for key, verdict in found.items() if verdict == "需人工"} == {
        "LYG-3-5", "LYG-3-7", "LYG-3-10", "LYG-3-11-相关", "LYG-3-12", "LYG-3-16", "LYG-3-19", "LYG-3-24",
    }  # fmt: skip
