"""Opening a round of review, and who has it on the desk."""

from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from zhinan.apps.applications.models import Application
from zhinan.apps.applications.states import ApplicationState
from zhinan.apps.records.services import record_act
from zhinan.apps.records.workflow import MoveRefused, require
from zhinan.apps.screening.guards import review_is_open
from zhinan.apps.screening.models import CheckItem, Conclusion, FormalReview, ItemOutcome
from zhinan.apps.screening.selectors import applications_under_review
from zhinan.engines.values import Finding

CARRIED = (ItemOutcome.MET, ItemOutcome.WAIVED, ItemOutcome.NOT_APPLICABLE)


@transaction.atomic
def open_review(application: Application, *, actor: Any) -> FormalReview:
    """Open the round that is due, with one item a rule of the programme; give it back where it is open.

    After a correction the outcomes that stand are carried over; what was to be corrected is open again
    beside what was said of it. An open round over an older revision is made void.

    Raises:
        PermissionDenied: ``actor`` is not of the office section of the call.
        MoveRefused: The application is not in formal review.
    """
    locked = Application.objects.select_for_update().get(pk=application.pk)
    require(actor, "screening.conclude", locked)
    if locked.state != ApplicationState.AT_OFFICE:
        raise MoveRefused(
            Finding(
                "SCREEN-NOT-HERE",
                f"申报书状态为“{locked.get_state_display()}”，不在形式审查中",
                remedy="请返回队列",
            )
        )
    earlier = locked.formal_reviews.order_by("-round").first()
    revision = _latest_revision(locked)
    if earlier is not None and earlier.conclusion == Conclusion.OPEN:
        if earlier.revision == revision:
            return earlier
        _make_void(earlier, actor=actor)
    review = FormalReview.objects.create(
        application=locked, round=earlier.round + 1 if earlier else 1, revision=revision
    )
    _copy_items(review, earlier)
    record_act(
        "screening.open",
        locked,
        actor=actor,
        summary=f"开始第{review.round}轮形式审查",
        after={"round": review.round, "revision": revision, "items": review.items.count()},
    )
    return review


@transaction.atomic
def claim_review(review: FormalReview, *, actor: Any) -> FormalReview:
    """Put the review on the desk of ``actor``, so that nobody else writes in it.

    Raises:
        PermissionDenied: ``actor`` is not of the office section of the call.
        MoveRefused: Somebody else has it, or it is concluded.
    """
    locked = lock_review(review, actor=actor)
    refuse_unless_open(locked)
    if locked.reviewer_id == actor.account.pk:
        return locked
    if locked.reviewer_id is not None:
        raise MoveRefused(claimed_by_another(locked))
    return _hand_to(locked, actor.account, actor=actor, summary="领取形式审查")


@transaction.atomic
def release_review(review: FormalReview, *, actor: Any, note: str = "") -> FormalReview:
    """Put the review back in the queue; a colleague's only with a reason.

    Raises:
        PermissionDenied: ``actor`` is not of the office section of the call.
        MoveRefused: It is concluded, or it is a colleague's and no reason is given.
    """
    locked = lock_review(review, actor=actor)
    refuse_unless_open(locked)
    if locked.reviewer_id not in (None, actor.account.pk) and not note.strip():
        raise MoveRefused(
            Finding(
                "SCREEN-RELEASE-REASON",
                f"本件由{locked.reviewer}办理",
                remedy="退回他人经办的件，请写明理由",
                field="note",
            )
        )
    return _hand_to(locked, None, actor=actor, summary="退回形审队列", note=note)


@transaction.atomic
def claim_next_review(*, actor: Any, call_id: int | None = None) -> FormalReview | None:
    """Open and claim the application that has waited longest; None when nothing waits."""
    require(actor, "screening.conclude")
    taken = FormalReview.objects.filter(
        application=OuterRef("pk"), conclusion=Conclusion.OPEN, reviewer__isnull=False
    )
    waiting = applications_under_review(actor).filter(
        ~Exists(taken), state=ApplicationState.AT_OFFICE
    )
    if call_id is not None:
        waiting = waiting.filter(call_id=call_id)
    # Rows another clerk is taking at this moment are passed over, so two clerks never get one file.
    rows = (
        waiting.select_related(None)
        .order_by("recommended_at", "id")
        .select_for_update(skip_locked=True, of=("self",))
    )
    while first := rows.first():
        review = open_review(first, actor=actor)
        if review.reviewer_id is None:
            return claim_review(review, actor=actor)
        # Taken after our statement began and before its lock: the next statement sees that.
    return None


def lock_review(review: FormalReview, *, actor: Any) -> FormalReview:
    """The review read again under lock, for somebody who may write in it."""
    # The application first: every act on a review takes the two locks in this order.
    Application.objects.select_for_update().get(pk=review.application_id)
    locked = FormalReview.objects.select_for_update().get(pk=review.pk)
    require(actor, "screening.conclude", locked)
    return locked


def refuse_unless_open(review: FormalReview) -> None:
    findings = review_is_open(review, now=timezone.now())
    if findings:
        raise MoveRefused(*findings)


def claimed_by_another(review: FormalReview) -> Finding:
    return Finding(
        "SCREEN-CLAIMED",
        f"本件已由{review.reviewer}领取",
        remedy="请另取一件；确需接办的，先退回队列并写明理由",
    )


def _hand_to(
    review: FormalReview, account: Any, *, actor: Any, summary: str, note: str = ""
) -> FormalReview:
    before = str(review.reviewer) if review.reviewer else ""
    review.reviewer = account
    review.claimed_at = timezone.now() if account else None
    review.save(update_fields=["reviewer", "claimed_at"])
    record_act(
        "screening.claim" if account else "screening.release",
        review.application,
        actor=actor,
        summary=summary,
        before={"reviewer": before},
        after={"reviewer": str(account) if account else ""},
        note=note,
    )
    return review


def _latest_revision(application: Application) -> int:
    return application.revisions.order_by("-number").values_list("number", flat=True).first() or 0


def _make_void(review: FormalReview, *, actor: Any) -> None:
    review.conclusion = Conclusion.VOID
    review.concluded_at = timezone.now()
    review.reviewer = review.reviewer or actor.account
    review.save(update_fields=["conclusion", "concluded_at", "reviewer"])


def _copy_items(review: FormalReview, earlier: FormalReview | None) -> None:
    said = {item.rule_id: item for item in earlier.items.all()} if earlier else {}
    stands = earlier is not None and earlier.conclusion != Conclusion.VOID
    CheckItem.objects.bulk_create(
        _item(review, rule, said.get(rule.pk), stands)
        for rule in review.application.call.programme.rules.order_by("order")
    )


def _item(review: FormalReview, rule: Any, before: CheckItem | None, stands: bool) -> CheckItem:
    item = CheckItem(review=review, rule=rule)
    if before is not None:
        item.earlier_outcome = before.outcome if before.outcome != ItemOutcome.OPEN else ""
        item.earlier_remark = before.remark
    if before is not None and stands and before.outcome in CARRIED:
        item.outcome, item.remark = before.outcome, before.remark
        item.decided_at, item.decided_by = before.decided_at, before.decided_by
    return item
