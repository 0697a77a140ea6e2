from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from tests.factories.accounts import make_actor
from tests.factories.registry import make_section
from tests.factories.screening import (
    decide_all,
    make_claimed_review,
    make_clerk,
    make_screened_application,
    make_screened_call,
    make_screened_programme,
)
from zhinan.apps.accounts.models import Role
from zhinan.apps.accounts.selectors import PUBLIC
from zhinan.apps.applications.states import CORRECT, REOPEN, ApplicationState
from zhinan.apps.records.models import Act, Message, NumberSeries
from zhinan.apps.records.workflow import MoveRefused
from zhinan.apps.registry.models import Workday
from zhinan.apps.screening.models import Conclusion, FormalReview
from zhinan.apps.screening.services import (
    conclude_review,
    decide_item,
    open_review,
    reject_overdue_correction,
    reopen_review,
)
from zhinan.engines.calendar.deadlines import SHANGHAI

pytestmark = pytest.mark.django_db


def codes(refused):
    return [finding.code for finding in refused.value.findings]


def review_with(outcome, *, clerk, application=None, remark="注册地在外市"):
    """A claimed review: its first item has ``outcome``, the others are met."""
    review = make_claimed_review(application, actor=clerk)
    decide_all(review, actor=clerk)
    decide_item(review.items.first(), outcome=outcome, remark=remark, actor=clerk)
    return review


def test_conclude_review_valid_moves_the_application_and_records_every_item():
    clerk = make_clerk()
    review = make_claimed_review(actor=clerk)
    decide_all(review, actor=clerk)

    concluded = conclude_review(review, conclusion="valid", actor=clerk)

    concluded.application.refresh_from_db()
    act = Act.objects.get(action="screening.conclude")
    assert concluded.application.state == ApplicationState.VALID
    assert (concluded.conclusion, concluded.reviewer, concluded.letter) == (
        "valid",
        clerk.account,
        "",
    )
    assert [item["outcome"] for item in act.after["items"]] == ["met"] * 3


@pytest.mark.parametrize("conclusion", ["valid", "correction", "rejected"])
def test_conclude_review_with_an_open_item_names_it(conclusion):
    clerk = make_clerk()
    review = make_claimed_review(actor=clerk)

    with pytest.raises(MoveRefused) as refused:
        conclude_review(review, conclusion=conclusion, actor=clerk)

    assert codes(refused)[0] == "SCREEN-ITEM-OPEN"
    assert "3项尚未审查：“条件1”、“条件2”、“条件3”" in refused.value.findings[0].fact
    review.refresh_from_db()
    assert (review.conclusion, review.application.state) == ("open", "at_office")
    assert NumberSeries.objects.filter(prefix__contains="〔").count() == 0


@pytest.mark.parametrize(
    ("outcome", "conclusion", "code"),
    [
        ("to_correct", "valid", "SCREEN-ITEM-UNMET"),
        ("failed", "valid", "SCREEN-ITEM-UNMET"),
        ("met", "correction", "SCREEN-NOTHING-TO-CORRECT"),
        ("met", "rejected", "SCREEN-NOTHING-FAILED"),
        ("to_correct", "rejected", "SCREEN-NOTHING-FAILED"),
    ],
)
def test_conclude_review_that_the_items_do_not_bear_is_refused(outcome, conclusion, code):
    clerk = make_clerk()
    review = review_with(outcome, clerk=clerk)

    with pytest.raises(MoveRefused) as refused:
        conclude_review(review, conclusion=conclusion, actor=clerk)

    assert codes(refused) == [code]
    review.refresh_from_db()
    assert (review.conclusion, review.application.state) == ("open", "at_office")


def test_conclude_review_correction_with_a_failed_item_is_refused():
    clerk = make_clerk()
    review = review_with("failed", clerk=clerk)
    decide_item(review.items.last(), outcome="to_correct", remark="缺证明", actor=clerk)

    with pytest.raises(MoveRefused) as refused:
        conclude_review(review, conclusion="correction", actor=clerk)

    assert codes(refused) == ["SCREEN-ITEM-FAILED"]


def test_conclude_review_correction_writes_a_numbered_letter_and_a_counted_deadline():
    clerk = make_clerk()
    today = timezone.now().astimezone(SHANGHAI).date()
    for ahead in range(1, 30):
        Workday.objects.update_or_create(
            day=today + timedelta(days=ahead), defaults={"is_working": ahead > 2, "source": "测试"}
        )
    review = review_with("to_correct", clerk=clerk, remark="缺2025年度审计报告")

    concluded = conclude_review(review, conclusion="correction", actor=clerk)

    application = concluded.application
    application.refresh_from_db()
    due = concluded.due_at.astimezone(SHANGHAI)
    assert (due.date(), due.hour) == (today + timedelta(days=7), 17)
    assert (application.state, application.correction_due_at) == ("correcting", concluded.due_at)
    assert concluded.letter_number == f"形补〔{today.year}〕1号"
    for words in (
        "缺2025年度审计报告",
        "附件1 三.2",
        "补交证明材料",
        f"{due.month}月{due.day}日17时",
        application.number,
    ):
        assert words in concluded.letter


def test_letter_numbers_have_no_gap_after_a_refusal():
    clerk = make_clerk()
    refused = make_claimed_review(actor=clerk)
    with pytest.raises(MoveRefused):
        conclude_review(refused, conclusion="correction", actor=clerk)
    numbers = [
        conclude_review(
            review_with("to_correct", clerk=clerk), conclusion="correction", actor=clerk
        ).letter_number
        for _ in range(2)
    ]

    assert [n[-2:] for n in numbers] == ["1号", "2号"]


def test_conclude_review_correction_without_days_in_the_guide_is_refused():
    clerk = make_clerk()
    programme = make_screened_programme(flow=[{"stage": "formal_check"}])
    review = review_with(
        "to_correct",
        clerk=clerk,
        application=make_screened_application(make_screened_call(programme)),
    )

    with pytest.raises(MoveRefused) as refused:
        conclude_review(review, conclusion="correction", actor=clerk)

    assert codes(refused) == ["SCREEN-NO-CORRECTION-DAYS"]
    review.refresh_from_db()
    assert review.conclusion == "open"


def test_conclude_review_rejected_tells_owner_host_and_recommender():
    clerk = make_clerk()
    application = make_screened_application()
    host = make_actor(Role.HOST, organisation=application.host)
    recommender = make_actor(Role.RECOMMENDER, body=application.body)
    make_actor(Role.HOST, organisation=make_screened_application().host)

    concluded = conclude_review(
        review_with("failed", clerk=clerk, application=application),
        conclusion="rejected",
        actor=clerk,
    )

    assert concluded.letter_number.startswith("不受理〔")
    assert set(Message.objects.values_list("account_id", "link")) == {
        (application.owner_id, f"/apply/applications/{application.pk}/"),
        (host.account.pk, f"/host/applications/{application.pk}/"),
        (recommender.account.pk, f"/recommend/applications/{application.pk}/"),
    }


@pytest.mark.parametrize("state", [s for s in ApplicationState if s != ApplicationState.AT_OFFICE])
@pytest.mark.parametrize(
    ("conclusion", "outcome"), [("valid", "met"), ("correction", "to_correct")]
)
def test_conclude_review_of_an_application_that_moved_is_refused(state, conclusion, outcome):
    clerk = make_clerk()
    review = review_with(outcome, clerk=clerk)
    type(review.application).objects.filter(pk=review.application_id).update(state=state)

    with pytest.raises(MoveRefused) as refused:
        conclude_review(review, conclusion=conclusion, actor=clerk)

    assert codes(refused) == ["STATE-CHANGED"]
    review.refresh_from_db()
    assert (review.conclusion, review.letter_number) == ("open", "")


def test_conclude_review_by_a_colleague_or_with_a_wrong_word_is_refused():
    clerk = make_clerk()
    review = review_with("met", clerk=clerk)

    with pytest.raises(MoveRefused) as refused:
        conclude_review(review, conclusion="valid", actor=make_clerk())
    with pytest.raises(ValueError, match="conclusion must be one of"):
        conclude_review(review, conclusion="void", actor=clerk)

    assert codes(refused) == ["SCREEN-CLAIMED"]


@pytest.mark.parametrize(
    "make",
    [
        lambda: PUBLIC,
        lambda: make_actor(Role.HOST),
        lambda: make_actor(Role.OFFICE, section=make_section()),
    ],
)
def test_conclude_review_without_the_right_is_refused(make):
    review = review_with("met", clerk=make_clerk())

    with pytest.raises(PermissionDenied):
        conclude_review(review, conclusion="valid", actor=make())

    review.refresh_from_db()
    assert review.conclusion == "open"


def test_second_round_carries_over_what_stands_and_reopens_what_was_corrected():
    clerk = make_clerk()
    first = conclude_review(
        review_with("to_correct", clerk=clerk), conclusion="correction", actor=clerk
    )
    type(first.application).objects.update(state=CORRECT.target)

    second = open_review(first.application, actor=clerk)

    assert [(i.outcome, i.earlier_outcome, i.earlier_remark) for i in second.items.all()] == [
        ("open", "to_correct", "注册地在外市"),
        ("met", "met", ""),
        ("met", "met", ""),
    ]
    assert second.round == 2


def test_reopen_review_needs_a_reason_and_opens_a_new_round():
    clerk = make_clerk()
    concluded = conclude_review(review_with("met", clerk=clerk), conclusion="valid", actor=clerk)

    with pytest.raises(MoveRefused) as refused:
        reopen_review(concluded.application, reason=" ", actor=clerk)
    again = reopen_review(concluded.application, reason="收到举报，重新核实", actor=clerk)

    concluded.refresh_from_db()
    again.application.refresh_from_db()
    assert codes(refused) == ["SCREEN-REOPEN-REASON"]
    assert (concluded.conclusion, again.round, again.application.state) == ("valid", 2, "at_office")
    assert set(again.items.values_list("outcome", flat=True)) == {"met"}


@pytest.mark.parametrize("state", [s for s in ApplicationState if s not in REOPEN.sources])
def test_reopen_review_from_every_other_state_is_refused(state):
    application = make_screened_application(state=state)

    with pytest.raises(MoveRefused) as refused:
        reopen_review(application, reason="重新核实", actor=make_clerk())

    assert codes(refused) == ["STATE-CHANGED"]
    application.refresh_from_db()
    assert application.state == state


def test_reject_overdue_correction_waits_for_the_deadline_and_then_writes_a_letter():
    clerk = make_clerk()
    first = conclude_review(
        review_with("to_correct", clerk=clerk), conclusion="correction", actor=clerk
    )
    application = first.application

    with pytest.raises(MoveRefused) as refused:
        reject_overdue_correction(application, actor=clerk)
    type(application).objects.update(correction_due_at=timezone.now() - timedelta(minutes=1))
    rejected = reject_overdue_correction(application, actor=clerk)

    application.refresh_from_db()
    assert codes(refused) == ["SCREEN-CORRECTION-RUNNING"]
    assert (application.state, rejected.round, rejected.conclusion) == (
        "rejected",
        2,
        Conclusion.REJECTED,
    )
    assert "逾期未补正" in rejected.letter


def test_fifty_conclusions_one_after_another_conclude_once():
    clerk = make_clerk()
    review = review_with("met", clerk=clerk)
    outcomes = []

    for _ in range(50):
        try:
            conclude_review(FormalReview.objects.get(pk=review.pk), conclusion="valid", actor=clerk)
            outcomes.append("done")
        except MoveRefused as refused:
            outcomes.append(refused.findings[0].code)

    assert sorted(set(outcomes)) == ["SCREEN-CONCLUDED", "done"]
    assert outcomes.count("done") == 1
    assert Act.objects.filter(action="screening.conclude").count() == 1


def test_letter_is_dated_in_office_time():
    clerk = make_clerk()
    concluded = conclude_review(
        review_with("failed", clerk=clerk), conclusion="rejected", actor=clerk
    )
    day: date = concluded.concluded_at.astimezone(SHANGHAI).date()

    assert concluded.letter.endswith(f"{day.year}年{day.month}月{day.day}日")


def test_reject_overdue_correction_after_it_came_back_is_refused():
    clerk = make_clerk()
    first = conclude_review(
        review_with("to_correct", clerk=clerk), conclusion="correction", actor=clerk
    )
    type(first.application).objects.update(
        state=ApplicationState.AT_OFFICE, correction_due_at=timezone.now() - timedelta(days=1)
    )

    with pytest.raises(MoveRefused) as refused:
        reject_overdue_correction(first.application, actor=clerk)

    assert codes(refused) == ["SCREEN-NOT-CORRECTING"]
    assert FormalReview.objects.count() == 1
