import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.apps.records.threads import at_once
from tests.factories.accounts import make_account, make_actor, make_grant
from tests.factories.registry import make_organisation
from zhinan.apps.accounts.models import ADMINISTRATORS, Account, Role
from zhinan.apps.accounts.selectors import (
    PUBLIC,
    accounts_visible_to,
    acting_as,
    hosts_of,
    record_of,
    scope_of,
)
from zhinan.apps.accounts.services import (
    activate_account,
    create_account,
    deactivate_account,
    unlock_account,
)
from zhinan.apps.records.models import Act
from zhinan.apps.records.workflow import MoveRefused

pytestmark = pytest.mark.django_db


def codes_of(refused):
    return [finding.code for finding in refused.value.findings]


def test_create_account_makes_a_password_that_must_be_changed():
    actor = make_actor(Role.SYSTEM_ADMIN)

    account, password = create_account(actor=actor, username=" Wang．Min ", name="王敏")

    assert account.username == "wang.min"
    assert account.check_password(password)
    assert account.must_change_password
    assert Act.objects.get(subject_id=str(account.pk)).action == "accounts.create_account"
    assert password not in str(list(Act.objects.values()))


@pytest.mark.parametrize("role", [r for r in Role.values if r != Role.SYSTEM_ADMIN])
def test_account_acts_by_another_role_are_denied(role):
    actor, account = make_actor(role), make_account()

    with pytest.raises(PermissionDenied):
        create_account(actor=actor, username="new", name="新")
    with pytest.raises(PermissionDenied):
        deactivate_account(account, actor=actor, note="离职")
    with pytest.raises(PermissionDenied):
        activate_account(account, actor=actor, note="返聘")


@pytest.mark.parametrize(
    ("username", "name", "code"),
    [
        ("ab", "张三", "USERNAME-FORM"),
        ("张 三", "张三", "USERNAME-FORM"),
        ("x" * 65, "张三", "USERNAME-FORM"),
        ("ＴＡＫＥＮ", "张三", "USERNAME-TAKEN"),
        ("zhangsan", "  ", "NAME-MISSING"),
    ],
)
def test_create_account_with_a_bad_name_is_refused(username, name, code):
    make_account(username="taken")
    actor = make_actor(Role.SYSTEM_ADMIN)

    with pytest.raises(MoveRefused) as refused:
        create_account(actor=actor, username=username, name=name)

    assert codes_of(refused) == [code]
    assert Account.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_create_account_by_twenty_at_once_gives_the_username_once():
    actor = make_actor(Role.SYSTEM_ADMIN)

    def create(_number):
        try:
            return create_account(actor=actor, username="same", name="同")[0].pk
        except MoveRefused as refusal:
            return refusal.findings[0].code

    outcomes = at_once(20, create)

    assert outcomes.count("USERNAME-TAKEN") == 19
    assert Account.objects.filter(username="same").count() == 1


def test_deactivate_and_activate_account_write_reasons():
    actor, account = make_actor(Role.SYSTEM_ADMIN), make_account()

    deactivate_account(account, actor=actor, note="离职")
    activate_account(account, actor=actor, note="返聘")

    account.refresh_from_db()
    assert account.is_active
    lines = record_of(account, actor=actor)
    assert [(line.action, line.note) for line in lines] == [
        ("accounts.activate_account", "返聘"),
        ("accounts.deactivate_account", "离职"),
    ]


def test_deactivate_account_of_oneself_or_without_reason_is_refused():
    actor, account = make_actor(Role.SYSTEM_ADMIN), make_account()

    with pytest.raises(MoveRefused) as own:
        deactivate_account(actor.account, actor=actor, note="试试")
    with pytest.raises(MoveRefused) as silent:
        deactivate_account(account, actor=actor, note="")
    with pytest.raises(MoveRefused):
        activate_account(account, actor=actor, note="")

    assert (codes_of(own), codes_of(silent)) == (["ROLE-SELF"], ["REASON-MISSING"])


@pytest.mark.parametrize("role", Role.values)
def test_accounts_visible_to_administrators_only(role):
    actor = make_actor(role)
    make_account()

    seen = accounts_visible_to(actor).count()

    assert seen == (2 if role in ADMINISTRATORS else 0)
    assert accounts_visible_to(PUBLIC).count() == 0
    assert record_of(make_account(), actor=PUBLIC).count() == 0


def test_accounts_visible_to_filters_and_keeps_one_statement_count():
    actor, unit = make_actor(Role.SYSTEM_ADMIN), make_organisation(name="云州精工有限公司")
    make_grant(make_account(name="甲"), Role.HOST, scope_of(unit))
    make_account(name="乙", is_active=False)

    def names(**by):
        return [account.name for account in accounts_visible_to(actor, **by)]

    assert names(words="云州精工") == ["甲"]
    assert names(role=Role.HOST) == ["甲"]
    assert names(role="none") == ["乙"]
    assert names(state="closed") == ["乙"]
    assert names(state="locked") == []
    for _row in range(3):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            [list(account.open_grants) for account in accounts_visible_to(actor)]
        assert len(queries) == 2
        make_actor(Role.LEADER)


def test_hosts_of_are_active_hosts_of_that_unit():
    unit = make_organisation()
    host = make_actor(Role.HOST, organisation=unit)
    make_actor(Role.HOST, organisation=unit, account=make_account(is_active=False))
    make_actor(Role.HOST, organisation=make_organisation())
    make_actor(Role.APPLICANT, organisation=unit)

    assert list(hosts_of(unit.pk)) == [host.account]


def test_acting_as_falls_back_to_an_open_grant():
    first, second = make_actor(Role.LEADER), None
    second = make_actor(Role.FINANCE, account=first.account)

    assert acting_as(first.account, second.grant.pk).role == Role.FINANCE
    assert acting_as(first.account, 0).role == Role.LEADER
    assert acting_as(make_account(), None).role == ""


@pytest.mark.parametrize("role", Role.values)
def test_unlock_account_is_for_system_and_security_administrators(role):
    account = make_account()

    if role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN):
        assert unlock_account(account, actor=make_actor(role)) == 0
    else:
        with pytest.raises(PermissionDenied):
            unlock_account(account, actor=make_actor(role))


def test_username_is_one_whatever_the_case_and_width():
    account = Account.objects.create_user("Wang．System", "x")

    assert account.username == "wang.system"
    assert Account.objects.get_by_natural_key("ＷＡＮＧ.system ") == account
