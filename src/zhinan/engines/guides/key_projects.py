"""Projects a plan names: rows of its project tables, and lists of projects in its boxes."""

import re
from collections.abc import Iterator

from .documents import Document
from .key_project_items import box_items
from .layout import Layout
from .record import Record
from .source import squeezed
from .tables import Table

_COLUMNS = {
    "no": r"序号|编号",
    "name": r"(?:重点|重大|主要|支撑|建设)?(?:项目|工程|专项|任务)(?:名称)?",
    "undertaker": r"(?:项目)?(?:承担|实施|建设|责任|牵头|承建|申报|依托|主体|业主|负责)(?:主体|企业|部门)?(?:单位|主体|企业|部门)",
    "period": r"(?:项目)?(?:起止|建设|实施|执行|完成|计划)(?:年限|时间|期限|周期|起止时间|年度)|年限",
    "place": r"(?:项目)?(?:实施|建设|所在)?(?:地点|地区|地域|所在地|区域|地址)",
    "content": r"(?:项目)?(?:主要)?(?:研究|建设|实施|项目)?(?:的)?(?:主要)?(?:内容|内容及规模|内容和规模|建设内容|任务)(?:及规模|及目标)?",
}
_ENOUGH = {"undertaker", "period", "place", "content"}
_LIST_SUFFIX = re.compile(r"(?P<suffix>专项|工程|项目|计划|行动|基地|平台|中心)$")
_ITEM = re.compile(r"[^、，；。]+")
LONGEST_CONTENT = 60


def key_project_records(layout: Layout) -> list[Record]:
    """The key projects of all plans in a file."""
    found: list[Record] = []
    for document in layout.documents:
        if document.kind in ("plan", ""):
            found += _from_tables(layout, document)
            found += _from_boxes(layout, document)
            found += box_items(layout, document)
    return found


def _from_tables(layout: Layout, document: Document) -> Iterator[Record]:
    first, last = layout.paragraphs[document.first].start, layout.paragraphs[document.last - 1].end
    for table in layout.tables:
        columns = _head(table)
        if (
            not first <= table.start < last
            or "name" not in columns
            or len(_ENOUGH & set(columns)) < 2
        ):
            continue
        extra = _uncounted(table)
        boxes = [h for h in layout.heads_of(document) if h.is_box and h.mark.start < table.start]
        caption = (boxes[-1].mark.number or boxes[-1].title) if boxes else None
        for count, row in enumerate((row[extra:] for row in table.rows[1:]), 1):
            if len(row) <= columns["name"] or not row[columns["name"]].view:
                continue
            values = {name: row[at].text for name, at in columns.items() if at < len(row)}
            number = re.match(r"\d+", values.get("no", ""))
            fields = {
                "table": caption, "no": int(number[0]) if number else count, "name": values["name"],
                "undertaker": values.get("undertaker") or None, "period": values.get("period") or None, "place": values.get("place") or None,
                "content": values.get("content", "")[:LONGEST_CONTENT] or None,
            }  # fmt: skip
            yield Record(
                "key_project",
                row[columns["name"]].start,
                row[-1].end,
                fields,
                document.id,
                0.5,
                "key_project.table",
            )


def _uncounted(table: Table) -> int:
    """1 where every row counts on in a first column that has no head; else 0."""
    wide = all(len(row) == len(table.rows[0]) + 1 for row in table.rows[1:])
    counted = [row[0].text.strip(".、") for row in table.rows[1:]]
    return int(wide and counted == [str(n) for n in range(1, len(table.rows))])


def _head(table: Table) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, cell in enumerate(table.rows[0]):
        said = squeezed(cell.text)
        for name, pattern in _COLUMNS.items():
            if name not in found and re.fullmatch(pattern, said):
                found[name] = at
                break
    return found


def _from_boxes(layout: Layout, document: Document) -> Iterator[Record]:
    """A sentence in a box that only lists names of one ending: …专项、…专项、…专项。"""
    heads = layout.heads_of(document)
    for at, box in enumerate(heads):
        if not box.is_box:
            continue
        stop = heads[at + 1].place if at + 1 < len(heads) else document.end
        number = 0
        for paragraph in layout.paragraphs[box.place + 1 : stop]:
            for match in re.finditer(r"[^。；]+", paragraph.text):
                items = list(_ITEM.finditer(match[0]))
                endings = {m["suffix"] if (m := _LIST_SUFFIX.search(i[0])) else "" for i in items}
                if len(items) < 3 or len(endings) != 1 or "" in endings:
                    continue
                for item in items:
                    number += 1
                    start, end = paragraph.view.span(
                        match.start() + item.start(), match.start() + item.end()
                    )
                    fields = {
                        "table": box.mark.number or box.title,
                        "no": number,
                        "name": item[0].strip(),
                        "undertaker": None,
                        "period": None,
                        "place": None,
                        "content": None,
                    }
                    yield Record(
                        "key_project", start, end, fields, document.id, 0.5, "key_project.list"
                    )
