"""The reading desk: text left, records right; each decision a form of its own, or one key where script runs."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from zhinan.apps.readings.models import Entry, Reading, Standing
from zhinan.apps.readings.selectors import entries_of, readings_visible_to
from zhinan.apps.readings.services import note_presence
from zhinan.apps.readings.states import ReadingState
from zhinan.apps.records.workflow import MoveRefused, require
from zhinan.desks.asked import number_in

from .acts import act_on
from .base import ReadingView, entry_for
from .doubts import doubts_of
from .entry_form import (
    EntryForm,
    FieldsRefused,
    add_from,
    by_field,
    form_of,
    kind_changed,
    new_form,
    save_entry,
    typed_form,
)
from .live import live_answer
from .page import desk_context, may_review
from .sheet import Sheet
from .words import TYPE_NAMES

READABLE = (ReadingState.REVIEW, ReadingState.DRAFTED, ReadingState.REPLACED, ReadingState.ABANDONED)  # fmt: skip


class DeskPage(ReadingView):
    """Pages that need the whole text."""

    def reading(self, request: Any, pk: int) -> Reading:
        return get_object_or_404(readings_visible_to(request.actor).defer(None), pk=pk)

    def is_live(self, request: Any) -> bool:
        return bool(request.headers.get("X-Zhinan-Live") == "1")

    def told(self, request: Any, reading: Reading, **more: Any) -> JsonResponse:
        since = number_in(request.POST, "step") or 0
        return JsonResponse(live_answer(request, reading, since) | more)

    def refused(
        self, request: Any, reading: Reading, refusal: MoveRefused, **more: Any
    ) -> JsonResponse:
        since = number_in(request.POST, "step") or 0
        said = {"findings": [str(f) for f in refusal.findings], "codes": [f.code for f in refusal.findings]}  # fmt: skip
        return JsonResponse(live_answer(request, reading, since) | said | more, status=409)


class Desk(DeskPage):
    def get(self, request: Any, pk: int) -> HttpResponse:
        reading = self.reading(request, pk)
        if reading.state not in READABLE or not reading.text:
            return redirect("office:reading_progress", pk=pk)
        note_presence(reading, actor=request.actor, key=request.GET.get("at", ""))
        return self.page(request, reading)

    def post(self, request: Any, pk: int) -> HttpResponse:
        reading = self.reading(request, pk)
        require(request.actor, "readings.review", reading)
        try:
            done = act_on(request, reading)
        except MoveRefused as refusal:
            if self.is_live(request):
                return self.refused(request, reading, refusal)
            return self.page(request, reading, status=409, findings=refusal.findings)
        if self.is_live(request):
            return self.told(request, reading, said=done.words, at=done.key)
        messages.success(request, done.words)
        query = f"?{request.GET.urlencode()}".rstrip("?")
        return redirect(f"{reverse('office:reading', args=[pk])}{query}#{_next(reading, done.key)}")

    def page(self, request: Any, reading: Reading, status: int = 200, **extra: Any) -> HttpResponse:
        context = desk_context(request, reading) | extra
        return render(request, "office/reading/desk.html", context, status=status)


class Changes(DeskPage):
    """What others did meanwhile; asked every few seconds by an open page."""

    def get(self, request: Any, pk: int) -> HttpResponse:
        reading = get_object_or_404(readings_visible_to(request.actor), pk=pk)
        note_presence(reading, actor=request.actor, key=request.GET.get("at", "")[:12])
        since = number_in(request.GET, "since") or 0
        return JsonResponse(live_answer(request, reading, since))


class Doubts(DeskPage):
    """What is doubtful about the document: a page of its own, or a part of the desk."""

    def get(self, request: Any, pk: int) -> HttpResponse:
        reading = self.reading(request, pk)
        live = self.is_live(request)
        context = {
            "reading": reading,
            "doubts": doubts_of(reading),
            "sheet": Sheet(reading.text, reading.page_starts, entries_of(reading)),
        }
        template = "office/reading/_lint.html" if live else "office/reading/lint.html"
        return render(request, template, context)


class EntryPage(DeskPage):
    """The form of one entry: a page of its own, or a part put into its card."""

    def get(self, request: Any, pk: int, key: str) -> HttpResponse:
        reading = self.reading(request, pk)
        require(request.actor, "readings.review", reading)
        entry = entry_for(reading, key)
        return self.page(
            request, reading, form_of(entry, reading.text, request.GET.get("type", ""))
        )

    def post(self, request: Any, pk: int, key: str) -> HttpResponse:
        reading = self.reading(request, pk)
        require(request.actor, "readings.review", reading)
        return self.saved(request, reading, entry_for(reading, key))

    def saved(self, request: Any, reading: Reading, entry: Entry | None) -> HttpResponse:
        if kind_changed(request, entry):
            return self.page(request, reading, typed_form(request, entry, reading, (), {}))
        try:
            made = save_entry(request, reading, entry) if entry else add_from(request, reading)
        except FieldsRefused as refused:
            form = typed_form(request, entry, reading, (), refused.errors)
            return self.page(request, reading, form, status=422)
        except MoveRefused as refused:
            form = typed_form(request, entry, reading, refused.findings, by_field(refused))
            if self.is_live(request) and refused.findings[0].code == "ENTRY-CHANGED":
                return self.refused(request, reading, refused)
            return self.page(request, reading, form, status=409)
        words = _("已改第%(n)s条") if entry else _("已补第%(n)s条")
        said = words % {"n": made.key.lstrip("e")}
        if self.is_live(request):
            return self.told(request, reading, said=said, at=made.key)
        messages.success(request, said)
        return redirect(f"{reverse('office:reading', args=[reading.pk])}#{made.key}")

    def page(
        self, request: Any, reading: Reading, form: EntryForm, status: int = 200
    ) -> HttpResponse:
        live = self.is_live(request)
        template = "office/reading/_entry_form.html" if live else "office/reading/entry.html"
        context = {"reading": reading, "form": form, "may_review": may_review(request, reading)}
        return render(request, template, context, status=status)


class NewEntry(EntryPage):
    """A fact the reader did not see: its kind and its place in the text first, then its fields."""

    def get(self, request: Any, pk: int, key: str = "") -> HttpResponse:
        reading = self.reading(request, pk)
        require(request.actor, "readings.review", reading)
        kind = request.GET.get("type", "")
        start, end = number_in(request.GET, "start"), number_in(request.GET, "end")
        quote = request.GET.get("quote", "").replace("\r\n", "\n").strip()
        if start is None or end is None:
            start = reading.text.find(quote) if quote else 0
            end = start + len(quote)
        if kind not in TYPE_NAMES or not 0 <= start < end <= len(reading.text):
            fact = _("原文中没有“%(quote)s”，请从左侧原文照抄，一字不差。[QUOTE-NOT-FOUND]")
            messages.error(request, fact % {"quote": quote[:30]})
            return redirect(f"{reverse('office:reading', args=[pk])}#add")
        return self.page(request, reading, new_form(reading, kind, start, end))

    def post(self, request: Any, pk: int, key: str = "") -> HttpResponse:
        reading = self.reading(request, pk)
        require(request.actor, "readings.review", reading)
        return self.saved(request, reading, None)


def _next(reading: Reading, key: str) -> str:
    """Where to look next: the entry just decided while it is open, else the next open one in the text."""
    here = entries_of(reading).filter(key=key).first()
    if here is None or here.standing == Standing.OPEN:
        return key or "records"
    waiting = entries_of(reading).filter(standing=Standing.OPEN, start__gte=here.start)
    following = waiting.first()
    return following.key if following else key
