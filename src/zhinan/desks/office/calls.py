"""Calls: opened from a programme, their windows set, published, closed, cancelled."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from zhinan.apps.programmes.models import Programme
from zhinan.apps.programmes.selectors import (
    calls_about,
    calls_visible_to,
    programmes_visible_to,
)
from zhinan.apps.programmes.services import (
    cancel_call,
    change_windows,
    close_call,
    open_call,
    publish_call,
)
from zhinan.apps.programmes.states import CallState, GuideState
from zhinan.apps.records.selectors import acts_on
from zhinan.apps.records.workflow import MoveRefused, may
from zhinan.desks.downloads import spreadsheet_response
from zhinan.desks.windows import timetable
from zhinan.engines.documents.spreadsheet import write_rows

from .call_form import CallForm
from .guides import GuideView


class Calls(GuideView):
    def get(self, request: Any) -> HttpResponse:
        calls = _filtered(request)
        if request.GET.get("format") == "xlsx":
            return spreadsheet_response(_("申报通知"), write_rows(_("申报通知"), *_columns(calls)))
        context = {
            "page": Paginator(calls, 30).get_page(request.GET.get("page")),
            "filters": request.GET,
            "states": CallState.choices,
            "programmes": _programmes(request.actor),
            "may_publish": may(request.actor, "programmes.publish"),
        }
        return render(request, "office/calls.html", context)


class NewCall(GuideView):
    def get(self, request: Any, programme_pk: int) -> HttpResponse:
        programme = self.programme(request, programme_pk)
        return self.page(request, programme, CallForm(initial=CallForm.proposed(programme)))

    def post(self, request: Any, programme_pk: int) -> HttpResponse:
        programme = self.programme(request, programme_pk)
        form = CallForm(request.POST)
        if not form.is_valid():
            return self.page(request, programme, form, status=422)
        try:
            call = open_call(programme, actor=request.actor, **form.cleaned_data)
        except MoveRefused as refusal:
            return self.page(request, programme, form, refused=refusal.findings, status=409)
        return redirect("office:call", pk=call.pk)

    def programme(self, request: Any, pk: int) -> Programme:
        return get_object_or_404(programmes_visible_to(request.actor), pk=pk)

    def page(
        self, request: Any, programme: Programme, form: CallForm, status: int = 200, **extra: Any
    ) -> HttpResponse:
        context = {
            "programme": programme,
            "form": form,
            "windows": timetable(programme),
            "may_publish": may(request.actor, "programmes.publish", programme),
            **extra,
        }
        return render(request, "office/call_new.html", context, status=status)


class CallDetail(GuideView):
    def get(self, request: Any, pk: int) -> HttpResponse:
        call = get_object_or_404(calls_visible_to(request.actor), pk=pk)
        return self.page(request, call, CallForm.of(call))

    def post(self, request: Any, pk: int) -> HttpResponse:
        call = get_object_or_404(calls_visible_to(request.actor), pk=pk)
        act, form = request.POST.get("act"), CallForm.of(call)
        note = request.POST.get("note", "")
        try:
            if act == "publish":
                publish_call(call, actor=request.actor)
            elif act == "close":
                close_call(call, actor=request.actor, reason=note)
            elif act == "cancel":
                cancel_call(call, actor=request.actor, reason=note)
            else:
                form = CallForm(request.POST)
                if not form.is_valid():
                    return self.page(request, call, form, status=422)
                change_windows(call, actor=request.actor, reason=note, **form.cleaned_data)
        except MoveRefused as refusal:
            return self.page(request, call, form, refused=refusal.findings, status=409)
        messages.success(request, _("已办理"))
        return redirect("office:call", pk=pk)

    def page(
        self, request: Any, call: Any, form: CallForm, status: int = 200, **extra: Any
    ) -> HttpResponse:
        context = {
            "call": call,
            "form": form,
            "windows": timetable(call.programme, call),
            "acts": acts_on(call),
            "may_publish": may(request.actor, "programmes.publish", call),
            **extra,
        }
        return render(request, "office/call.html", context, status=status)


def _filtered(request: Any) -> Any:
    calls = calls_visible_to(request.actor).select_related("programme__section")
    if state := request.GET.get("state"):
        calls = calls.filter(state=state)
    if words := request.GET.get("q", "").strip():
        calls = calls_about(words, calls)
    return calls.annotate(application_count=Count("applications")).order_by("-id")


def _programmes(actor: Any) -> list[Programme]:
    """Programmes of published guides from which the reader may open a call."""
    found = programmes_visible_to(actor).filter(guide__state=GuideState.PUBLISHED)
    return [p for p in found.order_by("-guide_id", "order") if may(actor, "programmes.publish", p)]


def _columns(calls: Any) -> tuple[list[str], Any]:
    heads = [
        _("通知"), _("文号"), _("计划类别"), _("处室"), _("开始申报"), _("提交截止"), _("单位确认截止"),
        _("推荐截止"), _("拟支持项数"), _("拟安排经费（万元）"), _("申报数"), _("状态"), _("发布时间"),
    ]  # fmt: skip
    return heads, (
        [
            call.title,
            call.number,
            call.programme.name,
            call.programme.section.name if call.programme.section else "",
            call.opens_at,
            call.closes_at,
            call.host_closes_at,
            call.recommendation_closes_at,
            call.planned_awards,
            call.planned_yuan / 10000 if call.planned_yuan is not None else None,
            call.application_count,
            call.get_state_display(),
            call.published_at,
        ]
        for call in calls
    )
