"""Statuses held on a day, and figures laid out by year."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils import timezone

from zhinan.apps.registry.facts import FIGURES, Figure
from zhinan.apps.registry.models import Organisation, OrganisationStatus


def statuses_held(on: date | None = None) -> QuerySet[OrganisationStatus]:
    """Statuses held on a day (today where none is given)."""
    day = on or timezone.localdate()
    until = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    return OrganisationStatus.objects.filter(until, valid_from__lte=day).order_by("status")


@dataclass(frozen=True, slots=True)
class FigureTable:
    """Figures with the years across, newest first; a blank cell is None."""

    years: list[int]
    rows: list[tuple[Figure, list[Decimal | None]]]
    sources: dict[int, str]


def figures_by_year(organisation: Organisation, *, years: int = 5) -> FigureTable:
    """The latest ``years`` years that have any figure; one statement."""
    found = list(organisation.figures.order_by("-year"))
    shown = sorted({row.year for row in found}, reverse=True)[:years]
    cells = {(row.item, row.year): row.value for row in found}
    rows = [
        (figure, [cells.get((path, year)) for year in shown])
        for path, figure in FIGURES.items()
        if any((path, year) in cells for year in shown)
    ]
    return FigureTable(shown, rows, {row.year: row.source for row in found if row.year in shown})
