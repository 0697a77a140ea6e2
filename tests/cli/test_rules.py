import json

import pytest

from zhinan.cli.rules import main


def test_coverage_names_home_and_place_of_each_row(capsys: pytest.CaptureFixture[str]):
    assert main(["coverage", "--no-mutation"]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 348
    assert lines[-1].startswith("共347行，有着落347行")
    [one] = [line for line in lines if line.startswith("YBP-1 ")]
    assert "规划目标  yanbian-plan-14 guide/plan.md:" in one


def test_coverage_as_json(capsys: pytest.CaptureFixture[str]):
    assert main(["coverage", "--no-mutation", "--json"]) == 0

    shown = json.loads(capsys.readouterr().out)
    assert sorted(shown) == ["rows", "summary"]
    assert (len(shown["rows"]), shown["summary"]["missing"]) == (347, [])
