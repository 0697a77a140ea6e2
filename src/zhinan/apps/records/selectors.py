"""What of the record, and of the inbox, a reader may see."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from .models import Act, Checkpoint, Message
from .permissions import may_read_record


def acts_on(row: Any) -> QuerySet[Act]:
    """The chain of one row, oldest line first. The caller has checked that the reader may see the row."""
    return Act.objects.filter(subject_kind=row._meta.label_lower, subject_id=str(row.pk)).order_by(
        "position"
    )


def notes_of(rows: Iterable[Any], *, action: str) -> dict[int, str]:
    """The note of the last ``action`` on each row, by primary key; one statement.

    The caller has checked that the reader may see the rows, which are all of one kind.
    """
    found = list(rows)
    if not found:
        return {}
    acts = Act.objects.filter(
        subject_kind=found[0]._meta.label_lower,
        subject_id__in=[str(row.pk) for row in found],
        action=action,
    )
    return {
        int(subject): note
        for subject, note in acts.order_by("id").values_list("subject_id", "note")
    }


def acts_visible_to(actor: Any) -> QuerySet[Act]:
    """The whole record, newest line first, for supervision and audit; nothing for others."""
    if not may_read_record(actor, None):
        return Act.objects.none()
    return Act.objects.order_by("-id")


def acts_filtered(
    acts: QuerySet[Act],
    *,
    who: str = "",
    action: str = "",
    subject: str = "",
    since: date | None = None,
    until: date | None = None,
) -> QuerySet[Act]:
    """Narrow a list of acts.

    Args:
        acts: Where to start from, as a selector gave it.
        who: Part of the account's name or role.
        action: Beginning of an action: ``applications`` or ``applications.submit``.
        subject: ``kind``, ``kind id`` or ``id`` of the subject.
        since: First day, in the office's zone.
        until: Last day, included.
    """
    if who:
        acts = acts.filter(Q(account_name__contains=who) | Q(role__contains=who))
    if action:
        acts = acts.filter(action__startswith=action)
    if subject:
        kind, _, subject_id = subject.strip().partition(" ")
        if subject_id:
            acts = acts.filter(subject_kind=kind, subject_id=subject_id.strip())
        else:
            acts = acts.filter(Q(subject_kind=kind) | Q(subject_id=kind))
    if since:
        acts = acts.filter(at__gte=_midnight(since))
    if until:
        acts = acts.filter(at__lt=_midnight(until + timedelta(days=1)))
    return acts


def checkpoints_visible_to(actor: Any) -> QuerySet[Checkpoint]:
    """All checkpoints, newest first, for supervision and audit; nothing for others."""
    if not may_read_record(actor, None):
        return Checkpoint.objects.none()
    return Checkpoint.objects.order_by("-number")


def messages_of(actor: Any) -> QuerySet[Message]:
    """The actor's own inbox, newest first."""
    if actor.account is None:
        return Message.objects.none()
    return Message.objects.filter(account=actor.account).order_by("-sent_at", "-id")


def unread_count(actor: Any) -> int:
    """How many messages of the actor's inbox are unread."""
    return messages_of(actor).filter(read_at__isnull=True).count()


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
