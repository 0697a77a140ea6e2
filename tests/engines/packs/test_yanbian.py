"""The shipped pack of Yanbian 2023, held against its source and the acceptance list."""

import csv
import json
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

import zhinan
from zhinan.engines.packs import Pack, read_pack
from zhinan.engines.rules import Rulebook, facts_used, mutate_rule, rulebook_of
from zhinan.engines.rules.case import APPLYING

PACK = Path(zhinan.__file__).parent / "packs" / "yanbian-2023"
SHARED = Path(__file__).parents[4] / "shared"
GOLD = SHARED / "gold" / "000_84e0ca3e270d1e5b.json"
SOURCE = SHARED / "sources" / "000_84e0ca3e270d1e5b.txt"
RULES = SHARED / "domain" / "RULES.md"

BLOCK = re.compile(r"^```(\S+) (YB-[0-9A-Z-]+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
LONGEST_RUN = 20  # Chinese characters that may stand in the same order as in the source
FORCE = {"H": "硬", "S": "软", "D": "人工"}
KIND = {"HIST": "历史", "LINT": "检查"}
# Hard in wording, and the waiver of their own sentence stands beside them.
WAIVED = {"YB-TAL-3", "YB-TAL-5", "YB-TAL-6"}
REGISTERS = {"integrity"}
INHERITING = {"commercialisation", "international", "incubator", "transfer-system", "talent", "strategy", "basic"}  # fmt: skip


def shared(test: Any) -> Any:
    there = pytest.mark.skipif(
        not GOLD.exists(), reason="the source documents are not beside the checkout"
    )
    return pytest.mark.shared(there(test))


def manifest() -> dict[str, Any]:
    return yaml.safe_load((PACK / "pack.yaml").read_text(encoding="utf-8"))


def guide() -> str:
    return (PACK / "guide/guide.md").read_text(encoding="utf-8")


def topics() -> list[dict[str, str]]:
    with (PACK / "topics.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def gold(kind: str) -> list[dict[str, Any]]:
    records = json.loads(GOLD.read_text(encoding="utf-8"))["records"]
    return [record for record in records if record["type"] == kind]


def han(text: str) -> str:
    return re.sub(r"[^㐀-鿿]", "", text)


def acceptance_rows() -> dict[str, tuple[str, str]]:
    """Row id of the acceptance list -> (kind, strength)."""
    table = RULES.read_text(encoding="utf-8")
    found = re.findall(r"^\| (YB-[0-9A-Z-]+) \|.*\| (\w+) \| (\w)\*? \|$", table, re.MULTILINE)
    return {key: (kind, strength) for key, kind, strength in found}


@pytest.fixture(scope="module")
def pack() -> Pack:
    found, faults = read_pack(PACK)
    assert [str(fault) for fault in faults] == []
    assert found is not None
    return found


@pytest.fixture(scope="module")
def book(pack: Pack) -> Rulebook:
    found = rulebook_of(pack)
    assert [str(fault) for fault in found.faults] == []
    return found


def asked(pack: Pack, programme: str) -> set[str]:
    """Paths of the terms and tables a programme's form asks for."""
    sections = pack.programme(programme).form.sections
    fields = {field.path for section in sections for field in section.fields}
    return fields | {section.table.path for section in sections if section.table is not None}


def test_twelve_classes_each_with_form_topics_and_section(pack: Pack):
    assert len(pack.programmes) == 12
    for programme in pack.programmes:
        assert programme.topics, programme.key
        assert {"title", "topic", "leader"} <= programme.form.shown_in_lists.keys(), programme.key
        assert programme.window("closes") is not None, programme.key
    assert len({p.form.title for p in pack.programmes}) == 12
    assert len({p["number_prefix"] for p in manifest()["programmes"]}) == 12


def test_no_date_is_invented(pack: Pack):
    assert all(window.day is None for p in pack.programmes for window in p.windows)
    assert all(window.basis for p in pack.programmes for window in p.windows)


def test_every_class_inherits_what_holds_for_all(pack: Pack):
    for programme in pack.programmes:
        keys = {rule.key for rule in programme.rules}
        assert {f"YB-0-{n}" for n in range(1, 6)} <= keys, programme.key
        assert len(keys) > 5, programme.key


def test_rules_of_one_class_do_not_bind_another(pack: Pack):
    prefixes = {
        "key-rd": "GK", "commercialisation": "CG", "international": "INT", "domestic": "DOM",
        "innovation-centre": "CEN", "incubator": "INC", "star-space": "STAR", "transfer-system": "TT",
        "trade-subsidy": "TB", "talent": "TAL", "strategy": "STR", "basic": "BAS",
    }  # fmt: skip
    for programme in pack.programmes:
        own = {rule.key.split("-")[1] for rule in programme.rules}
        assert own == {"0", prefixes[programme.key]}


def test_general_requirements_bind_the_classes_that_say_so(book: Rulebook):
    rule = book.rule("YB-0-3")

    assert set(rule.on(date(2023, 3, 1)).parameters["写明的类别"]) == INHERITING


def test_forms_ask_for_every_term_their_rules_need(pack: Pack, book: Rulebook):
    for programme in pack.programmes:
        there = asked(pack, programme.key) | REGISTERS
        for rule in book.rules(programme.key):
            if rule.kind == "lint" or rule.stage != APPLYING:
                continue
            if rule.key == "YB-0-3" and programme.key not in INHERITING:
                continue  # its guard decides without asking
            need = {term.path for term in facts_used(rule, pack.vocabulary)}
            assert need <= there, (programme.key, rule.key)


def test_every_rule_has_three_examples_and_kills_every_mutant(pack: Pack, book: Rulebook):
    for rule in book.all:
        assert len(rule.examples) >= 3, rule.key
        assert mutate_rule(rule, pack).survivors == (), rule.key


def test_every_rule_has_title_subject_force_and_remedy():
    for _, key, body in BLOCK.findall(guide()):
        block = yaml.safe_load(body)
        assert {"标题", "主体", "力度", "补救", "例"} <= block.keys(), key


def test_waiver_of_outstanding_talent_covers_its_own_sentence():
    waived = {key for _, key, body in BLOCK.findall(guide()) if "豁免" in yaml.safe_load(body)}

    assert waived == {"YB-TAL-3", "YB-TAL-4", "YB-TAL-5", "YB-TAL-6"}


def test_topic_codes_are_clause_numbers(pack: Pack):
    for programme in pack.programmes:
        numbers = [clause.number for clause in programme.clauses]
        for topic in programme.topics:
            assert any(topic.code.startswith(number) for number in numbers), topic.code


def test_cases_name_rules_of_their_programme(pack: Pack, book: Rulebook):
    names = {name: p.key for p in pack.programmes for name in (p.key, p.name, p.short)}
    for path in PACK.glob("cases/*.yaml"):
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            keys = {rule.key for rule in book.rules(names[case["programme"]])}
            assert case["expect"].keys() <= keys, case["name"]


@shared
def test_contacts_are_the_official_ones():
    ours = {
        (s["name"], tuple(s["contact"].split("、")), s["phone"]) for s in manifest()["sections"]
    }
    theirs = {
        (r["department"], tuple(r["persons"]), r["phones"][0].removeprefix("0433-"))
        for r in gold("contact")
    }

    assert ours == theirs


@shared
def test_sections_are_those_of_the_official_contacts():
    names = {s["key"]: s["name"] for s in manifest()["sections"]}
    theirs: dict[str, set[str]] = {}
    for record in gold("contact"):
        theirs.setdefault(record["programme"], set()).add(record["department"])
    for programme in manifest()["programmes"]:
        said = {
            office
            for name, offices in theirs.items()
            if name == programme["name"] or name.startswith(f"{programme['name']}·")
            for office in offices
        }
        # International cooperation has no contact of its own: YB-0-5 says so.
        assert names[programme["section"]] in said or programme["key"] == "international"


@shared
def test_programmes_are_the_official_ones():
    names = {record["name"] for record in gold("programme")}

    assert {programme["name"] for programme in manifest()["programmes"]} <= names


@shared
def test_every_row_of_the_acceptance_list_has_one_place():
    placed = Counter(key for _, key, _ in BLOCK.findall(guide()))

    assert placed == Counter(acceptance_rows().keys())


@shared
def test_rules_keep_the_kind_and_strength_of_the_acceptance_list():
    rows = acceptance_rows()

    for kind, key, body in BLOCK.findall(guide()):
        said, strength = rows[key]
        block = yaml.safe_load(body)
        assert block["力度"] == ("硬" if key in WAIVED else FORCE[strength]), key
        expected = KIND.get(said, "规则") if strength == "H" else "规则"
        assert kind == expected, key
        assert said != "PRI" or block["性质"] == "优先", key
        assert said != "STATE" or block["阶段"] != APPLYING, key


@shared
def test_clauses_are_in_our_own_words():
    source = SOURCE.read_text(encoding="utf-8")
    official = set(re.findall(r"《([^》]+)》", source)) | {row["title"] for row in topics()}
    official |= {name for r in gold("programme") for name in (r["name"], r["short"])}
    official |= {r["application_document"] or r["name"] for r in gold("programme")}
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
def test_figures_of_the_source_are_all_written():
    written = guide()

    for figure in (
        "1000万元", "5名以上", "30%", "12个月", "100万元", "1000平方米", "2/3", "70%", "10家", "50个",
        "300平方米", "3人", "5人", "5个", "2000万元", "3项", "3名", "50周岁", "2名", "1%", "近3年",
    ):  # fmt: skip
        assert figure in written, figure
