"""What a reader may see of awarded projects."""

from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from zhinan.apps.screening.selectors import within_reach

from .models import Project

SORTS = {
    "-awarded_at": ("-awarded_at", "-id"),
    "number": ("number",),
    "-number": ("-number",),
    "grant_yuan": ("grant_yuan", "id"),
    "-grant_yuan": ("-grant_yuan", "-id"),
    "ends_on": ("ledger_entry__ends_on", "id"),
    "-ends_on": ("-ledger_entry__ends_on", "-id"),
}


def projects_visible_to(actor: Any) -> QuerySet[Project]:
    """Projects of the reader's section, with what a line shows."""
    return Project.objects.filter(within_reach(actor, call="application__call")).select_related(
        "ledger_entry__lead", "application__call__programme"
    )


def projects_found(
    actor: Any, *, search: str = "", state: str = "", year: int | None = None, sort: str = ""
) -> QuerySet[Project]:
    """One statement at any size."""
    rows = projects_visible_to(actor)
    if state:
        rows = rows.filter(ledger_entry__state=state)
    if year is not None:
        rows = rows.filter(ledger_entry__year=year)
    if search := search.strip():
        rows = rows.filter(
            Q(number__icontains=search)
            | Q(ledger_entry__title__icontains=search)
            | Q(ledger_entry__leader_name__icontains=search)
            | Q(ledger_entry__lead__name__icontains=search)
        )
    return rows.order_by(*SORTS.get(sort, SORTS["-awarded_at"]))


def sum_of(projects: QuerySet[Project]) -> tuple[int, Decimal]:
    """How many projects, and their grants together in yuan; one statement."""
    found = projects.order_by().aggregate(n=Count("pk"), yuan=Sum("grant_yuan"))
    return found["n"], found["yuan"] or Decimal("0.00")
