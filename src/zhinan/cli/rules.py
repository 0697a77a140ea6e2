"""``zhinan rules``: where each row of the acceptance list lives, and how well its examples guard it."""

import argparse
import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from .words import parser

if TYPE_CHECKING:
    from zhinan.engines.coverage import CoverageReport
    from zhinan.engines.packs import Pack

EXAMPLE = """zhinan rules coverage                    every row of the acceptance list and where it lives
zhinan rules coverage --json             the same, machine-readable
zhinan rules coverage --no-mutation      without the mutation score, in a second"""
HOME_WORDS = {
    "rule": "规则", "set": "集合规则", "target": "规划目标", "lint": "指南核查", "stage": "后续环节", "person": "由人判断",
}  # fmt: skip


def main(arguments: list[str]) -> int:
    options = _parser().parse_args(arguments)
    return int(options.act(options))


def _parser() -> argparse.ArgumentParser:
    given = parser("rules", "Rules of the shipped packs against the acceptance list.", EXAMPLE)
    acts = given.add_subparsers(required=True, metavar="ACT")
    coverage = acts.add_parser("coverage", help="row by row: home, place, examples, mutants killed")
    coverage.add_argument("--json", action="store_true", help="machine-readable")
    coverage.add_argument(
        "--no-mutation", action="store_true", help="leave the mutation score out (much faster)"
    )
    coverage.set_defaults(act=_coverage)
    return given


def _coverage(options: argparse.Namespace) -> int:
    from zhinan.engines.coverage import MutationScores, coverage_report, shipped_acceptance

    packs, failed = _shipped()
    mutate = None if options.no_mutation else MutationScores()
    report = coverage_report(packs, shipped_acceptance(), mutate=mutate)
    if options.json:
        rows = [row.as_json() for row in report.rows]
        print(json.dumps({"rows": rows, "summary": report.summary()}, ensure_ascii=False, indent=2))
    else:
        _show(report)
    for name in failed:
        print(f"zhinan rules: {name} 读不进来；先运行 zhinan pack check {name}", file=sys.stderr)
    return 0 if report.is_whole and not failed else 1


def _show(report: "CoverageReport") -> None:
    for row in report.rows:
        home = HOME_WORDS.get(row.home, "没有着落")
        score = f"变异{row.killed}/{row.mutants}" if row.mutants else ""
        place = f"{row.pack} {row.where}" if row.home else ""
        print(f"{row.id:14}{row.strength}  {home}  {place}  例{row.examples} {score}".rstrip())
    summary = report.summary()
    homes = "，".join(f"{HOME_WORDS[home]}{n}" for home, n in summary["by_home"].items())
    score = summary["mutation_score"]
    print(
        f"共{summary['rows']}行，有着落{summary['covered']}行（{homes}），例{summary['examples']}个",
        end="",
    )
    print(
        f"，变异{summary['killed']}/{summary['mutants']}（{score}%）。"
        if score is not None
        else "。"
    )
    for words, ids in (
        ("没有着落", report.missing),
        ("硬规则交给了人", report.hard_by_person),
        ("两处都有", report.repeated),
    ):
        if ids:
            print(f"{words}{len(ids)}行：{'、'.join(ids)}")


def _shipped() -> tuple[Sequence["Pack"], list[str]]:
    """The packs that come with the product, and the names of those that cannot be read."""
    from importlib.resources import files
    from pathlib import Path

    from zhinan.engines.packs import read_pack

    packs, failed = [], []
    folder = Path(str(files("zhinan").joinpath("packs")))
    for path in sorted(p for p in folder.iterdir() if p.joinpath("pack.yaml").is_file()):
        pack, _ = read_pack(path)
        if pack is None:
            failed.append(path.name)
        else:
            packs.append(pack)
    return packs, failed
