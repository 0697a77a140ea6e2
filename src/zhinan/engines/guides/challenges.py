"""Entries of a challenge list (榜单): who asks, for what, for how much and until when."""

import re
from collections.abc import Iterator, Mapping, Sequence

from .documents import Document
from .heading_codes import titled
from .layout import Layout
from .record import Record
from .source import squeezed
from .tables import Cell, Table

_FIELDS = {
    "demander": r"(?:需求|发榜|榜单|提出|出题|张榜|技术需求|牵头)(?:单位|企业|方|主体)(?:名称)?",
    "bounty": r"(?:榜单|悬赏|揭榜|榜额|项目|合作|拟投入|支持|资助|攻关|研发)?(?:金额|经费|资金|额度|总投入|赏金|榜额)(?:（万元）)?",
    "finish_by": r"(?:完成|攻关|实施|项目|交付|研发|揭榜)(?:时限|期限|时间|周期|完成时限)(?:要求)?|时限要求",
}
_CODES = r"(?:榜单|项目|任务|指南|课题|需求|方向)?(?:编号|代码|编码)"
_NO_PROJECTS = r"完成|规模|地点"
_TITLES = r"(?:榜单|项目|课题|需求|题目|选题|技术需求|攻关任务|任务|难题|技术难题|攻关需求|指南)?(?:名称|题目)|榜单题目|技术难题|需求名称"
_CONTENT = re.compile(
    r"(?:\d+[.、]|（\d+）)?\s*(?:主要)?(?:(?:研究|攻关|任务)内容|技术指标|考核指标|需求(?:背景|描述|内容)|攻关目标|预期目标|需求目标|揭榜要求|技术难点|研究目标|主要指标)[：:]?"
)
_FIELD = {
    name: re.compile(
        rf"(?:\d+[.、]|（[一二三四五六\d]+）)?\s*(?:{pattern})\s*[：:。]\s*(?P<value>[^。；\n]{{1,60}})"
    )
    for name, pattern in _FIELDS.items()
}
_MEASURED = re.compile(
    r"(?:主要)?(?:技术|考核|攻关|预期)?(?:指标|目标)(?:要求)?|主要技术指标|考核指标"
)
_TERM = re.compile(r"(?P<n>\d{1,2})\s*(?P<unit>个月|年)(?:以?内)?")
_AMOUNT = re.compile(r"(?P<n>\d+(?:\.\d+)?)\s*(?P<unit>万元|亿元|元)")


def challenge_records(layout: Layout, document: Document) -> list[Record]:
    """The entries of a challenge list in a document: from its tables, else from its headings."""
    return [*_from_tables(layout, document)] or [*_from_headings(layout, document)]


def _from_headings(layout: Layout, document: Document) -> Iterator[Record]:
    """A heading followed by 需求单位：, 悬赏金额：, 完成时限： is an entry; one of these is enough beside its content."""
    heads = layout.heads_of(document)
    for heading in heads:
        inner = [
            h
            for h in heads
            if heading.place < h.place < heading.stop and h.level == heading.level + 1
        ]
        texts = [p.text for p in layout.paragraphs[heading.place + 1 : heading.stop]]
        own = _values(texts)
        contents = sum(1 for text in texts if _CONTENT.match(text))
        if (
            not own
            or not contents
            or contents > 6
            or any(
                _values([p.text for p in layout.paragraphs[h.place + 1 : h.stop]]) for h in inner
            )
        ):
            continue
        paragraphs = layout.paragraphs[heading.place : heading.stop]
        said = titled(heading.title)
        fields = {
            "code": said.code, "number": heading.mark.number, "title": said.title, "labelled": True,
            "programme": layout.programme_at(heading.place), "group": heading.path[-1] if heading.path else None, **own,
        }  # fmt: skip
        if said.discipline:
            fields["discipline"] = said.discipline
        yield Record(
            "topic",
            paragraphs[0].start,
            paragraphs[-1].end,
            fields,
            document.id,
            0.5,
            "topic.challenge",
        )


def _values(texts: Sequence[str]) -> dict[str, object]:
    found: dict[str, object] = {}
    for text in texts:
        for name, pattern in _FIELD.items():
            if name not in found and (match := pattern.match(text)):
                found[name] = match["value"].strip()
    return found


def _from_tables(layout: Layout, document: Document) -> Iterator[Record]:
    first, last = layout.paragraphs[document.first].start, layout.paragraphs[document.last - 1].end
    for table in layout.tables:
        if not first <= table.start < last:
            continue
        columns = _columns(table)
        if "title" not in columns or not ({"demander", "bounty", "finish_by"} & set(columns)):
            continue
        for row in table.rows[1:]:
            if len(row) <= max(columns.values()) or not row[columns["title"]].view:
                continue
            values = {name: row[at].text for name, at in columns.items()}
            if not values["title"] or re.fullmatch(r"合\s*计|总\s*计|小\s*计", row[0].text):
                continue
            number = values.get("no") or None
            fields = {
                "code": values.get("code") or None, "number": number if not values.get("code") else None, "title": values["title"], "labelled": True,
                "programme": layout.programme_at(layout.place_at(row[0].start)), "group": None,
                **{name: values[name] for name in _FIELDS if values.get(name)},
            }  # fmt: skip
            yield Record(
                "topic",
                row[0].start,
                row[-1].end,
                fields,
                document.id,
                0.5,
                "topic.challenge_table",
            )
            yield from _of_row(layout, document, table, row, columns)


def _of_row(
    layout: Layout,
    document: Document,
    table: Table,
    row: Sequence[Cell],
    columns: Mapping[str, int],
) -> Iterator[Record]:
    """What a row promises and asks besides its title: the bounty, and by when it is to be done."""
    programme = layout.programme_at(layout.place_at(row[0].start))
    span = row[columns["title"]].start, row[-1].end
    title = row[columns["title"]].text
    if "bounty" in columns:
        head = squeezed(table.rows[0][columns["bounty"]].text)
        match = re.fullmatch(
            r"(?P<n>\d+(?:\.\d+)?)\s*(?P<unit>万元|亿元|元)?", row[columns["bounty"]].text.strip()
        )
        unit = (match and match["unit"]) or next(
            (u for u in ("万元", "亿元", "元") if u in head), None
        )
        if match and unit:
            number = float(match["n"])
            fields = {
                "programme": programme, "kind": "bounty", "amount": int(number) if number == int(number) else number, "unit": unit,
                "ratio": None, "base": None, "per": None, "period": None, "hardness": "hard", "topic": title,
            }  # fmt: skip
            yield Record("support", *span, fields, document.id, 0.5, "support.challenge_table")
    term = (
        _TERM.fullmatch(row[columns["finish_by"]].text.strip()) if "finish_by" in columns else None
    )
    if term:
        fields = {
            "programme": programme, "subject": title, "attribute": "完成时限", "operator": "<=", "value": int(term["n"]), "unit": term["unit"],
            "hardness": "hard", "check": "auto",
        }  # fmt: skip
        yield Record("condition", *span, fields, document.id, 0.5, "condition.challenge_table")


def _columns(table: Table) -> Mapping[str, int]:
    """Which column of a table says what."""
    found: dict[str, int] = {}
    for at, cell in enumerate(table.rows[0]):
        said = squeezed(cell.text)
        if re.fullmatch(r"序号", said):
            found.setdefault("no", at)
        elif re.fullmatch(_CODES, said):
            found.setdefault("code", at)
        elif _MEASURED.fullmatch(said):
            found.setdefault("measured", at)
        elif re.fullmatch(_TITLES, said):
            found.setdefault("title", at)
        else:
            for name, pattern in _FIELDS.items():
                if re.fullmatch(pattern, said):
                    found.setdefault(name, at)
    return found
