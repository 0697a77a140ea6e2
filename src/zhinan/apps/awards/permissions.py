"""Who may do what; each predicate takes the actor and the row (None: in general).

The section drafts, the leadership decides: one person never does both in one role.
"""

from collections.abc import Callable
from typing import Any

from zhinan.apps.accounts.models import Role
from zhinan.apps.screening.permissions import (
    covers,
    is_office_of_the_call,
    is_office_or_leader_of_the_call,
)


def is_leader_over_the_call(actor: Any, row: Any) -> bool:
    return bool(actor.holds(Role.LEADER)) and covers(actor, row)


def may_read_awards(actor: Any, row: Any) -> bool:
    return bool(actor.holds(Role.OFFICE, Role.LEADER, Role.FINANCE)) and covers(actor, row)


PERMISSIONS: dict[str, Callable[[Any, Any], bool]] = {
    "see": may_read_awards,
    "draft": is_office_of_the_call,
    "decide": is_leader_over_the_call,
    "notice": is_office_or_leader_of_the_call,
    "award": is_office_or_leader_of_the_call,
}
