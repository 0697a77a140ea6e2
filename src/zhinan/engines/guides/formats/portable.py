"""A pdf's text layer read by its places: lines, columns and ruled tables of each page, then pages put together."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import pypdfium2 as pdfium

from .page_flow import BEGINS, Margins, Sheet, continues, goes_on, join, margins_of, without_running
from .page_grid import Box, Grid, grids_of
from .page_lines import Line, in_order, lines_of, middle_of, parts_at, rows_of, with_tables
from .page_marks import Glyph, Page, marks_of
from .reading import Note, Progress, Reading, Unreadable, cells

MOST_PAGES = 1000
_FEW = 12  # characters a page must have on average for its text layer to count
_GARBLED = 0.25  # share of characters without meaning that makes a text layer useless
Cells = list[str]


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table with the text of its cells."""

    grid: Grid
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Loose:
    """A page before its columns are known."""

    rows: list[list[Line]]
    grids: list[Grid]
    top: float
    bottom: float


@dataclass(slots=True)
class Gathered:
    """What the pages of a pdf gave."""

    pages: list[Loose] = field(default_factory=list)
    texts: dict[int, Table] = field(default_factory=dict)  # by id of the grid
    blank: list[int] = field(default_factory=list)  # pages without text, from 1
    characters: int = 0
    unclear: int = 0
    hidden: int = 0


def read_pdf(content: bytes, name: str = "", progress: Progress | None = None) -> Reading:
    """The text of a pdf that has a text layer.

    Raises:
        Unreadable: FILE-LOCKED, FILE-BROKEN, FILE-SCAN, FILE-GARBLED, or FILE-LARGE for more than a thousand pages.
    """
    document = _opened(content, name)
    gathered = Gathered()
    try:
        count = len(document)
        if count > MOST_PAGES:
            raise Unreadable(
                "FILE-LARGE",
                f"文件“{name}”有{count}页，超过{MOST_PAGES}页",
                "请只保留指南正文后再选择",
            )
        for number in range(count):
            page = document[number]
            _gather(gathered, marks_of(page), number)
            page.close()
            if progress is not None:
                progress(number + 1, count)
    except pdfium.PdfiumError:
        raise _broken(name) from None
    finally:
        document.close()
    _refuse(gathered, name, count)
    return _reading(gathered)


def _refuse(gathered: Gathered, name: str, count: int) -> None:
    if gathered.characters < _FEW * max(1, count):
        raise Unreadable(
            "FILE-SCAN",
            f"文件“{name}”是扫描件，{count}页里没有文字层",
            "请用原来的Word文件，或先用文字识别软件转成带文字层的PDF并校对",
        )
    if gathered.unclear > _GARBLED * gathered.characters:
        raise Unreadable(
            "FILE-GARBLED",
            f"文件“{name}”的文字层是乱码：{gathered.characters}个字里有{gathered.unclear}个没有对应的文字",
            "请用原来的Word文件，或重新导出PDF并嵌入字体，或做文字识别后校对",
        )


def _opened(content: bytes, name: str) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(content)
    except pdfium.PdfiumError as fault:
        if "assword" in str(fault):
            raise Unreadable(
                "FILE-LOCKED", f"文件“{name}”设有打开密码", "请在阅读软件中去掉密码、另存后再选择"
            ) from None
        raise _broken(name) from None


def _broken(name: str) -> Unreadable:
    return Unreadable("FILE-BROKEN", f"文件“{name}”已损坏，打不开", "请重新导出PDF，或改用Word文件")


def _gather(gathered: Gathered, page: Page, number: int) -> None:
    """Add what one page shows."""
    gathered.characters += len(page.glyphs)
    gathered.unclear += page.unclear
    gathered.hidden += page.hidden
    if not page.glyphs:
        gathered.blank.append(number + 1)
    grids = [grid for grid in grids_of(page.rules) if len(grid.boxes) > 1]
    held: dict[int, list[Glyph]] = {}
    free: list[Glyph] = []
    for glyph in page.glyphs:
        box = _box_at(grids, (glyph.left + glyph.right) / 2, (glyph.top + glyph.bottom) / 2)
        (free if box is None else held.setdefault(id(box), [])).append(glyph)
    tables = []
    for grid in grids:
        rows = tuple(
            tuple("" if box is None else _text_in(box, held.get(id(box), [])) for box in row)
            for row in grid.rows()
        )
        if any(any(row) for row in rows):
            gathered.texts[id(grid)] = Table(grid, rows)
            tables.append(grid)
    gathered.pages.append(Loose(rows_of(free), tables, page.top, page.bottom))


def _sheets(pages: Sequence[Loose]) -> list[Sheet]:
    """The pages in reading order; where most have two columns, a page with few lines has them too."""
    whole = [with_tables(page.rows, page.grids) for page in pages]
    middles = [middle_of(rows) for rows in whole]
    known = sorted(middle for middle in middles if middle is not None)
    usual = known[len(known) // 2] if known and len(known) * 2 >= len(pages) else None
    found = []
    for page, rows, middle in zip(pages, whole, middles, strict=True):
        if middle is None and usual is not None and parts_at(rows, usual):
            middle = usual
        ordered = in_order(page.rows, page.grids, middle)
        found.append(Sheet(tuple(ordered), page.top, page.bottom))
    return found


def _box_at(grids: Sequence[Grid], x: float, y: float) -> Box | None:
    for grid in grids:
        if grid.top <= y <= grid.bottom and grid.xs[0] <= x <= grid.xs[-1]:
            for box in grid.boxes:
                if box.left <= x <= box.right and box.top <= y <= box.bottom:
                    return box
    return None


def _text_in(box: Box, glyphs: Sequence[Glyph]) -> str:
    """The text of a cell; lines that fill its width run on."""
    lines = lines_of(glyphs)
    text = ""
    far = max((line.right for line in lines), default=0.0)
    for before, line in zip([None, *lines], lines, strict=False):
        full = before is not None and far - before.right < 1.2 * before.size and not BEGINS.match(line.text)  # fmt: skip
        wide = far > box.left + 0.6 * (box.right - box.left)
        text = join(text, line.text) if full and wide else f"{text}\n{line.text}"
    return text.strip("\n")


def _reading(gathered: Gathered) -> Reading:
    sheets, running = without_running(_sheets(gathered.pages))
    text, starts = _Text(margins_of(sheets)), []
    for number, sheet in enumerate(sheets):
        starts.append(text.length)
        for element in sheet.elements:
            if isinstance(element, Line):
                text.add_line(element, number)
            else:
                text.add_table(gathered.texts[id(element)], number)
    return Reading(text.whole(), "pdf", tuple(_notes(gathered, running)), tuple(starts))


def _notes(gathered: Gathered, running: Sequence[str]) -> list[Note]:
    tables = len(gathered.texts)
    notes = [
        Note(
            "FILE-PDF",
            f"PDF里没有段落和表格的标记，段落按版面接起，{tables}处表格按框线读出",
            "请重点核对表格；有Word文件的，最好用Word文件",
        )
    ]
    if running:
        notes.append(Note("FILE-RUNNING", f"每页重复的页眉页脚没有读入：{'、'.join(running[:3])}"))
    if gathered.blank:
        pages = "、".join(str(n) for n in gathered.blank[:8])
        notes.append(
            Note(
                "FILE-BLANK-PAGES",
                f"第{pages}页没有文字层，没有读入",
                "这些页若是扫描的，请换成文字稿后再选择",
            )
        )
    if gathered.hidden > 0.5 * gathered.characters:
        notes.append(
            Note("FILE-OCR", "文字层是文字识别得来的，可能有错字", "请对照页面图像核对数字和名称")
        )
    return notes


class _Text:
    """The text as it grows: paragraphs, each with its line end, and how long they are together."""

    def __init__(self, margins: Margins) -> None:
        self.margins = margins
        self.parts: list[str] = []
        self.length = 0
        self.last: tuple[Line, int] | None = None
        self.table: tuple[Table, int, list[Cells]] | None = None

    def add_line(self, line: Line, page: int) -> None:
        """Add a line to its paragraph, or begin a new one."""
        self._close_table()
        last = self.last
        if last and goes_on(last[0], line, self.margins, last[1] % 2, page % 2):
            before = self.parts.pop()
            self.length -= len(before)
            self._add(join(before.removesuffix("\n"), line.text) + "\n")
        else:
            self._add(line.text + "\n")
        self.last = line, page

    def add_table(self, table: Table, page: int) -> None:
        """Add a table, or go on with that of the page before."""
        before = self.table
        rows = [part for row in table.rows for part in unruled(row)]
        if before and continues(before[0].grid, table.grid, new_page=before[1] == page - 1):
            self.table = table, page, _continued(before[2], rows)
            return
        self._close_table()
        self.last = None
        self.table = table, page, rows

    def _add(self, part: str) -> None:
        self.parts.append(part)
        self.length += len(part)

    def _close_table(self) -> None:
        if self.table:
            lines = [line for row in self.table[2] for line in cells(row)]
            self._add("\n".join(["", *lines, "", ""]))
            self.table = None

    def whole(self) -> str:
        self._close_table()
        return "".join(self.parts).rstrip("\n") + "\n"


def unruled(row: Sequence[str]) -> list[Cells]:
    """The rows that stand in one for want of a line between them, told by a cell that counts on.

    >>> unruled(["类", "1\\n2", "甲\\n乙"])
    [['类', '1', '甲'], ['', '2', '乙']]
    """
    parts = [cell.split("\n") for cell in row]
    most = max((len(part) for part in parts), default=1)
    counts = [p for p in parts if len(p) == most and all(s.strip().isdigit() for s in p)]
    counting = any(all(int(b) == int(a) + 1 for a, b in pairwise(p)) for p in counts)
    if most < 2 or not counting or any(len(part) not in (1, most) for part in parts):
        return [list(row)]
    return [[part[at] if at < len(part) else "" for part in parts] for at in range(most)]


def _continued(rows: list[Cells], more: Sequence[Sequence[str]]) -> list[Cells]:
    """Rows of the next page under those before: a repeated head left out, a row broken by the page made whole."""
    listed = [list(row) for row in more]
    if listed and rows and listed[0] == rows[0]:
        listed.pop(0)
    if listed and rows and _is_broken(rows[-1], listed[0]):
        first = listed.pop(0)
        rows[-1] = [
            f"{a}\n{b}" if a and b else a or b for a, b in zip(rows[-1], first, strict=True)
        ]
    return [*rows, *listed]


def _is_broken(row: Cells, after: Cells) -> bool:
    """Whether a row goes on: its first cell says nothing more, and only long cells that stopped in the middle do."""
    if len(row) != len(after) or after[0] or not any(after):
        return False
    going = [(a, b) for a, b in zip(row, after, strict=True) if b]
    if len(going) > max(1, len([a for a in row if a]) // 2):
        return False
    return all(len(a) >= 8 and a[-1] not in "。；！？" and not b.isdigit() for a, b in going)
