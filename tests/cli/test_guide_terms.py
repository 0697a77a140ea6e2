import json

import pytest

from zhinan.cli.guide import main

OWN = """entries:
  - {name: 床位数, phrases: ['床位'], operators: ['>='], units: [张], shape: number, term: 牵头单位.研发场地面积}
"""
BAD = """entries:
  - {name: 好, phrases: [好], operators: ['>='], shape: number, term: 甲.乙}
  - {name: 坏一, phrases: ['(坏'], operators: ['>='], shape: number}
  - {name: 坏二, phrases: [坏], operators: [大于], shape: 计算}
  - 一句话
guards:
  - {phrases: [甲]}
别的: 1
"""


def test_the_shipped_lexicon_is_listed_without_faults(capsys):
    assert main(["terms", "--json"]) == 0

    shown = json.loads(capsys.readouterr().out)
    assert shown["faults"] == []
    assert {"注册年限", "研发投入占销售收入", "限报", "单位身份"} <= {
        e["name"] for e in shown["entries"]
    }


def test_own_lines_come_first(tmp_path, capsys):
    (tmp_path / "lexicon.yaml").write_text(OWN, encoding="utf-8")

    assert main(["terms", str(tmp_path)]) == 0

    assert capsys.readouterr().out.startswith("床位数\tnumber\t牵头单位.研发场地面积\t床位\n")


def test_faults_name_line_and_remedy(tmp_path, capsys):
    file = tmp_path / "本局.yaml"
    file.write_text(BAD, encoding="utf-8")

    assert main(["terms", str(file)]) == 1

    told = capsys.readouterr().out
    faults = [line for line in told.splitlines() if "PACK-LEXICON" in line]
    places = sorted(line.split(" ", 1)[0] for line in faults)
    assert places == [f"本局.yaml:{line}" for line in (3, 4, 4, 5, 7, 8)]
    assert "不是可用的正则表达式" in told
    assert "shape“计算”不可用" in told
    assert "operators 不可用：大于" in told
    assert told.splitlines()[len(faults)].startswith("好\tnumber")


@pytest.mark.parametrize("name", ["没有这个文件", "longquan-2024"])
def test_no_such_lexicon_is_wrong_use(name, capsys):
    assert main(["terms", name]) == 2
    assert "请核对路径" in capsys.readouterr().err
