"""Acts of the formal review: open, claim, decide item by item, conclude, take back."""

from .conclusions import conclude_review, reject_overdue_correction, reopen_review
from .items import Decision, decide_item, decide_items
from .reviews import claim_next_review, claim_review, open_review, release_review

__all__ = [
    "Decision",
    "claim_next_review",
    "claim_review",
    "conclude_review",
    "decide_item",
    "decide_items",
    "open_review",
    "reject_overdue_correction",
    "release_review",
    "reopen_review",
]
