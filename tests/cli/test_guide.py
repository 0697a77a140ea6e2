import json
from pathlib import Path

import pytest

from tests.factories.programmes import GOOD
from zhinan.cli.guide import main

BAD = GOOD.parent / "bad"


def test_lint_prints_findings_and_coverage(capsys: pytest.CaptureFixture[str]):
    assert main(["lint", str(GOOD)]) == 1

    out = capsys.readouterr().out
    assert "guide/1.md:34 条款三之后是五，中间缺1条。" in out
    assert "规范性条文2句，有规则的1句（50.0%）" in out


def test_lint_of_what_is_all_accepted_exits_with_0(capsys: pytest.CaptureFixture[str]):
    assert main(["lint", "jilin-plan-14"]) == 0

    out = capsys.readouterr().out
    assert out.startswith("按原文保留（文字层丢失小数点")
    assert "JL-7 数值合理：不通过" in out


def test_lint_as_json(capsys: pytest.CaptureFixture[str]):
    assert main(["lint", "yanbian-plan-14", "--json"]) == 0

    shown = json.loads(capsys.readouterr().out)
    assert (shown["pack"], shown["findings"], shown["coverage"]["pack"]["percent"]) == (
        "yanbian-plan-14",
        [],
        100.0,
    )
    assert [c["id"] for c in shown["checks"]] == ["YBP-8", "YBP-9", "YBP-10"]
    assert len(shown["notes"]) == 18


def test_lint_prints_notes(capsys: pytest.CaptureFixture[str]):
    main(["lint", "yanbian-plan-14"])

    assert "提示：plan.yaml:" in capsys.readouterr().out


def test_lint_of_what_is_neither_pack_nor_document(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    letter = tmp_path / "通知.docx"
    letter.write_bytes(b"PK")

    assert [main(["lint", str(p)]) for p in (letter, tmp_path, tmp_path / "nowhere")] == [1, 2, 2]

    told = capsys.readouterr().err.splitlines()
    assert told[0].endswith("[FILE-BROKEN]")
    assert "里没有 pack.yaml" in told[1]
    assert "没有" in told[2]


def test_lint_of_a_pack_with_faults_names_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    tmp_path.joinpath("pack.yaml").write_text("pack: x\n", encoding="utf-8")

    assert main(["lint", str(tmp_path)]) == 1
    assert "pack.yaml:1 缺“title”" in capsys.readouterr().out
