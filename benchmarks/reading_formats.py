"""The documents of the reading benchmark in other clothes: as docx, as pdf, and under the noise that files bring."""

import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from zhinan.engines.guides.formats import read_bytes
from zhinan.engines.guides.source import Source
from zhinan.engines.guides.tables import tables_of
from zhinan.engines.guides.titles import kind_of

Rows = list[list[str]]
Block = str | Rows
_FOOT = (
    '#set page(paper: "a4", margin: (x: 28mm, y: 30mm), numbering: "— 1 —", number-align: center)'
)
_WIDE_FOOT = '#set page(paper: "a4", flipped: true, margin: 25mm, columns: 2, numbering: "— 1 —")'
_TEXT = '#set text(font: "Noto Serif SC", size: {size}pt, lang: "zh", region: "cn")\n#set par(justify: true, first-line-indent: (amount: 2em, all: true))'


def blocks_of(text: str) -> Iterator[Block]:
    """Paragraphs and tables as they stand in a text; a paragraph for each line."""
    source = Source(text)
    first_of = {table.first: table for table in tables_of(source)}
    within = {n for table in first_of.values() for n in range(table.first, table.last + 1)}
    for line in source.lines:
        if line.number in first_of:
            yield [
                [
                    "\n".join(text[part.start : part.end].strip() for part in cell.lines)
                    for cell in row
                ]
                for row in first_of[line.number].rows
            ]
        elif line.number not in within and line.text:
            yield text[line.start : line.end].strip()


def as_docx(text: str) -> bytes:
    """A Word file with real tables."""
    from docx import Document

    document = Document()
    for block in blocks_of(text):
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(0, max(len(row) for row in block))
        for row in block:
            cells = table.add_row().cells
            for place, written in enumerate(row):
                cells[place].text = written
            if len(row) < len(cells):
                cells[len(row) - 1].merge(cells[-1])
    written_to = io.BytesIO()
    document.save(written_to)
    return written_to.getvalue()


def as_pdf(text: str, *, size: int = 16, two_columns: bool = False) -> bytes:
    """A typeset pdf: A4, twenty-eight characters a line, numbered pages, ruled tables."""
    import pylopdf_fonts_zh_cn
    import typst

    lines = [
        _WIDE_FOOT if two_columns else _FOOT,
        _TEXT.replace("{size}", str(size)),
        *(_typst(b) if isinstance(b, str) else _typst_table(b) for b in blocks_of(text)),
    ]
    return typst.compile(
        "\n\n".join(lines).encode(),
        font_paths=[str(Path(pylopdf_fonts_zh_cn.__file__).parent)],
        ignore_system_fonts=True,
    )


def _typst(block: str) -> str:
    said = f"#text({json.dumps(block, ensure_ascii=False)})"
    titled = (
        len(block) < 45
        and kind_of(re.sub(r"\s", "", block))
        and not re.search(r"^[一二三四五（\d]|[：。]", block)
    )
    return f"#align(center)[{said}]" if titled else said


def _typst_table(rows: Rows) -> str:
    width = max(len(row) for row in rows)
    made = []
    for row in rows:
        for place, cell in enumerate(row):
            span = width - len(row) + 1 if place == len(row) - 1 else 1
            inner = f"#text({json.dumps(cell, ensure_ascii=False)})"
            made.append(f"table.cell(colspan: {span})[{inner}]")
    return (
        "#[#set par(first-line-indent: 0em)\n#set text(size: 10.5pt)\n"
        f"#table(columns: {width}, {', '.join(made)})]"
    )


def long_pdf(text: str, least: int = 300) -> tuple[bytes, int]:
    """A pdf of at least so many pages, the text over and over; and how many it has."""
    import pypdfium2

    times = 1
    while True:
        content = as_pdf("\n\n".join([text] * times))
        pages = len(pypdfium2.PdfDocument(content))
        if pages >= least:
            return content, pages
        times = -(-least * times // pages) + 1


def _full_width(text: str) -> str:
    """Digits and letters full-width, as some printing systems give them."""
    return "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalnum() else c for c in text)


def _without_blanks(text: str) -> str:
    """No blank line outside tables."""
    lines = text.split("\n")
    kept = [
        line
        for at, line in enumerate(lines)
        if line.strip() or "\t" in "".join(lines[max(0, at - 2) : at + 3])
    ]
    return "\n".join(kept)


def _wrapped(text: str) -> str:
    """Broken at 34 characters with a page number every 30 lines, as the text layer of a pdf is."""
    found: list[str] = []
    for line in text.split("\n"):
        if "\t" in line or len(line) <= 34:
            found.append(line)
            continue
        for start in range(0, len(line), 34):
            found.append(line[start : start + 34])
            if len(found) % 30 == 0 and start + 34 < len(line):
                found.append(f"— {len(found) // 30} —")
    return "\n".join(found)


def _spaced(text: str) -> str:
    """A space after every number and full-width brackets turned to ASCII ones."""
    return re.sub(r"(\d)(?=[\u4e00-\u9fff])", r"\1 ", text).translate(
        str.maketrans("（）：", "():")
    )


def _headed(text: str) -> str:
    """A running head and a page number every 40 lines, blank lines around them, as copied out of a viewer."""
    lines = text.split("\n")
    found: list[str] = []
    for at, line in enumerate(lines):
        if at % 40 == 39 and not any("\t" in near for near in lines[max(0, at - 6) : at + 6]):
            found += ["", f"— {at // 40 + 1} —", ""]
        found.append(line)
    return "\n".join(found)


def _tabbed(text: str) -> str:
    """Each row of a table on one line, its cells between tabs."""
    found: list[str] = []
    for block in blocks_of(text):
        if isinstance(block, str):
            found += [block, ""]
        else:
            found += ["\t".join(" ".join(cell.split()) for cell in row) for row in block] + ["", ""]
    return "\n".join(found)


def _flattened(text: str) -> str:
    """Each cell on a line of its own without any mark, empty cells lost."""
    found: list[str] = []
    for block in blocks_of(text):
        if isinstance(block, str):
            found += [block, ""]
        else:
            found += [" ".join(cell.split()) for row in block for cell in row if cell.strip()] + [
                ""
            ]
    return "\n".join(found)


NOISE: dict[str, Callable[[str], str]] = {
    "full width": _full_width,
    "no blank lines": _without_blanks,
    "wrapped": _wrapped,
    "spaced": _spaced,
    "heads and page numbers": _headed,
    "tables as tabbed lines": _tabbed,
    "tables without tabs": _flattened,
}
FORMATS: dict[str, Callable[[str], str]] = {
    "docx": lambda text: read_bytes(as_docx(text), "a.docx").text,
    "pdf": lambda text: read_bytes(as_pdf(text), "a.pdf").text,
    "pdf, two columns": lambda text: (
        read_bytes(as_pdf(text, size=12, two_columns=True), "a.pdf").text
    ),
}
