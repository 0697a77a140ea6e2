"""The machinery of steps: one lock a reading, one number a step, what each column was before and after."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from zhinan.apps.readings.models import Entry, Reading, Step, StepKind
from zhinan.apps.readings.states import ReadingState
from zhinan.apps.records.workflow import MoveRefused, require
from zhinan.engines.values import Finding

OPEN_STATES = (ReadingState.REVIEW, ReadingState.DRAFTED)
BATCH = 200
Columns = Mapping[str, Any]


def lock_for_review(reading: Reading, actor: Any) -> Reading:
    """The reading without its text, locked until the transaction ends: steps of one reading follow one another.

    Raises:
        PermissionDenied: ``actor`` may not review.
        MoveRefused: ``READING-STATE``: it is not under review.
    """
    require(actor, "readings.review", reading)
    locked = Reading.objects.select_for_update().defer("text").get(pk=reading.pk)
    if locked.state not in OPEN_STATES:
        raise MoveRefused(
            Finding(
                "READING-STATE",
                _("“%(title)s”当前状态为“%(state)s”，不能再改记录")
                % {"title": locked.title, "state": locked.get_state_display()},
                remedy=_("请刷新页面查看最新状态"),
            )
        )
    return locked


def entry_at(reading: Reading, entry: Entry, version: int) -> Entry:
    """The entry as it is now, where it is still at the version the actor saw.

    Raises:
        MoveRefused: ``ENTRY-CHANGED``: names who changed it and when.
    """
    fresh = Entry.objects.select_related("decided_by").get(reading=reading, key=entry.key)
    if fresh.version != version or fresh.is_withdrawn:
        raise MoveRefused(changed_meanwhile(fresh))
    return fresh


def changed_meanwhile(entry: Entry) -> Finding:
    """Who changed an entry last, and when."""
    step = (
        Step.objects.filter(reading=entry.reading_id, number=entry.changed_step)
        .select_related("account")
        .first()
    )
    if step is None:
        fact = _("记录%(key)s已不是刚才看到的内容") % {"key": entry.key}
    else:
        fact = _("记录%(key)s已由%(who)s于%(when)s%(what)s（第%(number)s步）") % {
            "key": entry.key,
            "who": who_took(step),
            "when": timezone.localtime(step.at).strftime("%Y-%m-%d %H:%M:%S"),
            "what": step.get_kind_display(),
            "number": step.number,
        }
    return Finding("ENTRY-CHANGED", fact, remedy=_("请看现在的内容，再决定"), field=entry.key)


def who_took(step: Step) -> str:
    """The name of whoever took a step."""
    return str(step.account) if step.account else _("系统")


def decided(actor: Any, standing: str) -> dict[str, Any]:
    """The columns of a decision."""
    return {
        "standing": standing,
        "decided_by_id": account_of(actor),
        "decided_at": timezone.now(),
    }


def account_of(actor: Any) -> int | None:
    """The id behind an actor; None for the system and the command line."""
    return actor.account.pk if actor is not None and actor.account else None


def take_step(
    reading: Reading,
    kind: str,
    *,
    actor: Any,
    changes: Sequence[tuple[Entry, Columns]] = (),
    added: Sequence[Entry] = (),
    note: str = "",
) -> Step:
    """Write one step: change and add entries, remember both sides, count on.

    Args:
        reading: Locked in the caller's transaction.
        changes: Entries as they are, each with its new columns.
        added: Entries not saved yet; their keys are given here.
    """
    number = reading.last_step + 1
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for entry, columns in changes:
        new = {**columns, "made_by_step": number}
        before[entry.key] = _plain({name: getattr(entry, name) for name in new})
        after[entry.key] = _plain(new)
    _write([(entry, after[entry.key]) for entry, _columns in changes], number)
    for entry in _keyed(reading, added):
        entry.made_by_step = entry.changed_step = number
        before[entry.key] = {"is_withdrawn": True, "made_by_step": 0}
        after[entry.key] = {"is_withdrawn": False, "made_by_step": number}
    Entry.objects.bulk_create(added, batch_size=BATCH)
    return _written(reading, kind, actor, before, after, note)


def reverse_step(reading: Reading, step: Step, kind: str, *, actor: Any) -> Step:
    """Write one step that takes ``step`` back or brings it again.

    Raises:
        MoveRefused: ``UNDO-BUILT-ON``: an entry of it was changed since; says by whom and when.
    """
    source, goal = step.after, step.before
    if kind == StepKind.REDO:
        source, goal = goal, source
    entries = {e.key: e for e in Entry.objects.filter(reading=reading, key__in=list(goal))}
    for key in goal:
        if entries[key].made_by_step != source[key]["made_by_step"]:
            raise MoveRefused(_built_on(entries[key], step))
    number = reading.last_step + 1
    _write([(entries[key], columns) for key, columns in goal.items()], number)
    made = _written(reading, kind, actor, source, goal, "", step.number)
    step.undone_by_step = number if kind == StepKind.UNDO else None
    step.applied_at_step = number if kind == StepKind.REDO else step.applied_at_step
    step.save(update_fields=["undone_by_step", "applied_at_step"])
    return made


def _built_on(entry: Entry, step: Step) -> Finding:
    later = changed_meanwhile(entry)
    return Finding(
        "UNDO-BUILT-ON",
        _("第%(number)s步之后，%(fact)s") % {"number": step.number, "fact": later.fact},
        remedy=_("请先撤销后来的一步"),
        field=entry.key,
    )


def _keyed(reading: Reading, added: Sequence[Entry]) -> Iterable[Entry]:
    for entry in added:
        reading.last_key += 1
        entry.reading, entry.key = reading, f"e{reading.last_key}"
        yield entry


def _write(changes: Sequence[tuple[Entry, Columns]], number: int) -> None:
    """Write new columns, those alike in one statement: a thousand confirmed at once are five."""
    alike: dict[str, list[Entry]] = {}
    for entry, columns in changes:
        for name, value in _read_back(columns).items():
            setattr(entry, name, value)
        entry.version += 1
        entry.changed_step = number
        alike.setdefault(json.dumps(columns, sort_keys=True), []).append(entry)
    for written, entries in alike.items():
        columns = _read_back(json.loads(written))
        for at in range(0, len(entries), BATCH):
            rows = Entry.objects.filter(pk__in=[e.pk for e in entries[at : at + BATCH]])
            rows.update(**columns, version=F("version") + 1, changed_step=number)


def _written(
    reading: Reading,
    kind: str,
    actor: Any,
    before: Columns,
    after: Columns,
    note: str,
    target: int | None = None,
) -> Step:
    reading.last_step += 1
    reading.save(update_fields=["last_step", "last_key"])
    return Step.objects.create(
        reading=reading, number=reading.last_step, kind=kind, account_id=account_of(actor),
        at=timezone.now(), note=note, before=before, after=after, target=target,
        applied_at_step=reading.last_step,
    )  # fmt: skip


def _plain(columns: Columns) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in columns.items()
    }


def _read_back(columns: Columns) -> dict[str, Any]:
    at = columns.get("decided_at")
    return {**columns, "decided_at": datetime.fromisoformat(at)} if at else dict(columns)
