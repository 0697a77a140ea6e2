"""What became of a call's applications: reviews, decision lists, notices, projects."""

from datetime import timedelta
from decimal import Decimal

from zhinan.apps.accounts.models import Account
from zhinan.apps.applications.models import Application
from zhinan.apps.applications.states import ApplicationState as S
from zhinan.apps.awards.models import DecisionItem, DecisionList, Outcome, PublicNotice
from zhinan.apps.awards.services.notices import frozen_content
from zhinan.apps.awards.states import (
    DECIDE,
    END_NOTICE,
    GIVE_NOTICE,
    ISSUE,
    DecisionState,
    NoticeState,
)
from zhinan.apps.programmes.models import Call, Rule
from zhinan.apps.projects.models import Project
from zhinan.apps.records.models import NumberSeries
from zhinan.apps.registry.models import LedgerEntry
from zhinan.apps.registry.selectors import workdays_after
from zhinan.apps.screening.models import CheckItem, Conclusion, FormalReview, ItemOutcome
from zhinan.engines.values import digest

from .applications import Batch
from .chronicle import Chronicle

CONCLUSIONS = {
    S.CORRECTING: Conclusion.CORRECTION, S.REJECTED: Conclusion.REJECTED,
    S.VALID: Conclusion.VALID, S.PROPOSED: Conclusion.VALID, S.RESERVE: Conclusion.VALID,
    S.DECLINED: Conclusion.VALID, S.AWARDED: Conclusion.VALID,
}  # fmt: skip
OUTCOMES = {
    S.PROPOSED: Outcome.AWARD, S.AWARDED: Outcome.AWARD, S.RESERVE: Outcome.RESERVE, S.DECLINED: Outcome.DECLINE,
}  # fmt: skip


def write_outcomes(call: Call, rows: list[Application], batch: Batch, chronicle: Chronicle) -> None:
    """Rows of screening, awards and projects that the applications' states imply."""
    _reviews(call, rows, batch)
    decided = [row for row in rows if row.state in OUTCOMES]
    if not decided:
        return
    listed = _decision_list(call, decided, batch)
    notice = _notice(listed, batch)
    _record(listed, notice, batch, chronicle)
    if any(row.state == S.AWARDED for row in rows):
        _projects(call, [row for row in rows if row.state == S.AWARDED], batch)


def _reviews(call: Call, rows: list[Application], batch: Batch) -> None:
    section = call.programme.section_id or 0
    reviewer = batch.hands.section.get(section, batch.hands.staff["office"]).account
    reviews = [
        _review(row, reviewer, batch)
        for row in rows[: batch.filled]
        if row.state in CONCLUSIONS and row.recommended_at is not None
    ]
    FormalReview.objects.bulk_create(reviews, batch_size=1000)
    rules = list(Rule.objects.filter(programme=call.programme_id).order_by("order"))
    items = [item for review in reviews for item in _items(review, rules, batch)]
    CheckItem.objects.bulk_create(items, batch_size=2000)


def _review(row: Application, reviewer: Account | None, batch: Batch) -> FormalReview:
    conclusion = CONCLUSIONS[S(row.state)]
    at = min((row.recommended_at or batch.today) + timedelta(days=3), batch.today)
    return FormalReview(
        application=row,
        conclusion=conclusion,
        reviewer=reviewer,
        revision=1,
        concluded_at=at,
        claimed_at=at,
        reason="" if conclusion == Conclusion.VALID else "见逐条意见",
        due_at=row.correction_due_at,
    )


def _items(review: FormalReview, rules: list[Rule], batch: Batch) -> list[CheckItem]:
    bad = batch.random.choice(rules) if rules and review.conclusion != Conclusion.VALID else None
    wrong, remark = ItemOutcome.FAILED, "与本条要求不符"
    if review.conclusion == Conclusion.CORRECTION:
        wrong, remark = ItemOutcome.TO_CORRECT, "所附材料不能说明本条，请补充"
    return [
        CheckItem(
            review=review,
            rule=rule,
            outcome=wrong if rule is bad else ItemOutcome.MET,
            remark=remark if rule is bad else "",
            decided_at=review.concluded_at,
            decided_by=review.reviewer,
        )
        for rule in rules
    ]


def _decision_list(call: Call, rows: list[Application], batch: Batch) -> DecisionList:
    is_awarded = any(row.state == S.AWARDED for row in rows)
    listed = DecisionList.objects.create(
        call=call,
        title=f"{call.programme.guide.year}年度{call.programme.name}立项建议名单（演示）",
        state=DecisionState.AWARDED if is_awarded else DecisionState.NOTICED,
        decided_at=batch.today - timedelta(days=150 if is_awarded else 4),
        decided_by=batch.hands.staff["leader"].account,
        basis="局长办公会演示纪要第3号",
    )
    DecisionItem.objects.bulk_create(
        [
            DecisionItem(
                decision_list=listed,
                application=row,
                outcome=OUTCOMES[row.state],  # type: ignore[index]
                grant_yuan=row.grant_yuan if OUTCOMES[row.state] == Outcome.AWARD else None,  # type: ignore[index]
                reason="" if OUTCOMES[row.state] == Outcome.AWARD else "按评审排序，未进入支持范围",  # type: ignore[index]
                order=place,
            )
            for place, row in enumerate(rows, start=1)
        ],
        batch_size=2000,
    )
    return listed


def _record(listed: DecisionList, notice: PublicNotice, batch: Batch, chronicle: Chronicle) -> None:
    """The life of a list and its notice, in the order it happened."""
    office, leader = batch.hands.staff["office"], batch.hands.staff["leader"]
    decided_at = listed.decided_at or batch.today
    drafted_at = decided_at - timedelta(days=6)
    DecisionList.objects.filter(pk=listed.pk).update(created_at=drafted_at)
    chronicle.add(listed, "awards.create", at=drafted_at, actor=office, summary="建立立项建议名单")
    state = chronicle.move(listed, DECIDE, state=DecisionState.DRAFT, at=decided_at, actor=leader)
    shown_at = notice.published_at
    state = chronicle.move(listed, GIVE_NOTICE, state=state, at=shown_at, actor=office)
    chronicle.add(notice, "awards.publish_notice", at=shown_at, actor=office, summary="发布公示")
    if notice.state == NoticeState.ENDED:
        issued_at = shown_at + timedelta(days=10)
        chronicle.move(listed, ISSUE, state=state, at=issued_at, actor=office)
        chronicle.move(notice, END_NOTICE, state=NoticeState.SHOWN, at=issued_at, actor=office)


def _notice(listed: DecisionList, batch: Batch) -> PublicNotice:
    is_past = listed.state == DecisionState.AWARDED
    starts_on = batch.today.date() - timedelta(days=140 if is_past else 2)
    end = workdays_after(starts_on, 5)
    facts = {
        "title": f"{listed.call.programme.guide.year}年度{listed.call.programme.name}拟立项项目公示（演示）",
        "starts_on": starts_on,
        "working_days": 5,
        "ends_on": end.day,
        "contact": "演示联系人 0518-00000000",
        "content": frozen_content(listed),
    }
    series, _ = NumberSeries.objects.get_or_create(prefix=f"公示〔{starts_on.year}〕")
    series.last += 1
    series.save(update_fields=["last"])
    return PublicNotice.objects.create(
        decision_list=listed,
        **facts,
        calendar_is_provisional=end.is_provisional,
        digest=digest(facts),
        published_at=batch.today - timedelta(days=140 if is_past else 2),
        number=f"{series.prefix}{series.last}号",
        state=NoticeState.ENDED if is_past else NoticeState.SHOWN,
    )


def _projects(call: Call, rows: list[Application], batch: Batch) -> None:
    programme, prefix = call.programme, f"{call.programme.number_prefix}-P"
    starts_on = (batch.today - timedelta(days=120)).date()
    entries = [
        LedgerEntry(
            number=f"{prefix}{place:04d}", title=row.title, programme=programme.name, year=programme.guide.year,
            lead=row.host, leader_name=row.leader_name, leader=row.leader,
            starts_on=starts_on, ends_on=starts_on + timedelta(days=365),
            grant_yuan=row.grant_yuan or Decimal(0), source="立项名单（演示）", is_demo=True,
        )
        for place, row in enumerate(rows, start=1)
    ]  # fmt: skip
    LedgerEntry.objects.bulk_create(entries, batch_size=2000)
    Project.objects.bulk_create(
        [
            Project(
                application=row,
                ledger_entry=entry,
                number=entry.number,
                grant_yuan=entry.grant_yuan,
                awarded_at=batch.today - timedelta(days=120),
            )
            for row, entry in zip(rows, entries, strict=True)
        ],
        batch_size=2000,
    )
    NumberSeries.objects.create(prefix=prefix, last=len(rows))
