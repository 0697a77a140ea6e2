"""What must hold before a guide or a call moves on."""

from datetime import datetime
from itertools import pairwise
from typing import Any

from django.utils import timezone

from zhinan.engines.values import Finding

WINDOWS = {
    "opens": ("opens_at", "开始申报时间"),
    "closes": ("closes_at", "申报截止时间"),
    "host_closes": ("host_closes_at", "单位确认截止时间"),
    "recommendation_closes": ("recommendation_closes_at", "推荐截止时间"),
}


def call_has_windows(call: Any, *, now: datetime) -> list[Finding]:
    """Every window the programme names is set, they follow one another, and applying is still possible.

    Opening and closing are needed always, the others where the guide has them.
    """
    named = {window["key"]: window.get("basis", "") for window in call.programme.windows}
    found = [
        Finding(
            "CALL-NO-WINDOW", f"未填{label}", named.get(key, ""), f"请填写{label}后再发布", column
        )
        for key, (column, label) in WINDOWS.items()
        if getattr(call, column) is None and (key in named or key in ("opens", "closes"))
    ]
    found += windows_in_order(
        {column: getattr(call, column) for column, _ in WINDOWS.values()}, named
    )
    if call.closes_at is not None and call.closes_at <= now:
        found.append(
            Finding(
                "CALL-CLOSES-PAST", f"申报截止时间{_shown(call.closes_at)}已过", named.get("closes", ""),
                "请改为今后的时间", "closes_at",
            )
        )  # fmt: skip
    return found


def windows_in_order(moments: dict[str, datetime | None], named: dict[str, str]) -> list[Finding]:
    """Opening before closing; closing, host and recommendation each no earlier than the one before.

    Args:
        moments: Moment or None by column.
        named: Clause by window key.
    """
    known = [
        (key, column, label)
        for key, (column, label) in WINDOWS.items()
        if moments[column] is not None
    ]
    found = []
    for (before_key, before, before_label), (key, column, label) in pairwise(known):
        early, late = moments[before], moments[column]
        assert early is not None
        assert late is not None
        if late < early or (before_key == "opens" and late == early):
            fact = f"{label}{_shown(late)}早于{before_label}{_shown(early)}"
            if late == early:
                fact = f"{label}与{before_label}同为{_shown(late)}"
            found.append(
                Finding(
                    "CALL-WINDOW-ORDER",
                    fact,
                    named.get(key, ""),
                    f"请把{label}改到{before_label}之后",
                    column,
                )
            )
    return found


def guide_is_published(call: Any, *, now: datetime) -> list[Finding]:
    """The guide of the call is the published version."""
    guide = call.programme.guide
    if guide.state == "published":
        return []
    return [
        Finding(
            "GUIDE-NOT-PUBLISHED", f"所依据的指南“{guide.title}”第{guide.version}版为“{guide.get_state_display()}”",
            remedy="请先发布指南" if guide.state == "draft" else "请从新版指南的计划建立通知",
        )
    ]  # fmt: skip


def _shown(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")
