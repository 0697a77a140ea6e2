from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.apps.accounts.test_second_factor import code_of, enrol
from tests.factories.accounts import PASSWORD, make_account, make_actor, sign_in
from zhinan.apps.accounts.models import Role
from zhinan.apps.records.models import Act

SIGN_IN = reverse("accounts:sign_in")
pytestmark = pytest.mark.django_db


def enter(client, username, password=PASSWORD, **more):
    return client.post(SIGN_IN, {"username": username, "password": password} | more)


def signed_in_as(client):
    return client.session.get("_auth_user_id")


def test_sign_in_leads_to_the_page_asked_for_and_is_recorded(client):
    account = make_account()

    answer = enter(client, f" {account.username.upper()}", next="/account/inbox/")

    assert (answer.status_code, answer.url) == (302, "/account/inbox/")
    assert signed_in_as(client) == str(account.pk)
    assert Act.objects.get().action == "accounts.sign_in"


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "javascript:alert(1)"]
)
def test_sign_in_never_leads_to_another_site(client, target):
    answer = enter(client, make_account().username, next=target)

    assert answer.url == reverse("accounts:home")


def test_sign_in_says_the_same_of_a_wrong_password_an_unknown_and_a_closed_account(client):
    known, closed = make_account(username="known1"), make_account(is_active=False)

    pages = [
        enter(client, known.username, "wrong"),
        enter(client, "nobody", "wrong"),
        enter(client, closed.username),
    ]

    said = {page.content.decode().split('class="findings"')[1].split("</ul>")[0] for page in pages}
    assert len(said) == 1
    assert "用户名或密码不正确" in said.pop()
    assert signed_in_as(client) is None


@pytest.mark.parametrize("username", ["known", "unknown"])
def test_sign_in_after_five_failures_says_how_long_and_what_to_do(client, username):
    make_account(username="known")
    for _n in range(4):
        enter(client, username, "wrong")

    pages = [enter(client, username, "wrong"), enter(client, username)]

    for page in pages:
        text = page.content.decode()
        assert page.status_code == 403
        assert "已连续失败5次，暂停登录，还剩30分钟" in text
        assert "系统管理员解除锁定" in text
    assert signed_in_as(client) is None


def test_sign_in_works_again_after_half_an_hour_or_an_unlock(client):
    account = make_account()
    for _n in range(5):
        enter(client, account.username, "wrong")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=31))
    after_time = enter(client, account.username).status_code
    client.logout()
    for _n in range(5):
        enter(client, account.username, "wrong")
    admin = sign_in(type(client)(), make_actor(Role.SYSTEM_ADMIN))

    page = admin.get(reverse("accounts:people"), {"state": "locked"}).content.decode()
    admin.post(reverse("accounts:person_unlock", args=[account.pk]))

    assert account.username in page
    assert (after_time, enter(client, account.username).status_code) == (302, 302)


def test_sign_in_from_one_address_past_the_limit_is_refused(client, settings):
    settings.ATTEMPT_LIMITS = {"sign_in": (2, 86400)}
    for n in range(2):
        enter(client, f"guess{n}", "wrong")

    page = enter(client, make_account().username)

    assert page.status_code == 403
    assert "ATTEMPTS" in page.content.decode()


def test_address_is_taken_from_a_forwarding_header_of_a_trusted_proxy_only(client, settings):
    account = make_account()
    for n in range(5):
        client.post(
            SIGN_IN,
            {"username": account.username, "password": "wrong"},
            headers={"x-forwarded-for": f"203.0.113.{n}"},
        )
    assert AccessAttempt.objects.get().ip_address == "127.0.0.1"
    settings.TRUSTED_PROXIES = ["127.0.0.1"]

    answer = client.post(
        SIGN_IN,
        {"username": account.username, "password": PASSWORD},
        headers={"x-forwarded-for": "127.0.0.1, 203.0.113.9"},
    )

    assert answer.status_code == 302


def test_sign_out_by_post_ends_the_session_and_get_does_not(client):
    sign_in(client, make_actor(Role.LEADER))

    assert client.get(reverse("accounts:sign_out")).status_code == 405
    assert signed_in_as(client)
    client.post(reverse("accounts:sign_out"))
    assert signed_in_as(client) is None


def test_sign_in_with_a_second_factor_asks_the_code_before_letting_in(client):
    account = make_account()
    device, _codes = enrol(account)
    TOTPDevice.objects.update(last_t=-1)

    first = enter(client, account.username, next="/account/inbox/")
    between = signed_in_as(client)
    last = client.post(first.url, {"code": code_of(device)})

    assert first.url == reverse("accounts:sign_in_code")
    assert between is None
    assert (last.url, signed_in_as(client)) == ("/account/inbox/", str(account.pk))


def test_sign_in_with_a_recovery_code_and_not_with_a_wrong_one(client):
    account = make_account()
    _device, codes = enrol(account)
    enter(client, account.username)

    wrong = client.post(reverse("accounts:sign_in_code"), {"code": "wrong"})
    stopped = signed_in_as(client)
    from django_otp.plugins.otp_static.models import StaticDevice

    StaticDevice.objects.update(throttling_failure_count=0)
    client.post(reverse("accounts:sign_in_code"), {"code": codes[0]})

    assert (wrong.status_code, stopped) == (403, None)
    assert "CODE-WRONG" in wrong.content.decode()
    assert signed_in_as(client) == str(account.pk)


def test_second_step_is_for_five_minutes_after_the_password_only(client):
    account = make_account()
    enrol(account)
    page = reverse("accounts:sign_in_code")
    stranger = client.get(page)
    enter(client, account.username)
    session = client.session
    session["pending"] = session["pending"] | {"at": session["pending"]["at"] - 301}
    session.save()

    late = client.post(page, {"code": "123456"})

    assert [stranger.url, late.url] == [SIGN_IN, SIGN_IN]


def test_initial_password_must_be_changed_before_anything_else(client):
    account = make_account(must_change_password=True)
    make_actor(Role.SYSTEM_ADMIN, account=account)
    enter(client, account.username)
    password = reverse("accounts:password")

    sent = [client.get(reverse(f"accounts:{name}")) for name in ("home", "people", "profile")]
    page = client.get(password)
    new = "xin-mima-77-hai"
    client.post(password, {"old": PASSWORD, "new": new, "again": new})

    assert [answer.url for answer in sent] == [password] * 3
    assert "首次登录请先改密码" in page.content.decode()
    assert client.get(reverse("accounts:people")).status_code == 200


def test_change_password_ends_other_sessions_and_keeps_this_one(client):
    actor = make_actor(Role.SYSTEM_ADMIN)
    other = sign_in(type(client)(), actor)
    sign_in(client, actor)
    new = "xin-mima-77-hai"

    client.post(reverse("accounts:password"), {"old": PASSWORD, "new": new, "again": new})

    assert client.get(reverse("accounts:profile")).status_code == 200
    assert other.get(reverse("accounts:profile")).status_code == 302


def test_closed_account_is_out_with_its_next_request(client):
    actor = make_actor(Role.LEADER)
    sign_in(client, actor)
    actor.account.is_active = False
    actor.account.save()

    assert client.get(reverse("accounts:profile")).url.startswith(SIGN_IN)


def test_role_that_must_have_a_second_factor_is_sent_to_enrolment(client, settings):
    settings.SECOND_FACTOR_ROLES = [Role.SYSTEM_ADMIN]
    actor = make_actor(Role.SYSTEM_ADMIN)
    sign_in(client, actor)
    enrolment = reverse("accounts:second_factor")

    sent = client.get(reverse("accounts:people"))
    page = client.get(enrolment).content.decode()
    device = TOTPDevice.objects.get(user=actor.account)
    codes = client.post(reverse("accounts:second_factor_confirm"), {"code": code_of(device)})

    assert sent.url == enrolment
    assert "<svg" in page
    assert "style=" not in page
    assert codes.content.decode().count("<li><code>") == 10
    assert "no-store" in codes["Cache-Control"]
    assert client.get(reverse("accounts:people")).status_code == 200


def test_session_without_the_code_is_asked_for_it_where_the_role_demands(client, settings):
    settings.SECOND_FACTOR_ROLES = [Role.SYSTEM_ADMIN]
    actor = make_actor(Role.SYSTEM_ADMIN)
    device, _codes = enrol(actor.account)
    TOTPDevice.objects.update(last_t=-1)
    sign_in(client, actor)

    sent = client.get(reverse("accounts:people"), follow=True)
    client.post(reverse("accounts:sign_in_code"), {"code": code_of(device)})

    assert sent.redirect_chain[-1][0] == reverse("accounts:sign_in_code")
    assert client.get(reverse("accounts:people")).status_code == 200


def test_switching_the_second_factor_off_needs_the_password(client):
    actor = make_actor(Role.LEADER)
    device, _codes = enrol(actor.account)
    TOTPDevice.objects.update(last_t=-1)
    enter(client, actor.account.username)
    client.post(reverse("accounts:sign_in_code"), {"code": code_of(device)})
    off = reverse("accounts:second_factor_off")

    wrong = client.post(off, {"password": "wrong"})
    kept = TOTPDevice.objects.filter(user=actor.account, confirmed=True).exists()
    client.post(off, {"password": PASSWORD})

    assert (wrong.status_code, kept) == (409, True)
    assert not TOTPDevice.objects.filter(user=actor.account).exists()
