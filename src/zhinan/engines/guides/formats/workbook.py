"""A workbook: each sheet's name, then its rows, cell by cell."""

import io

from python_calamine import CalamineError, CalamineWorkbook

from .reading import Note, Reading, Unreadable, cells
from .unpacking import broken, parts_of

MOST_ROWS = 5000
MOST_COLUMNS = 100


def read_workbook(content: bytes, name: str = "") -> Reading:
    """The filled cells of all sheets; merged cells stand in their first cell.

    Raises:
        Unreadable: Broken, locked, or without a filled cell.
    """
    parts_of(
        content, name, ("xl/",)
    )  # counted while unpacking: a bomb never reaches the reader of sheets
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [(sheet, book.get_sheet_by_name(sheet).to_python()) for sheet in book.sheet_names]
    except (CalamineError, OSError, ValueError):
        raise broken(name) from None
    lines: list[str] = []
    notes: list[Note] = []
    for sheet, rows in sheets:
        filled = [[_cell(value) for value in row[:MOST_COLUMNS]] for row in rows[:MOST_ROWS]]
        if len(rows) > MOST_ROWS:
            notes.append(
                Note(
                    "FILE-ROWS",
                    f"工作表“{sheet}”有{len(rows)}行，只读了前{MOST_ROWS}行",
                    "请拆成几个文件",
                )
            )
        filled = [_trimmed(row) for row in filled if any(row)]
        if filled:
            lines += [sheet, *_rows(filled), "", ""]
    if not lines:
        raise Unreadable("FILE-EMPTY", f"工作簿“{name}”没有填内容", "请检查文件后重新选择")
    return Reading("\n".join(lines) + "\n", "xlsx", tuple(notes))


def _rows(rows: list[list[str]]) -> list[str]:
    """Rows as lines: a row of one cell above the table is a title."""
    lines: list[str] = []
    in_table = False
    for row in rows:
        if len(row) == 1 and not in_table:
            lines.append(row[0])
            continue
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
    return str(value).strip()
