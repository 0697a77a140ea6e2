"""``zhinan tick``: what happens by the clock. Safe to run on several machines at once."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from .words import parser, start_django

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Job:
    """Something to do every so often; a failure is logged and does not stop the others."""

    name: str
    every: timedelta
    run: Callable[[], str]
    next_at: datetime | None = None

    def is_due(self, now: datetime) -> bool:
        return self.next_at is None or now >= self.next_at


def main(words: list[str]) -> int:
    given = parser(
        "tick",
        "Run the periodic jobs: seal the record, keep the daily head, inspect the record once a day, take up readings that were cut off, clear old sessions and finished tasks.",
        "zhinan tick                once, all jobs\nzhinan tick --every 60     for ever, each job when it is due",
    )
    given.add_argument(
        "--every", type=float, metavar="SECONDS", help="keep running, looking this often"
    )
    options = given.parse_args(words)
    start_django()
    from django.db import close_old_connections

    jobs = all_jobs()
    failed = run_due(jobs)
    while options.every:
        time.sleep(options.every)
        close_old_connections()
        run_due(jobs, quietly=True)
    return 1 if failed else 0


def all_jobs() -> list[Job]:
    from zhinan.apps.readings.tasks import resume_readings
    from zhinan.apps.records import tasks

    from .head_readers import head_readers

    return [
        Job("seal", timedelta(minutes=10), tasks.seal_new_lines),
        Job("daily-head", timedelta(hours=1), lambda: tasks.keep_daily_head(head_readers())),
        Job("inspect", timedelta(hours=1), lambda: tasks.inspect_daily(head_readers())),
        Job("resume-readings", timedelta(minutes=5), resume_readings),
        Job("clear-sessions", timedelta(days=1), _clear_sessions),
        Job("clear-tasks", timedelta(days=1), _clear_tasks),
    ]


def run_due(jobs: list[Job], *, quietly: bool = False) -> int:
    """Run the jobs that are due; how many failed."""
    from django.utils import timezone

    failed = 0
    for job in jobs:
        now = timezone.now()
        if not job.is_due(now):
            continue
        job.next_at = now + job.every
        try:
            said = job.run()
        except Exception:
            failed += 1
            log.exception("job %s failed; it is tried again in %s", job.name, job.every)
        else:
            if said and not quietly:
                print(said, flush=True)
    return failed


def _clear_sessions() -> str:
    from django.core.management import call_command

    call_command("clearsessions")
    return ""


def _clear_tasks() -> str:
    from django.core.management import call_command
    from django_tasks import default_task_backend

    if default_task_backend.supports_get_result:  # a queue that keeps what it has done
        call_command("prune_db_task_results", verbosity=0)
    return ""
