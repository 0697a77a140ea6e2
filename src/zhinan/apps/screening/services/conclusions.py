"""The end of a round: valid, to be corrected, or rejected; and taking that back."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from zhinan.apps.applications.models import Application
from zhinan.apps.applications.states import ACCEPT, ASK_CORRECT, REJECT, REOPEN
from zhinan.apps.records.services import record_act
from zhinan.apps.records.workflow import MoveRefused, perform, require
from zhinan.apps.screening.guards import (
    a_correction_is_asked,
    a_failure_is_named,
    correction_is_overdue,
    every_item_is_settled,
    no_item_is_open,
    review_is_open,
)
from zhinan.apps.screening.models import Conclusion, FormalReview
from zhinan.apps.screening.selectors import items_of
from zhinan.engines.calendar.deadlines import SHANGHAI
from zhinan.engines.values import Finding

from .deadlines import correction_due, letter_number
from .letters import letter_of
from .notifying import tell_everyone_concerned, tell_of
from .reviews import claimed_by_another, lock_review, open_review

GUARDS = {
    Conclusion.VALID: (review_is_open, no_item_is_open, every_item_is_settled),
    Conclusion.CORRECTION: (review_is_open, no_item_is_open, a_correction_is_asked),
    Conclusion.REJECTED: (review_is_open, no_item_is_open, a_failure_is_named),
}
MOVES = {
    Conclusion.VALID: ACCEPT,
    Conclusion.CORRECTION: ASK_CORRECT,
    Conclusion.REJECTED: REJECT,
}


@transaction.atomic
def conclude_review(
    review: FormalReview, *, conclusion: str, reason: str = "", actor: Any
) -> FormalReview:
    """Conclude the round, send its letter, and move the application on; of many at once, one wins.

    Raises:
        PermissionDenied: ``actor`` is not of the office section of the call.
        MoveRefused: Items are open or do not bear the conclusion, a colleague has the review, the time to
            correct is not stated in the guide, or the application has moved.
        ValueError: ``conclusion`` is not one that a person may draw.
    """
    if conclusion not in MOVES:
        raise ValueError(f"conclusion must be one of {sorted(MOVES)}, got {conclusion!r}")
    chosen = Conclusion(conclusion)
    locked = lock_review(review, actor=actor)
    if locked.reviewer_id not in (None, actor.account.pk):
        raise MoveRefused(claimed_by_another(locked))
    now = timezone.now()
    findings = [found for guard in GUARDS[chosen] for found in guard(locked, now=now)]
    if findings:
        raise MoveRefused(*findings)
    due_at = correction_due(locked, now=now) if chosen == Conclusion.CORRECTION else None
    _close(locked, chosen, actor=actor, reason=reason, due_at=due_at, now=now)
    changes = {"correction_due_at": due_at} if due_at else {}
    perform(MOVES[chosen], locked.application, actor=actor, note=reason, **changes)
    _record(locked, actor=actor)
    tell_everyone_concerned(locked)
    return locked


@transaction.atomic
def reject_overdue_correction(
    application: Application, *, reason: str = "", actor: Any
) -> FormalReview:
    """Reject an application whose time to correct ran out, in a round of its own.

    Raises:
        PermissionDenied: ``actor`` is not of the office section of the call.
        MoveRefused: The time is not over, or the application is not being corrected.
    """
    locked = Application.objects.select_for_update().get(pk=application.pk)
    require(actor, "screening.conclude", locked)
    now = timezone.now()
    findings = correction_is_overdue(locked, now=now)
    if findings:
        raise MoveRefused(*findings)
    last = locked.formal_reviews.order_by("-round").first()
    due = timezone.localtime(locked.correction_due_at, SHANGHAI)
    said = reason.strip() or f"逾期未补正（补正期限{due:%Y-%m-%d %H:%M}）"
    perform(REJECT, locked, actor=actor, note=said)
    review = FormalReview.objects.create(
        application=locked,
        round=last.round + 1 if last else 1,
        revision=last.revision if last else 0,
        reviewer=actor.account,
    )
    _close(review, Conclusion.REJECTED, actor=actor, reason=said, due_at=None, now=now)
    _record(review, actor=actor)
    tell_everyone_concerned(review)
    return review


@transaction.atomic
def reopen_review(application: Application, *, reason: str, actor: Any) -> FormalReview:
    """Take a conclusion back; the concluded round stays as it was, a new one carries its outcomes over.

    Raises:
        PermissionDenied: ``actor`` is not of the office section of the call.
        MoveRefused: No reason is given, or the application has gone on to a decision.
    """
    if not reason.strip():
        raise MoveRefused(
            Finding(
                "SCREEN-REOPEN-REASON",
                "撤销形审结论没有写理由",
                remedy="请写明理由，理由将记入行为记录并通知申报人",
                field="reason",
            )
        )
    reopened = perform(
        REOPEN, application, actor=actor, note=reason.strip(), correction_due_at=None
    )
    tell_of(reopened, title=f"形审结论已撤销，重新审查：{reopened}", text=reason.strip())
    return open_review(reopened, actor=actor)


def _close(
    review: FormalReview,
    conclusion: Conclusion,
    *,
    actor: Any,
    reason: str,
    due_at: datetime | None,
    now: datetime,
) -> None:
    review.conclusion, review.reviewer = conclusion, actor.account
    review.reason, review.due_at, review.concluded_at = reason.strip(), due_at, now
    if conclusion != Conclusion.VALID:
        today = now.astimezone(SHANGHAI).date()
        review.letter_number = letter_number(review, year=today.year)
        letter = letter_of(
            review,
            items_of(review),
            conclusion=conclusion,
            number=review.letter_number,
            due_at=due_at,
            today=today,
            reason=review.reason,
        )
        review.letter, review.letter_parts = letter.text, letter.parts()
    review.save()


def _record(review: FormalReview, *, actor: Any) -> None:
    record_act(
        "screening.conclude",
        review.application,
        actor=actor,
        summary=f"第{review.round}轮形式审查：{review.get_conclusion_display()}",
        after={
            "conclusion": review.conclusion,
            "round": review.round,
            "revision": review.revision,
            "letter": review.letter_number,
            "due_at": review.due_at,
            "items": [
                {"rule": item.rule.key, "outcome": item.outcome, "remark": item.remark}
                for item in items_of(review)
            ],
        },
        note=review.reason,
    )
