"""What anyone may read: calls, guides clause by clause, topics, windows, contacts."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Case, Count, Q, When
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic.base import View

from zhinan.apps.awards.selectors import notices_in_public
from zhinan.apps.awards.states import NoticeState
from zhinan.apps.programmes.selectors import (
    calls_about,
    calls_visible_to,
    guides_visible_to,
    programme_page,
)
from zhinan.apps.programmes.states import CallState
from zhinan.desks.asked import number_in
from zhinan.desks.downloads import spreadsheet_response
from zhinan.desks.judged import language_now
from zhinan.desks.originals import official_of, rule_anchors
from zhinan.desks.requirements import requirements_of
from zhinan.desks.windows import timetable
from zhinan.engines.documents.spreadsheet import write_rows

from .tables import call_rows, guide_rows, topic_rows


def open_first(calls: Any) -> Any:
    """Open calls by closing time, then those to come, then those over, the latest first."""
    now = timezone.now()
    is_over = Q(state=CallState.CLOSED) | Q(closes_at__lt=now)
    place = Case(When(is_over, then=2), When(opens_at__gt=now, then=1), default=0)
    still = Case(When(is_over, then=None), default="closes_at")
    return calls.annotate(place=place).order_by("place", still, "-closes_at", "-pk")


class Home(View):
    def get(self, request: Any) -> HttpResponse:
        now = timezone.now()
        calls = _calls(request).filter(state=CallState.PUBLISHED, closes_at__gte=now)
        running = notices_in_public().filter(
            state=NoticeState.SHOWN, ends_on__gte=timezone.localdate(now)
        )
        context = {
            "calls": open_first(calls)[:10],
            "open_count": calls.filter(opens_at__lte=now).count(),
            "soon_count": calls.filter(opens_at__gt=now).count(),
            "notices": running.order_by("ends_on", "pk")[:6],
            "guides": _guides(request).order_by("-published_at")[:4],
        }
        return render(request, "public/home.html", context)


class Calls(View):
    def get(self, request: Any) -> HttpResponse:
        calls = open_first(_found(request))
        if request.GET.get("format") == "xlsx":
            table = write_rows(_("申报通知"), *call_rows(calls))
            return spreadsheet_response(_("申报通知"), table)
        context = {
            "page": Paginator(calls, 20).get_page(request.GET.get("page")),
            "sections": _sections(request),
            "filters": request.GET,
        }
        return render(request, "public/calls.html", context)


class CallPage(View):
    def get(self, request: Any, pk: int) -> HttpResponse:
        call = get_object_or_404(_calls(request).select_related("programme__guide"), pk=pk)
        context = {
            "call": call,
            "programme": call.programme,
            "windows": timetable(call.programme, call),
            "asked": requirements_of(call.programme, call, language=language_now()),
            **programme_page(call.programme),
        }
        return render(request, "public/call.html", context)


class Guides(View):
    def get(self, request: Any) -> HttpResponse:
        guides = _guides(request).annotate(programme_count=Count("programmes"))
        guides = guides.order_by("-year", "title", "-version")
        if request.GET.get("format") == "xlsx":
            table = write_rows(_("申报指南"), *guide_rows(guides))
            return spreadsheet_response(_("申报指南"), table)
        page = Paginator(guides, 20).get_page(request.GET.get("page"))
        return render(request, "public/guides.html", {"page": page})


class GuidePage(View):
    def get(self, request: Any, pk: int) -> HttpResponse:
        guide = get_object_or_404(_guides(request), pk=pk)
        if request.GET.get("format") == "xlsx":
            title = _("%(guide)s 指南方向") % {"guide": guide.title}
            return spreadsheet_response(title, write_rows(_("指南方向"), *topic_rows(guide)))
        programmes = guide.programmes.select_related("section").annotate(
            topic_count=Count("topics", distinct=True), rule_count=Count("rules", distinct=True)
        )
        context = {
            "guide": guide,
            "programmes": programmes,
            "has_original": official_of(guide) is not None,
            "versions": _guides(request).filter(pack=guide.pack).order_by("-version"),
        }
        return render(request, "public/guide.html", context)


class ProgrammePage(View):
    def get(self, request: Any, pk: int, key: str) -> HttpResponse:
        guide = get_object_or_404(_guides(request), pk=pk)
        programmes = guide.programmes.select_related("section", "guide")
        programme = get_object_or_404(programmes, key=key)
        if request.GET.get("format") == "xlsx":
            title = _("%(guide)s 指南方向") % {"guide": programme.name}
            table = write_rows(_("指南方向"), *topic_rows(guide, programme))
            return spreadsheet_response(title, table)
        calls = calls_visible_to(request.actor).filter(programme=programme)
        context = {
            "guide": guide,
            "programme": programme,
            "calls": calls.filter(opens_at__isnull=False).order_by("-closes_at", "-pk")[:5],
            "asked": requirements_of(programme, language=language_now()),
            "originals": rule_anchors(guide, programme.key),
            **programme_page(programme),
        }
        return render(request, "public/programme.html", context)


def _calls(request: Any) -> Any:
    """Calls that were announced; drafts are looked at on the office's own pages."""
    calls = calls_visible_to(request.actor).filter(
        state__in=(CallState.PUBLISHED, CallState.CLOSED)
    )
    return calls.select_related("programme__section")


def _guides(request: Any) -> Any:
    return guides_visible_to(request.actor).defer("core_vocabulary")


def _found(request: Any) -> Any:
    calls, now = _calls(request), timezone.now()
    if words := request.GET.get("q", "").strip():
        calls = calls_about(words, calls)
    if request.GET.get("section"):
        calls = calls.filter(programme__section_id=number_in(request.GET, "section"))
    match request.GET.get("when"):
        case "open":
            return calls.filter(state=CallState.PUBLISHED, opens_at__lte=now, closes_at__gte=now)
        case "soon":
            return calls.filter(state=CallState.PUBLISHED, opens_at__gt=now)
        case "closed":
            return calls.filter(Q(state=CallState.CLOSED) | Q(closes_at__lt=now))
    return calls


def _sections(request: Any) -> list[tuple[int, str]]:
    """Sections that announced a call."""
    named = _calls(request).filter(programme__section__isnull=False).order_by()
    pairs = named.values_list("programme__section_id", "programme__section__name").distinct()
    return sorted(pairs, key=lambda pair: pair[1])
