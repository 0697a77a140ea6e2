import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from tests.apps.records.threads import at_once
from tests.factories.accounts import make_account, make_actor, make_grant
from tests.factories.registry import make_body, make_organisation, make_section
from zhinan.apps.accounts.models import ADMINISTRATORS, Role, RoleGrant
from zhinan.apps.accounts.selectors import Actor, scope_of
from zhinan.apps.accounts.services import (
    appoint_first_administrators,
    deactivate_account,
    end_grant,
    grant_role,
)
from zhinan.apps.accounts.services.grants import ROLE_SCOPES
from zhinan.apps.records.models import Act
from zhinan.apps.records.workflow import MoveRefused

BUSINESS = [role for role in Role.values if role not in ADMINISTRATORS]
pytestmark = pytest.mark.django_db


def codes_of(refused):
    return [finding.code for finding in refused.value.findings]


def scope_for(role):
    kind = ROLE_SCOPES[role][0]
    rows = {"organisation": make_organisation, "body": make_body, "section": make_section}
    return scope_of(rows[kind]() if kind in rows else None)


def test_grant_role_by_security_admin_opens_a_grant_and_records_it():
    actor, account = make_actor(Role.SECURITY_ADMIN), make_account()
    section = make_section(name="高新处")

    grant = grant_role(account, actor=actor, role=Role.OFFICE, scope=scope_of(section))

    assert (grant.account, grant.role, grant.scope_id) == (account, Role.OFFICE, section.pk)
    line = Act.objects.get(subject_kind="accounts.account", subject_id=str(account.pk))
    assert (line.action, line.summary) == ("accounts.grant_role", "授予角色：业务处室 高新处")


@pytest.mark.parametrize("role", [r for r in Role.values if r != Role.SECURITY_ADMIN])
def test_grant_role_by_any_other_role_is_denied(role):
    account = make_account()

    with pytest.raises(PermissionDenied):
        grant_role(account, actor=make_actor(role), role=Role.LEADER)

    assert not account.grants.exists()


@pytest.mark.parametrize("held", ADMINISTRATORS)
@pytest.mark.parametrize("asked", Role.values)
def test_grant_role_beside_an_administrator_role_is_refused(held, asked):
    account = make_account()
    make_grant(account, held)

    with pytest.raises(MoveRefused) as refused:
        grant_role(
            account, actor=make_actor(Role.SECURITY_ADMIN), role=asked, scope=scope_for(asked)
        )

    assert codes_of(refused) == ["ROLE-HELD" if asked == held else "ROLE-EXCLUSIVE"]
    assert account.grants.count() == 1


@pytest.mark.parametrize("held", BUSINESS)
def test_grant_role_of_an_administrator_beside_business_is_refused_with_its_basis(held, settings):
    settings.SEPARATION_BASIS = "某市信息系统三员管理规定 第五条"
    account = make_account()
    make_grant(account, held, scope_for(held))

    with pytest.raises(MoveRefused) as refused:
        grant_role(account, actor=make_actor(Role.SECURITY_ADMIN), role=Role.AUDIT_ADMIN)

    [finding] = refused.value.findings
    assert finding.code == "ROLE-EXCLUSIVE"
    assert finding.source == "某市信息系统三员管理规定 第五条"


def test_grant_role_of_two_business_roles_is_allowed():
    actor, account, unit = make_actor(Role.SECURITY_ADMIN), make_account(), make_organisation()

    for role in (Role.HOST, Role.APPLICANT):
        grant_role(account, actor=actor, role=role, scope=scope_of(unit))

    assert [g.role for g in account.grants.order_by("id")] == [Role.HOST, Role.APPLICANT]


def test_grant_role_held_in_another_unit_is_allowed():
    actor, account = make_actor(Role.SECURITY_ADMIN), make_account()

    for _unit in range(2):
        grant_role(account, actor=actor, role=Role.HOST, scope=scope_of(make_organisation()))

    assert account.grants.count() == 2


def test_grant_role_after_the_administrator_role_ended_is_allowed():
    actor, account = make_actor(Role.SECURITY_ADMIN), make_account()
    end_grant(make_grant(account, Role.AUDIT_ADMIN), actor=actor, note="转岗")

    grant = grant_role(account, actor=actor, role=Role.LEADER)

    assert grant.ended_at is None


@pytest.mark.parametrize("role", [Role.APPLICANT, Role.HOST, Role.RECOMMENDER])
def test_grant_role_without_its_scope_is_refused(role):
    with pytest.raises(MoveRefused) as refused:
        grant_role(make_account(), actor=make_actor(Role.SECURITY_ADMIN), role=role)

    assert codes_of(refused) == ["ROLE-SCOPE"]


def test_grant_role_to_oneself_or_a_closed_account_is_refused():
    actor, closed = make_actor(Role.SECURITY_ADMIN), make_account(is_active=False)

    with pytest.raises(MoveRefused) as own:
        grant_role(actor.account, actor=actor, role=Role.SECURITY_ADMIN)
    with pytest.raises(MoveRefused) as other:
        grant_role(closed, actor=actor, role=Role.LEADER)

    assert codes_of(own) == ["ROLE-SELF"]
    assert codes_of(other) == ["ACCOUNT-CLOSED"]


def test_end_grant_closes_it_with_the_reason_in_the_record():
    grant = make_actor(Role.LEADER).grant

    ended = end_grant(grant, actor=make_actor(Role.SECURITY_ADMIN), note="调离")

    assert ended.ended_at is not None
    assert Act.objects.get(action="accounts.end_grant").note == "调离"


def test_end_grant_twice_without_reason_or_by_a_stranger_is_refused():
    actor, grant = make_actor(Role.SECURITY_ADMIN), make_actor(Role.LEADER).grant
    with pytest.raises(MoveRefused) as unreasoned:
        end_grant(grant, actor=actor, note="  ")
    with pytest.raises(PermissionDenied):
        end_grant(grant, actor=make_actor(Role.SYSTEM_ADMIN), note="调离")
    end_grant(grant, actor=actor, note="调离")

    with pytest.raises(MoveRefused) as again:
        end_grant(grant, actor=actor, note="调离")

    assert codes_of(unreasoned) == ["REASON-MISSING"]
    assert codes_of(again) == ["ROLE-ENDED"]


def test_deactivate_account_of_the_last_security_admin_is_refused():
    security = make_actor(Role.SECURITY_ADMIN)
    make_grant(make_account(is_active=False), Role.SECURITY_ADMIN)

    with pytest.raises(MoveRefused) as refused:
        deactivate_account(security.account, actor=make_actor(Role.SYSTEM_ADMIN), note="离职")

    assert codes_of(refused) == ["ROLE-LAST"]
    security.account.refresh_from_db()
    assert security.account.is_active


def test_appoint_first_administrators_works_once():
    names = ("system", "security", "audit")
    first = {name: make_account() for name in names}

    appoint_first_administrators(**first)
    with pytest.raises(MoveRefused) as refused:
        appoint_first_administrators(**{name: make_account() for name in names})

    assert codes_of(refused) == ["ADMIN-EXISTS"]
    assert sorted(RoleGrant.objects.values_list("role", flat=True)) == sorted(ADMINISTRATORS)


def test_two_administrator_roles_are_refused_by_the_database_itself():
    account = make_account()
    make_grant(account, Role.SYSTEM_ADMIN)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_grant(account, Role.AUDIT_ADMIN)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_grant(account, Role.SYSTEM_ADMIN)


@pytest.mark.django_db(transaction=True)
def test_grant_role_by_fifty_at_once_never_mixes_administration_and_business():
    account, actor = make_account(), make_actor(Role.SECURITY_ADMIN)
    roles = [Role.SYSTEM_ADMIN, Role.LEADER, Role.AUDIT_ADMIN, Role.FINANCE, Role.SUPERVISOR]

    def grant(number):
        try:
            return grant_role(account, actor=actor, role=roles[number % 5]).role
        except MoveRefused:
            return None

    given = [role for role in at_once(50, grant) if role]

    held = list(account.grants.values_list("role", flat=True))
    assert sorted(held) == sorted(given)
    assert len(held) == len(set(held))
    if set(held) & set(ADMINISTRATORS):
        assert len(held) == 1


@pytest.mark.django_db(transaction=True)
def test_end_grant_of_all_security_admins_at_once_leaves_one():
    admins = [make_actor(Role.SECURITY_ADMIN) for _n in range(6)]

    def end_the_next(number):
        actor, other = admins[number], admins[(number + 1) % 6]
        try:
            end_grant(other.grant, actor=Actor(actor.account, actor.grant), note="轮岗")
        except MoveRefused as refusal:
            return refusal.findings[0].code
        return None

    outcomes = at_once(6, end_the_next)

    assert RoleGrant.objects.filter(role=Role.SECURITY_ADMIN, ended_at=None).count() == 1
    assert sorted(filter(None, outcomes)) == ["ROLE-LAST"]
