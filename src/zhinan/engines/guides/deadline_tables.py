"""Deadlines of a timetable: a column of stages beside a column of times."""

import re
from collections.abc import Iterator
from dataclasses import replace

from .deadline_words import role_of
from .deadlines import deadlines_in
from .documents import Document
from .layout import Layout
from .record import Record
from .source import squeezed
from .tables import Table

_STAGE = re.compile(
    r"(?:工作|申报|申请|办理|受理|评审|时间|主要)?(?:阶段|环节|事项|流程|步骤|程序|工作内容|工作任务)"
)
_TIME = re.compile(
    r"(?:办理|工作|申报|申请|受理|起止|截止|完成|具体|计划)?(?:时间|日期|时限)(?:安排|节点|要求|段)?|时间节点"
)


def deadline_table_records(layout: Layout) -> list[Record]:
    """The dates of all timetables but those of plans, each for the stage its row names."""
    found: list[Record] = []
    for document in layout.documents:
        if document.kind == "plan":
            continue
        first = layout.paragraphs[document.body].start if document.body < document.end else 0
        last = layout.paragraphs[document.end - 1].end
        for table in layout.tables:
            if first <= table.start < last:
                found += _of_table(layout, document, table)
    return found


def _of_table(layout: Layout, document: Document, table: Table) -> Iterator[Record]:
    heads = [squeezed(cell.text) for cell in table.rows[0]]
    stage = next((at for at, head in enumerate(heads) if _STAGE.fullmatch(head)), None)
    time = next((at for at, head in enumerate(heads) if _TIME.fullmatch(head)), None)
    if stage is None or time is None:
        return
    for row in table.rows[1:]:
        if len(row) <= max(stage, time) or not row[time].view or not row[stage].view:
            continue
        paragraph = layout.paragraphs[layout.place_at(row[time].start)]
        if paragraph.start != row[time].start:
            continue  # the cell is no paragraph of its own
        name = squeezed(row[stage].text)
        for record in deadlines_in(layout, paragraph, document):
            role = record.fields["role"]
            role = role_of(name, name, False) if role == "due" else role
            yield replace(record, fields={**record.fields, "role": role, "subject": name})
