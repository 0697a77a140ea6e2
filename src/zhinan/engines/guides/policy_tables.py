"""Tables that set out a policy row by row: 兑现事项 | 申报条件 | 奖励标准. Each row is a programme with rules of its own."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from .documents import Document
from .source import squeezed
from .tables import Cell, Table

_NAME = re.compile(
    r"(?:兑现|奖[补励]|支持|补[助贴]|资助|扶持|申报|政策|专项|计划)?(?:事项|项目|类别|类型|名称|条款名称|政策名称|专项|计划)(?:名称|类别)?"
)
_RULES = (
    ("申报条件", re.compile(r"(?:申[报请]|奖[补励]|支持|兑现|认定|资助)?(?:基本)?(?:条件|对象|要求|范围|对象及条件|对象和条件)")),
    ("奖补标准", re.compile(r"(?:奖[补励]|补[助贴]|支持|资助|兑现|扶持)(?:资金)?(?:标准|金额|额度|方式|强度)(?:（[^）]*）)?|(?:标准|额度)(?:（[^）]*）)?")),
    ("申报材料", re.compile(r"(?:申[报请]|所需|提[交供]|证明|佐证|兑现)?(?:材料|资料)(?:清单)?")),
)  # fmt: skip
_NOT_POLICY = re.compile(
    r"需求|发榜|揭榜|榜单|完成|时限|指标|地点|年限|开户|账号|负责人|申报单位|承担|依托"
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its name, and under which heading each of its rules stands."""

    name: Cell
    rules: tuple[tuple[str, Cell], ...]


def policy_rows(table: Table) -> Iterator[Row]:
    """The rows of a table of a policy; none where it is a table of something else."""
    head = [squeezed(cell.text) for cell in table.rows[0]]
    columns = _columns(head)
    if "name" not in columns or "奖补标准" not in columns or any(map(_NOT_POLICY.search, head)):
        return
    for row in table.rows[1:]:
        if len(row) < len(head) or not row[columns["name"]].text:
            continue
        name = row[columns["name"]]
        if re.fullmatch(r"合\s*计|总\s*计|小\s*计", name.text):
            continue
        rules = tuple((kind, row[columns[kind]]) for kind, _ in _RULES if kind in columns and row[columns[kind]].text)  # fmt: skip
        yield Row(name, rules)


def _columns(head: Sequence[str]) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for at, said in enumerate(head):
        for kind, pattern in _RULES:
            if pattern.fullmatch(said):
                found.setdefault(kind, at)
                break
        else:
            if _NAME.fullmatch(said):
                found.setdefault("name", at)
    return found


def policy_tables_of(
    document: Document, tables: Sequence[Table], span: tuple[int, int]
) -> Iterator[Row]:
    """The rows of all such tables within ``span`` of a document that is no plan."""
    if document.kind in ("plan", "form", ""):
        return
    for table in tables:
        if span[0] <= table.start < span[1]:
            yield from policy_rows(table)
