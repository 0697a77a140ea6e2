"""Which fields a record of each type has, and what may stand in them: for people who correct or add records."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import isfinite
from typing import Any

from zhinan.engines.values import Finding

from .record import TYPES

LONGEST = 4000  # characters of one text

_WORDS = {
    "document": "title! issuer year:whole kind=guide/demand_call/plan/notice/form/measure/challenge_list region province annex"
    " date:day addressees:texts attachments:texts year_end:whole year_inferred:flag year_end_inferred:flag"
    " title_inferred:flag date_inferred:flag issuer_inferred:flag doc_number effective_from:day effective_to",
    "section": "level:whole number title path:texts run_in:flag box:flag items:texts number_intended stray:flag",
    "programme": "name! short parent applicable:flag application_document application_document_line:whole aliases:texts"
    " code field group",
    "topic": "code number title labelled:flag programme group items:texts deliverable research_content_head"
    " duplicate_code:flag code_expected directed:flag run_in:flag demander bounty:any finish_by kind duration discipline",
    "contact": "programme department persons:texts phones:texts email purpose",
    "deadline": "programme role relation=before/on_or_before/after/on date:day time:clock inclusive:flag subject"
    " year_inferred:flag date_as_written rolling:flag relative days:whole"
    " day_kind=working/natural/months/years/weeks anchor direction=before/after actor recurring:flag basis",
    "quota": "programme body! max:number! unit per=each/total outside_quota_of when ratio:number ratio_op shared_with:texts"
    " subject",
    "condition": "programme subject attribute operator=>/>=/</<=/=/in/not/before/after/exists/ends_with/excludes! value:any! unit"
    " hardness=hard/soft check=auto/document any_of:flag when period exception exclude:texts approx:flag inclusive:flag"
    " stage topic any_of_group consequence:flag",
    "support": "programme kind=cap/ratio_with_cap/one_off/subsidy/period/bounty/fixed/range/tier/increment/installments"
    "/stage_payment/total_control amount:number amount_from:number unit ratio:number ratio_op base per period"
    " hardness=hard/soft tier_from:any tier_to:any tier_unit parts:any when stage topic",
    "required_document": "programme name! form stage=demand/application/nomination/contract/acceptance/execution/post_acceptance"
    " when issued_by years:any copies:whole",
    "process": "kind=procedure/support_method/submission_route/nomination programme stages:texts! actors:texts when",
    "indicator": "programme kind=plan/performance table no:whole name! unit base_year:whole base_value:number target_year:whole"
    " target_op target_value:number base_value_as_written target_value_as_written level1 level2 implausible:flag"
    " open_list:flag attribute plan topic",
    "key_project": "table no:whole name! undertaker period place content",
    "form": "title! annex programme filled_by truncated:flag fields:any! example_rows:whole",
    "policy_citation": "number title issuer programme",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FieldKind:
    """What one field of a type may hold. ``choices`` only for kind "choice"; a needed field is never blank."""

    name: str
    kind: str  # text texts whole number flag day clock choice any
    choices: tuple[str, ...] = ()
    is_needed: bool = False


def _read(words: str) -> dict[str, FieldKind]:
    fields = {}
    for word in words.split():
        needed = word.endswith("!")
        name, _colon, kind = word.rstrip("!").partition(":")
        choices: tuple[str, ...] = ()
        if match := re.match(r"(\w+?)=(.+)", word.rstrip("!")):
            name, kind = match[1], "choice"
            choices = tuple(match[2].split("/"))
        fields[name] = FieldKind(name, kind or "text", choices, needed)
    return fields


FIELDS: Mapping[str, Mapping[str, FieldKind]] = {kind: _read(_WORDS[kind]) for kind in TYPES}


def fields_kept(fields: Mapping[str, Any], type: str) -> dict[str, Any]:
    """Of a record's fields, those a record of ``type`` has too; all of them where the type is unknown.

    >>> fields_kept({"name": "甲", "place": "乙"}, "programme")
    {'name': '甲'}
    """
    return {name: value for name, value in fields.items() if name in FIELDS.get(type, fields)}


def field_findings(
    type: str, given: Mapping[str, Any], *, whole: Mapping[str, Any]
) -> list[Finding]:
    """What is wrong with the fields somebody gives to a record.

    Args:
        type: Of the record; one of ``TYPES``.
        given: The fields given; only they are judged for what stands in them.
        whole: The record's fields after the change; needed ones must stand there.

    >>> [str(f) for f in field_findings("quota", {"max": "二十"}, whole={"body": "市卫健委", "max": "二十"})]
    ['max“二十”不是数。请填写数字，如20或1.5。[FIELD-VALUE]']
    """
    known = FIELDS.get(type)
    if known is None:
        fact = f"没有“{type}”这种记录"
        return [Finding("ENTRY-TYPE", fact, remedy=f"可选：{'、'.join(TYPES)}", field="type")]
    findings = [found for name, value in given.items() if (found := _fault(known, name, value))]
    for name, field in known.items():
        if field.is_needed and whole.get(name) in (None, "", []):
            remedy = "请按原文填写；原文没有的，请剔除这条记录"
            findings.append(Finding("FIELD-BLANK", f"没有填写{name}", remedy=remedy, field=name))
    return findings


def _fault(known: Mapping[str, FieldKind], name: str, value: Any) -> Finding | None:
    field = known.get(name)
    if field is None:
        fact = f"这种记录没有“{name}”一栏（填写的是“{_shown(value)}”）"
        return Finding("FIELD-UNKNOWN", fact, remedy=f"可填：{'、'.join(known)}", field=name)
    if value is None or value == "":
        return None
    fits, what, remedy = _KINDS[field.kind]
    if field.kind == "choice":
        fits, remedy = (lambda given: given in field.choices), f"可选：{'、'.join(field.choices)}"
    if fits(value):
        return None
    return Finding("FIELD-VALUE", f"{name}“{_shown(value)}”{what}", remedy=remedy, field=name)


def _shown(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 40 else f"{text[:40]}…"


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST and "\x00" not in value


def _is_number(value: Any) -> bool:
    if isinstance(value, str):
        try:
            Fraction(value)
        except (ValueError, ZeroDivisionError):
            return False
        return len(value) <= 40
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_clock(value: Any) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"([01]?\d|2[0-4]):[0-5]\d", value))


def _is_plain(value: Any, depth: int = 0) -> bool:
    """JSON of a moderate size, nested a little."""
    if isinstance(value, Mapping):
        return depth < 6 and all(_is_text(k) and _is_plain(v, depth + 1) for k, v in value.items())
    if isinstance(value, list | tuple):
        fits = depth < 6 and len(value) <= 500
        return fits and all(_is_plain(item, depth + 1) for item in value)
    return value is None or isinstance(value, bool) or _is_number(value) or _is_text(value)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9


def _are_texts(value: Any) -> bool:
    return isinstance(value, list | tuple) and len(value) <= 500 and all(map(_is_text, value))


_KINDS: dict[str, tuple[Callable[[Any], bool], str, str]] = {
    "text": (_is_text, "不是文字，或过长", f"请填写{LONGEST}字以内的文字"),
    "texts": (_are_texts, "不是一列文字", "请逐项填写"),
    "whole": (_is_whole, "不是整数", "请填写0以上的整数"),
    "number": (_is_number, "不是数", "请填写数字，如20或1.5"),
    "flag": (lambda value: isinstance(value, bool), "不是“是”或“否”", "请选是或否"),
    "day": (_is_day, "不是日期", "请填写日期，如2024-03-25"),
    "clock": (_is_clock, "不是时刻", "请填写时刻，如17:30"),
    "choice": (_is_text, "不在可选之列", ""),
    "any": (_is_plain, "不能这样填写", "请填写文字、数字，或逐项填写"),
}
