"""A document taken in to be read, and a reading given up."""

from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhinan.apps.readings.models import Reading
from zhinan.apps.readings.states import ABANDON_READING, ReadingState
from zhinan.apps.records.models import StoredFile
from zhinan.apps.records.services import record_act, store_file
from zhinan.apps.records.services.file_kinds import OLD_OFFICE, kind_of
from zhinan.apps.records.workflow import MoveRefused, perform, require
from zhinan.engines.guides.formats import Unreadable, read_bytes
from zhinan.engines.guides.formats.unpacking import MOST_BYTES, megabytes
from zhinan.engines.values import Finding

from .steps import account_of

ACCEPTED = frozenset({"txt", "docx", "pdf", "xlsx", "html"})
NEVER_READ = frozenset({OLD_OFFICE, "png", "jpg", "gif"})  # the formats say better what to do


def start_reading(
    uploaded: File[Any], *, actor: Any, office_name: str = "", pack: str = "", title: str = ""
) -> Reading:
    """Take in a document and have it read in the background; this returns at once.

    Raises:
        PermissionDenied: ``actor`` is not of the office.
        MoveRefused: ``FILE-…``: empty, too large, of no kind that is read.
    """
    require(actor, "readings.review")
    return take_in(uploaded, actor=actor, office_name=office_name, pack=pack, title=title)


def reread(reading: Reading, uploaded: File[Any], *, actor: Any) -> Reading:
    """Take in a corrected document; once read, decisions are carried over and the difference is kept.

    Raises:
        PermissionDenied: ``actor`` is not of the office.
        MoveRefused: ``FILE-…``, or ``READING-STATE``: the earlier one is not under review.
    """
    require(actor, "readings.review", reading)
    if reading.state not in (ReadingState.REVIEW, ReadingState.DRAFTED):
        raise MoveRefused(
            Finding(
                "READING-STATE",
                _("“%(title)s”当前状态为“%(state)s”，不能上传新稿")
                % {"title": reading.title, "state": reading.get_state_display()},
                remedy=_("请在最新的一稿上传，或另行读取"),
            )
        )
    return take_in(
        uploaded,
        actor=actor,
        office_name=reading.office_name,
        pack=reading.pack,
        replaces=reading,
    )


def abandon_reading(reading: Reading, *, actor: Any) -> Reading:
    """Give a reading up; what was read and decided stays to be looked at.

    Raises:
        PermissionDenied: ``actor`` is not of the office.
        MoveRefused: A guide was drafted of it, or it was replaced.
    """
    return perform(ABANDON_READING, reading, actor=actor)


def take_in(
    uploaded: File[Any],
    *,
    actor: Any,
    office_name: str = "",
    pack: str = "",
    title: str = "",
    replaces: Reading | None = None,
    is_queued: bool = True,
) -> Reading:
    """Store the file, write the reading and queue the task.

    Args:
        actor: None is the command line.
        is_queued: Not where the caller reads it itself.

    Raises:
        MoveRefused: ``FILE-…``.
    """
    name = Path(uploaded.name or "").name
    _refuse_early(uploaded, name)
    with transaction.atomic():
        stored = store_file(uploaded, accept=ACCEPTED | {"htm"}, limit_bytes=MOST_BYTES)
        reading = Reading.objects.create(
            title=(title.strip() or Path(name).stem)[:200],
            pack=pack.strip(),
            office_name=office_name.strip()[:120],
            file=stored,
            file_name=_short_name(name),
            file_kind=Path(name).suffix.lower().removeprefix(".").replace("htm", "html")[:4],
            created_by_id=account_of(actor),
            heard_at=timezone.now(),
            replaces=replaces,
        )
        _record(reading, stored, actor)
        if is_queued:
            _queue(reading.pk)
    return reading


def _queue(reading_id: int) -> None:
    from zhinan.apps.readings.tasks import read_reading

    if read_reading.get_backend().supports_defer:
        read_reading.enqueue(reading_id)  # a row of this transaction: it goes or stays with it
    else:
        transaction.on_commit(lambda: read_reading.enqueue(reading_id))


def _record(reading: Reading, stored: StoredFile, actor: Any) -> None:
    record_act(
        "readings.start_reading",
        reading,
        actor=actor,
        summary=f"上传公文“{reading.file_name}”待读取",
        after={
            "file": stored.digest,
            "size": stored.size,
            "office_name": reading.office_name,
            "replaces": reading.replaces_id,
        },
    )


def _refuse_early(uploaded: File[Any], name: str) -> None:
    """Say no at once to what no reader takes, by its size or its first bytes."""
    size = uploaded.size or 0
    if size > MOST_BYTES:
        raise MoveRefused(
            Finding(
                "FILE-LARGE",
                _("文件“%(name)s”有%(size)s MB，超过%(most)s MB")
                % {"name": name, "size": megabytes(size), "most": megabytes(MOST_BYTES)},
                remedy=_("请去掉其中的图片（另存时压缩图片）或只保留指南正文后再选择"),
                field="file",
            )
        )
    if size and kind_of(uploaded) in NEVER_READ:  # type: ignore[arg-type]
        try:
            read_bytes(uploaded.read(), name)
        except Unreadable as refused:
            note = refused.note
            raise MoveRefused(
                Finding(note.code, note.fact, remedy=note.remedy, field="file")
            ) from None


def _short_name(name: str) -> str:
    """A file name of 200 characters at most, its ending kept."""
    ending = Path(name).suffix[-10:]
    return name if len(name) <= 200 else name[: 200 - len(ending)] + ending
