"""A blank form as a whole: an annex of lines to be filled in, of tables under numbered heads, or of both."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .form_fields import Field
from .form_lines import fields_of_lines
from .form_rows import fields_of
from .record import Record
from .source import Line, Source, squeezed
from .tables import Table

OF_FACTS = re.compile(
    r"专栏|分配|任务分解|名单|一览|榜单|目录|指标表$|目标表|情况表$|对照表|指南|分工"
)
_FEWEST = 3  # things asked for outside its table that make more of a form than that table


@dataclass(frozen=True, slots=True)
class Place:
    """Whose form it is: a stretch of the text with its document, programme and annex."""

    start: int
    end: int
    document: str = ""
    programme: str | None = None
    annex: str | None = None
    title: str = ""  # of a blank form in an annex
    title_start: int = 0


def whole_form(
    source: Source, place: Place, tables: Sequence[Table], found: Sequence[Record]
) -> Record | None:
    """The form of an annex read from its first line to its last; none where one table with its title is all there is.

    Args:
        source: The text.
        place: The annex.
        tables: All tables of the text.
        found: Forms already read from tables that have a title of their own.
    """
    if not place.title or OF_FACTS.search(place.title):
        return None
    inside = [t for t in tables if place.title_start < t.start < place.end]
    within = {n for table in inside for n in range(table.first, table.last + 1)}
    title = squeezed(place.title)
    lines = [
        line
        for line in source.written
        if place.title_start <= line.start < place.end
        and line.number not in within
        and squeezed(line.text) not in title
    ]
    titled = any(place.start <= record.start < place.end for record in found)
    last = max((table.start for table in inside), default=place.end)
    above = [line.text for line in lines if line.start < last]
    if titled and len(fields_of_lines(above)) < _FEWEST:
        return None
    asked = _asked(lines, inside)
    if not asked:
        return None
    fields = {
        "title": re.sub(r"（20\d\d年?度?）$", "", place.title), "annex": place.annex, "programme": place.programme, "truncated": False,
        "fields": [field.to_json() for field in asked],
    }  # fmt: skip
    ends = [line.end for line in lines] + [table.end for table in inside]
    return Record("form", place.title_start, max(ends), fields, place.document, 0.5, "空白文书")


def _asked(lines: Sequence[Line], tables: Sequence[Table]) -> list[Field]:
    """What lines and tables ask for in the order they stand; a head right over a table only names it."""
    found: list[Field] = []
    waiting: list[str] = []
    for _, element in sorted([(line.start, line) for line in lines] + [(t.start, t) for t in tables], key=lambda e: e[0]):  # fmt: skip
        if isinstance(element, Line):
            waiting.append(element.text)
            continue
        found += fields_of_lines(waiting[:-1] if _heads(waiting) else waiting)
        waiting = []
        found += fields_of([[cell.text for cell in row] for row in element.parted])
    return [*found, *fields_of_lines(waiting)]


def _heads(waiting: Sequence[str]) -> bool:
    return bool(waiting) and bool(re.match(r"[一二三四五六七八九十\d（(]+[、.）)]", waiting[-1]))
