"""The text of a proposed block: title, guard, condition, waiver and the examples that prove it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .lexicon import Facts, Guard
from .shaped import WAIVED, Shaped

_SIGNS = {">=": "不低于", ">": "超过", "<=": "不超过", "<": "低于", "=": "为", "before": "早于", "after": "不早于", "in": "属于", "exists": "有", "not": "没有", "excludes": "不含", "ends_with": "以此结尾："}  # fmt: skip
_WISH = re.compile(r"优先|鼓励|重点支持|择优|倾斜")
_ASKED = "由文件读出，待经办人确认"
WHO_WAIVES = "主管部门"


def is_wish(record: Mapping[str, Any]) -> bool:
    """优先, 鼓励, 重点支持: a preference, which not met bars nobody."""
    text = f"{record.get('attribute') or ''}|{record.get('quote') or ''}"
    return record.get("hardness") == "soft" and bool(_WISH.search(text))


def title_of(record: Mapping[str, Any]) -> str:
    """A title in our own words: who, what, how much."""
    value = record.get("value")
    said = "、".join(map(str, value)) if isinstance(value, list) else str(value)
    sign = _SIGNS.get(str(record.get("operator")), "")
    subject, attribute = str(record.get("subject") or ""), str(record.get("attribute") or "")
    whose = (
        f"{subject}的{attribute}"
        if subject and attribute and subject != attribute
        else subject or attribute
    )
    return _plain(f"{whose}{sign}{said}{record.get('unit') or ''}")[:40] or "待确认的条件"


def _plain(text: str) -> str:
    return re.sub(r"[：:#\[\]{}\n\t\"'`|>&*!%@?,]+", " ", text).strip(" -")


def executable(
    record: Mapping[str, Any], key: str, shaped: Shaped, guard: Guard | None, remedy: str
) -> str:
    """An executable block."""
    hard = record.get("hardness") != "soft" and not record.get("approx")
    wish = is_wish(record)
    lines = [f"标题: {title_of(record)}", f"力度: {'硬' if hard else '软'}"]
    lines += ["性质: 优先"] if wish else []
    lines += [f"适用: '{guard.expression}'"] if guard is not None else []
    lines += [f"无: {shaped.table}"] if shaped.kind == "历史" else []
    lines += [f"条件: '{shaped.condition}'"] if shaped.condition else []
    lines += shaped.lines
    if shaped.params:
        lines += ["参数:", *(f"  {name}: {value}" for name, value in shaped.params.items())]
    waived = shaped.waiver and hard and not wish
    if waived:
        why, _, only = shaped.waiver.partition("|")
        extra = f", 适用: '{only}'" if only else ""
        lines.append(f"豁免: {{依据: {why}, 批准: {WHO_WAIVES}{extra}}}")
    notes = [
        *shaped.notes,
        *([_plain(shaped.waiver.partition("|")[0])] if shaped.waiver and not waived else []),
        _ASKED,
    ]
    lines += [f"解释: [{', '.join(notes)}]", f"补救: {remedy or '请核对申报材料。'}", "例:"]
    failing = "不适用" if wish else WAIVED if waived or not hard else "不通过"
    lines += [f"  - {example}" for example in dict.fromkeys(_examples(shaped, guard, failing))]
    return f"```{shaped.kind} {key}\n" + "\n".join(lines) + "\n```"


def _examples(shaped: Shaped, guard: Guard | None, failing: str) -> Iterator[str]:
    """Every way to pass, not to pass, to lack a fact and not to fall under the rule."""
    ways: Sequence[Facts] = guard.meets if guard is not None else ({},)
    frame = "".join(f", {name}: {value}" for name, value in shaped.frame.items())
    first = ways[0]
    for facts in shaped.passes:
        yield f"{{事实: {_facts({**first, **facts})}, 结论: 通过{frame}}}"
    for facts in shaped.fails:
        yield f"{{事实: {_facts({**first, **facts})}, 结论: {failing}{frame}}}"
    for way in ways[1:]:
        yield f"{{事实: {_facts({**way, **shaped.fails[0]})}, 结论: {failing}{frame}}}"
    for facts, is_passing, own in shaped.more:
        frame_of = "".join(f", {name}: {value}" for name, value in own.items())
        said = "通过" if is_passing else failing
        yield f"{{事实: {_facts({**first, **facts})}, 结论: {said}{frame_of}}}"
    yield f"{{事实: {_facts(first)}, 结论: 待补{frame}}}"
    for off in guard.misses if guard is not None else ():
        yield f"{{事实: {_facts({**shaped.fails[0], **off})}, 结论: 不适用{frame}}}"


def _facts(facts: Facts) -> str:
    return "{" + ", ".join(f'"{name}": {_value(value)}' for name, value in facts.items()) + "}"


def _value(value: Any) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(_facts(row) for row in value) + "]"
    text = str(value)
    return text if text.startswith('"') else f'"{text}"'


def for_a_person(record: Mapping[str, Any], key: str, why: str) -> str:
    """A block that leaves the condition to a person, and says why."""
    lines = [
        f"标题: {title_of(record)}",
        "力度: 人工",
        f"解释: [{_plain(why)}, {_ASKED}]",
        "补救: 请对照原文逐条核对，由经办人作出结论。",
    ]
    return f"```规则 {key}\n" + "\n".join(lines) + "\n```"
