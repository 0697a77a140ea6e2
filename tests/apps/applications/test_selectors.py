from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.accounts import make_actor
from tests.factories.applications import make_applicant, make_application, make_submitted
from tests.factories.programmes import make_call
from tests.factories.registry import make_body, make_organisation, make_section
from tests.factories.screening import make_screened_application, make_screened_call
from zhinan.apps.accounts.models import Account, Role, RoleGrant
from zhinan.apps.accounts.selectors import PUBLIC, Actor
from zhinan.apps.applications.models import Collaborator
from zhinan.apps.applications.selectors import (
    applications_to_fill,
    applications_visible_to,
    calls_open_to,
    reasons_of_return,
)
from zhinan.apps.applications.services import return_from_host
from zhinan.apps.applications.states import ApplicationState as S
from zhinan.apps.programmes.models import CallBody

pytestmark = pytest.mark.django_db
HANDED_IN = [s for s in S if s != S.DRAFT]
AT_BODY = [s for s in S if s not in (S.DRAFT, S.AT_HOST, S.WITHDRAWN)]
AT_OFFICE = [s for s in AT_BODY if s != S.AT_BODY]


@pytest.fixture
def one_of_each():
    """One application in every state, all of one unit through one body in one section."""
    call = make_screened_call()
    first = make_screened_application(call)
    for state in S:
        if state != S.AT_OFFICE:
            make_screened_application(
                call, host=first.host, body=first.body, owner=first.owner, state=state
            )
    return first


def states(actor):
    return sorted(applications_visible_to(actor).values_list("state", flat=True))


@pytest.mark.parametrize(
    ("make", "seen"),
    [
        (lambda a: make_actor(Role.APPLICANT, organisation=a.host, account=a.owner), list(S)),
        (lambda a: make_actor(Role.APPLICANT, organisation=a.host), []),
        (lambda a: make_applicant(), []),
        (lambda a: make_actor(Role.APPLICANT, account=a.owner), []),
        (lambda a: make_actor(Role.HOST, organisation=a.host), list(S)),
        (lambda a: make_actor(Role.HOST, organisation=make_organisation()), []),
        (lambda a: make_actor(Role.RECOMMENDER, body=a.body), AT_BODY),
        (lambda a: make_actor(Role.RECOMMENDER, body=make_body()), []),
        (lambda a: make_actor(Role.OFFICE), AT_OFFICE),
        (lambda a: make_actor(Role.OFFICE, section=a.call.programme.section), AT_OFFICE),
        (lambda a: make_actor(Role.OFFICE, section=make_section()), []),
        (lambda a: make_actor(Role.LEADER), AT_OFFICE),
        (lambda a: make_actor(Role.SUPERVISOR), HANDED_IN),
        (lambda a: make_actor(Role.EXPERT), []),
        (lambda a: make_actor(Role.SYSTEM_ADMIN), []),
        (lambda a: PUBLIC, []),
    ],
)
def test_applications_visible_to_each_reader(one_of_each, make, seen):
    assert states(make(one_of_each)) == sorted(seen)


def test_applications_visible_to_a_collaborator(one_of_each):
    colleague = make_actor(Role.APPLICANT, organisation=one_of_each.host)
    Collaborator.objects.create(application=one_of_each, account=colleague.account)

    assert list(applications_visible_to(colleague)) == [one_of_each]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_of_applications_takes_one_statement_whatever_its_length(
    rows, django_assert_num_queries
):
    call = make_screened_call()
    for _ in range(rows):
        make_screened_application(call)

    with django_assert_num_queries(1):
        shown = [
            (a.title, a.host.name, a.body.name, a.owner.name, a.call.title, a.call.programme.name,
             a.call.programme.section.name, a.topic, a.get_state_display())
            for a in applications_visible_to(make_reader())
        ]  # fmt: skip

    assert len(shown) == rows


def make_reader():
    return Actor(Account(pk=1), RoleGrant(role=Role.LEADER))


def test_applications_to_fill_have_what_the_form_needs_at_hand(django_assert_num_queries):
    actor = make_applicant()
    made = make_application(actor)

    application = applications_to_fill(actor).get(pk=made.pk)
    with django_assert_num_queries(0):
        assert application.call.programme.guide.core_vocabulary
        assert application.call.programme.windows


def test_calls_open_to_an_organisation_leave_out_what_is_addressed_to_others_or_over():
    host = make_organisation()
    actor = make_applicant(organisation=host)
    later = make_call(opens_at=timezone.now() + timedelta(days=1))
    mine, theirs = make_call(programme=later.programme), make_call(programme=later.programme)
    make_call(programme=later.programme, closes_at=timezone.now() - timedelta(seconds=1))
    make_call(programme=later.programme, state="draft")
    for _ in range(2):
        CallBody.objects.create(call=mine, body=make_body(members=(host,)))
    CallBody.objects.create(call=theirs, body=make_body())

    found = calls_open_to(actor, now=timezone.now())

    assert {call.pk for call in found} == {later.pk, mine.pk}
    assert found.count() == 2


def test_reasons_of_return_give_the_last_reason_in_one_statement(django_assert_num_queries):
    actor = make_applicant()
    submitted = make_submitted(actor)
    administrator = make_actor(Role.HOST, organisation=submitted.host)
    returned = return_from_host(submitted, actor=administrator, reason="预算依据不足")

    with django_assert_num_queries(1):
        reasons = reasons_of_return([returned])

    assert {pk: act.note for pk, act in reasons.items()} == {returned.pk: "预算依据不足"}


def test_the_newest_of_the_office_are_read_without_sorting_all():
    rows = applications_visible_to(make_actor(Role.OFFICE)).order_by("-id")[:51]

    plan = rows.explain()

    assert "TEMP B-TREE" not in plan  # what SQLite says of a sort
