"""What a person decides of one entry, or of many at once: confirm, correct, answer, discard, reopen."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhinan.apps.readings.models import Entry, Reading, Standing, Step, StepKind
from zhinan.apps.records.workflow import MoveRefused
from zhinan.engines.guides.record_fields import fields_kept
from zhinan.engines.values import Finding

from .steps import decided, entry_at, lock_for_review, take_step
from .writing import check_fields, check_span

SURE_PERMILLE = 900


@transaction.atomic
def confirm_entry(entry: Entry, *, actor: Any, version: int) -> Entry:
    """Say that an entry is right as it stands.

    Raises:
        PermissionDenied: ``actor`` may not review.
        MoveRefused: ``ENTRY-CHANGED``, ``ENTRY-ASKED``, ``ENTRY-STANDING`` or ``READING-STATE``.
    """
    reading = lock_for_review(entry.reading, actor)
    fresh = entry_at(reading, entry, version)
    _refuse_unless(fresh, Standing.OPEN)
    if fresh.question:
        raise MoveRefused(_asked(fresh))
    take_step(
        reading,
        StepKind.CONFIRM,
        actor=actor,
        changes=[(fresh, decided(actor, Standing.CONFIRMED))],
    )
    return fresh


@transaction.atomic
def correct_entry(
    entry: Entry,
    *,
    actor: Any,
    version: int,
    fields: Mapping[str, Any] | None = None,
    type: str | None = None,
    start: int | None = None,
    end: int | None = None,
) -> Entry:
    """Change what an entry says, what it is, or where it stands. ``fields`` given replace the same fields.

    A new type keeps the fields both types know.

    Raises:
        PermissionDenied: ``actor`` may not review.
        MoveRefused: ``ENTRY-CHANGED``, ``ENTRY-SAME``, ``READING-STATE``, or what is wrong with a field or the span.
    """
    reading = lock_for_review(entry.reading, actor)
    fresh = entry_at(reading, entry, version)
    new: dict[str, Any] = {
        "type": type or fresh.type,
        "start": fresh.start if start is None else start,
        "end": fresh.end if end is None else end,
        "fields": fields_kept(fresh.fields, type or fresh.type) | dict(fields or {}),
    }
    if new == {name: getattr(fresh, name) for name in new}:
        raise MoveRefused(
            Finding(
                "ENTRY-SAME",
                _("记录%(key)s没有改动") % {"key": fresh.key},
                remedy=_("无误的请直接确认"),
            )
        )
    check_span(reading, new["start"], new["end"])
    check_fields(new["type"], fields or {}, whole=new["fields"])
    columns = new | _first_read_as(fresh) | decided(actor, Standing.CORRECTED)
    take_step(reading, StepKind.CORRECT, actor=actor, changes=[(fresh, columns)])
    return fresh


@transaction.atomic
def answer_entry(
    entry: Entry,
    *,
    actor: Any,
    version: int,
    answer: str,
    fields: Mapping[str, Any] | None = None,
) -> Entry:
    """Settle the question of an entry: ``answer`` in words, kept in the step; ``fields`` are what it changes.

    Raises:
        PermissionDenied: ``actor`` may not review.
        MoveRefused: ``ENTRY-CHANGED``, ``ENTRY-NOT-ASKED``, ``ANSWER-MISSING``, ``READING-STATE``, or a wrong field.
    """
    reading = lock_for_review(entry.reading, actor)
    fresh = entry_at(reading, entry, version)
    if not fresh.question:
        fact = _("记录%(key)s没有待答的问题") % {"key": fresh.key}
        raise MoveRefused(Finding("ENTRY-NOT-ASKED", fact, remedy=_("请确认或改正")))
    if not answer.strip():
        raise MoveRefused(
            Finding("ANSWER-MISSING", _("没有选择答复"), fresh.question, _("请选择或写明答复"))
        )
    new = dict(fresh.fields) | dict(fields or {})
    check_fields(fresh.type, fields or {}, whole=new)
    columns = {"fields": new, **_first_read_as(fresh), **decided(actor, Standing.CORRECTED)}
    take_step(
        reading,
        StepKind.ANSWER,
        actor=actor,
        changes=[(fresh, columns)],
        note=answer.strip(),
    )
    return fresh


@transaction.atomic
def discard_entry(entry: Entry, *, actor: Any, version: int) -> Entry:
    """Leave an entry out of the guide: it says nothing, or nothing that belongs there.

    Raises:
        PermissionDenied: ``actor`` may not review.
        MoveRefused: ``ENTRY-CHANGED``, ``ENTRY-STANDING`` or ``READING-STATE``.
    """
    reading = lock_for_review(entry.reading, actor)
    fresh = entry_at(reading, entry, version)
    _refuse_unless(fresh, Standing.OPEN, Standing.CONFIRMED, Standing.CORRECTED)
    columns = decided(actor, Standing.DISCARDED)
    take_step(reading, StepKind.DISCARD, actor=actor, changes=[(fresh, columns)])
    return fresh


@transaction.atomic
def reopen_entry(entry: Entry, *, actor: Any, version: int) -> Entry:
    """Make an entry to be decided again; what it says now is kept.

    Raises:
        PermissionDenied: ``actor`` may not review.
        MoveRefused: ``ENTRY-CHANGED``, ``ENTRY-STANDING``, ``ENTRY-REPLACED`` or ``READING-STATE``.
    """
    reading = lock_for_review(entry.reading, actor)
    fresh = entry_at(reading, entry, version)
    _refuse_unless(fresh, Standing.CONFIRMED, Standing.CORRECTED, Standing.DISCARDED)
    if heirs := [e.key for e in heirs_of(reading) if fresh.key in e.parents]:
        fact = _("记录%(key)s已拆分或合并为%(heirs)s") % {
            "key": fresh.key,
            "heirs": "、".join(heirs),
        }
        remedy = _("请撤销那一步，或先剔除后来的记录")
        raise MoveRefused(Finding("ENTRY-REPLACED", fact, remedy=remedy, field=fresh.key))
    columns = {"standing": Standing.OPEN, "decided_by_id": None, "decided_at": None}
    take_step(reading, StepKind.REOPEN, actor=actor, changes=[(fresh, columns)])
    return fresh


@transaction.atomic
def confirm_sure(
    reading: Reading,
    *,
    actor: Any,
    at_least_permille: int = SURE_PERMILLE,
    types: Iterable[str] | None = None,
) -> Step:
    """Confirm, in one step, every open entry without a question that the reader is this sure of.

    Proposals of a model are never among them.

    Raises:
        PermissionDenied: ``actor`` may not review.
        MoveRefused: ``NOTHING-SURE``: there is none; or ``READING-STATE``.
    """
    locked = lock_for_review(reading, actor)
    rows = Entry.objects.filter(
        reading=locked,
        standing=Standing.OPEN,
        is_withdrawn=False,
        question="",
        confidence_permille__gte=at_least_permille,
    ).exclude(origin="model")
    if types is not None:
        rows = rows.filter(type__in=list(types))
    entries = list(rows.order_by("pk"))
    if not entries:
        raise MoveRefused(
            Finding(
                "NOTHING-SURE",
                _("没有把握在%(percent)s%%以上的待确认记录") % {"percent": at_least_permille // 10},
                remedy=_("请逐条核对其余记录"),
            )
        )
    return _confirm(locked, entries, actor)


@transaction.atomic
def confirm_many(entries: Sequence[Entry], *, actor: Any, versions: Sequence[int]) -> Step:
    """Confirm several entries of one reading in one step, all or none.

    Raises:
        PermissionDenied: ``actor`` may not review.
        MoveRefused: As for one entry, of the first that cannot be confirmed.
    """
    reading = lock_for_review(entries[0].reading, actor)
    fresh = [entry_at(reading, e, v) for e, v in zip(entries, versions, strict=True)]
    for entry in fresh:
        _refuse_unless(entry, Standing.OPEN)
        if entry.question:
            raise MoveRefused(_asked(entry))
    return _confirm(reading, fresh, actor)


def heirs_of(reading: Reading) -> list[Entry]:
    """Entries that were split from or merged of others and still count."""
    rows = Entry.objects.filter(reading=reading, is_withdrawn=False).exclude(parents=[])
    return list(rows.exclude(standing=Standing.DISCARDED).order_by("pk"))


def _confirm(reading: Reading, entries: Sequence[Entry], actor: Any) -> Step:
    columns = decided(actor, Standing.CONFIRMED)
    changes = [(entry, columns) for entry in entries]
    return take_step(reading, StepKind.CONFIRM_MANY, actor=actor, changes=changes)


def _first_read_as(entry: Entry) -> dict[str, Any]:
    """What the reader read, kept once: a corrected document is compared with it."""
    if entry.read_as is not None:
        return {}
    names = ("type", "start", "end", "fields")
    return {"read_as": {name: getattr(entry, name) for name in names}}


def _refuse_unless(entry: Entry, *standings: str) -> None:
    if entry.standing in standings:
        return
    who = f"（{entry.decided_by}）" if entry.decided_by else ""
    raise MoveRefused(
        Finding(
            "ENTRY-STANDING",
            _("记录%(key)s“%(standing)s”%(who)s")
            % {"key": entry.key, "standing": entry.get_standing_display(), "who": who},
            remedy=_("要改变决定的，请先恢复为待确认"),
            field=entry.key,
        )
    )


def _asked(entry: Entry) -> Finding:
    return Finding(
        "ENTRY-ASKED",
        _("记录%(key)s有一个问题没有答复：%(question)s")
        % {"key": entry.key, "question": entry.question.rstrip("。")},
        remedy=_("请先答复、改正或剔除"),
        field=entry.key,
    )
