"""Tables whose rows are lines: cells between tabs, between bars, or apart by wide gaps."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from .numbering import label_of
from .page_numbers import is_page_number
from .source import Line, Source

Piece = tuple[int, int, int]  # line number, start and end in the original
CellPieces = list[Piece]

_BAR = "|｜│┃"
_RULED = re.compile(r"[\s|｜│┃+┌┐└┘├┤┬┴┼─━═\-=┏┓┗┛┣┫┳┻╋:]{3,}")
_GAP = re.compile(r"[ \u3000]{3,}|\u3000{2,}|(?<=\S) {2,}(?=\S)")
_SENTENCE = re.compile(r"[。；：:]")
_SIGNED = re.compile(r"签\s*[字名章]|盖\s*章|公\s*章|年\s+月\s+日")
_PAGE = re.compile(r"\d{1,3}")
LONGEST_GAPPED = 30  # characters of a cell that only gaps set apart
_GROUP = 30  # characters of a line that names the rows under it


@dataclass(frozen=True, slots=True)
class Run:
    """The rows of a table. ``first``, ``last``: line numbers from 1; ``stop``: index of the line after it."""

    rows: list[list[CellPieces]]
    first: int
    last: int
    stop: int


@dataclass(frozen=True, slots=True)
class _Row:
    kind: str  # tab bar gap
    cells: list[CellPieces]
    number: int
    ruled_above: bool = False


def run_at(source: Source, at: int) -> Run | None:
    """The table whose first row is line ``at`` (an index); none where no table begins. Cost: its own lines."""
    first = _row(source, source.lines[at])
    kind = first.kind if first else "bar" if _is_ruled(source.lines[at]) else ""
    if not kind or (kind != "bar" and first is None):
        return None
    rows, stop = _gathered(source, at, kind)
    if not rows or not _is_table(source, rows, kind):
        return None
    cells = [row.cells for row in (_folded(rows) if kind == "bar" else _mended(source, rows))]
    last = max(piece[0] for row in cells for cell in row for piece in cell)
    return Run(_without_margin(cells), source.lines[at].number, max(last, stop), stop)


def _is_ruled(line: Line) -> bool:
    return bool(_RULED.fullmatch(line.text)) and any(c in line.text for c in "|｜│┃+┌├┼┴└┏┗┣┻")


def _row(source: Source, line: Line) -> _Row | None:
    """The cells of a line; none where it is no row."""
    raw = source.raw[line.start : line.end]
    if "\t" in raw.strip(" \u3000") and "\t" in raw.strip(" ").lstrip("\t"):
        return _Row("tab", _cut(line, raw, re.compile("\t")), line.number)
    if not line.text or line.is_cell:
        return None
    if sum(raw.count(bar) for bar in _BAR) >= 2 and not _is_ruled(line):
        inner = raw.strip()
        begin = raw.index(inner)
        body = inner.strip("".join(_BAR)) if inner[0] in _BAR else inner
        begin += inner.index(body) if body else 0
        cut = _cut(line, body, re.compile(f"[{_BAR}]"), begin)
        return _Row("bar", cut, line.number)
    inner = raw.strip(" \u3000")
    cells = _cut(line, inner, _GAP, raw.index(inner) if inner else 0)
    return _Row("gap", cells, line.number) if len(cells) > 2 else None


def _cut(line: Line, text: str, between: re.Pattern[str], begin: int = 0) -> list[CellPieces]:
    found, start = [], 0
    for match in [*between.finditer(text), None]:
        end = match.start() if match else len(text)
        found.append([(line.number, line.start + begin + start, line.start + begin + end)])
        start = match.end() if match else end
    return found


def _gathered(source: Source, at: int, kind: str) -> tuple[list[_Row], int]:
    """Rows of one kind from line ``at`` on; a short line between two rows names those under it."""
    lines, stop, blanks, ruled = source.lines, at, 0, False
    rows: list[_Row] = []
    while at < len(lines):
        line = lines[at]
        row = _row(source, line) or _empty_row(source, line, kind)
        if row is not None and row.kind == kind and not (blanks and not _like(rows, row)):
            rows.append(_Row(kind, row.cells, row.number, ruled))
            stop, blanks, ruled = at + 1, 0, False
        elif kind == "bar" and _is_ruled(line):
            ruled, stop, blanks = True, at + 1, 0
        elif rows and is_page_number(line):
            blanks = 0
        elif not line.text and not line.is_cell:
            blanks += 1
            if blanks > 1 or kind == "gap":
                break
        else:
            below = _row(source, lines[at + 1]) if at + 1 < len(lines) else None
            goes_on = below is not None and below.kind == kind and rows and not blanks
            if not goes_on or kind == "gap" or len(line.text) > 2 * _GROUP:
                break
            _take(source, rows, line, below)
            stop = at + 1
        at += 1
    return rows, stop


def _empty_row(source: Source, line: Line, kind: str) -> _Row | None:
    """A row of a table between tabs of which no cell is filled in."""
    raw = source.raw[line.start : line.end].strip(" ")
    if kind != "tab" or line.text or raw.count("\t") < 2:
        return None
    return _Row(kind, _cut(line, source.raw[line.start : line.end], re.compile("\t")), line.number)


def _like(rows: Sequence[_Row], row: _Row) -> bool:
    """Whether a row after a blank line goes on with the table: as many cells as most."""
    return not rows or len(row.cells) in {len(other.cells) for other in rows[-3:]}


def _take(source: Source, rows: list[_Row], line: Line, below: _Row | None) -> None:
    """A line without cells between two rows: the rest of a cell broken over lines, or a group's name."""
    width = Counter(len(row.cells) for row in rows).most_common(1)[0][0]
    piece = (line.number, line.start, line.end)
    before = rows[-1]
    short = len(before.cells) < width or (
        below is not None and len(before.cells) + len(below.cells) - 1 == width
    )
    if (
        (short or _SIGNED.search(line.text))
        and before.cells[-1]
        and source.raw[before.cells[-1][-1][1] : before.cells[-1][-1][2]].strip()
    ):
        before.cells[-1].append(piece)
    else:
        rows.append(_Row(before.kind, [[piece]], line.number))


def _is_table(source: Source, rows: Sequence[_Row], kind: str) -> bool:
    """Whether rows make a table and not a contents page, numbered paragraphs or a line with gaps."""

    def said(cell: CellPieces) -> str:
        return "".join(source.raw[a:b] for _, a, b in cell).strip()

    texts = [[said(cell) for cell in row.cells] for row in rows]
    widest = max(len(row) for row in texts)
    if len(rows) < 2 or widest < 2 or _is_contents(texts) or _is_labelled(texts):
        return False
    if kind == "gap":
        widths = Counter(len(row) for row in texts)
        usual, times = widths.most_common(1)[0]
        plain = all(
            len(c) <= LONGEST_GAPPED and not _SENTENCE.search(c) for row in texts for c in row
        )
        return usual > 2 and times >= 3 and times >= 0.7 * len(rows) and plain
    blank = any(not cell for row in texts for cell in row[1:])
    return widest > 2 or len(rows) > 2 or blank


def _is_contents(texts: Sequence[Sequence[str]]) -> bool:
    return (
        all(len(row) == 2 and _PAGE.fullmatch(row[1]) and len(row[0]) > 2 for row in texts)
        and sum(1 for row in texts if label_of(row[0])) > len(texts) / 2
    )


def _is_labelled(texts: Sequence[Sequence[str]]) -> bool:
    """Paragraphs with a tab after their number: 一、<tab>总则."""
    labels = [label_of(row[0]) for row in texts]
    return all(
        label is not None and label.length >= len(row[0]) and len(row) == 2 and not row[0].isdigit()
        for label, row in zip(labels, texts, strict=True)
    )


def _folded(rows: Sequence[_Row]) -> list[_Row]:
    """Lines between two ruled lines are one row, where every row is ruled off."""
    ruled = sum(1 for row in rows if row.ruled_above)
    if ruled < 3 or ruled == len(rows):
        return list(rows)
    found: list[_Row] = []
    for row in rows:
        if found and not row.ruled_above and len(row.cells) == len(found[-1].cells):
            for cell, more in zip(found[-1].cells, row.cells, strict=True):
                cell += more
        else:
            found.append(row)
    return found


def _mended(source: Source, rows: Sequence[_Row]) -> list[_Row]:
    """Rows broken within a cell made whole, where the two parts make up the width most rows have."""
    width, often = Counter(len(row.cells) for row in rows).most_common(1)[0]
    if len(rows[0].cells) != width or often * 2 < len(rows):
        return list(rows)
    found: list[_Row] = []
    for row in rows:
        before = found[-1] if found else None
        broken = before is not None and len(before.cells) + len(row.cells) - 1 == width
        if (
            before
            and len(before.cells) > 1
            and broken
            and often > 2
            and len(row.cells) > 1
            and _filled(source, before, row)
        ):
            before.cells[-1].extend(row.cells[0])
            before.cells.extend(row.cells[1:])
        else:
            found.append(row)
    return found


def _filled(source: Source, before: _Row, row: _Row) -> bool:
    """Whether the cell that may be broken says something in both parts."""
    parts = ["".join(source.raw[a:b] for _, a, b in cell).strip() for cell in (before.cells[-1], row.cells[0])]  # fmt: skip
    return all(parts) and not parts[1].isdigit()


def _without_margin(rows: list[list[CellPieces]]) -> list[list[CellPieces]]:
    """Rows that all begin with a tab have no first cell there."""
    if all(len(row) > 1 and all(a == b for _, a, b in row[0]) for row in rows):
        return [row[1:] for row in rows]
    return rows
