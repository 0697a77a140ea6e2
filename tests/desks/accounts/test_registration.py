from datetime import date

import pytest
from django.urls import reverse

from tests.apps.records.threads import at_once
from tests.factories.accounts import PASSWORD, make_account, make_actor
from tests.factories.registry import make_organisation, make_uscc
from zhinan.apps.accounts.models import Account, Role
from zhinan.apps.records.models import Message
from zhinan.apps.records.workflow import MoveRefused
from zhinan.apps.registry.models import Organisation
from zhinan.desks.accounts.registration import register_unit

REGISTER = reverse("accounts:register")
pytestmark = pytest.mark.django_db


def typed(**over):
    return {
        "uscc": make_uscc(900),
        "unit_name": "连云港示范新材料有限公司",
        "kind": "enterprise",
        "region_code": "320706",
        "registered_on": "2018-05-04",
        "warning_reason": "",
        "person_name": "王敏",
        "email": "wangmin@example.org",
        "username": "wangmin",
        "new": PASSWORD,
        "again": PASSWORD,
    } | over


def wrong_check_digit(uscc):
    return uscc[:17] + ("A" if uscc[17] != "A" else "B")


def test_register_opens_unit_account_and_both_roles(client):
    answer = client.post(REGISTER, typed())

    unit = Organisation.objects.get()
    account = Account.objects.get()
    assert answer.url == reverse("accounts:home")
    assert (unit.name, unit.registered_on) == ("连云港示范新材料有限公司", date(2018, 5, 4))
    assert {(g.role, g.scope_id) for g in account.grants.all()} == {
        (Role.HOST, unit.pk),
        (Role.APPLICANT, unit.pk),
    }
    assert client.session["grant"] == account.grants.get(role=Role.HOST).pk


def test_register_takes_full_width_and_lower_case_letters(client):
    code = make_uscc(901)
    wide = "".join(chr(ord(c) + 0xFEE0) for c in code.lower())

    client.post(
        REGISTER,
        typed(
            uscc=f" {wide[:9]} {wide[9:]} ",
            registered_on="２０１８年５月４日",
            region_code="３２０７０６",
        ),
    )

    unit = Organisation.objects.get()
    assert (unit.uscc, unit.region_code) == (code, "320706")


@pytest.mark.parametrize(
    ("uscc", "code"), [("12345", "USCC-LENGTH"), ("9132070000000000IO", "USCC-CHARACTERS")]
)
@pytest.mark.parametrize("kind", ["enterprise", "hospital"])
def test_register_with_a_malformed_code_is_refused_with_the_reason(client, uscc, code, kind):
    page = client.post(REGISTER, typed(uscc=uscc, kind=kind, warning_reason="证书如此"))

    assert page.status_code == 409
    assert code in page.content.decode()
    assert not Account.objects.exists()
    assert not Organisation.objects.exists()


def test_register_an_enterprise_with_a_failed_check_digit_is_refused_whatever_it_explains(client):
    page = client.post(
        REGISTER, typed(uscc=wrong_check_digit(make_uscc(902)), warning_reason="证照如此")
    )

    assert page.status_code == 409
    assert "USCC-CHECK-DIGIT" in page.content.decode()
    assert not Organisation.objects.exists()


@pytest.mark.parametrize(
    "kind", ["university", "institute", "hospital", "public_body", "government"]
)
def test_register_a_public_body_with_a_failed_check_digit_needs_a_reason(client, kind):
    uscc = wrong_check_digit(make_uscc(903))

    asked = client.post(REGISTER, typed(uscc=uscc, kind=kind))
    done = client.post(
        REGISTER, typed(uscc=uscc, kind=kind, warning_reason="2016年换证，证书即此码")
    )

    assert asked.status_code == 409
    assert 'name="warning_reason"' in asked.content.decode()
    assert done.status_code == 302
    assert Organisation.objects.get().uscc_warning == "2016年换证，证书即此码"


def test_register_a_code_of_a_public_body_is_a_warning_whatever_the_kind(client):
    uscc = wrong_check_digit(make_uscc(904, prefix="12320700"))

    done = client.post(REGISTER, typed(uscc=uscc, kind="other", warning_reason="证书即此码"))

    assert done.status_code == 302


def test_register_keeps_no_warning_for_a_right_code(client):
    client.post(REGISTER, typed(kind="hospital", warning_reason="多余的话"))

    assert Organisation.objects.get().uscc_warning == ""


def test_register_a_known_code_makes_no_second_unit_and_offers_to_ask(client):
    unit = make_organisation(name="已登记公司")
    host = make_actor(Role.HOST, organisation=unit)

    page = client.post(REGISTER, typed(uscc=unit.uscc.lower()))
    sent = client.post(
        reverse("accounts:register_ask"),
        {"uscc": unit.uscc, "name": "王敏", "contact": "0518-12345678", "text": "我是新来的"},
    )

    assert page.status_code == 409
    assert "已登记公司" in page.content.decode()
    assert sent.status_code == 302
    message = Message.objects.get()
    assert message.account == host.account
    assert "0518-12345678" in message.text
    assert message.link == reverse("accounts:invitations")
    assert Organisation.objects.count() == 1
    assert Account.objects.count() == 1


def test_ask_of_a_unit_without_administrator_says_where_to_go(client):
    unit = make_organisation()

    page = client.post(
        reverse("accounts:register_ask"), {"uscc": unit.uscc, "name": "王敏", "contact": "无"}
    )

    assert "REGISTER-NO-HOST" in page.content.decode()
    assert not Message.objects.exists()


def test_register_with_a_known_name_or_username_undoes_everything(client):
    make_organisation(name="连云港示范新材料有限公司")
    make_account(username="wangmin")

    same_name = client.post(REGISTER, typed(username="other"))
    same_user = client.post(REGISTER, typed(unit_name="别的公司"))

    assert "ORG-DUPLICATE" in same_name.content.decode()
    assert "USERNAME-TAKEN" in same_user.content.decode()
    assert (Organisation.objects.count(), Account.objects.count()) == (1, 1)


def test_register_past_the_limit_is_refused(client, settings):
    settings.ATTEMPT_LIMITS = {"register": (1, 86400)}
    client.post(REGISTER, typed(uscc="1"))

    page = client.post(REGISTER, typed())

    assert "ATTEMPTS" in page.content.decode()
    assert not Organisation.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_register_unit_by_ten_at_once_registers_it_once():
    code = make_uscc(905)

    def register(number):
        facts = {
            "name": "同时注册有限公司",
            "uscc": code,
            "kind": "enterprise",
            "region_code": "320706",
            "registered_on": date(2018, 5, 4),
            "warning_reason": "",
        }
        who = {"username": f"user{number}", "person_name": "王", "email": "", "password": PASSWORD}
        try:
            register_unit(**facts, **who)
        except MoveRefused as refusal:
            return refusal.findings[0].code
        return "done"

    outcomes = at_once(10, register)

    assert sorted(outcomes) == ["ORG-DUPLICATE"] * 9 + ["done"]
    assert (Organisation.objects.count(), Account.objects.count()) == (1, 1)
