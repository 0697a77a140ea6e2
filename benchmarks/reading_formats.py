"""The documents of the reading benchmark in other clothes: as docx, as pdf, and under the noise that files bring."""

import io
import json
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from zhinan.engines.guides.formats import read_bytes
from zhinan.engines.guides.source import Source
from zhinan.engines.guides.tables import tables_of
from zhinan.engines.guides.titles import kind_of

Rows = list[list[str]]
Block = str | Rows
_FOOT = "#set page(paper: \"a4\", margin: (x: 28mm, y: 30mm), numbering: \"— 1 —\", number-align: center)"
_WIDE_FOOT = "#set page(paper: \"a4\", flipped: true, margin: 25mm, columns: 2, numbering: \"— 1 —\")"
_TEXT = '#set text(font: "Noto Serif SC", size: {size}pt, lang: "zh", region: "cn")\n#set par(justify: true, first-line-indent: (amount: 2em, all: true))'


def blocks_of(text: str) -> Iterator[Block]:
    """Paragraphs and tables as they stand in a text; a paragraph for each line."""
    source = Source(text)
    first_of = {table.first: table for table in tables_of(source)}
    within = {n for table in first_of.values() for n in range(table.first, table.last + 1)}
    for line in source.lines:
        if line.number in first_of:
            yield [
                ["\n".join(text[part.start : part.end].strip() for part in cell.lines) for cell in row]
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

    lines = [_WIDE_FOOT if two_columns else _FOOT, _TEXT.replace("{size}", str(size))]
    for block in blocks_of(text):
        lines.append(_typst(block) if isinstance(block, str) else _typst_table(block))
    return typst.compile(
        "\n\n".join(lines).encode(),
        font_paths=[str(Path(pylopdf_fonts_zh_cn.__file__).parent)],
        ignore_system_fonts=True,
    )


def _typst(block: str) -> str:
    said = f"#text({json.dumps(block, ensure_ascii=False)})"
    titled = len(block) < 45 and kind_of(re.sub(r"\s", "", block)) and not re.search(r"^[一二三四五（\d]|[：。]", block)
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
