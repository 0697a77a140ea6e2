"""What the reading itself does, in the background: read the file, file what was found, or say why not."""

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict
from importlib.metadata import version
from time import monotonic
from typing import Any

from django.db import transaction
from django.utils import timezone

from zhinan.apps.readings.models import Entry, Reading
from zhinan.apps.readings.states import (
    FAIL_READING,
    FINISH_READING,
    REPLACE_READING,
    ReadingState,
)
from zhinan.apps.records.services import notify, open_file
from zhinan.apps.records.workflow import perform
from zhinan.engines.drafting import Fact, about_from
from zhinan.engines.guides import formats
from zhinan.engines.guides.record import Record

from .carrying import carry_over
from .steps import BATCH

_CODE = re.compile(r"\[([A-Z0-9-]+)\]$")
EVERY_SECONDS = 1.0  # between two signs of life


def read_file_of(reading: Reading) -> Reading:
    """Read the document and file it, or note why it cannot be read. Nothing is filed by halves.

    Another fault than the document's own is raised on, with nothing changed.
    """
    from zhinan.engines.guides.reading import read_document
    from zhinan.engines.guides.refusals import UnreadableError

    with open_file(reading.file) as stored:
        content = stored.read()
    try:
        found = formats.read_bytes(content, reading.file_name, progress=_teller(reading))
        records = read_document(found.text, name=reading.file_name)
    except formats.Unreadable as refused:
        note = refused.note
        return note_failure(reading, code=note.code, fact=note.fact, remedy=note.remedy)
    except UnreadableError as refused:
        return note_failure(reading, **_parted(str(refused)))
    return file_reading(reading, found, records)


@transaction.atomic
def file_reading(reading: Reading, found: formats.Reading, records: Sequence[Record]) -> Reading:
    """Write text and entries, carry over what was decided of the earlier document, open the review.

    Raises:
        MoveRefused: It was abandoned, or filed already.
    """
    locked = Reading.objects.select_for_update().get(pk=reading.pk)
    filed = perform(FINISH_READING, _with_text(locked, found, records), actor=None)
    entries = entries_from(filed, records)
    Entry.objects.bulk_create(entries, batch_size=BATCH)
    Reading.objects.filter(pk=filed.pk).update(last_key=len(entries))
    filed.last_key = len(entries)
    if filed.replaces is not None:
        # Locked first: what others decide of the earlier document until now goes along, nothing after.
        earlier = Reading.objects.select_for_update().get(pk=filed.replaces.pk)
        if earlier.state in REPLACE_READING.sources:
            perform(REPLACE_READING, earlier, actor=None)
        carry_over(earlier, filed, entries)
    _tell(filed, f"“{filed.title}”已读完，{len(entries)}条记录待核对")
    return filed


@transaction.atomic
def note_failure(reading: Reading, *, code: str, fact: str, remedy: str) -> Reading:
    """Keep why a document cannot be read, and what to do.

    Raises:
        MoveRefused: It was abandoned, or filed already.
    """
    failure = {"code": code, "fact": fact, "remedy": remedy}
    failed = perform(FAIL_READING, reading, actor=None, failure=failure)
    _tell(failed, f"“{failed.title}”读不了：{fact}", remedy)
    return failed


def entries_from(reading: Reading, records: Sequence[Record]) -> list[Entry]:
    """What was read, as entries not saved yet, in the order of the document."""
    return [
        Entry(
            reading=reading,
            key=f"e{number}",
            type=record.type,
            start=record.start,
            end=record.end,
            document=record.document,
            fields=json.loads(json.dumps(dict(record.fields), ensure_ascii=False, default=str)),
            confidence_permille=round(record.confidence * 1000),
            why=record.why[:80],
            question=record.question,
            answers=[
                {"label": answer.label, "fields": dict(answer.fields)}
                for answer in getattr(record, "answers", ())
            ],
        )
        for number, record in enumerate(records, 1)
        if record.start < record.end
    ]


def _with_text(reading: Reading, found: formats.Reading, records: Sequence[Record]) -> Reading:
    """The text is written before the move: a line of the record holds no document."""
    about = about_from([Fact(f"e{n}", record) for n, record in enumerate(records, 1)])
    reading.text = found.text
    reading.text_length = len(found.text)
    reading.text_digest = hashlib.sha256(found.text.encode()).hexdigest()
    reading.notes = [asdict(note) for note in found.notes]
    reading.page_starts = list(found.pages)
    reading.pages_total = reading.pages_done = len(found.pages)
    reading.reader_version = version("zhinan")
    if about.title and reading.title == _stem(reading.file_name):
        reading.title = about.title[:200]
    if reading.year is None and about.year:
        reading.year = about.year
    reading.save()
    return reading


def _teller(reading: Reading) -> Callable[[int, int], None]:
    """Write how far the pages are, at most once a second."""
    told = 0.0

    def tell(done: int, total: int) -> None:
        nonlocal told
        if monotonic() - told < EVERY_SECONDS and done != total:
            return
        told = monotonic()
        Reading.objects.filter(pk=reading.pk, state=ReadingState.READING).update(
            pages_done=done, pages_total=total, heard_at=timezone.now()
        )

    return tell


def _tell(reading: Reading, title: str, text: str = "") -> None:
    if reading.created_by is not None:
        link = f"/office/readings/{reading.pk}/"
        notify([reading.created_by], title=title, text=text, link=link)


def _stem(name: str) -> str:
    from pathlib import Path

    return Path(name).stem[:200]


def _parted(message: str) -> dict[str, Any]:
    """Code, fact and remedy of an engine's one-line refusal: fact。remedy。[CODE]."""
    match = _CODE.search(message)
    code = match[1] if match else "READ-REFUSED"
    fact, _dot, remedy = (message[: match.start()] if match else message).partition("。")
    return {"code": code, "fact": fact, "remedy": remedy.rstrip("。")}
