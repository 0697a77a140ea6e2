"""Rows of readings as the engines' values."""

import hashlib
import json
from collections.abc import Iterable

from zhinan.engines.drafting.fact import Fact
from zhinan.engines.guides.record import TYPES, Record

from .models import Entry, Reading, Standing
from .selectors import entries_of

SETTLED = (Standing.CONFIRMED, Standing.CORRECTED)


def record_of(entry: Entry) -> Record:
    """An entry as a record; a question that was settled is no longer asked."""
    is_settled = entry.standing in SETTLED
    return Record(
        entry.type,
        entry.start,
        entry.end,
        entry.fields,
        entry.document,
        entry.confidence_permille / 1000,
        entry.why,
        "" if is_settled else entry.question,
    )


def facts_of(reading: Reading) -> list[Fact]:
    """What a guide is drafted from: entries not discarded, in the order a reader gives records."""
    kept = entries_of(reading).exclude(standing=Standing.DISCARDED)
    return [
        Fact(key=entry.key, record=record_of(entry), is_confirmed=entry.standing in SETTLED)
        for entry in in_order(kept)
    ]


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """By place; at one place in the order of ``TYPES``, then as added."""
    return sorted(entries, key=lambda e: (e.start, TYPES.index(e.type), e.end, e.pk or 0))


def digest_of(reading: Reading) -> str:
    """SHA-256 over the text and all entries as they stand: what a draft was made of."""
    rows = Entry.objects.filter(reading=reading, is_withdrawn=False).order_by("pk")
    content = [
        [e.key, e.type, e.start, e.end, e.document, e.fields, e.question, e.standing] for e in rows
    ]
    written = json.dumps(
        [reading.text_digest, content], ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()
