"""What a form of the desk asks for: ``act`` is a word with its arguments, as in ``confirm:e17:3``."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from zhinan.apps.readings.models import Entry, Reading
from zhinan.apps.readings.selectors import entries_of, steps_of
from zhinan.apps.readings.services import (
    answer_entry,
    confirm_entry,
    confirm_sure,
    correct_entry,
    discard_entry,
    merge_entries,
    propose_by_model,
    redo,
    reopen_entry,
    split_entry,
    undo,
)
from zhinan.apps.records.workflow import MoveRefused
from zhinan.desks.asked import number_in
from zhinan.engines.values import Finding

from .base import entry_for
from .cards import number_of
from .page import step_words
from .words import TYPE_NAMES

OTHER, BY_HAND = "other", "manual"


@dataclass(frozen=True, slots=True)
class Done:
    """What was done, in words, and the entry to look at next."""

    words: str
    key: str = ""


def act_on(request: Any, reading: Reading) -> Done:
    """Do what the form says.

    Raises:
        MoveRefused: The act is refused, or is none of the desk's.
    """
    word, *arguments = request.POST.get("act", "").split(":")
    act = ACTS.get(word)
    if act is None:
        fact = _("页面送来的操作“%(word)s”不认识") % {"word": word[:20]}
        raise MoveRefused(Finding("ACT-UNKNOWN", fact, remedy=_("请刷新页面再试")))
    return act(request, reading, arguments)


def _entry(reading: Reading, arguments: list[str]) -> tuple[Entry, int]:
    key, version = [*arguments, "", ""][:2]
    return entry_for(reading, key), number_in({"version": version}, "version") or 0


def confirm(request: Any, reading: Reading, arguments: list[str]) -> Done:
    entry, version = _entry(reading, arguments)
    confirm_entry(entry, actor=request.actor, version=version)
    return Done(_("已确认第%(n)s条") % {"n": number_of(entry.key)}, entry.key)


def discard(request: Any, reading: Reading, arguments: list[str]) -> Done:
    entry, version = _entry(reading, arguments)
    discard_entry(entry, actor=request.actor, version=version)
    return Done(_("已剔除第%(n)s条") % {"n": number_of(entry.key)}, entry.key)


def reopen(request: Any, reading: Reading, arguments: list[str]) -> Done:
    entry, version = _entry(reading, arguments)
    reopen_entry(entry, actor=request.actor, version=version)
    return Done(_("第%(n)s条恢复为待确认") % {"n": number_of(entry.key)}, entry.key)


def answer(request: Any, reading: Reading, arguments: list[str]) -> Done:
    entry, version = _entry(reading, arguments)
    chosen = request.POST.get(f"answer-{entry.key}", "")
    words, fields = chosen, {}
    if chosen == OTHER:
        words = request.POST.get(f"words-{entry.key}", "")
    elif chosen == BY_HAND:
        words, fields = _("交人工判断"), {"check": "document"}
    elif chosen.isdecimal() and int(chosen) < len(entry.answers):
        offered = entry.answers[int(chosen)]
        words, fields = str(offered["label"]), dict(offered.get("fields") or {})
    else:
        words = ""
    answer_entry(entry, actor=request.actor, version=version, answer=words, fields=fields)
    return Done(_("已答复第%(n)s条") % {"n": number_of(entry.key)}, entry.key)


def split(request: Any, reading: Reading, arguments: list[str]) -> Done:
    entry, version = _entry(reading, arguments)
    first, second = split_entry(
        entry, number_in(request.POST, "at") or 0, actor=request.actor, version=version
    )
    words = _("第%(n)s条已拆成第%(a)s、%(b)s条") % {
        "n": number_of(entry.key),
        "a": number_of(first.key),
        "b": number_of(second.key),
    }
    return Done(words, first.key)


def merge(request: Any, reading: Reading, arguments: list[str]) -> Done:
    picked = [one.split(":") for one in request.POST.getlist("pick")]
    found = {e.key: e for e in entries_of(reading).filter(key__in=[p[0] for p in picked])}
    pairs = [_entry(reading, one) for one in picked if one[0] in found]
    if not pairs:
        fact = _("没有选要合并的记录")
        raise MoveRefused(Finding("MERGE-FEW", fact, remedy=_("请选两条以上再合并")))
    heir = merge_entries(
        [entry for entry, _version in pairs],
        actor=request.actor,
        versions=[version for _entry, version in pairs],
    )
    return Done(_("已合并为第%(n)s条") % {"n": number_of(heir.key)}, heir.key)


def move(request: Any, reading: Reading, arguments: list[str]) -> Done:
    """The stretch of an entry, as selected in the text."""
    entry, version = _entry(reading, arguments)
    correct_entry(
        entry,
        actor=request.actor,
        version=version,
        start=number_in(request.POST, "start"),
        end=number_in(request.POST, "end"),
    )
    return Done(_("已改第%(n)s条的范围") % {"n": number_of(entry.key)}, entry.key)


def sure(request: Any, reading: Reading, arguments: list[str]) -> Done:
    types = [kind for kind in arguments if kind in TYPE_NAMES] or None
    step = confirm_sure(reading, actor=request.actor, types=types)
    return Done(_("已确认高置信%(n)s条") % {"n": len(step.after)})


def take_back(request: Any, reading: Reading, arguments: list[str]) -> Done:
    step = undo(reading, actor=request.actor, step=_step_number(arguments))
    return Done(_("已撤销：%(step)s") % {"step": _reversed(reading, step)}, _only(step))


def bring_again(request: Any, reading: Reading, arguments: list[str]) -> Done:
    step = redo(reading, actor=request.actor, step=_step_number(arguments))
    return Done(_("已重做：%(step)s") % {"step": _reversed(reading, step)}, _only(step))


def _reversed(reading: Reading, step: Any) -> str:
    """The step that was taken back or brought again, in words."""
    return step_words(steps_of(reading).get(number=step.target))


def _step_number(arguments: list[str]) -> int | None:
    return number_in({"step": [*arguments, ""][0]}, "step")


def _only(step: Any) -> str:
    """The entry of a step that touched one and left it on the page."""
    shown = [key for key, columns in step.after.items() if not columns.get("is_withdrawn")]
    return shown[0] if len(shown) == 1 else ""


def suggest(request: Any, reading: Reading, arguments: list[str]) -> Done:
    propose_by_model(reading, actor=request.actor)
    return Done(_("已请模型看原文；有建议时会出现在待确认的记录里，并发消息告诉您"))


ACTS: dict[str, Callable[[Any, Reading, list[str]], Done]] = {
    "confirm": confirm,
    "discard": discard,
    "reopen": reopen,
    "answer": answer,
    "split": split,
    "merge": merge,
    "move": move,
    "sure": sure,
    "undo": take_back,
    "redo": bring_again,
    "suggest": suggest,
}
