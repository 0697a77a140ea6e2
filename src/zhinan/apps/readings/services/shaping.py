"""Entries split, merged and added by hand."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhinan.apps.readings.models import Entry, Origin, Reading, Standing, StepKind
from zhinan.apps.records.workflow import MoveRefused
from zhinan.engines.values import Finding

from .steps import decided, entry_at, lock_for_review, take_step
from .writing import check_fields, check_span, quote_of


@transaction.atomic
def split_entry(entry: Entry, at: int, *, actor: Any, version: int) -> tuple[Entry, Entry]:
    """Make two entries of one, parted at an offset of the text; the one is left out, the two are to be decided.

    Raises:
        PermissionDenied: ``actor`` may not review.
        MoveRefused: ``ENTRY-CHANGED``, ``SPLIT-OUTSIDE``, ``ENTRY-STANDING`` or ``READING-STATE``.
    """
    reading = lock_for_review(entry.reading, actor)
    fresh = entry_at(reading, entry, version)
    _refuse_discarded(fresh)
    quote = quote_of(reading, fresh.start, fresh.end)
    cut = at - fresh.start
    if not 0 < cut < len(quote) or not quote[:cut].strip() or not quote[cut:].strip():
        raise MoveRefused(
            Finding(
                "SPLIT-OUTSIDE",
                _("拆分位置%(at)s不在记录%(key)s的文字（%(start)s—%(end)s）之中")
                % {"at": at, "key": fresh.key, "start": fresh.start, "end": fresh.end},
                remedy=_("请选在两边都有文字的位置"),
                field=fresh.key,
            )
        )
    first, second = quote[:cut].rstrip(), quote[cut:].lstrip()
    halves = (
        _heir([fresh], fresh.start, fresh.start + len(first)),
        _heir([fresh], fresh.end - len(second), fresh.end),
    )
    columns = decided(actor, Standing.DISCARDED)
    take_step(reading, StepKind.SPLIT, actor=actor, changes=[(fresh, columns)], added=halves)
    return halves


@transaction.atomic
def merge_entries(entries: Sequence[Entry], *, actor: Any, versions: Sequence[int]) -> Entry:
    """Make one entry of several of the same type; it spans them all and is to be decided.

    Blank fields of the first are filled from the others, lists are joined.

    Raises:
        PermissionDenied: ``actor`` may not review.
        MoveRefused: ``ENTRY-CHANGED``, ``MERGE-FEW``, ``MERGE-TYPES``, ``ENTRY-STANDING`` or ``READING-STATE``.
    """
    if len({entry.key for entry in entries}) < 2:
        fact = _("只选了%(count)s条记录") % {"count": len(entries)}
        raise MoveRefused(Finding("MERGE-FEW", fact, remedy=_("请选两条以上再合并")))
    reading = lock_for_review(entries[0].reading, actor)
    fresh = [entry_at(reading, e, v) for e, v in zip(entries, versions, strict=True)]
    fresh.sort(key=lambda e: (e.start, e.end, e.pk))
    for entry in fresh:
        _refuse_discarded(entry)
    if len({entry.type for entry in fresh}) > 1:
        fact = _("所选记录种类不同：%(keys)s") % {"keys": "、".join(e.key for e in fresh)}
        raise MoveRefused(Finding("MERGE-TYPES", fact, remedy=_("请先把种类改成一样，再合并")))
    heir = _heir(fresh, fresh[0].start, max(entry.end for entry in fresh))
    columns = decided(actor, Standing.DISCARDED)
    changes = [(entry, columns) for entry in fresh]
    take_step(reading, StepKind.MERGE, actor=actor, changes=changes, added=[heir])
    return heir


@transaction.atomic
def add_entry(
    reading: Reading, *, actor: Any, type: str, start: int, end: int, fields: Mapping[str, Any]
) -> Entry:
    """Add a fact the reader did not see; who adds it stands for it, so it is confirmed.

    Raises:
        PermissionDenied: ``actor`` may not review.
        MoveRefused: ``READING-STATE``, or what is wrong with a field or the span.
    """
    locked = lock_for_review(reading, actor)
    check_span(locked, start, end)
    check_fields(type, fields, whole=fields)
    above = Entry.objects.filter(reading=locked, start__lte=start, is_withdrawn=False)
    nearest = above.exclude(document="").order_by("-start", "-pk").first()
    entry = Entry(
        type=type,
        start=start,
        end=end,
        document=nearest.document if nearest else "",
        fields=dict(fields),
        confidence_permille=1000,
        origin=Origin.PERSON,
        **decided(actor, Standing.CONFIRMED),
    )
    take_step(locked, StepKind.ADD, actor=actor, added=[entry])
    return entry


def _heir(parents: Sequence[Entry], start: int, end: int) -> Entry:
    """An entry made of others, to be decided: nobody is sure of it yet."""
    questions = [entry.question for entry in parents if entry.question]
    return Entry(
        type=parents[0].type,
        start=start,
        end=end,
        document=parents[0].document,
        fields=_joined([entry.fields for entry in parents]),
        question=" ".join(dict.fromkeys(questions)),
        answers=parents[0].answers if len(parents) == 1 else [],
        origin=Origin.PERSON,
        parents=[entry.key for entry in parents],
    )


def _joined(many: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    joined = dict(many[0])
    for fields in many[1:]:
        for name, value in fields.items():
            mine = joined.get(name)
            if mine in (None, "", []):
                joined[name] = value
            elif isinstance(mine, list) and isinstance(value, list):
                joined[name] = [*mine, *(item for item in value if item not in mine)]
    return joined


def _refuse_discarded(entry: Entry) -> None:
    if entry.standing == Standing.DISCARDED:
        fact = _("记录%(key)s已剔除") % {"key": entry.key}
        raise MoveRefused(
            Finding("ENTRY-STANDING", fact, remedy=_("请先恢复为待确认"), field=entry.key)
        )
