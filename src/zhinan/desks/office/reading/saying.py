"""A record said in one line: what it is, what is worth knowing beside, and how a rule would put it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from .words import choice_words

SIGNS = {">=": "≥", ">": ">", "<=": "≤", "<": "<", "=": "=", "in": "∈", "before": "<", "after": "≥", "ends_with": "…"}  # fmt: skip
MEANT = {">=": "不低于", ">": "超过", "<=": "不超过", "<": "低于", "before": "早于", "after": "不早于", "ends_with": "以此结尾："}  # fmt: skip
SHOWN = 4  # parts of a list
Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    """``title``: the fact; ``detail``: what limits it; ``code``: the comparison or date; ``owner``: its programme."""

    title: str
    detail: str = ""
    code: str = ""
    owner: str = ""


def said(kind: str, fields: Fields, quote: str) -> Said:
    """Say a record of any type; where its fields are blank its quote speaks."""
    made = _SAYING[kind](fields) if kind in _SAYING else Said("")
    owner = "" if kind == "programme" else str(fields.get("programme") or "")
    words = " ".join(quote.split())
    plain = words[:40] + ("…" if len(words) > 40 else "")
    return replace(made, title=made.title.strip() or plain, owner=owner.rpartition("·")[2])


def listed(value: Any, most: int = SHOWN) -> str:
    """A value in words: a list joined, a long one cut with its count.

    >>> listed(["甲", "乙"]), listed(3.0), listed(None)
    ('甲、乙', '3', '')
    """
    if value is None or value == "":
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, list | tuple):
        parts = [listed(part) for part in value]
        rest = len(parts) - most
        shown = "、".join(parts[:most])
        return _("%(shown)s等%(n)s项") % {"shown": shown, "n": len(parts)} if rest > 0 else shown
    if isinstance(value, Mapping):
        return "、".join(listed(part) for part in value.values() if part)
    return str(value)


def _joined(*parts: Any, by: str = "，") -> str:
    return by.join(str(part) for part in parts if part)


def _text(fields: Fields, name: str) -> str:
    return listed(fields.get(name))


def _condition(fields: Fields) -> Said:
    operator = str(fields.get("operator") or "")
    value = _text(fields, "value") + _text(fields, "unit")
    subject, attribute = _text(fields, "subject"), _text(fields, "attribute")
    verb = {"exists": "须有", "not": "不得有", "excludes": "不可同时：", "in": "限", "=": "为"}
    about = attribute or subject
    title = f"{about}{MEANT.get(operator) or verb.get(operator, '')}{value}" if about else value
    if operator in ("exists", "not") and attribute and attribute in value:
        title = f"{verb[operator]}{value}"
    when = _text(fields, "when")
    exception = _text(fields, "exception")
    detail = _joined(
        _text(fields, "period"),
        _("限%(when)s") % {"when": when} if when else "",
        _("例外：%(exception)s") % {"exception": exception} if exception else "",
        _("软条件") if fields.get("hardness") == "soft" else "",
        _("任一即可") if fields.get("any_of") else "",
        _("约数") if fields.get("approx") else "",
    )
    dotted = _joined(subject, attribute, by=".")
    sign = SIGNS.get(operator, "")
    return Said(title, detail, _joined(dotted, sign, value, by=" ") if sign and value else "")


def _quota(fields: Fields) -> Said:
    many = _text(fields, "max") + (_text(fields, "unit") or "项")
    per = _("每家") if fields.get("per") == "each" else _("合计")
    outside = _text(fields, "outside_quota_of")
    detail = _joined(
        _text(fields, "when"),
        _("不占%(body)s名额") % {"body": outside} if outside else "",
    )
    body = _text(fields, "body")
    title = _("%(body)s%(per)s不超过%(many)s") % {"body": body, "per": per, "many": many}
    return Said(title, detail, f"{_('名额')} ≤ {many}")


def _deadline(fields: Fields) -> Said:
    role = choice_words("deadline", "role", fields.get("role") or "due")
    relation = choice_words("deadline", "relation", fields.get("relation") or "")
    if fields.get("days"):
        kind = choice_words("deadline", "day_kind", fields.get("day_kind") or "natural")
        after = _("后") if fields.get("direction") != "before" else _("前")
        code = f"{_text(fields, 'anchor')} {after} {_text(fields, 'days')} {kind}".strip()
    else:
        code = _joined(_text(fields, "date"), _text(fields, "time"), relation, by=" ")
    written = _text(fields, "relative") or _joined(
        _text(fields, "date"), _text(fields, "time"), by=" "
    )
    detail = _joined(
        _text(fields, "subject"),
        _("年份是推断的") if fields.get("year_inferred") else "",
        _("每年") if fields.get("recurring") else "",
        _("含当日") if fields.get("inclusive") else "",
    )
    return Said(_joined(role, written, by=" "), detail, code)


def _support(fields: Fields) -> Said:
    kind = choice_words("support", "kind", fields.get("kind") or "")
    amount = _text(fields, "amount") + _text(fields, "unit")
    share = _text(fields, "ratio")
    share = f"{share}%" if share else ""
    detail = _joined(
        _text(fields, "base"), _text(fields, "period"), choice_words("", "hardness", "soft") if fields.get("hardness") == "soft" else ""
    )  # fmt: skip
    return Said(_joined(_text(fields, "per"), kind, share, amount, by=" "), detail)


def _paper(fields: Fields) -> Said:
    stage = fields.get("stage")
    detail = _joined(
        choice_words("required_document", "stage", stage) if stage else "",
        _text(fields, "when"),
        _text(fields, "issued_by"),
        _text(fields, "form"),
        _text(fields, "years"),
    )
    return Said(_text(fields, "name"), detail)


def _process(fields: Fields) -> Said:
    stages = fields.get("stages") or []
    kind = choice_words("process", "kind", fields.get("kind") or "")
    title = " → ".join(map(listed, stages)) if isinstance(stages, Sequence) else ""
    return Said(title, _joined(kind, _text(fields, "when")))


def _contact(fields: Fields) -> Said:
    title = _joined(_text(fields, "persons"), _text(fields, "phones"), by=" ")
    detail = _joined(_text(fields, "purpose"), _text(fields, "email"))
    return Said(_joined(_text(fields, "department"), title, by=" "), detail)


def _topic(fields: Fields) -> Said:
    number = _text(fields, "code") or _text(fields, "number")
    flag = _("代码重复") if fields.get("duplicate_code") else ""
    expected = _text(fields, "code_expected")
    if expected:
        flag = _("代码重复，应为%(code)s") % {"code": expected}
    detail = _joined(_text(fields, "group"), flag, _("定向") if fields.get("directed") else "")
    title = _text(fields, "title")
    return Said(_joined(number, title, by=" ") if title else "", detail)


def _section(fields: Fields) -> Said:
    level = _text(fields, "level")
    lost = _text(fields, "number_intended")
    detail = _joined(
        _("第%(level)s级") % {"level": level} if level else "",
        _("编号缺，应为%(number)s") % {"number": lost} if lost else "",
        _("多余的标题") if fields.get("stray") else "",
    )
    return Said(_joined(_text(fields, "number"), _text(fields, "title"), by=" "), detail)


def _programme(fields: Fields) -> Said:
    form = _text(fields, "application_document")
    detail = _("只是归类，不单独申报") if fields.get("applicable") is False else form
    return Said(_joined(_text(fields, "code"), _text(fields, "name"), by=" "), detail)


def _document(fields: Fields) -> Said:
    kind = fields.get("kind")
    detail = _joined(
        choice_words("document", "kind", kind) if kind else "",
        _text(fields, "issuer"),
        _text(fields, "year"),
        _text(fields, "date"),
    )
    return Said(_joined(_text(fields, "annex"), _text(fields, "title"), by=" "), detail)


def _indicator(fields: Fields) -> Said:
    sign = SIGNS.get(str(fields.get("target_op") or "="), "=")
    unit = _text(fields, "unit")
    base, target = _text(fields, "base_value"), _text(fields, "target_value")
    code = _joined(
        f"{_text(fields, 'base_year')}={base}" if base else "",
        f"{_text(fields, 'target_year')}{sign}{target}" if target else "",
        by=" → ",
    )
    detail = _joined(_text(fields, "level1"), _text(fields, "level2"), unit)
    return Said(_joined(_text(fields, "no"), _text(fields, "name"), by=" "), detail, code)


def _key_project(fields: Fields) -> Said:
    detail = _joined(_text(fields, "undertaker"), _text(fields, "place"), _text(fields, "period"))
    return Said(_joined(_text(fields, "no"), _text(fields, "name"), by=" "), detail)


def _form(fields: Fields) -> Said:
    cells = fields.get("fields") or []
    filled = _text(fields, "filled_by")
    detail = _joined(
        _("%(n)s个栏目") % {"n": len(cells)},
        _("由%(who)s填") % {"who": filled} if filled else "",
        _("原文不全") if fields.get("truncated") else "",
    )
    return Said(_joined(_text(fields, "annex"), _text(fields, "title"), by=" "), detail)


def _citation(fields: Fields) -> Said:
    return Said(_joined(_text(fields, "title"), _text(fields, "number"), by=" "), _text(fields, "issuer"))  # fmt: skip


_SAYING: Mapping[str, Callable[[Fields], Said]] = {
    "condition": _condition,
    "quota": _quota,
    "deadline": _deadline,
    "support": _support,
    "required_document": _paper,
    "process": _process,
    "contact": _contact,
    "topic": _topic,
    "section": _section,
    "programme": _programme,
    "document": _document,
    "indicator": _indicator,
    "key_project": _key_project,
    "form": _form,
    "policy_citation": _citation,
}
