import re

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from tests.factories.accounts import PASSWORD, make_account, make_actor
from zhinan.apps.accounts.models import ADMINISTRATORS, Role
from zhinan.apps.accounts.selectors import PUBLIC, Actor
from zhinan.apps.accounts.services import (
    change_password,
    request_password_reset,
    reset_password,
    set_password_anew,
    token_is_good,
)
from zhinan.apps.records.workflow import MoveRefused

NEW = "xin-mima-77-hai"
pytestmark = pytest.mark.django_db


def codes_of(refused):
    return [finding.code for finding in refused.value.findings]


def letter_parts():
    return re.search(r"/new/([^/]+)/([^/\s]+)/", mail.outbox[-1].body).groups()


def ask(email):
    request_password_reset(email, link=lambda uid, token: f"https://x/new/{uid}/{token}/")


def test_change_password_sets_it_and_lifts_the_duty():
    account = make_account(must_change_password=True)

    changed = change_password(account, actor=Actor(account), old=PASSWORD, new=NEW)

    assert changed.check_password(NEW)
    assert not changed.must_change_password


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("wrong", NEW, "PASSWORD-WRONG"),
        (PASSWORD, PASSWORD, "PASSWORD-SAME"),
        (PASSWORD, "short", "PASSWORD-WEAK"),
    ],
)
def test_change_password_badly_is_refused(old, new, code):
    account = make_account()

    with pytest.raises(MoveRefused) as refused:
        change_password(account, actor=Actor(account), old=old, new=new)

    assert set(codes_of(refused)) == {code}
    account.refresh_from_db()
    assert account.check_password(PASSWORD)


def test_change_password_of_another_is_denied():
    with pytest.raises(PermissionDenied):
        change_password(make_account(), actor=Actor(make_account()), old=PASSWORD, new=NEW)


def test_reset_password_by_the_system_admin_makes_a_one_time_password():
    account = make_account()

    password = reset_password(account, actor=make_actor(Role.SYSTEM_ADMIN))

    account.refresh_from_db()
    assert account.check_password(password)
    assert account.must_change_password
    with pytest.raises(PermissionDenied):
        reset_password(account, actor=make_actor(Role.SECURITY_ADMIN))


@pytest.mark.parametrize("role", ADMINISTRATORS)
def test_reset_password_of_an_administrator_is_refused(role):
    account = make_actor(role).account

    with pytest.raises(MoveRefused) as refused:
        reset_password(account, actor=make_actor(Role.SYSTEM_ADMIN))

    assert codes_of(refused) == ["ACCOUNT-ADMINISTRATOR"]
    assert f"zhinan administrators reset {account.username}" in str(refused.value)
    account.refresh_from_db()
    assert account.check_password(PASSWORD)


def test_reset_password_of_a_former_administrator():
    former = make_actor(Role.AUDIT_ADMIN)
    former.account.grants.update(ended_at=timezone.now())

    assert reset_password(former.account, actor=make_actor(Role.SYSTEM_ADMIN))


def test_request_password_reset_writes_to_open_accounts_of_the_address_only():
    make_account(email="a@example.org")
    make_account(email="closed@example.org", is_active=False)

    for email in ("A@Example.org ", "closed@example.org", "nobody@example.org"):
        ask(email)

    assert [letter.to for letter in mail.outbox] == [["a@example.org"]]


def test_set_password_anew_works_once():
    account = make_account(email="a@example.org", must_change_password=True)
    ask("a@example.org")
    uid, token = letter_parts()

    set_password_anew(uid, token, actor=PUBLIC, new=NEW)
    with pytest.raises(MoveRefused) as again:
        set_password_anew(uid, token, actor=PUBLIC, new=PASSWORD)

    account.refresh_from_db()
    assert account.check_password(NEW)
    assert not account.must_change_password
    assert codes_of(again) == ["LINK-USED"]


def test_set_password_anew_late_weak_or_forged_is_refused(settings):
    account = make_account(email="a@example.org")
    ask("a@example.org")
    uid, token = letter_parts()

    with pytest.raises(MoveRefused) as weak:
        set_password_anew(uid, token, actor=PUBLIC, new="1234")
    for bad in (("!!", token), ("OTk5OTk", token), (uid, "x-y")):
        assert token_is_good(*bad) is None
    settings.PASSWORD_RESET_TIMEOUT = -1

    assert set(codes_of(weak)) == {"PASSWORD-WEAK"}
    assert token_is_good(uid, token) is None
    account.refresh_from_db()
    assert account.check_password(PASSWORD)
