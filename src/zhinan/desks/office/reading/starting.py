"""One document on its way in: pages read, what was noted, why it cannot be read, and giving it up."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from zhinan.apps.readings.models import Reading
from zhinan.apps.readings.selectors import (
    earlier_readings_of,
    progress_by_reading,
    progress_of,
    readings_visible_to,
    steps_of,
)
from zhinan.apps.readings.services import abandon_reading, reread, start_reading
from zhinan.apps.readings.states import ReadingState
from zhinan.apps.records.selectors import acts_on
from zhinan.apps.records.workflow import MoveRefused, may

from .base import ACCEPTED, UNDER_REVIEW, WITH_TEXT, ReadingView, reading_for, replaced_by
from .listing import nothing_chosen, who

EARLIER_SHOWN = 3


class ReadingProgress(ReadingView):
    """``?part=1``: only what changes while pages are read, for the script that asks every second."""

    def get(self, request: Any, pk: int) -> HttpResponse:
        reading = reading_for(request, pk)
        earlier = list(earlier_readings_of(reading, request.actor)[:EARLIER_SHOWN])
        if "part" in request.GET:
            return self.part(request, reading, has_earlier=bool(earlier))
        return self.page(request, reading, earlier)

    def post(self, request: Any, pk: int) -> HttpResponse:
        """Another file in the place of one that could not be read."""
        reading = reading_for(request, pk)
        earlier = list(earlier_readings_of(reading, request.actor)[:EARLIER_SHOWN])
        uploaded = request.FILES.get("document")
        if uploaded is None:
            return self.page(request, reading, earlier, status=422, refused=[nothing_chosen()])
        try:
            again = start_reading(uploaded, actor=request.actor)
        except MoveRefused as refusal:
            return self.page(request, reading, earlier, status=409, refused=refusal.findings)
        return redirect("office:reading_progress", pk=again.pk)

    def part(self, request: Any, reading: Reading, *, has_earlier: bool) -> HttpResponse:
        if reading.state == ReadingState.READING:
            return render(request, "office/reading/_waiting.html", {"reading": reading})
        is_open = reading.state == ReadingState.REVIEW and not has_earlier
        answer = HttpResponse(status=204)
        name = "office:reading" if is_open else "office:reading_progress"
        answer["X-Go-To"] = reverse(name, args=(reading.pk,))
        return answer

    def page(
        self,
        request: Any,
        reading: Reading,
        earlier: list[Reading],
        status: int = 200,
        **extra: Any,
    ) -> HttpResponse:
        visible, before = readings_visible_to(request.actor), progress_by_reading(earlier)
        context = {
            "reading": reading,
            "progress": progress_of(reading),
            "earlier": [(e, before[e.pk], who(e)) for e in earlier],
            "newer": visible.filter(replaces=reading).first(),
            "older": replaced_by(request, reading),
            "who": who(reading),
            "acts": acts_on(reading),
            "is_open": reading.state in WITH_TEXT,
            "is_under_review": reading.state in UNDER_REVIEW,
            "may_review": may(request.actor, "readings.review", reading),
            "accepted": ACCEPTED,
            **extra,
        }
        return render(request, "office/reading/progress.html", context, status=status)


class AbandonReading(ReadingView):
    def get(self, request: Any, pk: int) -> HttpResponse:
        return self.page(request, reading_for(request, pk))

    def post(self, request: Any, pk: int) -> HttpResponse:
        reading = reading_for(request, pk)
        try:
            abandon_reading(reading, actor=request.actor)
        except MoveRefused as refusal:
            return self.page(request, reading, status=409, refused=refusal.findings)
        messages.success(request, _("已放弃“%(title)s”的读取，记录还在") % {"title": reading.title})
        return redirect("office:readings")

    def page(self, request: Any, reading: Reading, status: int = 200, **extra: Any) -> HttpResponse:
        context = {
            "reading": reading,
            "progress": progress_of(reading),
            "steps": steps_of(reading).count(),
            "may_abandon": may(request.actor, "readings.review", reading),
            **extra,
        }
        return render(request, "office/reading/abandon.html", context, status=status)


class ReadAgain(ReadingView):
    """The corrected document in the place of this one."""

    def get(self, request: Any, pk: int) -> HttpResponse:
        return self.page(request, reading_for(request, pk))

    def post(self, request: Any, pk: int) -> HttpResponse:
        reading = reading_for(request, pk)
        uploaded = request.FILES.get("document")
        if uploaded is None:
            return self.page(request, reading, status=422, refused=[nothing_chosen()])
        try:
            again = reread(reading, uploaded, actor=request.actor)
        except MoveRefused as refusal:
            return self.page(request, reading, status=409, refused=refusal.findings)
        return redirect("office:reading_progress", pk=again.pk)

    def page(self, request: Any, reading: Reading, status: int = 200, **extra: Any) -> HttpResponse:
        context = {
            "reading": reading,
            "progress": progress_of(reading),
            "is_under_review": reading.state in UNDER_REVIEW,
            "may_review": may(request.actor, "readings.review", reading),
            "accepted": ACCEPTED,
            **extra,
        }
        return render(request, "office/reading/again.html", context, status=status)
