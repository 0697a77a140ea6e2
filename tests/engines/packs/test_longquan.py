"""The shipped pack of Longquan 2024: the call for needs, its forms and its rules."""

import re
from datetime import date
from pathlib import Path

import pytest
import yaml

import zhinan
from zhinan.cli import check
from zhinan.engines.packs import Pack, read_pack
from zhinan.engines.rules import mutate_rule, rulebook_of
from zhinan.engines.rules.examples import check_examples

PACK = Path(zhinan.__file__).parent / "packs" / "longquan-2024"
SHARED = Path(__file__).parents[4] / "shared"
SOURCE = SHARED / "sources" / "004_5c767020485e870f.txt"
RULES = SHARED / "domain" / "RULES.md"
LONGEST_RUN = 20  # Chinese characters that may stand in the same order as in the source
FORCE = {"H": "硬", "S": "软", "D": "人工"}
SOFTER = {"LQ-4"}  # the text says 一般如下, the list of rows says hard
FIELDS = {
    "互联网方向": "互联网+",
    "新材料方向": "新材料",
    "生命健康方向": "生命健康",
    "双碳方向": "碳达峰碳中和",
    "海洋方向": "海洋科技",
    "农业方向": "农业科技",
}

shared = pytest.mark.skipif(not SOURCE.exists(), reason="the source documents are not here")


@pytest.fixture(scope="module")
def pack() -> Pack:
    found, faults = read_pack(PACK)
    assert [str(fault) for fault in faults] == []
    assert found is not None
    return found


def content(pack: Pack, key: str) -> dict:
    return next(r.content for p in pack.programmes for r in p.rules if r.key == key)


def test_three_forms_collect_needs_until_the_same_day(pack: Pack):
    assert [p.annex for p in pack.programmes] == ["附件1", "附件2", "附件3"]
    for programme in pack.programmes:
        closes = programme.window("closes")
        assert closes is not None
        assert (closes.day, closes.is_inclusive) == (date(2024, 4, 15), True)
        assert programme.flow[0].kind == "collect"


def test_each_annex_has_its_own_rules_and_the_notice_binds_all(pack: Pack):
    keys = {p.key: {r.key for r in p.rules} for p in pack.programmes}
    notice = {f"LQ-{n}" for n in range(1, 9)}

    assert keys["pioneer-needs"] - notice == {f"LQ-{n}" for n in range(9, 21)}
    assert keys["enterprise-needs"] - notice == {f"LQ-{n}" for n in range(21, 25)}
    assert keys["department-needs"] - notice == {"LQ-25", "LQ-26"}
    assert all(notice <= own for own in keys.values())


def test_every_example_agrees_and_kills_the_mutants(pack: Pack):
    rulebook = rulebook_of(pack)
    assert [str(f) for f in rulebook.faults] == []
    assert [str(f) for f in check_examples(rulebook)] == []
    found = [mutate_rule(rule, pack) for rule in rulebook.all]
    assert sum(m.killed for m in found) >= 0.95 * sum(m.mutants for m in found)


@pytest.mark.parametrize("path", sorted(PACK.glob("cases/*.yaml")), ids=lambda path: path.stem)
def test_whole_cases_come_out_as_they_say(path: Path, capsys: pytest.CaptureFixture[str]):
    assert check.main([PACK.name, str(path)]) == 0, capsys.readouterr().out


def test_forms_ask_for_what_the_rules_need(pack: Pack):
    for programme in pack.programmes:
        asked = {t.label for t in programme.form.terms.values()}
        for rule in programme.rules:
            if rule.key in (
                "LQ-2",
                "LQ-4",
                "LQ-8",
                "LQ-5",
            ):  # lint, later stage, registry, all forms
                continue
            said = str(rule.content.get("require", "")) + str(rule.content.get("when", ""))
            for label in re.findall(r"(?:需求|对标|填报单位|附件)\.[一-鿿]+", said):
                assert label in asked, (programme.key, rule.key, label)


@shared
def test_directions_are_the_boxes_of_the_form(pack: Pack):
    form = SOURCE.read_text(encoding="utf-8").split("攻关背景")[0].split("需求名称")[1]
    boxes = [re.split("（", line)[0] for line in re.findall(r"□ (\S+)", form)]
    parameters = content(pack, "LQ-9")["params"]

    assert [d for key in FIELDS for d in parameters[key]] == boxes
    assert sorted(parameters["表列领域"]) == sorted(FIELDS.values())


@shared
def test_every_row_has_one_block_of_its_strength(pack: Pack):
    found = re.findall(r"^\| (LQ-\d+) \|.*\| (\w)\*? \|$", RULES.read_text("utf-8"), re.MULTILINE)
    rows = {key: FORCE[s] for key, s in found} | dict.fromkeys(SOFTER, "软")
    blocks = {r.key: r.force for p in pack.programmes for r in p.rules}

    assert blocks == rows


@shared
def test_clauses_are_in_our_own_words():
    source = re.sub(r"[^㐀-鿿]", "", SOURCE.read_text(encoding="utf-8"))
    vocabulary = yaml.safe_load((PACK / "vocabulary.yaml").read_text("utf-8"))
    official = {
        c for t in vocabulary["需求"].values() if isinstance(t, dict) for c in t.get("choices", {})
    }
    official |= {
        "浙江大学龙泉创新中心科研项目",
        "龙泉市市校合作科创中心科研项目",
        "龙泉产业创新研究院科研项目",
    }
    official |= {
        "龙泉市2024年度科技项目技术攻关需求征集表（行业主管部门或协会填报）",
        "省“尖兵”“领雁”计划重大技术攻关需求表",
    }
    official |= {
        "龙泉市2024年度科技项目技术攻关需求征集表（企业填报）",
        "关于征集2024年度科技项目技术攻关需求的通知",
    }
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
