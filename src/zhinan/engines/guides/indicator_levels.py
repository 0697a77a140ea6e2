"""Tables of performance with a column for each level of indicator, one for the unit and one for the value."""

import re
from collections.abc import Iterator, Mapping

from .described import years_of
from .documents import Document
from .figures import figure, name_and_unit
from .layout import Layout
from .record import Record
from .source import squeezed
from .tables import Table

_COLUMNS = {
    "level1": r"一级指标|指标类别|类别",
    "level2": r"二级指标|指标名称",
    "level3": r"三级指标",
    "unit": r"(?:计量)?单位",
    "value": r"(?:年度|预期|实际|考核)?(?:指标值|目标值|完成值|数值|目标|完成情况)(?:（[^（）]*）)?",
}
_ENTRY = re.compile(r"^…|自行设置|自定|合计|小计|^其他$")


def level_columns(table: Table) -> dict[str, int]:
    """Which column says what; empty where the head row does not name levels, unit and value."""
    found: dict[str, int] = {}
    for at, cell in enumerate(table.rows[0]):
        for name, pattern in _COLUMNS.items():
            if name not in found and re.fullmatch(pattern, squeezed(cell.text)):
                found[name] = at
                break
    return found if {"level1", "level2", "unit", "value"} <= set(found) else {}


def level_rows(
    layout: Layout, document: Document, table: Table, columns: Mapping[str, int], title: str | None
) -> Iterator[Record]:
    """A record for each row; a level left empty is that of the row above."""
    year = years_of(document.title.text if document.title else "", document.ending.date).year
    names = [columns[level] for level in ("level1", "level2", "level3") if level in columns]
    carried = dict.fromkeys(names[:-1], "")
    for row in table.rows[1:]:
        if len(row) != len(table.rows[0]) or not row[names[-1]].view:
            continue
        for at in names[:-1]:
            carried[at] = squeezed(row[at].text) or carried[at]
        name, unit = name_and_unit(squeezed(row[names[-1]].text))
        if _ENTRY.search(name):
            continue
        read = figure(squeezed(row[columns["value"]].text))
        fields = {
            "programme": layout.programme_at(layout.place_at(table.start)) or layout.programme_at(document.first),
            "kind": "performance", "table": title, "no": None, "name": name, "unit": squeezed(row[columns["unit"]].text) or unit,
            "level1": carried[names[0]], "level2": carried.get(names[1]), "base_year": None, "base_value": None, "target_year": year,
            "target_op": read.op if read else None, "target_value": read.value if read else None,
        }  # fmt: skip
        cell = row[names[-1]]
        yield Record(
            "indicator", cell.start, cell.end, fields, document.id, 0.5, "indicator.level_table"
        )
