"""Closing day of a body: many recommend and confirm at once; no place is given twice."""

from collections import Counter

import pytest

from tests.apps.records.threads import at_once
from tests.factories.accounts import make_actor
from tests.factories.programmes import make_call, make_programme
from tests.factories.recommendation import make_handed_in, make_host, make_joint_guide
from tests.factories.registry import make_body, make_organisation
from zhinan.apps.accounts.models import Role
from zhinan.apps.applications.models import Application
from zhinan.apps.applications.services.quotas import quota_of
from zhinan.apps.applications.services.recommendation import (
    confirm_application,
    recommend_application,
)
from zhinan.apps.applications.states import ApplicationState as S
from zhinan.apps.records.services import verify_record
from zhinan.apps.records.workflow import MoveRefused

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 50


def outcome_of(act):
    try:
        act()
    except MoveRefused as refused:
        return refused.findings[0].code
    return "done"


def test_fifty_recommendations_at_once_never_exceed_the_places():
    guide, body = make_joint_guide(most=5), make_body()
    calls = [
        make_call(programme=make_programme(guide=guide, key=k)) for k in ("research", "general")
    ]
    actors = [make_actor(Role.RECOMMENDER, body=body) for _ in range(3)]
    rows = [make_handed_in(calls[n % 2], body=body) for n in range(PEOPLE)]

    told = at_once(
        PEOPLE,
        lambda n: outcome_of(lambda: recommend_application(rows[n], actor=actors[n % 3])),
    )

    assert Counter(told) == {"done": 5, "QUOTA-FULL": PEOPLE - 5}
    assert Application.objects.filter(state=S.AT_OFFICE).count() == 5
    assert [quota_of(call, body).used for call in calls] == [5, 5]
    assert list(verify_record()) == []


def test_the_last_place_pressed_many_times_is_given_once_and_told_as_done_already():
    call, body = make_call(), make_body()
    for _ in range(4):
        make_handed_in(call, body=body, state=S.AT_OFFICE)
    row, actor = make_handed_in(call, body=body), make_actor(Role.RECOMMENDER, body=body)

    told = at_once(10, lambda n: outcome_of(lambda: recommend_application(row, actor=actor)))

    assert Counter(told) == {"done": 1, "STATE-CHANGED": 9}


def test_confirmations_at_once_never_exceed_the_units_places():
    call, unit = make_call(), make_organisation()
    body, actor = make_body(members=(unit,)), make_host(unit)
    rows = [make_handed_in(call, host=unit, state=S.AT_HOST) for _ in range(10)]

    told = at_once(
        10, lambda n: outcome_of(lambda: confirm_application(rows[n], actor=actor, body=body))
    )

    assert Counter(told) == {"done": 1, "QUOTA-FULL": 9}
