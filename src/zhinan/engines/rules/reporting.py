"""What ``zhinan check --json`` prints of a case: docs/design/cases.md is its contract."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from zhinan.engines.values import Finding
from zhinan.engines.vocabulary import Vocabulary

from .amounts import plain
from .case import Case
from .cases import CaseFile
from .rendering import say
from .rule import HARD, PERSON, SOFT
from .rulebook import Rulebook
from .verdict import Judgement, Missing, Usage, overall

FORCES = {HARD: "hard", SOFT: "soft", PERSON: "person"}


def report(found: CaseFile, book: Rulebook, judgements: Sequence[Judgement]) -> dict[str, Any]:
    """The whole report of one case, fit for JSON."""
    case, verdict = found.case, overall(list(judgements))
    return {
        "pack": book.pack.key, "digest": book.pack.digest, "case": found.name, "programme": case.programme,
        "as_of": case.law.isoformat(), "known_at": case.known.isoformat(),
        "reference_day": case.reference.isoformat(), "stage": case.stage,
        "overall": verdict.label, "overall_code": verdict.code,
        "findings": [finding_json(j, case, book.pack.vocabulary) for j in judgements],
        "expected": differences(found, judgements),
        "warnings": [fault_json(one) for one in found.warnings],
    }  # fmt: skip


def brief(found: CaseFile, judgements: Sequence[Judgement]) -> dict[str, Any]:
    """One line of a batch: the overall verdict, by rule its verdict, and what is missing."""
    verdict = overall(list(judgements))
    return {
        "case": found.name, "programme": found.case.programme, "overall": verdict.label, "overall_code": verdict.code,
        "verdicts": {j.rule.key: j.verdict.label for j in judgements},
        "missing": {j.rule.key: [str(m) for m in j.missing] for j in judgements if j.missing},
        "expected": differences(found, judgements), "warnings": [fault_json(one) for one in found.warnings],
    }  # fmt: skip


def finding_json(judgement: Judgement, case: Case, vocabulary: Vocabulary) -> dict[str, Any]:
    """One finding; empty parts are there too, as null or an empty list."""
    rule = judgement.rule
    zh = say(judgement, case, vocabulary)
    interval = judgement.interval
    settled = interval is not None and interval[0] is not None and interval[0] == interval[1]
    return {
        "rule": rule.key, "title": rule.title, "verdict": judgement.verdict.label, "code": judgement.verdict.code,
        "force": FORCES.get(rule.force, rule.force), "nature": rule.nature, "stage": rule.stage,
        "kind": rule.kind, "clause": rule.clause, "heading": rule.heading,
        "requirement": zh.requirement, "actual": "、".join(zh.actual) or None, "margin": "、".join(zh.margins) or None,
        "missing": [str(one) for one in judgement.missing],
        "missing_facts": [missing_json(one) for one in judgement.missing],
        "amount": _number(interval[0]) if interval and settled else None,
        "interval": [_number(one) for one in interval] if interval and not settled else None,
        "unit": (rule.result.kind.unit or None) if rule.result is not None else None,
        "usage": None if judgement.usage is None else usage_json(judgement.usage),
        "exception": judgement.exception.source if judgement.exception else None,
        "waiver": _waiver(judgement), "decided_by": judgement.decided_by or None,
        "interpretations": [
            {"key": note.key or None, "decision": note.text, "status": note.status} for note in rule.notes
        ],
        "remedy": rule.remedy or None, "sentence": zh.sentence,
        "sentence_en": say(judgement, case, vocabulary, language="en").sentence,
    }  # fmt: skip


def missing_json(one: Missing) -> dict[str, Any]:
    return {"label": str(one), "path": one.path, "row": one.row}


def usage_json(usage: Usage) -> dict[str, Any]:
    left = None if usage.most is None or usage.used is None else max(usage.most - usage.used, 0)
    return {
        "used": usage.used, "most": usage.most, "left": left, "who": usage.who, "name": usage.name,
        "used_yuan": _number(usage.used_yuan), "most_yuan": _number(usage.most_yuan),
        "clause": usage.clause, "code": usage.code or None,
    }  # fmt: skip


def _waiver(judgement: Judgement) -> dict[str, Any] | None:
    if judgement.waiver is None:
        return None
    return {
        "source": judgement.waiver.source, "granted_by": judgement.waiver.granted_by,
        "papers": list(judgement.waiver.papers), "granted": judgement.is_waived,
    }  # fmt: skip


def differences(found: CaseFile, judgements: Sequence[Judgement]) -> list[dict[str, Any]]:
    """What the case expects of the rules that were judged, beside what was found."""
    by_rule = {j.rule.key: j.verdict for j in judgements}
    return [
        {
            "rule": rule, "expected": verdict.label, "found": by_rule[rule].label,
            "agrees": by_rule[rule] is verdict,
        }
        for rule, verdict in found.expect.items() if rule in by_rule
    ]  # fmt: skip


def fault_json(one: Finding) -> dict[str, Any]:
    return {"code": one.code, "field": one.field, "fact": one.fact, "remedy": one.remedy}


def _number(value: Any) -> str | None:
    """A number as text, exact; amounts are yuan."""
    if value is None:
        return None
    return plain(Fraction(value)) if isinstance(value, (int, Decimal, Fraction)) else str(value)
