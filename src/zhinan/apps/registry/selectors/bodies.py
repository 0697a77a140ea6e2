"""Recommending bodies."""

from typing import Any

from django.db.models import QuerySet

from zhinan.apps.accounts.models import Role
from zhinan.apps.registry.models import Organisation, RecommendingBody
from zhinan.apps.registry.permissions import READERS


def bodies_for(organisation: Organisation) -> QuerySet[RecommendingBody]:
    """The bodies an organisation applies through."""
    return RecommendingBody.objects.filter(memberships__organisation=organisation).order_by("name")


def bodies_visible_to(actor: Any) -> QuerySet[RecommendingBody]:
    """All to the office, leaders, finance and supervision; itself to a body; its bodies to an organisation."""
    rows = RecommendingBody.objects.order_by("kind", "name")
    if actor.holds(*READERS):
        return rows
    if actor.holds(Role.RECOMMENDER) and actor.body_id:
        return rows.filter(pk=actor.body_id)
    if actor.holds(Role.HOST, Role.APPLICANT) and actor.organisation_id:
        return rows.filter(memberships__organisation_id=actor.organisation_id)
    return rows.none()
