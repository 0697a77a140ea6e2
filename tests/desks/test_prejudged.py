"""Formal review with the rules' opinion beside each item; the conclusion stays a person's."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories.accounts import make_actor, sign_in
from tests.factories.applications import fill_in, make_applicant, save
from tests.factories.registry import make_body, make_ledger_entry, make_organisation
from tests.factories.rules import make_ruled_call
from zhinan.apps.accounts.models import Role
from zhinan.apps.applications.models import Application
from zhinan.apps.applications.services import (
    confirm_application,
    recommend_application,
    start_application,
    submit_application,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def application():
    host = make_organisation()
    body, actor = make_body(members=(host,)), make_applicant(organisation=host)
    begun = fill_in(start_application(make_ruled_call(), actor=actor), actor)
    version = begun.sections.get(key="leader").version
    save(begun, "leader", actor, version, leader__birth_date="1970-01-01")
    handed = submit_application(Application.objects.get(pk=begun.pk), actor=actor)
    clerk = make_actor(Role.HOST, organisation=host)
    confirmed = confirm_application(handed, actor=clerk, body=body)
    return recommend_application(confirmed, actor=make_actor(Role.RECOMMENDER, body=body))


@pytest.fixture
def office(client):
    sign_in(client, make_actor(Role.OFFICE))
    return client


def shown(client, application):
    return client.get(reverse("office:review", args=(application.pk,))).content.decode()


def test_each_item_bears_the_rules_opinion_and_the_way_to_the_section(office, application):
    page = shown(office, application)

    assert page.count("系统预判") == 9
    detail = reverse("office:application", args=(application.pk,))
    assert f'href="{detail}#s-funding"' in page
    assert "自行放宽" in page


def test_what_has_changed_since_it_was_handed_in_is_said(office, application):
    assert "提交时为" not in shown(office, application)

    make_ledger_entry(lead=application.host)

    assert "提交时为通过" in shown(office, application)


def test_no_opinion_becomes_a_conclusion_by_itself(office, application):
    address = reverse("office:review", args=(application.pk,))
    office.post(address, {"act": "claim"})

    items = application.formal_reviews.get().items.all()

    assert {item.outcome for item in items} == {"open"}


def test_a_waiver_is_recorded_and_taken_back_on_the_page(office, application):
    address = reverse("office:review", args=(application.pk,))
    wanted = {"act": "waive", "rule": "EX-3", "on": "2024-06-03", "reason": "成果突出"}

    assert office.post(address, wanted).status_code == 302
    grant = application.waiver_grants.get()
    page = shown(office, application)
    assert (grant.granted_on, "经豁免通过" in page) == (date(2024, 6, 3), True)
    office.post(address, {"act": "unwaive", "grant": grant.pk, "note": "误批"})
    assert "经豁免通过" not in shown(office, application)


@pytest.mark.parametrize(
    ("over", "code"),
    [
        ({"on": "2024-02-30"}, "WAIVER-DATE"),
        ({"rule": "EX-1"}, "WAIVER-NONE"),
        ({"act": "unwaive", "grant": "77"}, "WAIVER-UNKNOWN"),
    ],
)
def test_a_wrong_waiver_is_refused_with_its_code(office, application, over, code):
    address = reverse("office:review", args=(application.pk,))
    wanted = {"act": "waive", "rule": "EX-3", "on": "2024-06-03", "reason": "成果突出"} | over

    answer = office.post(address, wanted)

    assert answer.status_code == 409
    assert code in answer.content.decode()
    assert not application.waiver_grants.exists()
