"""Tables flattened to one cell a line without any mark: told by their numbered rows."""

import re
from collections.abc import Sequence

from .source import Line
from .table_lines import Run

_FIRST = re.compile(r"序\s*号|编\s*号")
_WIDEST, _LONGEST_HEAD = 9, 16
_SENTENCE = re.compile(r"[。；！？：]")
_FIGURE = re.compile(r"[＞>≥≤<]?\d[\d,.]*(?:%|项|个|家|万元)?|[—/-]")
_KEYS = tuple(
    re.compile(pattern)
    for pattern in (
        r"第[一二三四五六七八九十\d]+[条项类]",
        r"\d{1,5}",
        r"[A-Z]{1,3}-?\d{1,4}",
        r"[A-Z]",
        r"[一二三四五六七八九十]+",
    )
)
_NUMBERED = re.compile(
    r"[一二三四五六七八九十]+\s*、|[（(][一二三四五六七八九十\d]+[）)]|\d+\s*[.、．]\D|第.{1,3}[章节条]"
)
_MOST_WORDS = 400


def words_at(lines: Sequence[Line], at: int) -> Run | None:
    """The table whose head begins with 序号 alone on line ``at`` (an index), its rows counted 1, 2, 3 …

    Rows that lost an empty cell keep the cells they have.
    """
    if lines[at].is_cell or not lines[at].text:
        return None
    if not _FIRST.fullmatch(lines[at].text):
        return _keyed_at(lines, at) or _counts_at(lines, at)
    head = _head(lines, at)
    if head is None:
        return None
    rows, place, expected = [head], head[-1] + 1, 1
    while (row := _row(lines, place, expected, len(head))) is not None:
        rows.append(row)
        place, expected = row[-1] + 1, expected + 1
    if len(rows) < 3:
        return None
    cells = [[[(lines[i].number, lines[i].start, lines[i].end)] for i in row] for row in rows]
    return Run(cells, lines[at].number, lines[rows[-1][-1]].number, rows[-1][-1] + 1)


def _keyed_at(lines: Sequence[Line], at: int) -> Run | None:
    """A block of lines whose every third, fourth … line is a key: 第一条, 1101, A01; before the first key stands the head."""
    if (at and (lines[at - 1].text or lines[at - 1].is_cell)) or len(
        lines[at].text
    ) > _LONGEST_HEAD:
        return None
    block = []
    for place in range(at, min(at + _MOST_WORDS, len(lines))):
        if not lines[place].text or lines[place].is_cell:
            break
        block.append(place)
    for width in range(3, _WIDEST + 1):
        keys = [lines[block[i]].text for i in range(width, len(block), width)]
        head = [lines[i].text for i in block[:width]]
        if (
            len(block) % width
            or len(keys) < 3
            or any(len(w) > _LONGEST_HEAD or _SENTENCE.search(w) for w in head)
        ):
            continue
        if len(set(keys)) < len(keys) or any(_FIGURE.fullmatch(word) for word in head):
            continue
        counted = all(key.isdigit() for key in keys) and [int(key) for key in keys] != list(
            range(int(keys[0]), int(keys[0]) + len(keys))
        )
        if counted:
            continue
        if any(all(kind.fullmatch(key) for key in keys) for kind in _KEYS) and not _KEYS[0].match(
            head[0]
        ):
            rows = [block[i : i + width] for i in range(0, len(block), width)]
            cells = [
                [[(lines[i].number, lines[i].start, lines[i].end)] for i in row] for row in rows
            ]
            return Run(cells, lines[at].number, lines[block[-1]].number, block[-1] + 1)
    return None


def _counts_at(lines: Sequence[Line], at: int) -> Run | None:
    """A table of names and counts: a head of words, then rows of one name and figures, as many as the head has words."""
    places = _short(lines, at, _WIDEST)
    figures = [i for i, place in enumerate(places) if _FIGURE.fullmatch(lines[place].text)]
    width = figures[0] - 1 if figures else 0
    if not 2 <= width <= 6:
        return None
    rows = [places[:width]]
    while True:
        row = _short(lines, _next(lines, rows[-1][-1]), width)
        shape = [bool(_FIGURE.fullmatch(lines[place].text)) for place in row]
        if shape != [False] + [True] * (width - 1):
            break
        rows.append(row)
    if len(rows) < (4 if width > 2 else 5):
        return None
    cells = [[[(lines[i].number, lines[i].start, lines[i].end)] for i in row] for row in rows]
    return Run(cells, lines[at].number, lines[rows[-1][-1]].number, rows[-1][-1] + 1)


def _next(lines: Sequence[Line], at: int) -> int:
    place = _written(lines, at + 1)
    return len(lines) if place is None else place


def _short(lines: Sequence[Line], at: int, most: int) -> list[int]:
    """Up to so many written lines from ``at`` on, as long as they are short and say no sentence."""
    found: list[int] = []
    while at < len(lines) and len(found) < most:
        text = lines[at].text
        if len(text) > _LONGEST_HEAD or _SENTENCE.search(text) or _NUMBERED.match(text):
            break
        found.append(at)
        at = _next(lines, at)
    return found


def _written(lines: Sequence[Line], at: int) -> int | None:
    """The next line that says something, at most two blank ones on; none at a cell."""
    for place in range(at, min(at + 3, len(lines))):
        if lines[place].is_cell:
            return None
        if lines[place].text:
            return place
    return None


def _head(lines: Sequence[Line], at: int) -> list[int] | None:
    found = [at]
    while len(found) <= _WIDEST:
        place = _written(lines, found[-1] + 1)
        if place is None or _SENTENCE.search(lines[place].text):
            return None
        if lines[place].text == "1":
            return found if len(found) > 2 else None
        if len(lines[place].text) > _LONGEST_HEAD:
            return None
        found.append(place)
    return None


def _row(lines: Sequence[Line], at: int, number: int, width: int) -> list[int] | None:
    """The lines of the row that begins with its number: up to the next number, or as many as the head has."""
    begin = _written(lines, at)
    if begin is None or lines[begin].text != str(number):
        return None
    found = [begin]
    while len(found) < width:
        place = _written(lines, found[-1] + 1)
        if place is None or (lines[place].text == str(number + 1) and len(found) >= width - 2):
            break
        found.append(place)
    return found if len(found) > 1 else None
