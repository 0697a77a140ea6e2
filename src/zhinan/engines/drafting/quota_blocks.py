"""限额 blocks: what a line of quotas.csv allows, judged, with examples."""

from collections.abc import Mapping
from typing import Any

from .conditions import doubt, quota_block, rule_key
from .fact import Fact
from .quotas import Line, Quotas
from .writing import block, one_line

BODY_KIND = "推荐单位.类别"
MOST_ROWS = 40  # of an example; above this a person checks
_COUNTS = {"body": "推荐单位", "host": "申报单位"}
_KIND = "企业"


def quota_blocks(quotas: Quotas, facts: Mapping[str, Fact]) -> dict[str, str]:
    """Fact key → block; an item for a person where no line says it, or nobody has settled it."""
    found = {key: quota_block(facts[key], why) for key, why in quotas.by_hand.items()}
    by_fact: dict[str, list[Line]] = {}
    for line in quotas.lines:
        by_fact.setdefault(line.facts[0].key, []).append(line)
        for other in line.facts[1:]:  # what the first says with it needs no block of its own
            by_fact.setdefault(other.key, [])
    for key, lines in by_fact.items():
        if not lines:
            continue
        fact = facts[key]
        why = doubt(fact) or _unfit(lines)
        found[key] = quota_block(fact, why) if why else _block(fact, lines)
    return found


def body_kinds(quotas: Quotas) -> dict[str, Any]:
    """The term that says a recommending body's class, where a line needs it."""
    classes = [
        line.who.name
        for line in quotas.lines
        if line.counted_by == "body" and line.who.rule == "class"
    ]
    if not classes:
        return {}
    choices = [*dict.fromkeys(classes), "其他推荐单位"]
    return {
        "推荐单位": {
            "类别": {"path": "kind", "type": "choice", "choices": choices, "from": "registry"}
        }
    }


def _unfit(lines: list[Line]) -> str:
    if len({line.counted_by for line in lines}) > 1:
        return "既限推荐单位又限申报单位，分开核对"
    if any(line.most is None for line in lines):
        return "限的是金额，由经办人汇总核对"
    if any(line.who.excepted for line in lines):
        return "有除外的单位，由经办人核对"
    if any(line.outside for line in lines if line.counted_by == "body"):
        return "单列名额，由经办人核对"
    if not all(line.most for line in lines):
        return "名额为零，由经办人核对"
    if max(line.most or 0 for line in lines) > MOST_ROWS:
        return "名额较多，由经办人核对"
    return ""


def _block(fact: Fact, lines: list[Line]) -> str:
    first = lines[0]
    names = [line.who.name for line in lines]
    most = first.most or 0
    verb = "推荐" if first.counted_by == "body" else "申报"
    content: dict[str, Any] = {
        "标题": one_line(f"{'、'.join(names)}{verb}不超过{most}项", 100),
        "主体": "推荐单位" if first.counted_by == "body" else "牵头单位",
        "力度": "硬",
        "按": _COUNTS[first.counted_by],
        "谁": names if len(names) > 1 else names[0],
        "解释": ["没有名额行的不等于不限", "由文件读出，待经办人确认"],
        "补救": "名额用完后先退回一项，再办理本项。",
        "例": _examples(first, most),
    }
    return block("限额", rule_key(fact), content)


def _examples(line: Line, most: int) -> list[dict[str, Any]]:
    """One short of the limit, at it, and with nothing known of the others."""
    own = _own(line)
    rows = [_row(line, n) for n in range(1, most + 1)]
    return [
        {"事实": {**own, "同年申报": rows[:-1]}, "结论": "通过"},
        {"事实": {**own, "同年申报": rows}, "结论": "不通过"},
        {"事实": own, "结论": "待补"},
    ]


def _name(line: Line) -> str:
    return line.who.name if line.who.rule == "name" else "示例单位"


def _own(line: Line) -> dict[str, Any]:
    """Facts of an application that the line governs."""
    if line.counted_by == "body":
        own: dict[str, Any] = {"推荐单位.名称": _name(line), "牵头单位.名称": "甲单位", "牵头单位.类型": _KIND, "牵头单位.资质": "无"}  # fmt: skip
        if line.who.rule == "class":
            own[BODY_KIND] = line.who.name
        return own | {"申报.占用名额": "推荐单位名额"}
    held = "、".join(line.who.name.split("+")) if line.who.rule == "status" else "无"
    return {"牵头单位.名称": _name(line), "牵头单位.类型": _kind(line), "牵头单位.资质": held}


def _kind(line: Line) -> str:
    return line.who.kinds[0] if line.who.kinds else _KIND


def _row(line: Line, number: int) -> dict[str, Any]:
    row: dict[str, Any] = {"编号": f"X{number}", "计划": line.programmes[0], "状态": "已推荐"}
    if line.counted_by == "body":
        return row | {
            "单位名称": f"单位{number}",
            "推荐单位": _name(line),
            "占用名额": "推荐单位名额",
        }
    held = line.who.name if line.who.rule == "status" else "无"
    return row | {"单位名称": _name(line), "单位类型": _kind(line), "单位资质": held}
