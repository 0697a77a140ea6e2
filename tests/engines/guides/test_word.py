"""Word in: the numbers Word counts itself, tables, boxes, changes, and what nobody sees."""

import io
import zipfile

import pytest

from zhinan.engines.guides.formats import read_bytes

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STRICT = 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'


def docx(body, numbering="", styles="", namespace=W, **parts):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "word/document.xml", f"<w:document {namespace}><w:body>{body}</w:body></w:document>"
        )
        archive.writestr(
            "word/numbering.xml", f"<w:numbering {namespace}>{numbering}</w:numbering>"
        )
        archive.writestr("word/styles.xml", f"<w:styles {namespace}>{styles}</w:styles>")
        for name, part in parts.items():
            archive.writestr(f"word/{name}.xml", f"<w:{name} {W}>{part}</w:{name}>")
    return written.getvalue()


def read(body, **more):
    return read_bytes(docx(body, **more), "a.docx")


def lines(body, **more):
    return [line for line in read(body, **more).text.split("\n") if line]


def p(text, number="", level=0, style="", inner=""):
    listed = (
        f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
    )
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{styled}{listed}</w:pPr><w:r><w:t>{text}</w:t></w:r>{inner}</w:p>"


def level(depth, shape, pattern, more=""):
    return f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{shape}"/>{more}<w:lvlText w:val="{pattern}"/></w:lvl>'


def numbered(*levels, number="1"):
    return f'<w:abstractNum w:abstractNumId="{number}">{"".join(levels)}</w:abstractNum><w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'


@pytest.mark.parametrize(
    ("shape", "pattern", "expected"),
    [
        ("chineseCounting", "%1、", ["一、甲", "二、乙"]),
        ("chineseCountingThousand", "第%1条", ["第一条 甲", "第二条 乙"]),
        ("japaneseCounting", "（%1）", ["（一）甲", "（二）乙"]),
        ("chineseLegalSimplified", "%1、", ["壹、甲", "贰、乙"]),
        ("upperRoman", "%1.", ["I.甲", "II.乙"]),
        ("upperLetter", "%1.", ["A.甲", "B.乙"]),
        ("decimalEnclosedCircle", "%1", ["①甲", "②乙"]),
        ("decimalEnclosedParen", "%1", ["⑴甲", "⑵乙"]),
        ("ideographTraditional", "%1、", ["甲、甲", "乙、乙"]),
        ("decimalZero", "%1.", ["01.甲", "02.乙"]),
        ("decimal", "%1", ["1 甲", "2 乙"]),
        ("bullet", "·", ["甲", "乙"]),
    ],
)
def test_every_usual_number_is_written_out(shape, pattern, expected):
    body = p("甲", "1") + p("乙", "1")

    found = lines(body, numbering=numbered(level(0, shape, pattern)))

    assert found == expected


def test_numbers_of_several_levels_count_within_each_other():
    legal = level(1, "decimal", "%1.%2", "<w:isLgl/>")
    levels = numbered(level(0, "chineseCounting", "第%1章"), legal, level(2, "decimal", "（%3）"))
    body = (
        p("总则", "1")
        + p("目的", "1", 1)
        + p("甲", "1", 2)
        + p("乙", "1", 2)
        + p("范围", "1", 1)
        + p("条件", "1")
        + p("单位", "1", 1)
    )

    assert lines(body, numbering=levels) == [
        "第一章 总则",
        "1.1 目的",
        "（1）甲",
        "（2）乙",
        "1.2 范围",
        "第二章 条件",
        "2.1 单位",
    ]


def test_numbers_that_hang_on_a_style_and_on_what_it_is_based_on():
    levels = numbered(
        level(0, "chineseCounting", "%1、", '<w:pStyle w:val="H1"/>'),
        level(1, "chineseCounting", "（%1）", '<w:pStyle w:val="H2"/>'),
    )
    styles = "".join(
        f'<w:style w:styleId="{name}">{more}</w:style>'
        for name, more in (
            ("H1", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'),
            ("H2", '<w:basedOn w:val="H1"/>'),
            (
                "Plain",
                '<w:basedOn w:val="H1"/><w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>',
            ),
        )
    )
    body = (
        p("总则", style="H1")
        + p("目的", style="H2")
        + p("正文", style="Plain")
        + p("附则", style="H1")
    )

    assert lines(body, numbering=levels, styles=styles) == [
        "一、总则",
        "（一）目的",
        "正文",
        "二、附则",
    ]


CELL = "<w:tc><w:tcPr>{}</w:tcPr>{}</w:tc>"


def row(*cells):
    return "<w:tr>" + "".join(CELL.format(more, p(text)) for text, more in cells) + "</w:tr>"


def test_merged_cells_keep_their_places():
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    table = (
        "<w:tbl>"
        + row(("甲县", down), ("推荐", ""))
        + row(("", on), ("3项", ""))
        + row(("合计", '<w:gridSpan w:val="2"/>'))
        + "</w:tbl>"
    )

    assert (
        read(p("名额") + table + p("后文")).text
        == "名额\n\n\n\t甲县\n\t推荐\n\n\t\n\t3项\n\n\t合计\n\n\n后文\n"
    )


def test_a_frame_of_one_column_is_text_and_no_table():
    frame = "<w:tbl>" + row(("专栏1 重大工程", "")) + row(("1.甲工程。", "")) + "</w:tbl>"

    assert lines(frame) == ["专栏1 重大工程", "1.甲工程。"]


def test_boxes_are_read_once_and_hidden_words_not():
    box = "<w:r><w:pict><w:txbxContent>" + p("附件1") + "</w:txbxContent></w:pict></w:r>"
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>暗</w:t></w:r>"

    assert lines(p("标题", inner=box + hidden)) == ["标题", "附件1"]


def test_changes_comments_and_footnotes_are_told():
    change = '<w:ins w:id="1"><w:r><w:t>20项</w:t></w:r></w:ins><w:del w:id="2"><w:r><w:delText>10项</w:delText></w:r></w:del>'
    note = '<w:footnote w:id="{}"><w:p/></w:footnote>'

    reading = read(
        p("限报", inner=change),
        comments='<w:comment w:id="1"/>',
        footnotes=note.format(0) + note.format(1) + note.format(2),
    )

    assert reading.text == "限报20项\n"
    assert [note.code for note in reading.notes] == [
        "FILE-CHANGES",
        "FILE-COMMENTS",
        "FILE-FOOTNOTES",
    ]
    assert "接受全部修订后的文字" in str(reading.notes[0])


def test_strict_files_are_read_too():
    body = p("一、总则")
    assert lines(body, namespace=STRICT) == ["一、总则"]
