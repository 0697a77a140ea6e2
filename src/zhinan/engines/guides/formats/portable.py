"""A pdf's text layer: lines of each page, running heads and page numbers out, broken lines joined by their width."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pypdfium2 as pdfium

from .reading import Note, Progress, Reading, Unreadable

MOST_PAGES = 1000
_FEW = 12  # characters a page must have on average for its text layer to count
_ENDS = "。！？；：…"
_BEGINS = re.compile(
    r"\s*(?:第[一二三四五六七八九十百\d]+[章节条编部]|[一二三四五六七八九十]+[、.]|[（(][一二三四五六七八九十\d]+[）)]|\d{1,3}[.．、)）]|[①-⑳]|附\s*件|专栏|表\s*\d|\d{4}\s)"
)
_PAGE = re.compile(
    r"[-—–－―\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/共]\s*\d{1,4}\s*页?)?[-—–－―\s]*"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: text and where it begins and ends across the page, in points."""

    text: str
    left: float
    right: float
    size: float


def read_pdf(content: bytes, name: str = "", progress: Progress | None = None) -> Reading:
    """The text of a pdf that has a text layer.

    Raises:
        Unreadable: FILE-LOCKED, FILE-BROKEN, FILE-SCAN, or FILE-LARGE for more than a thousand pages.
    """
    document = _opened(content, name)
    try:
        count = len(document)
        if count > MOST_PAGES:
            raise Unreadable(
                "FILE-LARGE",
                f"文件“{name}”有{count}页，超过{MOST_PAGES}页",
                "请只保留指南正文后再选择",
            )
        pages = []
        for number in range(count):
            pages.append(_lines_of(document[number]))
            if progress is not None:
                progress(number + 1, count)
    finally:
        document.close()
    written = sum(len(line.text) for page in pages for line in page)
    if written < _FEW * max(1, count):
        raise Unreadable(
            "FILE-SCAN",
            f"文件“{name}”是扫描件，{count}页里没有文字层",
            "请用原来的Word文件，或先用文字识别软件转成带文字层的PDF并校对",
        )
    return _reading(pages)


def _opened(content: bytes, name: str) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(content)
    except pdfium.PdfiumError as fault:
        if "assword" in str(fault):
            raise Unreadable(
                "FILE-LOCKED", f"文件“{name}”设有打开密码", "请在阅读软件中去掉密码、另存后再选择"
            ) from None
        raise Unreadable(
            "FILE-BROKEN", f"文件“{name}”已损坏，打不开", "请重新导出PDF，或改用Word文件"
        ) from None


def _lines_of(page: pdfium.PdfPage) -> list[Line]:
    """The lines of a page in the order they were written, with their places."""
    textpage = page.get_textpage()
    try:
        text = textpage.get_text_range()
        found, at = [], 0
        for piece in re.split(r"(\r\n|\n|\r)", text):
            if piece.strip():
                first = at + len(piece) - len(piece.lstrip())
                last = at + len(piece.rstrip()) - 1
                left, bottom, _, top = textpage.get_charbox(first)
                _, _, right, _ = textpage.get_charbox(last)
                clean = piece.strip().replace("\ufffe", "").replace("\x02", "")
                found.append(Line(clean, left, right, max(top - bottom, 1.0)))
            at += len(piece)
        return found
    except (pdfium.PdfiumError, IndexError, ValueError):
        return [Line(line.strip(), 0.0, 0.0, 1.0) for line in text.splitlines() if line.strip()]
    finally:
        textpage.close()


def _reading(pages: Sequence[Sequence[Line]]) -> Reading:
    running = _running(pages)
    notes = [
        Note(
            "FILE-PDF",
            "PDF里没有段落和表格的标记，段落按行宽接起，表格按行读出",
            "请重点核对表格；有Word文件的，最好用Word文件",
        )
    ]
    if running:
        notes.append(
            Note("FILE-RUNNING", f"每页重复的页眉页脚没有读入：{'、'.join(sorted(running)[:3])}")
        )
    lines: list[Line] = []
    starts: list[int] = []
    for page in pages:
        starts.append(len(lines))
        lines += [
            line
            for place, line in enumerate(page)
            if not _is_running(line, place, len(page), running)
        ]
    return _paragraphs(lines, starts, tuple(notes))


def _running(pages: Sequence[Sequence[Line]]) -> set[str]:
    """Lines that stand first or last on most pages, whatever number they carry."""
    if len(pages) < 3:
        return set()
    edges = Counter(
        key
        for page in pages
        for key in {_key(line) for line in [*page[:2], *page[-2:]] if line.text[-1] not in _ENDS}
        if key
    )
    return {key for key, times in edges.items() if times >= max(3, 0.5 * len(pages))}


def _key(line: Line) -> str:
    return re.sub(r"[\d\s]", "", line.text)


def _is_running(line: Line, place: int, count: int, running: set[str]) -> bool:
    edge = place < 2 or place >= count - 2
    return edge and (
        bool(_PAGE.fullmatch(line.text)) or (_key(line) in running and line.text[-1] not in _ENDS)
    )


def _paragraphs(lines: Sequence[Line], starts: Sequence[int], notes: tuple[Note, ...]) -> Reading:
    """Lines that reach the right margin and end in no stop go on in the next line, unless that begins something."""
    margin = _margin([line.right for line in lines])
    text, offsets = "", dict.fromkeys(starts, 0)
    for place, line in enumerate(lines):
        if place in offsets:
            offsets[place] = len(text)
        text += line.text
        following = lines[place + 1] if place + 1 < len(lines) else None
        if following is None or not _goes_on(line, following, margin):
            text += "\n"
    return Reading(
        text, "pdf", notes, tuple(offsets[start] for start in starts if start in offsets)
    )


def _margin(edges: Sequence[float]) -> float:
    ordered = sorted(edges)
    return ordered[int(len(ordered) * 0.9)] if ordered else 0.0


def _goes_on(line: Line, following: Line, margin: float) -> bool:
    if line.text[-1] in _ENDS or _BEGINS.match(following.text):
        return False
    reaches = line.right >= margin - 1.6 * line.size
    indented = following.left > line.left + 1.2 * line.size and not _BEGINS.match(line.text)
    same = abs(following.size - line.size) < 0.35 * line.size or line.text[-1] in "，、（"
    return reaches and same and not indented
