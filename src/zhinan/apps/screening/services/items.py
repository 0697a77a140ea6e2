"""What the reviewer says of one item."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from zhinan.apps.records.workflow import MoveRefused
from zhinan.apps.screening.models import CheckItem, FormalReview, ItemOutcome
from zhinan.engines.values import Finding

from .reviews import claimed_by_another, lock_review, refuse_unless_open

SOFT = "软"
NEEDS_REMARK = (ItemOutcome.TO_CORRECT, ItemOutcome.FAILED, ItemOutcome.WAIVED)
LONGEST_REMARK = 500  # characters, the width of the column


@dataclass(frozen=True, slots=True)
class Decision:
    """What a form says of one item; ``version`` is the one the reviewer was looking at."""

    item_id: int
    outcome: str
    remark: str = ""
    version: int | None = None


def decide_item(
    item: CheckItem, *, outcome: str, remark: str = "", actor: Any, version: int | None = None
) -> CheckItem:
    """Write the outcome of one item.

    Raises:
        PermissionDenied: ``actor`` is not of the office section of the call.
        MoveRefused: The review is concluded or a colleague's, a remark is missing, or the item was changed
            since ``version``.
    """
    return decide_items(item.review, [Decision(item.pk, outcome, remark, version)], actor=actor)[0]


@transaction.atomic
def decide_items(
    review: FormalReview, decisions: Sequence[Decision], *, actor: Any
) -> list[CheckItem]:
    """Write the outcomes of several items, all or none; an item said again as it stands is left alone.

    Raises:
        PermissionDenied: ``actor`` is not of the office section of the call.
        MoveRefused: As for one item; the findings of all items together.
    """
    locked = lock_review(review, actor=actor)
    refuse_unless_open(locked)
    if locked.reviewer_id is None:
        locked.reviewer, locked.claimed_at = actor.account, timezone.now()
        locked.save(update_fields=["reviewer", "claimed_at"])
    elif locked.reviewer_id != actor.account.pk:
        raise MoveRefused(claimed_by_another(locked))
    items = {item.pk: item for item in locked.items.select_related("rule__clause")}
    findings = [found for said in decisions for found in _faults(items.get(said.item_id), said)]
    if findings:
        raise MoveRefused(*findings)
    return [_write(items[said.item_id], said, actor=actor) for said in decisions]


def _faults(item: CheckItem | None, said: Decision) -> list[Finding]:
    if item is None or said.outcome not in ItemOutcome.values:
        return [
            Finding("SCREEN-ITEM-UNKNOWN", "审查项或意见不在本件之中", remedy="请刷新页面后再填")
        ]
    where = {"source": item.rule.clause.number, "field": f"item-{item.pk}"}
    name = f"“{item.rule.label}”"
    if said.version is not None and said.version != item.version and not _same(item, said):
        return [
            Finding(
                "SCREEN-ITEM-CHANGED",
                f"{name}在您打开页面后已被改为“{item.get_outcome_display()}”",
                remedy="请刷新页面，核对后再填",
                **where,
            )
        ]
    if said.outcome == ItemOutcome.WAIVED and item.rule.force != SOFT:
        return [
            Finding(
                "SCREEN-NOT-WAIVABLE",
                f"{name}不是可裁量的条件",
                remedy="请改选符合、要求补正或不符合",
                **where,
            )
        ]
    return _remark_faults(said, name, where)


def _remark_faults(said: Decision, name: str, where: dict[str, str]) -> list[Finding]:
    remark = said.remark.strip()
    if said.outcome in NEEDS_REMARK and not remark:
        return [
            Finding(
                "SCREEN-REMARK-MISSING",
                f"{name}选了“{ItemOutcome(said.outcome).label}”但没有写理由",
                remedy="请写明事实和要求，理由将写入通知书"
                if said.outcome != ItemOutcome.WAIVED
                else "请写明裁量理由",
                **where,
            )
        ]
    if len(remark) > LONGEST_REMARK:
        return [
            Finding(
                "SCREEN-REMARK-LONG",
                f"{name}的理由{len(remark)}字，超过{LONGEST_REMARK}字",
                remedy="请精简",
                **where,
            )
        ]
    return []


def _same(item: CheckItem, said: Decision) -> bool:
    return item.outcome == said.outcome and item.remark == said.remark.strip()


def _write(item: CheckItem, said: Decision, *, actor: Any) -> CheckItem:
    if _same(item, said):
        return item
    item.outcome, item.remark = said.outcome, said.remark.strip()
    item.version += 1
    is_open = said.outcome == ItemOutcome.OPEN
    item.decided_at = None if is_open else timezone.now()
    item.decided_by = None if is_open else actor.account
    item.save(update_fields=["outcome", "remark", "version", "decided_at", "decided_by"])
    return item
