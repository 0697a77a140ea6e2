"""What must hold before a decision, a notice or an objection moves on."""

from datetime import datetime
from typing import Any

from zhinan.engines.calendar.deadlines import SHANGHAI
from zhinan.engines.values import Finding

NAMED = 8  # rows named in one finding; the rest are counted


def every_item_is_decided(decision_list: Any, *, now: datetime) -> list[Finding]:
    """The list has rows, and each has an outcome, an amount or a reason."""
    items = list(decision_list.items.select_related("application"))
    if not items:
        return [Finding("AWARD-LIST-EMPTY", "名单中没有项目", remedy="请先加入形审通过的项目")]
    return [
        *_naming(
            [i for i in items if i.outcome == "open"], "AWARD-ITEM-OPEN", "项未定", "请逐项选定意见"
        ),
        *_naming(
            [i for i in items if i.outcome == "award" and i.grant_yuan is None],
            "AWARD-NO-AMOUNT",
            "项拟立项但没有金额",
            "请填写拟资助金额",
        ),
        *_naming(
            [i for i in items if i.outcome in ("reserve", "decline") and not i.reason.strip()],
            "AWARD-REASON-MISSING",
            "项备选或不予立项但没有理由",
            "请写明理由",
        ),
    ]


def every_application_waits_for_a_decision(decision_list: Any, *, now: datetime) -> list[Finding]:
    """No application left the state 形审通过 while it stood on the draft."""
    gone = [
        i
        for i in decision_list.items.select_related("application")
        if i.application.state != "valid"
    ]
    return _naming(gone, "AWARD-NOT-VALID", "项已不在形审通过状态", "请移出名单，或办结后再列入")


def no_notice_stands(decision_list: Any, *, now: datetime) -> list[Finding]:
    if not decision_list.notices.exclude(state="withdrawn").exists():
        return []
    return [Finding("NOTICE-STANDS", "公示尚未撤下", remedy="请先撤下公示并说明理由")]


def notice_has_ended(row: Any, *, now: datetime) -> list[Finding]:
    """The last day of the notice is over; ``row`` is the notice or its decision list."""
    notice = row if hasattr(row, "ends_on") else row.notices.exclude(state="withdrawn").first()
    if notice is None:
        return [Finding("NOTICE-MISSING", "名单没有有效的公示", remedy="请先公示")]
    if now.astimezone(SHANGHAI).date() > notice.ends_on:
        return []
    return [
        Finding(
            "NOTICE-RUNNING",
            f"公示至{notice.ends_on:%Y-%m-%d} 24:00，共{notice.working_days}个工作日，尚未期满",
            source=notice.basis,
            remedy=f"请在{notice.ends_on:%Y-%m-%d}之后办理",
        )
    ]


def no_objection_is_open(decision_list: Any, *, now: datetime) -> list[Finding]:
    receipts = [
        objection.receipt
        for notice in decision_list.notices.all()
        for objection in notice.objections.all()
        if objection.state == "open"
    ]
    if not receipts:
        return []
    return [
        Finding(
            "NOTICE-OBJECTION-OPEN",
            f"{len(receipts)}件异议未办结（{'、'.join(receipts[:NAMED])}）",
            remedy="请查清并作出处理意见后再下达",
        )
    ]


def objection_has_a_finding(objection: Any, *, now: datetime) -> list[Finding]:
    if objection.finding.strip():
        return []
    return [
        Finding(
            "OBJECTION-NO-FINDING",
            "没有写调查结论",
            remedy="请先写明查证的事实和结论",
            field="finding",
        )
    ]


def _naming(items: list[Any], code: str, fact: str, remedy: str) -> list[Finding]:
    if not items:
        return []
    names = "、".join(f"{item.application.number}“{item.application}”" for item in items[:NAMED])
    more = "等" if len(items) > NAMED else ""
    return [
        Finding(
            code, f"{len(items)}{fact}：{names}{more}", remedy=remedy, field=f"item-{items[0].pk}"
        )
    ]
