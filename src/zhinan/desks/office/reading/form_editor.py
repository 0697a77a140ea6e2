"""The fields of a blank form, put right before applicants fill it in; saving is a correction that can be undone."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhinan.apps.readings.facts import record_of
from zhinan.apps.readings.models import Entry, Reading, Standing
from zhinan.apps.readings.services import correct_entry
from zhinan.apps.records.workflow import MoveRefused, may
from zhinan.desks.asked import number_in
from zhinan.engines.drafting import preview_form
from zhinan.engines.values import Finding

from .base import UNDER_REVIEW, ReadingView, entry_for, reading_for
from .form_preview import PreviewSection, sections_of
from .form_rows import (
    BLANK,
    GRID,
    KINDS,
    FieldRow,
    faults_in,
    fields_from,
    rows_of,
    typed_rows,
    with_blank,
)


class FormEditor(ReadingView):
    def get(self, request: Any, pk: int, key: str) -> HttpResponse:
        reading, entry = self.found(request, pk, key)
        return self.page(request, reading, entry, rows_of(_fields(entry)))

    def post(self, request: Any, pk: int, key: str) -> HttpResponse:
        """Save, add a row, or only look: ``add`` and ``preview`` change nothing."""
        reading, entry = self.found(request, pk, key)
        rows = typed_rows(request.POST)
        if "part" in request.POST:
            return render(request, "office/reading/_preview.html", _preview(entry, rows))
        if "add" in request.POST:
            return self.page(request, reading, entry, with_blank(rows))
        faults = list(faults_in(rows))
        if "preview" in request.POST:
            return self.page(request, reading, entry, rows, wrong=faults)
        if faults:
            return self.page(request, reading, entry, rows, status=422, wrong=faults)
        fields = fields_from(rows, _fields(entry))
        if fields == _fields(entry):
            messages.info(request, _("没有改动"))
            return redirect("office:reading_form", pk=pk, key=key)
        return self.save(request, reading, entry, rows, fields)

    def save(
        self,
        request: Any,
        reading: Reading,
        entry: Entry,
        rows: Sequence[FieldRow],
        fields: Sequence[Mapping[str, Any]],
    ) -> HttpResponse:
        version = number_in(request.POST, "version") or 0
        try:
            correct_entry(entry, actor=request.actor, version=version, fields={"fields": fields})
        except MoveRefused as refusal:
            return self.page(request, reading, entry, rows, status=409, refused=refusal.findings)
        messages.success(request, _("表格已改正，可在核对页撤销"))
        return redirect("office:reading_form", pk=reading.pk, key=entry.key)

    def found(self, request: Any, pk: int, key: str) -> tuple[Reading, Entry]:
        reading = reading_for(request, pk)
        return reading, entry_for(reading, key, type="form")

    def page(
        self,
        request: Any,
        reading: Reading,
        entry: Entry,
        rows: Sequence[FieldRow],
        status: int = 200,
        **extra: Any,
    ) -> HttpResponse:
        may_edit = reading.state in UNDER_REVIEW and may(request.actor, "readings.review", reading)
        context = {
            "reading": reading,
            "entry": entry,
            "rows": rows,
            "blank": BLANK,
            "grid_name": GRID,
            "kinds": KINDS,
            "version": request.POST.get("version") or entry.version,
            "may_edit": may_edit and entry.standing != Standing.DISCARDED,
            **_preview(entry, rows),
            **extra,
        }
        return render(request, "office/reading/form.html", context, status=status)


def _fields(entry: Entry) -> list[dict[str, Any]]:
    return list(entry.fields.get("fields") or ())


def _preview(entry: Entry, rows: Sequence[FieldRow]) -> dict[str, Any]:
    """The form as typed, drawn; what is wrong with the rows where it cannot be drawn."""
    faults: list[Finding] = list(faults_in(rows))
    if faults:
        return {"sections": (), "faults": faults, "title": entry.fields.get("title", "")}
    sections: tuple[PreviewSection, ...] = sections_of(
        preview_form(_with_fields(entry, fields_from(rows, _fields(entry))))
    )
    return {"sections": sections, "faults": (), "title": entry.fields.get("title", "")}


def _with_fields(entry: Entry, fields: Sequence[Mapping[str, Any]]) -> Any:
    """The record the entry would be with these fields; the entry itself is not saved."""
    entry = Entry(
        type=entry.type, start=entry.start, end=entry.end, document=entry.document,
        fields={**entry.fields, "fields": list(fields)}, standing=entry.standing,
    )  # fmt: skip
    return record_of(entry)
