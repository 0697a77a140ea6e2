"""When a correction is due, and the number of a letter."""

from datetime import datetime, time
from typing import Any

from zhinan.apps.records.services import next_number
from zhinan.apps.records.workflow import MoveRefused
from zhinan.apps.registry.selectors import workdays_after
from zhinan.apps.screening.models import Conclusion, FormalReview
from zhinan.engines.calendar.deadlines import SHANGHAI, end_of
from zhinan.engines.values import Finding

STAGE = "formal_check"
CLOSE_OF_OFFICE = "17:00"
WORDS = {Conclusion.CORRECTION: "形补", Conclusion.REJECTED: "不受理"}


def stage_of(programme: Any, stage: str) -> dict[str, Any]:
    """The parameters of one stage of a programme's flow; empty where the flow has no such stage."""
    return next((step for step in programme.flow if step.get("stage") == stage), {})


def correction_days_of(programme: Any) -> int | None:
    """Working days an applicant has to correct, as the guide states."""
    return stage_of(programme, STAGE).get("correction_working_days")


def correction_due(review: FormalReview, *, now: datetime) -> datetime:
    """The moment a correction asked for at ``now`` is due: working days after today, at close of office.

    Raises:
        MoveRefused: The guide states no number of days.
    """
    programme = review.application.call.programme
    days = correction_days_of(programme)
    if not days:
        raise MoveRefused(
            Finding(
                "SCREEN-NO-CORRECTION-DAYS",
                f"{programme}的流程没有写补正工作日数",
                remedy="请在指南流程的形式审查一环补写 correction_working_days",
            )
        )
    today = now.astimezone(SHANGHAI).date()
    clock = time.fromisoformat(stage_of(programme, STAGE).get("correction_time", CLOSE_OF_OFFICE))
    return end_of(workdays_after(today, days).day, at=clock)


def letter_number(review: FormalReview, *, year: int) -> str:
    """The next number of its kind of letter, e.g. ``形补〔2026〕31号``; no gaps, as it rolls back with the act."""
    word = WORDS[Conclusion(review.conclusion)]
    return next_number(f"{word}〔{year}〕", width=1) + "号"
