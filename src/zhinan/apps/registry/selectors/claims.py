"""Correction claims a reader may see."""

from typing import Any

from django.db.models import QuerySet

from zhinan.apps.accounts.models import Role
from zhinan.apps.registry.models import CorrectionClaim
from zhinan.apps.registry.permissions import READERS


def claims_visible_to(actor: Any) -> QuerySet[CorrectionClaim]:
    """All to the office, leaders, finance and supervision; its own to an organisation."""
    rows = CorrectionClaim.objects.select_related("organisation", "asked_by", "evidence")
    if actor.holds(*READERS):
        return rows
    if actor.holds(Role.HOST, Role.APPLICANT) and actor.organisation_id:
        return rows.filter(organisation_id=actor.organisation_id)
    return rows.none()
