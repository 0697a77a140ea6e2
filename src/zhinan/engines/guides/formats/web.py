"""A web page: what stands in its main part, with headings, lists and tables."""

import re

from lxml import html as parser

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
    "form",
    "button",
    "select",
    "iframe",
    "svg",
    "head",
    "template",
}
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
    if not isinstance(element.tag, str) or element.tag in _LEFT_OUT:
        return
    if element.tag == "table" and element.xpath(".//tr") and not element.xpath(".//table"):
        _table(element, lines)
        return
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


def _table(table: parser.HtmlElement, lines: list[str]) -> None:
    for row in table.xpath(".//tr"):
        lines += cells([_text(cell) for cell in row.xpath("./td|./th")])
    lines.append("")


def _text(element: parser.HtmlElement) -> str:
    for mark in element.xpath(".//br"):
        mark.tail = "\n" + (mark.tail or "")
    for left_out in element.xpath(".//script|.//style"):
        left_out.drop_tree()
    return "\n".join(_squeezed(line) for line in element.text_content().split("\n") if line.strip())


def _squeezed(text: str) -> str:
    return re.sub(r"[ \t\r\n\xa0]+", " ", text).strip()
