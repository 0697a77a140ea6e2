"""The deadlines of a call as pages show them: what, who, when, by which clause."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhinan.apps.programmes.models import Call, Programme
from zhinan.apps.programmes.selectors import COLUMNS, ResolvedWindow, windows_of

WHAT: dict[str, Any] = {
    "published": _("发布"),
    "opens": _("开始申报"),
    "closes": _("提交截止"),
    "host_closes": _("单位确认截止"),
    "recommendation_closes": _("推荐截止"),
    "consultation": _("会商截止"),
}
WHO: dict[str, Any] = {
    "office": _("科技局"),
    "applicant": _("申报人"),
    "host": _("申报单位"),
    "body": _("推荐单位"),
}
CHANNEL: dict[str, Any] = {"online": _("网上"), "paper": _("纸质"), "meeting": _("会议")}
WHO_BY_KEY = {
    "opens": "office",
    "closes": "applicant",
    "host_closes": "host",
    "recommendation_closes": "body",
}


@dataclass(frozen=True, slots=True)
class Window:
    """One line of the timetable; ``is_own`` where the call sets the moment, not the guide."""

    key: str
    what: Any
    who: Any
    channel: Any
    basis: str
    at: datetime | None
    is_own: bool = False
    is_provisional: bool = False
    waits_for: Any = ""


def timetable(programme: Programme, call: Call | None = None) -> list[Window]:
    """Every deadline of a programme, in a call where one is given: by time, those without one last."""
    resolved = windows_of(programme, call)
    named = {window.key for window in resolved}
    labels = WHAT | {window.key: window.label for window in resolved if window.label}
    lines = [_line(window, call, labels) for window in resolved]
    for key, column in COLUMNS.items():
        at = getattr(call, column) if call is not None else None
        if at is not None and key not in named:
            lines.append(Window(key, WHAT[key], WHO[WHO_BY_KEY[key]], "", "", at, is_own=True))
    return sorted(lines, key=lambda line: (line.at is None, line.at and line.at.timestamp()))


def _line(window: ResolvedWindow, call: Call | None, labels: dict[str, Any]) -> Window:
    is_own = call is not None and getattr(call, COLUMNS.get(window.key, ""), None) is not None
    return Window(
        window.key,
        labels.get(window.key, window.key),
        WHO.get(window.actor, window.actor),
        CHANNEL.get(window.channel, window.channel),
        window.basis,
        window.at,
        is_own,
        window.is_provisional,
        labels.get(window.waits_for, window.waits_for),
    )
