"""The shipped pack of the central guiding fund of Zhejiang 2024, held against its source."""

import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

import zhinan
from zhinan.cli import check
from zhinan.engines.packs import Pack, limit_for, read_pack
from zhinan.engines.rules import mutate_rule, rulebook_of
from zhinan.engines.rules.examples import check_examples

PACK = Path(zhinan.__file__).parent / "packs" / "zhejiang-central-fund-2024"
SHARED = Path(__file__).parents[4] / "shared"
SOURCE = SHARED / "sources" / "004_5c767020485e870f.txt"
GOLD = SHARED / "gold" / "004_5c767020485e870f.json"
RULES = SHARED / "domain" / "RULES.md"
LONGEST_RUN = 20  # Chinese characters that may stand in the same order as in the source
FORCE = {"H": "硬", "S": "软", "D": "人工"}
SOFTER = {"ZJ-1-1"}  # the text says 重点支持, the list of rows says hard
CITIES = {"杭州": 15, "温州": 12, "嘉兴": 12, "绍兴": 12, "湖州": 10, "金华": 10, "丽水": 10, "衢州": 10, "台州": 10, "舟山": 6}  # fmt: skip

shared = pytest.mark.skipif(not SOURCE.exists(), reason="the source documents are not here")


@pytest.fixture(scope="module")
def pack() -> Pack:
    found, faults = read_pack(PACK)
    assert [str(fault) for fault in faults] == []
    assert found is not None
    return found


def gold(kind: str) -> list[dict[str, Any]]:
    records = json.loads(GOLD.read_text(encoding="utf-8"))["records"]
    return [r for r in records if r["type"] == kind and r["doc"] == "D2"]


def lists() -> dict[str, Any]:
    return yaml.safe_load((PACK / "lists.yaml").read_text(encoding="utf-8"))


def test_three_directions_share_the_rules_but_their_own_scope(pack: Pack):
    keys = [{r.key for r in p.rules} for p in pack.programmes]
    common = set.intersection(*keys)

    assert [p.key for p in pack.programmes] == [
        "regional-system",
        "innovation-base",
        "result-transfer",
    ]
    assert [sorted(own - common) for own in keys] == [
        [f"ZJ-1-{n}" for n in (1, 2, 3)],
        [f"ZJ-1-{n}" for n in (4, 5, 6)],
        [f"ZJ-1-{n}" for n in (7, 8, 9)],
    ]


def test_windows_close_at_half_past_five_that_minute_included(pack: Pack):
    for programme in pack.programmes:
        found = [programme.window(k) for k in ("opens", "closes", "recommendation_closes")]
        assert [w.day for w in found if w] == [
            date(2024, 3, 18),
            date(2024, 3, 22),
            date(2024, 3, 25),
        ]
        assert [(w.time, w.is_inclusive) for w in found[1:] if w] == [("17:30", True)] * 2


def test_every_example_agrees_and_kills_the_mutants(pack: Pack):
    rulebook = rulebook_of(pack)
    assert [str(f) for f in rulebook.faults] == []
    assert [str(f) for f in check_examples(rulebook)] == []
    found = [mutate_rule(rule, pack) for rule in rulebook.all]
    assert sum(m.killed for m in found) >= 0.95 * sum(m.mutants for m in found)


@pytest.mark.parametrize(("city", "most"), CITIES.items())
def test_a_city_has_its_places(pack: Pack, city: str, most: int):
    rows = pack.programme("regional-system").quotas
    limit = limit_for(rows, counted_by="body", names={f"{city}市科技局"}, classes=["设区市"])

    assert (limit.most, limit.finding) == (most, None)


def test_a_city_without_a_line_is_asked_about_and_never_unlimited(pack: Pack):
    rows = pack.programme("regional-system").quotas
    limit = limit_for(rows, counted_by="body", names={"宁波市科技局"}, classes=["设区市"])

    assert limit.finding is not None
    assert limit.finding.code == "QUOTA-NO-ROW"
    assert limit.left(0) == 0


@pytest.mark.parametrize(
    ("kind", "most", "yuan"), [("设区市", 4, "10000000"), ("县（市、区）", 2, "5000000")]
)
def test_rewarded_places_are_apart_with_a_cap_on_money(pack: Pack, kind: str, most: int, yuan: str):
    rows = pack.programme("result-transfer").quotas
    limit = limit_for(
        rows, counted_by="body", names={"某地科技局"}, classes=[kind], is_outside=True
    )

    assert (limit.most, limit.most_yuan) == (most, Decimal(yuan))
    assert limit.is_outside_body_quota


def test_lists_have_the_places_they_say():
    found = lists()

    assert len(found["浙江省设区市"]["of"]) == 11
    (counties,) = found["山区26县"]["series"].values()
    assert len(counties) == len(set(counties)) == 26
    assert all(code.startswith("33") for code in counties)
    for name in ("山区26县", "海岛县", "国家创新型城市", "国家创新型县市"):
        assert "局确认" in found[name]["source"], name
        last = list(found[name]["series"].values())[-1]
        assert len(found[name]["note"].split("、")) == len(last), name


@pytest.mark.parametrize("path", sorted(PACK.glob("cases/*.yaml")), ids=lambda path: path.stem)
def test_whole_cases_come_out_as_they_say(path: Path, capsys: pytest.CaptureFixture[str]):
    assert check.main([PACK.name, str(path)]) == 0, capsys.readouterr().out


def test_forms_ask_for_what_the_rules_need(pack: Pack):
    registers = ("台账", "同年申报", "诚信记录", "申报", "引导资金")
    for programme in pack.programmes:
        asked = set()
        for section in programme.form.sections:
            asked |= {f.term.label for f in section.fields}
            if section.table:
                asked |= {section.table.label} | {c.term.label for c in section.columns}
        for rule in programme.rules:
            said = " ".join(str(rule.content.get(key, "")) for key in ("require", "when"))
            for label in re.findall(r"[一-鿿]+\.[一-鿿]+", said):
                if label.split(".")[0] not in registers:
                    assert label in asked, (programme.key, rule.key, label)


@shared
def test_quotas_are_the_official_ones(pack: Pack):
    said = {"省属本科高校": "省属本科高校", "省属科研院所": "省属科研院所", "国资委": "国资委"}
    ours = {
        (row.who.removesuffix("市科技局"), row.most)
        for row in pack.programme("regional-system").quotas
        if not row.is_outside_body_quota
    }
    theirs = {(r["body"], r["max"]) for r in gold("quota") if not r.get("outside_quota_of")}

    assert {pair for pair in ours if pair[0] in (*CITIES, *said)} <= theirs
    assert {most for who, most in theirs if "浙江大学" in who and "省卫健委" not in who} == {12}
    assert {most for who, most in theirs if "卫健委" in who} == {10}
    assert len(ours) == len(theirs) == 15


@shared
def test_contacts_are_the_official_ones(pack: Pack):
    ours = sorted((s.contact, s.phone) for s in pack.sections)

    assert ours == sorted((r["persons"][0], r["phones"][0]) for r in gold("contact"))


@shared
def test_every_row_has_one_block_of_its_strength(pack: Pack):
    table = RULES.read_text(encoding="utf-8")
    found = dict(re.findall(r"^\| (ZJ-[0-9Q-]+) \|.*\| (\w)\*? \|$", table, re.MULTILINE))
    rows = {key: FORCE[s] for key, s in found.items()} | dict.fromkeys(SOFTER, "软")
    rows |= {f"ZJ-Q-{n}": "硬" for n in range(1, 11)}
    blocks = {r.key: r.force for p in pack.programmes for r in p.rules}

    assert blocks == rows


@shared
def test_clauses_are_in_our_own_words(pack: Pack):
    source = re.sub(r"[^㐀-鿿]", "", SOURCE.read_text(encoding="utf-8"))
    official = {r["name"] for r in gold("indicator")} | {r["title"] for r in gold("document")}
    official |= {d["title"] for d in pack.legal_basis}
    official |= set(pack.vocabulary["依托基地.类别"].choices)
    official |= {"中央引导地方科技发展专项资金项目申报", "支持东西部科技合作及区域协同创新情况"}
    copied = []
    for path in [*PACK.glob("guide/*.md"), *PACK.glob("**/*.yaml")]:
        text = path.read_text(encoding="utf-8")
        for name in sorted(official, key=len, reverse=True):
            text = text.replace(name, "\n")
        for line in text.splitlines():
            read = re.sub(r"[^㐀-鿿]", "", line)
            runs = (read[i : i + LONGEST_RUN + 1] for i in range(len(read) - LONGEST_RUN))
            copied += [run for run in runs if run in source]

    assert copied == []
