"""The page of a guide says under each clause what its rules ask, in both languages."""

import pytest
from django.urls import reverse

from tests.factories.rules import make_ruled_call

pytestmark = pytest.mark.django_db


def test_guide_says_what_each_rule_asks_and_what_may_be_waived(client):
    call = make_ruled_call()
    programme = call.programme
    for address in (
        reverse("public:programme", args=(programme.guide_id, programme.key)),
        reverse("public:call", args=(call.pk,)),
    ):
        page = client.get(address).content.decode()

        assert "预算.申请财政经费不超过50万元" in page
        assert "可经批准放宽：三.2后半句" in page
        assert 'id="EX-2"' in page
        assert reverse("public:self_check", args=(programme.guide_id, programme.key)) in page


def test_guide_in_english_says_it_in_english(client):
    programme = make_ruled_call().programme
    client.cookies["django_language"] = "en"

    page = client.get(reverse("public:programme", args=(programme.guide_id, programme.key)))

    assert "Grant asked for" in page.content.decode()
