"""What ``zhinan check`` and ``zhinan what-if`` read: a pack's rules, options, and files of cases."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from .pack import folder_of

if TYPE_CHECKING:
    from zhinan.engines.rules import Rulebook
    from zhinan.engines.rules.case_texts import Written
    from zhinan.engines.rules.cases import CaseFile, CaseReader, Frame
    from zhinan.engines.values import Finding

SLICE = 20_000  # rows of a parquet file held at a time


class Unusable(Exception):
    """The pack, an option or a case cannot be used: lines for the operator."""

    def __init__(self, *lines: str) -> None:
        super().__init__(lines[0] if lines else "")
        self.lines = lines

    def show(self) -> int:
        """Print the lines; the exit code 2."""
        print("\n".join(self.lines), file=sys.stderr)
        return 2


def add_frame(given: argparse.ArgumentParser) -> None:
    """The options that say by which rules and on which days."""
    say = given.add_argument
    say("--programme", default="", help="key, short name, name or code of the programme")
    say("--as-of", default="", metavar="D", help="law date: whose rules and lists hold")
    say("--known-at", default="", metavar="K", help="registers as known on this day (the law date)")
    say("--reference-day", default="", metavar="R", help="day that ages count from (the law date)")
    say(
        "--stage",
        default="",
        metavar="S",
        help="申报 受理 立项 合同 拨付 执行 变更 验收 评价 (申报)",
    )


def frame_of(options: argparse.Namespace) -> "Frame":
    from zhinan.engines.rules.cases import Frame

    return Frame(
        options.programme, options.as_of, options.known_at, options.reference_day, options.stage
    )


def read_book(name: str) -> "Rulebook":
    """The rules of a pack.

    Raises:
        Unusable: The pack, or a rule of it, has faults.
    """
    from zhinan.engines.packs import read_pack
    from zhinan.engines.rules import rulebook_of

    pack, faults = read_pack(folder_of(name))
    book = rulebook_of(pack) if pack is not None else None
    wrong = [*faults, *(book.faults if book else ())]
    if book is None or wrong:
        last = f"zhinan: 指南包 {name} 有{len(wrong)}处错误；先运行 zhinan pack check {name}"
        raise Unusable(*(str(fault) for fault in wrong), last)
    return book


def reader_of(book: "Rulebook") -> "CaseReader":
    from zhinan.engines.rules.cases import CaseReader
    from zhinan.engines.rules.regions import region_names

    return CaseReader(book, regions=region_names())


def rules_named(said: str, book: "Rulebook") -> tuple[str, ...] | None:
    """Ids of ``--rules``; None where it is not given.

    Raises:
        Unusable: A rule that the pack does not have.
    """
    from zhinan.engines.rules.selecting import find_rules

    if not said:
        return None
    chosen, findings = find_rules(book, said.split(","))
    if findings:
        raise Unusable(*map(str, findings))
    return chosen


def written_in(path: Path) -> Iterator["Written"]:
    """The cases of a file.

    Raises:
        Unusable: Not a file of cases.
    """
    from zhinan.engines.rules.case_texts import SUFFIXES, cases_in

    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise Unusable(f"{path}：不认识这种文件。可用：{'、'.join(SUFFIXES)}。[CASE-FILE]")
    if suffix == ".parquet":
        yield from _parquet(path)
        return
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as lines:
        yield from cases_in(lines, suffix, file=path.name)


def _parquet(path: Path) -> Iterator["Written"]:
    import polars as pl

    from zhinan.engines.rules.case_texts import rows_as_cases

    try:
        frame = pl.scan_parquet(path)
        rows = (
            row
            for start in range(0, frame.select(pl.len()).collect().item(), SLICE)
            for row in frame.slice(start, SLICE).collect().iter_rows(named=True)
        )
        yield from rows_as_cases(rows, path.name)
    except pl.exceptions.PolarsError as error:
        raise Unusable(f"{path}：不是合法的 parquet 文件：{error}。[CASE-FILE]") from error


def read_one(
    written: "Written", reader: "CaseReader", frame: "Frame"
) -> tuple["CaseFile | None", tuple["Finding", ...]]:
    """The case, or why it cannot be read."""
    if written.fault is not None:
        return None, (written.fault,)
    return reader.read(written.content, frame)
