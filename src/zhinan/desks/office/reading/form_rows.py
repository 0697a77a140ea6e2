"""The fields of a blank form as rows of a grid: shown, typed again, and put back into the record."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from zhinan.engines.values import Finding

GRID = "fields"
MOST_FIELDS, LONGEST_LABEL, MOST_CHARACTERS, MOST_ROWS = 300, 60, 20_000, 200
MANY = "choices"  # a choice of several: in the record a choice with ``multiple``
KINDS: dict[str, Any] = {
    "text": pgettext_lazy("form field", "文字"),
    "number": pgettext_lazy("form field", "数字"),
    "choice": pgettext_lazy("form field", "单选"),
    MANY: pgettext_lazy("form field", "多选"),
    "table": pgettext_lazy("form field", "表格"),
    "table_column": pgettext_lazy("form field", "表中一栏"),
    "group": pgettext_lazy("form field", "分组标题"),
    "signature": pgettext_lazy("form field", "签章"),
}
LISTS = {
    "choice": "options",
    MANY: "options",
    "table": "columns",
}  # what the list of words of a kind is called
# What only some kinds have; it goes when a field becomes another kind.
OWN = {
    "options": {"choice"},
    "multiple": {"choice"},
    "columns": {"table"},
    "rows": {"table"},
    "min_items": {"table"},
    "max_chars": {"text"},
    "length_hint": {"text"},
    "unit": {"number", "table_column"},
}
_ROW = re.compile(rf"{GRID}-(\d{{1,4}})-label")


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field as its row shows it; numbers as typed. ``origin``: its place in the record, none for a new one."""

    label: str = ""
    kind: str = "text"
    words: str = ""  # choices or columns, one a line
    max_chars: str = ""
    min_items: str = ""
    is_required: bool = False
    origin: int | None = None

    @property
    def is_blank(self) -> bool:
        return not (self.label or self.words or self.max_chars or self.min_items)

    @property
    def listed(self) -> list[str]:
        """The words, each once, in order."""
        return list(dict.fromkeys(word.strip() for word in self.words.splitlines() if word.strip()))


BLANK = FieldRow()


def rows_of(fields: Sequence[Mapping[str, Any]]) -> list[FieldRow]:
    """The fields of a record, in its order."""
    return [
        FieldRow(
            label=str(field.get("label", "")),
            kind=_kind_of(field),
            words="\n".join(field.get(LISTS.get(str(field.get("kind")), ""), ())),
            max_chars=str(field.get("max_chars", "")),
            min_items=str(field.get("min_items", "")),
            is_required=bool(field.get("required")),
            origin=place,
        )
        for place, field in enumerate(fields)
    ]


def _kind_of(field: Mapping[str, Any]) -> str:
    kind = str(field.get("kind", "text"))
    return MANY if kind == "choice" and field.get("multiple") else kind


def typed_rows(sent: QueryDict) -> list[FieldRow]:
    """The rows a page sent, in the order it gives them; those emptied or ticked to go are left out."""
    found = []
    for name in sent:
        if not (match := _ROW.fullmatch(name)):
            continue
        number = int(match[1])
        row = _typed_row(sent, f"{GRID}-{number}-")
        if not row.is_blank and f"{GRID}-{number}-gone" not in sent:
            found.append((_place(sent.get(f"{GRID}-{number}-order", ""), number), number, row))
    return [row for _order, _number, row in sorted(found, key=lambda f: f[:2])]


def _typed_row(sent: QueryDict, start: str) -> FieldRow:
    def typed(name: str) -> str:
        return sent.get(start + name, "").strip()

    origin = typed("origin")
    return FieldRow(
        label=typed("label"),
        kind=typed("kind") if typed("kind") in KINDS else "text",
        words=sent.get(start + "words", "").replace("\r\n", "\n").strip(),
        max_chars=typed("max_chars"),
        min_items=typed("min_items"),
        is_required=bool(typed("required")),
        origin=int(origin) if origin.isdecimal() else None,
    )


def _place(typed: str, number: int) -> float:
    try:
        return float(typed)
    except ValueError:
        return float(number)


def fields_from(
    rows: Sequence[FieldRow], before: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """The fields the rows make; what the grid does not show of a field stays as it was read."""
    return [_field(row, before) for row in rows]


def _field(row: FieldRow, before: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    known = row.origin is not None and row.origin < len(before)
    field = dict(before[row.origin]) if known and row.origin is not None else {}
    kind = "choice" if row.kind == MANY else row.kind
    is_other_kind = field.get("kind") != kind
    field |= {"label": row.label, "kind": kind}
    if row.kind == MANY:
        field["multiple"] = True
    elif kind == "choice":
        field.pop("multiple", None)
    if row.kind in LISTS:
        field[LISTS[row.kind]] = row.listed
        if not row.listed and row.kind == "table":
            del field["columns"]
    for name, typed in (("max_chars", row.max_chars), ("min_items", row.min_items)):
        if typed.isdecimal():
            field[name] = int(typed)
        else:
            field.pop(name, None)
    if row.is_required:
        field["required"] = True
    else:
        field.pop("required", None)
    return {k: v for k, v in field.items() if not (is_other_kind and kind not in OWN.get(k, KINDS))}


def faults_in(rows: Sequence[FieldRow]) -> Iterator[Finding]:
    """What keeps the rows from being a form, each with the place of its cell."""
    if not any(row.label for row in rows):
        yield Finding(
            "FORM-EMPTY",
            _("表中没有一栏"),
            remedy=_("至少写一栏的名称；不要这张表，请回核对页剔除"),
        )
    if len(rows) > MOST_FIELDS:
        fact = _("共%(n)s栏，最多%(most)s栏") % {"n": len(rows), "most": MOST_FIELDS}
        yield Finding("FORM-MANY", fact, remedy=_("请合并成表格，或拆成两张表"))
    for place, row in enumerate(rows):
        yield from _row_faults(row, place)


def _row_faults(row: FieldRow, place: int) -> Iterator[Finding]:
    at, name = f"{GRID}-{place}-", row.label or _("第%(n)s栏") % {"n": place + 1}
    if not row.label:
        yield Finding("FORM-LABEL", _("%(name)s没有名称") % {"name": name}, field=at + "label",
                      remedy=_("写上名称，或把这一行清空"))  # fmt: skip
    if len(row.label) > LONGEST_LABEL:
        fact = _("“%(name)s”有%(n)s字，名称最多%(most)s字") % {
            "name": name, "n": len(row.label), "most": LONGEST_LABEL}  # fmt: skip
        yield Finding("FORM-LABEL", fact, field=at + "label", remedy=_("请写短一些，说明另写"))
    if row.kind in ("choice", MANY) and not row.listed:
        yield Finding("FORM-OPTIONS", _("“%(name)s”是选择，没有选项") % {"name": name},
                      field=at + "words", remedy=_("每行写一个选项，或改成文字"))  # fmt: skip
    for key, typed, most in (
        ("max_chars", row.max_chars, MOST_CHARACTERS),
        ("min_items", row.min_items, MOST_ROWS),
    ):
        if typed and not (typed.isdecimal() and 1 <= int(typed) <= most):
            fact = _("“%(name)s”填的%(typed)s不是1到%(most)s的整数") % {
                "name": name, "typed": typed, "most": most}  # fmt: skip
            yield Finding("FORM-NUMBER", fact, field=at + key, remedy=_("写一个整数，或空着"))


def with_blank(rows: Sequence[FieldRow]) -> list[FieldRow]:
    """One row more, for a browser without script."""
    return [*rows, replace(BLANK)]
