"""The shipped pack of Lianyungang 2024, held against the hand-made records of its source."""

import csv
import json
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

import zhinan
from zhinan.engines.packs import Pack, limit_for, read_pack
from zhinan.engines.packs.guide_text import clauses_for, read_guide
from zhinan.engines.vocabulary import core_vocabulary

PACK = Path(zhinan.__file__).parent / "packs" / "lianyungang-2024"
SHARED = Path(__file__).parents[4] / "shared"
GOLD = SHARED / "gold" / "002_f13927b26de68517.json"
SOURCE = SHARED / "sources" / "002_f13927b26de68517.txt"
RULES = SHARED / "domain" / "RULES.md"

needs_shared = [
    pytest.mark.shared,
    pytest.mark.skipif(
        not GOLD.exists(), reason="the source documents are not beside the checkout"
    ),
]
BLOCK = re.compile(r"^```(\S+) (LYG-[0-9-]+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
LONGEST_RUN = 20  # Chinese characters that may stand in the same order as in the source
FORCE = {"H": "硬", "S": "软", "D": "人工"}
KIND = {"QUOTA": "限额", "EXCL": "互斥", "HIST": "历史", "CALC": "计算", "LINT": "检查"}
# What one row of a register decides is written as such a block, whatever the list calls it; and a
# waiver of a quota is written with the quotas.
OWN_KIND = {"LYG-3-26": "历史", "LYG-3-27": "关联", "LYG-7-16": "限额"} | dict.fromkeys(
    # decided by what the application itself states, not by rows of a register alone
    ("LYG-4202-8", "LYG-4301-2", "LYG-5-2", "LYG-6401-9", "LYG-6402-5", "LYG-7-5"), "规则"
)  # fmt: skip


def manifest() -> dict[str, Any]:
    return yaml.safe_load((PACK / "pack.yaml").read_text(encoding="utf-8"))


def rows_of(name: str) -> list[dict[str, str]]:
    with (PACK / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def guide_texts() -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(PACK.glob("guide/*.md"))}


def gold(kind: str) -> list[dict[str, Any]]:
    records = json.loads(GOLD.read_text(encoding="utf-8"))["records"]
    return [record for record in records if record["type"] == kind]


def han(text: str) -> str:
    return re.sub(r"[^㐀-鿿]", "", text)


def acceptance_rows() -> dict[str, tuple[str, str]]:
    """Row id of the acceptance list -> (kind, strength)."""
    table = RULES.read_text(encoding="utf-8")
    found = re.findall(r"^\| (LYG-[0-9-]+) \|.*\| (\w+) \| (\w)\*? \|$", table, re.MULTILINE)
    return {key: (kind, strength) for key, kind, strength in found}


def shared(test: Any) -> Any:
    for mark in needs_shared:
        test = mark(test)
    return test


@pytest.fixture(scope="module")
def pack() -> Pack:
    found, faults = read_pack(PACK)
    assert [str(fault) for fault in faults] == []
    assert found is not None
    return found


def test_pack_loads_without_a_fault_but_the_official_ones(pack: Pack):
    assert len(pack.programmes) == 16
    assert [(fault.code, fault.line) for fault in pack.accepted] == [("PACK-TOPIC-REPEATED", 60)]


def test_every_programme_has_clauses_rules_topics_and_a_form(pack: Pack):
    for programme in pack.programmes:
        assert programme.rules, programme.key
        assert programme.topics, programme.key
        assert len(programme.form.sections) >= 6, programme.key
        assert {"title", "topic", "leader"} <= programme.form.shown_in_lists.keys(), programme.key
        assert programme.window("closes") is not None, programme.key


def test_topics_and_quotas_of_basic_research_are_shared_by_its_two_kinds(pack: Pack):
    youth, general = pack.programme("basic-youth"), pack.programme("basic-general")

    assert [t.code for t in youth.topics] == [f"700{n}" for n in range(1, 9)]
    assert youth.topics == general.topics
    assert youth.quotas == general.quotas
    assert {q.programmes for q in youth.quotas} == {("basic-youth", "basic-general")}


def test_rules_on_foreign_partners_bind_two_of_six_programmes(pack: Pack):
    bound = [p.key for p in pack.programmes if any(rule.key == "LYG-6-3" for rule in p.rules)]

    assert bound == ["belt-road", "industrial-rd-cooperation"]


def test_a_common_guide_belongs_to_every_programme(pack: Pack):
    for programme in pack.programmes:
        clause = next(c for c in programme.clauses if c.file)
        assert (clause.file, [rule.key for rule in clause.rules]) == (
            "guide/8-recommendation-summary.md",
            ["LYG-8-1"],
        )


def test_a_common_guide_that_is_missing_is_told():
    text = (PACK / "pack.yaml").read_text(encoding="utf-8")
    files = {str(f.relative_to(PACK)): f.read_bytes() for f in PACK.rglob("*") if f.is_file()}
    files["pack.yaml"] = text.replace("guide/8-rec", "guide/9-rec").encode()

    _, faults = read_pack(files)

    assert [fault.code for fault in faults] == ["PACK-FILE-MISSING"]


def test_part_of_a_guide_may_name_several_programmes():
    text = "# 指南\n## 一 共有\n# 两类 {a b}\n## 二 两类\n# 一类 {c}\n## 三 一类\n"

    parts, faults = read_guide(text, file="guide/1.md")

    assert faults == []
    assert [[c.number for c in clauses_for(parts, key)[0]] for key in "abc"] == [
        ["一", "二"],
        ["一", "二"],
        ["一", "三"],
    ]


@pytest.mark.parametrize(
    ("programme", "counted_by", "name", "statuses", "kind", "most"),
    [
        ("key-rd-social", "body", "市卫健委", (), "部门", 20),
        ("key-rd-social", "body", "江苏海洋大学", (), "高校", 5),
        ("key-rd-social", "body", "某学院", (), "高校", 3),
        ("key-rd-social", "body", "某区科技局", (), "区（功能板块）", None),
        ("key-rd-social", "host", "某公司", (), "企业", 1),
        ("key-rd-social", "host", "某医院", (), "医疗卫生机构", None),
        ("commercialisation", "host", "某公司", (), "企业", 1),
        ("gas-turbine", "body", "市开发区科技局", (), "区（功能板块）", 10),
        ("basic-youth", "body", "某区科技局", (), "区（功能板块）", 5),
        ("basic-youth", "body", "市卫健委", (), "部门", 15),
        ("basic-youth", "body", "江苏海洋大学", (), "高校", 10),
        ("basic-general", "body", "某研究所", (), "科研院所", 3),
        ("basic-general", "host", "某公司", (), "企业", 1),
        ("basic-general", "host", "某公司", ("全国重点实验室",), "企业", 4),
        ("basic-general", "host", "某公司", ("省重点实验室",), "企业", 2),
        ("basic-general", "host", "江苏海洋大学", ("省重点实验室",), "高校", 10),
    ],
)
def test_quota_of_a_body_or_host(
    pack: Pack, programme: str, counted_by: str, name: str, statuses: Any, kind: str, most: Any
):
    classes = pack.classes_of(kind) or (kind,)
    limit = limit_for(
        pack.programme(programme).quotas,
        counted_by=counted_by,
        names={name},
        statuses=statuses,
        classes=classes,
    )

    assert (limit.most, limit.finding) == (most, None)


def test_programme_names_its_guide_form_and_section():
    pack = manifest()
    sections = {section["key"] for section in pack["sections"]}

    for programme in pack["programmes"]:
        assert (PACK / programme["guide"]).is_file()
        assert (PACK / programme["form"]).is_file()
        assert programme["section"] in sections
        assert all(window["basis"] for window in programme["windows"])
    assert len({programme["number_prefix"] for programme in pack["programmes"]}) == 16


def test_only_accepted_topic_codes_repeat():
    accepted = {fault["code"] for fault in manifest()["accepted_faults"]}
    codes = Counter(row["code"] for row in rows_of("topics.csv"))

    assert {code for code, count in codes.items() if count > 1} == {"2306"}
    assert accepted == {"2306", "1001"}


def test_every_rule_has_title_subject_force_and_remedy():
    for text in guide_texts().values():
        for _, key, body in BLOCK.findall(text):
            block = yaml.safe_load(body)
            assert {"标题", "主体", "力度", "补救"} <= block.keys(), key
            assert block["力度"] in FORCE.values(), key
            assert len(block["补救"]) <= 400, key


def test_forms_ask_for_what_lists_show():
    for path in PACK.glob("forms/*.yaml"):
        form = yaml.safe_load(path.read_text(encoding="utf-8"))
        asked = {
            term["term"] if isinstance(term, dict) else term
            for section in form["sections"]
            for term in section.get("terms", [])
        }
        assert set(form["summary"].values()) <= asked, path.name
        assert {"项目.名称", "项目.指南代码"} <= asked, path.name


def test_summary_table_of_annex_8_marks_what_the_source_lost():
    table = yaml.safe_load((PACK / "documents/recommendation-summary.yaml").read_text("utf-8"))
    names = {term.label for term in core_vocabulary()}
    labels = [column["label"] for column in table["columns"]]

    assert labels[0] == "计划类别"
    assert labels[3:5] == ["申报单位", "合作单位"]
    assert [c["label"] for c in table["columns"] if c.get("source") is None] == ["计划类别"]
    assert {c["term"] for c in table["columns"] if "term" in c} - names == {"合作单位.名称"}


@shared
def test_topics_are_the_official_ones_in_order():
    ours = [(row["code"], row["title"]) for row in rows_of("topics.csv")]

    assert ours == [(record["code"], record["title"]) for record in gold("topic")]
    assert len(ours) == 122
    assert [row["group"] for row in rows_of("topics.csv")] == [
        record["group"] or "" for record in gold("topic")
    ]


@shared
def test_contacts_are_the_official_ones():
    ours = [(s["name"], [s["contact"]], [s["phone"]]) for s in manifest()["sections"]]
    theirs = [(r["department"], r["persons"], r["phones"]) for r in gold("contact")]

    assert sorted(ours) == sorted(theirs)


@shared
def test_programmes_are_the_official_ones():
    ours = [(p["name"], str(p["code"])) for p in manifest()["programmes"]]

    assert ours == [(r["name"], r.get("code") or "") for r in gold("programme") if r["applicable"]]


@shared
def test_quotas_are_the_official_ones():
    said = {
        "高校": "其他高校、科研院所",
        "科研院所": "其他高校、科研院所",
        "区（功能板块）": "各区（功能板块）",
        "全国重点实验室": "建有全国重点实验室的单位",
        "省重点实验室": "建有省重点实验室的单位",
    }
    names = {p["key"]: p["name"] for p in manifest()["programmes"]}
    ours = {
        (
            names[row["programme"].split()[0]].replace("·青年科技创新人才项目", ""),
            said.get(row["who"], row["who"]),
            int(row["most"]),
            bool(row["outside_body_quota"]),
        )
        for row in rows_of("quotas.csv")
        if row["most"] != "不限"
    }

    assert ours == {
        (r["programme"], r["body"], r["max"], bool(r.get("outside_quota_of")))
        for r in gold("quota")
    }


@shared
def test_every_row_of_the_acceptance_list_has_one_place():
    placed = Counter(key for text in guide_texts().values() for _, key, _ in BLOCK.findall(text))

    assert placed == Counter(acceptance_rows().keys())


@shared
def test_rules_keep_the_kind_and_strength_of_the_acceptance_list():
    rows = acceptance_rows()
    blocks = [found for text in guide_texts().values() for found in BLOCK.findall(text)]

    for kind, key, body in blocks:
        said_kind, strength = rows[key]
        assert yaml.safe_load(body)["力度"] == FORCE[strength], key
        assert kind == OWN_KIND.get(key, KIND.get(said_kind, "规则")), key


@shared
def test_clauses_are_in_our_own_words():
    source = SOURCE.read_text(encoding="utf-8")
    official = set(re.findall(r"《([^》]+)》", source))
    official |= {r["title"] for r in gold("topic") + gold("document")}
    official |= {name for r in gold("programme") for name in (r["name"], r["short"])}
    read, copied = han(source), []
    for path in [*PACK.glob("guide/*.md"), *PACK.glob("**/*.yaml")]:
        text = path.read_text(encoding="utf-8")
        for name in sorted(official, key=len, reverse=True):
            text = text.replace(name, "\n")
        for line in map(han, text.splitlines()):
            starts = range(len(line) - LONGEST_RUN)
            copied += [line[i : i + 21] for i in starts if line[i : i + LONGEST_RUN + 1] in read]

    assert copied == []


@shared
def test_dates_and_amounts_of_the_source_are_all_written():
    written = "".join(guide_texts().values())
    dates = {(r["date"], r["programme"]) for r in gold("deadline")}

    for day, _ in dates:
        year, month, date = (int(part) for part in day.split("-"))
        assert f"{year}年{month}月{date}日" in written or f"{month}月{date}日" in written
    for figure in (
        "200万元",
        "5万元",
        "1500万元",
        "300平方米",
        "20%",
        "50%",
        "30%",
        "24个月",
        "12个月",
    ):
        assert figure in written


def test_clause_numbers_rise_within_a_part():
    for name, text in guide_texts().items():
        for part in re.split(r"^# ", text, flags=re.MULTILINE)[1:]:
            numbers = re.findall(r"^### (\S+)", part, re.MULTILINE)
            assert len(set(numbers)) == len(numbers), name
            tops = ["一二三四五六七八九十".find(n[0]) for n in numbers]
            assert all(before <= after for before, after in pairwise(tops)), name
