"""Guides and calls, for those who may see them."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from zhinan.apps.accounts.selectors import Actor
from zhinan.apps.registry.selectors import resolve_deadline
from zhinan.engines.calendar import Deadline
from zhinan.engines.calendar.deadlines import end_of

from .models import Call, Clause, Guide, Programme, Rule, Topic
from .permissions import READERS
from .states import CallState, GuideState

COLUMNS = {
    "opens": "opens_at",
    "closes": "closes_at",
    "host_closes": "host_closes_at",
    "recommendation_closes": "recommendation_closes_at",
}


def guides_visible_to(actor: Actor) -> QuerySet[Guide]:
    """Everybody sees what was published; the office, finance and supervision see drafts too."""
    if actor.holds(*READERS):
        return Guide.objects.all()
    return Guide.objects.exclude(state=GuideState.DRAFT)


def programmes_visible_to(actor: Actor) -> QuerySet[Programme]:
    """The programmes of the guides an actor may see, with guide and section."""
    rows = Programme.objects.filter(guide__in=guides_visible_to(actor).order_by())
    return rows.select_related("guide", "section").defer("guide__core_vocabulary")


def topics_of(guide: Guide, programme: Programme | None = None) -> QuerySet[Topic]:
    """Topics of a guide, or of one programme of it, in the official order."""
    rows = Topic.objects.filter(programme__guide=guide).select_related("programme")
    if programme is not None:
        rows = rows.filter(programme=programme)
    return rows.order_by("programme__order", "order")


def calls_about(words: str, calls: QuerySet[Call]) -> QuerySet[Call]:
    """Of ``calls``, those whose title, number, programme or one of its topics holds the words."""
    by_topic = Topic.objects.filter(title__icontains=words).values("programme_id")
    return calls.filter(
        Q(title__icontains=words)
        | Q(number__icontains=words)
        | Q(programme__name__icontains=words)
        | Q(programme__in=by_topic)
    )


def published_calls() -> QuerySet[Call]:
    """Calls announced and neither ended by hand nor cancelled, whether open yet or not."""
    return Call.objects.filter(state=CallState.PUBLISHED)


def open_calls(now: datetime) -> QuerySet[Call]:
    """Calls that can be applied to at ``now``; the closing moment itself is still in time."""
    return published_calls().filter(opens_at__lte=now, closes_at__gte=now)


def calls_visible_to(actor: Actor) -> QuerySet[Call]:
    """The public sees published and closed calls; the office, finance and supervision see all."""
    if actor.holds(*READERS):
        return Call.objects.all()
    return Call.objects.filter(state__in=(CallState.PUBLISHED, CallState.CLOSED))


def programme_page(programme: Programme) -> dict[str, Any]:
    """Clauses with their rules, topics and quotas of a programme, in the order of the guide; four statements.

    Start from a guide of ``guides_visible_to``.
    """
    rules = Prefetch("rules", Rule.objects.order_by("order"))
    return {
        "clauses": list(
            Clause.objects.filter(programme=programme).order_by("order").prefetch_related(rules)
        ),
        "topics": list(programme.topics.order_by("order")),
        "quotas": list(programme.quotas.order_by("order")),
    }


@dataclass(frozen=True, slots=True)
class ResolvedWindow:
    """A deadline of a programme with its moment, or with what it still waits for."""

    key: str
    label: str
    actor: str
    channel: str
    basis: str
    at: datetime | None
    is_provisional: bool = False
    waits_for: str = ""  # key of the window it is counted from, where that has no moment yet


def windows_of(programme: Programme, call: Call | None = None) -> list[ResolvedWindow]:
    """The programme's deadlines in the order of the guide.

    A call's own moments go before the guide's; the rest is counted from them by the table of working days.
    """
    stated = {window["key"]: window for window in programme.windows}
    resolved: dict[str, ResolvedWindow] = {}
    for key in stated:
        _resolve(key, stated, resolved, call)
    return [resolved[key] for key in stated]


def _resolve(
    key: str,
    stated: dict[str, dict[str, Any]],
    resolved: dict[str, ResolvedWindow],
    call: Call | None,
) -> datetime | None:
    if key == "published":
        return call.published_at if call else None
    if key in resolved:
        return resolved[key].at
    window = stated[key]
    at: datetime | None = (
        getattr(call, COLUMNS[key]) if call is not None and key in COLUMNS else None
    )
    is_provisional, waits_for = False, ""
    if at is None and window.get("date"):
        at = _moment(date.fromisoformat(window["date"]), window["time"])
    elif at is None and window.get("anchor"):
        anchor = _resolve(window["anchor"], stated, resolved, call)
        if anchor is None:
            waits_for = window["anchor"]
        else:
            due = resolve_deadline(_deadline(window), timezone.localtime(anchor).date())
            at, is_provisional = due.at, due.is_provisional
    resolved[key] = ResolvedWindow(
        key,
        window["label"],
        window["actor"],
        window["channel"],
        window["basis"],
        at,
        is_provisional,
        waits_for,
    )
    return at


def _deadline(window: dict[str, Any]) -> Deadline:
    return Deadline(
        actor=window["actor"],
        channel=window["channel"],
        anchor=window["anchor"],
        offset=window["offset"],
        unit=window["unit"],
        direction=window["direction"],
        time=_clock(window["time"]),
        basis=window["basis"],
        is_inclusive=window["inclusive"],
    )


def _moment(day: date, written: str) -> datetime:
    return end_of(day, at=_clock(written))


def _clock(written: str) -> time | None:
    """None is the whole day, written 24:00."""
    return None if written == "24:00" else time.fromisoformat(written)
