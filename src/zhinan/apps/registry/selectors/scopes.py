"""Rows that a role can be limited to, for whoever grants roles: names only."""

from django.db.models import QuerySet

from zhinan.apps.registry.models import Organisation, RecommendingBody, Section
from zhinan.engines.values.identity import tidy_number


def organisation_with_uscc(uscc: str) -> Organisation | None:
    """The organisation registered under a code, however the code was typed."""
    return Organisation.objects.filter(uscc=tidy_number(uscc)).first()


def all_bodies() -> QuerySet[RecommendingBody]:
    return RecommendingBody.objects.order_by("id")


def all_sections() -> QuerySet[Section]:
    return Section.objects.order_by("id")
