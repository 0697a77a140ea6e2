"""The unit administrator: what waits, the unit's applications, confirm or return."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from zhinan.apps.accounts.models import Role
from zhinan.apps.applications.facts import filled_of
from zhinan.apps.applications.models import Application
from zhinan.apps.applications.selectors import (
    acts_shown_to,
    applications_visible_to,
    in_state,
)
from zhinan.apps.applications.services.quotas import host_quota, host_quotas
from zhinan.apps.applications.services.recommendation import confirm_application, return_from_host
from zhinan.apps.applications.states import ApplicationState
from zhinan.apps.programmes.selectors import calls_visible_to
from zhinan.apps.records.workflow import MoveRefused
from zhinan.apps.registry.models import Organisation, RecommendingBody
from zhinan.apps.registry.selectors import bodies_for
from zhinan.desks.access import DeskView
from zhinan.desks.asked import number_in
from zhinan.desks.downloads import spreadsheet_response
from zhinan.desks.judged import panel_on
from zhinan.engines.documents.spreadsheet import write_rows

WAITING = (ApplicationState.AT_HOST, ApplicationState.CORRECTING)
SHOWN = 20


class HostView(DeskView):
    roles = (Role.HOST,)


class Home(HostView):
    def get(self, request: Any) -> HttpResponse:
        visible = applications_visible_to(request.actor)
        waiting = visible.filter(state=ApplicationState.AT_HOST)
        correcting = visible.filter(state=ApplicationState.CORRECTING)
        others = visible.exclude(state__in=WAITING)
        organisation = get_object_or_404(Organisation, pk=request.actor.organisation_id)
        return render(
            request,
            "host/home.html",
            {
                "organisation": organisation,
                "waiting": waiting.order_by("call__host_closes_at", "id")[:SHOWN],
                "waiting_count": waiting.count(),
                "correcting": correcting.order_by("correction_due_at", "id")[:SHOWN],
                "recent": others.order_by("-updated_at")[:10],
                "quotas": host_quotas(organisation),
            },
        )


class Applications(HostView):
    def get(self, request: Any) -> HttpResponse:
        rows = _filtered(request)
        if request.GET.get("format") == "xlsx":
            return spreadsheet_response(
                _("本单位申报"), write_rows(_("本单位申报"), *_columns(rows))
            )
        context = {
            "page": Paginator(rows, 30).get_page(request.GET.get("page")),
            "states": ApplicationState.choices,
            "calls": _calls(request.actor),
            "filters": request.GET,
        }
        return render(request, "host/applications.html", context)


class ApplicationDetail(HostView):
    def get(self, request: Any, pk: int) -> HttpResponse:
        application = get_object_or_404(applications_visible_to(request.actor), pk=pk)
        return self.page(request, application)

    def post(self, request: Any, pk: int) -> HttpResponse:
        application = get_object_or_404(applications_visible_to(request.actor), pk=pk)
        act, note = request.POST.get("act"), request.POST.get("note", "")
        try:
            if act == "return":
                return_from_host(application, actor=request.actor, reason=note)
                messages.success(request, _("已退回申报人修改"))
            else:
                chosen = number_in(request.POST, "body")
                body = bodies_for(application.host).filter(pk=chosen or 0).first()
                confirm_application(application, actor=request.actor, body=body)
                messages.success(request, _("已确认，转推荐单位"))
        except MoveRefused as refusal:
            return self.page(request, application, refused=refusal.findings, status=409)
        return redirect("host:application", pk=pk)

    def page(
        self, request: Any, application: Application, status: int = 200, **extra: Any
    ) -> HttpResponse:
        may_decide = application.state == ApplicationState.AT_HOST
        context = {
            "application": application,
            "sections": filled_of(application),
            "rules": panel_on(application) if may_decide else None,
            "bodies": _bodies(application) if may_decide else [],
            "quota": host_quota(application.call, application.host) if may_decide else None,
            "acts": acts_shown_to(request.actor, application),
            "may_decide": may_decide,
            **extra,
        }
        return render(request, "host/application.html", context, status=status)


def _bodies(application: Application) -> list[RecommendingBody]:
    """Bodies the unit may hand this application to."""
    bodies = bodies_for(application.host)
    if application.call.addressed_bodies.exists():
        bodies = bodies.filter(addressed_calls__call=application.call)
    return list(bodies)


def _calls(actor: Any) -> Any:
    """Calls the unit has applied to, newest first."""
    theirs = applications_visible_to(actor).order_by().values("call_id")
    return calls_visible_to(actor).filter(pk__in=theirs).order_by("-id")[:60]


def _filtered(request: Any) -> Any:
    rows = applications_visible_to(request.actor).order_by("-id")
    if state := request.GET.get("state"):
        rows = rows.filter(in_state(state))
    if request.GET.get("call"):
        rows = rows.filter(call_id=number_in(request.GET, "call") or 0)
    if words := request.GET.get("q", "").strip():
        rows = rows.filter(
            Q(title__icontains=words) | Q(leader_name__icontains=words) | Q(number=words)
        )
    return rows


def _columns(rows: Any) -> tuple[list[str], Any]:
    heads = [
        _("受理号"), _("项目名称"), _("计划类别"), _("指南代码"), _("负责人"), _("推荐单位"),
        _("申请经费（万元）"), _("状态"), _("提交时间"),
    ]  # fmt: skip
    return heads, (
        [
            row.number or "",
            row.title,
            row.call.programme.name,
            row.topic.code if row.topic else "",
            row.leader_name,
            row.body.name if row.body else "",
            row.grant_yuan / 10000 if row.grant_yuan is not None else None,
            row.get_state_display(),
            row.submitted_at,
        ]
        for row in rows.iterator(2000)
    )
