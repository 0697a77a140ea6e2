"""Persons a reader may see. Sealed numbers are never in a list."""

from typing import Any

from django.db.models import QuerySet

from zhinan.apps.accounts.models import Role
from zhinan.apps.registry.models import Person
from zhinan.apps.registry.permissions import READERS


def people_visible_to(actor: Any) -> QuerySet[Person]:
    """All to the office, leaders, finance and supervision; one's own organisation's to its people."""
    rows = Person.objects.select_related("organisation").defer("id_number_digest")
    if actor.holds(*READERS):
        return rows
    if actor.holds(Role.HOST, Role.APPLICANT) and actor.organisation_id:
        return rows.filter(organisation_id=actor.organisation_id)
    return rows.none()
