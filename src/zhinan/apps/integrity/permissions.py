"""Who may do what; each predicate takes the actor and the row (None: in general)."""

from collections.abc import Callable
from typing import Any

from zhinan.apps.accounts.models import Role
from zhinan.apps.registry.permissions import READERS


def is_reader(actor: Any, row: Any) -> bool:
    return bool(actor.holds(*READERS))


def is_office(actor: Any, row: Any) -> bool:
    return bool(actor.holds(Role.OFFICE))


PERMISSIONS: dict[str, Callable[[Any, Any], bool]] = {
    "read": is_reader,
    "manage": is_office,
}
