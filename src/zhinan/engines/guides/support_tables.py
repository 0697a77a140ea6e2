"""Tables of money: 类别 | 生活补贴 | 工作经费, a sum a cell; the kind its row names is whose it is."""

import re
from collections.abc import Iterator, Mapping

from .layout import Layout
from .record import Record
from .source import squeezed
from .tables import Cell, Table

_KIND = re.compile(
    r"(?:人才|项目|平台|奖[励补]|支持|资助|补助|专项)?(?:类别|层次|类型|等次|级别|等级|名称|项目|计划|专项|对象|人才|平台)(?:名称|类别)?"
)
_MONEY = re.compile(
    r"(?:生活|工作|安家|科研|项目|研发|购房|租房|人才|财政|一次性|建设|运行|奖励)?(?:补[贴助]|经费|资助|奖[励金补]|津贴|支持|资金|额度|标准|金额)(?:经费|资金|额度|标准|金额|强度)?(?:（[^）]*）)?"
)
_NOT = re.compile(r"需求|揭榜|榜单|悬赏|总投资|自筹|预算|申报金额|立项|承担|单位名称|指标|科目")
_CELL = re.compile(
    r"(?P<per>每(?:人|个|家|项|年|人每年|平台)+)?(?P<most>最高|不超过|上限)?\s*(?P<n>\d+(?:\.\d+)?)(?:\s*[-—~～至]\s*(?P<high>\d+(?:\.\d+)?))?\s*(?P<unit>万元|亿元|元)?(?:/(?P<of>人|年|个|家|项|人·年))?"
)


def support_table_records(layout: Layout) -> Iterator[Record]:
    """The sums of all such tables outside of plans and forms."""
    for table in layout.tables:
        document = layout.document_at(layout.place_at(table.start))
        if document.kind in ("plan", "form", "") or _in_blank(layout, table):
            continue
        yield from _of_table(layout, table, document.id)


def _in_blank(layout: Layout, table: Table) -> bool:
    place = layout.place_at(table.start)
    document = layout.document_at(place)
    return any(blank.first <= place < blank.last for blank in document.blanks)


def _of_table(layout: Layout, table: Table, document: str) -> Iterator[Record]:
    head = [squeezed(cell.text) for cell in table.rows[0]]
    if not head or any(_NOT.search(said) for said in head):
        return
    name = next((i for i, said in enumerate(head) if _KIND.fullmatch(said)), None)
    sums = [i for i, said in enumerate(head) if i != name and _MONEY.fullmatch(said)]
    if name is None or not sums or any(row.name.start >= table.start for _, row in layout.policy_rows if row.name.start <= table.end):  # fmt: skip
        return
    kinds = {squeezed(p.short): p.name for p in layout.programmes}
    whole = layout.programme_at(layout.place_at(table.start))
    for row in table.rows[1:]:
        if len(row) <= max([name, *sums]):
            continue
        said = squeezed(row[name].text)
        for at in sums:
            yield from _of_cell(row, row[at], head[at], kinds.get(said, whole), said, document)


def _of_cell(
    row: tuple[Cell, ...], cell: Cell, head: str, programme: str | None, name: str, document: str
) -> Iterator[Record]:
    match = _CELL.fullmatch(cell.text.strip())
    unit = (match and match["unit"]) or next((u for u in ("万元", "亿元", "元") if u in head), None)
    if match is None or unit is None:
        return
    fields: Mapping[str, object] = {
        "programme": programme, "kind": "range" if match["high"] else "cap" if match["most"] else "one_off" if "一次性" in head else "fixed",
        "amount": _plain(match["high"] or match["n"]), "unit": unit, "ratio": None, "base": None,
        "per": match["per"] or (match["of"] and f"每{match['of']}") or None, "period": None, "hardness": "hard", "when": name,
        **({"amount_from": _plain(match["n"])} if match["high"] else {}),
    }  # fmt: skip
    yield Record("support", row[0].start, row[-1].end, fields, document, 0.5, "support.table")


def _plain(number: str) -> int | float:
    value = float(number)
    return int(value) if value == int(value) else value
