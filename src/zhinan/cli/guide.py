"""``zhinan guide``: look at a guide itself before it is issued."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from .guide_import import add_import
from .guide_read import add_read
from .guide_terms import add_terms
from .pack import folder_of
from .words import parser

if TYPE_CHECKING:
    from zhinan.engines.lint import Coverage, LintReport

EXAMPLE = """zhinan guide lint lianyungang-2024       a shipped pack
zhinan guide lint ./my-pack --json       any folder, machine-readable
zhinan guide lint 指南.docx              a document: read, drafted and checked, nothing is stored
zhinan guide read 指南.docx --out 指南.json   a document into records with spans and confidence
zhinan guide terms ./my-pack             phrases of conditions that become rules, its own first"""


def main(arguments: list[str]) -> int:
    options = _parser().parse_args(arguments)
    return int(options.act(options))


def _parser() -> argparse.ArgumentParser:
    given = parser("guide", "Look at a guide itself, before it is issued.", EXAMPLE)
    acts = given.add_subparsers(required=True, metavar="ACT")
    lint = acts.add_parser("lint", help="faults of the guide: codes, sums, lists, deadlines, rules")
    lint.add_argument(
        "pack",
        metavar="PACK",
        help="a shipped name, a folder, or a document (txt, docx, pdf, xlsx, html)",
    )
    lint.add_argument("--json", action="store_true", help="machine-readable")
    lint.set_defaults(act=_lint)
    add_read(acts)
    add_import(acts)
    add_terms(acts)
    return given


def _lint(options: argparse.Namespace) -> int:
    from zhinan.engines.lint import lint_pack
    from zhinan.engines.packs import read_pack

    folder = folder_of(options.pack)
    if folder.is_file():
        return _lint_document(folder, options)
    if wrong := _no_pack(folder):
        print(f"zhinan guide lint: {wrong}", file=sys.stderr)
        return 2
    pack, faults = read_pack(folder)
    if pack is None:
        for fault in faults:
            print(fault)
        print(f"{options.pack}: 指南包有{len(faults)}处错误，改正后再核查", file=sys.stderr)
        return 1
    report = lint_pack(pack)
    if options.json:
        print(json.dumps(_as_json(report), ensure_ascii=False, indent=2))
    else:
        _show(pack.title, report)
    return 1 if report.findings else 0


def _lint_document(file: Path, options: argparse.Namespace) -> int:
    """A document read, drafted and checked; 1 too where it cannot be read."""
    from zhinan.engines.drafting.linting import lint_document
    from zhinan.engines.guides.formats import Unreadable, read_file
    from zhinan.engines.guides.reading import read_document
    from zhinan.engines.guides.refusals import UnreadableError

    try:
        given = read_file(file)
        records = read_document(given.text, name=file.name)
    except (Unreadable, UnreadableError) as refused:
        print(f"{file.name}：{refused}", file=sys.stderr)
        return 1
    for note in given.notes:
        print(f"{file.name}：{note}", file=sys.stderr)
    report = lint_document(given.text, records, name=file.name)
    if options.json:
        print(json.dumps(_as_json(report), ensure_ascii=False, indent=2))
    else:
        _show(file.name, report)
    return 1 if report.findings else 0


def _no_pack(folder: Path) -> str:
    """Why this cannot be linted, in Chinese; empty where it can."""
    if not folder.is_dir():
        return f"没有 {folder}。请给出含 pack.yaml 的文件夹，或随附的包名（zhinan pack list 可查）"
    if not folder.joinpath("pack.yaml").is_file():
        return f"{folder} 里没有 pack.yaml，不是指南包。请核对路径"
    return ""


def _show(title: str, report: "LintReport") -> None:
    for finding in report.findings:
        print(finding)
    for finding, reason in report.accepted:
        print(f"按原文保留（{reason}）：{finding}")
    for finding in report.notes:
        print(f"提示：{finding}")
    for check in report.checks:
        print(f"{check.id} {check.lint}：{check.verdict}")
    whole = report.coverage
    print(
        f"{title}：{len(report.findings)}处待处理，{len(report.accepted)}处按原文保留，{len(report.notes)}条提示；"
        f"规范性条文{whole.sentences}句，有规则的{whole.covered}句（{whole.percent}%）。"
    )
    for key, one in report.programmes.items():
        print(f"  {key}：{one.covered}/{one.sentences}（{one.percent}%）")


def _as_json(report: "LintReport") -> dict[str, object]:
    counted = {key: _counted(one) for key, one in report.programmes.items()}
    return {
        "pack": report.pack,
        "findings": [asdict(f) for f in report.findings],
        "accepted": [asdict(f) | {"reason": reason} for f, reason in report.accepted],
        "notes": [asdict(f) for f in report.notes],
        "checks": [{"id": c.id, "lint": c.lint, "verdict": c.verdict} for c in report.checks],
        "coverage": {"pack": _counted(report.coverage), "programmes": counted},
    }


def _counted(coverage: "Coverage") -> dict[str, object]:
    return asdict(coverage) | {"percent": coverage.percent}
