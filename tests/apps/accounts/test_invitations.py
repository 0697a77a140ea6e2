from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from tests.apps.records.threads import at_once
from tests.factories.accounts import PASSWORD, make_account, make_actor
from tests.factories.registry import make_organisation
from zhinan.apps.accounts.models import Account, Invitation, Role, RoleGrant
from zhinan.apps.accounts.selectors import PUBLIC, Actor, invitations_visible_to
from zhinan.apps.accounts.services import (
    accept_invitation,
    end_grant,
    find_invitation,
    invite_colleague,
    mail_invitation,
    renew_invitation,
    revoke_invitation,
)
from zhinan.apps.accounts.states import ACCEPT, RENEW, REVOKE, InvitationState
from zhinan.apps.records.models import Act
from zhinan.apps.records.workflow import MoveRefused

pytestmark = pytest.mark.django_db


def make_host(unit=None):
    return make_actor(Role.HOST, organisation=unit or make_organisation())


def invite(host, **over):
    return invite_colleague(actor=host, **{"role": Role.APPLICANT, "name": "李四"} | over)


def accept(token, username="lisi", **over):
    return accept_invitation(token, actor=PUBLIC, username=username, password=PASSWORD, **over)


def codes_of(refused):
    return [finding.code for finding in refused.value.findings]


def test_accept_invitation_opens_an_account_in_the_hosts_unit():
    host = make_host()
    invitation, token = invite(host)

    account = accept(token)

    invitation.refresh_from_db()
    grant = account.grants.get()
    assert (grant.role, grant.scope_id) == (Role.APPLICANT, host.organisation_id)
    assert (invitation.state, invitation.account) == (InvitationState.ACCEPTED, account)
    assert account.name == "李四"
    assert token not in str(Invitation.objects.values().get())


def test_accept_invitation_signed_in_adds_the_role_to_the_own_account():
    other = make_host()
    _invitation, token = invite(make_host(), role=Role.HOST)

    account = accept_invitation(token, actor=other)

    assert account == other.account
    assert account.grants.filter(role=Role.HOST).count() == 2
    assert Account.objects.count() == 2


def test_accept_invitation_by_an_administrator_is_refused_and_stays_open():
    invitation, token = invite(make_host())

    with pytest.raises(MoveRefused) as refused:
        accept_invitation(token, actor=make_actor(Role.AUDIT_ADMIN))

    assert codes_of(refused) == ["ROLE-EXCLUSIVE"]
    invitation.refresh_from_db()
    assert invitation.state == InvitationState.OPEN


@pytest.mark.parametrize("role", [r for r in Role.values if r not in (Role.HOST, Role.APPLICANT)])
def test_invite_colleague_into_another_role_is_refused(role):
    with pytest.raises(MoveRefused) as refused:
        invite(make_host(), role=role)

    assert codes_of(refused) == ["INVITE-ROLE"]


@pytest.mark.parametrize("role", [r for r in Role.values if r != Role.HOST])
def test_invite_colleague_by_another_role_is_denied(role):
    with pytest.raises(PermissionDenied):
        invite(make_actor(role, organisation=make_organisation()))


def test_host_of_another_unit_neither_sees_nor_revokes_nor_renews():
    invitation, _token = invite(make_host())
    stranger = make_host()

    assert not invitations_visible_to(stranger).exists()
    for act in (revoke_invitation, renew_invitation):
        with pytest.raises(PermissionDenied):
            act(invitation, actor=stranger)


@pytest.mark.parametrize("move", [ACCEPT, RENEW, REVOKE])
@pytest.mark.parametrize("state", InvitationState.values)
def test_invitation_moves_only_from_the_states_of_the_table(move, state):
    host = make_host()
    invitation, token = invite(host)
    used = {"state": state, "account": host.account if state == "accepted" else None}
    Invitation.objects.filter(pk=invitation.pk).update(**used)
    acts = {
        ACCEPT: lambda: accept(token),
        RENEW: lambda: renew_invitation(invitation, actor=host),
        REVOKE: lambda: revoke_invitation(invitation, actor=host),
    }

    if state in move.sources:
        acts[move]()
    else:
        with pytest.raises(MoveRefused) as refused:
            acts[move]()
        assert codes_of(refused) == ["STATE-CHANGED"]

    invitation.refresh_from_db()
    assert invitation.state == (move.target if state in move.sources else state)


def test_accept_invitation_expired_renewed_or_of_a_former_host_is_refused():
    host = make_host()
    late, late_token = invite(host)
    Invitation.objects.filter(pk=late.pk).update(expires_at=timezone.now() - timedelta(minutes=1))
    renewed, old_token = invite(host)
    _same, new_token = renew_invitation(renewed, actor=host)
    orphan_host = make_host()
    _orphan, orphan_token = invite(orphan_host)
    end_grant(orphan_host.grant, actor=make_actor(Role.SECURITY_ADMIN), note="离职")
    codes = []

    for number, token in enumerate((late_token, old_token, orphan_token, "nonsense")):
        with pytest.raises(MoveRefused) as refused:
            accept(token, username=f"late{number}")
        codes += codes_of(refused)

    assert codes == ["INVITE-EXPIRED", "INVITE-UNKNOWN", "INVITE-ORPHAN", "INVITE-UNKNOWN"]
    assert find_invitation(new_token) == renewed


def test_accept_invitation_with_a_bad_account_leaves_it_open():
    make_account(username="taken")
    _invitation, token = invite(make_host())

    for over, code in (
        ({"username": "ＴＡＫＥＮ"}, "USERNAME-TAKEN"),
        ({"username": "a b"}, "USERNAME-FORM"),
    ):
        with pytest.raises(MoveRefused) as refused:
            accept(token, **over)
        assert codes_of(refused) == [code]
    with pytest.raises(MoveRefused) as weak:
        accept_invitation(token, actor=PUBLIC, username="lisi", password="12345678")

    assert set(codes_of(weak)) == {"PASSWORD-WEAK"}
    assert find_invitation(token).state == InvitationState.OPEN


def test_mail_invitation_sends_the_link_only_where_there_is_an_address():
    host = make_host()
    with_address, _token = invite(host, email="lisi@example.org")
    without, _token = invite(host)

    told = [mail_invitation(row, link="https://x/invited/t/") for row in (with_address, without)]

    assert told == [True, False]
    assert [letter.to for letter in mail.outbox] == [["lisi@example.org"]]
    assert "https://x/invited/t/" in mail.outbox[0].body


@pytest.mark.django_db(transaction=True)
def test_accept_invitation_by_fifty_at_once_opens_one_account():
    _invitation, token = invite(make_host())

    def take(number):
        try:
            return accept(token, username=f"quick{number}").username
        except MoveRefused:
            return None

    opened = [name for name in at_once(50, take) if name]

    assert len(opened) == 1
    assert (
        list(
            Account.objects.filter(username__startswith="quick").values_list("username", flat=True)
        )
        == opened
    )
    assert RoleGrant.objects.filter(role=Role.APPLICANT).count() == 1
    assert Act.objects.filter(action="accounts.accept").count() == 1


def test_actor_of_a_former_host_may_not_invite():
    host = make_host()

    with pytest.raises(PermissionDenied):
        invite(Actor(host.account, None))
