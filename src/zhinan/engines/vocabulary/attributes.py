"""A term made from the attributes written under it."""

from decimal import Decimal, InvalidOperation
from typing import Any

from .terms import ORIGINS, PERSONAL, TYPES, Term

ATTRIBUTES = frozenset(
    [
        "path",
        "type",
        "en",
        "unit",
        "from",
        "personal",
        "max",
        "min",
        "choices",
        "by",
        "hint",
        "required",
        "evidence",
        "long",
        "accept",
        "many",
        "negative",
        "formula",
    ]
)
_UNITS = {"money": "万元", "ratio": "%"}
_LONGEST = {"text": Decimal(200)}


def make_term(
    label: str,
    path: str,
    body: dict[str, Any],
    *,
    table: str = "",
    columns: tuple[Term, ...] = (),
    line: int = 0,
) -> tuple[Term, list[tuple[str, str, str]]]:
    """A term from its attributes, and what is wrong with them as (attribute, what, remedy)."""
    wrong: list[tuple[str, str, str]] = []
    kind = str(body.get("type", ""))
    if kind not in TYPES or (kind == "table" and table):
        wrong.append(("type", f"的类型“{kind}”不可用", f"可用：{'、'.join(sorted(TYPES))}"))
        kind = "text"
    for key, allowed in (("from", ORIGINS), ("personal", PERSONAL), ("by", ("year",))):
        if key in body and body[key] not in allowed:
            wrong.append((key, f"的{key}不能是“{body[key]}”", f"可用：{'、'.join(allowed)}"))
    listed = body.get("choices") or ()
    if kind in ("choice", "choices") and not listed:
        wrong.append(("choices", "是选择项却没有列出选项", "写 choices: [甲, 乙]"))
    bounds = {key: _number(body, key, wrong) for key in ("max", "min")}
    names = tuple(str(c) for c in listed)
    english = tuple(str(e) for e in listed.values()) if isinstance(listed, dict) else names
    term = Term(
        label, path, kind, en=str(body.get("en") or ""), unit=str(body.get("unit") or _UNITS.get(kind, "")),
        origin=str(body.get("from", "declared")), personal=str(body.get("personal", "no")),
        maximum=bounds["max"] or _LONGEST.get(kind), minimum=bounds["min"], choices=names, choices_en=english,
        is_yearly="by" in body, is_long=body.get("long") is True, may_be_negative=body.get("negative") is True,
        accept=tuple(str(a) for a in body.get("accept") or (("pdf",) if kind == "file" else ())),
        is_many=body.get("many") is True, is_required=body.get("required") is True, hint=str(body.get("hint") or ""),
        evidence=str(body.get("evidence") or ""), formula=str(body.get("formula") or ""), columns=columns, table=table, line=line,
    )  # fmt: skip
    return term, wrong


def _number(body: dict[str, Any], key: str, wrong: list[tuple[str, str, str]]) -> Decimal | None:
    if body.get(key) is None:
        return None
    try:
        number = Decimal(str(body[key]))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or isinstance(body[key], bool):
        wrong.append((key, f"的{key}不是数", "写一个数"))
        return None
    return number
