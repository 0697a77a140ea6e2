"""The outcome and the amount of each application on a draft."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction

from zhinan.apps.awards.models import DecisionItem, DecisionList, Outcome
from zhinan.apps.records.services import record_act
from zhinan.apps.records.workflow import MoveRefused
from zhinan.engines.values import Finding
from zhinan.engines.values.money import FEN, format_wan

from .lists import lock_draft

NEEDS_REASON = (Outcome.RESERVE, Outcome.DECLINE)
LONGEST_REASON = 500  # characters, the width of the column


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a form asks for one line; ``version`` is the one the clerk was looking at."""

    item_id: int
    outcome: str
    grant_yuan: Decimal | None = None
    reason: str = ""
    version: int | None = None


def set_outcome(
    item: DecisionItem,
    *,
    outcome: str,
    grant_yuan: Decimal | None = None,
    reason: str = "",
    actor: Any,
    version: int | None = None,
) -> DecisionItem:
    """Write the outcome, amount and reason of one line.

    Raises:
        PermissionDenied: ``actor`` is not of the office section of the call.
        MoveRefused: The list is no longer a draft, an amount or a reason is missing, or the line was
            changed since ``version``.
    """
    wanted = Wanted(item.pk, outcome, grant_yuan, reason, version)
    return set_outcomes(item.decision_list, [wanted], actor=actor)[0]


@transaction.atomic
def set_outcomes(
    decision_list: DecisionList, wanted: Sequence[Wanted], *, actor: Any
) -> list[DecisionItem]:
    """Write several lines, all or none; a line said again as it stands is left alone.

    Raises:
        PermissionDenied: ``actor`` is not of the office section of the call.
        MoveRefused: As for one line; the findings of all lines together.
    """
    locked = lock_draft(decision_list, actor=actor)
    ids = [want.item_id for want in wanted]
    items = {i.pk: i for i in locked.items.select_related("application").filter(pk__in=ids)}
    findings = [found for want in wanted for found in _faults(items.get(want.item_id), want)]
    if findings:
        raise MoveRefused(*findings)
    changed = [w for w in wanted if not is_same(items[w.item_id], w)]
    if changed:
        _record(locked, [(items[w.item_id], w) for w in changed], actor=actor)
    return [_write(items[want.item_id], want) for want in wanted]


def is_same(item: DecisionItem, want: Wanted) -> bool:
    return (item.outcome, item.grant_yuan, item.reason) == (
        want.outcome,
        want.grant_yuan,
        want.reason.strip(),
    )


def _faults(item: DecisionItem | None, want: Wanted) -> list[Finding]:
    if item is None or want.outcome not in Outcome.values:
        return [
            Finding("AWARD-ITEM-UNKNOWN", "项目或意见不在本名单之中", remedy="请刷新页面后再填")
        ]
    name = f"{item.application.number}“{item.application}”"
    field = f"item-{item.pk}"
    if is_same(item, want):
        return []
    if want.version is not None and want.version != item.version:
        amount = f"，{format_wan(item.grant_yuan)}万元" if item.grant_yuan is not None else ""
        return [
            Finding(
                "AWARD-ITEM-CHANGED",
                f"{name}在您打开页面后已被改为“{item.get_outcome_display()}{amount}”",
                remedy="请刷新页面，核对后再填",
                field=field,
            )
        ]
    return [*_amount_faults(item, want, name, field), *_reason_faults(item, want, name, field)]


def _amount_faults(item: DecisionItem, want: Wanted, name: str, field: str) -> list[Finding]:
    amount = want.grant_yuan
    if amount is None:
        if want.outcome != Outcome.AWARD:
            return []
        return [
            Finding(
                "AWARD-NO-AMOUNT", f"{name}拟立项但没有金额", remedy="请填写拟资助金额", field=field
            )
        ]
    if amount < 0 or amount != amount.quantize(FEN):
        return [
            Finding(
                "AWARD-AMOUNT",
                f"{name}的金额不是精确到分的非负数",
                remedy="请以万元填写，小数点后不超过6位",
                field=field,
            )
        ]
    return []


def _reason_faults(item: DecisionItem, want: Wanted, name: str, field: str) -> list[Finding]:
    reason = want.reason.strip()
    if len(reason) > LONGEST_REASON:
        return [
            Finding(
                "AWARD-REASON-LONG",
                f"{name}的理由{len(reason)}字，超过{LONGEST_REASON}字",
                remedy="请精简",
                field=field,
            )
        ]
    if reason:
        return []
    asked = item.application.grant_yuan
    if want.outcome in NEEDS_REASON:
        fact = f"{name}选了“{Outcome(want.outcome).label}”但没有写理由"
    elif want.outcome == Outcome.AWARD and asked is not None and (want.grant_yuan or 0) > asked:
        over = want.grant_yuan - asked  # type: ignore[operator]  # > asked, so it is an amount
        fact = f"{name}拟资助{format_wan(want.grant_yuan)}万元，超过申请{format_wan(over)}万元"  # type: ignore[arg-type]
    else:
        return []
    return [Finding("AWARD-REASON-MISSING", fact, remedy="请写明理由", field=field)]


def _record(
    decision_list: DecisionList, pairs: Sequence[tuple[DecisionItem, Wanted]], *, actor: Any
) -> None:
    record_act(
        "awards.set_outcomes",
        decision_list,
        actor=actor,
        summary=f"填写意见{len(pairs)}项",
        before={
            str(i.application.number): _plain(i.outcome, i.grant_yuan, i.reason) for i, _ in pairs
        },
        after={
            str(i.application.number): _plain(w.outcome, w.grant_yuan, w.reason.strip())
            for i, w in pairs
        },
    )


def _plain(outcome: str, grant_yuan: Decimal | None, reason: str) -> list[str | None]:
    return [outcome, None if grant_yuan is None else f"{grant_yuan:.2f}", reason]


def _write(item: DecisionItem, want: Wanted) -> DecisionItem:
    if is_same(item, want):
        return item
    item.outcome, item.grant_yuan, item.reason = want.outcome, want.grant_yuan, want.reason.strip()
    item.version += 1
    item.save(update_fields=["outcome", "grant_yuan", "reason", "version"])
    return item
