"""Objections from the public: whose they are counted as, and that receipts cannot be guessed."""

import pytest

from tests.factories.awards import make_notice
from zhinan.apps.awards.models import Objection
from zhinan.apps.awards.services import raise_objection

pytestmark = pytest.mark.django_db
WORDS = {"name": "李真名", "contact": "13800001234"}


def test_objections_through_a_trusted_proxy_are_counted_by_their_own_address(client, settings):
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    here = f"/notices/{make_notice().pk}/"

    for n in range(7):
        text = f"第{n}件异议：该项目与往年项目内容相同。"
        answer = client.post(
            here, WORDS | {"text": text}, headers={"X-Forwarded-For": f"203.0.113.{n}"}
        )
        assert answer.status_code == 302

    assert Objection.objects.count() == 7


def test_receipts_are_not_to_be_guessed(client, settings):
    settings.ATTEMPT_LIMITS = settings.ATTEMPT_LIMITS | {"objection_status": (3, 600)}
    receipt = raise_objection(
        make_notice(), text="该项目与往年项目内容相同，请核实。", **WORDS
    ).receipt

    known = [client.get("/objections/", {"receipt": receipt}).status_code for _ in range(5)]
    guessed = [
        client.get("/objections/", {"receipt": f"YY2026-0001-{n:04d}"}).status_code
        for n in range(4)
    ]

    assert known == [200] * 5
    assert guessed == [200, 200, 200, 429]
