"""What a selected passage gives away of the record somebody wants to make of it."""

from collections.abc import Iterable
from typing import Any

from zhinan.apps.readings.models import Entry, Standing
from zhinan.engines.guides.layout import layout_of
from zhinan.engines.guides.paragraphs import paragraphs_of
from zhinan.engines.guides.reading import records_of
from zhinan.engines.guides.source import Source

NAME_OF = {
    "document": "title", "section": "title", "programme": "name", "topic": "title", "required_document": "name",
    "indicator": "name", "key_project": "name", "form": "title", "policy_citation": "title",
}  # fmt: skip
OWNED = (
    "topic",
    "contact",
    "deadline",
    "quota",
    "condition",
    "support",
    "required_document",
    "process",
)
LONGEST = 200


def guessed_fields(kind: str, quote: str, entries: Iterable[Entry], start: int) -> dict[str, Any]:
    """Fields the reader finds in the quote alone, else its words as the name; and the programme it stands under."""
    fields = _read(kind, quote)
    words = " ".join(quote.split())
    if not fields and kind in NAME_OF:
        fields = {NAME_OF[kind]: words[:LONGEST]}
    if not fields and kind == "process":
        fields = {"stages": [part for part in words.replace("→", "、").split("、") if part]}
    if not fields and kind == "condition":
        fields = {"operator": "exists", "value": words[:LONGEST], "hardness": "hard", "check": "document"}  # fmt: skip
    if kind in OWNED and not fields.get("programme"):
        owner = _programme(entries, start)
        fields |= {"programme": owner} if owner else {}
    return fields


def _read(kind: str, quote: str) -> dict[str, Any]:
    source = Source(quote.strip() + "\n")
    if not paragraphs_of(source):
        return {}  # nothing but a page number
    for record in records_of(layout_of(source)):
        if record.type == kind:
            return dict(record.fields)
    return {}


def _programme(entries: Iterable[Entry], start: int) -> str:
    """The programme of the nearest record before, of those that belong to one."""
    name = ""
    for entry in entries:
        if entry.start > start:
            break
        if entry.standing != Standing.DISCARDED and entry.fields.get("programme"):
            name = str(entry.fields["programme"])
    return name
