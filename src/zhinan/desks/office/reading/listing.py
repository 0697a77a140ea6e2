"""Every document read: how far its review is, who reads it, and the place to drop the next one."""

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhinan.apps.readings.models import Reading
from zhinan.apps.readings.selectors import progress_by_reading, readings_visible_to
from zhinan.apps.readings.services import start_reading
from zhinan.apps.readings.states import ReadingState
from zhinan.apps.records.workflow import MoveRefused, may
from zhinan.desks.downloads import spreadsheet_response
from zhinan.engines.documents.spreadsheet import write_rows
from zhinan.engines.values import Finding

from .base import ACCEPTED, ReadingView

PER_PAGE = 30
MOST_EXPORTED = 5000


class Readings(ReadingView):
    def get(self, request: Any) -> HttpResponse:
        if request.GET.get("format") == "xlsx":
            rows = list(_filtered(request)[:MOST_EXPORTED])
            return spreadsheet_response(_("读公文"), write_rows(_("读公文"), *_columns(rows)))
        return self.page(request)

    def post(self, request: Any) -> HttpResponse:
        uploaded = request.FILES.get("document")
        if uploaded is None:
            return self.page(request, status=422, refused=[nothing_chosen()])
        try:
            reading = start_reading(uploaded, actor=request.actor)
        except MoveRefused as refusal:
            return self.page(request, status=409, refused=refusal.findings)
        return redirect("office:reading_progress", pk=reading.pk)

    def page(self, request: Any, status: int = 200, **extra: Any) -> HttpResponse:
        page = Paginator(_filtered(request), PER_PAGE).get_page(request.GET.get("page"))
        progress = progress_by_reading(page.object_list)
        context = {
            "page": page,
            "rows": [(reading, progress[reading.pk]) for reading in page.object_list],
            "states": ReadingState.choices,
            "filters": request.GET,
            "may_start": may(request.actor, "readings.review"),
            "accepted": ACCEPTED,
            **extra,
        }
        return render(request, "office/reading/list.html", context, status=status)


def nothing_chosen() -> Finding:
    """No file came with the form."""
    return Finding(
        "READING-NO-FILE",
        _("没有选择文件"),
        field="file",
        remedy=_("把公文拖进来，或点击选择，再点读取"),
    )


def _filtered(request: Any) -> QuerySet[Reading]:
    rows = readings_visible_to(request.actor)
    state = request.GET.get("state", "")
    if state in ReadingState.values:
        rows = rows.filter(state=state)
    elif state != "all":
        rows = rows.exclude(state=ReadingState.ABANDONED)
    if request.GET.get("who") == "me":
        rows = rows.filter(created_by=request.actor.account)
    if words := request.GET.get("q", "").strip():
        rows = rows.filter(
            Q(title__icontains=words)
            | Q(file_name__icontains=words)
            | Q(office_name__icontains=words)
            | Q(pack__icontains=words)
            | Q(created_by__name__icontains=words)
        )
    return rows


def _columns(rows: list[Reading]) -> tuple[list[str], Iterable[list[Any]]]:
    heads = [
        _("公文"), _("文件"), _("种类"), _("页数"), _("字数"), _("状态"), _("读出"), _("已确认"), _("待确认"),
        _("要问"), _("已剔除"), _("谁"), _("何时"), _("年度"), _("发布单位"), _("指南包"), _("草案指南"),
        _("读不了的原因"),
    ]  # fmt: skip
    progress = progress_by_reading(rows)
    return heads, (
        [
            reading.title,
            reading.file_name,
            reading.file_kind,
            reading.pages_total or None,
            reading.text_length,
            reading.get_state_display(),
            progress[reading.pk].total,
            progress[reading.pk].confirmed,
            progress[reading.pk].open,
            progress[reading.pk].asked,
            progress[reading.pk].discarded,
            who(reading),
            reading.created_at,
            reading.year,
            reading.office_name,
            reading.pack,
            str(reading.guide) if reading.guide else "",
            "。".join(reading.failure[k] for k in ("fact", "remedy")) if reading.failure else "",
        ]
        for reading in rows
    )


def who(reading: Reading) -> str:
    """Who gave the document."""
    return reading.created_by.name if reading.created_by else _("命令行")
