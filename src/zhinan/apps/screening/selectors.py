"""What a reader of the office may see of formal review."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from zhinan.apps.accounts.models import Role, ScopeKind
from zhinan.apps.applications.models import Application, Attachment
from zhinan.apps.applications.states import ApplicationState as S
from zhinan.apps.programmes.models import Call

from .models import CheckItem, Conclusion, FormalReview, ItemOutcome

TABS = {
    "waiting": (S.AT_OFFICE,),
    "correcting": (S.CORRECTING,),
    "valid": (S.VALID, S.PROPOSED, S.RESERVE, S.DECLINED, S.AWARDED),
    "rejected": (S.REJECTED,),
}
SORTS = {
    "waited": ("recommended_at", "id"),
    "-waited": ("-recommended_at", "-id"),
    "number": ("number",),
    "-number": ("-number",),
    "due": ("correction_due_at", "id"),
    "-due": ("-correction_due_at", "-id"),
    "newest": ("-id",),
}


def within_reach(actor: Any, *, call: str = "call") -> Q:
    """Rows whose programme the actor's office role reaches; ``call`` is the path to the call."""
    if not actor.holds(Role.OFFICE, Role.LEADER, Role.FINANCE):
        return Q(pk__in=[])
    at = f"{call}__programme" if call else "programme"
    match actor.grant.scope_kind:
        case ScopeKind.ALL:
            return Q()
        case ScopeKind.SECTION:
            return Q(**{f"{at}__section_id": actor.grant.scope_id})
        case ScopeKind.PROGRAMME:
            return Q(**{f"{at}_id": actor.grant.scope_id})
    return Q(pk__in=[])


def applications_under_review(actor: Any) -> QuerySet[Application]:
    """Applications that reached the office, within the reader's section, with what a line shows."""
    if not actor.holds(Role.OFFICE, Role.LEADER):
        return Application.objects.none()
    seen = [state for states in TABS.values() for state in states]
    return Application.objects.filter(within_reach(actor), state__in=seen).select_related(
        "call__programme", "host", "body", "topic"
    )


def attachments_under_review(actor: Any) -> QuerySet[Attachment]:
    """Files of the applications the reader may see in formal review."""
    seen = applications_under_review(actor).select_related(None).order_by()
    return Attachment.objects.filter(application__in=seen, removed_at__isnull=True).select_related(
        "file"
    )


def calls_with_reviews(actor: Any) -> QuerySet[Call]:
    """Calls the reader may filter the queue by, newest first."""
    if not actor.holds(Role.OFFICE, Role.LEADER):
        return Call.objects.none()
    return Call.objects.filter(within_reach(actor, call=""), published_at__isnull=False).order_by(
        "-id"
    )


def reviews_visible_to(actor: Any) -> QuerySet[FormalReview]:
    if not actor.holds(Role.OFFICE, Role.LEADER):
        return FormalReview.objects.none()
    return FormalReview.objects.filter(
        within_reach(actor, call="application__call")
    ).select_related(
        "application__call__programme", "application__host", "application__body", "reviewer"
    )


def queue(
    actor: Any,
    *,
    tab: str = "waiting",
    call_id: int | None = None,
    mine: bool = False,
    search: str = "",
    sort: str = "waited",
) -> QuerySet[Application]:
    """One tab of the queue. One statement at any size; nothing here depends on the number of rows."""
    rows = applications_under_review(actor).filter(state__in=TABS.get(tab, TABS["waiting"]))
    if call_id is not None:
        rows = rows.filter(call_id=call_id)
    if mine:
        rows = rows.filter(
            formal_reviews__conclusion=Conclusion.OPEN, formal_reviews__reviewer=actor.account
        )
    if search := search.strip():
        rows = rows.filter(
            Q(number__icontains=search)
            | Q(title__icontains=search)
            | Q(leader_name__icontains=search)
            | Q(host__name__icontains=search)
        )
    return rows.order_by(*SORTS.get(sort, SORTS["waited"]))


def tab_counts(actor: Any, *, call_id: int | None = None) -> dict[str, int]:
    """How many applications each tab holds; one statement."""
    rows = applications_under_review(actor).select_related(None)
    if call_id is not None:
        rows = rows.filter(call_id=call_id)
    by_state = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    return {tab: sum(by_state.get(state, 0) for state in states) for tab, states in TABS.items()}


@dataclass(slots=True)
class Standing:
    """Where the review of one application stands, for a line of the queue."""

    review: FormalReview | None = None
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def verdict(self) -> str:
        """The most pressing of the item outcomes, as a name of the kit's seven shapes."""
        if self.review is None:
            return "manual"
        for outcome, shape in (
            (ItemOutcome.FAILED, "fail"),
            (ItemOutcome.TO_CORRECT, "missing"),
            (ItemOutcome.OPEN, "manual"),
            (ItemOutcome.WAIVED, "waived"),
        ):
            if self.counts.get(outcome):
                return shape
        return "pass"

    @property
    def words(self) -> str:
        if self.review is None:
            return _("未开始")
        for outcome, word in (
            (ItemOutcome.FAILED, _("%(n)s项不符合")),
            (ItemOutcome.TO_CORRECT, _("%(n)s项要求补正")),
            (ItemOutcome.OPEN, _("%(n)s项未定")),
        ):
            if number := self.counts.get(outcome):
                return word % {"n": number}
        return _("全部符合")


def standings_of(applications: Iterable[Application]) -> dict[int, Standing]:
    """The latest round of each application and its counts; two statements for any page."""
    latest: dict[int, FormalReview] = {}
    ids = [application.pk for application in applications]
    rounds = FormalReview.objects.filter(application_id__in=ids).select_related("reviewer")
    for review in rounds.order_by("application_id", "round"):
        latest[review.application_id] = review
    counts: dict[int, dict[str, int]] = {}
    tallies = (
        CheckItem.objects.filter(review_id__in=[review.pk for review in latest.values()])
        .order_by()
        .values_list("review_id", "outcome")
        .annotate(Count("pk"))
    )
    for review_id, outcome, number in tallies:
        counts.setdefault(review_id, {})[outcome] = number
    return {
        pk: Standing(latest[pk], counts.get(latest[pk].pk, {})) if pk in latest else Standing()
        for pk in ids
    }


def items_of(review: FormalReview) -> list[CheckItem]:
    """The items in the order of the guide, with rule and clause; one statement."""
    return list(
        review.items.select_related("rule__clause", "rule__programme", "decided_by").order_by(
            "rule__order", "id"
        )
    )
