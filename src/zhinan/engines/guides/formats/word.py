"""A docx: paragraphs with the numbers Word counts itself, tables cell by cell, changes as accepted."""

import re
from collections.abc import Iterator

from lxml import etree

from .numbers import Numbering, numbering_of
from .reading import Note, Reading, Unreadable, cells
from .unpacking import parts_of, xml_of

_NS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_GONE = {
    _NS + tag
    for tag in (
        "del",
        "moveFrom",
        "pPr",
        "rPr",
        "tblPr",
        "sectPr",
        "instrText",
        "delText",
        "sdtPr",
        "rt",
    )
} | {_FALLBACK}
_BREAKS = {
    _NS + "br": "\n",
    _NS + "cr": "\n",
    _NS + "tab": " ",
    _NS + "noBreakHyphen": "-",
    _NS + "ptab": " ",
}


_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_USUAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"


def read_docx(content: bytes, name: str = "") -> Reading:
    """The text of a docx as it reads with all tracked changes accepted; comments, heads and feet are left out.

    Raises:
        Unreadable: Broken, locked, a bomb, or without any text.
    """
    parts = parts_of(
        content,
        name,
        (
            "word/document.xml",
            "word/numbering.xml",
            "word/styles.xml",
            "word/comments.xml",
            "word/footnotes.xml",
        ),
    )
    parts = {key: part.replace(_STRICT, _USUAL) for key, part in parts.items()}
    if "word/document.xml" not in parts:
        raise Unreadable("FILE-KIND", f"文件“{name}”不是Word文档", "请另存为docx后再选择")
    document = xml_of(parts["word/document.xml"], name)
    trees = {
        key: xml_of(parts[f"word/{key}.xml"], name)
        for key in ("numbering", "styles")
        if f"word/{key}.xml" in parts
    }
    numbering = numbering_of(trees.get("numbering"), trees.get("styles"))
    body = document.find(_NS + "body")
    lines = [] if body is None else list(_blocks(body, numbering))
    if not "".join(lines).strip():
        raise _without_text(document, name)
    return Reading(_joined(lines), "docx", tuple(_notes(document, parts, numbering)))


def _joined(lines: list[str]) -> str:
    return re.sub(r"\n{4,}", "\n\n\n", "\n".join(lines)).rstrip("\n") + "\n"


def _without_text(document: etree._Element, name: str) -> Unreadable:
    pictures = any(
        element.tag.endswith(("}drawing", "}pict"))
        for element in document.iter()
        if isinstance(element.tag, str)
    )
    if pictures:
        return Unreadable(
            "FILE-SCAN",
            f"文件“{name}”里只有图片，没有文字",
            "请用原来可编辑的Word文件，或先做文字识别并校对",
        )
    return Unreadable("FILE-EMPTY", f"文件“{name}”没有文字", "请检查文件后重新选择")


def _blocks(parent: etree._Element, numbering: Numbering) -> Iterator[str]:
    """Lines of the paragraphs and tables of a body, a cell, or a container of them."""
    for child in parent:
        if child.tag == _NS + "p":
            yield from _paragraph(child, numbering)
        elif child.tag == _NS + "tbl":
            yield from _table(child, numbering)
        elif child.tag in (
            _NS + "sdt",
            _NS + "ins",
            _NS + "moveTo",
            _NS + "customXml",
            _NS + "smartTag",
        ):
            inner = child.find(_NS + "sdtContent")
            yield from _blocks(child if inner is None else inner, numbering)


def _paragraph(paragraph: etree._Element, numbering: Numbering) -> Iterator[str]:
    text = "".join(_runs(paragraph))
    boxes = [box for box in paragraph.iter(_NS + "txbxContent") if not _inside(box, _FALLBACK)]
    if text.strip():
        yield numbering.label_of(paragraph) + text.strip(" ")
    yield ""
    for box in boxes:
        yield from _blocks(box, numbering)


def _inside(element: etree._Element, tag: str) -> bool:
    return any(ancestor.tag == tag for ancestor in element.iterancestors())


def _runs(element: etree._Element) -> Iterator[str]:
    """The text of a paragraph as accepted: insertions in, deletions out; boxes are read apart."""
    for child in element:
        if child.tag in _GONE or child.tag == _NS + "txbxContent":
            continue
        if child.tag == _NS + "r" and _is_hidden(child):
            continue
        if child.tag in (_NS + "t", _MATHS):
            yield child.text or ""
        elif child.tag in _BREAKS:
            yield _BREAKS[child.tag]
        elif child.tag in (_NS + "sym", _NS + "checkBox"):
            yield "□"
        else:
            yield from _runs(child)


def _is_hidden(run: etree._Element) -> bool:
    vanish = run.find(f"{_NS}rPr/{_NS}vanish")
    return vanish is not None and vanish.get(_NS + "val", "1") not in ("0", "false")


def _table(table: etree._Element, numbering: Numbering) -> Iterator[str]:
    """The rows of a table; a cell that goes on from the row above is empty. A frame of one column is no table."""
    rows = [
        row.findall(f"{_NS}tc") + row.findall(f"{_NS}sdt/{_NS}sdtContent/{_NS}tc")
        for row in table.iter(_NS + "tr")
        if next(row.iterancestors(_NS + "tbl"), None) is table and not _is_deleted(row)
    ]
    yield ""
    if all(len(row) < 2 for row in rows):
        for row in rows:
            for cell in row:
                yield from _blocks(cell, numbering)
        return
    for row in rows:
        yield from cells([_cell(cell, numbering) for cell in row])
    yield ""
    yield ""


def _is_deleted(row: etree._Element) -> bool:
    properties = row.find(_NS + "trPr")
    return properties is not None and properties.find(_NS + "del") is not None


def _cell(cell: etree._Element, numbering: Numbering) -> str:
    merged = cell.find(f"{_NS}tcPr/{_NS}vMerge")
    if merged is not None and merged.get(_NS + "val") != "restart":
        return ""
    lines = [line.strip("\t") for line in _blocks(cell, numbering)]
    return "\n".join(line for line in lines if line.strip())


def _notes(
    document: etree._Element, parts: dict[str, bytes], numbering: Numbering
) -> Iterator[Note]:
    inserted = sum(1 for _ in document.iter(_NS + "ins", _NS + "moveTo"))
    deleted = sum(1 for _ in document.iter(_NS + "del", _NS + "moveFrom"))
    if inserted or deleted:
        yield Note(
            "FILE-CHANGES", f"文件里有修订（插入{inserted}处，删除{deleted}处），读的是接受全部修订后的文字",
            "若应以修订前为准，请在Word中拒绝修订后另存再选择",
        )  # fmt: skip
    comments = parts.get("word/comments.xml", b"").count(b"<w:comment ")
    if comments:
        yield Note("FILE-COMMENTS", f"文件里有{comments}条批注，没有读入")
    notes = parts.get("word/footnotes.xml", b"").count(b"<w:footnote ")
    if notes > 2:
        yield Note("FILE-FOOTNOTES", "文件里有脚注，没有读入", "脚注里有申报条件的，请移到正文")
    if numbering.given:
        yield Note("FILE-NUMBERS", f"有{numbering.given}处编号由Word自动生成，已按其格式写出")
