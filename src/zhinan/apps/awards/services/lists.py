"""Making a decision list, and what stands on it."""

from typing import Any

from django.db import transaction
from django.db.models import Max

from zhinan.apps.applications.models import Application
from zhinan.apps.applications.states import ApplicationState
from zhinan.apps.awards.models import DecisionItem, DecisionList
from zhinan.apps.awards.states import DecisionState
from zhinan.apps.programmes.models import Call
from zhinan.apps.records.services import record_act
from zhinan.apps.records.workflow import MoveRefused, require
from zhinan.engines.values import Finding


@transaction.atomic
def create_decision_list(call: Call, *, actor: Any, title: str = "") -> DecisionList:
    """Put every application of the call that passed formal review on a new draft.

    Raises:
        PermissionDenied: ``actor`` is not of the office section of the call.
        MoveRefused: The call has a list that is not announced yet, or nothing passed formal review.
    """
    locked = Call.objects.select_for_update().get(pk=call.pk)
    require(actor, "awards.draft", locked)
    standing = locked.decision_lists.filter(
        state__in=[DecisionState.DRAFT, DecisionState.DECIDED]
    ).first()
    if standing is not None:
        raise MoveRefused(
            Finding(
                "AWARD-LIST-EXISTS",
                f"本通知已有名单“{standing}”（{standing.get_state_display()}）",
                remedy="请在该名单上办理；公示后可以另建下一批名单",
            )
        )
    batch = locked.decision_lists.count() + 1
    made = DecisionList.objects.create(
        call=locked, title=title.strip() or f"{locked.programme}拟立项名单（第{batch}批）"
    )
    added = _add(made, actor=actor)
    if not added:
        raise MoveRefused(
            Finding(
                "AWARD-NOTHING-VALID",
                "本通知没有形审通过、尚未列入名单的项目",
                remedy="请先完成形式审查",
            )
        )
    record_act(
        "awards.create_list",
        made,
        actor=actor,
        summary=f"拟定名单，{added}项",
        after={"title": made.title, "items": added},
    )
    return made


@transaction.atomic
def add_valid_applications(decision_list: DecisionList, *, actor: Any) -> int:
    """Add what has passed formal review since the draft was made; the number added.

    Raises:
        PermissionDenied: ``actor`` is not of the office section of the call.
        MoveRefused: The list is no longer a draft.
    """
    locked = lock_draft(decision_list, actor=actor)
    added = _add(locked, actor=actor)
    if added:
        record_act(
            "awards.add_items",
            locked,
            actor=actor,
            summary=f"补入{added}项",
            after={"items": locked.items.count()},
        )
    return added


@transaction.atomic
def remove_item(item: DecisionItem, *, reason: str, actor: Any) -> None:
    """Take an application off the draft, e.g. because its formal review was reopened.

    Raises:
        PermissionDenied: ``actor`` is not of the office section of the call.
        MoveRefused: The list is no longer a draft, or no reason is given.
    """
    locked = lock_draft(item.decision_list, actor=actor)
    if not reason.strip():
        raise MoveRefused(
            Finding(
                "AWARD-REMOVE-REASON", "移出名单没有写理由", remedy="请写明理由", field="reason"
            )
        )
    standing = locked.items.select_related("application").filter(pk=item.pk).first()
    if standing is None:
        return
    record_act(
        "awards.remove_item",
        locked,
        actor=actor,
        summary=f"移出{standing.application.number}“{standing.application}”",
        before={"outcome": standing.outcome, "grant_yuan": standing.grant_yuan},
        note=reason.strip(),
    )
    standing.delete()


def lock_draft(decision_list: DecisionList, *, actor: Any) -> DecisionList:
    """The list read again under lock, for somebody who may draft, while it is a draft."""
    locked = DecisionList.objects.select_for_update().get(pk=decision_list.pk)
    require(actor, "awards.draft", locked)
    if locked.state != DecisionState.DRAFT:
        raise MoveRefused(
            Finding(
                "AWARD-NOT-DRAFT",
                f"名单{locked.get_state_display()}，不能改动",
                remedy="确需改动的，请局领导退回拟稿",
            )
        )
    return locked


def _add(decision_list: DecisionList, *, actor: Any) -> int:
    waiting = (
        Application.objects.filter(
            call_id=decision_list.call_id, state=ApplicationState.VALID, decision__isnull=True
        )
        .order_by("number")
        .select_for_update(of=("self",))
    )
    last = decision_list.items.aggregate(last=Max("order"))["last"] or 0
    items = [
        DecisionItem(decision_list=decision_list, application=application, order=order)
        for order, application in enumerate(waiting, last + 1)
    ]
    DecisionItem.objects.bulk_create(items)
    return len(items)
