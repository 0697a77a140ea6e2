"""Make templates/documents/application.docx, the docxtpl template of a filled application.

    .venv/bin/python tools/word_template.py

The office may edit the result in Word: the words in braces are filled in, everything else is as it stands.
"""

from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

TARGET = Path(__file__).resolve().parent.parent / "src/zhinan/templates/documents/application.docx"


def main() -> None:
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.5)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "仿宋", Pt(12)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋")
    heading = document.styles["Heading 1"]
    heading.font.name, heading.font.size, heading.font.color.rgb = "黑体", Pt(14), None
    heading.element.rPr.rFonts.set(qn("w:eastAsia"), "黑体")
    cover(document)
    sections(document)
    footer(page)
    document.save(TARGET)


def cover(document: Document) -> None:
    for _ in range(4):
        document.add_paragraph()
    title = document.add_paragraph("{{ form }}")
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.runs[0].font.size = Pt(22)
    centred(document, "{{ programme }}")
    document.add_paragraph()
    document.add_paragraph("{%p for pair in cover %}")
    document.add_paragraph("{{ pair[0] }}：{{ pair[1] }}")
    document.add_paragraph("{%p endfor %}")
    for _ in range(3):
        document.add_paragraph()
    centred(document, "{{ office }}")
    centred(document, "{{ printed }}{% if demo %}　演示数据{% endif %}")
    document.add_page_break()


def centred(document: Document, text: str) -> None:
    document.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.CENTER


def sections(document: Document) -> None:
    document.add_paragraph("{%p for section in sections %}")
    document.add_heading("{{ section.title }}", level=1)
    document.add_paragraph("{%p for line in section.lines %}")
    document.add_paragraph("{{ line.label }}：{{ line.text }}")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p if section.none %}")
    document.add_paragraph("无。")
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p if section.table and section.table.rows %}")
    table = document.add_table(rows=7, cols=3)
    table.style = "Table Grid"
    loop = [
        ["{%tc for head in section.table.heads %}", "{{ head }}", "{%tc endfor %}"],
        ["{%tr for row in section.table.rows %}", "", ""],
        ["{%tc for cell in row %}", "{{ cell }}", "{%tc endfor %}"],
        ["{%tr endfor %}", "", ""],
        ["{%tr if section.table.totals %}", "", ""],
        ["{%tc for cell in section.table.totals %}", "{{ cell }}", "{%tc endfor %}"],
        ["{%tr endif %}", "", ""],
    ]
    for row, texts in zip(table.rows, loop, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    repeat_head(table.rows[0])
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p endfor %}")
    for title in ("单位意见", "推荐单位意见"):
        document.add_heading(title, level=1)
        document.add_paragraph("\n\n")
        document.add_paragraph(
            "（盖章）　　　　年　　月　　日"
        ).alignment = WD_ALIGN_PARAGRAPH.RIGHT


def repeat_head(row: object) -> None:
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)  # type: ignore[attr-defined]


def footer(page: object) -> None:
    paragraph = page.footer.paragraphs[0]  # type: ignore[attr-defined]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for text, field in (("第 ", "PAGE"), (" 页　共 ", "NUMPAGES"), (" 页", "")):
        paragraph.add_run(text)
        if field:
            element = OxmlElement("w:fldSimple")
            element.set(qn("w:instr"), field)
            paragraph._p.append(element)


if __name__ == "__main__":
    main()
