"""``zhinan check --batch``: many cases, in columns; a line of JSON a case, in the order of the files."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from .check import exit_code, judgements_of
from .check_files import frame_of, read_one, reader_of, written_in

if TYPE_CHECKING:
    from zhinan.engines.rules import Case, Rule, Rulebook
    from zhinan.engines.rules.cases import CaseFile
    from zhinan.engines.rules.columns.framing import BadRow

SIZE = 5_000  # cases judged together


def judge_files(options: argparse.Namespace, book: "Rulebook", only: tuple[str, ...] | None) -> int:
    """Judge every case of the files; 2 where one could not be read, the others judged all the same."""
    if options.out is None:
        return _Batch(book, only, options, sys.stdout).run(options.cases)
    with options.out.open("w", encoding="utf-8") as out:
        return _Batch(book, only, options, out).run(options.cases)


class _Batch:
    def __init__(
        self,
        book: "Rulebook",
        only: tuple[str, ...] | None,
        options: argparse.Namespace,
        out: TextIO,
    ) -> None:
        self.book, self.only, self.out = book, only, out
        self.frame, self.reader = frame_of(options), reader_of(book)
        self.held: dict[int, CaseFile] = {}
        self.lines: dict[int, dict[str, Any]] = {}
        self.done = self.bad = self.worst = 0

    def run(self, paths: list[Path]) -> int:
        from zhinan.engines.rules.columns.batch import judge_batch

        for path in paths:
            for part in judge_batch(self.cases(path), self.rules_for, size=SIZE):
                for bad in part.bad:
                    self.lines.setdefault(bad.number, {"errors": [_plain_fault(bad.reason)]})
                for row in part.verdicts.iter_rows(named=True):
                    self.lines[row["case"]] = self.judged(row)
                self.write(path)
        if not self.done:
            names = "、".join(path.name for path in paths)
            told = f"{names}里没有一件申报。请核对文件：每行一件（jsonl），或表头下每行一件。[CASE-NONE]"
            print(told, file=sys.stderr)
            return 2
        print(f"共{self.done}件，其中{self.bad}件读不进来", file=sys.stderr)
        return 2 if self.bad else self.worst

    def cases(self, path: Path) -> Iterator[tuple[int, "Case | BadRow"]]:
        from zhinan.engines.rules.columns.framing import BadRow
        from zhinan.engines.rules.reporting import fault_json

        for written in written_in(path):
            found, findings = read_one(written, self.reader, self.frame)
            if found is None:
                self.lines[written.number] = {"errors": [fault_json(one) for one in findings]}
                yield written.number, BadRow(written.number, "；".join(map(str, findings)))
            else:
                self.held[written.number] = found
                yield written.number, found.case

    def rules_for(self, case: "Case") -> list["Rule"]:
        if self.only is not None:
            return [rule for key in self.only if (rule := self.book.rule(key)).kind != "lint"]
        rules = self.book.rules(case.programme)
        return [rule for rule in rules if rule.stage == case.stage and rule.kind != "lint"]

    def judged(self, row: dict[str, Any]) -> dict[str, Any]:
        """The line of one case; the facts missing are asked of the case evaluator."""
        from zhinan.engines.rules import Judgement, Verdict, judge
        from zhinan.engines.rules.reporting import brief

        found = self.held.pop(row["case"])
        judgements = []
        for rule in self.rules_for(found.case):
            verdict = Verdict(row[rule.key])
            is_open = verdict is Verdict.MISSING
            judgements.append(judge(rule, found.case) if is_open else Judgement(rule, verdict))
        known = {judgement.rule.key for judgement in judgements}
        more = [key for key in found.expect if key not in known] if self.only is None else []
        line = brief(found, [*judgements, *judgements_of(found, self.book, tuple(more))])
        self.worst = max(self.worst, exit_code(line))
        return line

    def write(self, path: Path) -> None:
        for number in sorted(self.lines):
            line = self.lines[number]
            self.done += 1
            if "errors" in line:
                self.bad += 1
                for one in line["errors"]:
                    told = f"{one['fact'].rstrip('。')}。{one['remedy']}[{one['code']}]"
                    print(f"{path.name}第{number}行：{told}", file=sys.stderr)
            named = {"file": path.name, "row": number, **line}
            self.out.write(json.dumps(named, ensure_ascii=False) + "\n")
        self.lines.clear()
        self.held.clear()
        print(f"已判{self.done}件，其中{self.bad}件读不进来", file=sys.stderr)


def _plain_fault(reason: str) -> dict[str, str]:
    return {"code": "CASE-ROW", "field": "", "fact": reason, "remedy": ""}
