"""Tables as they stand in text: a cell a line after a tab, a row a line between tabs, bars or wide gaps, or one word a line."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .numbering import label_of
from .page_numbers import is_page_number
from .source import Line, Source, View, joined, view_of
from .table_lines import Run, run_at
from .table_words import words_at

_PART = re.compile(
    r"第\s*[一二三四五六七八九十百]+\s*[章节条]|[一二三四五六七八九十]+\s*、|附\s*[件表录]\s*[\d一二三四五六七八九十]*\s*[：:]?\s*$"
    r"|(?:专栏|表|图)\s*[\d一二三四五六七八九十]+(?:[-.]\d+)?[\s：:]|注\s*[：:]|(?:数据|资料)来源"
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


Rows = tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells. ``first`` and ``last`` are line numbers, from 1; ``parted``: rows as they stand, none mended."""

    rows: Rows
    first: int
    last: int
    parted: Rows = ()

    @property
    def start(self) -> int:
        return self.rows[0][0].lines[0].start

    @property
    def end(self) -> int:
        return max(line.end for cell in self.rows[-1] for line in cell.lines)


def tables_of(source: Source) -> tuple[Table, ...]:
    """All tables in order; a single indented line is none. O(n)."""
    lines = source.lines
    found: list[Table] = []
    at = 0
    while at < len(lines):
        run = run_at(source, at) or words_at(lines, at)
        if run is not None:
            found.append(_written(source, run))
            at = run.stop
        elif lines[at].is_cell:
            end = _end_of(lines, at)
            table = _table(lines[at:end])
            if sum(len(row) for row in table.rows) > 1:
                found.append(table)
            at = end
        else:
            at += 1
    return tuple(found)


def _written(source: Source, run: Run) -> Table:
    """A table whose cells are stretches of lines."""
    rows = tuple(
        tuple(
            _cell([Line(number, a, b, view_of(source.raw, a, b), True) for number, a, b in cell])
            for cell in row
        )
        for row in run.rows
    )
    return Table(rows, run.first, run.last, rows)


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
            if blanks > 1 and not _turns(lines, at):
                break
        elif is_page_number(line):
            blanks = 0
        else:
            over = _PART.match(line.text) or not _goes_on(lines, at) or _heads(lines, start, at)
            if over and (blanks or _is_new(lines, start, at) or _heads(lines, start, at)):
                break
            end, blanks = at + 1, 0
        at += 1
    return end


def _heads(lines: Sequence[Line], start: int, at: int) -> bool:
    """Whether a short numbered line stands after a full row of a table whose rows are all as wide."""
    label = label_of(lines[at].text)
    short = len(lines[at].text) <= 30 and lines[at].text[-1] not in "。；，"
    if label is None or label.style not in ("bracket", "comma") or not short:
        return False
    widths, count = [], 0
    for line in lines[start:at]:
        if line.is_cell:
            count += 1
        elif not line.text and count:
            widths.append(count)
            count = 0
    widths += [count] if count else []
    return len(widths) > 2 and len(set(widths)) == 1 and widths[0] > 2


def _turns(lines: Sequence[Line], at: int) -> bool:
    """Whether a page number and another cell come next: the table goes over the page."""
    following = [line for line in lines[at : at + 6] if line.text or line.is_cell]
    return len(following) > 1 and is_page_number(following[0]) and following[1].is_cell


def _is_new(lines: Sequence[Line], start: int, at: int) -> bool:
    """Whether a line right under the last cell, with no blank between, is text and no part of that cell."""
    text = lines[at].text
    if _PART.match(text) or (len(text) > 30 and lines[at - 1].text[-1:] in "。；"):
        return True
    usual = [len(line.text) for line in lines[start:at] if line.is_cell and line.text]
    return bool(usual) and len(text) > 40 and max(usual) < 24


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
        elif line.text and rows[-1] and not is_page_number(line):
            rows[-1][-1].append(line)
        blank = not line.text and not line.is_cell
    made = tuple(tuple(_cell(cell) for cell in row) for row in _mended(rows) if row)
    parted = tuple(tuple(_cell(cell) for cell in row) for row in rows if row)
    return Table(made, lines[0].number, lines[-1].number, parted)


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
