"""When a rule applies, and what is excepted: words of the text put together from the lexicon's guards."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from .lexicon import Entry, Facts, Guard, listed, spoken
from .shaped import Around, Shaped, quoted
from .understood import left_of

_KIND, _STATUS = "牵头单位.类型", "牵头单位.资质"
_LEAD_IN = re.compile(
    r"^(?:对于?|如果?|若|凡|由)|^(?:项目)?(?:牵头|承担|申报|申请)*(?:单位|主体|企业)(?:为|是|属于)(?=.)|(?:的|时)$|(?:牵头)?(?:共同)?(?:申报|申请|揭榜)(?:的)?(?:项目)?$|牵头$|的单位$|类?项目$"
)
_MAY_RELAX = re.compile(
    r"(?:可以?|能)?(?:适当|酌情)?(?:放宽|突破|延长|破格|不受.{0,8}限制|调整|从宽)|(?:经|报).{2,20}(?:批准|同意|审核|研究)|特殊情况|确有需要"
)
_PERMITTED = re.compile(
    r"^[^，。]{0,14}(?:可以?|鼓励|允许)(?:联合|作为|由|与)|^可(?:以)?(?:联合|独立|单独)"
)


@dataclass(frozen=True, slots=True)
class Applies:
    """When a rule applies: a guard or None, or what was not understood of it; ``said``: words used for it."""

    guard: Guard | None = None
    why: str = ""
    said: tuple[str, ...] = ()


def guard_of(text: str, around: Around) -> Guard | None:
    """The guard that a text means as a whole, joined from several where it lists them.

    Returns:
        None where any part of it is not known.
    """
    text = text.strip("，。；、 ")
    for _ in range(5):
        known = around.lexicon.guard_for(text) or _of_kinds(text, around)
        if known is not None:
            return known
        if re.search("且|并|牵头联合", text):
            joined = _joined(re.split("(?:并)?且|并|(?<=牵头)(?=联合)", text), around, "and")
            if joined is not None:
                return joined
        if re.search("或者?|、|和|及|以及", text):
            joined = _joined(re.split("或者?|、|以及|和|及", text), around, "or")
            if joined is not None:
                return joined
        shorter = _LEAD_IN.sub("", text, count=1)
        if shorter == text or not shorter:
            return None
        text = shorter
    return None


def _of_kinds(text: str, around: Around) -> Guard | None:
    """企业, 高校、科研院所, 高新技术企业: kinds and statuses of the applicant."""
    statuses, rest = around.lexicon.chosen(_STATUS, text)
    kinds, rest = around.lexicon.chosen(_KIND, rest)
    if rest.strip("/、或和及等类 ") or not (statuses or kinds):
        return None
    if statuses and not kinds:
        test, other = f"交集({_STATUS}, {quoted(statuses)})", {_STATUS: "无"}
        return Guard((), test, tuple({_STATUS: s} for s in statuses), (other,))
    if kinds and not statuses:
        test = f'{_KIND} == "{kinds[0]}"' if len(kinds) == 1 else f"{_KIND} in {quoted(kinds)}"
        off = next((k for k in ("企业", "高校", "其他") if k not in kinds), "其他")
        return Guard((), test, tuple({_KIND: k} for k in kinds), ({_KIND: off},))
    return None


def _joined(parts: list[str], around: Around, word: str) -> Guard | None:
    guards = [guard_of(part, around) for part in parts if part.strip()]
    if len(guards) < 2 or any(g is None for g in guards):
        return None
    whole, *rest = [g for g in guards if g is not None]
    for other in rest:
        joined = _either(whole, other) if word == "or" else _both(whole, other)
        if joined is None:
            return None
        whole = joined
    return whole


def _either(a: Guard, b: Guard) -> Guard | None:
    off_a, off_b = a.misses[0], b.misses[0]
    shared = set(off_a) & set(off_b)
    if any(off_a[k] != off_b[k] for k in shared):  # 企业或高校: off one may be on the other
        other = {k: "其他" for k in shared if k == _KIND}
        off_a, off_b = {**off_a, **other}, {**off_b, **other}
    if any(off_a[k] != off_b[k] for k in shared):
        return None
    meets = (*({**off_b, **way} for way in a.meets), *({**off_a, **way} for way in b.meets))
    more = (
        *({**off_b, **off} for off in a.misses[1:]),
        *({**off_a, **off} for off in b.misses[1:]),
    )
    return Guard((), f"{a.expression} or {b.expression}", meets, ({**off_a, **off_b}, *more))


def _both(a: Guard, b: Guard) -> Guard:
    meets = tuple({**x, **y} for x in a.meets for y in b.meets)
    misses = (
        *({**b.meets[0], **off} for off in a.misses),
        *({**a.meets[0], **off} for off in b.misses),
    )
    left, right = (f"({g.expression})" if " or " in g.expression else g.expression for g in (a, b))
    return Guard((), f"{left} and {right}", meets, misses)


def not_of(guard: Guard) -> Guard:
    return Guard((), f"not ({guard.expression})", guard.misses, guard.meets)


def applies(entry: Entry, record: Mapping[str, Any], shaped: Shaped, around: Around) -> Applies:
    """When the rule of a record applies; words that nobody knows leave it to a person."""
    subject = str(record.get("subject") or "")
    text = _setting(record) or ("" if _is_anybody(record, around, subject) else subject)
    if not text or (text == subject and any(p.search(subject) for p in entry.subjects)):
        return Applies(said=(subject,))
    is_barred = record["operator"] in ("not", "excludes") and text == subject
    if _is_own_programme(text, around) or (is_barred and subject in listed(record)):
        return Applies(said=(text,))
    guard = guard_of(text, around)
    if guard is None and text == subject:
        own = (*entry.phrases, *entry.covers)
        if not left_of(subject, (), own, around.lexicon):
            return Applies()  # the subject is what the entry measures
    if guard is None:
        return Applies(None, f"适用情形没有对应的词条：{text}")
    known = {(k, str(v)) for facts in guard.meets for k, v in facts.items()}
    if (
        known & {(k, str(v)) for facts in shaped.passes for k, v in facts.items()}
        and not shaped.table
    ):
        return Applies(said=(text,))  # the guard asks what the condition itself settles
    return Applies(guard, said=(text, subject))


def _is_own_programme(text: str, around: Around) -> bool:
    """Whether a setting only names programmes, this one among them: …项目和…项目须."""
    parts = [part for part in re.split("、|和|及", text) if part]
    keys = [
        [key for name, key in around.programmes.items() if name.endswith(part) and len(part) > 3]
        for part in parts
    ]
    return bool(keys) and all(keys) and any(around.programme_key in some for some in keys)


def _setting(record: Mapping[str, Any]) -> str:
    """The words that say when the record holds: its 的-clause, or the sex it speaks of."""
    when = re.sub(r"的$", "", str(record.get("when") or ""))
    value = record.get("value")
    barred = [str(v) for v in value] if isinstance(value, list) else [str(value)]
    if when and any(when in v or v in when for v in barred if len(v) > 1):
        return ""  # …的，不得申报: the guard is what is barred
    sexed = re.search(
        r"男性|女性|男|女", f"{record.get('subject') or ''}|{record.get('attribute') or ''}"
    )
    return when or (sexed[0] if sexed else "")


def _is_anybody(record: Mapping[str, Any], around: Around, subject: str) -> bool:
    """Whether the subject is every applicant of the programme."""
    programme = str(record.get("programme") or "")
    whole = r"平台|机构|基地|中心|实验室|孵化器|众创空间|企业技术中心"
    named = len(subject) >= 4 or bool(re.fullmatch(whole, subject))
    return around.lexicon.is_everybody(subject) or (named and subject in programme)


def with_exception(record: Mapping[str, Any], shaped: Shaped, guard: Guard | None, around: Around) -> tuple[Shaped, Guard | None, str]:  # fmt: skip
    """The rule with what the text excepts: a case it does not apply to, or one that a person may let pass."""
    text = str(record.get("exception") or "")
    if not text:
        return shaped, guard, ""
    if _MAY_RELAX.search(text):
        of = _MAY_RELAX.split(text)[0]
        of = re.sub(r"(?:的)?(?:项目)?(?:实施|执行)?(?:期限|周期|年龄|条件|要求|学历)*$", "", of)
        only = guard_of(of, around) if of else None
        if only is not None and "延长" in text and " == 界限" in shaped.condition:
            return _longer(shaped, only, text), guard, ""
        waiver = f"原文写有“{_plain(text)}”" + (f"|{only.expression}" if only is not None else "")
        return replace(shaped, waiver=waiver), guard, ""
    excepted = guard_of(text, around)
    if excepted is None:
        return shaped, guard, f"例外情形没有对应的词条：{text}"
    off = not_of(excepted)
    if guard is not None and {k for f in guard.meets for k in f} & {
        k for f in off.meets for k in f
    }:
        return shaped, guard, f"例外与适用的情形相交：{text}"
    return shaped, off if guard is None else _both(guard, off), ""


def _longer(shaped: Shaped, only: Guard, text: str) -> Shaped:
    """新药类项目期限可适当延长: for these the period is the least."""
    term = shaped.condition.split(" == ")[0]
    longer = {**only.meets[0], **shaped.fails[-1]}
    clause = (
        f"{{依据: 原文写有“{_plain(text)}”, 适用: '{only.expression}', 条件: '{term} >= 界限'}}"
    )
    none: Mapping[str, str] = {}
    more: tuple[tuple[Facts, bool, Mapping[str, str]], ...] = (
        (longer, True, none), ({**only.meets[0], **shaped.fails[0]}, False, none),
        ({**only.meets[0], **shaped.passes[0]}, True, none),
    )  # fmt: skip
    return replace(
        shaped, passes=tuple({**only.misses[0], **f} for f in shaped.passes),
        fails=tuple({**only.misses[0], **f} for f in shaped.fails), lines=("例外:", f"  - {clause}"), more=more,
    )  # fmt: skip


def is_permission(record: Mapping[str, Any]) -> bool:
    """可联合申报, 可作为参与单位: leave given, nothing asked."""
    if record.get("hardness") != "soft":
        return False
    quote = str(record.get("quote") or "")
    return bool(_PERMITTED.search(quote)) or spoken(record).split("|")[1] == "参与方式"


def _plain(text: str) -> str:
    return re.sub(r"[\s\"'“”：:，,|]+", " ", text).strip()[:40]


__all__ = ["Applies", "Facts", "applies", "guard_of", "is_permission", "with_exception"]
