"""From reviewed records to a draft guide: what it says of itself, what is still open, what would come of it."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from zhinan.apps.readings.facts import about_of
from zhinan.apps.readings.models import Reading
from zhinan.apps.readings.selectors import progress_of
from zhinan.apps.readings.services import draft_guide
from zhinan.apps.records.workflow import MoveRefused, may
from zhinan.engines.drafting import About

from .about_form import AboutForm
from .base import UNDER_REVIEW, ReadingView, reading_for, replaced_by
from .drafts import preview_of

OPEN_SHOWN = 12


class DraftPage(ReadingView):
    def get(self, request: Any, pk: int) -> HttpResponse:
        reading = reading_for(request, pk)
        if reading.state not in UNDER_REVIEW:
            return redirect("office:reading_progress", pk=pk)
        about = _about(reading)
        return self.page(request, reading, AboutForm.of(about), about)

    def post(self, request: Any, pk: int) -> HttpResponse:
        reading = reading_for(request, pk)
        if reading.state not in UNDER_REVIEW:
            return redirect("office:reading_progress", pk=pk)
        form = AboutForm(request.POST)
        if not form.is_valid():
            return self.page(request, reading, form, _about(reading), status=422)
        about = form.about(reading.file_name)
        if "preview" in request.POST:
            return self.page(request, reading, form, about)
        try:
            guide = draft_guide(reading, actor=request.actor, about=about)
        except MoveRefused as refusal:
            return self.page(request, reading, form, about, status=409, refused=refusal.findings)
        done = _("已形成草案指南第%(n)s版；发布前请核查")
        messages.success(request, done % {"n": guide.version})
        return redirect("office:guide", pk=guide.pk)

    def page(
        self,
        request: Any,
        reading: Reading,
        form: AboutForm,
        about: About,
        status: int = 200,
        **extra: Any,
    ) -> HttpResponse:
        desk = reverse("office:reading", args=(reading.pk,))
        older = replaced_by(request, reading)
        context = {
            "reading": reading,
            "form": form,
            "preview": preview_of(reading, about, desk),
            "progress": progress_of(reading),
            "desk": desk,
            "open_shown": OPEN_SHOWN,
            "older": older,
            "guide": reading.guide or (older.guide if older else None),
            "may_draft": may(request.actor, "readings.draft", reading),
            **extra,
        }
        return render(request, "office/reading/draft.html", context, status=status)


def _about(reading: Reading) -> About:
    """What the document says of itself; where it names no office, the office of this site."""
    about = about_of(reading)
    return replace(about, office_name=about.office_name or settings.OFFICE_NAME)
