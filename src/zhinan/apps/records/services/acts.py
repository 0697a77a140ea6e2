"""One line of the record, chained to the line before it on the same subject."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.transaction import TransactionManagementError
from django.utils import timezone, translation

from zhinan.apps.records.models import Act, ChainHead
from zhinan.engines.transparency.chain import chain_digest

SYSTEM = "系统"


def record_act(
    action: str,
    subject: models.Model,
    *,
    actor: Any,
    summary: Any,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    note: str = "",
) -> Act:
    """Write one line to the subject's chain, in the caller's transaction.

    Texts are kept in Chinese whatever language the actor reads; ``actor`` None is the system itself.

    Raises:
        TransactionManagementError: Called outside a transaction.
        TypeError: ``before`` or ``after`` holds a float.
        ValueError: ``subject`` was never saved.
    """
    if not transaction.get_connection().in_atomic_block:
        raise TransactionManagementError(f"{action} must be recorded inside transaction.atomic()")
    if subject.pk is None:
        raise ValueError(
            f"{action}: the subject must be saved before it is recorded, got {subject!r}"
        )
    head = lock_head(subject._meta.label_lower, str(subject.pk))
    with translation.override(settings.LANGUAGE_CODE):
        act = Act(
            subject_kind=head.subject_kind,
            subject_id=head.subject_id,
            position=head.length + 1,
            at=timezone.now(),
            action=action,
            summary=_shortened(summary, 300),
            before=None if before is None else plain(before),
            after=None if after is None else plain(after),
            note=str(note),
            previous_digest=head.digest,
            **_who(actor),
        )
    act.digest = digest_of(act)
    act.save(force_insert=True)
    head.length, head.digest = act.position, act.digest
    head.save(update_fields=["length", "digest"])
    return act


def lock_head(kind: str, subject_id: str) -> ChainHead:
    """The end of a chain, locked until the transaction ends; made where there is none yet."""
    mine = ChainHead.objects.select_for_update().filter(subject_kind=kind, subject_id=subject_id)
    head = mine.first()
    if head is None:
        # Two first writers: the later one waits here for the earlier to commit, then finds its row.
        ChainHead.objects.bulk_create(
            [ChainHead(subject_kind=kind, subject_id=subject_id)], ignore_conflicts=True
        )
        head = mine.get()
    return head


def digest_of(act: Act) -> str:
    """The digest that ``act`` must carry, computed from its other columns."""
    return chain_digest(fields_of(act), previous=act.previous_digest)


def fields_of(act: Act) -> dict[str, Any]:
    """The columns that a line's digest covers."""
    return {
        "subject_kind": act.subject_kind,
        "subject_id": act.subject_id,
        "position": act.position,
        "at": act.at and act.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "account_id": act.account_id,
        "account_name": act.account_name,
        "role": act.role,
        "action": act.action,
        "summary": act.summary,
        "before": act.before,
        "after": act.after,
        "note": act.note,
    }


def plain(value: Any) -> Any:
    """A JSON value that reads back from the database as it was written; floats stay, to be refused."""
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        items = sorted(value) if isinstance(value, set | frozenset) else value
        return [plain(item) for item in items]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, models.Model):
        return plain(value.pk)
    return str(value)


def _who(actor: Any) -> dict[str, Any]:
    if actor is None:
        return {"account_id": None, "account_name": SYSTEM, "role": SYSTEM}
    grant = getattr(actor, "grant", None)
    return {
        "account_id": actor.account.pk if actor.account else None,
        "account_name": _shortened(actor.name, 64),
        "role": _shortened(grant or "", 120),
    }


def _shortened(text: Any, most: int) -> str:
    whole = str(text)
    return whole if len(whole) <= most else whole[: most - 1] + "…"
