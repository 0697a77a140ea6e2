"""What the desk shows: the text with its marks, the records in groups, counts, steps to take back, who else is here."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from zhinan.apps.readings.models import Entry, Origin, Reading, Standing, StepKind
from zhinan.apps.readings.selectors import (
    entries_of,
    present_on,
    progress_of,
    step_to_redo,
    step_to_undo,
)
from zhinan.apps.readings.services import model_is_configured
from zhinan.apps.readings.services.deciding import SURE_PERMILLE
from zhinan.apps.readings.states import ReadingState
from zhinan.apps.records.workflow import may

from .base import UNDER_REVIEW
from .cards import Card, cards_of, grouped, number_of
from .doubts import LONG
from .rules import proposals_of
from .sheet import Sheet
from .words import TYPE_NAMES

NAMED = 3  # numbers of entries a step is told by
SHOW = ("asked", "open")
KEYS = (
    ("J / K", _("下一条、上一条")),
    ("Enter", _("确认，并到下一条待确认")),
    ("E", _("改：就地打开各栏")),
    ("X", _("剔除：不是这种记录")),
    ("R", _("恢复为待确认")),
    ("1 … 9", _("选答复")),
    ("A", _("补一条：先在原文中选取文字")),
    ("W", _("把选取的文字作为本条范围")),
    ("S", _("在原文光标处拆成两条")),
    ("空格", _("选来合并")),
    ("M", _("与所选的合并；没有选时与下一条合并")),
    ("U", pgettext_lazy("step", "撤销")),
    ("Shift+U", _("重做")),
    ("O", _("原文与记录之间切换")),
    ("Ctrl+Enter", _("保存正在填的各栏")),
    ("Esc", _("不改了")),
)


def filters_in(query: Any) -> dict[str, str]:
    """What of the records is wanted, and in which order; what is unknown is left out."""
    show, kind, order = query.get("show", ""), query.get("type", ""), query.get("order", "")
    return {
        "show": show if show in SHOW else "",
        "type": kind if kind in TYPE_NAMES else "",
        "order": "text" if order == "text" else "",
    }


def may_review(request: Any, reading: Reading) -> bool:
    return reading.state in UNDER_REVIEW and may(request.actor, "readings.review", reading)


def desk_context(request: Any, reading: Reading) -> dict[str, Any]:
    entries = list(entries_of(reading))
    filters = filters_in(request.GET)
    cards = cards_of(entries, reading.text, proposals_of(entries, reading))
    wanted = [card for card in cards if _is_wanted(card, filters)]
    return {
        "sheet": Sheet(reading.text, reading.page_starts, entries),
        "groups": grouped(wanted, in_text_order=filters["order"] == "text"),
        "filters": filters,
        "types": [(key, name) for key, name in TYPE_NAMES.items()],
        "key_list": KEYS if may_review(request, reading) else KEYS[:1],
        "long": LONG,
        "newer": reading.replaced_by.order_by("-pk").first()
        if reading.state == ReadingState.REPLACED
        else None,
        "with_model": any(entry.origin == Origin.MODEL for entry in entries),
        "counted": {key: sum(card.entry.type == key for card in cards) for key in TYPE_NAMES},
        **standing_context(request, reading, only=filters["type"]),
    }


def standing_context(request: Any, reading: Reading, *, only: str = "") -> dict[str, Any]:
    """What changes with every step: counts, what undo would take back, who is here. ``only``: the one type shown."""
    progress = progress_of(reading)
    return {
        "reading": reading,
        "progress": progress,
        "sure": sure_of(reading, only=only).count(),
        "only": only,
        "undoing": step_to_undo(reading),
        "redoing": step_to_redo(reading),
        "present": present_on(reading, besides=request.actor),
        "may_review": may_review(request, reading),
        "may_ask_model": may_review(request, reading) and model_is_configured(),
        "may_draft": may(request.actor, "readings.draft", reading),
        "step_words": step_words,
        "number_of": number_of,
        "type_name": TYPE_NAMES.__getitem__,
    }


def sure_of(reading: Reading, *, only: str = "") -> QuerySet[Entry]:
    """The open entries that are confirmed all at once, of all types or one."""
    sure = entries_of(reading).filter(
        standing=Standing.OPEN, question="", confidence_permille__gte=SURE_PERMILLE
    )
    sure = sure.exclude(origin=Origin.MODEL)
    return sure.filter(type=only) if only else sure


def step_words(step: Any) -> str:
    """A step by what it did to which entries: 确认第12条; a merger by what came of it, a division by what it divided."""
    added = {key for key, columns in step.before.items() if columns.get("is_withdrawn")}
    keys = added if step.kind == StepKind.MERGE else set(step.after) - added or added
    numbers = [number_of(key) for key in sorted(keys, key=_by_number)]
    if len(numbers) > NAMED:
        values = {"what": step.get_kind_display(), "n": len(numbers)}
        return gettext("%(what)s%(n)s条") % values
    return gettext("%(what)s第%(numbers)s条") % {
        "what": step.get_kind_display(),
        "numbers": "、".join(numbers),
    }


def _by_number(key: str) -> int:
    digits = number_of(key)
    return int(digits) if digits.isdecimal() else 0


def _is_wanted(card: Card, filters: dict[str, str]) -> bool:
    entry: Entry = card.entry
    if filters["type"] and entry.type != filters["type"]:
        return False
    if filters["show"] == "asked":
        return card.is_asked
    return not filters["show"] or entry.standing == Standing.OPEN
