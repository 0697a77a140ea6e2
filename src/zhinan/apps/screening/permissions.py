"""Who may do what; each predicate takes the actor and the row (None: in general)."""

from collections.abc import Callable
from typing import Any

from zhinan.apps.accounts.models import Role, ScopeKind


def programme_of(row: Any) -> Any:
    """The programme a row belongs to: a call, an application, or anything hanging on one."""
    for name in ("programme", "call", "application", "decision_list", "notice", "review"):
        if hasattr(row, name):
            step = getattr(row, name)
            return step if name == "programme" else programme_of(step)
    return row


def covers(actor: Any, row: Any) -> bool:
    """Say whether the actor's role reaches the programme of ``row``; no row: some programme."""
    if actor.grant is None:
        return False
    if actor.grant.scope_kind == ScopeKind.ALL:
        return True
    if actor.grant.scope_kind not in (ScopeKind.SECTION, ScopeKind.PROGRAMME):
        return False
    if row is None:
        return True
    programme = programme_of(row)
    if actor.grant.scope_kind == ScopeKind.SECTION:
        return bool(programme.section_id == actor.grant.scope_id)
    return bool(programme.pk == actor.grant.scope_id)


def is_office_of_the_call(actor: Any, row: Any) -> bool:
    return bool(actor.holds(Role.OFFICE)) and covers(actor, row)


def is_office_or_leader_of_the_call(actor: Any, row: Any) -> bool:
    return bool(actor.holds(Role.OFFICE, Role.LEADER)) and covers(actor, row)


PERMISSIONS: dict[str, Callable[[Any, Any], bool]] = {
    "see": is_office_or_leader_of_the_call,
    "conclude": is_office_of_the_call,
}
