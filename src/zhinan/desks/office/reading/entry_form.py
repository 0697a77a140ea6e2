"""One entry's form: what it says field by field, what kind it is, the words it stands on; and a new one's."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from zhinan.apps.readings.models import Entry, Reading
from zhinan.apps.readings.selectors import entries_of
from zhinan.apps.readings.services import add_entry, correct_entry
from zhinan.apps.records.workflow import MoveRefused
from zhinan.desks.asked import number_in
from zhinan.engines.guides.record_fields import fields_kept
from zhinan.engines.values import Finding

from .field_table import FORMS, names_of
from .fields import FieldsRefused, Shown, read_fields, shown_fields
from .guessing import guessed_fields
from .words import TYPE_NAMES

NEAR = 12  # characters shown behind a place where an entry may be parted
_STOP = re.compile(r"[，。；、：,;]|\n")


@dataclass(frozen=True, slots=True)
class EntryForm:
    """The form as drawn. ``key`` and ``version`` are blank for an entry still to be added."""

    kind: str
    quote: str
    start: int
    end: int
    shown: list[Shown]
    key: str = ""
    version: int = 0
    findings: tuple[Finding, ...] = field(default=())

    @property
    def cuts(self) -> list[tuple[int, str]]:
        """Where the quote may be parted: behind its punctuation, each with the words that follow."""
        found = [
            (m.end(), self.quote[m.end() : m.end() + NEAR]) for m in _STOP.finditer(self.quote)
        ]
        return [(self.start + at, words.strip()) for at, words in found if words.strip()]

    @property
    def types(self) -> list[tuple[str, Any]]:
        return list(TYPE_NAMES.items())


def form_of(entry: Entry, text: str, kind: str = "") -> EntryForm:
    """The form of an entry as it stands, or as it would be as one of another kind."""
    kind = kind if kind in FORMS else entry.type
    quote = text[entry.start : entry.end]
    shown = shown_fields(kind, _fields_as(entry, kind, quote))
    return EntryForm(kind, quote, entry.start, entry.end, shown, entry.key, entry.version)


def _fields_as(entry: Entry, kind: str, quote: str) -> dict[str, Any]:
    """The fields of an entry under another kind: those both have, and what the quote gives away."""
    if kind == entry.type:
        return dict(entry.fields)
    return guessed_fields(kind, quote, (), 0) | fields_kept(entry.fields, kind)


def new_form(reading: Reading, kind: str, start: int, end: int) -> EntryForm:
    """The form of an entry to be added, with what the quote itself gives away."""
    quote = reading.text[start:end]
    fields = guessed_fields(kind, quote, entries_of(reading), start)
    return EntryForm(kind, quote, start, end, shown_fields(kind, fields))


def typed_form(
    request: Any, entry: Entry | None, reading: Reading, findings: Any, errors: Mapping[str, str]
) -> EntryForm:
    """The form as typed and not accepted; nothing typed is lost."""
    typed = request.POST
    kind = _kind(request, entry)
    start, end = _span(request, reading, entry)
    quote = typed.get("quote", "") or reading.text[start:end]
    if (
        typed.get("shown_as", kind) != kind
    ):  # its kind was changed: the fields shown belong to another
        fields = _fields_as(entry, kind, quote) if entry else guessed_fields(kind, quote, (), start)
        shown = shown_fields(kind, fields)
    else:
        shown = shown_fields(kind, entry.fields if entry else {}, typed, errors)
    key, version = (entry.key if entry else ""), number_in(typed, "version") or 0
    return EntryForm(kind, quote, start, end, shown, key, version, tuple(findings))


def kind_changed(request: Any, entry: Entry | None) -> bool:
    """Whether another kind was chosen, so that its fields have to be shown before anything is saved."""
    return bool(request.POST.get("shown_as", _kind(request, entry)) != _kind(request, entry))


def _kind(request: Any, entry: Entry | None) -> str:
    chosen = request.POST.get("type", "")
    return chosen if chosen in FORMS else entry.type if entry else "condition"


def save_entry(request: Any, reading: Reading, entry: Entry) -> Entry:
    """Correct an entry as its form says.

    Raises:
        FieldsRefused: A field that cannot be read.
        MoveRefused: The service refuses it.
    """
    kind = _kind(request, entry)
    start, end = located(request, reading, entry)
    now = _fields_as(entry, kind, reading.text[entry.start : entry.end])
    changed = read_fields(kind, request.POST, now)
    kept = fields_kept(entry.fields, kind)
    fields = {k: v for k, v in changed.items() if k not in kept or kept[k] != v}
    return correct_entry(
        entry,
        actor=request.actor,
        version=number_in(request.POST, "version") or 0,
        fields=fields or None,
        type=kind if kind != entry.type else None,
        start=start,
        end=end,
    )


def add_from(request: Any, reading: Reading) -> Entry:
    """Add the entry a form describes.

    Raises:
        FieldsRefused: A field that cannot be read.
        MoveRefused: The service refuses it.
    """
    kind = _kind(request, None)
    start, end = located(request, reading, None)
    guessed = guessed_fields(kind, reading.text[start:end], entries_of(reading), start)
    fields = read_fields(kind, request.POST, guessed)
    return add_entry(reading, actor=request.actor, type=kind, start=start, end=end, fields=fields)


def located(request: Any, reading: Reading, entry: Entry | None) -> tuple[int, int]:
    """The stretch a form means: as selected, or where the quote typed stands nearest to where it stood.

    Raises:
        MoveRefused: ``QUOTE-NOT-FOUND``.
    """
    quote = request.POST.get("quote", "").replace("\r\n", "\n").strip()
    start, end = _span(request, reading, entry)
    if not quote or reading.text[start:end].strip() == quote:
        return start, end
    places = _places(reading.text, quote)
    if not places:
        fact = _("原文中没有“%(quote)s”") % {"quote": quote[:30]}
        remedy = _("请从左侧原文照抄，一字不差")
        raise MoveRefused(Finding("QUOTE-NOT-FOUND", fact, remedy=remedy, field="quote"))
    at = min(places, key=lambda place: abs(place - start))
    return at, at + len(quote)


def _places(text: str, quote: str) -> list[int]:
    found, at = [], text.find(quote)
    while at >= 0:
        found.append(at)
        at = text.find(quote, at + 1)
    return found


def _span(request: Any, reading: Reading, entry: Entry | None) -> tuple[int, int]:
    start, end = number_in(request.POST, "start"), number_in(request.POST, "end")
    if start is None or end is None:
        return (entry.start, entry.end) if entry else (0, 0)
    return start, end


def by_field(refused: MoveRefused) -> dict[str, str]:
    """What a refusal says of single fields, with their labels in the words."""
    names = names_of()
    return {
        f.field: str(f.fact).replace(f.field, str(names[f.field]))
        for f in refused.findings
        if f.field in names
    }


__all__ = ["EntryForm", "FieldsRefused", "add_from", "by_field", "form_of", "kind_changed", "new_form", "save_entry", "typed_form"]  # fmt: skip
