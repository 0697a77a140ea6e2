"""Organisations a reader may see."""

from typing import Any

from django.db.models import Q, QuerySet

from zhinan.apps.accounts.models import Role
from zhinan.apps.registry.models import Organisation
from zhinan.apps.registry.permissions import READERS
from zhinan.engines.values.identity import tidy_number
from zhinan.engines.values.text import tidy_line


def organisations_visible_to(actor: Any) -> QuerySet[Organisation]:
    """All to the office, leaders, finance and supervision; a body's members to the body; else one's own."""
    rows = Organisation.objects.all()
    if actor.holds(*READERS):
        return rows
    if actor.holds(Role.RECOMMENDER) and actor.body_id:
        return rows.filter(
            Q(memberships__body_id=actor.body_id) | Q(bodies=actor.body_id)
        ).distinct()
    if actor.holds(Role.HOST, Role.APPLICANT) and actor.organisation_id:
        return rows.filter(pk=actor.organisation_id)
    return rows.none()


def find_organisations(words: str, *, actor: Any, limit: int = 20) -> list[dict[str, Any]]:
    """Id, name and credit code of organisations whose name holds ``words`` or whose code begins so.

    These three facts are public; any signed-in person may look them up to name a partner.
    """
    words = tidy_line(words)
    if actor.is_anonymous or len(words) < 2:
        return []
    rows = Organisation.objects.filter(named(words)).order_by("name", "id")
    return [dict(row) for row in rows.values("id", "name", "uscc")[:limit]]


def named(words: str) -> Q:
    """Name holds the words, or the credit code begins with them."""
    return Q(name__icontains=tidy_line(words)) | Q(uscc__startswith=tidy_number(words) or "-")
