"""The form of each type of record: its fields with labels, what is shown in them and what is read back."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from zhinan.engines.vocabulary.dates import EXAMPLES, narrow, read_date

from .field_table import FORMS, RARE, Field
from .saying import listed
from .words import choices_of

_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,6})?")
_TIME = re.compile(r"([01]?\d|2[0-3])[:：]([0-5]\d)")
LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Shown:
    """A field with what stands in it; ``choices`` of a select, the present value among them."""

    field: Field
    value: str
    choices: tuple[tuple[str, Any], ...] = ()
    error: str = ""

    @property
    def is_folded(self) -> bool:
        return self.field.name in RARE and not self.value and not self.error


class FieldsRefused(Exception):
    """What was typed cannot be read: by field the reason, in Chinese."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        self.errors = dict(errors)
        super().__init__("; ".join(f"{name}: {said}" for name, said in self.errors.items()))


def shown_fields(
    kind: str,
    fields: Mapping[str, Any],
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] = {},
) -> list[Shown]:
    """The form of a record: what it holds, or what was typed and not accepted."""
    found = []
    for field in FORMS[kind]:
        value = as_typed(fields.get(field.name))
        if typed is not None:
            value = str(typed.get(field.name, ""))
        found.append(
            Shown(field, value, _choices(kind, field, value), str(errors.get(field.name, "")))
        )
    return found


def _choices(kind: str, field: Field, value: str) -> tuple[tuple[str, Any], ...]:
    if field.kind != "choice":
        return ()
    known = tuple(choices_of(kind, field.name).items())
    return known if not value or value in dict(known) else (*known, (value, value))


def as_typed(value: Any) -> str:
    """A value as it stands in a field: a list one a line, a flag ``1``.

    >>> as_typed(["甲", 2]), as_typed(True), as_typed(3.0), as_typed(None)
    ('甲\\n2', '1', '3', '')
    """
    if value is True:
        return "1"
    if isinstance(value, list | tuple):
        return "\n".join(listed(part, 99) for part in value)
    return "" if value is False else listed(value)


def read_fields(kind: str, typed: Mapping[str, str], now: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a record after its form was sent: what was not touched stays as it is.

    Raises:
        FieldsRefused: A number, date or time that is none.
    """
    found, errors = dict(now), {}
    for field in FORMS[kind]:
        text = str(typed.get(field.name, "")).replace("\r\n", "\n").strip()
        if text == as_typed(now.get(field.name)).strip():
            continue
        try:
            found[field.name] = _READERS[field.kind](text)
        except ValueError as reason:
            errors[field.name] = str(reason)
    if errors:
        raise FieldsRefused(errors)
    return found


def _text(text: str) -> str | None:
    if len(text) > LONGEST:
        raise ValueError(gettext("有%(n)s字，最多%(most)s字") % {"n": len(text), "most": LONGEST})
    return text or None


def _lines(text: str) -> list[str]:
    return [line.strip() for line in (_text(text) or "").split("\n") if line.strip()]


def _number(text: str) -> int | float | None:
    plain = narrow(text).replace(",", "").replace("，", "").strip()
    if not plain:
        return None
    if not _NUMBER.fullmatch(plain):
        raise ValueError(
            gettext("“%(text)s”不是数字，只写数字，单位写在单位栏") % {"text": text[:20]}
        )
    return float(plain) if "." in plain else int(plain)


def _value(text: str) -> Any:
    """A condition's value: several lines are a list, one line a number, a date or words."""
    lines = _lines(text)
    if len(lines) > 1:
        return lines
    if not lines:
        return None
    plain = narrow(lines[0]).replace(",", "")
    if _NUMBER.fullmatch(plain):
        return _number(plain)
    try:
        return read_date(lines[0]).isoformat()
    except ValueError:
        return lines[0]


def _date(text: str) -> str | None:
    if not text:
        return None
    try:
        return read_date(text).isoformat()
    except ValueError as reason:
        raise ValueError(
            gettext("%(reason)s，%(examples)s") % {"reason": reason, "examples": EXAMPLES}
        ) from None


def _time(text: str) -> str | None:
    if not text:
        return None
    match = _TIME.fullmatch(narrow(text))
    if match is None:
        raise ValueError(gettext("“%(text)s”不是时刻，如 17:30") % {"text": text[:10]})
    return f"{int(match[1]):02d}:{match[2]}"


def _years(text: str) -> list[int]:
    found = []
    for line in _lines(text):
        number = _number(line.removesuffix("年"))
        if not isinstance(number, int) or not 1900 <= number <= 2200:
            raise ValueError(
                gettext("“%(text)s”不是年份，一行写一个，如 2023") % {"text": line[:10]}
            )
        found.append(number)
    return found


_READERS: Mapping[str, Any] = {
    "text": _text, "long": _text, "lines": _lines, "value": _value, "number": _number, "date": _date,
    "time": _time, "flag": lambda text: text in ("1", "on"), "choice": _text, "years": _years,
}  # fmt: skip
