"""A web page: what stands in its main part, with headings, lists and tables."""

import re

from lxml import html as parser

from .numbers import written
from .plain import read_plain
from .reading import Note, Reading, Unreadable, cells

_BLOCKS = {
    "p",
    "div",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "section",
    "article",
    "blockquote",
    "dt",
    "dd",
    "center",
    "pre",
    "ul",
    "ol",
}
_LEFT_OUT = {
    "script",
    "style",
    "nav",
    "header",
    "footer",
    "aside",
    "noscript",
    "button",
    "input",
    "textarea",
    "select",
    "iframe",
    "svg",
    "head",
    "template",
}
_SHAPES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_BREAK = "\u2028"  # where a page breaks a line on purpose; line ends of its source are mere spaces
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)


def read_html(content: bytes, name: str = "") -> Reading:
    """The text of a saved page; navigation, scripts and forms are left out."""
    stated = _CHARSET.search(content[:4096])
    if stated and stated[1].lower() in (b"gb2312", b"gbk", b"gb18030"):
        text = content.decode("gb18030", errors="replace")
    else:
        text = read_plain(content, name).text
    try:
        page = parser.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    except (parser.etree.ParserError, ValueError):
        raise Unreadable(
            "FILE-BROKEN", f"网页“{name}”读不出来", "请把正文复制到Word中保存后再选择"
        ) from None
    lines: list[str] = []
    _walk(page, lines)
    note = Note("FILE-HTML", "网页中的导航、页眉页脚和脚本没有读", "请核对正文是否完整")
    plain = re.sub(r"\n{4,}", "\n\n\n", "\n".join(lines)).strip("\n")
    return Reading(plain + "\n", "html", (note,))


def _walk(element: parser.HtmlElement, lines: list[str]) -> None:
    """Add the lines of an element, tables cell by cell."""
    if not isinstance(element.tag, str) or element.tag in _LEFT_OUT or _is_hidden(element):
        return
    if element.tag == "table" and _is_table(element):
        _table(element, lines)
        return
    if element.tag == "ol":
        _number(element)
    if element.tag in _BLOCKS and not any(
        isinstance(child.tag, str) and (child.tag in _BLOCKS or child.tag == "table")
        for child in element.iter()
        if child is not element
    ):
        lines += [line for line in _text(element).split("\n") if line.strip()]
        lines.append("")
        return
    if (element.text or "").strip():
        lines.append(_squeezed(element.text or ""))
    for child in element:
        _walk(child, lines)
        if (child.tail or "").strip():
            lines.append(_squeezed(child.tail or ""))


def _is_hidden(element: parser.HtmlElement) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or element.get("hidden") is not None


def _is_table(table: parser.HtmlElement) -> bool:
    """A table of facts: rows of two cells and more, and no table within that lays out the page."""
    rows = table.xpath(".//tr")
    return not table.xpath(".//table") and any(len(row.xpath("./td|./th")) > 1 for row in rows)


def _number(listed: parser.HtmlElement) -> None:
    """Write the numbers a browser counts itself before the items of an ordered list."""
    start, shape = listed.get("start") or "1", _SHAPES.get(listed.get("type") or "1", "decimal")
    first = int(start) if start.isdigit() else 1
    for count, item in enumerate(listed.xpath("./li"), first):
        inner = item.xpath("./p")
        target = inner[0] if inner and not (item.text or "").strip() else item
        target.text = f"{written(count, shape)}.{(target.text or '').lstrip()}"


def _table(table: parser.HtmlElement, lines: list[str]) -> None:
    """The rows; a cell over several rows stands in the first, empty below."""
    below: dict[int, int] = {}  # column -> rows it still takes
    for row in table.xpath(".//tr"):
        found: list[str] = []
        column = _taken(below, 0, found)
        for cell in row.xpath("./td|./th"):
            found.append(_text(cell))
            below[column] = _span(cell, "rowspan") - 1
            column = _taken(below, column + _span(cell, "colspan"), found)
        if found:
            lines += cells(found)
    lines += ["", ""]


def _taken(below: dict[int, int], column: int, found: list[str]) -> int:
    """The next free column; cells from above that stand before it are added, empty."""
    while below.get(column, 0) > 0:
        below[column] -= 1
        found.append("")
        column += 1
    return column


def _span(cell: parser.HtmlElement, name: str) -> int:
    said = cell.get(name) or "1"
    return min(max(int(said), 1), 100) if said.isdigit() else 1


def _text(element: parser.HtmlElement) -> str:
    for mark in element.xpath(".//br"):
        mark.tail = _BREAK + (mark.tail or "")
        mark.tag = "span"
    for left_out in element.xpath(".//script|.//style"):
        left_out.drop_tree()
    said = (_squeezed(line) for line in element.text_content().split(_BREAK))
    return "\n".join(line for line in said if line)


def _squeezed(text: str) -> str:
    return re.sub(r"[ \t\r\n\xa0]+", " ", text).strip()
