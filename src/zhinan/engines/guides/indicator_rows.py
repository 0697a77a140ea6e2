"""Rows of a plan's indicator table: real cells, one line a row, or one line a cell."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .documents import Document
from .figures import Figure, figure
from .layout import Layout
from .page_numbers import is_page_number
from .source import Line, squeezed
from .tables import Cell, Table

_NAME = re.compile(r"(?:主要)?指标(?:名称)?|发展指标|主要发展指标|名称|类别指标")
_YEAR = re.compile(
    r"(?P<y>20\d\d)\s*年?(?:（?(?P<say>基期|基数|实际|完成|现状|目标|预期|规划|预计)?.{0,3}?值?）?)?"
)
_ATTRIBUTE = re.compile(r"预期性|约束性")
_HEAD_WORDS = re.compile(
    r"序\s*号|编号|指标|单\s*位|属\s*性|20\d\d|年均|累计|类\s*别|\[|领域|备注|目标值|基期"
)
_TOKEN = re.compile(r"\S+")
_CAPTION = re.compile(r"[。；，！？]")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of an indicator table."""

    table: str | None
    no: int | None
    name: str
    unit: str | None
    base: Figure | None
    target: Figure | None
    base_year: int | None
    target_year: int | None
    target_words: str | None
    attribute: str | None
    group: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Head:
    """Which column says what; ``years`` as they stand."""

    name: int
    unit: int | None
    no: int | None
    attribute: int | None
    group: int | None
    years: tuple[tuple[int, int], ...]  # column, year
    width: int


def rows_of(layout: Layout, document: Document) -> Iterator[list[Row]]:
    """The indicator tables of a document, each as its rows."""
    first, last = layout.paragraphs[document.first].start, layout.paragraphs[document.last - 1].end
    for table in layout.tables:
        if first <= table.start < last and (
            head := _head([squeezed(c.text) for c in table.rows[0]])
        ):
            yield [*_cell_rows(layout, document, table, head)]
    yield from _line_tables(layout, first, last)


def _head(cells: Sequence[str]) -> _Head | None:
    """The columns of a head row: 序号 | 指标名称 | 单位 | 2020年 | 2025年 | 属性."""
    years = tuple(
        (i, int(m["y"])) for i, c in enumerate(cells) if (m := _YEAR.search(c)) and len(c) < 16
    )
    names = [i for i, c in enumerate(cells) if _NAME.fullmatch(c)]
    if not names or not years:
        return None

    def column(pattern: str) -> int | None:
        return next((i for i, c in enumerate(cells) if re.fullmatch(pattern, c)), None)

    return _Head(
        names[-1],
        column("(?:计量)?单位"),
        column("序号|编号"),
        column("(?:指标)?(?:属性|性质)"),
        column("类别|领域|分类|一级指标"),
        years,
        len(cells),
    )


def _cell_rows(layout: Layout, document: Document, table: Table, head: _Head) -> Iterator[Row]:
    caption = _caption(layout, document, table.start)
    group = None
    for row in table.rows[1:]:
        cells = list(row)
        written = [c for c in cells if c.view]
        if len(written) == 1:
            group = written[0].text
            continue
        shift = head.width - len(cells)  # a cell that spans rows is missing in the rows below
        lost = shift if head.group == 0 and 0 < shift <= 1 else 0
        made = _row_of(cells, head, -lost, caption, group)
        if head.group is not None and not lost and cells[head.group].view:
            group = cells[head.group].text
        if made is not None:
            yield made


def _row_of(
    cells: Sequence[Cell], head: _Head, shift: int, caption: str | None, group: str | None
) -> Row | None:
    def text(column: int | None) -> str:
        at = -1 if column is None else column + shift
        return cells[at].text if 0 <= at < len(cells) else ""

    name = text(head.name)
    found = [(year, text(column)) for column, year in head.years]
    if not name or not any(t for _, t in found):
        return None
    (base_year, base), (target_year, target) = found[0] if len(found) > 1 else (None, ""), found[-1]
    number = re.match(r"\d+", text(head.no))
    return Row(
        caption, int(number[0]) if number else None, name, text(head.unit) or None, _figure(base), _figure(target), base_year, target_year,
        target or None, text(head.attribute) or None, text(head.group) or group, cells[max(0, head.name + shift)].start, cells[-1].end,
    )  # fmt: skip


def _figure(text: str) -> Figure | None:
    """The figure of a cell; brackets mark a sum over years and are no part of it."""
    return figure(text.strip().strip("[]（）"))


def _caption(layout: Layout, document: Document, start: int) -> str | None:
    """The box heading just above a table: its number, or its title where it has none."""
    over = [h for h in layout.heads_of(document) if h.is_box and h.mark.start < start]
    if not over or layout.place_at(start) - over[-1].place > 4:
        return None
    return over[-1].mark.number or over[-1].title


def _line_tables(layout: Layout, first: int, last: int) -> Iterator[list[Row]]:
    """Tables whose rows or cells are lines of their own, as text layers of PDF files give them."""
    inside = {n for table in layout.tables for n in range(table.first, table.last + 1)}
    written = (
        line
        for line in layout.source.written
        if first <= line.start < last and line.number not in inside
    )
    lines = [line for line in written if not is_page_number(line)]
    at = 0
    while at < len(lines):
        head, used = _line_head(lines, at)
        if head is None:
            at += 1
            continue
        caption = _line_caption(layout, lines, at)
        after = lines[at + used :]
        rows = [*_chunked(after, head, caption)] if used > 1 else []
        rows = rows or [*_line_rows(after, head, caption)]
        if rows:
            yield rows
        at += used


def _chunked(lines: Sequence[Line], head: _Head, caption: str | None) -> Iterator[Row]:
    """Rows of one line a cell, as many lines each as the head has; they end where the count does."""
    if head.no is None:
        return
    for expected, start in enumerate(range(0, len(lines), head.width), 1):
        cells = lines[start : start + head.width]
        if len(cells) < head.width or cells[head.no].text != str(expected):
            return
        texts = [cell.text for cell in cells]
        found = [(year, texts[column]) for column, year in head.years]
        base_year, base = found[0] if len(found) > 1 else (None, "")
        target_year, target = found[-1]
        unit, attribute, group = (
            None if column is None else texts[column]
            for column in (head.unit, head.attribute, head.group)
        )
        yield Row(
            caption, expected, texts[head.name], unit, figure(base), figure(target), base_year, target_year,
            target, attribute, group, cells[0].start, cells[-1].end,
        )  # fmt: skip


def _line_head(lines: Sequence[Line], at: int) -> tuple[_Head | None, int]:
    """A head on one line, or one word a line from here on."""
    if not re.match(r"序\s*号|指标|编号|类别", lines[at].text) or lines[at].is_cell:
        return None, 0
    tokens = [t.group() for t in _TOKEN.finditer(lines[at].text)]
    if len(tokens) > 2:
        return _head(tokens), 1
    words: list[str] = []
    for used, line in enumerate(lines[at : at + 9]):
        if line.is_cell or len(line.text) > 16 or not _HEAD_WORDS.search(line.text):
            return _head(words), used
        words.append(squeezed(line.text))
    return _head(words), 9


def _line_caption(layout: Layout, lines: Sequence[Line], at: int) -> str | None:
    over = [h for h in layout.headings if h.is_box and h.mark.start < lines[at].start]
    if over and lines[at].start - over[-1].mark.end < 60:
        return over[-1].mark.number or over[-1].title
    before = lines[at - 1].text if at else ""
    return None if not before or _CAPTION.search(before) or len(before) > 40 else before


def _line_rows(lines: Sequence[Line], head: _Head, caption: str | None) -> Iterator[Row]:
    """Rows from a stream of lines: each ends when as many figures stand after its name as there are years."""
    waiting: list[Line] = []
    expected = 1
    for line in lines:
        if (
            len("".join(w.text for w in waiting)) > 120
            or line.is_cell
            or re.match(r"第.{1,3}[章节]|到?20\d\d年[，。]", line.text)
        ):
            return
        waiting.append(line)
        made = _read_row(waiting, head, caption, expected)
        if made is not None:
            expected = (made.no or expected) + 1
            waiting = []
            yield made


def _read_row(
    waiting: Sequence[Line], head: _Head, caption: str | None, expected: int
) -> Row | None:
    """A row, once its last line ends in the figures of every year."""
    wanted = len(head.years)
    tokens = [t for line in waiting for t in line.text.split()]
    attribute = tokens.pop() if tokens and _ATTRIBUTE.fullmatch(tokens[-1]) else None
    if head.attribute is not None and attribute is None:
        return None
    figures = [figure(t) for t in tokens[-wanted:]]
    if len(tokens) <= wanted or any(f is None for f in figures):
        return None
    rest = tokens[:-wanted]
    number = None
    if head.no is not None:
        at = next((i for i, t in enumerate(rest) if t == str(expected)), None)
        if at is None:
            return None
        number = int(rest.pop(at))
    unit = rest.pop() if head.unit is not None and len(rest) > 1 else None
    name = "".join(rest)
    if not re.search(r"[\u4e00-\u9fff]{2}", name):
        return None
    base = figures[0] if wanted > 1 else None
    return Row(
        caption, number, name, unit, base, figures[-1], head.years[0][1] if wanted > 1 else None, head.years[-1][1], None, attribute, None,
        waiting[0].start, waiting[-1].end,
    )  # fmt: skip
