"""The decision over a list, and taking it back while nothing is announced."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from zhinan.apps.applications.states import DECLINE, HOLD, PROPOSE, UNDECIDE
from zhinan.apps.awards.models import DecisionList, Outcome
from zhinan.apps.awards.selectors import excess_of
from zhinan.apps.awards.states import DECIDE, REVISE
from zhinan.apps.records.workflow import MoveRefused, perform, require
from zhinan.engines.values import Finding

MOVES = {Outcome.AWARD: PROPOSE, Outcome.RESERVE: HOLD, Outcome.DECLINE: DECLINE}


@transaction.atomic
def decide_list(
    decision_list: DecisionList, *, basis: str, excess_reason: str = "", actor: Any
) -> DecisionList:
    """Decide the list; every application on it takes its outcome in the same transaction.

    Raises:
        PermissionDenied: ``actor`` is not of the leadership over the section.
        MoveRefused: Lines are open, an application has left formal review, the basis is missing, or
            more is awarded than planned without a reason.
    """
    locked = DecisionList.objects.select_for_update().get(pk=decision_list.pk)
    findings = [] if basis.strip() else [_no_basis()]
    if not excess_reason.strip():
        findings += excess_of(locked)
    if findings:
        require(actor, DECIDE.who, locked)
        raise MoveRefused(*findings)
    decided = perform(
        DECIDE,
        locked,
        actor=actor,
        note=excess_reason.strip(),
        decided_at=timezone.now(),
        decided_by=actor.account,
        basis=basis.strip(),
        excess_reason=excess_reason.strip(),
    )
    for item in decided.items.select_related("application"):
        perform(MOVES[Outcome(item.outcome)], item.application, actor=actor, note=item.reason)
    return decided


@transaction.atomic
def revise_list(decision_list: DecisionList, *, reason: str, actor: Any) -> DecisionList:
    """Send a decided list back to its draft; every amount and reason stays as it was.

    Raises:
        PermissionDenied: ``actor`` is not of the leadership over the section.
        MoveRefused: The list is announced already, or no reason is given.
    """
    if not reason.strip():
        raise MoveRefused(
            Finding(
                "AWARD-REVISE-REASON",
                "退回拟稿没有写理由",
                remedy="请写明要改什么",
                field="reason",
            )
        )
    draft = perform(
        REVISE, decision_list, actor=actor, note=reason.strip(), decided_at=None, decided_by=None
    )
    for item in draft.items.select_related("application"):
        perform(UNDECIDE, item.application, actor=actor, note=reason.strip())
    return draft


def _no_basis() -> Finding:
    return Finding(
        "AWARD-NO-BASIS",
        "没有写审定依据",
        remedy="请写明会议名称、日期和纪要文号",
        field="basis",
    )
