"""``zhinan check``: all findings for one application, or for many."""

import argparse
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .check_files import (
    Unusable,
    add_frame,
    frame_of,
    read_book,
    read_one,
    reader_of,
    rules_named,
    written_in,
)
from .words import parser

if TYPE_CHECKING:
    from zhinan.engines.rules import Judgement, Rulebook
    from zhinan.engines.rules.cases import CaseFile
    from zhinan.engines.values import Finding

EXAMPLE = """zhinan check lianyungang-2024 case.yaml --programme 成果转化 --as-of 2024-08-01
zhinan check lianyungang-2024 case.yaml --rules LYG-3-3,LYG-3-8 --json
zhinan check lianyungang-2024 cases.jsonl --batch --out findings.jsonl

The form of a case: docs/design/cases.md. What a programme's rules need: zhinan pack terms PACK --programme P.
exit codes: 0 nothing to do, 1 findings (or a difference from what the case expects), 2 a case that cannot be read"""


def main(arguments: list[str]) -> int:
    options = _parser().parse_args(arguments)
    try:
        book = read_book(options.pack)
        only = rules_named(options.rules, book)
        if options.batch:
            from .check_batch import judge_files

            return judge_files(options, book, only)
        return _single(options, book, only)
    except Unusable as unusable:
        return unusable.show()
    except BrokenPipeError:  # whoever reads us has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        print(f"zhinan check: {error.strerror or error}: {error.filename or ''}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    given = parser("check", "Judge applications by the rules of a guide.", EXAMPLE)
    say = given.add_argument
    say("pack", metavar="PACK", help="a shipped name or a folder")
    say("cases", metavar="CASE", nargs="+", type=Path, help="yaml json jsonl csv parquet")
    add_frame(given)
    say("--rules", default="", metavar="ID,ID", help="only these rules, whatever their stage")
    say("--json", action="store_true", help="machine-readable, see docs/design/cases.md")
    say(
        "--batch",
        action="store_true",
        help="a line of JSON a case; a bad one is told, the rest judged",
    )
    say("--out", type=Path, metavar="F", help="with --batch: write there instead of to the screen")
    return given


def _single(options: argparse.Namespace, book: "Rulebook", only: tuple[str, ...] | None) -> int:
    """Judge each case with its reasons; one that cannot be read is told, and the others judged."""
    from zhinan.engines.rules.reporting import report

    frame, reader = frame_of(options), reader_of(book)
    reports: list[dict[str, Any]] = []
    for path in options.cases:
        for written in written_in(path):
            case, findings = read_one(written, reader, frame)
            if case is not None:
                reports.append(report(case, book, judgements_of(case, book, only)))
                continue
            reports.append(_unread(book, path, written.number, findings))
            for finding in findings:
                print(f"{path.name}#{written.number} {finding}", file=sys.stderr)
    if options.json:
        shown: Any = reports[0] if len(reports) == 1 else reports
        print(json.dumps(shown, ensure_ascii=False, indent=2))
    for one in reports if not options.json else ():
        _show(one)
    return max((exit_code(one) for one in reports), default=0)


def _unread(
    book: "Rulebook", path: Path, number: int, findings: tuple["Finding", ...]
) -> dict[str, Any]:
    from zhinan.engines.rules.reporting import fault_json

    errors = [{"file": str(path), "number": number, **fault_json(one)} for one in findings]
    return {"pack": book.pack.key, "errors": errors}


def judgements_of(
    found: "CaseFile", book: "Rulebook", only: tuple[str, ...] | None
) -> list["Judgement"]:
    """Every rule of the programme and stage, or those named; lints of the guide only where named or expected."""
    from zhinan.engines.rules import judge, judge_all

    if only is not None:
        return [
            _lint(book, key) if book.rule(key).kind == "lint" else judge(book.rule(key), found.case)
            for key in only
        ]
    judged = list(judge_all(book, found.case))
    known = {judgement.rule.key for judgement in judged}
    more = [key for key in found.expect if key not in known]
    return judged + judgements_of(found, book, tuple(more)) if more else judged


def _lint(book: "Rulebook", key: str) -> "Judgement":
    """What a 检查 block says of the guide itself."""
    from zhinan.engines.lint import run_check
    from zhinan.engines.rules import Judgement, Missing
    from zhinan.engines.rules.verdict import BY_LABEL

    rule = book.rule(key)
    if rule.block is None:
        raise ValueError(f"rule {key} was not read from a guide")
    result = run_check(book.pack, rule.block)
    missing = (Missing(result.missing, ""),) if result.missing else ()
    return Judgement(rule, BY_LABEL[result.verdict], missing=missing)


def exit_code(one: dict[str, Any]) -> int:
    """2 where it cannot be read, 1 where a finding stands or a case is not as it expects."""
    if "errors" in one:
        return 2
    if one["expected"]:
        return 0 if all(line["agrees"] for line in one["expected"]) else 1
    return 0 if one["overall"] in ("不适用", "通过", "经豁免通过") else 1


def _show(one: dict[str, Any]) -> None:
    if "errors" in one:
        return  # told where it was met
    name = f"{one['case']}：" if one["case"] else ""
    print(f"{name}{one['programme']}，法律日期{one['as_of']}，总结论 {one['overall']}")
    counts: dict[str, int] = {}
    for finding in one["findings"]:
        counts[finding["verdict"]] = counts.get(finding["verdict"], 0) + 1
        if finding["verdict"] not in ("不适用", "通过"):
            print(f"  {finding['sentence']}")
    print("  " + "，".join(f"{verdict}{count}条" for verdict, count in counts.items()))
    for warning in one["warnings"]:
        print(f"  注意：{warning['fact']}。{warning['remedy']}。[{warning['code']}]")
    for line in one["expected"]:
        if not line["agrees"]:
            print(f"  期望{line['rule']}为{line['expected']}，实为{line['found'] or '未判'}")
