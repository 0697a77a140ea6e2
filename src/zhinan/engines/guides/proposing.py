"""From a condition record to a proposed rule: a block over vocabulary terms with three examples, or one for a person."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from . import rule_shapes, rule_tables, rule_words
from .lexicon import Guard, Lexicon, lexicon_with, spoken
from .rule_shapes import Shape, Shaped

SHAPES: Mapping[str, Shape] = {
    "number": rule_shapes.number, "months": rule_shapes.months, "share": rule_shapes.share,
    "ratio_of_two": rule_shapes.ratio_of_two, "date": rule_shapes.on_date, "since": rule_shapes.since,
    "age": rule_shapes.age, "flag": rule_shapes.flag, "no_flag": rule_shapes.no_flag, "zero": rule_shapes.zero,
    "positive": rule_shapes.positive, "has": rule_shapes.has, "suffix": rule_shapes.suffix,
    "length": rule_shapes.length, "either": rule_shapes.either, "kind": rule_words.kind,
    "statuses": rule_words.statuses, "region": rule_words.region, "rows": rule_tables.rows,
    "some_row": rule_tables.some_row, "mean_age": rule_tables.mean_age, "history": rule_tables.history,
    "one_only": rule_tables.one_only, "no_choice": rule_tables.no_choice,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed rule. ``block`` is the text for the guide; ``lists`` the named lists it needs; ``why`` what is open."""

    key: str
    block: str
    is_executable: bool
    why: str
    lists: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def propose(
    record: Mapping[str, Any],
    key: str,
    *,
    terms: frozenset[str] | None = None,
    regions: Mapping[str, str] | None = None,
    programme_key: str = "",
    lexicon: Lexicon | None = None,
) -> Proposal:
    """A rule for a condition record (as ``Record.to_json`` writes it).

    Args:
        record: The condition with its fields and quote.
        key: The rule's key, e.g. T-3-1.
        terms: Full labels the vocabulary has; None takes every term of the lexicon for known.
        regions: Codes by full name, for places.
        programme_key: Key of the programme the rule will stand under; without it 限报一项 is left to a person.
        lexicon: The core lexicon unless a bureau's own is given.

    Returns:
        An executable block with three or more examples where the phrase is known, else a block for a person.
    """
    lexicon = lexicon or lexicon_with()
    record = {**record, "programme_key": programme_key}
    shaped, why = _shaped(record, lexicon, regions or {})
    if shaped is not None and terms is not None:
        unknown = [term for term in shaped.lacks if term.split("[")[0] not in terms]
        if unknown:
            shaped, why = None, f"词表没有“{unknown[0]}”"
    guard = None
    if shaped is not None:
        guard, why, shaped = _guarded(record, lexicon, shaped)
    if shaped is None:
        return Proposal(key, _for_a_person(record, key, why), False, why)
    entry = lexicon.entry_for(record)
    remedy = str(entry.said.get("remedy", "")) if entry else ""
    return Proposal(key, _block(record, key, shaped, guard, remedy), True, "", shaped.lists)


def _shaped(
    record: Mapping[str, Any], lexicon: Lexicon, regions: Mapping[str, str]
) -> tuple[Shaped | None, str]:
    entry = lexicon.entry_for(record)
    if entry is None:
        return None, "词典里没有这种说法"
    if record.get("consequence") or record.get("stage") in ("acceptance", "post_acceptance"):
        return None, "不在申报阶段审查"
    if record.get("any_of_group") or (_alternatives(record) > 1 and entry.shape not in _FOR_LISTS):
        return None, "写有几种选择，词条只认一种"
    if (
        re.match(r".{0,14}可(?:以)?(?:联合|作为|由)", str(record.get("quote", "")))
        and record.get("hardness") == "soft"
    ):
        return None, "只是许可，不作条件"
    if record.get("exception"):
        return None, f"有例外：{record['exception']}"
    shaped = SHAPES[entry.shape](entry, record, lexicon, regions)
    return shaped, "" if shaped is not None else f"“{entry.name}”的值没有读成可计算的"


_FOR_LISTS = ("either", "kind", "statuses", "history", "no_choice", "no_flag", "zero")


def _alternatives(record: Mapping[str, Any]) -> int:
    """How many ways a record leaves open."""
    value = record.get("value")
    several = record.get("any_of") or record.get("operator") == "in"
    return len(value) if several and isinstance(value, list) else 1


def _guarded(
    record: Mapping[str, Any], lexicon: Lexicon, shaped: Shaped
) -> tuple[Guard | None, str, Shaped | None]:
    """The guard of a rule; a guard in unknown words leaves the rule to a person."""
    when = re.sub(r"的$", "", str(record.get("when") or ""))
    subject = str(record.get("subject") or "")
    value = record.get("value")
    if isinstance(value, list) and when and when in map(str, value):
        when = ""  # …的，不得申报: the guard is what is barred
    sexed = re.match(r"男性|女性", str(record.get("quote", ""))) or re.search(r"男性|女性", subject)
    if not when and sexed:
        when = sexed[0]
    elif not when and not lexicon.is_everybody(subject) and not _is_own(record, lexicon):
        when = subject
    if not when:
        return None, "", shaped
    guard = lexicon.guard_for(when)
    if guard is None:
        return None, f"适用情形没有对应的词条：{when}", None
    if set(guard.meets) & set(shaped.passes):
        return None, "", shaped  # the guard asks what the condition itself settles
    return guard, "", shaped


def _is_own(record: Mapping[str, Any], lexicon: Lexicon) -> bool:
    """Whether the entry itself names such a subject, or the subject is what the entry measures."""
    entry = lexicon.entry_for(record)
    subject = str(record.get("subject") or "")
    if entry is None:
        return False
    return any(p.search(subject) for p in entry.subjects) or any(
        p.search(subject) for p in entry.phrases
    )


def _is_wish(record: Mapping[str, Any]) -> bool:
    """优先, 鼓励, 重点支持: a preference, which not met bars nobody."""
    return record.get("hardness") == "soft" and bool(
        re.search(r"优先|鼓励|重点支持", str(record.get("quote", "")))
    )


def _title(record: Mapping[str, Any]) -> str:
    """A title in our own words: who, what, how much."""
    value = record.get("value")
    said = "、".join(map(str, value)) if isinstance(value, list) else str(value)
    signs = {">=": "不低于", ">": "超过", "<=": "不超过", "<": "低于", "=": "为", "before": "早于", "after": "不早于", "in": "属于", "exists": "有", "not": "没有", "excludes": "不含", "ends_with": "以此结尾："}  # fmt: skip
    sign = signs.get(str(record.get("operator")), "")
    return _plain(
        f"{record.get('subject', '')}的{record.get('attribute', '')}{sign}{said}{record.get('unit') or ''}"
    )[:40]


def _plain(text: str) -> str:
    return re.sub(r"[：:#\[\]{}\n\t\"'`|>&*!%@]+", " ", text).strip()


def _block(
    record: Mapping[str, Any], key: str, shaped: Shaped, guard: Guard | None, remedy: str
) -> str:
    """The text of an executable block."""
    hard = record.get("hardness") != "soft" and not record.get("approx")
    wish = _is_wish(record)
    lines = [f"标题: {_plain(_title(record))}", f"力度: {'硬' if hard else '软'}"]
    if wish:
        lines.append("性质: 优先")
    if guard is not None:
        lines.append(f"适用: '{guard.expression}'")
    if shaped.kind == "历史":
        lines.append(f"无: {shaped.table}")
    lines.append(f"条件: '{shaped.condition}'")
    if shaped.params:
        lines.append("参数:")
        lines += [f"  {name}: {value}" for name, value in shaped.params.items()]
    notes = [*shaped.notes, "由文件读出，待经办人确认"]
    lines.append(f"解释: [{', '.join(notes)}]")
    lines.append(f"补救: {remedy or '请核对申报材料。'}")
    lines.append("例:")
    failing = "不适用" if wish else "不通过" if hard else "待裁量"
    lines += [f"  - {example}" for example in _examples(shaped, guard, failing)]
    return f"```{shaped.kind} {key}\n" + "\n".join(lines) + "\n```"


def _examples(shaped: Shaped, guard: Guard | None, failing: str) -> list[str]:
    meets = guard.meets if guard is not None else {}
    frame = "".join(f", {name}: {value}" for name, value in shaped.frame.items())
    found = [
        f"{{事实: {_facts({**meets, **shaped.passes})}, 结论: 通过{frame}}}",
        f"{{事实: {_facts({**meets, **shaped.fails})}, 结论: {failing}{frame}}}",
        f"{{事实: {_facts(meets)}, 结论: 待补{frame}}}",
    ]
    if guard is not None:
        found.append(f"{{事实: {_facts(guard.misses)}, 结论: 不适用{frame}}}")
    return found


def _facts(facts: Mapping[str, Any]) -> str:
    return "{" + ", ".join(f'"{name}": {_value(value)}' for name, value in facts.items()) + "}"


def _value(value: Any) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(_facts(row) for row in value) + "]"
    text = str(value)
    return text if text.startswith('"') else f'"{text}"'


def _for_a_person(record: Mapping[str, Any], key: str, why: str) -> str:
    """A block that leaves the condition to a person, and says why."""
    lines = [
        f"标题: {_plain(_title(record)) or '待确认的条件'}",
        "力度: 人工",
        f"解释: [{_plain(why).replace(',', '，')}, 由文件读出，待经办人确认]",
        "补救: 请对照原文逐条核对，由经办人作出结论。",
    ]
    return f"```规则 {key}\n" + "\n".join(lines) + "\n```"


def share_executable(proposals: Sequence[Proposal]) -> float:
    """The share of proposals that need no editing before they decide a case.

    >>> share_executable([])
    0.0
    """
    return sum(p.is_executable for p in proposals) / len(proposals) if proposals else 0.0


__all__ = ["SHAPES", "Proposal", "propose", "share_executable", "spoken"]
