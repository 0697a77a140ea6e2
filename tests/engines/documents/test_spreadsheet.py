import io
import zipfile
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from zhinan.engines.documents.spreadsheet import read_rows, write_rows, write_sheets


def test_write_rows_keeps_numbers_dates_and_text():
    row = ["连云港市科学技术局", Decimal("12.50"), 7, date(2026, 4, 30), datetime(2026, 4, 30, 9, 0, tzinfo=UTC), True, None, time(17, 0)]  # fmt: skip

    sheet = read_rows(write_rows("汇总表", list("abcdefgh"), [row]))

    assert sheet == [
        list("abcdefgh"),
        [
            "连云港市科学技术局",
            12.5,
            7,
            date(2026, 4, 30),
            datetime(2026, 4, 30, 17, 0),  # noqa: DTZ001  a sheet knows no zone
            "是",
            "",
            time(17, 0),
        ],
    ]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(1)", "http://a.b", "0071", "\t=1"]
)
def test_write_rows_never_writes_a_formula(text):
    book = write_rows("表", ["名称"], [[text]])

    inner = zipfile.ZipFile(io.BytesIO(book)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in inner
    assert read_rows(book)[1] == [text]


def test_write_rows_survives_what_excel_cannot_hold():
    book = write_rows(
        "[非法]:*?/\\" + "长" * 40,
        ["值"],
        [["a\x00b\x0b"], ["长" * 40000], [10**18], [Decimal("NaN")]],
    )

    values = [row[0] for row in read_rows(book)]
    assert (values[1], len(values[2]), values[3], values[4]) == ("ab", 32767, str(10**18), "NaN")


def test_write_rows_takes_a_generator_and_no_rows():
    assert len(read_rows(write_rows("表", ["n"], ([n] for n in range(1000))))) == 1001
    assert read_rows(write_rows("", ["n"], [])) == [["n"]]
    assert write_rows("表", [], [])


def test_write_rows_refuses_a_row_wider_than_the_header():
    with pytest.raises(ValueError, match="at most 1 cells, got 2 in row 1"):
        write_rows("表", ["n"], [[1, 2]])


def test_write_sheets_keeps_their_order_and_numbers_names_excel_takes_for_one():
    book = write_sheets(
        [("条件", ["甲"], [["一"]]), ("名额", ["乙"], [["二"]]), ("条件", ["丙"], [["三"]])]
    )

    names = ["条件", "名额", "条件（2）"]
    assert [read_rows(book, sheet=n) for n in range(3)] == [read_rows(book, sheet=n) for n in names]
    assert read_rows(book, sheet="条件（2）") == [["丙"], ["三"]]


def test_write_sheets_refuses_a_book_without_sheets():
    with pytest.raises(ValueError, match="at least one sheet"):
        write_sheets([])


def test_read_rows_refuses_what_is_no_workbook():
    with pytest.raises(ValueError, match="expected a workbook"):
        read_rows(b"no workbook")
    with pytest.raises(ValueError, match="sheet"):
        read_rows(write_rows("表", ["n"], []), sheet="别的")
