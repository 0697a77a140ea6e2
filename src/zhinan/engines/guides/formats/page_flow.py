"""Pages put together: running heads and page numbers out, broken lines joined, tables over pages made one."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from .page_grid import Grid
from .page_lines import Element, Line

ENDS = "。！？；：…"
BEGINS = re.compile(
    r"\s*(?:第[一二三四五六七八九十百\d]+[章节条编部篇]|[一二三四五六七八九十]+[、.]|[（(][一二三四五六七八九十\d]+[）)]|\d{1,3}[.．、)）](?!\d)|[①-⑳]|附\s*[件表录]|专栏|表\s*\d|\d{4}\s|\d{1,2}\s+\S*[\u4e00-\u9fff]|[□☐])"
)
_ANNEX = re.compile(r"附\s*件\s*[\d一二三四五六七八九十]*\s*[：:]?$")
_NUMBER = re.compile(
    r"[-—–－―·\s]*(?:第\s*)?(?:\d{1,4}|[ivxlIVXL]{1,6})(?:\s*页)?(?:\s*[/，,共]\s*(?:共\s*)?\d{1,4}\s*页?)?[-—–－―·\s]*"
)
_ENOUGH = 40  # lines that odd or even pages must have to show margins of their own
_EDGE = 0.14  # share of a page's height in which heads and feet stand
_HEADING = re.compile(r"[^，。；：、]{2,24}")
_ROW = re.compile(r".*\S\s+\S+\s+[＞>≥<]?[\d.,]+%?")  # the row of a table without lines
_LATIN = re.compile(r"[A-Za-z0-9,.;:)]$"), re.compile(r"^[A-Za-z(]")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page in reading order."""

    elements: tuple[Element, ...]
    top: float
    bottom: float


@dataclass(slots=True)
class Margins:
    """Left and right edges of the running text in each column of odd and even pages, and whether paragraphs are indented."""

    lefts: dict[tuple[int, int], float] = field(default_factory=dict)
    rights: dict[tuple[int, int], float] = field(default_factory=dict)
    is_indented: bool = False
    size: float = 12.0


def without_running(sheets: Sequence[Sheet]) -> tuple[list[Sheet], list[str]]:
    """The pages without what stands at the edge of most of them, and without page numbers; and what that was."""
    keys = Counter(key for sheet in sheets for key in {_key(sheet, line) for line in _edges(sheet)})
    least = max(3, 0.35 * len(sheets))
    running = {key for key, times in keys.items() if times >= least}
    found, left_out = [], set()
    for sheet in sheets:
        gone = {
            id(line)
            for line in _edges(sheet)
            if _NUMBER.fullmatch(line.text) or _key(sheet, line) in running
        }
        left_out |= {
            line.text.strip()
            for line in _edges(sheet)
            if id(line) in gone and not _NUMBER.fullmatch(line.text)
        }
        kept = tuple(e for e in sheet.elements if id(e) not in gone)
        found.append(Sheet(kept, sheet.top, sheet.bottom))
    return found, sorted(left_out)


def _edges(sheet: Sheet) -> list[Line]:
    """The lines at the upper and lower edge of a page that stand apart from its text, and page numbers: at most two each."""
    reach = _EDGE * (sheet.bottom - sheet.top)
    lines = sorted((e for e in sheet.elements if isinstance(e, Line)), key=lambda line: line.top)
    gaps = [after.top - line.bottom for line, after in pairwise(lines)]
    usual = median(gaps) if len(gaps) > 3 else 0.0
    upper = [line.bottom < sheet.top + reach for line in lines[:2]]
    lower = [line.top > sheet.bottom - reach for line in lines[:-3:-1]]
    found = []
    for ordered, near, between in ((lines, upper, gaps), (lines[::-1], lower, gaps[::-1])):
        apart = [at for at, gap in enumerate(between[:2]) if gap > usual + 2.0] or [-1]
        for at, line in enumerate(ordered[:2]):
            if near[at] and (at <= apart[-1] or len(lines) < 3 or _NUMBER.fullmatch(line.text)):
                found.append(line)
    return list(dict.fromkeys(found))


def _key(sheet: Sheet, line: Line) -> tuple[str, int, bool]:
    """What makes a line the same on other pages: its words without figures, and its height on the page."""
    from_top = line.top - sheet.top
    is_upper = from_top < (sheet.bottom - sheet.top) / 2
    words = re.sub(r"[\d\s]", "", line.text)
    return words, round((from_top if is_upper else sheet.bottom - line.bottom) / 6), is_upper


def margins_of(sheets: Sequence[Sheet]) -> Margins:
    """The edges most lines keep. A page's parity counts: left and right pages may differ."""
    lines = [
        (number % 2, line)
        for number, sheet in enumerate(sheets)
        for line in sheet.elements
        if isinstance(line, Line)
    ]
    found = Margins()
    if not lines:
        return found
    found.size = median(line.size for _, line in lines)
    indented = flush = 0
    for key in {(parity, line.column) for parity, line in lines}:
        own = [line for parity, line in lines if (parity, line.column) == key]
        if len(own) < _ENOUGH:
            own = [line for _, line in lines if line.column == key[1]]
        lefts = Counter(round(line.left / 2) for line in own)
        often = [edge for edge, times in lefts.items() if times >= max(2, 0.04 * len(own))]
        found.lefts[key] = min(often or lefts) * 2.0
        rights = Counter(round(line.right / 3) for line in own)
        often = [edge for edge, times in rights.items() if times > 1]
        found.rights[key] = max(often or rights) * 3.0
        depth = [(line.left - found.lefts[key]) / line.size for line in own]
        indented += sum(1 for d in depth if 1.4 < d < 2.7)
        flush += sum(1 for d in depth if abs(d) < 0.7)
    found.is_indented = indented > 0.08 * len(lines) and flush > 0.08 * len(lines)
    return found


def goes_on(line: Line, after: Line, margins: Margins, parity: int, parity_after: int) -> bool:
    """Whether a line continues the paragraph of the one before."""
    left = margins.lefts.get((parity_after, after.column), after.left)
    right = margins.rights.get((parity, line.column), line.right)
    size = line.size
    if abs(after.size - size) > 0.2 * size or _ANNEX.match(after.text) or _ANNEX.match(line.text):
        return False
    short = (right - line.right) / size
    if short < 2.3 and line.text.count("（") > line.text.count("）") and "）" in after.text[:20]:
        return True
    if margins.is_indented and short < 2.3:
        depth = (after.left - left) / size
        if depth < 0.8:
            return _is_body(line, left, size) or not BEGINS.match(after.text)
        own = (line.left - margins.lefts.get((parity, line.column), line.left)) / size
        hanging = own > 0.8 and abs(own - depth) < 0.5
        ended = (
            line.text[-1] in ENDS
            or _ROW.fullmatch(line.text)
            or BEGINS.match(after.text)
            or _HEADING.fullmatch(after.text)
        )
        return hanging and not ended
    if short > 1.7 or line.text[-1] in ENDS or BEGINS.match(after.text):
        return False
    return after.left <= line.left + 1.2 * size or bool(BEGINS.match(line.text))


def _is_body(line: Line, left: float, size: float) -> bool:
    """Whether a line begins at the margin or as far in as a paragraph does, so that no heading is meant."""
    return (line.left - left) / size < 2.7


def join(before: str, after: str) -> str:
    """Two lines as one: a word broken by a hyphen made whole, words of Latin letters kept apart."""
    if re.search(r"[a-z]-$", before) and re.match(r"[a-z]", after):
        return before[:-1] + after
    apart = _LATIN[0].search(before) and _LATIN[1].match(after) and before[-1:].isascii()
    return before + (" " if apart and not re.search(r"[/@.:_-]$", before) else "") + after


def continues(grid: Grid, after: Grid, *, new_page: bool) -> bool:
    """Whether a table goes on with one of the next page or column: as wide, and with nothing between them."""
    moved = new_page or abs(grid.xs[0] - after.xs[0]) > 20
    return moved and abs((grid.xs[-1] - grid.xs[0]) - (after.xs[-1] - after.xs[0])) < 6
