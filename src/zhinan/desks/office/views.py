"""The office: what waits, and every application it may see."""

from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from zhinan.apps.accounts.models import Role
from zhinan.apps.applications.facts import filled_of
from zhinan.apps.applications.selectors import AT_OFFICE_AND_AFTER, applications_visible_to
from zhinan.apps.applications.states import ApplicationState
from zhinan.apps.programmes.selectors import calls_visible_to
from zhinan.apps.records.selectors import acts_on
from zhinan.apps.screening.selectors import within_reach
from zhinan.desks.access import DeskView
from zhinan.desks.asked import number_in
from zhinan.desks.downloads import spreadsheet_response
from zhinan.engines.documents.spreadsheet import write_rows

from .listing import SORTS, Slice
from .waiting import home_context

STATES = [choice for choice in ApplicationState.choices if choice[0] in AT_OFFICE_AND_AFTER]
OFFICE_ROLES = (Role.OFFICE, Role.LEADER, Role.FINANCE)


class OfficeView(DeskView):
    roles = OFFICE_ROLES


class Home(OfficeView):
    def get(self, request: Any) -> HttpResponse:
        return render(request, "office/home.html", home_context(request.actor))


class Applications(OfficeView):
    def get(self, request: Any) -> HttpResponse:
        rows = _filtered(request)
        if request.GET.get("format") == "xlsx":
            return spreadsheet_response(_("申报清单"), write_rows(_("申报清单"), *_columns(rows)))
        return render(
            request,
            "office/applications.html",
            {
                "slice": Slice.of(rows, request.GET),
                "states": STATES,
                "calls": _calls(request.actor),
                "sorts": SORTS,
                "filters": request.GET,
            },
        )


class ApplicationDetail(OfficeView):
    def get(self, request: Any, pk: int) -> HttpResponse:
        application = get_object_or_404(applications_visible_to(request.actor), pk=pk)
        return render(
            request,
            "office/application.html",
            {
                "application": application,
                "sections": filled_of(application),
                "acts": acts_on(application),
            },
        )


def _filtered(request: Any) -> Any:
    rows = applications_visible_to(request.actor)
    if state := request.GET.get("state"):
        rows = rows.filter(state=state)
    if request.GET.get("call"):
        rows = rows.filter(call_id=number_in(request.GET, "call") or 0)
    if words := request.GET.get("q", "").strip():
        rows = rows.filter(
            Q(number=words)
            | Q(title__icontains=words)
            | Q(leader_name__icontains=words)
            | Q(host__name__icontains=words)
        )
    return rows


def _calls(actor: Any) -> Any:
    """Published calls within the reader's reach, newest first."""
    reach = calls_visible_to(actor).filter(within_reach(actor, call=""), published_at__isnull=False)
    return reach.order_by("-id")[:60]


def _columns(rows: Any) -> tuple[list[str], Any]:
    heads = [
        _("受理号"), _("项目名称"), _("计划类别"), _("指南代码"), _("申报单位"), _("负责人"),
        _("推荐单位"), _("申请经费（万元）"), _("总预算（万元）"), _("状态"), _("提交时间"),
    ]  # fmt: skip
    return heads, (
        [
            row.number or "",
            row.title,
            row.call.programme.name,
            row.topic.code if row.topic else "",
            row.host.name,
            row.leader_name,
            row.body.name if row.body else "",
            row.grant_yuan / 10000 if row.grant_yuan is not None else None,
            row.total_yuan / 10000 if row.total_yuan is not None else None,
            row.get_state_display(),
            row.submitted_at,
        ]
        for row in rows.order_by("id").iterator(2000)
    )
