"""The recommending body: quota left, choose within it, return with a reason, print the summary."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from zhinan.apps.accounts.models import Role
from zhinan.apps.applications.facts import filled_of
from zhinan.apps.applications.models import Application
from zhinan.apps.applications.selectors import (
    AT_BODY_AND_AFTER,
    acts_shown_to,
    applications_visible_to,
    in_state,
)
from zhinan.apps.applications.services.quotas import body_quotas, quota_of
from zhinan.apps.applications.services.recommendation import (
    recommend_application,
    recommend_many,
    return_from_body,
    take_back_recommendation,
)
from zhinan.apps.applications.states import ApplicationState
from zhinan.apps.programmes.selectors import calls_visible_to
from zhinan.apps.records.workflow import MoveRefused
from zhinan.apps.registry.models import RecommendingBody
from zhinan.desks.access import DeskView
from zhinan.desks.asked import number_in, numbers_in
from zhinan.desks.downloads import spreadsheet_response
from zhinan.desks.judged import panel_on
from zhinan.engines.documents.spreadsheet import write_rows

from .summary import application_rows, summary_rows

SHOWN = 20
STATES = [choice for choice in ApplicationState.choices if choice[0] in AT_BODY_AND_AFTER]


class RecommenderView(DeskView):
    roles = (Role.RECOMMENDER,)

    def body(self) -> RecommendingBody:
        return get_object_or_404(RecommendingBody, pk=self.request.actor.body_id)  # type: ignore[attr-defined]


class Home(RecommenderView):
    def get(self, request: Any) -> HttpResponse:
        visible = applications_visible_to(request.actor)
        waiting = visible.filter(state=ApplicationState.AT_BODY)
        by_call = dict(waiting.order_by().values_list("call_id").annotate(Count("pk")))
        body = self.body()
        return render(
            request,
            "recommender/home.html",
            {
                "body": body,
                "quotas": body_quotas(body),
                "waiting": waiting.order_by("call__recommendation_closes_at", "id")[:SHOWN],
                "waiting_by_call": by_call,
                "waiting_count": sum(by_call.values()),
                "recent": visible.filter(recommended_at__isnull=False).order_by("-recommended_at")[
                    :8
                ],
            },
        )


class Applications(RecommenderView):
    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(request)

    def post(self, request: Any) -> HttpResponse:
        chosen = applications_visible_to(request.actor).filter(
            pk__in=numbers_in(request.POST, "chosen")
        )
        done, refused = recommend_many(chosen.order_by("id"), actor=request.actor)
        if done:
            messages.success(request, _("已推荐%(n)s项") % {"n": len(done)})
        if refused or not done:
            nothing = not done and not refused
            return self.page(request, refused=refused, nothing_chosen=nothing, status=409)
        return redirect(request.get_full_path())

    def page(self, request: Any, status: int = 200, **extra: Any) -> HttpResponse:
        rows = _filtered(request)
        if request.GET.get("format") == "xlsx":
            return spreadsheet_response(
                _("推荐情况"), write_rows(_("推荐情况"), *application_rows(rows))
            )
        context = {
            "page": Paginator(rows, 30).get_page(request.GET.get("page")),
            "states": STATES,
            "filters": request.GET,
            "calls": _calls(request.actor),
            "quotas": body_quotas(self.body()),
            **extra,
        }
        return render(request, "recommender/applications.html", context, status=status)


class ApplicationDetail(RecommenderView):
    def get(self, request: Any, pk: int) -> HttpResponse:
        return self.page(request, get_object_or_404(applications_visible_to(request.actor), pk=pk))

    def post(self, request: Any, pk: int) -> HttpResponse:
        application = get_object_or_404(applications_visible_to(request.actor), pk=pk)
        note, act = request.POST.get("note", ""), request.POST.get("act")
        try:
            if act == "return":
                return_from_body(application, actor=request.actor, reason=note)
            elif act == "undo":
                take_back_recommendation(application, actor=request.actor, reason=note)
            else:
                recommend_application(application, actor=request.actor, opinion=note)
        except MoveRefused as refusal:
            return self.page(request, application, refused=refusal.findings, note=note, status=409)
        messages.success(request, _("已办理"))
        return redirect("recommender:application", pk=pk)

    def page(
        self, request: Any, application: Application, status: int = 200, **extra: Any
    ) -> HttpResponse:
        context = {
            "application": application,
            "sections": filled_of(application),
            "rules": panel_on(application)
            if application.state == ApplicationState.AT_BODY
            else None,
            "quota": quota_of(application.call, self.body()),
            "acts": acts_shown_to(request.actor, application),
            **extra,
        }
        return render(request, "recommender/application.html", context, status=status)


class Summary(RecommenderView):
    """推荐汇总表, as the office's sample asks; printed, sealed, or taken as Excel."""

    def get(self, request: Any, pk: int) -> HttpResponse:
        calls = calls_visible_to(request.actor).select_related("programme__guide")
        call = get_object_or_404(calls, pk=pk)
        rows = applications_visible_to(request.actor).filter(
            call=call, recommended_at__isnull=False
        )
        if request.GET.get("format") == "xlsx":
            return spreadsheet_response(
                _("推荐汇总表"), write_rows(_("推荐汇总表"), *summary_rows(rows))
            )
        heads, lines = summary_rows(rows)
        return render(
            request,
            "recommender/summary.html",
            {"call": call, "body": self.body(), "heads": heads, "lines": list(lines)},
        )


def _filtered(request: Any) -> Any:
    rows = applications_visible_to(request.actor).order_by("-id")
    state = request.GET.get("state", ApplicationState.AT_BODY)
    if state:
        rows = rows.filter(in_state(state))
    if request.GET.get("call"):
        rows = rows.filter(call_id=number_in(request.GET, "call") or 0)
    if words := request.GET.get("q", "").strip():
        rows = rows.filter(
            Q(title__icontains=words) | Q(host__name__icontains=words) | Q(number=words)
        )
    return rows


def _calls(actor: Any) -> Any:
    """Calls in which something came to the body, newest first."""
    theirs = applications_visible_to(actor).order_by().values("call_id")
    calls = calls_visible_to(actor).filter(pk__in=theirs).select_related("programme")
    return calls.order_by("-id")[:60]
