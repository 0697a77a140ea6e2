"""What was handed in when, what changed between, and everything done with the application."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhinan.apps.applications.facts import application_values, filled_of
from zhinan.apps.applications.models import Application
from zhinan.apps.applications.selectors import acts_shown_to
from zhinan.apps.applications.services.saving import EDITABLE
from zhinan.engines.documents.filled import FilledSection, FilledTable

from .base import ApplicantView

MOST_REVISIONS = 12
Piece = tuple[str, str]  # ("", text) kept, ("del", text) taken out, ("ins", text) put in


@dataclass(frozen=True, slots=True)
class Change:
    section: str
    label: str
    pieces: tuple[Piece, ...]


class History(ApplicantView):
    def get(self, request: Any, pk: int) -> HttpResponse:
        application = self.application(request, pk)
        revisions = list(
            application.revisions.select_related("made_by").order_by("-number")[:MOST_REVISIONS]
        )
        states = [filled_of(application, revision=r, masked=False) for r in revisions]
        lines = [
            (revision, changes_between(before, after) if before else None)
            for revision, after, before in zip(revisions, states, [*states[1:], None], strict=False)
        ]
        context = {
            "application": application,
            "lines": lines,
            "since": self.since(application, states),
            "acts": acts_shown_to(request.actor, application).order_by("-position"),
        }
        return render(request, "applicant/history.html", context)

    def since(self, application: Application, states: list[Any]) -> list[Change]:
        """What the draft holds that was not handed in yet."""
        if application.state not in EDITABLE or not states:
            return []
        draft = filled_of(application, values=application_values(application), masked=False)
        return changes_between(states[0], draft)


def changes_between(
    before: tuple[FilledSection, ...], after: tuple[FilledSection, ...]
) -> list[Change]:
    """Lines and table rows that differ, in the order of the form."""
    old = {section.key: section for section in before}
    changes: list[Change] = []
    for section in after:
        was = old.get(section.key)
        texts = {line.path: line.text for line in was.lines} if was else {}
        for line in section.lines:
            if texts.get(line.path, "") != line.text:
                pieces = _pieces(texts.get(line.path, ""), line.text)
                changes.append(Change(section.title, line.label, pieces))
        changes += _rows_changed(section, was)
    return changes


def _rows_changed(section: FilledSection, was: FilledSection | None) -> list[Change]:
    left, right = _rows(was.table if was else None), _rows(section.table)
    found: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag != "equal":
            found += [("del", "，".join(x for x in row if x)) for row in left[a:b]]
            found += [("ins", "，".join(x for x in row if x)) for row in right[c:d]]
    return [Change(section.title, _("表格"), tuple(found))] if found else []


def _rows(table: FilledTable | None) -> list[tuple[str, ...]]:
    return list(table.rows) if table else []


def _pieces(before: str, after: str) -> tuple[Piece, ...]:
    if max(len(before), len(after)) > 6000:  # comparing letter by letter would take seconds
        return (("del", before), ("ins", after))
    pieces: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(("", before[a:b]))
            continue
        pieces += [("del", before[a:b])] * (b > a) + [("ins", after[c:d])] * (d > c)
    return tuple(pieces)
