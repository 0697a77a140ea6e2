"""Decision lists: made, filled in, decided, announced."""

from decimal import Decimal
from typing import Any, ClassVar

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, Sum
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from zhinan.apps.accounts.models import Role
from zhinan.apps.awards.models import Outcome
from zhinan.apps.awards.selectors import (
    calls_ready_for_a_list,
    decision_lists_visible_to,
    standing_notice,
)
from zhinan.apps.awards.services import BulkPlan, create_decision_list
from zhinan.apps.awards.states import DecisionState
from zhinan.apps.records.workflow import MoveRefused
from zhinan.desks.access import DeskView
from zhinan.desks.asked import number_in
from zhinan.desks.downloads import spreadsheet_response
from zhinan.engines.documents.spreadsheet import write_rows

from .awards_table import decision_rows
from .decisions_acts import ACTS
from .decisions_page import bulk_context, decision_context, outcome_filters

PER_PAGE = 20


class AwardsView(DeskView):
    """The section drafts, the leadership decides, finance reads."""

    roles: ClassVar[tuple[str, ...]] = (Role.OFFICE, Role.LEADER, Role.FINANCE)


class Decisions(AwardsView):
    def get(self, request: Any) -> HttpResponse:
        return self.page(request)

    def post(self, request: Any) -> HttpResponse:
        call = get_object_or_404(
            calls_ready_for_a_list(request.actor), pk=number_in(request.POST, "call") or 0
        )
        try:
            made = create_decision_list(call, actor=request.actor)
        except MoveRefused as refusal:
            return self.page(request, findings=refusal.findings, status=409)
        messages.success(request, _("已拟定名单"))
        return redirect("office:decision", pk=made.pk)

    def page(self, request: Any, status: int = 200, **extra: Any) -> HttpResponse:
        awarded = Q(items__outcome=Outcome.AWARD)
        lists = decision_lists_visible_to(request.actor)
        if words := request.GET.get("q", "").strip():
            lists = lists.filter(Q(title__icontains=words) | Q(call__title__icontains=words))
        if (state := request.GET.get("state")) in DecisionState.values:
            lists = lists.filter(state=state)
        lists = lists.annotate(
            n=Count("items"),
            awarded=Count("items", filter=awarded),
            yuan=Sum("items__grant_yuan", filter=awarded),
        )
        context = {
            "page": Paginator(lists, PER_PAGE).get_page(request.GET.get("page")),
            "ready": list(calls_ready_for_a_list(request.actor)[:PER_PAGE]),
            "states": DecisionState.choices,
            "filters": request.GET,
            "may_draft": request.actor.holds(Role.OFFICE),
        }
        return render(request, "awards/decisions.html", context | extra, status=status)


class Decision(AwardsView):
    def get(self, request: Any, pk: int) -> HttpResponse:
        decision_list = self.found(request, pk)
        if request.GET.get("format") == "xlsx":
            items = outcome_filters(decision_list, request.GET)
            return spreadsheet_response(
                decision_list.title, write_rows(_("名单"), *decision_rows(items))
            )
        return self.page(request, decision_list)

    def post(self, request: Any, pk: int) -> HttpResponse:
        decision_list = self.found(request, pk)
        act = ACTS.get(request.POST.get("act", ""))
        if act is None:
            raise Http404(f"no act {request.POST.get('act')!r} on a decision list")
        try:
            done = act(request, decision_list)
        except MoveRefused as refusal:
            return self.page(request, decision_list, findings=refusal.findings, status=409)
        if isinstance(done, BulkPlan):
            context = bulk_context(decision_list, done)
            return render(request, "awards/bulk.html", context)
        messages.success(request, done)
        return redirect(f"{request.path}?{request.GET.urlencode()}".rstrip("?"))

    def found(self, request: Any, pk: int) -> Any:
        return get_object_or_404(decision_lists_visible_to(request.actor), pk=pk)

    def page(
        self, request: Any, decision_list: Any, status: int = 200, **extra: Any
    ) -> HttpResponse:
        context = decision_context(request, decision_list)
        return render(request, "awards/decision.html", context | extra, status=status)


class AwardLetter(AwardsView):
    """立项通知: the projects of an issued list, for print."""

    def get(self, request: Any, pk: int) -> HttpResponse:
        issued = decision_lists_visible_to(request.actor).filter(state=DecisionState.AWARDED)
        decision_list = get_object_or_404(
            issued.select_related("call__programme__guide", "call__programme__section"), pk=pk
        )
        items = decision_list.items.filter(outcome=Outcome.AWARD).select_related(
            "application__host", "application__project__ledger_entry"
        )
        context = {
            "decision_list": decision_list,
            "items": items,
            "total": sum((item.grant_yuan or Decimal(0) for item in items), Decimal(0)),
            "notice": standing_notice(decision_list),
            "issued_on": max((item.application.project.awarded_at for item in items), default=None),
        }
        return render(request, "awards/letter.html", context)
