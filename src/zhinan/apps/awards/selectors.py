"""What a reader may see of decision lists, notices and objections."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from zhinan.apps.accounts.models import Role
from zhinan.apps.applications.states import ApplicationState
from zhinan.apps.programmes.models import Call
from zhinan.apps.screening.selectors import within_reach
from zhinan.engines.calendar.deadlines import SHANGHAI
from zhinan.engines.values import Finding
from zhinan.engines.values.money import format_wan

from .models import DecisionItem, DecisionList, Objection, Outcome, PublicNotice
from .states import NoticeState

NONE = Decimal("0.00")


def decision_lists_visible_to(actor: Any) -> QuerySet[DecisionList]:
    """Lists of the reader's section, newest first, with their call and programme."""
    return (
        DecisionList.objects.filter(within_reach(actor))
        .select_related("call__programme__guide", "call__programme__section", "decided_by")
        .order_by("-id")
    )


def decision_items_visible_to(actor: Any) -> QuerySet[DecisionItem]:
    return DecisionItem.objects.filter(
        within_reach(actor, call="decision_list__call")
    ).select_related("application__host", "application__body", "application__topic")


def calls_ready_for_a_list(actor: Any) -> QuerySet[Call]:
    """Calls with applications that passed formal review and stand on no list; ``ready`` is how many."""
    waiting = Q(applications__state=ApplicationState.VALID, applications__decision__isnull=True)
    return (
        Call.objects.filter(within_reach(actor, call=""))
        .exclude(decision_lists__state__in=["draft", "decided"])
        .annotate(ready=Count("applications", filter=waiting, distinct=True))
        .filter(ready__gt=0)
        .order_by("-id")
    )


@dataclass(frozen=True, slots=True)
class Totals:
    """Figures over the lines of a list; money in yuan."""

    counts: dict[str, int]
    awarded_yuan: Decimal
    reserved_yuan: Decimal
    asked_yuan: Decimal

    @property
    def items(self) -> int:
        return sum(self.counts.values())

    @property
    def open(self) -> int:
        return self.counts.get(Outcome.OPEN, 0)

    @property
    def awarded(self) -> int:
        return self.counts.get(Outcome.AWARD, 0)


def totals_of(decision_list: DecisionList) -> Totals:
    """One statement over all lines."""
    rows = list(
        decision_list.items.order_by()
        .values_list("outcome")
        .annotate(Count("pk"), Sum("grant_yuan"), Sum("application__grant_yuan"))
    )
    granted = {outcome: yuan or NONE for outcome, _n, yuan, _asked in rows}
    return Totals(
        counts={outcome: n for outcome, n, _yuan, _asked in rows},
        awarded_yuan=granted.get(Outcome.AWARD, NONE),
        reserved_yuan=granted.get(Outcome.RESERVE, NONE),
        asked_yuan=sum((asked or NONE for *_rest, asked in rows), NONE),
    )


def excess_of(decision_list: DecisionList, totals: Totals | None = None) -> list[Finding]:
    """Where more is awarded than the call planned: in number, and in money."""
    totals = totals or totals_of(decision_list)
    call = decision_list.call
    source = call.number or call.title
    remedy = "请调减，或写明超出的理由"
    found = []
    if call.planned_awards is not None and totals.awarded > call.planned_awards:
        found.append(
            Finding(
                "AWARD-OVER-COUNT",
                f"拟立项{totals.awarded}项，计划{call.planned_awards}项，超{totals.awarded - call.planned_awards}项",
                source=source,
                remedy=remedy,
            )
        )
    if call.planned_yuan is not None and totals.awarded_yuan > call.planned_yuan:
        over = totals.awarded_yuan - call.planned_yuan
        found.append(
            Finding(
                "AWARD-OVER-BUDGET",
                f"拟资助{format_wan(totals.awarded_yuan)}万元，计划{format_wan(call.planned_yuan)}万元，"
                f"超{format_wan(over)}万元",
                source=source,
                remedy=remedy,
            )
        )
    return found


def standing_notice(decision_list: DecisionList) -> PublicNotice | None:
    """The notice that counts: the one not withdrawn."""
    return decision_list.notices.exclude(state=NoticeState.WITHDRAWN).first()


def notices_in_public(*, today: date | None = None) -> QuerySet[PublicNotice]:
    """Every notice whose first day has come, withdrawn ones too (they say so), newest first."""
    today = today or timezone.now().astimezone(SHANGHAI).date()
    return (
        PublicNotice.objects.filter(starts_on__lte=today)
        .select_related("decision_list__call__programme__guide")
        .order_by("-starts_on", "-id")
    )


def notices_visible_to(actor: Any) -> QuerySet[PublicNotice]:
    return PublicNotice.objects.filter(
        within_reach(actor, call="decision_list__call")
    ).select_related("decision_list__call__programme__section")


def objections_visible_to(actor: Any) -> QuerySet[Objection]:
    """Objections to notices of the reader's section. Who raised them stays sealed."""
    if not actor.holds(Role.OFFICE, Role.LEADER):
        return Objection.objects.none()
    return Objection.objects.filter(
        within_reach(actor, call="notice__decision_list__call")
    ).select_related("notice__decision_list__call__programme", "application__host")


def objection_by_receipt(receipt: str) -> Objection | None:
    """The objection whose receipt somebody holds; the receipt is the right to ask how it stands."""
    return (
        Objection.objects.select_related("notice").filter(receipt=receipt).first()
        if receipt
        else None
    )


def corrections_of(notice: PublicNotice) -> list[DecisionItem]:
    """Lines the notice shows as awarded that an objection has taken off since; one statement."""
    shown = [row["application"] for row in notice.content["rows"]]
    return list(
        notice.decision_list.items.filter(application_id__in=shown)
        .exclude(outcome=Outcome.AWARD)
        .select_related("application__host")
    )


def may_object_now(notice: PublicNotice, *, now: datetime | None = None) -> bool:
    """An objection may be raised from the first day to 24:00 of the last."""
    today = (now or timezone.now()).astimezone(SHANGHAI).date()
    return notice.state == NoticeState.SHOWN and notice.starts_on <= today <= notice.ends_on
