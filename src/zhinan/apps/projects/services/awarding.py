"""From a decided list to projects and their lines in the ledger."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from zhinan.apps.applications.states import AWARD
from zhinan.apps.awards.models import DecisionItem, DecisionList, Outcome
from zhinan.apps.awards.selectors import standing_notice
from zhinan.apps.awards.services import end_notice
from zhinan.apps.awards.states import ISSUE
from zhinan.apps.projects.facts import Period, period_of
from zhinan.apps.projects.models import Project
from zhinan.apps.records.services import next_number, record_act
from zhinan.apps.records.workflow import MoveRefused, perform
from zhinan.apps.registry.models import LedgerEntry
from zhinan.apps.screening.services.notifying import tell_of
from zhinan.engines.values import Finding

NAMED = 8  # projects named in one finding; the rest are counted


@transaction.atomic
def award_projects(
    decision_list: DecisionList, *, period: Period | None = None, actor: Any
) -> list[Project]:
    """Issue the list: each proposed application becomes a project with a number and a line in the ledger.

    Args:
        period: First and last day for applications that state none; both days included.

    Raises:
        PermissionDenied: ``actor`` is not of the office section or the leadership.
        MoveRefused: It was issued already, the notice runs still, an objection is open, or an application
            states no period and ``period`` is not given. Nothing is written then.
    """
    issued = perform(ISSUE, decision_list, actor=actor)
    notice = standing_notice(issued)
    if notice is not None:
        end_notice(notice, actor=actor)
    items = list(_awarded(issued))
    if period is None and (missing := _without_period(items)):
        raise MoveRefused(_no_period(missing))
    if period is not None and period.ends_on <= period.starts_on:
        raise MoveRefused(
            Finding(
                "AWARD-PERIOD",
                f"结束日期{period.ends_on}不晚于起始日期{period.starts_on}",
                remedy="请改正起止日期",
                field="ends_on",
            )
        )
    return [_award(item, period, actor=actor) for item in items]


def missing_periods(decision_list: DecisionList) -> list[DecisionItem]:
    """Lines to be awarded whose application states no first and last day."""
    return _without_period(_awarded(decision_list))


def _awarded(decision_list: DecisionList) -> Any:
    return (
        decision_list.items.filter(outcome=Outcome.AWARD)
        .select_related("application__call__programme__guide", "application__host")
        .prefetch_related("application__sections")
    )


def _without_period(items: Sequence[DecisionItem]) -> list[DecisionItem]:
    return [item for item in items if period_of(item.application) is None]


def _no_period(items: Sequence[DecisionItem]) -> Finding:
    names = "、".join(str(item.application.number) for item in items[:NAMED])
    return Finding(
        "AWARD-NO-PERIOD",
        f"{len(items)}项申报书没有填写起止日期：{names}{'等' if len(items) > NAMED else ''}",
        remedy="请填写这些项目统一的起止日期",
        field="starts_on",
    )


def _award(item: DecisionItem, period: Period | None, *, actor: Any) -> Project:
    span = period_of(item.application) or period
    assert span is not None  # else refused above
    assert item.grant_yuan is not None  # an award has an amount: CHECK constraint
    number = next_number(f"{item.application.call.programme.number_prefix}-P")
    awarded = perform(AWARD, item.application, actor=actor, note=number)
    project = Project.objects.create(
        application=awarded,
        ledger_entry=_enter(item, number, span, item.grant_yuan),
        number=number,
        grant_yuan=item.grant_yuan,
        awarded_at=timezone.now(),
    )
    record_act(
        "projects.award",
        project,
        actor=actor,
        summary=f"立项{number}“{awarded}”",
        after={
            "application": awarded.number,
            "grant_yuan": f"{item.grant_yuan:.2f}",
            "starts_on": span.starts_on,
            "ends_on": span.ends_on,
        },
    )
    text = f"项目编号{number}，起止{span.starts_on}至{span.ends_on}。"
    tell_of(awarded, title=f"已立项：{awarded}", text=text)
    return project


def _enter(item: DecisionItem, number: str, span: Period, grant_yuan: Decimal) -> LedgerEntry:
    application = item.application
    programme = application.call.programme
    return LedgerEntry.objects.create(
        number=number,
        title=application.title,
        programme=programme.name,
        year=programme.guide.year,
        lead=application.host,
        leader_name=application.leader_name,
        leader=application.leader,
        starts_on=span.starts_on,
        ends_on=span.ends_on,
        grant_yuan=grant_yuan,
        source=f"立项名单“{item.decision_list.title}”"[:120],
        is_demo=application.is_demo,
    )
