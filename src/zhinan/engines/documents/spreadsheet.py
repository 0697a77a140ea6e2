"""Excel workbooks: written for officials to work on, read back as plain rows."""

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

OFFICE_ZONE = ZoneInfo("Asia/Shanghai")
WIDEST, NARROWEST, SAMPLED = 48, 8, 200
FONT = {"font_name": "宋体", "font_size": 11, "valign": "top", "border": 1}


def write_rows(title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Write one sheet with a frozen header and a filter, in constant memory.

    Numbers stay numbers, dates stay dates (aware moments as a clock in Shanghai shows them), and text
    stays text even where it begins with ``=``, ``+``, ``-`` or ``@``, so that opening the file
    never runs a formula that an applicant typed.

    Args:
        title: Name of the sheet; characters Excel forbids are dropped, at most 31 are kept.
        columns: Header texts.
        rows: Any number of rows of None, str, bool, int, Decimal, date, datetime, time; whatever
            else is written as its text. Read once.

    Returns:
        The bytes of an .xlsx file.

    Raises:
        ValueError: A row has more cells than there are columns.

    >>> read_rows(write_rows("名单", ["名称", "金额"], [["=1+1", Decimal("9.50")]]))
    [['名称', '金额'], ['=1+1', 9.5]]
    """
    return write_sheets([(title, columns, rows)])


def write_sheets(
    sheets: Sequence[tuple[str, Sequence[str], Iterable[Sequence[Any]]]],
) -> bytes:
    """Write a workbook of several sheets, each as ``write_rows`` writes its one.

    Args:
        sheets: Title, columns and rows of each, in order; at least one. A title that Excel would take for one before
            gets a number.

    Returns:
        The bytes of an .xlsx file.

    Raises:
        ValueError: No sheet, or a row has more cells than there are columns.

    >>> book = write_sheets([("甲", ["名称"], [["一"]]), ("乙", ["名称"], [["二"]])])
    >>> read_rows(book, sheet="乙")
    [['名称'], ['二']]
    """
    import xlsxwriter

    if not sheets:
        raise ValueError("expected at least one sheet, got none")

    target = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(target, options) as book:
        formats = {
            "head": book.add_format(
                {**FONT, "bold": True, "bg_color": "#E8EEF4", "text_wrap": True}
            ),
            "text": book.add_format({**FONT, "text_wrap": True}),
            "whole": book.add_format({**FONT, "num_format": "0"}),
            "money": book.add_format({**FONT, "num_format": "#,##0.00"}),
            "date": book.add_format({**FONT, "num_format": "yyyy-mm-dd"}),
            "moment": book.add_format({**FONT, "num_format": "yyyy-mm-dd hh:mm"}),
            "time": book.add_format({**FONT, "num_format": "hh:mm"}),
        }
        taken: set[str] = set()
        for title, columns, rows in sheets:
            _write(book.add_worksheet(_free_name(title, taken)), formats, columns, rows)
    return target.getvalue()


def read_rows(content: bytes, *, sheet: int | str = 0) -> list[list[Any]]:
    """Read one sheet of an .xlsx, .xls or .ods file.

    Args:
        content: The file.
        sheet: Number (from 0) or name of the sheet.

    Returns:
        Rows of str, int, float, bool, date, datetime, time; an empty cell is ""; whole
        numbers come as int.

    Raises:
        ValueError: The bytes are no workbook, or it has no such sheet.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        found = (
            book.get_sheet_by_index(sheet)
            if isinstance(sheet, int)
            else book.get_sheet_by_name(sheet)
        )
        rows = found.to_python(skip_empty_area=False)
    except CalamineError as error:
        raise ValueError(f"expected a workbook with sheet {sheet!r}, got {error}") from error
    return [[_whole(cell) for cell in row] for row in rows]


def _write(
    sheet: Any, formats: dict[str, Any], columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    rows = iter(rows)
    sample = list(islice(rows, SAMPLED))
    for number, column in enumerate(columns):
        shown = [column, *(row[number] for row in sample if number < len(row))]
        widest = max(_width(cell) for cell in shown)
        sheet.set_column(number, number, min(max(widest + 2, NARROWEST), WIDEST))
    sheet.freeze_panes(1, 0)
    for number, column in enumerate(columns):
        sheet.write_string(0, number, column, formats["head"])
    last = 0
    for part in (sample, rows):
        for row in part:
            if len(row) > len(columns):
                raise ValueError(
                    f"expected at most {len(columns)} cells, got {len(row)} in row {last + 1}"
                )
            last += 1
            for number, cell in enumerate(row):
                _write_cell(sheet, last, number, cell, formats)
    if columns:
        sheet.autofilter(0, 0, last, len(columns) - 1)


def _write_cell(sheet: Any, row: int, column: int, cell: Any, formats: dict[str, Any]) -> None:
    match cell:
        case None | "":
            sheet.write_blank(row, column, None, formats["text"])
        case bool():
            sheet.write_string(row, column, "是" if cell else "否", formats["text"])
        case int() if abs(cell) < 10**15:
            sheet.write_number(row, column, cell, formats["whole"])
        case Decimal() if cell.is_finite():
            sheet.write_number(row, column, cell, formats["money"])
        case datetime():
            local = cell.astimezone(OFFICE_ZONE).replace(tzinfo=None) if cell.tzinfo else cell
            sheet.write_datetime(row, column, local, formats["moment"])
        case date():
            sheet.write_datetime(row, column, cell, formats["date"])
        case time():
            sheet.write_datetime(row, column, cell.replace(tzinfo=None), formats["time"])
        case _:
            sheet.write_string(row, column, _writable(str(cell)), formats["text"])


def _writable(text: str) -> str:
    """What an Excel cell can hold: at most 32,767 characters, no control characters."""
    kept = "".join(c for c in text if c >= " " or c in "\n\t")
    return kept if len(kept) <= 32767 else kept[:32766] + "…"


def _sheet_name(title: str) -> str:
    kept = "".join(c for c in title if c not in "[]:*?/\\").strip("' ")
    return kept[:31] or "Sheet1"


def _free_name(title: str, taken: set[str]) -> str:
    """The name of a sheet, with a number where one of that name stands before it; Excel knows no case."""
    name, number = _sheet_name(title), 2
    while name.casefold() in taken:
        ending = f"（{number}）"
        name, number = _sheet_name(title)[: 31 - len(ending)] + ending, number + 1
    taken.add(name.casefold())
    return name


def _width(cell: Any) -> int:
    lines = str(cell if cell is not None else "").splitlines() or [""]
    return max(sum(2 if ord(c) > 0x2E7F else 1 for c in line) for line in lines)


def _whole(cell: Any) -> Any:
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell
