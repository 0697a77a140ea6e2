import json
from pathlib import Path

import pytest

from tests.factories.programmes import GOOD
from zhinan.cli.pack import main

BAD = GOOD.parent / "bad"


def test_check_a_shipped_pack_and_a_folder(capsys: pytest.CaptureFixture[str]):
    assert main(["check", "lianyungang-2024"]) == 0
    assert main(["check", str(GOOD)]) == 0

    out = capsys.readouterr().out
    assert "16个计划，122个方向" in out
    assert "按原文保留：topics.csv:60" in out


def test_check_names_faults_and_exits_with_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    for path in GOOD.rglob("*"):
        if path.is_file():
            target = tmp_path / path.relative_to(GOOD)
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(path.read_bytes())
    tmp_path.joinpath("topics.csv").write_bytes(
        BAD.joinpath("topic-twice", "topics.csv").read_bytes()
    )

    assert main(["check", str(tmp_path)]) == 1
    assert capsys.readouterr().out.startswith("topics.csv:3 指南代码7001已见于第2行。")
    assert main(["check", str(tmp_path), "--json"]) == 1
    [fault] = json.loads(capsys.readouterr().out)["faults"]
    assert (fault["file"], fault["line"], fault["code"]) == ("topics.csv", 3, "PACK-TOPIC-REPEATED")


def test_check_of_nothing_exits_with_1(tmp_path: Path):
    assert main(["check", str(tmp_path)]) == 1
    assert main(["check", str(tmp_path / "nowhere")]) == 1


@pytest.mark.django_db
def test_import_list_export(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["import", str(GOOD)]) == 0
    assert main(["import", str(BAD / "topic-twice")]) == 1
    assert main(["list"]) == 0
    assert "example-2024@1" in capsys.readouterr().out

    assert main(["export", "example-2024@1", str(tmp_path / "out")]) == 0
    assert (
        tmp_path.joinpath("out", "pack.yaml").read_bytes()
        == GOOD.joinpath("pack.yaml").read_bytes()
    )
    assert main(["export", "example-2024", str(tmp_path / "out")]) == 1
    assert main(["export", "example-2024@2", str(tmp_path / "other")]) == 1


@pytest.mark.parametrize("words", [[], ["check"], ["export", "x"], ["frob"]])
def test_wrong_use_exits_with_2(words: list[str]):
    with pytest.raises(SystemExit) as stopped:
        main(words)

    assert stopped.value.code == 2
