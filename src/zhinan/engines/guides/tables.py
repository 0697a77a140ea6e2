"""Tables as they stand in text: a cell begins with a tab, rows are parted by a blank line, the table ends with two."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .source import Line, Source, View, joined

_PART = re.compile(
    r"第\s*[一二三四五六七八九十百]+\s*[章节条]|[一二三四五六七八九十]+\s*、|附\s*件\s*\d*\s*$"
)
_REACH = 14  # lines a cell may run on before another cell shows that the table goes on


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; its lines joined. An empty cell has an empty view."""

    view: View
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        return self.view.text

    @property
    def start(self) -> int:
        return self.view.origin[0] if self.view else self.lines[0].start

    @property
    def end(self) -> int:
        return self.view.origin[-1] + 1 if self.view else self.lines[0].start


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells. ``first`` and ``last`` are line numbers, from 1."""

    rows: tuple[tuple[Cell, ...], ...]
    first: int
    last: int

    @property
    def start(self) -> int:
        return self.rows[0][0].lines[0].start

    @property
    def end(self) -> int:
        return self.rows[-1][-1].lines[-1].end


def tables_of(source: Source) -> tuple[Table, ...]:
    """All tables in order; a single indented line is none. O(n)."""
    lines = source.lines
    found: list[Table] = []
    at = 0
    while at < len(lines):
        if lines[at].is_cell:
            end = _end_of(lines, at)
            table = _table(lines[at:end])
            if sum(len(row) for row in table.rows) > 1:
                found.append(table)
            at = end
        else:
            at += 1
    return tuple(found)


def _end_of(lines: Sequence[Line], start: int) -> int:
    """The index after the last line of the table that begins at ``start``."""
    end, at, blanks = start + 1, start + 1, 0
    while at < len(lines):
        line = lines[at]
        if line.is_cell:
            if blanks > 1:
                break
            end, blanks = at + 1, 0
        elif not line.text:
            blanks += 1
            if blanks > 1:
                break
        else:
            if blanks and (_PART.match(line.text) or not _goes_on(lines, at)):
                break
            end, blanks = at + 1, 0
        at += 1
    return end


def _goes_on(lines: Sequence[Line], at: int) -> bool:
    """Whether another cell follows soon, with no gap of two blank lines."""
    blanks = 0
    for line in lines[at : at + _REACH]:
        if line.is_cell:
            return True
        blanks = 0 if line.text else blanks + 1
        if blanks > 1:
            return False
    return False


def _table(lines: Sequence[Line]) -> Table:
    rows: list[list[list[Line]]] = [[]]
    blank = False
    for line in lines:
        if line.is_cell:
            if blank and rows[-1]:
                rows.append([])
            rows[-1].append([line])
        elif line.text and rows[-1]:
            rows[-1][-1].append(line)
        blank = not line.text and not line.is_cell
    made = tuple(tuple(_cell(cell) for cell in row) for row in _mended(rows) if row)
    return Table(made, lines[0].number, lines[-1].number)


def _mended(rows: list[list[list[Line]]]) -> list[list[list[Line]]]:
    """Rows torn by a blank line put together, where the two parts make up the width most rows have."""
    widths = Counter(len(row) for row in rows)
    width, often = widths.most_common(1)[0]
    if often < 3 or width < 3:
        return rows
    found: list[list[list[Line]]] = []
    for row in rows:
        if found and len(found[-1]) < width and len(found[-1]) + len(row) == width:
            found[-1] = found[-1] + row
        else:
            found.append(row)
    return found


def _cell(lines: Sequence[Line]) -> Cell:
    return Cell(joined(line.view for line in lines), tuple(lines))


def cells_of(table: Table) -> Iterator[Cell]:
    for row in table.rows:
        yield from row
