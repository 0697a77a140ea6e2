"""The acceptance list against packs: each row in one place, with its home, examples and score."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.engines.packs.test_bad_packs import PACKS
from zhinan.engines.coverage import (
    HOMES,
    AcceptanceRow,
    MutationScores,
    coverage_report,
    read_acceptance,
    shipped_acceptance,
)
from zhinan.engines.packs import Pack, load_pack, read_folder

SHIPPED = Path(__file__).parents[3] / "src" / "zhinan" / "packs"
FILES, _ = read_folder(PACKS / "good")
GUIDE = FILES["guide/1.md"].decode()
HEADER = "id,strength,kind,clause,summary\n"


def pack_with(*blocks: str, key: str = "example-2024") -> Pack:
    text = GUIDE + "".join(f"\n```{block}\n```\n" for block in blocks)
    manifest = FILES["pack.yaml"].replace(b"example-2024", key.encode())
    return load_pack(FILES | {"guide/1.md": text.encode(), "pack.yaml": manifest})


def row(key: str, strength: str = "H") -> AcceptanceRow:
    return AcceptanceRow(key, strength, "SET", "三", "summary")


@pytest.fixture(scope="module")
def packs() -> Sequence[Pack]:
    return [load_pack(path.parent) for path in sorted(SHIPPED.glob("*/pack.yaml"))]


def test_the_list_has_the_347_rows():
    rows = shipped_acceptance()

    assert len(rows) == 347
    assert [sum(r.strength == s for r in rows) for s in "HSD"] == [223, 84, 40]
    assert sum(len(r.parts) for r in rows) == 356  # ZJ-Q-1…10 stands for ten


def test_every_row_lives_once_in_the_six_packs(packs: Sequence[Pack]):
    report = coverage_report(packs, shipped_acceptance())

    assert len(packs) == 6
    assert (report.missing, report.repeated) == ([], ())


def test_every_hard_row_executes(packs: Sequence[Pack]):
    report = coverage_report(packs, shipped_acceptance())

    assert report.hard_by_person == []
    assert {r.home for r in report.rows} <= set(HOMES)


def test_every_row_that_executes_has_three_examples(packs: Sequence[Pack]):
    report = coverage_report(packs, shipped_acceptance())

    assert [r.id for r in report.rows if r.home != "person" and r.examples < 3] == []


def test_each_kind_stage_and_force_has_its_home():
    words = "标题: 标题\n力度: {force}"
    pack = pack_with(
        "历史 EX-2\n" + words.format(force="硬"),
        "目标 EX-3\n" + words.format(force="软"),
        "检查 EX-4\n" + words.format(force="软"),
        "规则 EX-5\n阶段: 验收\n" + words.format(force="硬"),
        "规则 EX-6\n阶段: 验收\n" + words.format(force="人工"),
        "计算 EX-7\n" + words.format(force="硬"),
    )

    report = coverage_report([pack], [row(f"EX-{n}") for n in range(2, 9)])

    assert [r.home for r in report.rows] == ["set", "target", "lint", "stage", "person", "rule", ""]
    assert (report.missing, report.hard_by_person) == (["EX-8"], ["EX-6"])
    assert report.rows[0].where == f"guide/1.md:{len(GUIDE.splitlines()) + 2} 附件1 五"


def test_a_row_in_parts_adds_them_up_and_is_placed_at_the_first():
    block = "标题: 标题\n力度: 硬\n例: [{结论: 通过}, {结论: 不通过}]"
    pack = pack_with(
        *(f"规则 {key}\n{block}" for key in ("EX-Q-1", "EX-Q-2", "EX-3", "EX-3-角色", "EX-4a"))
    )

    report = coverage_report(
        [pack], [row("EX-Q-1…2"), row("EX-3"), row("EX-4")], mutate=lambda *_: (5, 4)
    )

    assert [(r.examples, r.mutants, r.killed, len(r.others)) for r in report.rows] == [
        (4, 10, 8, 1),
        (4, 10, 8, 1),
        (2, 5, 4, 0),
    ]
    assert report.summary()["mutation_score"] == 80.0
    assert report.unlisted == ("EX-1-1", "EX-1-2")
    assert report.is_whole


def test_a_row_in_two_packs_is_repeated():
    packs = [pack_with(), pack_with(key="other-2024")]

    report = coverage_report(packs, [row("EX-1-1")])

    assert report.repeated == ("EX-1-1",)
    assert not report.is_whole


def test_scores_come_from_the_rule_of_the_block():
    pack = load_pack(SHIPPED / "yanbian-plan-14")
    blocks = {b.key: b for b in pack.programmes[0].rules}
    scores = MutationScores()

    mutants, killed = scores(pack, blocks["YBP-1"])

    assert mutants == killed > 0
    assert scores(pack, blocks["YBP-8"]) == (0, 0)
    unfit = pack_with("规则 EX-9\n标题: 没有条件\n力度: 硬")
    assert scores(unfit, unfit.programmes[0].rules[-1]) == (0, 0)


def test_a_row_as_json_has_the_agreed_keys():
    shown = coverage_report([], [row("EX-1-1")]).rows[0].as_json()

    assert list(shown) == [
        "id",
        "strength",
        "home",
        "pack",
        "where",
        "examples",
        "mutants",
        "killed",
    ]
    assert shown["home"] is None


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("id,strength\n", "header"),
        (HEADER + "A-1,X,SET,一,x\n", "line 2"),
        (HEADER + "A-1,H,SET\n", "line 2"),
        (HEADER + "A-1,H,SET,一,x\nA-1,H,SET,一,x\n", "A-1 comes twice"),
    ],
)
def test_a_faulty_list_is_refused(text: str, what: str):
    with pytest.raises(ValueError, match=what):
        read_acceptance(text)
