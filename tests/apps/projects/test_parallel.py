"""Fifty people press the same button at once: one act is done, the others are told why not."""

from datetime import date
from decimal import Decimal

import pytest

from tests.apps.records.threads import at_once
from tests.factories.awards import make_draft, make_ended_notice, make_filled_draft, make_leader
from tests.factories.screening import decide_all, make_claimed_review, make_clerk
from zhinan.apps.awards.models import DecisionList
from zhinan.apps.awards.services import decide_list, set_outcome
from zhinan.apps.projects.facts import Period
from zhinan.apps.projects.models import Project
from zhinan.apps.projects.services import award_projects
from zhinan.apps.records.models import Act, NumberSeries
from zhinan.apps.records.workflow import MoveRefused
from zhinan.apps.registry.models import LedgerEntry
from zhinan.apps.screening.models import FormalReview
from zhinan.apps.screening.services import claim_next_review, conclude_review, decide_item

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 50
TWO_YEARS = Period(date(2026, 7, 1), date(2028, 6, 30))


def outcome_of(act):
    try:
        return act() is not None
    except MoveRefused as refused:
        return refused.findings[0].code


def test_conclude_review_by_fifty_at_once_concludes_once_with_one_number():
    clerk = make_clerk()
    review = make_claimed_review(actor=clerk)
    decide_all(review, actor=clerk)
    decide_item(review.items.first(), outcome="to_correct", remark="缺证明", actor=clerk)

    done = at_once(
        PEOPLE,
        lambda _n: outcome_of(
            lambda: conclude_review(
                FormalReview.objects.get(pk=review.pk), conclusion="correction", actor=clerk
            )
        ),
    )

    assert (done.count(True), done.count("SCREEN-CONCLUDED")) == (1, PEOPLE - 1)
    assert Act.objects.filter(action="screening.conclude").count() == 1
    assert NumberSeries.objects.get(prefix__startswith="形补").last == 1


def test_claim_next_review_by_fifty_at_once_gives_the_file_to_one():
    review = make_claimed_review(actor=make_clerk())
    FormalReview.objects.update(reviewer=None, claimed_at=None)
    clerks = [make_clerk() for _ in range(10)]

    done = at_once(PEOPLE, lambda n: outcome_of(lambda: claim_next_review(actor=clerks[n % 10])))

    assert (done.count(True), done.count(False)) == (1, PEOPLE - 1)  # nothing left is no refusal
    review.refresh_from_db()
    assert review.reviewer is not None


def test_award_projects_by_fifty_at_once_awards_exactly_once():
    decision_list = make_ended_notice(3).decision_list
    clerk = make_clerk()

    done = at_once(
        PEOPLE,
        lambda _n: outcome_of(
            lambda: award_projects(
                DecisionList.objects.get(pk=decision_list.pk), period=TWO_YEARS, actor=clerk
            )
        ),
    )

    assert (done.count(True), done.count("STATE-CHANGED")) == (1, PEOPLE - 1)
    assert (Project.objects.count(), LedgerEntry.objects.count()) == (3, 3)


def test_set_outcome_and_decide_list_at_once_never_change_a_decided_list():
    draft = make_filled_draft(2)
    clerk, leader = make_clerk(), make_leader()
    items = list(draft.items.all())

    def act(n):
        if n == 10:
            return outcome_of(lambda: decide_list(draft, basis="局长办公会", actor=leader))
        item = items[n % 2]
        return outcome_of(
            lambda: set_outcome(
                item, outcome="award", grant_yuan=Decimal(n), reason=f"第{n}次", actor=clerk
            )
        )

    done = at_once(30, act)

    decided = Act.objects.filter(action="awards.decide")
    after = Act.objects.filter(action="awards.set_outcomes", pk__gt=decided.get().pk)
    assert done[10] is True
    assert after.count() == 0
    assert set(done) <= {True, "AWARD-NOT-DRAFT"}


def test_make_draft_leaves_no_item_twice():
    assert make_draft(5).items.values("application").distinct().count() == 5
