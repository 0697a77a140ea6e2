"""One outcome for many lines: first shown line by line, then written exactly as shown.

No amount is ever lost: a line that has one keeps it, whatever its outcome becomes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zhinan.apps.awards.models import DecisionItem, DecisionList, Outcome
from zhinan.apps.records.workflow import require

from .outcomes import Wanted, set_outcomes

FILLS = (
    "keep",
    "asked",
    "same",
)  # what an empty amount becomes: nothing, what was asked, one figure


@dataclass(frozen=True, slots=True)
class BulkLine:
    """One line of a preview: the item as it is, and what it would become."""

    item: DecisionItem
    wanted: Wanted

    @property
    def lacks_amount(self) -> bool:
        return self.wanted.outcome == Outcome.AWARD and self.wanted.grant_yuan is None

    @property
    def fills_amount(self) -> bool:
        return self.item.grant_yuan is None and self.wanted.grant_yuan is not None


@dataclass(frozen=True, slots=True)
class BulkPlan:
    """The preview of a bulk act; ``lines`` in the order of the list."""

    outcome: str
    lines: tuple[BulkLine, ...]

    @property
    def awarded_before_yuan(self) -> Decimal:
        return sum(
            (
                x.item.grant_yuan or Decimal(0)
                for x in self.lines
                if x.item.outcome == Outcome.AWARD
            ),
            Decimal(0),
        )

    @property
    def awarded_after_yuan(self) -> Decimal:
        if self.outcome != Outcome.AWARD:
            return Decimal(0)
        return sum((x.wanted.grant_yuan or Decimal(0) for x in self.lines), Decimal(0))

    @property
    def lacking(self) -> tuple[BulkLine, ...]:
        return tuple(line for line in self.lines if line.lacks_amount)


def plan_bulk(
    decision_list: DecisionList,
    item_ids: Sequence[int],
    *,
    outcome: str,
    fill: str = "keep",
    grant_yuan: Decimal | None = None,
    reason: str = "",
    actor: Any,
) -> BulkPlan:
    """Say what a bulk act would write, and write nothing.

    Args:
        item_ids: Lines of the list; others are passed over.
        fill: What an empty amount becomes: ``keep`` nothing, ``asked`` the amount applied for, ``same``
            ``grant_yuan``. An amount that is there is kept in every case.
        reason: Put where a line has none.

    Raises:
        PermissionDenied: ``actor`` is not of the office section of the call.
        ValueError: ``fill`` or ``outcome`` is unknown.
    """
    require(actor, "awards.draft", decision_list)
    if fill not in FILLS or outcome not in Outcome.values:
        raise ValueError(
            f"fill must be one of {FILLS} and outcome an Outcome, got {fill!r}, {outcome!r}"
        )
    items = decision_list.items.filter(pk__in=item_ids).select_related("application__host")
    return BulkPlan(
        outcome, tuple(BulkLine(i, _wanted(i, outcome, fill, grant_yuan, reason)) for i in items)
    )


def apply_bulk(decision_list: DecisionList, wanted: Sequence[Wanted], *, actor: Any) -> int:
    """Write what a preview showed, with the versions it was shown for; the number of lines.

    Raises:
        PermissionDenied: ``actor`` is not of the office section of the call.
        MoveRefused: A line changed since the preview, or lacks an amount or a reason; nothing is written.
    """
    return len(set_outcomes(decision_list, wanted, actor=actor))


def _wanted(
    item: DecisionItem, outcome: str, fill: str, grant_yuan: Decimal | None, reason: str
) -> Wanted:
    amount = item.grant_yuan
    if amount is None and outcome == Outcome.AWARD:
        amount = {"keep": None, "asked": item.application.grant_yuan, "same": grant_yuan}[fill]
    return Wanted(item.pk, outcome, amount, item.reason or reason.strip(), item.version)
