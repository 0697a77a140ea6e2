from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from tests.factories.accounts import make_actor
from tests.factories.awards import (
    AMOUNT,
    make_draft,
    make_filled_draft,
    make_leader,
    make_valid_applications,
)
from tests.factories.registry import make_section
from tests.factories.screening import make_clerk, make_screened_application, make_screened_call
from zhinan.apps.accounts.models import Role
from zhinan.apps.accounts.selectors import PUBLIC
from zhinan.apps.applications.models import Application
from zhinan.apps.applications.states import ApplicationState
from zhinan.apps.awards.models import DecisionItem, DecisionList, Outcome
from zhinan.apps.awards.selectors import calls_ready_for_a_list, excess_of, totals_of
from zhinan.apps.awards.services import (
    Wanted,
    add_valid_applications,
    apply_bulk,
    create_decision_list,
    decide_list,
    plan_bulk,
    remove_item,
    revise_list,
    set_outcome,
    set_outcomes,
)
from zhinan.apps.records.models import Act
from zhinan.apps.records.workflow import MoveRefused

pytestmark = pytest.mark.django_db


def codes(refused):
    return [finding.code for finding in refused.value.findings]


def test_create_decision_list_takes_every_valid_application_of_the_call():
    call = make_valid_applications(2)
    make_screened_application(call)
    make_valid_applications(1)

    made = create_decision_list(call, actor=make_clerk(call.programme))

    assert made.items.count() == 2
    assert [i.order for i in made.items.all()] == [1, 2]
    assert {i.application.state for i in made.items.all()} == {"valid"}


def test_create_decision_list_twice_is_refused():
    draft = make_draft()

    with pytest.raises(MoveRefused) as refused:
        create_decision_list(draft.call, actor=make_clerk())

    assert codes(refused) == ["AWARD-LIST-EXISTS"]
    assert DecisionList.objects.count() == 1


def test_create_decision_list_with_nothing_valid_is_refused():
    with pytest.raises(MoveRefused) as refused:
        create_decision_list(make_screened_call(), actor=make_clerk())

    assert codes(refused) == ["AWARD-NOTHING-VALID"]
    assert DecisionList.objects.count() == 0


@pytest.mark.parametrize(
    "make",
    [
        lambda: PUBLIC,
        lambda: make_actor(Role.APPLICANT),
        lambda: make_actor(Role.LEADER),
        lambda: make_actor(Role.OFFICE, section=make_section()),
    ],
    ids=["anonymous", "stranger", "leader", "wrong section"],
)
def test_create_decision_list_is_for_the_section_of_the_call(make):
    call = make_valid_applications()

    with pytest.raises(PermissionDenied):
        create_decision_list(call, actor=make())

    assert DecisionList.objects.count() == 0


def test_add_valid_applications_adds_only_what_is_new():
    draft = make_draft(1)
    clerk = make_clerk()
    make_valid_applications(2, draft.call)

    added = [add_valid_applications(draft, actor=clerk) for _ in range(2)]

    assert added == [2, 0]
    assert [i.order for i in draft.items.all()] == [1, 2, 3]


def test_remove_item_needs_a_reason_and_frees_the_application():
    draft, clerk = make_draft(), make_clerk()
    item = draft.items.first()

    with pytest.raises(MoveRefused) as refused:
        remove_item(item, reason="", actor=clerk)
    remove_item(item, reason="申报人自愿退出", actor=clerk)
    remove_item(item, reason="再点一次", actor=clerk)

    assert codes(refused) == ["AWARD-REMOVE-REASON"]
    assert draft.items.count() == 1
    assert add_valid_applications(draft, actor=clerk) == 1


def test_set_outcome_keeps_the_amount_exact():
    item = make_draft().items.first()

    saved = set_outcome(item, outcome="award", grant_yuan=Decimal("95000.01"), actor=make_clerk())

    saved.refresh_from_db()
    assert (saved.outcome, saved.grant_yuan, saved.version) == ("award", Decimal("95000.01"), 1)


@pytest.mark.parametrize(
    ("outcome", "yuan", "reason", "code"),
    [
        ("award", None, "", "AWARD-NO-AMOUNT"),
        ("award", Decimal(-1), "", "AWARD-AMOUNT"),
        ("award", Decimal("1.005"), "", "AWARD-AMOUNT"),
        ("award", Decimal("500000.01"), "", "AWARD-REASON-MISSING"),
        ("reserve", AMOUNT, " ", "AWARD-REASON-MISSING"),
        ("decline", None, "", "AWARD-REASON-MISSING"),
        ("decline", None, "字" * 501, "AWARD-REASON-LONG"),
        ("nonsense", None, "", "AWARD-ITEM-UNKNOWN"),
    ],
)
def test_set_outcome_refuses_and_leaves_the_line_alone(outcome, yuan, reason, code):
    item = make_draft().items.first()

    with pytest.raises(MoveRefused) as refused:
        set_outcome(item, outcome=outcome, grant_yuan=yuan, reason=reason, actor=make_clerk())

    assert codes(refused) == [code]
    item.refresh_from_db()
    assert (item.outcome, item.grant_yuan, item.version) == ("open", None, 0)


def test_set_outcome_says_by_how_much_the_amount_asked_is_exceeded():
    item = make_draft().items.first()

    with pytest.raises(MoveRefused) as refused:
        set_outcome(item, outcome="award", grant_yuan=Decimal(620000), actor=make_clerk())
    set_outcome(
        item,
        outcome="award",
        grant_yuan=Decimal(620000),
        reason="局长办公会增加",
        actor=make_clerk(),
    )

    assert "拟资助62.00万元，超过申请12.00万元" in refused.value.findings[0].fact


def test_set_outcome_changed_meanwhile_is_refused_with_what_it_says_now():
    item, clerk = make_draft().items.first(), make_clerk()
    set_outcome(item, outcome="award", grant_yuan=AMOUNT, actor=clerk, version=0)

    with pytest.raises(MoveRefused) as refused:
        set_outcome(item, outcome="decline", reason="不同意", actor=clerk, version=0)

    assert codes(refused) == ["AWARD-ITEM-CHANGED"]
    assert "拟立项，30.00万元" in refused.value.findings[0].fact
    item.refresh_from_db()
    assert (item.outcome, item.grant_yuan) == ("award", AMOUNT)


def test_set_outcomes_is_all_or_nothing_and_records_before_and_after():
    draft, clerk = make_draft(), make_clerk()
    first, second = draft.items.all()

    with pytest.raises(MoveRefused):
        set_outcomes(
            draft, [Wanted(first.pk, "award", AMOUNT), Wanted(second.pk, "decline")], actor=clerk
        )
    set_outcomes(
        draft,
        [Wanted(first.pk, "award", AMOUNT), Wanted(second.pk, "decline", None, "重复立项")],
        actor=clerk,
    )

    act = Act.objects.get(action="awards.set_outcomes")
    assert act.after[second.application.number] == ["decline", None, "重复立项"]
    assert act.before[first.application.number] == ["open", None, ""]


def test_bulk_decline_and_award_again_never_loses_an_amount():
    draft, clerk = make_filled_draft(3), make_clerk()
    amounts = [Decimal("95000.01"), Decimal("300000.00"), Decimal("123456.78")]
    items = list(draft.items.all())
    for item, amount in zip(items, amounts, strict=True):
        set_outcome(item, outcome="award", grant_yuan=amount, reason=item.reason, actor=clerk)
    ids = [item.pk for item in items]

    for outcome in (Outcome.DECLINE, Outcome.RESERVE, Outcome.AWARD):
        plan = plan_bulk(
            draft, ids, outcome=outcome, fill="same", grant_yuan=Decimal(1), actor=clerk
        )
        assert [line.wanted.grant_yuan for line in plan.lines] == amounts
        assert apply_bulk(draft, [line.wanted for line in plan.lines], actor=clerk) == 3

    assert [item.grant_yuan for item in draft.items.all()] == amounts
    assert totals_of(draft).awarded_yuan == sum(amounts)


@pytest.mark.parametrize(
    ("fill", "yuan", "lacking"),
    [("keep", None, 2), ("asked", Decimal("500000.00"), 0), ("same", Decimal(100000), 0)],
)
def test_plan_bulk_fills_only_empty_amounts_and_writes_nothing(fill, yuan, lacking):
    draft, clerk = make_draft(), make_clerk()
    ids = [item.pk for item in draft.items.all()]

    plan = plan_bulk(
        draft, ids, outcome="award", fill=fill, grant_yuan=Decimal(100000), actor=clerk
    )

    assert [line.wanted.grant_yuan for line in plan.lines] == [yuan] * 2
    assert len(plan.lacking) == lacking
    assert plan.awarded_after_yuan == (yuan or 0) * 2
    assert plan.awarded_before_yuan == 0
    assert [line.fills_amount for line in plan.lines] == [yuan is not None] * 2
    assert set(draft.items.values_list("outcome", "version")) == {("open", 0)}


def test_plan_bulk_with_an_unknown_word_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="fill must be one of"):
        plan_bulk(make_draft(), [], outcome="award", fill="guess", actor=make_clerk())


def test_apply_bulk_after_a_change_since_the_preview_writes_nothing():
    draft, clerk = make_filled_draft(), make_clerk()
    ids = [item.pk for item in draft.items.all()]
    plan = plan_bulk(draft, ids, outcome="decline", reason="经费不足", actor=clerk)
    set_outcome(
        draft.items.first(), outcome="award", grant_yuan=Decimal(1), reason="改", actor=clerk
    )

    with pytest.raises(MoveRefused) as refused:
        apply_bulk(draft, [line.wanted for line in plan.lines], actor=clerk)

    assert codes(refused) == ["AWARD-ITEM-CHANGED"]
    assert set(draft.items.values_list("outcome", flat=True)) == {"award"}


def test_totals_and_excess_of_a_list_against_its_call():
    draft = make_filled_draft(3)
    draft.call.planned_awards, draft.call.planned_yuan = 2, Decimal(800000)
    draft.call.save()

    totals, excess = totals_of(draft), excess_of(draft)

    assert (totals.items, totals.open, totals.awarded) == (3, 0, 3)
    assert (totals.awarded_yuan, totals.asked_yuan, totals.reserved_yuan) == (900000, 1500000, 0)
    assert [f.code for f in excess] == ["AWARD-OVER-COUNT", "AWARD-OVER-BUDGET"]
    assert "超1项" in excess[0].fact
    assert "超10.00万元" in excess[1].fact


def test_decide_list_moves_each_application_in_the_same_transaction():
    draft, clerk = make_filled_draft(3), make_clerk()
    _first, second, third = draft.items.all()
    set_outcome(second, outcome="reserve", grant_yuan=AMOUNT, reason="排序靠后", actor=clerk)
    set_outcome(third, outcome="decline", reason="未达标", actor=clerk)

    decided = decide_list(draft, basis="2026年第8次局长办公会", actor=make_leader(draft.call))

    assert (decided.state, decided.basis) == ("decided", "2026年第8次局长办公会")
    assert [i.application.state for i in decided.items.all()] == ["proposed", "reserve", "declined"]


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda d: d.items.filter(order=1).update(outcome="open"), "AWARD-ITEM-OPEN"),
        (
            lambda d: d.items.filter(order=1).update(outcome="decline", reason=""),
            "AWARD-REASON-MISSING",
        ),
        (lambda d: d.items.all().delete(), "AWARD-LIST-EMPTY"),
        (
            lambda d: Application.objects.filter(
                decision__order=1, decision__decision_list=d
            ).update(state=ApplicationState.AT_OFFICE),
            "AWARD-NOT-VALID",
        ),
    ],
)
def test_decide_list_that_is_not_ready_is_refused_and_nothing_moves(spoil, code):
    draft = make_filled_draft()
    spoil(draft)
    before = list(Application.objects.order_by("pk").values_list("state", flat=True))

    with pytest.raises(MoveRefused) as refused:
        decide_list(draft, basis="局长办公会", actor=make_leader())

    assert codes(refused) == [code]
    draft.refresh_from_db()
    assert (draft.state, draft.decided_at) == ("draft", None)
    assert list(Application.objects.order_by("pk").values_list("state", flat=True)) == before


def test_decide_list_over_the_plan_needs_a_reason():
    draft = make_filled_draft()
    draft.call.planned_yuan = Decimal(300000)
    draft.call.save()
    leader = make_leader()

    with pytest.raises(MoveRefused) as refused:
        decide_list(draft, basis="", actor=leader)
    decided = decide_list(draft, basis="局长办公会", excess_reason="追加预算", actor=leader)

    assert codes(refused) == ["AWARD-NO-BASIS", "AWARD-OVER-BUDGET"]
    assert (decided.state, decided.excess_reason) == ("decided", "追加预算")


@pytest.mark.parametrize(
    "make",
    [
        lambda: PUBLIC,
        lambda: make_actor(Role.HOST),
        make_clerk,
        lambda: make_actor(Role.LEADER, section=make_section()),
    ],
    ids=["anonymous", "stranger", "clerk", "leader of another section"],
)
@pytest.mark.parametrize("basis", ["局长办公会", ""])
def test_decide_list_is_for_the_leadership(make, basis):
    draft = make_filled_draft()

    with pytest.raises(PermissionDenied):
        decide_list(draft, basis=basis, actor=make())

    draft.refresh_from_db()
    assert draft.state == "draft"


def test_revise_list_gives_every_application_back_and_keeps_amounts():
    draft, leader = make_filled_draft(), make_leader()
    decided = decide_list(draft, basis="局长办公会", actor=leader)

    with pytest.raises(MoveRefused) as refused:
        revise_list(decided, reason="", actor=leader)
    revised = revise_list(decided, reason="金额有误", actor=leader)

    assert codes(refused) == ["AWARD-REVISE-REASON"]
    assert (revised.state, revised.decided_at, revised.decided_by) == ("draft", None, None)
    assert {(i.application.state, i.grant_yuan) for i in revised.items.all()} == {("valid", AMOUNT)}


def test_set_outcome_after_the_decision_is_refused():
    draft = make_filled_draft()
    decide_list(draft, basis="局长办公会", actor=make_leader())

    with pytest.raises(MoveRefused) as refused:
        set_outcome(draft.items.first(), outcome="decline", reason="迟到", actor=make_clerk())

    assert codes(refused) == ["AWARD-NOT-DRAFT"]
    assert set(DecisionItem.objects.values_list("outcome", flat=True)) == {"award"}


def test_calls_ready_for_a_list_are_those_with_valid_applications_on_no_list():
    ready, listed = make_valid_applications(2), make_draft().call
    make_screened_application()

    found = calls_ready_for_a_list(make_clerk())

    assert [(c.pk, c.ready) for c in found] == [(ready.pk, 2)]
    assert list(calls_ready_for_a_list(make_clerk(listed.programme))) == []
    assert list(calls_ready_for_a_list(make_actor(Role.HOST))) == []
