"""A document linted by its own lines, and by the command line."""

from datetime import date
from pathlib import Path

import pytest

from tests.engines.drafting.made import PLAN, SUBSIDY
from zhinan.cli.guide import main
from zhinan.engines.drafting.linting import lint_document
from zhinan.engines.guides.reading import read_document
from zhinan.engines.guides.record import Record

FAULTY = """2024年度某市重点研发计划项目指南

一、支持重点

支持新材料研发。

申报要求

1.项目负责人年龄不超过35周岁（1989年1月1日以后出生）。
2.市卫健委推荐不超过20项，高校每家推荐不超过3项，江南大学不超过5项。

三、指南方向

（一）新材料
1101  高性能纤维研发
1102  先进陶瓷研发
1101  复合材料研发

（二）生物医药
1201  新药研发

四、时间要求

申报截止日期为11月30日。

联系人：规划处 张三，联系电话：0518-85805561
"""


def codes(text: str, **more: object) -> list[tuple[int, str]]:
    report = lint_document(text, read_document(text), name="指南.txt", **more)
    return [(f.line, f.code) for f in report.findings]


def test_faults_are_told_by_the_lines_of_the_document():
    found = codes(FAULTY)

    lines = FAULTY.split("\n")
    assert (lines.index("1101  复合材料研发") + 1, "LINT-CODE-REPEATED") in found
    assert (lines.index("申报要求") + 1, "READ-NUMBER-LOST") in found
    closing = lines.index("申报截止日期为11月30日。") + 1
    assert {(closing, "READ-YEAR"), (closing, "LINT-DAY-OFF")} <= set(found)
    assert "LINT-AGE-BIRTH" in {code for _, code in found}
    assert [f[1] for f in found if f[1] in ("LINT-SENTENCE", "LINT-FORM-TERM")] == []


ORPHANS = """某州科技发展计划2024年度项目指南

（一）发展战略研究

（二）基础研究

为做好项目申报工作，编制本指南。

一、科技攻关

（一）申报要求

1.申报单位应为本州注册的独立法人单位。
2.项目负责人年龄不超过55周岁。

（二）咨询电话

规划处：赵一 2211143

二、成果转化

（一）申报要求

1.每个单位限报1项。

（二）咨询电话

成果处：钱二 2211144
"""


def test_headings_that_lost_their_place_are_told():
    found = codes(ORPHANS)

    assert {(3, "READ-NUMBER-STRAY"), (5, "READ-NUMBER-STRAY")} <= set(found)
    assert [line for line, code in found if code == "LINT-CLAUSE-ORDER"] == [3]


def test_what_a_reader_asks_is_a_finding():
    text = "某省科技规划\n一、目标\n研发投入占比 130 200\n"
    asked = Record(
        "indicator",
        12,
        18,
        {"name": "研发投入占比"},
        "D1",
        0.5,
        "x",
        "疑缺小数点，请对照原件填写。[READ-FIGURE]",
    )
    cut = Record("form", 12, 18, {"title": "汇总表", "truncated": True, "fields": []}, "D1", 0.5)

    report = lint_document(text, [asked, cut], name="规划.txt")

    assert [(f.line, f.code) for f in report.findings] == [(3, "READ-ASKED"), (3, "READ-FORM-CUT")]


def test_a_worked_saturday_is_no_day_off():
    assert "LINT-DAY-OFF" not in {c for _, c in codes(FAULTY, days={date(2024, 11, 30): True})}


def test_findings_name_programmes_and_deadlines_by_their_names():
    report = lint_document(FAULTY, read_document(FAULTY), name="指南.txt")

    said = {f.code: f.what for f in report.findings}
    assert said["LINT-DAY-OFF"].startswith("期限“申报截止”为2024-11-30")
    assert said["LINT-CODE-REPEATED"] == "指南代码1101已见于第15行"
    assert all("（p1）" not in what for what in said.values())


def test_a_sound_document_has_no_findings():
    assert codes(SUBSIDY, days={date(2025, 9, 30): True}) == []
    assert codes(PLAN) == []


def test_the_command_lints_a_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    file = tmp_path / "指南.txt"
    file.write_text(FAULTY, encoding="utf-8")

    assert main(["lint", str(file)]) == 1

    said = capsys.readouterr().out
    assert "指南.txt:17 指南代码1101已见于第15行。改正代码。[LINT-CODE-REPEATED]" in said


def test_the_command_prints_json_and_says_0_where_nothing_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    file = tmp_path / "规划.txt"
    file.write_text(PLAN, encoding="utf-8")

    assert main(["lint", str(file), "--json"]) == 0

    assert '"findings": []' in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "[FILE-EMPTY]"), ("很短的一句话。".encode(), "[READ-SHORT]")],
)
def test_the_command_refuses_what_it_cannot_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, code: str
):
    file = tmp_path / "坏.txt"
    file.write_bytes(content)

    assert main(["lint", str(file)]) == 1
    assert code in capsys.readouterr().err


def test_the_command_says_2_where_there_is_nothing(tmp_path: Path):
    assert main(["lint", str(tmp_path / "没有")]) == 2
    assert main(["lint", str(tmp_path)]) == 2
