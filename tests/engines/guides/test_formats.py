"""Files in: what is read, and what is refused with a remedy."""

import io
import zipfile
from datetime import datetime

import pytest
import xlsxwriter
from docx import Document
from docx.oxml import parse_xml

from zhinan.engines.guides.formats import Unreadable, read_file

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def code(content, name="x.docx"):
    with pytest.raises(Unreadable) as refused:
        read_file(content, name)
    assert refused.value.note.remedy
    return refused.value.code


def docx(fill):
    document = Document()
    fill(document)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def zipped(name, content):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return written.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_is_read_in_every_encoding_offices_use(encoding):
    assert (
        read_file("申报单位应为企业\r\n第二行".encode(encoding), "a.txt").text
        == "申报单位应为企业\n第二行"
    )


def test_word_numbers_and_tables_are_written_out():
    def fill(document):
        document.add_paragraph("须为企业。", style="List Number")
        document.add_paragraph("收入达标。", style="List Number")
        table = document.add_table(2, 2)
        table.cell(0, 0).text, table.cell(0, 1).text = "名称", "单位"

    reading = read_file(docx(fill), "a.docx")
    assert "1.须为企业。" in reading.text
    assert "2.收入达标。" in reading.text
    assert "\t名称\n\t单位\n" in reading.text
    assert [note.code for note in reading.notes] == ["FILE-NUMBERS"]


def test_tracked_changes_are_read_as_accepted_and_told():
    def fill(document):
        paragraph = document.add_paragraph("不超过")
        for tag, inner, number in (("del", "delText", "10"), ("ins", "t", "20")):
            paragraph._p.append(
                parse_xml(
                    f'<w:{tag} {W} w:id="1" w:author="a"><w:r><w:{inner}>{number}</w:{inner}></w:r></w:{tag}>'
                )
            )

    reading = read_file(docx(fill), "a.docx")
    assert reading.text.strip() == "不超过20"
    assert "接受全部修订" in str(reading.notes[0])


def test_a_workbook_gives_its_sheets_as_tables():
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True})
    sheet = book.add_worksheet("指南代码")
    sheet.write_row(0, 0, ["代码", "方向"])
    sheet.write_row(1, 0, [1101, "新材料"])
    book.close()
    assert (
        "指南代码\n\t代码\n\t方向\n\n\t1101\n\t新材料"
        in read_file(written.getvalue(), "a.xlsx").text
    )


def test_a_page_gives_its_main_part():
    page = "<html><head><script>x</script></head><body><nav>首页</nav><p>一、申报条件</p><table><tr><td>名称</td><td></td></tr></table></body></html>"
    text = read_file(page.encode(), "a.html").text
    assert "首页" not in text
    assert text == "一、申报条件\n\n\t名称\n\t\n"


def test_a_page_numbers_its_lists_keeps_its_breaks_and_reads_what_stands_in_a_form():
    page = "<html><body><form><ol start=2><li>企业。</li><li><p>高校。</p></li></ol><p>第一\n行<br>第二行</p><div style='display: none'>暗</div></form></body></html>"
    assert read_file(page.encode(), "a.html").text.split("\n") == [
        "2.企业。", "", "3.高校。", "", "第一 行", "第二行", "",
    ]  # fmt: skip


def test_a_table_of_a_page_keeps_the_place_of_cells_over_several_rows():
    page = "<html><body><table><tr><td><table><tr><td rowspan=2>甲县</td><td>推荐</td></tr><tr><td>3项</td></tr><tr><td colspan=2>合计</td></tr></table></td></tr></table></body></html>"
    assert read_file(page.encode(), "a.html").text == "\t甲县\n\t推荐\n\n\t\n\t3项\n\n\t合计\n"


def test_a_workbook_parts_its_tables_and_leaves_hidden_sheets_out():
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True})
    sheet, hidden = book.add_worksheet(), book.add_worksheet("旧稿")
    hidden.write(0, 0, "旧")
    hidden.hide()
    rows = [
        ["2025年名额表"],
        ["", "", "单位：项"],
        ["地区", "名额"],
        ["东县", 3.0],
        [],
        ["二、联系人"],
        ["姓名", "日期"],
    ]
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    sheet.merge_range(7, 0, 8, 0, "张三")
    sheet.write_datetime(7, 1, datetime(2025, 3, 1), book.add_format({"num_format": "yyyy-mm-dd"}))  # noqa: DTZ001 - a workbook has no zones
    sheet.write(8, 1, "备选")
    book.close()

    reading = read_file(written.getvalue(), "a.xlsx")

    assert [note.code for note in reading.notes] == ["FILE-SHEETS"]
    assert reading.text == (
        "2025年名额表\n单位：项\n\t地区\n\t名额\n\n\t东县\n\t3\n\n\n二、联系人\n\t姓名\n\t日期\n\n\t张三\n\t2025年3月1日\n\n\t\n\t备选\n\n\n\n".rstrip(
            "\n"
        )
        + "\n\n\n\n"
    )


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_wide_text_without_a_mark_is_read(encoding):
    assert (
        read_file("2025年申报指南\r\n一、条件".encode(encoding), "a.txt").text
        == "2025年申报指南\n一、条件"
    )


def test_page_feeds_and_other_line_ends_become_one_kind():
    assert read_file("甲\x0c乙\u2028丙\r丁\x0b戊".encode(), "a.txt").text == "甲\n乙\n丙\n丁\n戊"


def test_what_cannot_be_read_is_told_with_its_remedy():
    assert code(b"", "a.txt") == "FILE-EMPTY"
    assert code(b"\xff\xd8\xff\xe0 jpeg", "a.jpg") == "FILE-SCAN"
    assert code(b"PK\x03\x04 broken") == "FILE-BROKEN"
    assert code(b"%PDF-1.7 broken", "a.pdf") == "FILE-BROKEN"
    assert code(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "a.doc") == "FILE-OLD"
    assert (
        code(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))
        == "FILE-LOCKED"
    )
    assert code(docx(lambda document: None)) == "FILE-EMPTY"
    assert code(b"{\\rtf1\\ansi old}", "a.rtf") == "FILE-OLD"
    assert code(zipped("OFD.xml", b"<a/>"), "a.ofd") == "FILE-KIND"
    assert code(b"\x7fELF\x00\x01\x02\x00\x09" * 40, "a.bin") == "FILE-KIND"


def test_too_large_a_file_is_not_even_opened(tmp_path):
    path = tmp_path / "large.docx"
    with path.open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    assert code(path) == "FILE-LARGE"


def test_a_zip_bomb_is_stopped_while_unpacking():
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a>" + b" " * (70 * 1024 * 1024))
    assert code(written.getvalue()) == "FILE-BOMB"


def test_a_docx_that_names_outside_entities_reads_none_of_them():
    written = io.BytesIO()
    evil = '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr(
            "word/document.xml",
            f"{evil}<w:document {W}><w:body><w:p><w:r><w:t>申报&e;</w:t></w:r></w:p></w:body></w:document>",
        )
    assert read_file(written.getvalue(), "a.docx").text.strip() == "申报"
