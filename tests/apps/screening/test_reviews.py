import pytest
from django.core.exceptions import PermissionDenied

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
from zhinan.apps.applications.models import Revision
from zhinan.apps.applications.states import ApplicationState
from zhinan.apps.records.workflow import MoveRefused
from zhinan.apps.screening.models import CheckItem, Conclusion, FormalReview, ItemOutcome
from zhinan.apps.screening.services import (
    Decision,
    claim_next_review,
    claim_review,
    conclude_review,
    decide_item,
    decide_items,
    open_review,
    release_review,
)

pytestmark = pytest.mark.django_db


def codes(refused):
    return [finding.code for finding in refused.value.findings]


def test_open_review_makes_one_item_a_rule_in_order():
    application = make_screened_application()

    review = open_review(application, actor=make_clerk())

    assert (review.round, review.revision, review.conclusion) == (1, 1, Conclusion.OPEN)
    assert [i.rule.label for i in review.items.all()] == ["条件1", "条件2", "条件3"]
    assert {i.outcome for i in review.items.all()} == {ItemOutcome.OPEN}


def test_open_review_twice_gives_the_same_round():
    application, clerk = make_screened_application(), make_clerk()

    assert open_review(application, actor=clerk) == open_review(application, actor=clerk)
    assert FormalReview.objects.count() == 1


@pytest.mark.parametrize("state", [s for s in ApplicationState if s != ApplicationState.AT_OFFICE])
def test_open_review_elsewhere_than_at_the_office_is_refused(state):
    application = make_screened_application(state=state)

    with pytest.raises(MoveRefused) as refused:
        open_review(application, actor=make_clerk())

    assert codes(refused) == ["SCREEN-NOT-HERE"]
    assert FormalReview.objects.count() == 0


def test_open_review_after_a_new_revision_voids_the_open_round():
    application, clerk = make_screened_application(), make_clerk()
    first = make_claimed_review(application, actor=clerk)
    decide_all(first, actor=clerk)
    Revision.objects.create(
        application=application, number=2, content={}, digest="1" * 64, made_by=application.owner
    )

    second = open_review(application, actor=clerk)

    first.refresh_from_db()
    assert (first.conclusion, second.round, second.revision) == (Conclusion.VOID, 2, 2)
    assert {(i.outcome, i.earlier_outcome) for i in second.items.all()} == {("open", "met")}


@pytest.mark.parametrize(
    "actor_of",
    [
        lambda programme: PUBLIC,
        lambda programme: make_actor(Role.APPLICANT),
        lambda programme: make_actor(Role.LEADER),
        lambda programme: make_actor(Role.OFFICE, section=make_section()),
    ],
    ids=["anonymous", "stranger", "leader", "wrong section"],
)
def test_open_review_is_for_the_section_of_the_call(actor_of):
    application = make_screened_application()

    with pytest.raises(PermissionDenied):
        open_review(application, actor=actor_of(application.call.programme))

    assert open_review(application, actor=make_clerk(application.call.programme)).pk


def test_claim_review_of_a_colleague_is_refused_until_released_with_a_reason():
    first, second = make_clerk(), make_clerk()
    review = make_claimed_review(actor=first)

    with pytest.raises(MoveRefused) as refused:
        claim_review(review, actor=second)
    with pytest.raises(MoveRefused) as unreasoned:
        release_review(review, actor=second)
    release_review(review, actor=second, note="经办人出差")
    taken = claim_review(review, actor=second)

    assert (codes(refused), codes(unreasoned)) == (["SCREEN-CLAIMED"], ["SCREEN-RELEASE-REASON"])
    assert taken.reviewer == second.account


def test_claim_next_review_takes_what_waited_longest_and_then_nothing():
    call, clerk = make_screened_call(), make_clerk()
    newer, older = make_screened_application(call), make_screened_application(call)
    older.recommended_at = newer.recommended_at.replace(year=2025)
    older.save()

    taken = [claim_next_review(actor=clerk, call_id=call.pk) for _ in range(3)]

    assert [r and r.application_id for r in taken] == [older.pk, newer.pk, None]


def test_claim_next_review_of_another_section_finds_nothing():
    make_screened_application()

    assert claim_next_review(actor=make_actor(Role.OFFICE, section=make_section())) is None


@pytest.mark.parametrize(
    "outcome", [ItemOutcome.TO_CORRECT, ItemOutcome.FAILED, ItemOutcome.WAIVED]
)
def test_decide_item_without_remark_is_refused_where_one_is_needed(outcome):
    clerk = make_clerk()
    soft = make_claimed_review(actor=clerk).items.get(rule__force="软")

    with pytest.raises(MoveRefused) as refused:
        decide_item(soft, outcome=outcome, remark=" ", actor=clerk)

    assert codes(refused) == ["SCREEN-REMARK-MISSING"]
    assert refused.value.findings[0].source == "三.2"
    soft.refresh_from_db()
    assert (soft.outcome, soft.version) == (ItemOutcome.OPEN, 0)


def test_decide_item_waives_only_a_soft_rule():
    clerk = make_clerk()
    items = make_claimed_review(actor=clerk).items

    waived = decide_item(
        items.get(rule__force="软"), outcome="waived", remark="接近300平方米", actor=clerk
    )
    with pytest.raises(MoveRefused) as refused:
        decide_item(items.get(rule__force="硬"), outcome="waived", remark="可以", actor=clerk)

    assert (waived.outcome, waived.version, waived.decided_by) == ("waived", 1, clerk.account)
    assert codes(refused) == ["SCREEN-NOT-WAIVABLE"]


def test_decide_item_changed_meanwhile_is_refused_with_what_it_says_now():
    clerk = make_clerk()
    item = make_claimed_review(actor=clerk).items.first()
    decide_item(item, outcome="met", actor=clerk, version=0)

    with pytest.raises(MoveRefused) as refused:
        decide_item(item, outcome="failed", remark="不在市辖区", actor=clerk, version=0)

    assert codes(refused) == ["SCREEN-ITEM-CHANGED"]
    assert "符合" in refused.value.findings[0].fact
    item.refresh_from_db()
    assert (item.outcome, item.version) == ("met", 1)


def test_decide_item_said_again_leaves_the_version_alone():
    clerk = make_clerk()
    item = make_claimed_review(actor=clerk).items.first()

    for _ in range(2):
        item = decide_item(item, outcome="met", actor=clerk, version=0)

    assert item.version == 1


def test_decide_items_is_all_or_nothing():
    clerk = make_clerk()
    review = make_claimed_review(actor=clerk)
    first, second, _third = review.items.all()

    with pytest.raises(MoveRefused) as refused:
        decide_items(
            review, [Decision(first.pk, "met"), Decision(second.pk, "failed")], actor=clerk
        )

    assert codes(refused) == ["SCREEN-REMARK-MISSING"]
    assert set(review.items.values_list("outcome", flat=True)) == {"open"}


@pytest.mark.parametrize(("outcome", "remark"), [("nonsense", ""), ("met", "字" * 501)])
def test_decide_item_refuses_bad_input(outcome, remark):
    clerk = make_clerk()
    item = make_claimed_review(actor=clerk).items.first()

    with pytest.raises(MoveRefused) as refused:
        decide_item(item, outcome=outcome, remark=remark, actor=clerk)

    assert codes(refused)[0] in ("SCREEN-ITEM-UNKNOWN", "SCREEN-REMARK-LONG")


def test_decide_item_of_another_review_is_refused():
    clerk = make_clerk()
    mine, other = make_claimed_review(actor=clerk), make_claimed_review(actor=clerk)

    with pytest.raises(MoveRefused) as refused:
        decide_items(mine, [Decision(other.items.first().pk, "met")], actor=clerk)

    assert codes(refused) == ["SCREEN-ITEM-UNKNOWN"]


def test_decide_item_in_the_hands_of_a_colleague_is_refused():
    review = make_claimed_review(actor=make_clerk())

    with pytest.raises(MoveRefused) as refused:
        decide_item(review.items.first(), outcome="met", actor=make_clerk())

    assert codes(refused) == ["SCREEN-CLAIMED"]


def test_decide_item_after_the_conclusion_is_refused():
    clerk = make_clerk()
    review = make_claimed_review(actor=clerk)
    decide_all(review, actor=clerk)
    conclude_review(review, conclusion="valid", actor=clerk)

    with pytest.raises(MoveRefused) as refused:
        decide_item(CheckItem.objects.first(), outcome="failed", remark="迟到的意见", actor=clerk)

    assert codes(refused) == ["SCREEN-CONCLUDED"]


def test_programme_without_rules_opens_a_review_without_items():
    application = make_screened_application(make_screened_call(make_screened_programme(rules=0)))

    assert open_review(application, actor=make_clerk()).items.count() == 0
