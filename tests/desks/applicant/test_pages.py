"""The applicant's pages: who sees them, what they name, what they cost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.desks.applicant.desk import patch
from tests.factories.accounts import make_account, make_actor, sign_in
from tests.factories.applications import (
    make_submitted,
)
from tests.factories.programmes import make_call
from tests.factories.registry import make_organisation
from zhinan.apps.accounts.models import Role
from zhinan.apps.applications.models import Application
from zhinan.apps.applications.services import (
    return_from_host,
)

pytestmark = pytest.mark.django_db


PAGES = ("form", "review", "history", "print")


@pytest.mark.parametrize("name", PAGES)
def test_page_of_a_draft(me, draft, name):
    answer = me.get(reverse(f"applicant:{name}", args=(draft.pk,)))

    assert answer.status_code == 200


@pytest.mark.parametrize("name", [*PAGES, "receipt"])
def test_page_of_another_is_not_found(me, media, name):
    theirs = make_submitted()

    assert me.get(reverse(f"applicant:{name}", args=(theirs.pk,))).status_code == 404


@pytest.mark.parametrize("key", ["basics", "leader", "team", "funding", "budget", "papers", "undertakings"])  # fmt: skip
def test_every_section_shows(me, draft, key):
    page = me.get(reverse("applicant:form", args=(draft.pk, key)))

    assert page.status_code == 200
    assert ("必填" in page.content.decode()) == (key not in ("budget", "undertakings"))


def test_unknown_section_is_not_found(me, draft):
    assert me.get(reverse("applicant:form", args=(draft.pk, "nothing"))).status_code == 404
    assert patch(me, draft, "nothing", {}).status_code == 404


def test_home_names_what_waits(me, draft, media, actor):
    host = make_actor(Role.HOST, organisation=draft.host)
    returned = make_submitted(actor)
    return_from_host(returned, actor=host, reason="预算依据过于简略")

    page = me.get(reverse("applicant:home")).content.decode()

    assert "项待补" in page
    assert "预算依据过于简略" in page
    assert "退回修改" in page


def test_start_makes_a_draft_and_opens_it(me, actor):
    call = make_call()

    answer = me.post(reverse("applicant:start", args=(call.pk,)), {"topic": ""})

    made = Application.objects.get(call=call)
    assert made.owner == actor.account
    assert answer.headers["Location"] == reverse("applicant:form", args=(made.pk,))


def test_start_after_closing_names_the_moment(me):
    call = make_call(closes_at=timezone.now() - timedelta(seconds=1))

    answer = me.post(reverse("applicant:start", args=(call.pk,)))

    assert answer.status_code == 409
    assert "CALL-CLOSED" in answer.content.decode()
    assert not Application.objects.exists()


@pytest.mark.parametrize("role", [Role.HOST, Role.RECOMMENDER, Role.OFFICE, Role.EXPERT])
def test_other_roles_are_refused(client, draft, role):
    sign_in(client, make_actor(role, organisation=draft.host if role == Role.HOST else None))

    assert client.get(reverse("applicant:home")).status_code == 403
    assert patch(client, draft, "leader", {"leader.name": "王"}).status_code == 403


def test_public_is_sent_to_sign_in(client, draft):
    answer = client.get(reverse("applicant:form", args=(draft.pk,)))

    assert answer.status_code == 302
    assert "next=" in answer.headers["Location"]


def test_same_person_acting_for_another_unit_sees_nothing(client, draft):
    elsewhere = make_actor(Role.APPLICANT, organisation=make_organisation(), account=draft.owner)
    sign_in(client, elsewhere)

    assert client.get(reverse("applicant:form", args=(draft.pk,))).status_code == 404


def test_list_filters_and_exports(me, actor, media):
    application = make_submitted(actor)
    address = reverse("applicant:applications")

    assert application.number in me.get(address).content.decode()
    assert application.number not in me.get(address, {"state": "draft"}).content.decode()
    assert me.get(address, {"format": "xlsx"}).content[:2] == b"PK"


def statements(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_form_page_takes_few_statements(me, draft, django_assert_max_num_queries):
    address = reverse("applicant:form", args=(draft.pk, "basics"))
    me.get(address)

    with django_assert_max_num_queries(24):
        me.get(address)


@pytest.mark.parametrize("name", ["home", "applications"])
def test_lists_take_as_many_statements_for_three_as_for_one(me, actor, name):
    call = make_call()
    address = reverse(f"applicant:{name}")
    counts = []
    for _number in range(3):
        me.post(reverse("applicant:start", args=(call.pk,)), {"another": "1"})
        counts.append(statements(me, address))

    assert Application.objects.count() == 3
    assert counts[0] == counts[2]


def test_account_without_a_role_is_refused(client, draft):
    client.force_login(make_account(), backend="django.contrib.auth.backends.ModelBackend")

    assert client.get(reverse("applicant:home")).status_code == 403
