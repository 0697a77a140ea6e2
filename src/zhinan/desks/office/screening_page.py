"""What the review page shows: items in two groups, the letter they would send, the queue beside."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from zhinan.apps.applications.models import Application
from zhinan.apps.applications.states import ApplicationState
from zhinan.apps.records.selectors import acts_on
from zhinan.apps.records.workflow import MoveRefused, may
from zhinan.apps.screening.facts import changes_since, names_of
from zhinan.apps.screening.guards import correction_is_overdue
from zhinan.apps.screening.models import CheckItem, Conclusion, FormalReview, ItemOutcome
from zhinan.apps.screening.selectors import SORTS, TABS, items_of, queue, standings_of
from zhinan.apps.screening.services import Decision
from zhinan.apps.screening.services.deadlines import correction_due
from zhinan.apps.screening.services.letters import Letter, letter_of
from zhinan.desks.asked import number_in
from zhinan.desks.judged import language_now
from zhinan.engines.calendar.deadlines import SHANGHAI

from .prejudged import prejudged, waivers_of

BESIDE = 10  # lines of the queue shown beside an application
SHAPES = {
    ItemOutcome.FAILED: "fail",
    ItemOutcome.TO_CORRECT: "missing",
    ItemOutcome.OPEN: "manual",
    ItemOutcome.WAIVED: "waived",
    ItemOutcome.MET: "pass",
    ItemOutcome.NOT_APPLICABLE: "na",
}
PENDING = (ItemOutcome.OPEN, ItemOutcome.TO_CORRECT, ItemOutcome.FAILED)


@dataclass(frozen=True, slots=True)
class Line:
    """One item as the page shows it: what is stored, or what was just typed and not accepted."""

    item: CheckItem
    outcome: str
    remark: str

    @property
    def shape(self) -> str:
        return SHAPES[ItemOutcome(self.outcome)]

    @property
    def choices(self) -> list[tuple[str, Any]]:
        """Keys 1, 2, 3 … pick these in turn; a soft rule may also be waived."""
        order = [
            ItemOutcome.MET,
            ItemOutcome.TO_CORRECT,
            ItemOutcome.FAILED,
            ItemOutcome.NOT_APPLICABLE,
        ]
        if self.item.rule.force == "软":
            order.append(ItemOutcome.WAIVED)
        return [(outcome.value, outcome.label) for outcome in order]


def queue_filters(query: Any) -> dict[str, Any]:
    """Filters of the queue from a query string; what is unknown is left at its default."""
    tab, sort = query.get("tab", "waiting"), query.get("sort", "waited")
    return {
        "tab": tab if tab in TABS else "waiting",
        "call_id": number_in(query, "call"),
        "mine": query.get("mine") == "1",
        "search": query.get("q", ""),
        "sort": sort if sort in SORTS else "waited",
    }


def review_context(
    request: Any, application: Application, *, posted: Sequence[Decision] = ()
) -> dict[str, Any]:
    rounds = list(application.formal_reviews.select_related("reviewer").order_by("-round"))
    review = rounds[0] if rounds else None
    filters = queue_filters(request.GET)
    beside = list(queue(request.actor, **filters)[:BESIDE])
    lines = _lines(review, posted)
    may_conclude = may(request.actor, "screening.conclude", application)
    is_mine = _is_on_the_desk_of(request.actor, review)
    return {
        "application": application,
        "review": review,
        "rounds": rounds,
        "pending": [line for line in lines if line.outcome in PENDING],
        "settled": [line for line in lines if line.outcome not in PENDING],
        "tally": _tally(lines),
        "suggested": _suggested(lines),
        "decided": sum(line.outcome != ItemOutcome.OPEN for line in lines),
        "lines": lines,
        "letter": _letter(review, lines),
        "filters": filters,
        "beside": beside,
        "standings": standings_of(beside),
        "may_conclude": may_conclude,
        "may_write": may_conclude and is_mine,
        "may_claim": may_conclude
        and application.state == ApplicationState.AT_OFFICE
        and not is_mine,
        "is_overdue": not correction_is_overdue(application, now=timezone.now()),
        "may_reopen": may_conclude
        and application.state in (ApplicationState.VALID, ApplicationState.REJECTED),
        "attachments": application.attachments.filter(removed_at=None).order_by("term", "id"),
        "names": names_of(application.call.programme),
        "changes": changes_since(application, review),
        "clauses": _clauses(application, lines),
        "acts": acts_on(application),
        "reason": request.POST.get("reason", ""),
        **_rules_context(application),
    }


def _rules_context(application: Application) -> dict[str, Any]:
    said = prejudged(application, language_now())
    return {"prejudged": said, "waivers": waivers_of(application, said)}


def _is_on_the_desk_of(actor: Any, review: FormalReview | None) -> bool:
    return (
        review is not None
        and review.conclusion == Conclusion.OPEN
        and review.reviewer_id == actor.account.pk
    )


def live_context(request: Any, application: Application) -> dict[str, Any]:
    """What changes on the page when one item is saved while it is open."""
    review = application.formal_reviews.get(conclusion=Conclusion.OPEN)
    lines = _lines(review, ())
    letter = _letter(review, lines)
    return {
        "letter": render_to_string(
            "screening/letter.html", {"letter": letter, "lines": lines}, request
        ),
        "versions": {line.item.pk: line.item.version for line in lines},
        "decided": sum(line.outcome != ItemOutcome.OPEN for line in lines),
        "total": len(lines),
    }


def _lines(review: FormalReview | None, posted: Sequence[Decision]) -> list[Line]:
    said = {decision.item_id: decision for decision in posted}
    found = []
    for item in items_of(review) if review else ():
        typed = said.get(item.pk)
        known = typed is not None and typed.outcome in ItemOutcome.values
        found.append(
            Line(item, typed.outcome, typed.remark)
            if typed is not None and known
            else Line(item, item.outcome, item.remark)
        )
    return found


def _tally(lines: Sequence[Line]) -> list[tuple[str, Any, int]]:
    counts = {outcome: sum(line.outcome == outcome for line in lines) for outcome in SHAPES}
    return [(SHAPES[outcome], outcome.label, n) for outcome, n in counts.items() if n]


def _suggested(lines: Sequence[Line]) -> str:
    """The conclusion the outcomes point to: the button that stands out."""
    outcomes = {line.outcome for line in lines}
    if ItemOutcome.FAILED in outcomes:
        return str(Conclusion.REJECTED)
    return str(Conclusion.CORRECTION if ItemOutcome.TO_CORRECT in outcomes else Conclusion.VALID)


def _letter(review: FormalReview | None, lines: Sequence[Line]) -> Letter | None:
    """The letter as sent; for an open round the one its items would send now, if any."""
    if review is None:
        return None
    if review.conclusion != Conclusion.OPEN:
        return Letter.of(review)
    outcomes = {line.outcome for line in lines}
    now = timezone.now()
    if ItemOutcome.FAILED in outcomes:
        conclusion, due_at = Conclusion.REJECTED, None
    elif ItemOutcome.TO_CORRECT in outcomes:
        conclusion = Conclusion.CORRECTION
        try:
            due_at = correction_due(review, now=now)
        except MoveRefused:
            due_at = None
    else:
        return None
    return letter_of(
        review,
        [line.item for line in lines],
        conclusion=conclusion,
        due_at=due_at,
        today=now.astimezone(SHANGHAI).date(),
    )


def _clauses(application: Application, lines: Sequence[Line]) -> list[Any]:
    """The rules as they will be asked, for an application nobody has opened yet."""
    if lines:
        return []
    return list(application.call.programme.rules.select_related("clause").order_by("order"))
