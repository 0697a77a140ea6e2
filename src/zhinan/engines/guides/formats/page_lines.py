"""The characters of a page put into lines, and the lines into the order they are read in: columns one after another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from .page_grid import Grid
from .page_marks import Glyph

WIDE = 1.8  # gap in character sizes at which a line parts into pieces
_SPACE, _LATIN_SPACE = 0.6, 0.2
GAP = "   "  # what stands for a wide gap within a line
_PIECES = 2.5  # pieces of a line on average beyond which it is a row of a table
_CROSSING = 0.15  # share of lines that may cross the middle of two columns
_FEWEST = 5  # lines on both sides that make two columns
_REACHING = 0.25  # share of the left pieces that reach the middle where there are two columns


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page, or a piece of one, and its box in points; ``column``: 0 across the page, 1 left, 2 right."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    column: int = 0


Element = Line | Grid


def lines_of(glyphs: Iterable[Glyph]) -> list[Line]:
    """Whole lines from the top; wide gaps stay as three spaces."""
    return [_whole(pieces) for pieces in rows_of(glyphs)]


def rows_of(glyphs: Iterable[Glyph]) -> list[list[Line]]:
    """Lines from the top, each as its pieces between wide gaps. O(n log n)."""
    rows: list[list[Glyph]] = []
    middle = 0.0
    for glyph in sorted(glyphs, key=lambda g: (g.top + g.bottom, g.left)):
        at, height = (glyph.top + glyph.bottom) / 2, glyph.bottom - glyph.top
        if rows and at - middle < 0.45 * max(height, rows[-1][0].bottom - rows[-1][0].top):
            rows[-1].append(glyph)
            middle += (at - middle) / len(rows[-1])
        else:
            rows.append([glyph])
            middle = at
    return [_pieces(row) for row in rows]


def _pieces(row: list[Glyph]) -> list[Line]:
    row.sort(key=lambda g: g.left)
    size = median(g.bottom - g.top for g in row) or 1.0
    found: list[list[Glyph]] = [[row[0]]]
    for before, glyph in pairwise(row):
        if glyph.left - before.right > WIDE * size:
            found.append([])
        found[-1].append(glyph)
    return [_piece(glyphs, size) for glyphs in found]


def _piece(glyphs: Sequence[Glyph], size: float) -> Line:
    text = glyphs[0].text
    for before, glyph in pairwise(glyphs):
        gap = (glyph.left - before.right) / size
        latin = before.text.isascii() and glyph.text.isascii()
        spaced = glyph.spaced or gap > (_LATIN_SPACE if latin else _SPACE)
        text += (" " if spaced else "") + glyph.text
    return Line(
        text, glyphs[0].left, min(g.top for g in glyphs), max(g.right for g in glyphs), max(g.bottom for g in glyphs), size,
    )  # fmt: skip


def _whole(pieces: Sequence[Line]) -> Line:
    if len(pieces) == 1:
        return pieces[0]
    return Line(
        GAP.join(p.text for p in pieces), pieces[0].left, min(p.top for p in pieces), pieces[-1].right,
        max(p.bottom for p in pieces), pieces[0].size, pieces[0].column,
    )  # fmt: skip


def in_order(
    rows: Sequence[Sequence[Line]], grids: Sequence[Grid], middle: float | None
) -> list[Element]:
    """Lines and tables as they are read: down the page, or down each of the two columns that part at ``middle``."""
    every: list[tuple[float, Element]] = [(grid.top, grid) for grid in grids]
    if middle is None:
        every += [(row[0].top, _whole(row)) for row in rows]
        return [element for _, element in sorted(every, key=lambda e: e[0])]
    for row in rows:
        sides = ([p for p in row if p.right <= middle], [p for p in row if p.left >= middle])
        if len(sides[0]) + len(sides[1]) < len(row):
            every.append((row[0].top, _whole(row)))
            continue
        for column, side in enumerate(sides, 1):
            if side:
                whole = _whole(side)
                every.append((whole.top, Line(whole.text, whole.left, whole.top, whole.right, whole.bottom, whole.size, column)))  # fmt: skip
    return _by_columns(sorted(every, key=lambda e: e[0]), middle)


def _by_columns(every: Sequence[tuple[float, Element]], middle: float) -> list[Element]:
    """What spans both columns parts the page; between, the left column comes first."""
    found: list[Element] = []
    left: list[Element] = []
    right: list[Element] = []
    for _, element in every:
        begins, ends = (
            (element.left, element.right)
            if isinstance(element, Line)
            else (element.xs[0], element.xs[-1])
        )
        if ends <= middle + 1:
            left.append(element)
        elif begins >= middle - 1:
            right.append(element)
        else:
            found += [*left, *right, element]
            left, right = [], []
    return [*found, *left, *right]


def middle_of(rows: Sequence[Sequence[Line]]) -> float | None:
    """Where two columns part; none where the page has one. Aligned tables, whose left cells are short, have none."""
    pieces = [piece for row in rows for piece in row]
    both = [row for row in rows if len(row) > 1]
    usual = sum(len(row) for row in both) / max(1, len(both))
    if len(rows) < _FEWEST or (usual > _PIECES and len(both) > 0.3 * len(rows)):
        return None
    edge, far = min(p.left for p in pieces), max(p.right for p in pieces)
    size = median(p.size for p in pieces)
    for step in range(13):
        sign = -1 if step % 2 else 1
        at = edge + (far - edge) * (0.5 + sign * ((step + 1) // 2) * 0.01)
        left = [p.right for p in pieces if p.right <= at]
        right = [p for p in pieces if p.left >= at]
        if min(len(left), len(right)) < _FEWEST or not parts_at(rows, at):
            continue
        if sum(1 for edge_of in left if at - edge_of < 2.5 * size) >= _REACHING * len(left):
            return at
    return None


def with_tables(rows: Sequence[Sequence[Line]], grids: Sequence[Grid]) -> list[Sequence[Line]]:
    """The lines of a page with each table standing for as many lines as make a column."""
    return [
        *rows,
        *(
            [Line("", grid.xs[0], grid.top, grid.xs[-1], grid.bottom, 10.0)]
            for grid in grids
            for _ in range(_FEWEST)
        ),
    ]


def parts_at(rows: Sequence[Sequence[Line]], at: float) -> bool:
    """Whether hardly a line of a page crosses a place."""
    crossing = sum(1 for row in rows if any(p.left < at < p.right for p in row))
    return crossing <= _CROSSING * len(rows)
