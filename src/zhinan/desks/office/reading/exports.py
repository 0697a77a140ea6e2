"""The records of a document as a workbook with a sheet a type, or as a file in the readers' own format."""

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from zhinan.apps.readings.facts import facts_of
from zhinan.apps.readings.models import Entry, Reading, Standing
from zhinan.apps.readings.selectors import entries_of
from zhinan.apps.records.services import open_file
from zhinan.desks.downloads import attachment_response, spreadsheet_response
from zhinan.engines.documents.spreadsheet import write_sheets
from zhinan.engines.guides.reading import as_json
from zhinan.engines.guides.source import Source

from .base import WITH_TEXT, ReadingView, reading_for
from .field_table import FORMS, Field
from .form_rows import KINDS, rows_of
from .saying import listed
from .words import TYPE_NAMES, choice_words, pattern_words

MOST_QUOTED = 2000
Sheet = tuple[str, Sequence[str], Sequence[Sequence[Any]]]


class ReadingExport(ReadingView):
    def get(self, request: Any, pk: int) -> HttpResponse:
        reading = reading_for(request, pk)
        if reading.state not in WITH_TEXT:
            return redirect("office:reading_progress", pk=pk)
        kept = [e for e in entries_of(reading) if e.standing != Standing.DISCARDED]
        match request.GET.get("format", "xlsx"):
            case "xlsx":
                name = _("%(title)s 记录") % {"title": reading.title}
                return spreadsheet_response(name, write_sheets(list(_sheets(reading, kept))))
            case "json":
                written = json.dumps(_gold(reading), ensure_ascii=False, indent=1)
                name = f"{reading.file_name.rpartition('.')[0] or reading.file_name}.json"
                return attachment_response(name, written.encode(), "application/json")
        raise Http404(f"no export of readings as {request.GET['format']!r}")


class ReadingFile(ReadingView):
    """The document itself, byte for byte; never shown inline, whatever kind it is."""

    def get(self, request: Any, pk: int) -> HttpResponse:
        reading = reading_for(request, pk)
        try:
            with open_file(reading.file) as stored:
                content = stored.read()
        except FileNotFoundError:
            raise Http404(f"the bytes of reading {pk} are gone") from None
        return attachment_response(reading.file_name, content, "application/octet-stream")


def _gold(reading: Reading) -> dict[str, Any]:
    records = [fact.record for fact in facts_of(reading)]
    return as_json(reading.text, reading.file_name, records)


def _sheets(reading: Reading, entries: Sequence[Entry]) -> Iterator[Sheet]:
    """A sheet for every type that was read, in the order of the desk; then the fields of blank forms."""
    source = Source(reading.text)
    by_type: dict[str, list[Entry]] = {}
    for entry in entries:
        by_type.setdefault(entry.type, []).append(entry)
    for kind, title in TYPE_NAMES.items():
        if kind in by_type:
            yield str(title), _heads(kind), [_row(e, source) for e in by_type[kind]]
    if "form" in by_type:
        yield _("表格栏目"), _form_heads(), list(_form_rows(by_type["form"]))
    if not by_type:
        yield _("记录"), _heads("document"), []


def _heads(kind: str) -> list[str]:
    return [
        _("编号"), _("状态"), *(str(field.label) for field in FORMS[kind]), _("原文"), _("行"), _("起"), _("止"),
        _("把握"), _("怎样读出"), _("来源"), _("要问的"), _("谁"), _("何时"),
    ]  # fmt: skip


def _row(entry: Entry, source: Source) -> list[Any]:
    return [
        entry.key,
        entry.get_standing_display(),
        *(_cell(entry, field) for field in FORMS[entry.type]),
        source.quote(entry.start, entry.end)[:MOST_QUOTED],
        source.line_of(entry.start),
        entry.start,
        entry.end,
        Decimal(entry.confidence_permille) / 1000,
        pattern_words(entry.why),
        entry.get_origin_display(),
        entry.question,
        entry.decided_by.name if entry.decided_by else "",
        entry.decided_at,
    ]


def _cell(entry: Entry, field: Field) -> Any:
    value = entry.fields.get(field.name)
    if isinstance(value, bool) or value is None:
        return _("是") if value else ""
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else Decimal(str(value))
    if field.kind == "choice":
        return choice_words(entry.type, field.name, value)
    return listed(value, most=1000)


def _form_heads() -> list[str]:
    return [
        _("表格"), _("表格编号"), _("序"), _("名称"), _("类型"), _("选项或栏目"), _("最多字数"), _("最少行数"),
        _("必填"), _("上级"), _("何时填"), _("提示"),
    ]  # fmt: skip


def _form_rows(forms: Sequence[Entry]) -> Iterator[list[Any]]:
    for form in forms:
        for number, field in enumerate(form.fields.get("fields") or (), 1):
            yield [form.fields.get("title", ""), form.key, number, *_form_cells(field)]


def _form_cells(field: Mapping[str, Any]) -> list[Any]:
    row = rows_of([field])[0]
    return [
        row.label,
        str(KINDS.get(row.kind, row.kind)),
        row.words,
        field.get("max_chars"),
        field.get("min_items"),
        _("是") if row.is_required else "",
        field.get("parent", ""),
        field.get("depends_on", ""),
        field.get("hint", ""),
    ]


def form_words(fields: Mapping[str, Any]) -> str:
    """The fields of a blank form, one a line: to compare two forms."""
    return "\n".join(
        "　".join(str(cell) for cell in _form_cells(field) if cell not in ("", None))
        for field in fields.get("fields") or ()
    )
