"""What is done after the answer has gone out: e-mail, sealing, the daily head."""

import json
import logging
from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import wraps
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.mail import send_mail
from django.utils import timezone
from django_tasks import task
from django_tasks.base import Task

from .models import Act, Checkpoint, Message
from .services import export_checkpoint, notify, seal_checkpoint
from .services.acts import SYSTEM

log = logging.getLogger(__name__)


def retried(
    *, most: int = 6, first_wait: timedelta = timedelta(minutes=1)
) -> Callable[..., Task[..., Any]]:
    """A task that is tried again when it fails: after ``first_wait``, then four times as long each time.

    The sixth failure, about a day after the first, stays in the queue as failed.
    """

    def around(function: Callable[..., Any]) -> Task[..., Any]:
        @wraps(function)
        def run(*args: Any, attempt: int = 1, **kwargs: Any) -> Any:
            try:
                return function(*args, **kwargs)
            except Exception:
                again: Task[..., Any] = getattr(
                    import_module(function.__module__), function.__name__
                )
                if attempt >= most or not again.get_backend().supports_defer:
                    raise
                wait = first_wait * 4 ** (attempt - 1)
                log.warning(
                    "%s failed, attempt %d of %d; again in %s",
                    function.__name__,
                    attempt,
                    most,
                    wait,
                    exc_info=True,
                )
                again.using(run_after=timezone.now() + wait).enqueue(
                    *args, attempt=attempt + 1, **kwargs
                )

        return task(run)

    return around


@retried()
def send_message(message_id: int) -> None:
    """Send one inbox message by e-mail; a message deleted meanwhile is not sent."""
    message = Message.objects.select_related("account").filter(pk=message_id).first()
    if message is None or not message.account.email:
        return
    origin = next(iter(settings.CSRF_TRUSTED_ORIGINS), "")
    lines = [message.text, f"{origin}{message.link}" if message.link else ""]
    send_mail(
        subject=f"[{settings.SITE_NAME}] {message.title}",
        message="\n\n".join(line for line in lines if line),
        from_email=settings.DEFAULT_FROM_EMAIL,
        recipient_list=[message.account.email],
    )


def seal_new_lines() -> str:
    """Seal what was written since the last checkpoint; says what it did."""
    checkpoint = seal_checkpoint()
    return (
        f"检查点 {checkpoint.number}：{checkpoint.size} 行，{checkpoint.digest}"
        if checkpoint
        else ""
    )


def keep_daily_head(readers: Iterable[Any]) -> str:
    """Once a day keep the newest checkpoint as a file, and send its digest to ``readers``.

    A copy of the digest outside this machine is what makes later rewriting provable.
    """
    checkpoint = Checkpoint.objects.order_by("-number").first()
    today = timezone.localdate()
    name = f"heads/{today:%Y/%Y-%m-%d}.json"
    if checkpoint is None or default_storage.exists(name):
        return ""
    content = json.dumps(export_checkpoint(checkpoint), ensure_ascii=False, indent=1).encode()
    default_storage.save(name, ContentFile(content))
    notify(
        readers,
        title=f"{today} 行为记录日终检查点 {checkpoint.number}",
        text=f"共 {checkpoint.size} 行。摘要：{checkpoint.digest}。请在系统外留存或打印。",
        link="/supervision/checkpoints/",
    )
    return f"日终检查点已存：{name}"


def inspect_daily(readers: Iterable[Any]) -> str:
    """Verify the whole record once a day; tell ``readers`` where something is wrong."""
    from .services.inspections import inspect_record

    today = timezone.localdate()
    if Act.objects.filter(action="records.inspect", role=SYSTEM, at__date=today).exists():
        return ""
    faults = inspect_record(actor=None)
    if faults:
        text = "\n".join(str(fault) for fault in faults[:20])
        notify(
            readers, title=f"行为记录核验发现{len(faults)}处不符", text=text, link="/supervision/"
        )
    return f"每日核验：{len(faults)}处不符"
