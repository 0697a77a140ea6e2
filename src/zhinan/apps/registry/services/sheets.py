"""Reading a table that an official filled in with a spreadsheet: every fault names its cell."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from zhinan.apps.records.workflow import MoveRefused
from zhinan.engines.values import Finding
from zhinan.engines.values.text import fold, tidy_line

MOST_ROWS = 5000


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its header, the key of its value, and how a typed text becomes the value.

    ``read`` raises MoveRefused with the finding to show at the cell.
    """

    label: str
    key: str
    read: Callable[[str], Any] = tidy_line
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class CellFault:
    """What is wrong in one cell, named as the spreadsheet names it: C5."""

    cell: str
    column: str
    typed: str
    finding: Finding


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row that was read: its number in the sheet, and key -> value."""

    number: int
    values: dict[str, Any]


@dataclass(slots=True)
class SheetCheck:
    """What an import would do. Nothing may be imported while there is a fault."""

    rows: list[Any] = field(default_factory=list)
    skipped: int = 0
    faults: list[CellFault] = field(default_factory=list)


def texts_of(rows: Sequence[Sequence[Any]]) -> list[list[str]]:
    """Cells as text: dates in ISO, whole numbers without a point. Empty rows at the end are dropped."""
    texts = [[_text(cell) for cell in row] for row in rows]
    while texts and not any(texts[-1]):
        texts.pop()
    return texts


def _text(cell: Any) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, bool):
        return "是" if cell else "否"
    return repr(cell) if isinstance(cell, float) else str(cell).strip()


def read_sheet(
    texts: Sequence[Sequence[str]], columns: Sequence[Column]
) -> tuple[list[SheetRow], list[CellFault]]:
    """Rows and faults of a sheet whose first row holds the headers, in any order.

    A row with a fault is left out of the rows; unknown columns and blank rows are passed over.
    """
    places = {
        fold(text).rstrip("*"): place
        for place, text in reversed(list(enumerate(texts[0] if texts else [])))
    }
    found = {column.key: places.get(fold(column.label)) for column in columns}
    faults = [
        CellFault(
            "1",
            column.label,
            "",
            Finding(
                "SHEET-COLUMN",
                _("缺少“%(label)s”一列") % {"label": column.label},
                remedy=_("请使用模板的表头"),
            ),
        )
        for column in columns
        if column.is_required and found[column.key] is None
    ]
    if len(texts) - 1 > MOST_ROWS:
        fact = _("共%(count)d行，一次最多%(most)d行") % {"count": len(texts) - 1, "most": MOST_ROWS}
        faults.append(
            CellFault("A1", "", "", Finding("SHEET-LONG", fact, remedy=_("请拆成几份导入")))
        )
    if faults:
        return [], faults
    rows = []
    for number, cells in enumerate(texts[1:], start=2):
        if any(cells):
            values, wrong = _read_row(number, cells, columns, found)
            faults += wrong
            if not wrong:
                rows.append(SheetRow(number, values))
    return rows, faults


def _read_row(
    number: int, cells: Sequence[str], columns: Sequence[Column], found: dict[str, int | None]
) -> tuple[dict[str, Any], list[CellFault]]:
    values: dict[str, Any] = {}
    faults = []
    for column in columns:
        place = found[column.key]
        typed = cells[place] if place is not None and place < len(cells) else ""
        try:
            if column.is_required and not typed.strip():
                raise MoveRefused(
                    Finding(
                        "SHEET-BLANK",
                        _("“%(label)s”未填写") % {"label": column.label},
                        remedy=_("请补填"),
                    )
                )
            values[column.key] = column.read(typed)
        except MoveRefused as refusal:
            faults += [
                fault_at(number, place or 0, column.label, typed, f) for f in refusal.findings
            ]
    return values, faults


def fault_at(number: int, place: int, label: str, typed: str, finding: Finding) -> CellFault:
    """A fault at a row (from 1) and a place (from 0)."""
    return CellFault(f"{column_letters(place)}{number}", label, typed[:40], finding)


def column_letters(place: int) -> str:
    """The letters a spreadsheet gives to a column.

    >>> column_letters(0), column_letters(25), column_letters(26)
    ('A', 'Z', 'AA')
    """
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
