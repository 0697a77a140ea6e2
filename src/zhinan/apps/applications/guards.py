"""What must hold before an application moves on."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone

from zhinan.engines.values import Finding


def call_is_open(application: Any, *, now: datetime) -> list[Finding]:
    """The call is published and ``now`` lies between opening and closing, the closing moment included.

    What host or body gave back may be handed in again until the last of their own windows closes.
    """
    call = application.call
    source = _basis(call, "closes")
    if call.state != "published":
        return [
            Finding(
                "CALL-CLOSED",
                f"申报通知“{call.title}”当前为“{call.get_state_display()}”，不接收申报",
                source,
                "请关注下一批申报通知",
            )
        ]
    if now < call.opens_at:
        return [
            Finding(
                "CALL-NOT-OPEN",
                f"申报于{written(call.opens_at)}开始，现在还不能提交",
                _basis(call, "opens") or source,
                "可以先填报，开始后再提交",
            )
        ]
    closes_at = _last_moment(application)
    if now <= closes_at:
        return []
    fact = f"申报已于{written(closes_at)}截止"
    if closes_at != call.closes_at:
        fact = f"退回修改的申报须在{written(closes_at)}前重新提交，现已截止"
    return [
        Finding("CALL-CLOSED", fact, source, "请关注下一批申报通知；已填内容会保留，可复制使用")
    ]


def form_is_complete(application: Any, *, now: datetime) -> list[Finding]:
    """Nothing required is missing and everything typed can be read; each lack with its place to jump to."""
    return list(application.missing())


def no_rule_bars_it(application: Any, *, now: datetime) -> list[Finding]:
    """No hard rule beyond any waiver is broken by what is filled in; each with its clause.

    Asked only of what is complete and in time: a draft with blanks is told of its blanks first.
    """
    if application.missing():
        return []
    return list(application.barred())


def host_window_is_open(application: Any, *, now: datetime) -> list[Finding]:
    """The host may still confirm."""
    closes_at = application.call.host_closes_at or _latest(application.call)
    return _closed(
        application,
        closes_at,
        now,
        "host_closes",
        "HOST-CLOSED",
        "单位确认",
        "请联系推荐单位或主管处室",
    )


def recommendation_window_is_open(application: Any, *, now: datetime) -> list[Finding]:
    """The body may still recommend, or take its recommendation back."""
    closes_at = application.call.recommendation_closes_at or _latest(application.call)
    return _closed(
        application,
        closes_at,
        now,
        "recommendation_closes",
        "RECOMMENDATION-CLOSED",
        "推荐",
        "请联系主管处室",
    )


def correction_is_in_time(application: Any, *, now: datetime) -> list[Finding]:
    """The day given in the correction notice has not passed."""
    due_at = application.correction_due_at
    if due_at is None or now <= due_at:
        return []
    return [
        Finding(
            "CORRECTION-LATE",
            f"补正期限为{written(due_at)}，已经超过",
            "补正通知书",
            "请联系主管处室说明情况",
        )
    ]


def _closed(
    application: Any,
    closes_at: datetime | None,
    now: datetime,
    key: str,
    code: str,
    what: str,
    remedy: str,
) -> list[Finding]:
    if closes_at is None or now <= closes_at:
        return []
    return [
        Finding(code, f"{what}已于{written(closes_at)}截止", _basis(application.call, key), remedy)
    ]


def _last_moment(application: Any) -> datetime:
    call = application.call
    if application.returned_at is None:
        return call.closes_at  # type: ignore[no-any-return]
    return _latest(call) or call.closes_at


def _latest(call: Any) -> datetime | None:
    moments: Iterable[datetime | None] = (
        call.closes_at,
        call.host_closes_at,
        call.recommendation_closes_at,
    )
    return max((m for m in moments if m is not None), default=None)


def _basis(call: Any, key: str) -> str:
    """The clause that sets a window, as the guide states it; else the call's own number."""
    stated = next((w.get("basis", "") for w in call.programme.windows if w["key"] == key), "")
    return stated or call.number or "申报通知"


def written(moment: datetime) -> str:
    """A moment as guides write it, with seconds only where it has them: 2026-04-30 17:00."""
    local = timezone.localtime(moment)
    return local.strftime("%Y-%m-%d %H:%M:%S" if local.second else "%Y-%m-%d %H:%M")
