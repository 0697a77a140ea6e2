"""Who may do what; each predicate takes the actor and the row (None: in general)."""

from collections.abc import Callable
from typing import Any

from zhinan.apps.accounts.models import Role
from zhinan.apps.programmes.permissions import READERS


def is_reader(actor: Any, row: Any) -> bool:
    return actor is not None and bool(actor.holds(*READERS))


def is_office(actor: Any, row: Any) -> bool:
    """The office and leaders; None is the command line, as for packs."""
    return actor is None or bool(actor.holds(Role.OFFICE, Role.LEADER))


def is_the_system(actor: Any, row: Any) -> bool:
    """What the reading itself does once the file lies there; nobody does it by hand."""
    return actor is None


PERMISSIONS: dict[str, Callable[[Any, Any], bool]] = {
    "read": is_reader,
    "review": is_office,
    "draft": is_office,
    "file": is_the_system,
}
