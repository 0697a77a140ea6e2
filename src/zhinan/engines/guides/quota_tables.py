"""Tables of places: 推荐单位 | 名额, and places by kind: 地区 | 企业研发中心 | 新型研发机构."""

import re
from collections.abc import Iterator
from dataclasses import replace

from .layout import Layout
from .record import Record
from .source import squeezed
from .tables import Cell, Table

_NUMBER = re.compile(
    r"名额|限额|限项|推荐数|指标数|申报数|限报|推荐数量|推荐项数|数量（?[项个名]?）?|指标"
)
_BODY = re.compile(r"单位|地区|部门|县|区|高校|机构|地市|市州|渠道|主管|推荐|序号")
_PLACES = re.compile(r"名额|限额|推荐(?:数|不超过|指标)|限项|推荐数量|分配")
_COUNT = re.compile(r"(?P<n>\d{1,3})\s*(?P<unit>项|个|名|人|家)?")
_SUM = re.compile(r"合\s*计|总\s*计|小\s*计|共\s*计")
_LABEL = re.compile(r"^(?:[A-Z]|\d{1,2}|[一二三四五六七八九十]{1,2})[\s.、．:：]\s*")


def quota_table_records(layout: Layout, table: Table) -> Iterator[Record]:
    """The ceilings a table gives; none where it is a table of something else."""
    head = [squeezed(cell.text) for cell in table.rows[0]]
    names = _columns(layout, table, head)
    bodies = [
        i
        for i, said in enumerate(head)
        if i not in names and _BODY.search(said) and "序号" not in said
    ]
    if not names or not bodies:
        return
    place = layout.place_at(table.start)
    whole = layout.programme_at(place)
    body_at = bodies[0]
    for row in table.rows[1:]:
        if len(row) <= body_at:
            continue
        body = _LABEL.sub("", row[body_at].text.strip())
        if not body or _SUM.fullmatch(body):
            continue
        for at, programme in names.items():
            match = _COUNT.fullmatch(row[at].text.strip()) if at < len(row) else None
            if match:
                one = _record(layout, row, body, match, programme or whole)
                kind = None if programme or _NUMBER.search(head[at]) else head[at]
                yield replace(one, fields={**one.fields, "when": kind}) if kind else one


def _columns(layout: Layout, table: Table, head: list[str]) -> dict[int, str | None]:
    """The columns that hold numbers of places, with the programme each is for where its head names one."""
    kinds = {squeezed(p.short): p.name for p in layout.programmes}
    named: dict[int, str | None] = {}
    for at, said in enumerate(head):
        plain = re.sub(r"（[^）]*）|(?:推荐|申报)?(?:名额|限额|数量?|指标)$", "", said)
        own = next((full for short, full in kinds.items() if plain and (plain == short or (len(plain) > 3 and (plain in short or short in plain)))), None)  # fmt: skip
        if own and at:
            named[at] = own
        elif _NUMBER.search(said) and not re.search(r"单位|部门|渠道|地区", said):
            named[at] = None
    if not named and _speaks_of_places(layout, table):
        return dict.fromkeys(_counted(table, head))
    only_kinds = named and all(named.values())
    return named if not only_kinds or _speaks_of_places(layout, table) else {}


def _counted(table: Table, head: list[str]) -> list[int]:
    """The columns that hold nothing but counts, under heads that are kinds: 活动类 | 作品类."""
    found = []
    for at, said in enumerate(head):
        cells = [row[at].text.strip() for row in table.rows[1:] if at < len(row)]
        written = [cell for cell in cells if cell]
        numbers = bool(written) and all(_COUNT.fullmatch(cell) for cell in written)
        if at and numbers and said and not re.search(r"序号|编号|年|备注|[合总小共]\s*计", said):
            found.append(at)
    return found


def _speaks_of_places(layout: Layout, table: Table) -> bool:
    """Whether the heading or the paragraphs just above a table speak of places."""
    place = layout.place_at(table.start)
    above = [p.text for p in layout.paragraphs[max(0, place - 3) : place] if not p.is_cell]
    titles = [h.title for h in layout.headings_over(place)]
    return any(_PLACES.search(text) for text in [*above, *titles])


def _record(
    layout: Layout,
    row: tuple[Cell, ...],
    body: str,
    match: re.Match[str],
    programme: str | None,
) -> Record:
    document = layout.document_at(layout.place_at(row[0].start))
    each = re.match(r"其他|其它|各|每", body) or body.endswith(("等高校", "等单位"))
    fields = {
        "programme": programme, "body": body, "max": int(match["n"]), "unit": match["unit"] if match["unit"] in ("名", "人", "家") else "项",
        "per": "each" if each else "total",
    }  # fmt: skip
    return Record("quota", row[0].start, row[-1].end, fields, document.id, 0.5, "quota.table")
