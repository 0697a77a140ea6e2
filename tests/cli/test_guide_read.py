"""``zhinan guide read``: a document in, records out, or a plain refusal and nothing written."""

import json
from pathlib import Path

import pytest

from zhinan.cli.guide import main

GUIDE = """2024年度青岚市软科学研究计划项目指南
一、申报条件
项目负责人须为申报单位在职人员，每家单位限报1项。
二、申报要求
1.申报单位应为在本市注册的独立法人单位。
2.项目申报截止日期为2024年11月30日，研究周期一年以内。
"""


def test_read_writes_records_with_spans(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    given, out = tmp_path / "指南.txt", tmp_path / "指南.json"
    given.write_text(GUIDE, encoding="utf-8")

    code = main(["read", str(given), "--out", str(out)])

    written = json.loads(out.read_text(encoding="utf-8"))
    assert code == 0
    assert written["schema"] == "guide-read/1"
    assert {"document", "section", "quota", "deadline"} <= {r["type"] for r in written["records"]}
    assert all(GUIDE[r["start"] : r["end"]] == r["quote"] for r in written["records"])
    assert "已写入" in capsys.readouterr().out


@pytest.mark.parametrize(
    "text", ["", "Call for proposals of the year. " * 40, GUIDE.replace("青岚", "青\u202e岚", 1)]
)
def test_read_refuses_and_writes_nothing(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    given, out = tmp_path / "a.txt", tmp_path / "a.json"
    given.write_text(text, encoding="utf-8")

    code = main(["read", str(given), "--out", str(out)])

    assert code == 1
    assert "请" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == [given]


def test_read_of_a_missing_file_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["read", str(tmp_path / "none.txt")]) == 2
    assert "请核对路径" in capsys.readouterr().err
