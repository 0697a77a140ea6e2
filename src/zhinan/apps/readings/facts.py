"""Rows of readings as the engines' values."""

import hashlib
import json
import logging
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import astuple, replace
from datetime import date
from pathlib import Path

from django.conf import settings

from zhinan.apps.registry.selectors import workday_table
from zhinan.engines.drafting import About, Draft, Fact, about_from, draft_pack
from zhinan.engines.guides.lexicon_reading import read_lexicon
from zhinan.engines.guides.record import TYPES, Record
from zhinan.engines.lint import LintReport, lint_pack
from zhinan.engines.packs import load_pack

from .models import Entry, Reading, Standing
from .selectors import entries_of

log = logging.getLogger(__name__)
MOST_DRAFTS = 8
_drafts: OrderedDict[str, Draft] = OrderedDict()  # per process; by what they were made of
_reports: OrderedDict[str, LintReport] = OrderedDict()
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


def about_of(reading: Reading) -> About:
    """What the office has said of the guide so far, and for the rest what the document itself says."""
    about = about_from(
        facts_of(reading),
        office_name=reading.office_name,
        region_code=reading.region_code,
        source_name=reading.file_name,
        pack=reading.pack,
    )
    return replace(about, year=about.year or reading.year or 0)


def draft_of(reading: Reading, about: About | None = None) -> Draft:
    """The pack that would be drafted of the entries as they stand; made once in a process for every content."""
    about = about or about_of(reading)
    key = _key_of(reading, about)
    draft = _drafts.get(key)
    if draft is None:
        draft = _drafts[key] = draft_pack(
            reading.text, facts_of(reading), about, lexicon=own_lexicon()
        )
        while len(_drafts) > MOST_DRAFTS:
            _drafts.popitem(last=False)
    return draft


def own_lexicon() -> str:
    """The bureau's own phrases of conditions (ZHINAN_LEXICON); empty where there are none, or where they are faulty."""
    if not settings.LEXICON_FILE:
        return ""
    file = Path(settings.LEXICON_FILE)
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        log.exception("the lexicon %s cannot be read; the shipped one is used", file)
        return ""
    faults = read_lexicon(text, file=file.name)[1]
    for fault in faults:
        log.error("the lexicon is not used: %s", fault)
    return "" if faults else text


def lint_of(reading: Reading, about: About | None = None) -> LintReport | None:
    """What is wrong with the guide as it would be drafted now; None before anything was read."""
    if not reading.text_digest:
        return None
    about = about or about_of(reading)
    key = _key_of(reading, about)
    report = _reports.get(key)
    if report is None:
        # The table of working days changes once a year: a report is not kept apart by it.
        days = (
            workday_table(date(about.year - 1, 1, 1), date(about.year + 1, 12, 31))
            if about.year
            else {}
        )
        report = _reports[key] = lint_pack(load_pack(draft_of(reading, about).files), days=days)
        while len(_reports) > MOST_DRAFTS:
            _reports.popitem(last=False)
    return report


def _key_of(reading: Reading, about: About) -> str:
    return json.dumps([digest_of(reading), own_lexicon(), *astuple(about)], ensure_ascii=False)
