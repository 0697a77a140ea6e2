import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from zhinan.cli import check, pack, what_if

DOCUMENT = Path(__file__).parents[2] / "docs/design/cases.md"
CITY = "lianyungang-2024"
GOOD = '{"programme":"成果转化","as_of":"2024-08-01","facts":{"牵头单位.注册日期":"2022-12-31","牵头单位.注册地":"320706"}}'


@pytest.fixture
def example(tmp_path: Path) -> Path:
    found = re.search(r"```yaml\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    path = tmp_path / "case.yaml"
    path.write_text(found[1], encoding="utf-8")
    return path


def printed(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_check_the_example_of_the_documents(example: Path, capsys: pytest.CaptureFixture[str]):
    assert check.main([CITY, str(example), "--json"]) == 0

    found = printed(capsys)
    assert (found["pack"], found["programme"], found["overall"]) == (
        CITY,
        "commercialisation",
        "不通过",
    )
    assert all(line["agrees"] for line in found["expected"])
    exclusion = next(f for f in found["findings"] if f["rule"] == "LYG-3-2")
    assert (exclusion["verdict"], exclusion["code"], exclusion["force"]) == (
        "不通过",
        "failed",
        "hard",
    )
    assert "A-2" in exclusion["actual"]


def test_check_options_win_and_rules_choose(example: Path, capsys: pytest.CaptureFixture[str]):
    assert check.main([CITY, str(example), "--rules", "LYG-3-3", "--as-of", "2024-05-01", "--reference-day", "2024-06-01", "--json"]) == 0  # fmt: skip

    found = printed(capsys)
    assert [f["rule"] for f in found["findings"]] == ["LYG-3-3"]
    assert (found["as_of"], found["known_at"], found["reference_day"]) == (
        "2024-05-01",
        "2024-08-01",
        "2024-06-01",
    )


def test_check_a_difference_from_what_is_expected_exits_with_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    path = tmp_path / "c.json"
    path.write_text(
        json.dumps(json.loads(GOOD) | {"expect": {"LYG-3-3": "不通过"}}), encoding="utf-8"
    )

    assert check.main([CITY, str(path)]) == 1
    assert "期望LYG-3-3为不通过，实为通过" in capsys.readouterr().out


def test_check_exit_codes(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = tmp_path / "c.json"
    path.write_text(GOOD, encoding="utf-8")

    assert check.main([CITY, str(path), "--rules", "LYG-3-3"]) == 0
    assert check.main([CITY, str(path)]) == 1
    assert check.main([CITY, str(path), "--rules", "LYG-3-3x"]) == 2
    assert "没有规则“LYG-3-3x”" in capsys.readouterr().err
    assert check.main([CITY, str(path), "--programme", "转化"]) == 2
    assert check.main(["nowhere", str(path)]) == 2
    assert check.main([CITY, str(tmp_path / "none.yaml")]) == 2
    assert check.main([CITY, str(tmp_path / "none.txt")]) == 2
    path.write_bytes('{"名称": "甲"}'.encode("gbk"))
    assert check.main([CITY, str(path)]) == 2


def test_check_tells_all_faults_of_a_case_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    path = tmp_path / "c.yaml"
    path.write_text(
        "programme: 成果转化\nas_of: 2023-02-30\nfacts:\n  企业名称: 甲\n  牵头单位.注册日期: 2023-02-30\n"
        "  牵头单位.销售收入[上年]: 一千五百万\n",
        encoding="utf-8",
    )

    assert check.main([CITY, str(path), "--json"]) == 2
    assert [(e["code"], e["field"]) for e in printed(capsys)["errors"]] == [
        ("CASE-DATE", "as_of"), ("CASE-TERM", "企业名称"), ("FIELD-NOT-A-DATE", "牵头单位.注册日期"),
        ("FIELD-NOT-A-NUMBER", "牵头单位.销售收入[上年]"),
    ]  # fmt: skip


def test_check_a_case_that_cannot_be_read_leaves_the_others_judged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    path = tmp_path / "c.jsonl"
    path.write_text(GOOD + "\n{\n" + GOOD, encoding="utf-8")

    assert check.main([CITY, str(path), "--rules", "LYG-3-3", "--json"]) == 2
    first, bad, last = printed(capsys)
    assert (first["overall"], bad["errors"][0]["code"], last["overall"]) == (
        "通过",
        "CASE-JSON",
        "通过",
    )
    assert check.main([CITY, str(path), "--rules", "LYG-3-3"]) == 2
    assert capsys.readouterr().out.count("总结论 通过") == 2


def test_check_a_lint_of_the_guide_where_it_is_named(
    example: Path, capsys: pytest.CaptureFixture[str]
):
    check.main([CITY, str(example), "--rules", "LYG-1-13", "--json"])

    assert [(f["rule"], f["kind"]) for f in printed(capsys)["findings"]] == [("LYG-1-13", "lint")]


def test_batch_a_bad_row_is_told_and_the_rest_judged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    lines = [
        GOOD,
        '{"as_of',
        GOOD.replace("2022-12-31", "2023-02-30"),
        GOOD.replace("2022-12-31", "2023-01-01"),
    ]
    path, out = tmp_path / "c.jsonl", tmp_path / "out.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")

    assert check.main([CITY, str(path), "--batch", "--rules", "LYG-3-3", "--out", str(out)]) == 2

    found = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [line["row"] for line in found] == [1, 2, 3, 4]
    assert [line.get("overall") for line in found] == ["通过", None, None, "不通过"]
    assert [e["code"] for line in found for e in line.get("errors", ())] == [
        "CASE-JSON",
        "FIELD-NOT-A-DATE",
    ]
    assert "共4件，其中2件读不进来" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "text"), [("c.jsonl", "\n"), ("c.csv", "计划,说明\n"), ("c.json", "[]")]
)
def test_batch_a_file_without_a_case_is_told(
    name: str, text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")

    assert check.main([CITY, str(path), "--batch"]) == 2

    told = capsys.readouterr()
    assert told.out == ""
    assert f"{name}里没有一件申报" in told.err
    assert "[CASE-NONE]" in told.err


def test_batch_judges_what_a_case_expects_of_another_stage(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    path = tmp_path / "c.yaml"
    path.write_text(
        "programme: 成果转化\nas_of: 2024-08-01\nexpect: {LYG-7-2: 通过}\n", encoding="utf-8"
    )

    assert check.main([CITY, str(path), "--batch"]) == 1
    assert '"found": "待补"' in capsys.readouterr().out


def test_batch_agrees_with_one_by_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    facts = [
        {},
        {"牵头单位.销售收入[上年]": 1499},
        {"牵头单位.销售收入[上年]": 1500, "牵头单位.类型": "企业", "同年申报": []},
    ]
    cases = [{"programme": "成果转化", "as_of": "2024-08-01", "facts": one} for one in facts]
    path = tmp_path / "c.jsonl"
    path.write_text("\n".join(json.dumps(c) for c in cases), encoding="utf-8")
    check.main([CITY, str(path), "--batch"])
    batch = [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    check.main([CITY, str(path), "--json"])
    single = printed(capsys)

    assert [line["verdicts"] for line in batch] == [
        {f["rule"]: f["verdict"] for f in one["findings"]} for one in single
    ]
    assert [line["missing"] for line in batch] == [
        {f["rule"]: f["missing"] for f in one["findings"] if f["missing"]} for one in single
    ]


def test_batch_of_a_parquet_and_a_csv_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    import polars as pl

    frame = pl.DataFrame(
        {
            "计划": ["成果转化"] * 2, "法律日期": [date(2024, 8, 1)] * 2, "牵头单位.注册日期": [date(2022, 12, 31), None],
            "牵头单位.注册地": ["320706", "320706"], "牵头单位.销售收入[上年]": [1500.5, 1.0],
        }
    )  # fmt: skip
    frame.write_parquet(tmp_path / "c.parquet")
    frame.write_csv(tmp_path / "c.csv")

    for name in ("c.parquet", "c.csv"):
        assert (
            check.main([CITY, str(tmp_path / name), "--batch", "--rules", "LYG-3-3,LYG-3-8"]) == 1
        )
        found = [json.loads(line)["verdicts"] for line in capsys.readouterr().out.splitlines()]
        assert found == [
            {"LYG-3-3": "通过", "LYG-3-8": "通过"},
            {"LYG-3-3": "待补", "LYG-3-8": "待裁量"},
        ]
    tmp_path.joinpath("bad.parquet").write_bytes(b"no")
    assert check.main([CITY, str(tmp_path / "bad.parquet"), "--batch"]) == 2


def test_check_starts_without_django(tmp_path: Path):
    path = tmp_path / "c.json"
    path.write_text(GOOD, encoding="utf-8")
    script = (
        "import sys; from zhinan.cli.check import main; "
        f"code = main(['{CITY}', {str(path)!r}, '--rules', 'LYG-3-3']); sys.exit(code or 'django' in sys.modules)"
    )

    assert (
        subprocess.run([sys.executable, "-c", script], check=False, capture_output=True).returncode
        == 0
    )


def test_terms_lists_what_the_rules_need(capsys: pytest.CaptureFixture[str]):
    assert pack.main(["terms", CITY, "--rules", "LYG-3-3,LYG-3-25", "--json"]) == 0

    terms = {t["label"]: t for t in printed(capsys)["terms"]}
    assert terms["牵头单位.注册日期"]["type"] == "date"
    assert terms["牵头单位.类型"]["choices"][:2] == ["企业", "高校"]
    assert terms["牵头单位.注册地"]["rules"] == ["LYG-3-3"]
    assert {c["label"] for c in terms["同年申报"]["columns"]} >= {
        "同年申报.状态",
        "同年申报.单位代码",
    }
    assert pack.main(["terms", CITY, "--programme", "成果转化"]) == 0
    assert "牵头单位.销售收入[上年]  金额，万元  LYG-3-8" in capsys.readouterr().out
    assert pack.main(["terms", CITY, "--programme", "转化"]) == 2
    assert pack.main(["terms", CITY, "--rules", "LYG-0"]) == 2
    assert pack.main(["terms", "nowhere"]) == 2


@pytest.fixture
def revenues(tmp_path: Path) -> Path:
    path = tmp_path / "many.jsonl"
    lines = [
        {
            "programme": "成果转化",
            "as_of": "2024-08-01",
            "facts": {"牵头单位.销售收入[上年]": n * 100},
        }
        for n in range(1, 31)
    ]
    path.write_text(
        "\n".join(json.dumps(line) for line in [*lines, {**lines[0], "facts": {}}]),
        encoding="utf-8",
    )
    return path


def test_what_if_counts_who_passes_at_each_value(
    revenues: Path, capsys: pytest.CaptureFixture[str]
):
    ends = ["--from", "500", "--to", "2500万元", "--steps", "3"]

    assert (
        what_if.main([CITY, str(revenues), "--rule", "LYG-3-8", "--param", "下限", *ends, "--json"])
        == 0
    )

    found = printed(capsys)
    assert (found["cases"], found["now"]) == (31, "1500万元")
    assert [(p["value"], p["passed"], p["failed"], p["missing"]) for p in found["points"]] == [
        ("500万元", 26, 4, 1), ("1500万元", 16, 14, 1), ("2500万元", 6, 24, 1),
    ]  # fmt: skip
    assert (
        what_if.main([CITY, str(revenues), "--rule", "LYG-3-8", "--param", "下限", *ends, "--csv"])
        == 0
    )
    assert capsys.readouterr().out.splitlines()[2] == "1500万元,16,14,1,0"
    assert what_if.main([CITY, str(revenues), "--rule", "LYG-3-8", "--param", "下限", *ends]) == 0
    assert what_if.CAVEAT in capsys.readouterr().out


def test_what_if_tells_where_to_find_a_rule_that_is_not_there(
    revenues: Path, capsys: pytest.CaptureFixture[str]
):
    words = ["--rule", "NOPE", "--param", "下限", "--from", "1", "--to", "2"]

    assert what_if.main([CITY, str(revenues), *words]) == 2
    assert "zhinan rules coverage" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("rule", "parameter", "start", "steps", "code"),
    [
        ("LYG-3-800", "下限", "1", "3", "CASE-RULE"), ("LYG-3-8", "上限", "1", "3", "CASE-PARAM"),
        ("LYG-3-8", "下限", "多", "3", "RULE-PARAM"), ("LYG-3-8", "下限", "3岁", "3", "RULE-PARAM"), ("LYG-3-8", "下限", "1", "1", "RULE-PARAM"),
    ],
)  # fmt: skip
def test_what_if_refuses_what_it_cannot_move(
    revenues: Path, capsys: pytest.CaptureFixture[str], rule: str, parameter: str, start: str, steps: str, code: str
):  # fmt: skip
    words = [
        CITY,
        str(revenues),
        "--rule",
        rule,
        "--param",
        parameter,
        "--from",
        start,
        "--to",
        "2",
        "--steps",
        steps,
    ]

    assert what_if.main(words) == 2
    assert code in capsys.readouterr().err


def test_terms_of_a_far_year_are_named_by_the_calendar(capsys: pytest.CaptureFixture[str]):
    pack.main(["terms", "yanbian-plan-14", "--rules", "YBP-1", "--json"])

    assert "地区.研发投入强度[2025]" in {t["label"] for t in printed(capsys)["terms"]}
