"""The rules beside the form: worst first, recomputed on every save, with places to go to."""

import json

import pytest
from django.urls import reverse

from tests.factories.accounts import sign_in
from tests.factories.applications import fill_in, make_applicant
from tests.factories.registry import make_ledger_entry
from tests.factories.rules import make_ruled_call
from zhinan.apps.applications.services import start_application

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor(client):
    made = make_applicant()
    sign_in(client, made)
    return made


def begin(actor, *, is_filled=True):
    application = start_application(make_ruled_call(), actor=actor)
    return fill_in(application, actor) if is_filled else application


def page(client, application, key="funding"):
    return client.get(reverse("applicant:form", args=(application.pk, key)))


def patch(client, application, key, **typed):
    version = application.sections.get(key=key).version
    asked = {
        "typed": {path.replace("__", "."): value for path, value in typed.items()},
        "base_version": version,
    }
    address = reverse("applicant:save_section", args=(application.pk, key))
    return client.patch(address, json.dumps(asked), content_type="application/json").json()


def test_panel_says_each_verdict_with_its_clause_and_the_facts_that_are_missing(client, actor):
    application = begin(actor)
    make_ledger_entry(lead=application.host, number="LYG-7")

    shown = page(client, application, "leader").content.decode()

    assert "有1条硬性条件不满足，不能提交" in shown
    public = reverse("public:programme", args=(application.call.programme.guide_id, "research"))
    assert f'href="{public}#EX-5"' in shown
    assert (
        f'href="{reverse("applicant:form", args=(application.pk, "leader"))}#f.leader.birth_date"'
        in shown
    )
    assert "LYG-7" in shown


def test_every_save_answers_with_the_panel_as_it_is_now(client, actor):
    application = begin(actor)
    assert "不能提交" not in patch(client, application, "funding", budget__grant="50")["panel"]

    said = patch(client, application, "funding", budget__grant="50.01")["panel"]

    assert "不能提交" in said
    assert 'data-part="rule-EX-2"' in said
    assert "0.01" in said


def test_submission_refused_by_a_rule_leads_to_its_clause(client, actor):
    application = begin(actor)
    patch(client, application, "funding", budget__grant="60")

    answer = client.post(reverse("applicant:submit", args=(application.pk,)))

    assert answer.status_code == 409
    assert "RULE-EX-2" in answer.content.decode()
    assert "#EX-2" in answer.content.decode()


def test_an_empty_form_folds_what_is_missing(client, actor):
    shown = page(client, begin(actor, is_filled=False)).content.decode()

    assert "未发现不符；还有事实待补" in shown


def test_panel_in_english_says_the_requirement_in_english(client, actor):
    application = begin(actor)
    patch(client, application, "funding", budget__grant="60")

    client.cookies["django_language"] = "en"
    shown = page(client, application).content.decode()

    assert "Grant asked for" in shown
