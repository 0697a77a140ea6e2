"""Showing a decided list to the public for counted working days."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from zhinan.apps.applications.models import Application
from zhinan.apps.awards.models import DecisionList, Outcome, PublicNotice
from zhinan.apps.awards.states import (
    END_NOTICE,
    GIVE_NOTICE,
    RECALL,
    WITHDRAW_NOTICE,
    NoticeState,
)
from zhinan.apps.records.services import next_number, record_act
from zhinan.apps.records.workflow import MoveRefused, perform, require
from zhinan.apps.registry.selectors import workdays_after
from zhinan.apps.screening.services.deadlines import stage_of
from zhinan.apps.screening.services.notifying import tell_of
from zhinan.engines.calendar.deadlines import SHANGHAI
from zhinan.engines.values import Finding
from zhinan.engines.values.digest import digest

STAGE = "notice"
SHORTEST = 1  # working days, where the guide states none
LONGEST = 60  # working days; more is a slip of the pen


def stated_working_days(decision_list: DecisionList) -> int | None:
    """Working days the guide of the call gives a notice; None where it states none."""
    return stage_of(decision_list.call.programme, STAGE).get("working_days")


@transaction.atomic
def give_notice(
    decision_list: DecisionList,
    *,
    starts_on: date,
    working_days: int,
    contact: str,
    title: str = "",
    actor: Any,
) -> PublicNotice:
    """Freeze what is proposed, hash it, and show it from ``starts_on`` for the working days after that day.

    Raises:
        PermissionDenied: ``actor`` is not of the office section or the leadership.
        MoveRefused: The list is not decided, the days are fewer than the guide gives, the day is past, or
            nobody can be reached.
    """
    noticed = perform(GIVE_NOTICE, decision_list, actor=actor)
    now = timezone.now()
    findings = _faults(noticed, starts_on, working_days, contact, now.astimezone(SHANGHAI).date())
    if findings:
        raise MoveRefused(*findings)
    end = workdays_after(starts_on, working_days)
    content = frozen_content(noticed)
    facts = {
        "title": title.strip() or _usual_title(noticed),
        "starts_on": starts_on,
        "working_days": working_days,
        "ends_on": end.day,
        "contact": contact.strip(),
        "content": content,
    }
    notice = PublicNotice.objects.create(
        decision_list=noticed,
        **facts,
        calendar_is_provisional=end.is_provisional,
        digest=digest(facts),
        published_at=now,
        basis=_basis(noticed),
        number=next_number(f"公示〔{starts_on.year}〕", width=1) + "号",
    )
    _record(notice, actor=actor)
    tell_proposed(notice)
    return notice


@transaction.atomic
def withdraw_notice(notice: PublicNotice, *, reason: str, actor: Any) -> PublicNotice:
    """Take a running notice down, with a reason the public sees; its list is decided again, not announced.

    Raises:
        PermissionDenied: ``actor`` is not of the office section or the leadership.
        MoveRefused: It is not shown any more, or no reason is given.
    """
    if not reason.strip():
        raise MoveRefused(
            Finding(
                "NOTICE-WITHDRAW-REASON",
                "撤下公示没有写理由",
                remedy="请写明理由，理由将在公示页公开",
                field="reason",
            )
        )
    # The list first: issuing takes the two locks in this order.
    listed = DecisionList.objects.select_for_update().get(pk=notice.decision_list_id)
    withdrawn = perform(
        WITHDRAW_NOTICE, notice, actor=actor, note=reason.strip(), withdrawn_reason=reason.strip()
    )
    perform(RECALL, listed, actor=actor, note=reason.strip())
    return withdrawn


def end_notice(notice: PublicNotice, *, actor: Any) -> PublicNotice:
    """Mark a notice as ended once its last day is over; ended already is fine.

    Raises:
        PermissionDenied: ``actor`` is not of the office section or the leadership.
        MoveRefused: Its last day is not over, or it was withdrawn.
    """
    if notice.state == NoticeState.ENDED:
        require(actor, END_NOTICE.who, notice)
        return notice
    return perform(END_NOTICE, notice, actor=actor)


def tell_proposed(notice: PublicNotice) -> None:
    """Tell each unit that its project is being shown to the public."""
    shown = [row["application"] for row in notice.content["rows"]]
    for application in Application.objects.filter(pk__in=shown):
        tell_of(
            application,
            title=f"拟立项公示：{application}",
            text=f"{notice.title}，{notice.starts_on}至{notice.ends_on}，期满无异议后下达。",
        )


def _record(notice: PublicNotice, *, actor: Any) -> None:
    record_act(
        "awards.publish_notice",
        notice,
        actor=actor,
        summary=f"{notice.number}，{notice.starts_on}至{notice.ends_on}",
        after={
            "digest": notice.digest,
            "rows": len(notice.content["rows"]),
            "ends_on": notice.ends_on,
        },
    )


def _usual_title(decision_list: DecisionList) -> str:
    programme = decision_list.call.programme
    return f"{programme.guide.year}年度{programme}拟立项项目公示"


def frozen_content(decision_list: DecisionList) -> dict[str, Any]:
    """What a notice shows of a list: names, never identity or contact; money in yuan as text."""
    items = decision_list.items.filter(outcome=Outcome.AWARD).select_related(
        "application__host", "application__body", "application__topic"
    )
    rows = [_row(order, item) for order, item in enumerate(items, 1)]
    total = sum((item.grant_yuan or Decimal(0) for item in items), Decimal(0))
    return {
        "programme": decision_list.call.programme.name,
        "call": decision_list.call.title,
        "rows": rows,
        "total_yuan": f"{total:.2f}",
    }


def _row(order: int, item: Any) -> dict[str, Any]:
    application = item.application
    return {
        "order": order,
        "application": application.pk,
        "number": application.number,
        "title": application.title,
        "host": application.host.name,
        "leader": application.leader_name,
        "body": application.body.name if application.body else "",
        "topic": application.topic.code if application.topic else "",
        "grant_yuan": f"{item.grant_yuan:.2f}",
    }


def _basis(decision_list: DecisionList) -> str:
    stage = stage_of(decision_list.call.programme, STAGE)
    return str(stage.get("basis") or decision_list.call.number or decision_list.call.title)[:200]


def _faults(
    decision_list: DecisionList, starts_on: date, working_days: int, contact: str, today: date
) -> list[Finding]:
    found = []
    stated = stated_working_days(decision_list) or SHORTEST
    if not decision_list.items.filter(outcome=Outcome.AWARD).exists():
        found.append(Finding("NOTICE-EMPTY", "名单中没有拟立项的项目", remedy="无需公示"))
    if starts_on < today:
        found.append(
            Finding(
                "NOTICE-PAST",
                f"公示起始日{starts_on}早于今天（{today}）",
                remedy="请选今天或以后",
                field="starts_on",
            )
        )
    if not stated <= working_days <= LONGEST:
        found.append(
            Finding(
                "NOTICE-DAYS",
                f"公示{working_days}个工作日，须为{stated}至{LONGEST}个工作日",
                source=_basis(decision_list),
                remedy=f"请填{stated}或更多",
                field="working_days",
            )
        )
    if not contact.strip():
        found.append(
            Finding(
                "NOTICE-NO-CONTACT",
                "没有填写受理异议的联系人和电话",
                remedy="请填写，公示页将公开",
                field="contact",
            )
        )
    return found
