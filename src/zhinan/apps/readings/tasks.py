"""Reading done in the background, tried again when it fails, and taken up where a machine stopped in the midst."""

import logging
from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from zhinan.apps.accounts.models import Account
from zhinan.apps.records.tasks import retried
from zhinan.apps.records.workflow import MoveRefused

from .models import Reading
from .services.filing import note_failure, read_file_of
from .services.proposing_model import ask_for
from .states import ReadingState

log = logging.getLogger(__name__)
MOST_ATTEMPTS = 3
SILENT_FOR = timedelta(minutes=10)  # without a sign of life: the machine stopped


@retried(most=MOST_ATTEMPTS)
def read_reading(reading_id: int) -> None:
    """Read one document. The third fault of the reader itself is kept as the failure."""
    waiting = Reading.objects.filter(pk=reading_id, state=ReadingState.READING)
    if not waiting.update(attempts=F("attempts") + 1, heard_at=timezone.now()):
        return
    reading = waiting.select_related("file", "replaces", "created_by").get()
    try:
        read_file_of(reading)
    except MoveRefused:  # abandoned, or filed by another worker meanwhile
        log.info("reading %d was settled while it was read", reading_id)
    except Exception:
        if reading.attempts < MOST_ATTEMPTS:
            raise
        log.exception("reading %d failed %d times", reading_id, reading.attempts)
        note_failure(
            reading,
            code="READING-FAULT",
            fact=f"读取程序出错，已试{reading.attempts}次",
            remedy=f"请把文件另存为docx或txt后重新上传；仍不行的，请把编号{reading_id}告知系统管理员",
        )


@retried(most=1)
def ask_model(reading_id: int, account_id: int | None) -> None:
    """Ask the configured model for suggestions; not tried again, since whoever asked is told."""
    reading = Reading.objects.get(pk=reading_id)
    account = Account.objects.filter(pk=account_id).first() if account_id else None
    try:
        ask_for(reading, account=account)
    except MoveRefused:  # abandoned or replaced while the model was thinking
        log.info("reading %d was settled while the model was asked", reading_id)


def resume_readings() -> str:
    """Queue again what was being read when a machine stopped; says what it did."""
    silent = timezone.now() - SILENT_FOR
    stopped = Reading.objects.filter(state=ReadingState.READING, heard_at__lt=silent)
    resumed = []
    for reading in stopped.order_by("pk"):
        mine = stopped.filter(pk=reading.pk).update(heard_at=timezone.now())
        if mine and reading.attempts >= MOST_ATTEMPTS:
            note_failure(
                reading,
                code="READING-STOPPED",
                fact=f"读取中途停止{reading.attempts}次",
                remedy="请把文件拆分，或另存为docx、txt后重新上传",
            )
        elif mine:
            read_reading.enqueue(reading.pk)
            resumed.append(str(reading.pk))
    return f"重新读取：{'、'.join(resumed)}" if resumed else ""
