"""An official text as blocks of a page, and the marks drawn on it. Pure: text and offsets in, blocks and pieces out."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from zhinan.engines.guides.paragraphs import paragraphs_of
from zhinan.engines.guides.source import Line, Source
from zhinan.engines.guides.tables import Table, tables_of

_DATE = re.compile(r"[\d〇○零一二三四五六七八九十]{4}\s*年[^，。；：]{1,8}月[^，。；：]{1,5}日")
_SIGNED = 30  # the longest issuer that stands alone above its date
_ADDRESSED = 120


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, table or page foot; between them only white space is left out.

    ``kind``: title heading text flush end foot table cell. ``page``: the page that begins here, 0 for none.
    """

    number: int
    kind: str
    start: int
    end: int
    level: int = 0
    page: int = 0
    rows: tuple[tuple["Block", ...], ...] = ()

    @property
    def cells(self) -> Iterator["Block"]:
        """The cells of a table in order; of anything else the block itself."""
        if self.kind != "table":
            yield self
        for row in self.rows:
            yield from row


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text that a record speaks of. ``kind`` says how it is drawn."""

    key: str
    start: int
    end: int
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one block under the same marks: ``keys`` innermost first, none where the text is plain."""

    text: str
    start: int
    keys: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()


def blocks_of(
    text: str, *, page_starts: Sequence[int] = (), levels: Mapping[int, tuple[int, int]] = {}
) -> tuple[Block, ...]:
    """The blocks of a text.

    Args:
        text: The text as read; cells of tables begin with a tab.
        page_starts: Offsets at which its pages begin, in order; none where it has no pages.
        levels: By the offset where a heading begins its level (0 a title) and the offset where it ends.

    >>> [(b.kind, b.level) for b in blocks_of("通知\\n一、条件\\n单位须注册。\\n", levels={0: (0, 2), 3: (1, 7)})]
    [('title', 0), ('heading', 1), ('text', 0)]
    """
    plain = _plain_blocks(text)
    titles = [(start, end) for start, (level, end) in levels.items() if level == 0]
    headed = [_headed(block, levels, titles) for block in plain] if levels else list(plain)
    return tuple(_paged(_closed(text, headed), page_starts))


@lru_cache(maxsize=16)
def _plain_blocks(text: str) -> tuple[Block, ...]:
    source = Source(text)
    tables = tables_of(source)
    first = {table.first: table for table in tables}
    place = {
        line.number: paragraph.place
        for paragraph in paragraphs_of(source, tables)
        if not paragraph.is_cell
        for line in paragraph.lines
    }
    found: list[Block] = []
    waiting: list[Line] = []

    def write() -> None:
        if waiting:
            kind = "text" if waiting[0].number in place else "foot"
            found.append(_block(text, waiting, len(found), kind))
            waiting.clear()

    until = 0
    for line in source.lines:
        if line.number in first:
            write()
            found.append(_table(text, first[line.number], len(found)))
            until = first[line.number].last
        if line.number <= until or not text[line.start : line.end].strip():
            continue
        if waiting and place.get(waiting[-1].number, -1) != place.get(line.number, -2):
            write()
        waiting.append(line)
    write()
    return tuple(found)


def _table(text: str, table: Table, number: int) -> Block:
    rows = tuple(
        tuple(_block(text, cell.lines, number, "cell") for cell in row) for row in table.rows
    )
    return Block(number, "table", rows[0][0].start, max(c.end for c in rows[-1]), rows=rows)


def _block(text: str, lines: Sequence[Line], number: int, kind: str) -> Block:
    start, end = _trimmed(text, lines[0].start, lines[-1].end)
    return Block(number, kind, start, end)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without white space at either side; an empty stretch stays where it began."""
    stretch = text[start:end]
    if not stretch.strip():
        return start, start
    left = len(stretch) - len(stretch.lstrip())
    return start + left, start + len(stretch.rstrip())


def _headed(
    block: Block, levels: Mapping[int, tuple[int, int]], titles: Sequence[tuple[int, int]]
) -> Block:
    """A heading where one begins with the block and leaves at most a mark of punctuation over."""
    if block.kind == "text" and any(start < block.start < end for start, end in titles):
        return replace(block, kind="title")  # a title over several lines
    if block.kind != "text" or block.start not in levels:
        return block
    level, end = levels[block.start]
    if level and end < block.end - 2:
        return block  # run in: the paragraph goes on behind it
    return replace(block, kind="heading" if level else "title", level=level)


def _closed(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Addressees flush left, the issuer and date of a document to the right."""
    found = list(blocks)
    for at, block in enumerate(found):
        if block.kind != "text":
            continue
        said = text[block.start : block.end]
        before = found[at - 1] if at else None
        if before and before.kind == "title" and said[-1] in "：:" and len(said) <= _ADDRESSED:
            found[at] = replace(block, kind="flush")
        elif _DATE.fullmatch(said.strip()):
            found[at] = replace(block, kind="end")
            if before and before.kind == "text" and _is_issuer(text[before.start : before.end]):
                found[at - 1] = replace(before, kind="end")
    return found


def _is_issuer(said: str) -> bool:
    return len(said) <= _SIGNED and not re.search(r"[，。；：:]", said)


def _paged(blocks: Sequence[Block], page_starts: Sequence[int]) -> Iterator[Block]:
    """Each page's number at the first block that ends behind its beginning."""
    at = 0
    for block in blocks:
        page = 0
        while at < len(page_starts) and page_starts[at] < block.end:
            at += 1
            page = at
        yield replace(block, page=page) if page else block


class Marked:
    """A text with its marks, ready to be cut into pieces block by block."""

    def __init__(self, text: str, marks: Sequence[Mark]) -> None:
        self.text = text
        trimmed = [replace(m, start=s, end=e) for m in marks for s, e in [_within(text, m)]]
        self._marks = sorted(
            (m for m in trimmed if m.start < m.end), key=lambda m: (m.start, -m.end, m.key)
        )
        self._starts = [m.start for m in self._marks]
        self._reach: list[int] = []  # the furthest end of this mark and all before it
        for mark in self._marks:
            self._reach.append(max(mark.end, self._reach[-1] if self._reach else 0))

    def over(self, start: int, end: int) -> list[Mark]:
        """The marks that touch a stretch, outermost first. O(log n) and what it finds."""
        first = bisect_right(self._reach, start)
        last = bisect_left(self._starts, end)
        return [m for m in self._marks[first:last] if m.end > start]

    def pieces(self, block: Block) -> list[Piece]:
        """The block's text in pieces; joined they are the text of the block."""
        start, end = block.start, block.end
        if start == end:
            return []
        marks = self.over(start, end)
        cuts = sorted(
            {start, end, *(p for m in marks for p in (m.start, m.end) if start < p < end)}
        )
        return [self._piece(a, b, marks) for a, b in pairwise(cuts)]

    def _piece(self, start: int, end: int, marks: Sequence[Mark]) -> Piece:
        here = sorted(
            (m for m in marks if m.start <= start and m.end >= end),
            key=lambda m: (m.end - m.start, m.key),
        )
        return Piece(
            self.text[start:end],
            start,
            tuple(m.key for m in here),
            tuple(m.key for m in here if m.start == start),
            tuple(m.key for m in here if m.end == end),
        )


def _within(text: str, mark: Mark) -> tuple[int, int]:
    """The mark's ends, held within the text and without white space at either side."""
    start = min(max(mark.start, 0), len(text))
    return _trimmed(text, start, min(max(mark.end, start), len(text)))


def blocks_touched(blocks: Sequence[Block], stretches: Sequence[tuple[int, int]]) -> list[Block]:
    """The blocks that any of the stretches touches, in order."""
    starts = [block.start for block in blocks]
    found: set[int] = set()
    for start, end in stretches:
        first = max(bisect_right(starts, start) - 1, 0)
        for at in range(first, len(blocks)):
            if blocks[at].start >= max(end, start + 1):
                break
            if blocks[at].end > start:
                found.add(at)
    return [blocks[at] for at in sorted(found)]
