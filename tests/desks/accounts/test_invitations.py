import re

import pytest
from django.core import mail
from django.urls import reverse

from tests.factories.accounts import PASSWORD, make_account, make_actor, sign_in
from tests.factories.registry import make_organisation
from zhinan.apps.accounts.models import Invitation, Role
from zhinan.apps.accounts.states import InvitationState

INVITATIONS = reverse("accounts:invitations")
LINK = re.compile(r'value="http://testserver(/account/invited/[^"]+)"')
pytestmark = pytest.mark.django_db


@pytest.fixture
def host(client):
    actor = make_actor(Role.HOST, organisation=make_organisation(name="示范公司"))
    sign_in(client, actor)
    return actor


def invite(client, **over):
    return client.post(INVITATIONS, {"name": "李四", "role": "applicant", "email": ""} | over)


def accept(client, path, username="lisi"):
    return client.post(
        path, {"username": username, "name": "李四", "new": PASSWORD, "again": PASSWORD}
    )


def test_invite_shows_the_link_once_and_the_link_lets_a_colleague_in(client, host):
    shown = invite(client).content.decode()
    [path] = LINK.findall(shown)
    guest = type(client)()

    form = guest.get(path).content.decode()
    answer = accept(guest, path)
    again = accept(type(client)(), path, "other")

    assert "示范公司" in form
    assert answer.url == reverse("accounts:home")
    assert guest.session["grant"]
    assert again.status_code == 409
    assert not LINK.findall(client.get(INVITATIONS).content.decode())


def test_invite_with_an_address_sends_the_link(client, host):
    page = invite(client, email="lisi@example.org").content.decode()

    assert LINK.findall(page)[0] in mail.outbox[0].body


def test_renew_gives_a_new_link_and_revoke_ends_it(client, host):
    [old] = LINK.findall(invite(client).content.decode())
    pk = Invitation.objects.get().pk

    [new] = LINK.findall(
        client.post(reverse("accounts:invitation_renew", args=[pk])).content.decode()
    )
    client.post(reverse("accounts:invitation_revoke", args=[pk]))

    guest = type(client)()
    assert old != new
    assert [guest.get(path).status_code for path in (old, new)] == [404, 404]
    assert Invitation.objects.get().state == InvitationState.REVOKED


def test_accept_signed_in_adds_the_role_and_acts_in_it(client, host):
    [path] = LINK.findall(invite(client, role="host").content.decode())
    account = make_account()
    guest = type(client)()
    guest.force_login(account, backend="django.contrib.auth.backends.ModelBackend")

    form = guest.get(path).content.decode()
    guest.post(path)

    assert "以当前账户接受" in form
    assert account.grants.get().pk == guest.session["grant"]


def test_accept_with_two_different_passwords_keeps_the_invitation(client, host):
    [path] = LINK.findall(invite(client).content.decode())

    page = type(client)().post(
        path, {"username": "lisi", "name": "李四", "new": PASSWORD, "again": "else"}
    )

    assert page.status_code == 422
    assert Invitation.objects.get().state == InvitationState.OPEN


def test_invite_past_the_limit_is_refused(client, host, settings):
    settings.ATTEMPT_LIMITS = {"invite": (1, 86400)}
    invite(client)

    assert "ATTEMPTS" in invite(client).content.decode()
    assert Invitation.objects.count() == 1
