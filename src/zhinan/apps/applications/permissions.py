"""Who may do what; each predicate takes the actor and the row (None: in general)."""

from collections.abc import Callable
from typing import Any

from zhinan.apps.accounts.models import Role, ScopeKind


def is_applicant(actor: Any, row: Any) -> bool:
    """Acts as an applicant of an organisation."""
    return bool(actor.holds(Role.APPLICANT) and actor.organisation_id is not None)


def is_owner(actor: Any, row: Any) -> bool:
    """Began the application, and acts for its host now."""
    if not is_applicant(actor, row):
        return False
    return row is None or (
        row.host_id == actor.organisation_id and row.owner_id == actor.account.pk
    )


def is_owner_or_collaborator(actor: Any, row: Any) -> bool:
    """Owner or invited colleague, acting for the host now."""
    if row is None or is_owner(actor, row):
        return is_applicant(actor, row)
    return bool(
        is_applicant(actor, row)
        and row.host_id == actor.organisation_id
        and row.collaborators.filter(account_id=actor.account.pk).exists()
    )


def is_administrator_of_host(actor: Any, row: Any) -> bool:
    """Administers the organisation that applies."""
    own = actor.organisation_id
    return bool(actor.holds(Role.HOST) and own is not None and (row is None or row.host_id == own))


def is_its_body(actor: Any, row: Any) -> bool:
    """Acts for the recommending body that the application went to."""
    own = actor.body_id
    return bool(
        actor.holds(Role.RECOMMENDER) and own is not None and (row is None or row.body_id == own)
    )


def is_office_of_its_section(actor: Any, row: Any) -> bool:
    """Acts for the office, in the section or programme of the call where its role is limited to one."""
    if not actor.holds(Role.OFFICE):
        return False
    if row is None:
        return True
    programme = row.call.programme
    reaches_section = actor.section_id in (None, programme.section_id)
    return reaches_section and actor.scope(ScopeKind.PROGRAMME) in (None, programme.pk)


PERMISSIONS: dict[str, Callable[[Any, Any], bool]] = {
    "start": is_applicant,
    "fill": is_owner_or_collaborator,
    "submit": is_owner_or_collaborator,
    "share": is_owner,
    "confirm": is_administrator_of_host,
    "recommend": is_its_body,
    "grant_waiver": is_office_of_its_section,
}
