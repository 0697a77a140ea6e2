"""Lines of the project ledger a reader may see."""

from typing import Any

from django.db.models import QuerySet

from zhinan.apps.accounts.models import Role
from zhinan.apps.registry.models import LedgerEntry
from zhinan.apps.registry.permissions import READERS


def ledger_visible_to(actor: Any) -> QuerySet[LedgerEntry]:
    """All to the office, leaders, finance and supervision; its members' to a body; one's own unit's else."""
    rows = LedgerEntry.objects.select_related("lead", "leader")
    if actor.holds(*READERS):
        return rows
    if actor.holds(Role.RECOMMENDER) and actor.body_id:
        return rows.filter(lead__memberships__body_id=actor.body_id)
    if actor.holds(Role.HOST, Role.APPLICANT) and actor.organisation_id:
        return rows.filter(lead_id=actor.organisation_id)
    return rows.none()
