"""公示: what is proposed, for how long, and how to object."""

from typing import Any

from axes.helpers import get_client_ip_address
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.generic.base import View

from zhinan.apps.accounts.services import count_attempt, refuse_excess
from zhinan.apps.awards.models import PublicNotice
from zhinan.apps.awards.selectors import (
    corrections_of,
    may_object_now,
    notices_in_public,
    objection_by_receipt,
)
from zhinan.apps.awards.services import raise_objection
from zhinan.apps.awards.states import NoticeState
from zhinan.apps.records.workflow import MoveRefused
from zhinan.apps.registry.selectors import workdays_between
from zhinan.desks.asked import number_in
from zhinan.desks.downloads import spreadsheet_response
from zhinan.engines.calendar.deadlines import SHANGHAI
from zhinan.engines.documents.spreadsheet import write_rows

from .notices_table import notice_rows

PER_PAGE = 20
TRAP = "website"  # a field people never see; what is filled in there was filled in by a machine


class Notices(View):
    def get(self, request: Any) -> HttpResponse:
        rows = notices_in_public()
        if words := request.GET.get("q", "").strip():
            rows = rows.filter(Q(title__icontains=words) | Q(number__icontains=words))
        if (state := request.GET.get("state")) in ("shown", "ended", "withdrawn"):
            rows = rows.filter(state=state)
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
        return render(
            request,
            "public/notices.html",
            {"page": page, "filters": request.GET, "today": _today()},
        )


class Notice(View):
    def get(self, request: Any, pk: int) -> HttpResponse:
        notice = get_object_or_404(notices_in_public(), pk=pk)
        if request.GET.get("format") == "xlsx":
            return spreadsheet_response(notice.title, write_rows("公示", *notice_rows(notice)))
        return self.page(request, notice)

    def post(self, request: Any, pk: int) -> HttpResponse:
        notice = get_object_or_404(notices_in_public(), pk=pk)
        form = request.POST
        if form.get(TRAP):
            return redirect("public:notice", pk=pk)
        try:
            objection = raise_objection(
                notice,
                name=form.get("name", ""),
                contact=form.get("contact", ""),
                text=form.get("text", ""),
                application_id=number_in(form, "application"),
                origin=get_client_ip_address(request) or "",
            )
        except MoveRefused as refusal:
            return self.page(request, notice, findings=refusal.findings, form=form, status=409)
        request.session["objection"] = objection.receipt
        return redirect("public:objection_receipt", pk=pk)

    def page(
        self, request: Any, notice: PublicNotice, status: int = 200, **extra: Any
    ) -> HttpResponse:
        context = {
            "notice": notice,
            "days_left": max(workdays_between(_today(), notice.ends_on), 0),
            "may_object": may_object_now(notice),
            "is_over": notice.state == NoticeState.SHOWN and _today() > notice.ends_on,
            "corrections": corrections_of(notice),
            "trap": TRAP,
        }
        return render(request, "public/notice.html", context | extra, status=status)


class Receipt(View):
    """Shown to the browser that sent the objection; the receipt is all that is needed later."""

    def get(self, request: Any, pk: int) -> HttpResponse:
        notice = get_object_or_404(notices_in_public(), pk=pk)
        receipt = request.session.get("objection", "")
        objection = objection_by_receipt(receipt)
        if objection is None or objection.notice_id != notice.pk:
            raise Http404(f"this browser raised no objection to notice {pk}")
        answer = render(
            request, "public/notice_receipt.html", {"notice": notice, "objection": objection}
        )
        answer["Cache-Control"] = "no-store"
        return answer


class ObjectionStatus(View):
    """How an objection stands, for whoever holds its receipt; nothing of who raised it."""

    def get(self, request: Any) -> HttpResponse:
        receipt = request.GET.get("receipt", "").strip().upper()
        origin, found = get_client_ip_address(request) or "", None
        try:
            refuse_excess("objection_status", origin)
            found = objection_by_receipt(receipt)
            if receipt and found is None:  # receipts are in sequence; four characters are not
                count_attempt("objection_status", origin)
        except MoveRefused:
            return render(request, "429.html", status=429)
        context = {"receipt": receipt, "objection": found}
        return render(request, "public/notice_objection.html", context)


def _today() -> Any:
    return timezone.now().astimezone(SHANGHAI).date()
