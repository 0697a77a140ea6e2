"""Pdf in: lines, columns, tables and running heads read by their places; what cannot be read told."""

import hashlib
import io

import pylopdf_fonts_zh_cn
import pypdfium2
import pytest
import typst

from zhinan.engines.guides.formats import Unreadable, read_bytes

A4 = (
    '#set page(paper: "a4", margin: (x: 28mm, y: 30mm), numbering: "— 1 —", number-align: center)\n'
)
TEXT = '#set text(font: "Noto Serif SC", size: 16pt, lang: "zh")\n#set par(justify: true, first-line-indent: (amount: 2em, all: true))\n'
LONG = "为规范项目管理，提高资金使用效益，根据有关规定，结合本地实际，制定本办法，请各单位遵照执行，并做好组织实施工作。"


def pdf(markup, head=A4 + TEXT):
    folder = pylopdf_fonts_zh_cn.__path__[0]
    return typst.compile((head + markup).encode(), font_paths=[folder], ignore_system_fonts=True)


def read(markup, head=A4 + TEXT):
    return read_bytes(pdf(markup, head), "a.pdf")


def refusal(content):
    with pytest.raises(Unreadable) as refused:
        read_bytes(content, "a.pdf")
    assert refused.value.note.remedy
    return refused.value.code


def test_broken_lines_are_joined_and_paragraphs_kept():
    text = read(f"一、总则\n\n{LONG}\n\n{LONG}{LONG}\n\n二、条件").text

    assert text == f"一、总则\n{LONG}\n{LONG}{LONG}\n二、条件\n"


def test_a_full_line_that_ends_in_a_stop_does_not_end_its_paragraph():
    full = "甲" * 25 + "。"  # the first line of a paragraph holds twenty-six

    text = read(f"{full}乙乙乙。\n\n{LONG}\n\n{LONG}").text

    assert text.split("\n")[0] == full + "乙乙乙。"


def test_heads_feet_and_page_numbers_are_left_out_and_told():
    head = '#set page(paper: "a4", margin: 30mm, header: [甲市科技局文件], footer: context [第#counter(page).display()页])\n'

    reading = read("\n\n".join([LONG] * 40), head + TEXT)

    assert set(reading.text.split("\n")) == {LONG, ""}
    assert [note.code for note in reading.notes] == ["FILE-PDF", "FILE-RUNNING"]
    assert len(reading.pages) > 3
    assert reading.pages[0] == 0


def test_a_ruled_table_is_read_cell_by_cell_with_what_spans():
    table = "#table(columns: (1fr, 1fr, 2fr), table.cell(rowspan: 2)[甲县], [推荐], [3项], [增加], [1项], table.cell(colspan: 2)[合计], [4项])"

    text = read(f"名额分配表\n\n{table}\n\n{LONG}").text

    assert text == (
        "名额分配表\n\n\t甲县\n\t推荐\n\t3项\n\n\t\n\t增加\n\t1项\n\n\t合计\n\t4项\n\n\n"
        + LONG
        + "\n"
    )


def test_a_table_over_pages_is_one_and_its_repeated_head_is_read_once():
    rows = "".join(f"[{n}], [方向{n}]," for n in range(1, 90))

    text = read(f"#table(columns: 2, table.header([序号], [名称]), {rows})").text

    assert text.count("序号") == 1
    assert "\n\n\n" not in text.strip()
    assert "\t1\n\t方向1\n" in text
    assert "\t89\n\t方向89\n" in text


def test_two_columns_are_read_one_after_the_other():
    head = '#set page(paper: "a4", flipped: true, margin: 25mm, columns: 2)\n' + TEXT.replace(
        "16", "11"
    )
    paragraphs = [f"{n}．{LONG}" for n in range(1, 31)]

    text = read("\n\n".join(paragraphs), head).text

    assert text.rstrip("\n").split("\n") == paragraphs


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_is_read_as_it_was_written(turn):
    document = pypdfium2.PdfDocument(pdf(f"一、总则\n\n{LONG}"))
    document[0].set_rotation(turn)
    written = io.BytesIO()
    document.save(written)

    assert read_bytes(written.getvalue(), "a.pdf").text == f"一、总则\n{LONG}\n"


@pytest.mark.parametrize("turn", [90, -90, 180])
def test_turned_text_is_read_from_its_first_line(turn):
    lines = "#block(width: 150mm)[一、总则\n\n二、条件\n\n三、申报材料和程序]"

    assert (
        read(f"#rotate({turn}deg, reflow: true)[{lines}]").text
        == "一、总则\n二、条件\n三、申报材料和程序\n"
    )


def test_a_watermark_is_not_read():
    head = A4.replace("numbering", "background: rotate(45deg, text(60pt)[内部资料]), numbering")

    assert "内部" not in read(LONG, head + TEXT).text


def test_progress_counts_the_pages():
    seen = []

    read_bytes(
        pdf("甲" * 30 + "#pagebreak()" + "乙" * 30),
        "a.pdf",
        progress=lambda done, of: seen.append((done, of)),
    )

    assert seen == [(1, 2), (2, 2)]


def test_a_word_broken_by_a_hyphen_is_whole_again():
    head = (
        A4
        + '#set text(font: "Noto Serif SC", size: 16pt, lang: "en", hyphenate: true)\n#set par(justify: true)\n'
    )

    text = read("internationalisation " * 30, head).text

    assert set(text.split()) == {"internationalisation"}


def test_a_scan_has_no_text_layer():
    document = pypdfium2.PdfDocument.new()
    document.new_page(200, 200)
    written = io.BytesIO()
    document.save(written)

    assert refusal(written.getvalue()) == "FILE-SCAN"


def test_pages_without_text_among_others_are_told():
    notes = read(
        LONG + "#pagebreak()#rect(width: 50mm, height: 50mm)#pagebreak()" + LONG, TEXT
    ).notes

    assert "第2页没有文字层" in str(notes[-1])


def test_a_broken_pdf_is_told():
    assert refusal(b"%PDF-1.7 broken") == "FILE-BROKEN"


def test_a_locked_pdf_is_told():
    assert refusal(locked()) == "FILE-LOCKED"


def _rc4(key, text):
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in text:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def locked(password=b"secret"):
    """The smallest pdf that opens with a password only (standard handler, revision 2)."""
    pad = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
    padded, number = (password + pad)[:32], b"0123456789abcdef"
    owner = _rc4(hashlib.md5(padded).digest()[:5], padded)
    key = hashlib.md5(padded + owner + b"\xfc\xff\xff\xff" + number).digest()[:5]
    user = _rc4(key, pad)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>",
        b"<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>"
        % (owner.hex().encode(), user.hex().encode()),
    ]
    written, places = b"%PDF-1.4\n", []
    for count, content in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj%s endobj\n" % (count, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"<</Size 5/Root 1 0 R/Encrypt 4 0 R/ID[<%s><%s>]>>" % (
        number.hex().encode(),
        number.hex().encode(),
    )
    return (
        written
        + b"xref\n0 5\n0000000000 65535 f \n"
        + table
        + b"trailer"
        + trailer
        + b"\nstartxref\n%d\n%%%%EOF" % len(written)
    )
