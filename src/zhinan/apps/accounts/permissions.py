"""Who may do what; each predicate takes the actor and the row (None: in general)."""

from collections.abc import Callable
from typing import Any

from .models import ADMINISTRATORS, Role
from .selectors import Actor


def is_system_admin(actor: Actor, row: Any) -> bool:
    return actor.holds(Role.SYSTEM_ADMIN)


def is_security_admin(actor: Actor, row: Any) -> bool:
    return actor.holds(Role.SECURITY_ADMIN)


def is_administrator(actor: Actor, row: Any) -> bool:
    return actor.holds(*ADMINISTRATORS)


def runs_people(actor: Actor, row: Any) -> bool:
    return actor.holds(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)


def is_host_of_invitation(actor: Actor, row: Any) -> bool:
    if not actor.holds(Role.HOST) or actor.organisation_id is None:
        return False
    return row is None or (
        row.scope_kind == "organisation" and row.scope_id == actor.organisation_id
    )


def anyone(actor: Actor, row: Any) -> bool:
    return True


def is_own_account(actor: Actor, row: Any) -> bool:
    return actor.account is not None and (row is None or row.pk == actor.account.pk)


PERMISSIONS: dict[str, Callable[[Any, Any], bool]] = {
    "create_account": is_system_admin,
    "deactivate_account": is_system_admin,
    "reset_password": is_system_admin,
    "grant_role": is_security_admin,
    "end_grant": is_security_admin,
    "unlock_account": runs_people,
    "read_people": is_administrator,
    "invite": is_host_of_invitation,
    "accept_invitation": anyone,  # the secret link is the right
    "change_own": is_own_account,
}
