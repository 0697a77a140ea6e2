"""Who may do what; each predicate takes the actor and the row (None: in general)."""

from collections.abc import Callable
from typing import Any

READERS = ("supervisor", "audit_admin")  # accounts.Role, which records lies below


def may_read_record(actor: Any, _row: Any) -> bool:
    return bool(actor.holds(*READERS))


PERMISSIONS: dict[str, Callable[[Any, Any], bool]] = {
    "read": may_read_record,
    "export": may_read_record,
}
