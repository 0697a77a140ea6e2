"""Paragraphs: lines that belong together, whether a document breaks them at a fixed width or not."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from .numbering import ANNEX, BOX, CODE, label_of
from .page_numbers import is_page_number
from .source import Line, Source, View, joined
from .tables import Table, cells_of, tables_of

ENDS = "。！？；：…"
_CODED = 4  # codes that follow their neighbour by one, to make a list of codes
_TELEPHONE = re.compile(r"\d{7,8}$")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, or one cell of a table. ``place`` counts from 0 within the file."""

    view: View
    lines: tuple[Line, ...]
    place: int
    is_cell: bool = False

    @property
    def text(self) -> str:
        return self.view.text

    @property
    def start(self) -> int:
        return self.view.origin[0]

    @property
    def end(self) -> int:
        return self.view.origin[-1] + 1

    @property
    def number(self) -> int:
        """Line of the file it begins on, from 1."""
        return self.lines[0].number


def wrapped_at(source: Source) -> int:
    """The width in characters at which the document breaks its lines; 0 where it breaks none."""
    lengths = sorted(len(line.text) for line in source.written if not line.is_cell)
    if len(lengths) < 40:
        return _block_width(source)
    width = lengths[int(len(lengths) * 0.9)]
    near = sum(1 for n in lengths if width - 4 <= n <= width + 2)
    return width if 18 <= width <= 60 and near > 0.35 * len(lengths) else _block_width(source)


def _block_width(source: Source) -> int:
    """The width of lines that are followed by another without a blank between; 0 where they differ in length."""
    full = [
        len(line.text)
        for line, after in pairwise(source.lines)
        if line.text and after.text and "\t" not in source.raw[line.start : after.end]
        and not is_page_number(after) and not begins_anew(after.text)
    ]  # fmt: skip
    width = Counter(full).most_common(1)[0][0] if full else 0
    near = sum(1 for n in full if width - 2 <= n <= width + 1)
    return width if near > 4 and 18 <= width <= 60 and near > 0.4 * len(full) else 0


def parts_at_blanks(source: Source, width: int) -> bool:
    """Whether a blank line ends a paragraph where lines are broken: not where every line is followed by one."""
    full = [
        at
        for at, line in enumerate(source.lines[:-1])
        if not line.is_cell and width - 4 <= len(line.text) <= width + 2
    ]
    near = sum(1 for at in full if source.lines[at + 1].text)
    return bool(full) and near > 0.5 * len(full)


def paragraphs_of(source: Source, tables: Sequence[Table] | None = None) -> tuple[Paragraph, ...]:
    """All paragraphs and cells in order; page numbers and empty cells left out. O(n)."""
    width = wrapped_at(source)
    parted = bool(width) and parts_at_blanks(source, width)
    coded = not width or counts_by_codes(source)
    tables = tables_of(source) if tables is None else tables
    first_of = {table.first: table for table in tables}
    within = {n for table in tables for n in range(table.first, table.last + 1)}
    found: list[Paragraph] = []
    waiting: list[Line] = []
    blank = turned = False

    def write() -> None:
        if waiting:
            found.append(_made(waiting, len(found)))
            waiting.clear()

    for line in source.lines:
        if line.number in within:
            write()
            if line.number in first_of:
                for cell in cells_of(first_of[line.number]):
                    if cell.view:
                        found.append(Paragraph(cell.view, cell.lines, len(found), True))
        elif is_page_number(line):
            blank = False
            turned = True
        elif line.text:
            if waiting and ((blank and parted) or not _goes_on(waiting[-1], line, width, coded)):
                write()
            waiting.append(line)
            blank = turned = False
        else:
            blank = not turned
    write()
    return tuple(found)


def _made(lines: list[Line], place: int) -> Paragraph:
    return Paragraph(joined(line.view for line in lines), tuple(lines), place)


def counts_by_codes(source: Source) -> bool:
    """Whether a document lists things by code, one after another: 1101 …, 1102 …; or only breaks lines at figures."""
    codes = [
        int(m["code"])
        for line in source.written
        if (m := CODE.match(line.text)) and m["code"].isdigit()
    ]
    return sum(1 for before, after in pairwise(codes) if after == before + 1) >= _CODED


def begins_anew(text: str, *, by_codes: bool = True) -> bool:
    """Whether a line plainly begins something: a number, a code, an annex, a box.

    Where lines are broken at a fixed width, four digits at the head of a line are a code only in a list of codes.
    """
    coded = CODE.match(text) and by_codes
    return bool(label_of(text) or coded or ANNEX.match(text) or BOX.match(text))


def _goes_on(before: Line, line: Line, width: int, by_codes: bool) -> bool:
    """Whether ``line`` continues the sentence of ``before``."""
    if (
        before.is_cell
        or line.is_cell
        or before.text[-1] in ENDS
        or begins_anew(line.text, by_codes=by_codes)
    ):
        return False
    if width:
        # a telephone number closes its line, however long that line is
        return len(before.text) >= width - 4 and not _TELEPHONE.search(before.text)
    # a sentence broken by chance: the first part is a long one and ends in the middle of a clause
    return (
        len(before.text) >= 40
        and before.text[-1] not in "）)"
        and (before.text[-1] in "，、" or line.text[0] in "，、；。")
    )
