"""A judgement in words: fact with its number, clause, distance, what is missing, remedy, code."""

from dataclasses import dataclass, field, replace
from typing import Any

from zhinan.engines.vocabulary import Vocabulary

from .binding import of_programme
from .case import Case
from .quota_wording import usage_words
from .ranges import Range
from .rule import Note, Rule
from .tree import Aggregate, Call, Cell, Constant, Fact, Node, Within, walk
from .verdict import Judgement, Missing, Reason, Verdict
from .wording import Words

HIDDEN = {"zh": "（已填，不显示）", "en": "(given, not shown)"}
_VERDICTS_EN = {
    Verdict.NOT_APPLICABLE: "not applicable", Verdict.PASSED: "passed", Verdict.WAIVED: "passed by waiver",
    Verdict.MISSING: "facts missing", Verdict.DISCRETION: "for discretion", Verdict.PERSON: "for a person", Verdict.FAILED: "not met",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """A judgement in one language. ``actual``, ``margins`` one line a reason; ``sentence`` the whole."""

    verdict: str
    title: str
    requirement: str
    sentence: str
    actual: tuple[str, ...] = ()
    margins: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    interval: str = ""
    usage: str = ""
    exception: str = ""
    waiver: str = ""
    clause: str = ""
    remedy: str = ""
    code: str = ""
    notes: tuple[Note, ...] = field(default=())


def requirement_of(
    rule: Rule, vocabulary: Vocabulary, *, law: Any, language: str = "zh", programme: str = ""
) -> str:
    """What the rule asks on a law date, in words made from its expression.

    Args:
        programme: With its key, branches for other programmes are left out.
    """
    words, bound = Words(vocabulary, language), rule.on(law)
    parts = []
    if bound.condition is not None:
        parts.append(words.of(of_programme(bound.condition.root, programme)))
    if bound.result is not None:
        result = words.of(of_programme(bound.result.root, programme))
        parts.insert(0, f"上限为{result}" if words.is_zh else f"the amount is {result}")
    if rule.quota is not None:
        who = "、".join(rule.quota.who) or ("各行" if words.is_zh else "every line")
        parts.append(f"{who}在限额以内" if words.is_zh else f"{who} within the quota")
    text = ("；" if words.is_zh else "; ").join(parts) or rule.title
    if bound.guard is None:
        return text
    guard = words.of(of_programme(bound.guard.root, programme))
    return f"在{guard}时，{text}" if words.is_zh else f"where {guard}: {text}"


def say(judgement: Judgement, case: Case, vocabulary: Vocabulary, *, language: str = "zh") -> Said:
    """The judgement in words. Sensitive values are not repeated.

    >>> # tests/engines/rules/test_rendering.py holds whole sentences
    """
    words, rule = Words(vocabulary, language), judgement.rule
    requirement = requirement_of(
        rule, vocabulary, law=case.law, language=language, programme=case.programme
    )
    actual = tuple(filter(None, (_actual(words, reason, case) for reason in judgement.reasons)))
    margins = tuple(filter(None, (_margin(words, reason) for reason in judgement.reasons)))
    lacking = tuple(_missing(words, one) for one in judgement.missing)
    said = Said(
        verdict=judgement.verdict.label if words.is_zh else _VERDICTS_EN[judgement.verdict],
        title=rule.title, requirement=requirement, sentence="", actual=actual, margins=margins, missing=lacking,
        interval=_interval(words, judgement), usage=usage_words(judgement.usage, is_zh=words.is_zh),
        exception=judgement.exception.source if judgement.exception else "", waiver=_waiver(words, judgement),
        clause=rule.clause, remedy=rule.remedy, code=rule.key, notes=rule.notes,
    )  # fmt: skip

    return replace(said, sentence=_sentence(words, judgement, said))


def _sentence(w: Words, judgement: Judgement, said: Said) -> str:
    zh = w.is_zh
    parts = [
        f"{said.verdict}〔{said.clause}〕{said.title}"
        if zh
        else f"{said.verdict} [{said.clause}] {said.title}"
    ]
    if judgement.verdict in (Verdict.FAILED, Verdict.DISCRETION, Verdict.MISSING, Verdict.WAIVED):
        parts.append(f"要求{said.requirement}" if zh else f"required: {said.requirement}")
    for lines, before in (
        (said.actual, "实际" if zh else "found: "),
        (said.margins, "相差" if zh else "short by "),
    ):
        if lines:
            parts.append(before + ("、" if zh else ", ").join(lines))
    for line, before in (
        (said.interval, "上限" if zh else "amount: "), (said.usage, ""),
        (said.exception, "适用例外：" if zh else "exception: "), (said.waiver, ""),
    ):  # fmt: skip
        if line:
            parts.append(before + line)
    if said.missing:
        listed = ("、" if zh else ", ").join(said.missing)
        parts.append(f"补齐{listed}后可重新判断" if zh else f"give {listed} to decide")
    if judgement.decided_by:
        parts.append(
            f"由{judgement.decided_by}认定" if zh else f"decided by {judgement.decided_by}"
        )
    text = ("；" if zh else "; ").join(parts)
    needs_remedy = judgement.verdict >= Verdict.MISSING and said.remedy
    end = "。" if zh else ". "
    return f"{text}{end}{said.remedy.rstrip('。') + end if needs_remedy else ''}[{said.code}]"


def _is_hidden(w: Words, node: Node) -> bool:
    """Whether a value of the node would tell something sensitive."""
    for part in walk(node):
        path = (
            part.path
            if isinstance(part, Fact)
            else f"{part.table}.{part.key}"
            if isinstance(part, Cell)
            else ""
        )
        term = w.vocabulary.get(path) if path else None
        if term is not None and term.is_sensitive:
            return True
    return False


def _actual(w: Words, reason: Reason, case: Case) -> str:
    node = reason.node
    if isinstance(node, Aggregate):
        return _rows(w, reason, node, case)
    if isinstance(node, Call) and node.function in ("有", "无"):
        there = (node.function == "有") is not reason.is_wanted
        label = w.of(node.arguments[0])
        return (
            f"{'有' if there else '无'}{label}" if w.is_zh else f"{'a' if there else 'no'} {label}"
        )
    sides = [
        (n, v)
        for n, v in ((_first(node), reason.left), (_second(node), reason.right))
        if n is not None
    ]
    shown = []
    for side, value in sides:
        if isinstance(side, Constant) or value is None:
            continue
        text = HIDDEN[w.language] if _is_hidden(w, side) else w.value(value, side.kind, like=side)
        shown.append(
            f"{w.of(side)}{'为' if w.is_zh else ' is '}{text}"
            if side.kind.name != "flag"
            else w.of(side, wanted=bool(value))
        )
    return ("，" if w.is_zh else ", ").join(shown)


def _first(node: Node) -> Node | None:
    if isinstance(node, Fact):
        return node
    if isinstance(node, Within):
        return node.among if isinstance(node.item, Constant) else node.item
    if isinstance(node, Call):
        return node.arguments[0]
    return getattr(node, "left", None)


def _second(node: Node) -> Node | None:
    return getattr(node, "right", None)


def _rows(w: Words, reason: Reason, node: Aggregate, case: Case) -> str:
    """The rows that decided, each by its number or name."""
    listed = case.values.get(node.table) or ()
    shown = []
    for place in reason.rows[:5]:
        row = listed[place - 1]
        name = str(row.get("number") or row.get("name") or row.get("title") or "")
        if w.is_zh:
            shown.append(f"{node.label}第{place}行" + (f"（{name}）" if name else ""))
        else:
            label = w.label(node.table, node.label, "")
            shown.append(f"row {place} of {label}" + (f" ({name})" if name else ""))
    if not shown:
        return "没有这样的行" if w.is_zh else "no such row"
    return ("、" if w.is_zh else ", ").join(shown)


def _margin(w: Words, reason: Reason) -> str:
    if reason.margin is None or reason.margin == 0 or _is_hidden(w, reason.node):
        return ""
    kind = getattr(reason.node, "left", reason.node).kind

    like = getattr(reason.node, "left", None)
    return w.value(reason.margin, replace(kind, name="number", unit=reason.unit), like=like)


def _missing(w: Words, one: Missing) -> str:
    if w.is_zh:
        return str(one)
    label = w.label(one.path, one.label, one.en)
    return label if one.row is None else f"{label} (row {one.row})"


def _interval(w: Words, judgement: Judgement) -> str:
    if judgement.interval is None or judgement.rule.result is None:
        return ""
    low, high = judgement.interval
    value = low if low is not None and low == high else Range(low, high)
    return w.value(value, judgement.rule.result.kind)


def _waiver(w: Words, judgement: Judgement) -> str:
    waiver = judgement.waiver
    if waiver is None:
        return ""
    papers = "、".join(waiver.papers)
    if w.is_zh:
        if judgement.is_waived:
            return f"依“{waiver.source}”经{waiver.granted_by or '有权单位'}豁免"
        return f"可依“{waiver.source}”由{waiver.granted_by or '有权单位'}豁免" + (
            f"，须附{papers}" if papers else ""
        )
    if judgement.is_waived:
        return f"waived under “{waiver.source}” by {waiver.granted_by or 'the competent body'}"
    return f"may be waived under “{waiver.source}”" + (f" with {papers}" if papers else "")
