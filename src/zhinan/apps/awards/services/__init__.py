"""Acts on decision lists, public notices and objections."""

from .bulk import BulkLine, BulkPlan, apply_bulk, plan_bulk
from .decisions import decide_list, revise_list
from .lists import add_valid_applications, create_decision_list, remove_item
from .notices import end_notice, give_notice, withdraw_notice
from .objections import (
    dismiss_objection,
    raise_objection,
    record_finding,
    reveal_objector,
    uphold_objection,
)
from .outcomes import Wanted, set_outcome, set_outcomes

__all__ = [
    "BulkLine",
    "BulkPlan",
    "Wanted",
    "add_valid_applications",
    "apply_bulk",
    "create_decision_list",
    "decide_list",
    "dismiss_objection",
    "end_notice",
    "give_notice",
    "plan_bulk",
    "raise_objection",
    "record_finding",
    "remove_item",
    "reveal_objector",
    "revise_list",
    "set_outcome",
    "set_outcomes",
    "uphold_objection",
    "withdraw_notice",
]
