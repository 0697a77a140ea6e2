"""Who may do what; each predicate takes the actor and the row (None: in general)."""

from collections.abc import Callable
from typing import Any

from zhinan.apps.accounts.models import Role

READERS = (Role.OFFICE, Role.LEADER, Role.FINANCE, Role.SUPERVISOR)


def _organisation_id_of(row: Any) -> int | None:
    """The organisation a registry row belongs to; an organisation belongs to itself."""
    found: int | None = row.organisation_id if hasattr(row, "organisation_id") else row.pk
    return found


def is_registry_reader(actor: Any, row: Any) -> bool:
    return bool(actor.holds(*READERS))


def is_office(actor: Any, row: Any) -> bool:
    return bool(actor.holds(Role.OFFICE))


def is_signed_in(actor: Any, row: Any) -> bool:
    return not actor.is_anonymous


def is_of_the_organisation(actor: Any, row: Any) -> bool:
    """Acts for the organisation the row belongs to (with no row: for any organisation)."""
    own = actor.organisation_id
    return (
        actor.holds(Role.HOST, Role.APPLICANT)
        and own is not None
        and (row is None or _organisation_id_of(row) == own)
    )


def is_its_administrator(actor: Any, row: Any) -> bool:
    return actor.holds(Role.HOST) and is_of_the_organisation(actor, row)


def is_office_or_its_administrator(actor: Any, row: Any) -> bool:
    return is_office(actor, row) or is_its_administrator(actor, row)


def is_office_or_of_the_organisation(actor: Any, row: Any) -> bool:
    return is_office(actor, row) or is_of_the_organisation(actor, row)


def may_reveal(actor: Any, row: Any) -> bool:
    """The office, the administrator of the person's organisation, and the person."""
    is_self = row is not None and actor.account is not None and row.account_id == actor.account.pk
    return is_self or is_office_or_its_administrator(actor, row)


def is_system_administrator(actor: Any, row: Any) -> bool:
    return bool(actor.holds(Role.SYSTEM_ADMIN))


PERMISSIONS: dict[str, Callable[[Any, Any], bool]] = {
    "register": is_signed_in,
    "read": is_registry_reader,
    "manage": is_office,
    "claim": is_of_the_organisation,
    "decide_claim": is_office,
    "own": is_its_administrator,
    "record_figures": is_office_or_its_administrator,
    "register_person": is_office_or_of_the_organisation,
    "reveal": may_reveal,
    "reseal": is_system_administrator,
    "manage_bodies": is_office,
    "manage_ledger": is_office,
    "manage_workdays": is_office,
}
