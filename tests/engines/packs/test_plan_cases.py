"""Cases of the two shipped plans, judged as their files expect."""

import json
from pathlib import Path

import pytest

import zhinan
from zhinan.cli import check

PACKS = Path(zhinan.__file__).parent / "packs"
FILES = sorted(PACKS.glob("*-plan-14/cases/*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.parent.name)
def test_cases_are_judged_as_expected(path: Path, capsys: pytest.CaptureFixture[str]):
    check.main([path.parent.parent.name, str(path), "--json"])

    reports = json.loads(capsys.readouterr().out)
    assert [report["errors"] for report in reports if "errors" in report] == []
    wrong = [(r["case"], one) for r in reports for one in r["expected"] if not one["agrees"]]
    assert wrong == []


def test_both_plans_have_cases():
    assert [path.parent.parent.name for path in FILES] == ["jilin-plan-14", "yanbian-plan-14"]
