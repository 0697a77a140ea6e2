"""What a corrected document changed: decisions carried over, records new, gone and changed, word by word."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhinan.apps.readings.models import Entry, Reading
from zhinan.apps.readings.selectors import Change, difference_of
from zhinan.desks.downloads import spreadsheet_response
from zhinan.desks.office.rules.wording_diff import Piece, pieces
from zhinan.engines.documents.spreadsheet import write_rows

from .base import WITH_TEXT, ReadingView, reading_for, replaced_by
from .exports import form_words
from .field_table import FORMS
from .saying import listed, said
from .words import TYPE_NAMES, choice_words

SHOWN = 200
AROUND = 40  # characters kept on either side of a change


@dataclass(frozen=True, slots=True)
class Line:
    """A record on the page: ``words`` is its quote, with what was struck out and put in; ``fields`` what differs in it."""

    entry: Entry
    type: Any
    title: str
    words: tuple[Piece, ...] = ()
    fields: tuple[tuple[Any, tuple[Piece, ...]], ...] = ()
    old: Entry | None = None


class ReadingDifference(ReadingView):
    def get(self, request: Any, pk: int) -> HttpResponse:
        reading = reading_for(request, pk)
        older = replaced_by(request, reading)
        if older is None or reading.state not in WITH_TEXT:
            return redirect("office:reading_progress", pk=pk)
        lines = _lines(reading, older)
        if request.GET.get("format") == "xlsx":
            name = _("%(title)s 改动") % {"title": reading.title}
            return spreadsheet_response(name, write_rows(_("改动"), *_table(lines)))
        context = {
            "reading": reading,
            "older": older,
            "shown": SHOWN,
            "counts": {name: len(found) for name, found in lines.items()},
            **{name: found[:SHOWN] for name, found in lines.items()},
        }
        return render(request, "office/reading/difference.html", context)


def _lines(reading: Reading, older: Reading) -> dict[str, list[Line]]:
    """By changed, added, gone, carried; each in the order of its text."""
    found, now, was = difference_of(reading), reading.text, older.text
    lines = {
        "changed": [_changed(change, was, now) for change in found.changed],
        "added": [_plain(entry, now, "in") for entry in found.added],
        "gone": [_plain(entry, was, "out") for entry in found.gone],
        "carried": [_carried(change, now) for change in found.carried],
    }
    return {name: sorted(rows, key=lambda line: line.entry.start) for name, rows in lines.items()}


def _quote(entry: Entry, text: str) -> str:
    """The entry's words on one line: where lines are broken is no change."""
    return " ".join(text[entry.start : entry.end].split())


def _near(found: Sequence[Piece]) -> tuple[Piece, ...]:
    """The pieces with what is kept cut down to a few words on either side of a change."""
    last = len(found) - 1
    return tuple(
        (kind, words if kind != "kept" else _cut(words, at_start=at == 0, at_end=at == last))
        for at, (kind, words) in enumerate(found)
    )


def _cut(words: str, *, at_start: bool, at_end: bool) -> str:
    head, tail = "" if at_start else words[:AROUND], "" if at_end else words[-AROUND:]
    short = f"{head}……{tail}"
    return short if len(short) < len(words) else words


def _named(entry: Entry, text: str) -> dict[str, Any]:
    return {
        "entry": entry,
        "type": TYPE_NAMES.get(entry.type, entry.type),
        "title": said(entry.type, entry.fields, _quote(entry, text)).title,
    }


def _plain(entry: Entry, text: str, kind: str) -> Line:
    return Line(**_named(entry, text), words=((kind, _quote(entry, text)),))


def _carried(change: Change, now: str) -> Line:
    return Line(**_named(change.new, now), old=change.old)


def _changed(change: Change, was: str, now: str) -> Line:
    before, after = _quote(change.old, was), _quote(change.new, now)
    words = _near(pieces(before, after)) if before != after else ()
    fields = tuple(_fields(change.old, change.new))
    return Line(**_named(change.new, now), words=words, fields=fields, old=change.old)


def _fields(old: Entry, new: Entry) -> Iterator[tuple[Any, tuple[Piece, ...]]]:
    """Label and pieces of every field that differs; the parts of a blank form by their names."""
    if old.type != new.type:
        yield (
            _("种类"),
            tuple(
                pieces(
                    str(TYPE_NAMES.get(old.type, old.type)), str(TYPE_NAMES.get(new.type, new.type))
                )
            ),
        )
    for field in FORMS.get(new.type, ()):
        before, after = (_said(new.type, field.name, e.fields) for e in (old, new))
        if before != after:
            yield field.label, tuple(pieces(before, after))
    if new.type == "form":
        before, after = form_words(old.fields), form_words(new.fields)
        if before != after:
            yield _("栏目"), _near(pieces(before, after))


def _said(kind: str, name: str, fields: Mapping[str, Any]) -> str:
    value = fields.get(name)
    if isinstance(value, bool):
        return _("是") if value else ""
    return choice_words(kind, name, value) if isinstance(value, str) else listed(value, most=1000)


def _table(lines: Mapping[str, list[Line]]) -> tuple[list[str], Iterator[list[Any]]]:
    heads = [
        _("改动"), _("种类"), _("编号"), _("记录"), _("状态"), _("原来"), _("现在"), _("改了哪几项"),
    ]  # fmt: skip
    named = {"changed": _("变了"), "added": _("新出现"), "gone": _("没有了"), "carried": _("沿用")}
    return heads, (
        [
            named[name],
            str(line.type),
            line.entry.key,
            line.title,
            line.entry.get_standing_display(),
            _side(line.words, "out"),
            _side(line.words, "in"),
            "；".join(f"{label}：{_side(p, 'out')}→{_side(p, 'in')}" for label, p in line.fields),
        ]
        for name, found in lines.items()
        for line in found
    )


def _side(words: tuple[Piece, ...], kind: str) -> str:
    """One of the two wordings that pieces were made of."""
    return "".join(text for piece, text in words if piece in ("kept", kind))
