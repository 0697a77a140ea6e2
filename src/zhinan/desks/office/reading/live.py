"""What an open page is told: entries changed since the step it knows, the text around them, counts, who is here."""

from collections.abc import Iterable
from typing import Any

from django.template.loader import render_to_string

from zhinan.apps.readings.models import Entry, Reading, Standing
from zhinan.apps.readings.selectors import changes_since, entries_of, steps_of

from .cards import cards_of
from .page import standing_context
from .rules import proposals_of
from .sheet import Sheet
from .words import TYPE_NAMES

PARTS = ("counts", "steps", "present", "bulk")
MOST = 400  # entries sent one by one; beyond that the page is loaded anew


def live_answer(request: Any, reading: Reading, since: int) -> dict[str, Any]:
    """Everything a page that knows step ``since`` has to draw anew."""
    entries, step = changes_since(reading, since)
    only = request.POST.get("only") or request.GET.get("only") or ""
    context = standing_context(request, reading, only=only if only in TYPE_NAMES else "")
    answer: dict[str, Any] = {"step": step, "asked": context["progress"].asked}
    if len(entries) > MOST:
        return answer | {"reload": True}
    parts = {
        part: render_to_string(f"office/reading/_{part}.html", context, request) for part in PARTS
    }
    return answer | {"parts": parts, **changed(request, reading, entries, since, context)}


def changed(
    request: Any, reading: Reading, entries: list[Entry], since: int, context: dict[str, Any]
) -> dict[str, Any]:
    """Cards of some entries and the blocks of text they stand or stood in."""
    if not entries:
        return {"cards": [], "gone": [], "blocks": []}
    shown = [entry for entry in entries if not entry.is_withdrawn]
    every = list(entries_of(reading))
    cards = cards_of(shown, reading.text, proposals_of(every, reading, shown))
    sheet = Sheet(reading.text, reading.page_starts, every)
    stretches = [(e.start, e.end) for e in entries] + list(_earlier(reading, since))
    return {
        "cards": [
            {
                "key": card.entry.key,
                "version": card.entry.version,
                "group": "discarded" if card.entry.standing == Standing.DISCARDED else card.entry.type,
                "start": card.entry.start,
                "parents": card.entry.parents,
                "html": render_to_string(
                    "office/reading/_card.html", {**context, "card": card}, request
                ),
            }
            for card in cards
        ],
        "gone": [entry.key for entry in entries if entry.is_withdrawn],
        "blocks": [
            {
                "number": block.number,
                "html": render_to_string(
                    "office/reading/_block.html", {"sheet": sheet, "block": block}, request
                ),
            }
            for block in sheet.touched(stretches)
        ],
    }  # fmt: skip


def _earlier(reading: Reading, since: int) -> Iterable[tuple[int, int]]:
    """Where entries stood before the steps that changed their stretch."""
    for step in steps_of(reading).filter(number__gt=since):
        for columns in step.before.values():
            if "start" in columns and "end" in columns:
                yield columns["start"], columns["end"]
