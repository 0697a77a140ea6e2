"""Projects that stand in a plan's box one by one: 1.甲实验室：由某单位承建，2026年启动。"""

import re
from collections.abc import Iterator

from .documents import Document
from .layout import Layout
from .numbering import Label, label_of
from .paragraphs import Paragraph
from .record import Record

_OF_PROJECTS = re.compile(r"项目|工程|专项|平台|计划|行动|基地|载体|实验室")
_OF_OTHER = re.compile(r"方向|指标|领域|技术$|政策|任务")
_ITEM = re.compile(r"(?P<name>[^。：:；，,]{2,36})(?P<stop>[。：:])(?P<content>.*)")
_CLAUSE = re.compile(r"[^，；。]+")
_BY = re.compile(
    r"^(?:由|依托)(?P<who>[^，；。]{2,30}?)(?:负责)?(?:承建|承担|牵头|建设|实施|组织实施|负责)?$|^(?:牵头|承担|责任|建设|实施)单位[：:]?(?P<named>.{2,30})$"
)
_WHEN = re.compile(
    r"^(?:建设|实施)?(?:期|周期|期限|年限)?[：:为]?(?P<when>20\d\d年?(?:底|前)?(?:[-—–~至]+20\d\d年?)?(?:年?(?:底|前)?(?:启动|开工|建成|完成|投用|竣工|投入使用))?)$"
)
_WHERE = re.compile(r"^(?:建设|实施|项目)?(?:地点|选址|位于)[：:为]?(?P<where>.{2,20})$")
LONGEST = 60


def box_items(layout: Layout, document: Document) -> Iterator[Record]:
    """The numbered entries of boxes that name projects; two or more of one style, each with a name before its stop."""
    heads = layout.heads_of(document)
    for at, box in enumerate(heads):
        if not box.is_box or not _OF_PROJECTS.search(box.title) or _OF_OTHER.search(box.title):
            continue
        stop = heads[at + 1].place if at + 1 < len(heads) else document.end
        items = [
            (p, label, match)
            for p in layout.paragraphs[box.place + 1 : stop]
            if (label := label_of(p.text)) and (match := _ITEM.fullmatch(p.text, label.length))
        ]
        if len(items) < 2 or len({label.style for _, label, _ in items}) > 1:
            continue
        for paragraph, label, match in items:
            table = box.mark.number or box.title
            yield _record(paragraph, label, match, table, document.id)


def _record(
    paragraph: Paragraph, label: Label, match: re.Match[str], table: str, document: str
) -> Record:
    undertaker, period, place, rest = None, [], None, []
    for clause in _CLAUSE.findall(match["content"]):
        if by := _BY.match(clause):
            undertaker = by["who"] or by["named"]
        elif when := _WHEN.match(clause):
            period.append(when["when"])
        elif where := _WHERE.match(clause):
            place = where["where"]
        else:
            rest.append(clause)
    fields = {
        "table": table, "no": label.value, "name": match["name"].strip(), "undertaker": undertaker,
        "period": "，".join(period) or None, "place": place, "content": "，".join(rest)[:LONGEST] or None,
    }  # fmt: skip
    start, end = paragraph.view.span(0, len(paragraph.text))
    return Record("key_project", start, end, fields, document, 0.5, "key_project.item")
