"""互斥, 唯一, 历史, 关联, 限额: what their blocks mean as conditions over the registers."""

from typing import TYPE_CHECKING, Any

from .building import Unfit
from .parsing import Scope, parse_flag
from .rule import QuotaSpec
from .tree import Node

if TYPE_CHECKING:
    from .reading import Around, BlockReader

NOT_COUNTED = ("填报中", "已退回", "已撤回", "不予受理")
COUNTS = f"同年申报.状态 not in {list(NOT_COUNTED)}"
_SAME_LEAD = (
    "同单位(同年申报.单位代码, 同年申报.单位名称, 牵头单位.统一社会信用代码, 牵头单位.名称)"
)
_BODIES = {"推荐单位": "body", "申报单位": "host", "body": "body", "host": "host"}
_TABLES = {"uniqueness": "同年申报", "history": "台账"}


def condition_of(reader: "BlockReader", around: "Around", scope: Scope) -> Node | None:
    """The condition of a set block; None where the block's own 条件 is it.

    Raises:
        Unfit: The block lacks what its kind needs.
    """
    kind, get = reader.kind, reader.get
    if kind == "exclusion":
        row = f"{COUNTS} and {_SAME_LEAD} and ({_programme_choice(_groups(get('groups')))})"
        return parse_flag(f"not 任一(同年申报, {row})", scope)
    if kind == "relation":
        programmes = get("programmes") or list(around.programmes)
        row = (
            f"{COUNTS} and 同年申报.计划 in {[str(p) for p in programmes]} and "
            "有关联(牵头单位.统一社会信用代码, 牵头单位.名称, 同年申报.单位代码, 同年申报.单位名称)"
        )
        return parse_flag(f"not 任一(同年申报, {row})", scope)
    if kind in _TABLES:
        table = str(get("none_of") or _TABLES[kind])
        written = get("require")
        if not isinstance(written, str):
            raise Unfit(
                "RULE-NO-CONDITION",
                f"没有写什么样的行不得在{table}中",
                '写 条件: 台账.状态 == "在研" and …',
            )
        row = f"{COUNTS} and ({written})" if table == "同年申报" else written
        return parse_flag(f"not 任一({table}, {row})", scope)
    return None


def _groups(written: Any) -> list[list[str]]:
    if (
        not isinstance(written, list) or len(written) < 2
        or not all(isinstance(group, list) and group for group in written)
    ):  # fmt: skip
        raise Unfit(
            "RULE-WORD",
            "两组应是两个或更多的计划名单",
            "如 两组: [[key-rd-industry], [commercialisation]]",
        )
    return [[str(p) for p in group] for group in written]


def _programme_choice(groups: list[list[str]]) -> str:
    """The row's programme stands in another group than ours."""
    parts = []
    for place, group in enumerate(groups):
        others = [p for other, g in enumerate(groups) if other != place for p in g]
        parts.append(f"本计划 in {group} and 同年申报.计划 in {others}")
    return " or ".join(f"({part})" for part in parts)


def quota_of(reader: "BlockReader", around: "Around") -> QuotaSpec | None:
    """The lines of quotas.csv a 限额 block is about."""
    by = _BODIES.get(str(reader.get("by") or "推荐单位"))
    if by is None:
        reader.fault("by", "RULE-WORD", f"按“{reader.get('by')}”不可用", "可用：推荐单位、申报单位")
        return None
    who = reader.get("who") or ()
    named = (str(who),) if not isinstance(who, (list, tuple)) else tuple(map(str, who))
    lines = tuple(
        line for programme in around.programmes for line in around.pack.programme(programme).quotas
        if line.counted_by == by
    )  # fmt: skip
    lines = tuple(dict.fromkeys(lines))
    pack = around.pack
    known = (
        {line.who for line in lines}
        | {c.name for c in pack.classes}
        | {b.name for b in pack.bodies}
    )
    missing = [w for w in named if w not in known | set(pack.statuses)]
    if missing or not lines:
        what = f"quotas.csv 中没有{'、'.join(missing) or '这个计划'}的行"
        reader.fault("who", "RULE-QUOTA", what, "在 quotas.csv 补上，或改正 谁:")
        return None
    return QuotaSpec(by, named, lines, around.pack)
