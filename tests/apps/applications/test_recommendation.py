"""From the unit to the office: confirm, return, recommend within the places, take back."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from tests.factories.accounts import make_account, make_actor
from tests.factories.programmes import make_call, make_programme
from tests.factories.recommendation import (
    make_handed_in,
    make_host,
    make_joint_guide,
    make_recommender,
)
from tests.factories.registry import make_body, make_organisation
from zhinan.apps.accounts.models import Role
from zhinan.apps.accounts.selectors import Actor
from zhinan.apps.applications.models import Application
from zhinan.apps.applications.services.recommendation import (
    confirm_application,
    recommend_application,
    recommend_many,
    return_from_body,
    return_from_host,
    take_back_recommendation,
)
from zhinan.apps.applications.states import ApplicationState as S
from zhinan.apps.programmes.models import CallBody
from zhinan.apps.records.models import Act, Message
from zhinan.apps.records.workflow import MoveRefused

pytestmark = pytest.mark.django_db
DOERS = {
    "confirm": lambda row, actor: confirm_application(row, actor=actor, body=make_body()),
    "return_host": lambda row, actor: return_from_host(row, actor=actor, reason="改"),
    "recommend": lambda row, actor: recommend_application(row, actor=actor),
    "return_body": lambda row, actor: return_from_body(row, actor=actor, reason="改"),
    "undo": lambda row, actor: take_back_recommendation(row, actor=actor, reason="改"),
}
LEAVES = {
    "confirm": S.AT_HOST,
    "return_host": S.AT_HOST,
    "recommend": S.AT_BODY,
    "return_body": S.AT_BODY,
    "undo": S.AT_OFFICE,
}


@pytest.fixture
def unit():
    return make_organisation()


@pytest.fixture
def body(unit):
    return make_body(members=(unit,))


@pytest.fixture
def host(unit):
    return make_host(unit)


@pytest.fixture
def recommender(body):
    return make_recommender(body)


def refused(act):
    with pytest.raises(MoveRefused) as refusal:
        act()
    findings = refusal.value.findings
    assert all(finding.fact for finding in findings)
    return [finding.code for finding in findings]


def as_kept(row):
    return Application.objects.values("state", "body", "recommended_at", "returned_at").get(
        pk=row.pk
    )


def test_confirm_application_hands_it_to_the_body_and_tells_it(unit, body, host, recommender):
    row = make_handed_in(make_call(), host=unit, state=S.AT_HOST)

    confirmed = confirm_application(row, actor=host, body=body)

    assert (confirmed.state, confirmed.body) == (S.AT_BODY, body)
    assert Act.objects.get(action="applications.confirm").subject_id == str(row.pk)
    assert [m.link for m in Message.objects.filter(account=recommender.account)] == [
        f"/recommend/applications/{row.pk}/"
    ]


def test_confirm_application_to_no_foreign_or_unaddressed_body_is_refused(unit, body, host):
    call = make_call()
    CallBody.objects.create(call=call, body=make_body())
    row = make_handed_in(make_call(), host=unit, state=S.AT_HOST)
    addressed = make_handed_in(call, host=unit, state=S.AT_HOST)
    before = [as_kept(row), as_kept(addressed)]

    codes = [
        refused(lambda: confirm_application(row, actor=host, body=None)),
        refused(lambda: confirm_application(row, actor=host, body=make_body())),
        refused(lambda: confirm_application(addressed, actor=host, body=body)),
    ]

    assert codes == [["BODY-MISSING"], ["BODY-FOREIGN"], ["BODY-NOT-ADDRESSED"]]
    assert [as_kept(row), as_kept(addressed)] == before


def test_confirm_application_over_the_units_own_places_is_refused(unit, body, host):
    call = make_call()
    make_handed_in(call, host=unit, body=body)
    row = make_handed_in(call, host=unit, state=S.AT_HOST)

    assert refused(lambda: confirm_application(row, actor=host, body=body)) == ["QUOTA-FULL"]
    assert as_kept(row)["state"] == S.AT_HOST


@pytest.mark.parametrize(
    ("column", "act", "code"),
    [
        ("host_closes_at", "confirm", "HOST-CLOSED"),
        ("recommendation_closes_at", "recommend", "RECOMMENDATION-CLOSED"),
        ("recommendation_closes_at", "undo", "RECOMMENDATION-CLOSED"),
    ],
)
def test_acts_after_their_window_are_refused_by_its_clause(
    unit, body, host, recommender, column, act, code
):
    now = timezone.now()
    call = make_call(**{"closes_at": now - timedelta(days=1), column: now - timedelta(minutes=1)})
    row = make_handed_in(call, host=unit, body=body, state=LEAVES[act])
    actor = host if act == "confirm" else recommender
    before = as_kept(row)

    with pytest.raises(MoveRefused) as refusal:
        DOERS[act](row, actor)

    assert [(f.code, f.source) for f in refusal.value.findings] == [(code, "指南 六")]
    assert as_kept(row) == before


def test_confirm_and_recommend_in_a_cancelled_call_are_refused(unit, body, host, recommender):
    call = make_call(state="cancelled")
    at_host = make_handed_in(call, host=unit, state=S.AT_HOST)
    at_body = make_handed_in(call, host=unit, body=body)

    assert refused(lambda: confirm_application(at_host, actor=host, body=body)) == [
        "CALL-CANCELLED"
    ]
    assert refused(lambda: recommend_application(at_body, actor=recommender)) == ["CALL-CANCELLED"]
    assert [as_kept(row)["state"] for row in (at_host, at_body)] == [S.AT_HOST, S.AT_BODY]


@pytest.mark.parametrize("act", DOERS)
def test_acts_from_every_other_state_are_refused(unit, body, host, recommender, act):
    actor = host if act in ("confirm", "return_host") else recommender
    call = make_call()
    for state in set(S) - {LEAVES[act]}:
        row = make_handed_in(call, host=unit, body=body, state=state)
        before = as_kept(row)

        assert refused(lambda: DOERS[act](row, actor)) == ["STATE-CHANGED"]  # noqa: B023  called at once
        assert as_kept(row) == before


@pytest.mark.parametrize("act", DOERS)
@pytest.mark.parametrize(
    "make",
    [
        lambda unit, body: Actor(None),
        lambda unit, body: Actor(make_account()),
        lambda unit, body: make_host(),
        lambda unit, body: make_recommender(),
        lambda unit, body: make_actor(Role.APPLICANT, organisation=unit),
        lambda unit, body: make_actor(Role.OFFICE),
        lambda unit, body: make_actor(Role.HOST),
        lambda unit, body: make_actor(Role.RECOMMENDER),
    ],
    ids=[
        "nobody",
        "no-role",
        "other-unit",
        "other-body",
        "applicant",
        "office",
        "unbound",
        "bodyless",
    ],
)
def test_acts_by_anybody_else_are_refused(unit, body, act, make):
    row = make_handed_in(make_call(), host=unit, body=body, state=LEAVES[act])
    before = as_kept(row)

    with pytest.raises(PermissionDenied):
        DOERS[act](row, make(unit, body))

    assert as_kept(row) == before


@pytest.mark.parametrize("act", ["return_host", "return_body"])
def test_returning_gives_it_back_with_the_reason_told(unit, body, host, recommender, act):
    row = make_handed_in(make_call(), host=unit, body=body, state=LEAVES[act])
    doer, actor = (
        (return_from_host, host) if act == "return_host" else (return_from_body, recommender)
    )

    returned = doer(row, actor=actor, reason="预算合计与明细不符")

    message = Message.objects.get(account=row.owner)
    assert (returned.state, returned.returned_at is not None) == (S.DRAFT, True)
    assert (message.text, message.link) == ("预算合计与明细不符", f"/apply/applications/{row.pk}/")


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_returning_and_taking_back_without_a_reason_are_refused(
    unit, body, host, recommender, reason
):
    call = make_call()
    rows = [make_handed_in(call, host=unit, body=body, state=s) for s in ("at_host", "at_body", "at_office")]  # fmt: skip

    codes = [
        refused(lambda: return_from_host(rows[0], actor=host, reason=reason)),
        refused(lambda: return_from_body(rows[1], actor=recommender, reason=reason)),
        refused(lambda: take_back_recommendation(rows[2], actor=recommender, reason=reason)),
    ]

    assert codes == [["REASON-MISSING"]] * 3
    assert [as_kept(row)["state"] for row in rows] == ["at_host", "at_body", "at_office"]


def test_recommend_application_records_the_opinion_and_tells_the_applicant(unit, body, recommender):
    row = make_handed_in(make_call(), host=unit, body=body)

    recommended = recommend_application(row, actor=recommender, opinion="技术先进，同意推荐。")

    assert recommended.state == S.AT_OFFICE
    assert recommended.recommended_at is not None
    assert Act.objects.get(action="applications.recommend").note == "技术先进，同意推荐。"
    assert Message.objects.filter(account=row.owner).count() == 1


def test_recommend_application_of_the_last_place_is_the_last(body, recommender):
    call = make_call()
    rows = [make_handed_in(call, body=body) for _ in range(6)]
    for row in rows[:5]:
        recommend_application(row, actor=recommender)

    assert refused(lambda: recommend_application(rows[5], actor=recommender)) == ["QUOTA-FULL"]
    assert as_kept(rows[5]) == {
        "state": S.AT_BODY, "body": body.pk, "recommended_at": None, "returned_at": None,
    }  # fmt: skip


def test_recommend_application_counts_the_programmes_that_share_places(body, recommender):
    guide = make_joint_guide(most=1)
    calls = [
        make_call(programme=make_programme(guide=guide, key=k)) for k in ("research", "general")
    ]
    first, second = (make_handed_in(call, body=body) for call in calls)
    recommend_application(first, actor=recommender)

    assert refused(lambda: recommend_application(second, actor=recommender)) == ["QUOTA-FULL"]


def test_take_back_recommendation_frees_the_place(body, recommender):
    call = make_call()
    rows = [make_handed_in(call, body=body) for _ in range(6)]
    for row in rows[:5]:
        recommend_application(row, actor=recommender)

    back = take_back_recommendation(rows[0], actor=recommender, reason="申报人要求")
    recommended = recommend_application(rows[5], actor=recommender)

    assert (back.state, back.recommended_at) == (S.AT_BODY, None)
    assert recommended.state == S.AT_OFFICE


def test_recommend_many_keeps_what_succeeded_and_explains_the_rest(body, recommender):
    call = make_call()
    rows = [make_handed_in(call, body=body) for _ in range(7)]

    done, left = recommend_many(rows, actor=recommender)

    assert [row.pk for row in done] == [row.pk for row in rows[:5]]
    assert [(row.pk, [f.code for f in found]) for row, found in left] == [
        (row.pk, ["QUOTA-FULL"]) for row in rows[5:]
    ]
    assert [as_kept(row)["state"] for row in rows] == [S.AT_OFFICE] * 5 + [S.AT_BODY] * 2
