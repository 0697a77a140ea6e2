"""Formal review: the queue, one application item by item, and its letters."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from zhinan.apps.accounts.models import Role
from zhinan.apps.records.services import open_file
from zhinan.apps.records.workflow import MoveRefused, require
from zhinan.apps.screening.selectors import (
    applications_under_review,
    attachments_under_review,
    calls_with_reviews,
    queue,
    reviews_visible_to,
    standings_of,
    tab_counts,
)
from zhinan.apps.screening.services import claim_next_review
from zhinan.apps.screening.services.letters import Letter
from zhinan.desks.access import DeskView
from zhinan.desks.asked import number_in
from zhinan.desks.downloads import attachment_response, spreadsheet_response
from zhinan.engines.documents.spreadsheet import write_rows

from .screening_acts import ACTS, decisions_in
from .screening_page import live_context, queue_filters, review_context
from .screening_table import result_rows

PER_PAGE = 20


class ScreeningView(DeskView):
    """Office staff work here; leadership reads. What lies in another section is not found."""

    roles: ClassVar[tuple[str, ...]] = (Role.OFFICE, Role.LEADER)


class Queue(ScreeningView):
    def get(self, request: Any) -> HttpResponse:
        filters = queue_filters(request.GET)
        rows = queue(request.actor, **filters)
        if request.GET.get("format") == "xlsx":
            require(request.actor, "screening.see")
            return spreadsheet_response(
                _("形式审查"), write_rows(_("形式审查"), *result_rows(rows))
            )
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
        context = {
            "page": page,
            "standings": standings_of(page.object_list),
            "counts": tab_counts(request.actor, call_id=filters["call_id"]),
            "filters": filters,
            "calls": calls_with_reviews(request.actor),
            "may_work": request.actor.holds(Role.OFFICE),
        }
        return render(request, "screening/queue.html", context)


class Next(ScreeningView):
    """Take the application that has waited longest."""

    def post(self, request: Any) -> HttpResponse:
        taken = claim_next_review(actor=request.actor, call_id=number_in(request.POST, "call"))
        if taken is None:
            messages.info(request, _("没有待审查的申报"))
            return redirect("office:screening")
        return redirect("office:review", pk=taken.application_id)


class Review(ScreeningView):
    def get(self, request: Any, pk: int) -> HttpResponse:
        return self.page(request, self.application(request, pk))

    def post(self, request: Any, pk: int) -> HttpResponse:
        application = self.application(request, pk)
        act = ACTS.get(request.POST.get("act", ""))
        if act is None:
            raise Http404(f"no act {request.POST.get('act')!r} on a review")
        is_live = request.headers.get("X-Zhinan-Live") == "1"
        try:
            done = act(request, application)
        except MoveRefused as refusal:
            if is_live:
                return JsonResponse({"findings": [str(f) for f in refusal.findings]}, status=409)
            return self.page(request, application, findings=refusal.findings, status=409)
        if is_live:
            return JsonResponse(live_context(request, application))
        messages.success(request, done)
        return redirect(
            f"{reverse('office:review', args=[pk])}?{request.GET.urlencode()}".rstrip("?")
        )

    def application(self, request: Any, pk: int) -> Any:
        return get_object_or_404(applications_under_review(request.actor), pk=pk)

    def page(self, request: Any, application: Any, status: int = 200, **extra: Any) -> HttpResponse:
        context = review_context(request, application, posted=decisions_in(request.POST))
        return render(request, "screening/review.html", context | extra, status=status)


class ApplicationFile(ScreeningView):
    """A file of an application that reached the office."""

    def get(self, request: Any, pk: int) -> HttpResponse:
        file = get_object_or_404(attachments_under_review(request.actor), pk=pk)
        try:
            with open_file(file.file) as content:
                return attachment_response(file.name, content.read(), file.file.media_type)
        except FileNotFoundError:
            raise Http404(f"the bytes of attachment {pk} are gone") from None


class PrintedLetter(ScreeningView):
    """A letter as it was sent, on a page of its own for print."""

    def get(self, request: Any, pk: int, round: int) -> HttpResponse:
        reviews = reviews_visible_to(request.actor).filter(application_id=pk, round=round)
        review = get_object_or_404(reviews)
        letter = Letter.of(review)
        if letter is None:
            raise Http404(f"round {round} of application {pk} sent no letter")
        return render(request, "screening/letter_page.html", {"review": review, "letter": letter})
