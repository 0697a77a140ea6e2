"""What waits for the applicant, the list of applications, and the start of a new one."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from zhinan.apps.applications.facts import opened, registered_values, with_registered
from zhinan.apps.applications.models import Application
from zhinan.apps.applications.selectors import (
    applications_visible_to,
    calls_open_to,
    in_state,
    reasons_of_return,
)
from zhinan.apps.applications.services import start_application
from zhinan.apps.applications.states import ApplicationState as S
from zhinan.apps.programmes.facts import form_of
from zhinan.apps.programmes.selectors import calls_visible_to
from zhinan.apps.records.workflow import MoveRefused
from zhinan.desks.downloads import spreadsheet_response
from zhinan.engines.documents.spreadsheet import write_rows

from .base import ApplicantView
from .demands import demands_of

RESULTS = (S.VALID, S.REJECTED, S.PROPOSED, S.RESERVE, S.DECLINED, S.AWARDED)
UNDERWAY = (S.AT_HOST, S.AT_BODY, S.AT_OFFICE)
MOST = 20


class Home(ApplicantView):
    def get(self, request: Any) -> HttpResponse:
        mine = applications_visible_to(request.actor)
        begun = mine.filter(state=S.DRAFT).prefetch_related("sections")
        drafts = list(begun.order_by("call__closes_at", "-pk")[:MOST])
        correcting = list(mine.filter(state=S.CORRECTING).order_by("correction_due_at")[:MOST])
        notes = reasons_of_return([d for d in drafts if d.returned_at])
        demands = demands_of(correcting)
        lacks = missing_counts(drafts)
        context = {
            "returned": [(row, notes.get(row.pk)) for row in drafts if row.returned_at],
            "correcting": [(row, demands.get(row.pk)) for row in correcting],
            "drafts": [(row, lacks[row.pk]) for row in drafts if not row.returned_at],
            "underway": list(mine.filter(state__in=UNDERWAY).order_by("-submitted_at")[:10]),
            "results": list(mine.filter(state__in=RESULTS).order_by("-updated_at")[:10]),
            "calls": list(calls_open_to(request.actor, now=timezone.now())[:10]),
        }
        return render(request, "applicant/home.html", context)


def missing_counts(applications: list[Application]) -> dict[int, int]:
    """How many things each still lacks; as many statements for many of one unit and programme as for one.

    Begin with applications whose sections are prefetched.
    """
    facts: dict[tuple[int, int], Any] = {}
    forms: dict[int, Any] = {}
    counts = {}
    for application in applications:
        programme = application.call.programme
        if programme.pk not in forms:
            forms[programme.pk] = form_of(programme)
        form = forms[programme.pk]
        about = (application.host_id, programme.guide.year)
        if about not in facts:
            facts[about] = registered_values(application.host, application.call)
        values = {s.key: opened(s.values) for s in application.sections.all()}
        counts[application.pk] = len(form.missing(with_registered(form, values, facts[about])))
    return counts


class Applications(ApplicantView):
    def get(self, request: Any) -> HttpResponse:
        rows = _filtered(request)
        if request.GET.get("format") == "xlsx":
            content = write_rows(_("我的申报"), *_columns(rows))
            return spreadsheet_response(_("我的申报"), content)
        page = Paginator(rows, 30).get_page(request.GET.get("page"))
        context = {"page": page, "states": S.choices, "filters": request.GET}
        return render(request, "applicant/applications.html", context)


class Start(ApplicantView):
    def get(self, request: Any, call_pk: int) -> HttpResponse:
        return self.page(request, call_pk)

    def post(self, request: Any, call_pk: int) -> HttpResponse:
        call = self.call(request, call_pk)
        topic = call.programme.topics.filter(pk=_number(request.POST.get("topic"))).first()
        try:
            made = start_application(
                call, actor=request.actor, topic=topic, is_another="another" in request.POST
            )
        except MoveRefused as refusal:
            return self.page(request, call_pk, refused=refusal.findings, status=409)
        return redirect("applicant:form", pk=made.pk)

    def call(self, request: Any, pk: int) -> Any:
        rows = calls_visible_to(request.actor).select_related(
            "programme__guide", "programme__section"
        )
        return get_object_or_404(rows, pk=pk)

    def page(self, request: Any, pk: int, status: int = 200, **extra: Any) -> HttpResponse:
        call = self.call(request, pk)
        mine = applications_visible_to(request.actor).filter(call=call)
        topics = list(call.programme.topics.order_by("order"))
        context = {
            "call": call,
            "form": form_of(call.programme),
            "topics": topics,
            "mine": list(mine.order_by("-pk")[:MOST]),
            **extra,
        }
        return render(request, "applicant/start.html", context, status=status)


def _filtered(request: Any) -> Any:
    rows = applications_visible_to(request.actor).order_by("-id")
    if state := request.GET.get("state"):
        rows = rows.filter(in_state(state))
    if words := request.GET.get("q", "").strip():
        rows = rows.filter(title__icontains=words)
    return rows


def _number(text: Any) -> int:
    return int(text) if text and str(text).isdecimal() and len(str(text)) < 10 else 0


def _columns(rows: Any) -> tuple[list[str], Any]:
    heads = [
        _("受理号"),
        _("项目名称"),
        _("计划类别"),
        _("负责人"),
        _("申请经费（元）"),
        _("状态"),
        _("提交时间"),
        _("申报截止"),
    ]
    return heads, (
        [
            row.number or "",
            row.title,
            row.call.programme.name,
            row.leader_name,
            row.grant_yuan,
            row.get_state_display(),
            row.submitted_at,
            row.call.closes_at,
        ]
        for row in rows
    )
