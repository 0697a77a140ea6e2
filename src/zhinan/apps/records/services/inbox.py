"""Messages inside the product, with a copy by e-mail."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from zhinan.apps.records.models import Message


@transaction.atomic
def notify(accounts: Iterable[Any], *, title: str, text: str = "", link: str = "") -> list[Message]:
    """Put a message into each account's inbox; those with an e-mail address get it there too.

    The e-mail leaves after the caller's transaction has committed, never when it is rolled back.
    """
    unique = {account.pk: account for account in accounts}
    messages = Message.objects.bulk_create(
        Message(account=account, title=str(title)[:200], text=str(text), link=link)
        for account in unique.values()
    )
    for message in messages:
        if message.account.email:
            _send_on_commit(message.pk)
    return messages


def mark_read(message: Message, *, actor: Any) -> Message:
    """Note that the owner has read a message.

    Raises:
        PermissionDenied: The message is another account's.
    """
    if actor.account is None or message.account_id != actor.account.pk:
        raise PermissionDenied(f"message {message.pk} does not belong to {actor.name!r}")
    if message.read_at is None:
        message.read_at = timezone.now()
        message.save(update_fields=["read_at"])
    return message


def mark_all_read(*, actor: Any) -> int:
    """Note that the actor has read all its messages; returns how many were unread."""
    mine = Message.objects.filter(account=actor.account, read_at__isnull=True)
    return mine.update(read_at=timezone.now()) if actor.account else 0


def _send_on_commit(message_id: int) -> None:
    from zhinan.apps.records.tasks import send_message

    if send_message.get_backend().supports_defer:
        send_message.enqueue(message_id)  # a row of this transaction: it goes or stays with it
    else:
        transaction.on_commit(lambda: send_message.enqueue(message_id))
