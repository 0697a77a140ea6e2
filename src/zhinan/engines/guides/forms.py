"""Blank forms: a title, the table under it, and what the table asks for."""

import re
from collections.abc import Sequence

from .form_fields import is_value
from .form_lines import fields_of_lines
from .form_pages import OF_FACTS, Place, whole_form
from .form_rows import fields_of, heading_fields
from .record import Record
from .source import Line, Source
from .tables import Table, tables_of

_TITLE = re.compile(r"(?:表|书|函|汇总|一览|清单|名册|回执)(?:[（(][^（）()]*[）)])*$")
_FILLED = re.compile(
    r"(?:填表|填报|审核|复核|负责|联系|经办|制表|主管)[\u4e00-\u9fff]{0,6}(?:（[^（）]*）)?\s*[：:]|盖\s*章|签\s*字"
)
_NOTE = re.compile(r"^（[^（）]{2,24}）$")
_ANNEX = re.compile(r"^附\s*(?:件|表|录)\s*(?P<n>[\d一二三四五六七八九十-]*)\s*[：:]?$")
_BETWEEN = re.compile(r"[：:]|盖\s*章|年\s+月\s+日|单位[（(]")
_STOP = re.compile(r"[。；，]$|^\d+[.、．]|^[一二三四五六七八九十]+、")


def forms_of(source: Source, places: Sequence[Place] = ()) -> list[Record]:
    """All blank forms of a document, in order. Tables of data (plans, quotas, indicators) are none."""
    found = []
    ends = 0
    tables = tables_of(source)
    for table in tables:
        titled = _titled(source.lines, table, ends)
        ends = table.last
        if titled is None:
            continue
        title, first, between, annex = titled
        if not _is_blank(table, title):
            continue
        found.append(_record(source, table, title, first, between, annex, places))
    wholes = [w for p in places if (w := whole_form(source, p, tables, found))]
    inside = [r for r in found if not any(w.start <= r.start and r.end <= w.end for w in wholes)]
    return sorted([*inside, *wholes], key=lambda r: r.start)


def _titled(
    lines: Sequence[Line], table: Table, after: int
) -> tuple[str, Line, list[str], str | None] | None:
    """The title above a table: its text, its first line, the lines between, the annex it stands in."""
    above = [
        line
        for line in lines[max(after, table.first - 14) : table.first - 1]
        if line.text and not line.is_cell
    ]
    between: list[str] = []
    note = ""
    while above and (_BETWEEN.search(above[-1].text) or _NOTE.match(above[-1].text)):
        line = above.pop()
        if _NOTE.match(line.text) and not re.search(r"年度|单位", line.text):
            note = line.text
        elif not _NOTE.match(line.text):
            between.insert(0, line.text)
    if not above or not _TITLE.search(above[-1].text):
        return None
    parts = [above.pop()]
    while above and not _ends_title(above[-1].text) and len(parts) < 3:
        parts.insert(0, above.pop())
    annex = _ANNEX.match(above[-1].text) if above else None
    title = "".join(re.sub(r"\s+", "", part.text) for part in parts) + note
    return title, parts[0], between, annex and "附件" + annex["n"]


def _ends_title(text: str) -> bool:
    """Whether a line above belongs to something else than the title."""
    return bool(
        _ANNEX.match(text)
        or _STOP.search(text)
        or len(text) > 40
        or re.search(r"年\d+月\d+日|（盖章）$", text)
    )


def _is_blank(table: Table, title: str) -> bool:
    """A form has cells to be filled in; a plan's or a quota's table is full of facts."""
    cells = [cell.text for row in table.rows for cell in row]
    if OF_FACTS.search(title):
        return False
    blank = sum((is_value(text) and len(text) < 60) or "**" in text for text in cells)
    return len(cells) <= 6 or blank * 5 >= len(cells)


def _below(lines: Sequence[Line], table: Table) -> list[Line]:
    """The lines right under a table that ask for who filled it in: 填表人：  审核人：  填表日期：."""
    found: list[Line] = []
    for line in lines[table.last : table.last + 4]:
        if not line.text:
            continue
        if line.is_cell or len(line.text) > 60 or not _FILLED.search(line.text):
            break
        found.append(line)
    return found


def _record(
    source: Source,
    table: Table,
    title: str,
    first: Line,
    between: Sequence[str],
    annex: str | None,
    places: Sequence[Place],
) -> Record:
    holding = [p for p in places if p.start <= first.start < p.end]
    place = min(holding, key=lambda p: p.end - p.start, default=Place(0, len(source.raw)))
    rows = [[cell.text for cell in row] for row in table.parted]
    below = _below(source.lines, table)
    asked = [*heading_fields(between), *fields_of(rows), *fields_of_lines([b.text for b in below])]
    filled = re.search(r"[（(](?P<who>[^（）()]+)填报?[）)]$", title)
    filler = filled["who"].removesuffix("填") if filled else None
    examples = sum(1 for row in rows if row[0].strip().isdigit() and "*" in "".join(row))
    truncated = len(rows) == 1 and len(rows[0]) < 4 and table.last >= len(source.lines) - 2
    more: dict[str, object] = {}
    if filler:
        more["filled_by"] = filler
    if examples:
        more["example_rows"] = examples
    start = first.view.origin[0]
    end = max(table.end, first.view.origin[-1] + 1, *(b.view.origin[-1] + 1 for b in below))
    fields = {
        "title": title, "annex": place.annex or annex, "programme": place.programme, "truncated": truncated,
        "fields": [field.to_json() for field in asked], **more,
    }  # fmt: skip
    return Record("form", start, end, fields, place.document, 0.85 if asked else 0.5, "空白表格")
