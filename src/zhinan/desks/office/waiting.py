"""What waits for a reader of the office, and by when."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from zhinan.apps.accounts.models import Role
from zhinan.apps.applications.selectors import applications_visible_to
from zhinan.apps.applications.states import ApplicationState as S
from zhinan.apps.awards.selectors import decision_lists_visible_to, objections_visible_to
from zhinan.apps.awards.states import DecisionState, ObjectionState
from zhinan.apps.programmes.selectors import calls_visible_to
from zhinan.apps.programmes.states import CallState
from zhinan.apps.screening.models import Conclusion
from zhinan.apps.screening.selectors import reviews_visible_to, within_reach

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Counts:
    """Applications within the reader's reach, by what they wait for."""

    in_check: int
    unclaimed: int
    mine: int
    correcting: int
    overdue: int
    valid: int


def counts_for(actor: Any) -> Counts:
    """Two statements, at any number of applications."""
    overdue = Q(state=S.CORRECTING, correction_due_at__lt=timezone.now())
    by_state = (
        applications_visible_to(actor)
        .order_by()
        .aggregate(
            in_check=Count("pk", filter=Q(state=S.AT_OFFICE)),
            correcting=Count("pk", filter=Q(state=S.CORRECTING)),
            overdue=Count("pk", filter=overdue),
            valid=Count("pk", filter=Q(state=S.VALID)),
        )
    )
    claimed = (
        reviews_visible_to(actor)
        .filter(conclusion=Conclusion.OPEN, reviewer__isnull=False, application__state=S.AT_OFFICE)
        .order_by()
        .aggregate(all=Count("pk"), mine=Count("pk", filter=Q(reviewer=actor.account)))
    )
    return Counts(
        unclaimed=max(by_state["in_check"] - claimed["all"], 0), mine=claimed["mine"], **by_state
    )


def home_context(actor: Any) -> dict[str, Any]:
    """Everything the office's first page shows; a constant number of statements."""
    now = timezone.now()
    visible = applications_visible_to(actor)
    calls = calls_visible_to(actor).filter(within_reach(actor, call="")).select_related("programme")
    lists = decision_lists_visible_to(actor).exclude(state=DecisionState.AWARDED)
    objections = objections_visible_to(actor).filter(state=ObjectionState.OPEN)
    counts = counts_for(actor)
    shown = {
        "oldest": visible.filter(state=S.AT_OFFICE).order_by("recommended_at", "id")[:SHOWN],
        "correcting": visible.filter(state=S.CORRECTING).order_by("correction_due_at", "id")[:SHOWN],
        "drafts": calls.filter(state=CallState.DRAFT).order_by("-id")[:SHOWN],
        "closing": calls.filter(state=CallState.PUBLISHED, closes_at__gte=now).order_by("closes_at", "id")[:SHOWN],
        "lists": lists.order_by("-id")[:SHOWN],
        "objections": objections.order_by("raised_at", "id")[:SHOWN],
    }  # fmt: skip
    context = {name: list(rows) for name, rows in shown.items()}
    by_state = dict(lists.order_by().values_list("state").annotate(Count("pk")))
    return context | {
        "counts": counts,
        "lists_by_state": [(s.label, by_state[s]) for s in DecisionState if by_state.get(s)],
        "may_screen": actor.holds(Role.OFFICE, Role.LEADER),
        "todo": todo_for(actor, counts, context),
    }


def todo_for(actor: Any, counts: Counts, shown: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    """What presses first: (verdict kind, words, address, note) as ``components/cards.html`` draws it."""
    if not actor.holds(Role.OFFICE, Role.LEADER):
        return []
    queue, calls = reverse("office:screening"), reverse("office:calls")
    decisions = reverse("office:decisions")
    first_due = shown["correcting"][0].correction_due_at if shown["correcting"] else None
    lines = [
        ("fail", counts.overdue, _("%(n)s项补正已经逾期，待作出结论"), f"{queue}?tab=correcting&sort=due", _since(first_due)),
        ("missing", counts.unclaimed, _("%(n)s项形式审查无人认领"), queue, _since(_oldest(shown))),
        ("manual", counts.mine, _("%(n)s项形式审查由我承办"), f"{queue}?mine=1", ""),
        ("missing", len(shown["objections"]), _("%(n)s件异议没有办结"), f"{decisions}?state=noticed", ""),
        ("manual", len(shown["drafts"]), _("%(n)s个申报通知还是草稿"), f"{calls}?state=draft", ""),
        ("manual", len(shown["lists"]), _("%(n)s份立项名单在办"), decisions, ""),
    ]  # fmt: skip
    return [(kind, words % {"n": n}, link, note) for kind, n, words, link, note in lines if n]


def _oldest(shown: dict[str, Any]) -> Any:
    return shown["oldest"][0].recommended_at if shown["oldest"] else None


def _since(moment: Any) -> str:
    if moment is None:
        return ""
    return _("最早%(day)s") % {"day": timezone.localtime(moment).strftime("%Y-%m-%d")}
