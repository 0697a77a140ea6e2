"""Indicators: tables of a plan, tables of performance targets, lists of what will be measured."""

import re
from collections.abc import Iterator, Sequence

from .described import years_of
from .documents import Document
from .figure_answers import point_answers
from .figures import Figure, figure, is_implausible, is_ratio, name_and_unit
from .indicator_levels import level_columns, level_rows
from .indicator_rows import Row, rows_of
from .layout import Layout
from .measurables import measurable_records, targets_in
from .paragraphs import Paragraph
from .record import Answer, Record
from .source import squeezed
from .tables import Table

_LIST = re.compile(
    r"(?:绩效|考核|产出|预期)(?:目标|指标)(?:主要)?[：:]?\s*(?:主要)?(?:包含|包括|为|有)?(?:但不限于|不限于)?[：:]?(?P<list>.+)"
)
_OPEN = re.compile(r"但不限于|不限于|等[。]?$")
_NAMED = re.compile(
    r"(?:数量|数|情况|金额|成交额|满意度|率|比例|产值|收入|效益|能力|水平|人次|成果|额|投入|面积|产量)$"
)
_EXAMINED = re.compile(
    r"(?:主要)?(?:考核|技术|验收|绩效|经济技术|考核技术)(?:考核)?(?:目标|指标)(?:要求|及要求)?"
)
_ENTRY = re.compile(r"^…|自行设置|自定|合计|小计")


def indicator_records(layout: Layout) -> list[Record]:
    """All indicators. Of performance, only what guides and notices ask; of plans, only what they aim at."""
    found: list[Record] = []
    for document in layout.documents:
        for rows in rows_of(layout, document):
            found += _plan_records(layout, document, rows)
        if document.kind != "plan":
            found += _performance_tables(layout, document)
            found += _examined(layout, document)
    for paragraph, document in layout.body():
        if document.kind in ("guide", "notice", "demand_call"):
            listed = [*_listed(layout, paragraph, document)]
            found += listed or measurable_records(layout, paragraph, document)
    return found


def _plan_records(layout: Layout, document: Document, rows: Sequence[Row]) -> Iterator[Record]:
    lost = _lost_points(rows)
    for row in rows:
        name, unit = name_and_unit(row.name)
        unit = row.unit or unit
        base, target = row.base, row.target
        values = [f.value for f in (base, target) if f]
        fields: dict[str, object] = {
            "programme": layout.programme_at(layout.place_at(row.start)), "kind": "plan", "table": row.table, "no": row.no, "name": name, "unit": unit,
            "base_year": row.base_year if base else None, "base_value_as_written": base.written if base else None,
            "base_value": base.value if base else None, "target_year": row.target_year, "target_op": target.op if target else "=",
            "target_value_as_written": target.written if target else row.target_words, "target_value": target.value if target else None,
        }  # fmt: skip
        more = {"attribute": row.attribute, "level1": row.group}
        fields |= {key: value for key, value in more.items() if value}
        why, question = "indicator.table", ""
        answers: tuple[Answer, ...] = ()
        if is_implausible(name, unit, values) or (
            lost and is_ratio(name, unit) and all(isinstance(v, int) for v in values)
        ):
            fields |= {"implausible": True, "base_value": None, "target_value": None}
            question = _question(name, base, target)
            why = "indicator.implausible"
            answers = point_answers(base, target, is_share=unit in ("%", "‰"))
        yield Record(
            "indicator", row.start, row.end, fields, document.id, 0.5, why, question, answers
        )


def _lost_points(rows: Sequence[Row]) -> bool:
    """Whether a table lost its decimal points: a share over a hundred, and no point anywhere in it."""
    figures = [f for row in rows for f in (row.base, row.target) if f]
    none_left = all(isinstance(f.value, int) for f in figures)
    return none_left and any(
        is_implausible(
            name_and_unit(r.name)[0],
            r.unit or name_and_unit(r.name)[1],
            [f.value for f in (r.base, r.target) if f],
        )
        for r in rows
    )


def _question(name: str, base: Figure | None, target: Figure | None) -> str:
    written = "、".join(f.written for f in (base, target) if f)
    return f"“{name}”原文为{written}，疑缺小数点，请对照原件填写。[READ-FIGURE]"


def _performance_tables(layout: Layout, document: Document) -> Iterator[Record]:
    """Rows of 一级指标 | 二级指标 | 三级指标 | 指标值; upper levels carried down over empty cells."""
    spans = [(layout.paragraphs[document.first].start, layout.paragraphs[document.last - 1].end)]
    for table in layout.tables:
        if not any(a <= table.start < b for a, b in spans):
            continue
        title = _title_over(layout, document, table)
        if columns := level_columns(table):
            yield from level_rows(layout, document, table, columns, title)
            continue
        head = _performance_head(table)
        if head is None:
            continue
        year = years_of(document.title.text if document.title else "", document.ending.date).year
        levels = ["", ""]
        for row in table.rows[head + 1 :]:
            cells = [squeezed(c.text) for c in row]
            upper = cells[:-2][-2:]
            for at, said in enumerate(upper):
                slot = at + 2 - len(upper)
                levels[slot] = said or levels[slot]
            name, value = cells[-2] if len(cells) > 1 else "", cells[-1]
            if not name or _ENTRY.search(name):
                continue
            read = figure(value)
            fields = {
                "programme": layout.programme_at(layout.place_at(table.start)), "kind": "performance", "table": title, "no": None, "name": name,
                "unit": read.unit if read else value or None, "level1": levels[0], "level2": levels[1], "base_year": None, "base_value": None,
                "target_year": year, "target_op": read.op if read else None, "target_value": read.value if read else None,
            }  # fmt: skip
            cell = row[-2]
            yield Record(
                "indicator",
                cell.start,
                cell.end,
                fields,
                document.id,
                0.5,
                "indicator.performance_table",
            )


def _examined(layout: Layout, document: Document) -> Iterator[Record]:
    """A column that says what each project of a list is examined by: 主要技术指标."""
    first, last = layout.paragraphs[document.first].start, layout.paragraphs[document.last - 1].end
    for table in layout.tables:
        heads = [squeezed(cell.text) for cell in table.rows[0]]
        columns = [at for at, head in enumerate(heads) if _EXAMINED.fullmatch(head)]
        if not first <= table.start < last or len(heads) < 3 or not columns:
            continue
        for row in table.rows[1:]:
            if len(row) > columns[0] and row[columns[0]].view:
                yield from targets_in(layout, row[columns[0]].view, 0, document)


def _performance_head(table: Table) -> int | None:
    for at, row in enumerate(table.rows):
        words = [squeezed(c.text) for c in row]
        if "三级指标" in words or (
            "二级指标" in words and any("指标值" in w or "目标值" in w for w in words)
        ):
            return at
    return None


def _title_over(layout: Layout, document: Document, table: Table) -> str | None:
    place = layout.place_at(table.start)
    blanks = sorted(document.blanks, key=lambda blank: blank.first - blank.last, reverse=True)
    for blank in blanks:
        if blank.first <= place < blank.last and blank.title:
            return re.sub(r"（20\d\d年?度?）$", "", blank.title.text)
    return None


def _listed(layout: Layout, paragraph: Paragraph, document: Document) -> Iterator[Record]:
    """绩效指标：包括…、…、…等: each name in the list."""
    text = paragraph.text
    match = _LIST.search(text)
    if match is None or match.start() > 12:
        return
    names = [(m.start(), m.end()) for m in re.finditer(r"[^、，。；]+", match["list"])]
    said = [match["list"][a:b] for a, b in names]
    if len(said) < 3 or sum(1 for n in said if _NAMED.search(n.removesuffix("等"))) < 0.6 * len(
        said
    ):
        return
    year = years_of(document.title.text if document.title else "", document.ending.date).year
    for start, end in names:
        name = match["list"][start:end].removesuffix("等").strip()
        if not name or re.search(r"\d", name):
            continue
        at = match.start("list") + start
        begin, stop = paragraph.view.span(at, at + len(name))
        fields = {
            "programme": layout.programme_at(paragraph.place), "kind": "performance", "table": None, "no": None, "name": name, "unit": None,
            "base_year": None, "base_value": None, "target_year": year, "target_op": None, "target_value": None,
            "open_list": bool(_OPEN.search(text)),
        }  # fmt: skip
        yield Record("indicator", begin, stop, fields, document.id, 0.5, "indicator.list")
