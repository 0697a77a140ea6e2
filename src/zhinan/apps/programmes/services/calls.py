"""Calls: opened from a programme, published, changed only to a later time, closed or cancelled."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from zhinan.apps.programmes.guards import WINDOWS, windows_in_order
from zhinan.apps.programmes.models import Call, Programme
from zhinan.apps.programmes.selectors import windows_of
from zhinan.apps.programmes.states import CANCEL_CALL, CLOSE_CALL, PUBLISH_CALL, CallState
from zhinan.apps.records.services import record_act
from zhinan.apps.records.workflow import MoveRefused, perform, require
from zhinan.engines.values import Finding

MOMENTS = tuple(column for column, _ in WINDOWS.values())
LABELS = dict(WINDOWS.values())


@transaction.atomic
def open_call(
    programme: Programme,
    *,
    actor: Any,
    title: str,
    number: str = "",
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
    host_closes_at: datetime | None = None,
    recommendation_closes_at: datetime | None = None,
    planned_awards: int | None = None,
    planned_yuan: Decimal | None = None,
) -> Call:
    """Draft a call. Moments not given are those the guide fixes, if it does.

    Raises:
        PermissionDenied: ``actor`` may not publish this programme.
        MoveRefused: The moments given do not follow one another.
    """
    require(actor, "programmes.publish", programme)
    moments = {
        "opens_at": opens_at,
        "closes_at": closes_at,
        "host_closes_at": host_closes_at,
        "recommendation_closes_at": recommendation_closes_at,
    }
    fixed = {window.key: window.at for window in windows_of(programme)}
    for key, (column, _) in WINDOWS.items():
        moments[column] = moments[column] or fixed.get(key)
    _refuse(windows_in_order(moments, _clauses(programme)))
    call = Call.objects.create(
        programme=programme, title=title.strip(), number=number.strip(), planned_awards=planned_awards,
        planned_yuan=planned_yuan, **moments,
    )  # fmt: skip
    record_act(
        "programmes.open_call", call, actor=actor, summary="建立申报通知", after=_facts(call)
    )
    return call


def publish_call(call: Call, *, actor: Any) -> Call:
    """Announce a call: the public sees it, and it opens and closes by itself.

    Raises:
        PermissionDenied: ``actor`` may not publish this programme.
        MoveRefused: A window is missing or out of order, or the guide is not the published one.
    """
    return perform(PUBLISH_CALL, call, actor=actor, published_at=timezone.now())


@transaction.atomic
def close_call(call: Call, *, actor: Any, reason: str = "") -> Call:
    """End a call; before its time only with a reason.

    Raises:
        PermissionDenied, MoveRefused: As for ``publish_call``; or the reason is missing.
    """
    locked = Call.objects.select_for_update().get(pk=call.pk)
    require(actor, CLOSE_CALL.who, locked)
    if locked.closes_at is not None and timezone.now() < locked.closes_at:
        _need_reason(reason, "在截止时间前结束申报")
    return perform(CLOSE_CALL, call, actor=actor, note=reason.strip())


@transaction.atomic
def cancel_call(call: Call, *, actor: Any, reason: str = "") -> Call:
    """Withdraw a call; a published one only with a reason.

    Raises:
        PermissionDenied, MoveRefused: As for ``publish_call``; or the reason is missing.
    """
    locked = Call.objects.select_for_update().get(pk=call.pk)
    require(actor, CANCEL_CALL.who, locked)
    if locked.state != CallState.DRAFT:
        _need_reason(reason, "取消已发布的通知")
    return perform(CANCEL_CALL, call, actor=actor, note=reason.strip())


@transaction.atomic
def change_windows(call: Call, *, actor: Any, reason: str = "", **changes: Any) -> Call:
    """Change a call's moments, title, number or scale. After publishing moments only move later, with a reason.

    Args:
        changes: New values by column; what is not named stays.

    Raises:
        PermissionDenied: ``actor`` may not publish this programme.
        MoveRefused: The call has ended, a published moment would come earlier or vanish, the moments
            do not follow one another, or the reason is missing.
        TypeError: A column that is not the office's to change.
    """
    unknown = changes.keys() - {*MOMENTS, "title", "number", "planned_awards", "planned_yuan"}
    if unknown:
        raise TypeError(f"change_windows takes the columns of a call, got {sorted(unknown)}")
    locked = Call.objects.select_for_update().get(pk=call.pk)
    require(actor, "programmes.publish", locked)
    _refuse(_ended(locked))
    before = _facts(locked)
    wanted = {
        column: _kept_to_the_minute(getattr(locked, column), value)
        for column, value in changes.items()
    }
    if locked.state == CallState.PUBLISHED:
        _refuse(_only_later(locked, wanted))
    for column, value in wanted.items():
        setattr(locked, column, value)
    _refuse(windows_in_order({c: getattr(locked, c) for c in MOMENTS}, _clauses(locked.programme)))
    after = _facts(locked)
    if after == before:
        return locked
    if locked.state == CallState.PUBLISHED:
        _need_reason(reason, "修改已发布的通知")
    locked.save(update_fields=list(wanted))
    record_act(
        "programmes.change_windows",
        locked,
        actor=actor,
        summary="修改申报通知",
        before=before,
        after=after,
        note=reason.strip(),
    )
    return locked


def _ended(call: Call) -> list[Finding]:
    if call.state in (CallState.DRAFT, CallState.PUBLISHED):
        return []
    fact = f"通知{call.get_state_display()}，不能再改"
    return [Finding("STATE-CHANGED", fact, remedy="需要继续申报的，请建立新的通知")]


def _only_later(call: Call, wanted: dict[str, Any]) -> list[Finding]:
    found = []
    clauses = _clauses(call.programme)
    for key, (column, label) in WINDOWS.items():
        old, new = getattr(call, column), wanted.get(column, getattr(call, column))
        if old is not None and (new is None or new < old):
            shown = timezone.localtime(old).strftime("%Y-%m-%d %H:%M")
            found.append(
                Finding(
                    "CALL-ONLY-LATER",
                    f"{label}已公布为{shown}，只能延后",
                    clauses.get(key, ""),
                    "请填写更晚的时间，或保持不变",
                    column,
                )
            )
    return found


def _kept_to_the_minute(old: Any, new: Any) -> Any:
    """A page shows minutes: sending back the minute that was shown changes nothing."""
    if isinstance(new, str):
        return new.strip()
    if isinstance(old, datetime) and isinstance(new, datetime) and _minute(old) == _minute(new):
        return old
    return new


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _clauses(programme: Programme) -> dict[str, str]:
    return {window["key"]: window.get("basis", "") for window in programme.windows}


def _facts(call: Call) -> dict[str, Any]:
    columns = ("title", "number", *MOMENTS, "planned_awards", "planned_yuan")
    return {column: getattr(call, column) for column in columns}


def _need_reason(reason: str, what: str) -> None:
    if not reason.strip():
        _refuse(
            [Finding("REASON-MISSING", f"{what}须写明理由", remedy="请填写理由", field="reason")]
        )


def _refuse(findings: list[Finding]) -> None:
    if findings:
        raise MoveRefused(*findings)
