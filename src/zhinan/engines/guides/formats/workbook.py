"""A workbook: each sheet's name, then its rows, cell by cell."""

import io
import re
from datetime import date, datetime

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from .reading import Note, Reading, Unreadable, cells
from .unpacking import broken, parts_of

MOST_ROWS = 5000
MOST_COLUMNS = 100
_UNNAMED = re.compile(r"(?:Sheet|工作表)\s*\d*", re.IGNORECASE)
_NOTE = re.compile(r"注\s*[：:]|备注\s*[：:]|说明\s*[：:]|填表|填报|审核|联系人")
_REMARK = 25  # characters of a lone cell that is no group of rows


def read_workbook(content: bytes, name: str = "") -> Reading:
    """The filled cells of all sheets that are shown; merged cells stand in their first cell.

    Raises:
        Unreadable: Broken, locked, or without a filled cell.
    """
    parts_of(
        content, name, ("xl/",)
    )  # counted while unpacking: a bomb never reaches the reader of sheets
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        shown = [s.name for s in book.sheets_metadata if s.visible == SheetVisibleEnum.Visible]
        sheets = [(sheet, book.get_sheet_by_name(sheet).to_python()) for sheet in shown]
    except (CalamineError, OSError, ValueError):
        raise broken(name) from None
    lines: list[str] = []
    notes: list[Note] = []
    if len(shown) < len(book.sheet_names):
        hidden = len(book.sheet_names) - len(shown)
        notes.append(
            Note("FILE-SHEETS", f"有{hidden}张隐藏的工作表没有读入", "需要读入的，请取消隐藏")
        )
    for sheet, rows in sheets:
        if len(rows) > MOST_ROWS:
            notes.append(
                Note(
                    "FILE-ROWS",
                    f"工作表“{sheet}”有{len(rows)}行，只读了前{MOST_ROWS}行",
                    "请拆成几个文件",
                )
            )
        filled = [[_cell(value) for value in row[:MOST_COLUMNS]] for row in rows[:MOST_ROWS]]
        if any(any(row) for row in filled):
            name_said = [] if _UNNAMED.fullmatch(sheet) else [sheet]
            lines += [*name_said, *_rows([_trimmed(row) for row in filled]), "", ""]
    if not lines:
        raise Unreadable("FILE-EMPTY", f"工作簿“{name}”没有填内容", "请检查文件后重新选择")
    return Reading(re.sub(r"\n{4,}", "\n\n\n", "\n".join(lines)) + "\n", "xlsx", tuple(notes))


def _rows(rows: list[list[str]]) -> list[str]:
    """Rows as lines: one cell alone above a table is its title, below it a remark; an empty row ends a table."""
    lines: list[str] = []
    in_table = False
    for row in rows:
        written = [cell for cell in row if cell]
        if not written:
            lines += ["", ""] if in_table else []
            in_table = False
        elif len(written) == 1 and (
            not in_table or len(written[0]) > _REMARK or _NOTE.match(written[0])
        ):
            lines += ["", ""] if in_table else []
            lines.append(written[0])
            in_table = False
        else:
            in_table = True
            lines += cells(row)
    return lines


def _trimmed(row: list[str]) -> list[str]:
    while len(row) > 1 and not row[-1]:
        row.pop()
    return row


def _cell(value: object) -> str:
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    if isinstance(value, datetime):
        value = value.date() if (value.hour, value.minute) == (0, 0) else value
    if isinstance(value, date):
        clock = f"{value.hour}:{value.minute:02d}" if isinstance(value, datetime) else ""
        return f"{value.year}年{value.month}月{value.day}日{clock}"
    return str(value).strip()
