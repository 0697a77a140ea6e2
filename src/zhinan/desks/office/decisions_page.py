"""What the page of a decision list shows."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.utils import timezone

from zhinan.apps.awards.guards import every_application_waits_for_a_decision, every_item_is_decided
from zhinan.apps.awards.models import DecisionItem, DecisionList, Outcome
from zhinan.apps.awards.selectors import excess_of, standing_notice, totals_of
from zhinan.apps.awards.services import BulkPlan
from zhinan.apps.awards.services.notices import SHORTEST, stated_working_days
from zhinan.apps.awards.states import DecisionState
from zhinan.apps.records.selectors import acts_on
from zhinan.apps.records.workflow import may
from zhinan.engines.calendar.deadlines import SHANGHAI
from zhinan.engines.values import Finding
from zhinan.engines.values.money import format_wan

PER_PAGE = 100  # lines on one form; five fields a line stay well below the limit of a request
SORTS = {
    "order": ("order", "id"),
    "-order": ("-order", "-id"),
    "asked": ("application__grant_yuan", "id"),
    "-asked": ("-application__grant_yuan", "-id"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line as the page shows it: what is stored, or what was just typed and not accepted."""

    item: DecisionItem
    outcome: str
    amount: str
    reason: str


def outcome_filters(decision_list: DecisionList, query: Any) -> QuerySet[DecisionItem]:
    """Lines of a list as the query string narrows and orders them."""
    items = decision_list.items.select_related(
        "application__host", "application__body", "application__topic"
    )
    if (outcome := query.get("outcome")) in Outcome.values:
        items = items.filter(outcome=outcome)
    if words := query.get("q", "").strip():
        items = items.filter(
            Q(application__number__icontains=words)
            | Q(application__title__icontains=words)
            | Q(application__host__name__icontains=words)
        )
    return items.order_by(*SORTS.get(query.get("sort", "order"), SORTS["order"]))


def decision_context(request: Any, decision_list: DecisionList) -> dict[str, Any]:
    page = Paginator(outcome_filters(decision_list, request.GET), PER_PAGE).get_page(
        request.GET.get("page")
    )
    totals = totals_of(decision_list)
    is_draft = decision_list.state == DecisionState.DRAFT
    now = timezone.now()
    actor = request.actor
    return {
        "decision_list": decision_list,
        "page": page,
        "lines": [_line(item, request.POST) for item in page.object_list],
        "outcomes": Outcome.choices,
        "remove_options": [
            (i.pk, f"{i.application.number} {i.application}") for i in page.object_list
        ],
        "counts": [(value, label, totals.counts.get(value, 0)) for value, label in Outcome.choices],
        "totals": totals,
        "excess": excess_of(decision_list, totals),
        "blocking": _blocking(decision_list) if is_draft else [],
        "may_edit": is_draft and may(actor, "awards.draft", decision_list),
        "may_decide": may(actor, "awards.decide", decision_list),
        "may_notice": may(actor, "awards.notice", decision_list),
        "notice": standing_notice(decision_list),
        "today": now.astimezone(SHANGHAI).date(),
        "working_days": stated_working_days(decision_list) or SHORTEST,
        "contact": _contact(decision_list),
        "filters": request.GET,
        "form": request.POST,
        "acts": acts_on(decision_list),
    }


def _blocking(decision_list: DecisionList) -> list[Finding]:
    now = timezone.now()
    return [
        *every_item_is_decided(decision_list, now=now),
        *every_application_waits_for_a_decision(decision_list, now=now),
    ]


def _contact(decision_list: DecisionList) -> str:
    section = decision_list.call.programme.section
    if section is None:
        return ""
    return f"{section.name} {section.contact_name} {section.contact_phone}".strip()


def bulk_context(decision_list: DecisionList, plan: BulkPlan) -> dict[str, Any]:
    return {
        "decision_list": decision_list,
        "plan": plan,
        "outcome_label": Outcome(plan.outcome).label,
        "amounts": {
            line.item.pk: ""
            if line.wanted.grant_yuan is None
            else format_wan(line.wanted.grant_yuan)
            for line in plan.lines
        },
        "lacks_reason": [
            line
            for line in plan.lines
            if not line.wanted.reason and plan.outcome in ("reserve", "decline")
        ],
    }


def _line(item: DecisionItem, form: Any) -> Line:
    typed = form.get(f"outcome-{item.pk}")
    if typed in Outcome.values:
        return Line(
            item, typed, form.get(f"grant-{item.pk}", ""), form.get(f"reason-{item.pk}", "")
        )
    amount = "" if item.grant_yuan is None else format_wan(item.grant_yuan)
    return Line(item, item.outcome, amount, item.reason)
