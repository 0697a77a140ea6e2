"""Penalties and relations, for those who may see them, and for the engine that judges an application."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from .models import IntegrityRecord, OrganisationRelation
from .permissions import is_reader

MOST_STEPS = 8  # of a chain of shares: beyond that a chain is no longer followed


def records_visible_to(actor: Any) -> QuerySet[IntegrityRecord]:
    """All to office, leadership, finance and supervision; nobody else reads the register itself."""
    return (
        IntegrityRecord.objects.all() if is_reader(actor, None) else IntegrityRecord.objects.none()
    )


def relations_visible_to(actor: Any) -> QuerySet[OrganisationRelation]:
    """All to office, leadership, finance and supervision; nobody else reads the register itself."""
    rows = OrganisationRelation.objects
    return rows.all() if is_reader(actor, None) else rows.none()


def penalties_running(rows: QuerySet[IntegrityRecord], *, on: date) -> QuerySet[IntegrityRecord]:
    """Those whose penalty holds on a day; without an end it holds until one is entered."""
    return rows.filter(Q(until_on__isnull=True) | Q(until_on__gte=on), from_on__lte=on)


def records_concerning(
    *, codes: Collection[str], names: Collection[str], digests: Collection[str]
) -> QuerySet[IntegrityRecord]:
    """Records of any of these organisations and persons, and those that bear one of the names."""
    return IntegrityRecord.objects.filter(
        Q(uscc__in=[c for c in codes if c])
        | Q(id_number_digest__in=[d for d in digests if d])
        | Q(name__in=[n for n in names if n])
    ).order_by("pk")


def relations_around(codes: Iterable[str], *, on: date) -> list[OrganisationRelation]:
    """Every relation standing on a day in the component of these organisations.

    One statement a step of the chain, one for nearly every organisation.
    """
    standing = OrganisationRelation.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gte=on), recorded_on__lte=on
    )
    found: dict[int, OrganisationRelation] = {}
    known: set[str] = set()
    fringe = {code for code in codes if code}
    for _step in range(MOST_STEPS):
        if not fringe:
            break
        near = standing.filter(Q(owner_uscc__in=fringe) | Q(owned_uscc__in=fringe))
        known |= fringe
        found |= {row.pk: row for row in near}
        ends = {code for row in found.values() for code in (row.owner_uscc, row.owned_uscc)}
        fringe = ends - known
    return [found[pk] for pk in sorted(found)]
