"""What must hold before a formal review is concluded. Each takes the review and says what is wrong."""

from datetime import datetime
from typing import Any

from zhinan.engines.values import Finding

SETTLED = ("met", "waived", "not_applicable")
NAMED = 8  # items named in one finding; the rest are counted


def review_is_open(review: Any, *, now: datetime) -> list[Finding]:
    if review.conclusion == "open":
        return []
    return [
        Finding(
            "SCREEN-CONCLUDED",
            f"第{review.round}轮审查已有结论“{review.get_conclusion_display()}”",
            remedy="请刷新页面查看；确需改变的，先撤销形审结论",
        )
    ]


def no_item_is_open(review: Any, *, now: datetime) -> list[Finding]:
    """Every item has been looked at, whatever the conclusion."""
    return _naming(
        [item for item in review.items.all() if item.outcome == "open"],
        "SCREEN-ITEM-OPEN",
        "项尚未审查",
        "请逐项审查后再作结论",
    )


def every_item_is_settled(review: Any, *, now: datetime) -> list[Finding]:
    """通过: nothing is left to correct and nothing failed."""
    return _naming(
        [item for item in review.items.all() if item.outcome in ("to_correct", "failed")],
        "SCREEN-ITEM-UNMET",
        "项审查意见为要求补正或不符合，不能审查通过",
        "请改作补正或不予受理，或改判该项并写明理由",
    )


def a_correction_is_asked(review: Any, *, now: datetime) -> list[Finding]:
    """补正: something to correct, and nothing that no correction can cure."""
    items = list(review.items.all())
    findings = _naming(
        [item for item in items if item.outcome == "failed"],
        "SCREEN-ITEM-FAILED",
        "项不符合且不能补正",
        "请改作不予受理，或把该项改为要求补正",
    )
    if not any(item.outcome == "to_correct" for item in items):
        findings.append(
            Finding(
                "SCREEN-NOTHING-TO-CORRECT",
                "没有一项要求补正",
                remedy="请至少对1项选“要求补正”并写明要求",
            )
        )
    return findings


def a_failure_is_named(review: Any, *, now: datetime) -> list[Finding]:
    """不予受理: at least one item failed, each with its reason."""
    failed = [item for item in review.items.all() if item.outcome == "failed"]
    if not failed:
        return [
            Finding(
                "SCREEN-NOTHING-FAILED", "没有一项不符合", remedy="请至少对1项选“不符合”并写明理由"
            )
        ]
    return _naming(
        [item for item in failed if not item.remark.strip()],
        "SCREEN-REMARK-MISSING",
        "项不符合但没有写理由",
        "请写明理由",
    )


def correction_is_overdue(application: Any, *, now: datetime) -> list[Finding]:
    if application.state != "correcting":
        return [
            Finding(
                "SCREEN-NOT-CORRECTING",
                f"申报书状态为“{application.get_state_display()}”，不在补正中",
                remedy="请刷新页面查看最新状态",
            )
        ]
    due_at = application.correction_due_at
    if due_at is not None and due_at < now:
        return []
    return [
        Finding(
            "SCREEN-CORRECTION-RUNNING",
            "补正期限未到",
            remedy="请等申报人补正，或待期限届满后再办理",
        )
    ]


def _naming(items: list[Any], code: str, fact: str, remedy: str) -> list[Finding]:
    if not items:
        return []
    names = "、".join(f"“{item.rule.label}”" for item in items[:NAMED])
    more = "等" if len(items) > NAMED else ""
    clauses = "、".join(
        dict.fromkeys(item.rule.clause.number for item in items[:NAMED] if item.rule.clause.number)
    )
    return [
        Finding(
            code,
            f"{len(items)}{fact}：{names}{more}",
            source=clauses,
            remedy=remedy,
            field=f"item-{items[0].pk}",
        )
    ]
