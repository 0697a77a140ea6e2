"""``zhinan what-if``: how many cases pass at each value of one parameter of a rule."""

import argparse
import csv
import json
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .check_files import Unusable, add_frame, frame_of, read_book, read_one, reader_of, written_in
from .words import parser

if TYPE_CHECKING:
    from zhinan.engines.rules import Case, Rule, Rulebook

EXAMPLE = """zhinan what-if lianyungang-2024 cases.jsonl --rule LYG-3-8 --param 下限 --from 500万元 --to 3000万元 --steps 26
zhinan what-if lianyungang-2024 last-year.parquet --programme 成果转化 --as-of 2024-08-01 \\
    --rule LYG-3-3 --param 界限 --from 2022-01-01 --to 2024-01-01 --csv

Money without a unit is 万元."""
CAVEAT = "这些案件是按原来的条件申报的；放宽后会有新的单位来申报，所以放宽的效果会被低估。"


def main(arguments: list[str]) -> int:
    options = _parser().parse_args(arguments)
    try:
        book = read_book(options.pack)
        return _show(_moved(options, book), options)
    except Unusable as unusable:
        return unusable.show()
    except OSError as error:
        print(f"zhinan what-if: {error.strerror or error}: {error.filename or ''}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    given = parser("what-if", "Move one parameter of a rule over many cases.", EXAMPLE)
    say = given.add_argument
    say("pack", metavar="PACK", help="a shipped name or a folder")
    say("cases", metavar="CASES", nargs="+", type=Path, help="yaml json jsonl csv parquet")
    say("--rule", required=True, metavar="ID", help="the rule")
    say("--param", required=True, metavar="NAME", help="its parameter")
    say(
        "--from",
        required=True,
        dest="start",
        metavar="A",
        help="first value, as 500万元, 80%% or 2023-01-01",
    )
    say("--to", required=True, dest="end", metavar="B", help="last value")
    say("--steps", type=int, default=21, metavar="N", help="values, both ends among them (21)")
    add_frame(given)
    say("--json", action="store_true", help="machine-readable")
    say("--csv", action="store_true", help="a table: value,passed,failed,missing,other")
    return given


@dataclass(frozen=True, slots=True)
class Moved:
    """The curve: for each value, cases by verdict."""

    book: "Rulebook"
    rule: "Rule"
    parameter: str
    now: Any
    points: Mapping[Any, Counter[int]]
    judged: int
    bad: int
    is_rerun: bool

    def shown(self, value: Any) -> str:
        from zhinan.engines.rules.wording import Words

        words = Words(self.book.pack.vocabulary)
        return words.value(value, self.rule.parameters[self.parameter].kind)


def _rule(options: argparse.Namespace, book: "Rulebook") -> "Rule":
    from zhinan.engines.rules.selecting import near_names

    rule = book.by_key.get(options.rule)
    if rule is None:
        near = near_names(options.rule, list(book.by_key)) or "用 zhinan rules coverage 查看"
        raise Unusable(f"没有规则“{options.rule}”。{near}。[CASE-RULE]")
    if options.param not in rule.parameters:
        known = "、".join(rule.parameters) or "（没有参数）"
        raise Unusable(f"规则{rule.key}没有参数“{options.param}”。可用：{known}。[CASE-PARAM]")
    return rule


def _moved(options: argparse.Namespace, book: "Rulebook") -> Moved:
    from zhinan.engines.rules import Unfit
    from zhinan.engines.rules.parameters import resolve
    from zhinan.engines.rules.stepping import read_bound, steps

    rule = _rule(options, book)
    kind = rule.parameters[options.param].kind
    try:
        first = read_bound(options.param, options.start, kind)
        values = steps(first, read_bound(options.param, options.end, kind), options.steps)
    except Unfit as error:
        raise Unusable(f"{error.what}。{error.remedy}。[{error.code}]") from error
    cases, bad = _cases(options, book)
    groups: dict[Any, list[Case]] = {}
    for case in cases:
        setting = (case.law, case.known, case.reference, case.programme, case.stage)
        groups.setdefault(setting, []).append(case)
    points: dict[Any, Counter[int]] = {value: Counter() for value in values}
    is_rerun = False
    for group in groups.values():
        is_rerun |= _count(rule, options.param, group, values, points)
    law = cases[0].law if cases else None
    now = None if law is None else resolve(rule.parameters, rule.lists, on=law).get(options.param)
    return Moved(book, rule, options.param, now, points, len(cases), bad, is_rerun)


def _cases(options: argparse.Namespace, book: "Rulebook") -> tuple[list["Case"], int]:
    frame, reader = frame_of(options), reader_of(book)
    cases, bad = [], 0
    for path in options.cases:
        for written in written_in(path):
            found, findings = read_one(written, reader, frame)
            if found is None:
                bad += 1
                for finding in findings:
                    print(f"{path.name}第{written.number}行：{finding}", file=sys.stderr)
            else:
                cases.append(found.case)
    return cases, bad


def _count(
    rule: "Rule",
    parameter: str,
    cases: list["Case"],
    values: tuple[Any, ...],
    points: dict[Any, Counter[int]],
) -> bool:
    """Add the cases' verdicts to every point; whether each value was judged anew."""
    from zhinan.engines.rules import judge
    from zhinan.engines.rules.columns import NotColumnar
    from zhinan.engines.rules.columns.batch import moments_of
    from zhinan.engines.rules.columns.framing import frames_of
    from zhinan.engines.rules.threshold import Lever, with_value

    try:
        lever = Lever(rule, parameter, moments=moments_of(cases[0]), law=cases[0].law)
        frames, _ = frames_of(cases, lever.needs)
        curve = lever.curve(frames, values)
    except NotColumnar:  # what columns cannot hold is judged case by case
        for value in values:
            moved = with_value(rule, parameter, value)
            points[value].update(int(judge(moved, case).verdict) for case in cases)
        return True
    for value, counts in zip(curve.values, curve.counts, strict=True):
        points[value].update(dict(enumerate(counts)))
    return curve.is_rerun


def _show(moved: Moved, options: argparse.Namespace) -> int:
    rows = [
        {
            "value": moved.shown(value), "passed": counts[1] + counts[2], "failed": counts[4] + counts[6],
            "missing": counts[3], "other": counts[0] + counts[5],
        }
        for value, counts in moved.points.items()
    ]  # fmt: skip
    now = None if moved.now is None else moved.shown(moved.now)
    if options.json:
        head = {
            "pack": moved.book.pack.key, "rule": moved.rule.key, "title": moved.rule.title, "parameter": moved.parameter,
            "now": now, "cases": moved.judged, "unread": moved.bad, "points": rows, "caveat": CAVEAT,
        }  # fmt: skip
        print(json.dumps(head, ensure_ascii=False, indent=2))
    elif options.csv:
        table = csv.DictWriter(sys.stdout, ["value", "passed", "failed", "missing", "other"])
        table.writeheader()
        table.writerows(rows)
    else:
        print(
            f"{moved.rule.key} {moved.rule.title}，参数{moved.parameter}，现为{now or '未定'}，{moved.judged}件"
        )
        for row in rows:
            print(
                f"  {row['value']:>14}  通过{row['passed']}  不符{row['failed']}  待补{row['missing']}  其他{row['other']}"
            )
        print(CAVEAT)
    if moved.bad:
        print(f"{moved.bad}件读不进来，没有计入", file=sys.stderr)
    return 2 if moved.bad else 0
