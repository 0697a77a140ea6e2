"""Giving and ending roles."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhinan.apps.accounts.guards import (
    a_security_admin_remains,
    account_is_active,
    grants_are_not_own,
    reason_is_given,
    role_is_new,
    role_suits_scope,
    roles_are_separate,
)
from zhinan.apps.accounts.models import ADMINISTRATORS, Account, Role, RoleGrant, Scope, ScopeKind
from zhinan.apps.records.services import record_act
from zhinan.apps.records.workflow import MoveRefused, require
from zhinan.engines.values import Finding

EVERYTHING = (ScopeKind.ALL,)
OFFICE_WIDE = (ScopeKind.ALL, ScopeKind.SECTION)
ROLE_SCOPES: dict[str, tuple[str, ...]] = {
    Role.APPLICANT: (ScopeKind.ORGANISATION,),
    Role.HOST: (ScopeKind.ORGANISATION,),
    Role.RECOMMENDER: (ScopeKind.BODY,),
    Role.OFFICE: OFFICE_WIDE,
    Role.LEADER: OFFICE_WIDE,
    Role.FINANCE: OFFICE_WIDE,
    Role.EXPERT: (ScopeKind.ALL, ScopeKind.PERSON),
    Role.SUPERVISOR: EVERYTHING,
    Role.SYSTEM_ADMIN: EVERYTHING,
    Role.SECURITY_ADMIN: EVERYTHING,
    Role.AUDIT_ADMIN: EVERYTHING,
}


@transaction.atomic
def grant_role(
    account: Account, *, actor: Any, role: str, scope: Scope | None = None, note: str = ""
) -> RoleGrant:
    """Give an account one role more.

    Raises:
        PermissionDenied: ``actor`` is not a security administrator.
        MoveRefused: The role is held already, excludes another, does not fit the scope, or the
            account is the actor's own or closed.
    """
    require(actor, "accounts.grant_role", account)
    findings = [*grants_are_not_own(actor, account), *account_is_active(account)]
    if findings:
        raise MoveRefused(*findings)
    return open_grant(account, actor=actor, role=role, scope=scope, note=note)


@transaction.atomic
def open_grant(
    account: Account, *, actor: Any, role: str, scope: Scope | None = None, note: str = ""
) -> RoleGrant:
    """Open a grant for an act whose own right was checked: a registration, an invitation.

    The account's row is locked first, so two grants at once cannot both pass the check.

    Raises:
        MoveRefused: The role is held already, excludes another, or does not fit the scope.
    """
    scope, role = scope or Scope(), Role(role)
    locked = Account.objects.select_for_update().get(pk=account.pk)
    held = list(locked.grants.filter(ended_at__isnull=True))
    findings = [
        *role_suits_scope(role, scope.kind, ROLE_SCOPES[role]),
        *role_is_new(held, role, scope.id),
        *roles_are_separate(held, role, ADMINISTRATORS),
    ]
    if findings:
        raise MoveRefused(*findings)
    grant = RoleGrant.objects.create(
        account=locked, role=role, scope_kind=scope.kind, scope_id=scope.id, scope_name=scope.name
    )
    record_act(
        "accounts.grant_role",
        locked,
        actor=actor,
        summary=f"授予角色：{grant}",
        after={"grant": grant.pk, "role": role, "scope": [scope.kind, scope.id]},
        note=note,
    )
    return grant


@transaction.atomic
def end_grant(grant: RoleGrant, *, actor: Any, note: str) -> RoleGrant:
    """Take a role away; sessions acting in it lose it with their next request.

    Raises:
        PermissionDenied: ``actor`` is not a security administrator.
        MoveRefused: It is ended already, the actor's own, the last security administrator's, or
            no reason is given.
    """
    require(actor, "accounts.end_grant", grant)
    if grant.role == Role.SECURITY_ADMIN:
        lock_security_admins()
    Account.objects.select_for_update().get(pk=grant.account_id)
    grant = RoleGrant.objects.select_related("account").get(pk=grant.pk)
    findings = [
        *_grant_is_open(grant),
        *grants_are_not_own(actor, grant.account),
        *reason_is_given(note),
        *last_security_admin_stays(grant.account, grant.role),
    ]
    if findings:
        raise MoveRefused(*findings)
    grant.ended_at = timezone.now()
    grant.save(update_fields=["ended_at"])
    record_act(
        "accounts.end_grant",
        grant.account,
        actor=actor,
        summary=f"撤销角色：{grant}",
        before={"grant": grant.pk, "role": grant.role},
        after={"ended_at": grant.ended_at},
        note=note,
    )
    return grant


@transaction.atomic
def appoint_first_administrators(*, system: Account, security: Account, audit: Account) -> None:
    """Give a new installation its three administrators.

    Raises:
        MoveRefused: A security administrator exists; that one grants roles from then on.
    """
    if lock_security_admins():
        raise MoveRefused(
            Finding(
                "ADMIN-EXISTS",
                _("系统已有安全管理员"),
                remedy=_("请由安全管理员授予角色"),
            )
        )
    for account, role in (
        (system, Role.SYSTEM_ADMIN),
        (security, Role.SECURITY_ADMIN),
        (audit, Role.AUDIT_ADMIN),
    ):
        open_grant(account, actor=None, role=role, note="首次设立")


def lock_security_admins() -> list[int]:
    """Ids of the accounts that can grant roles now, locked until the transaction ends.

    Taken before any single account is locked, so that two removals at once wait in one order.
    """
    grants = RoleGrant.objects.select_for_update().select_related("account")
    mine = grants.filter(
        role=Role.SECURITY_ADMIN, ended_at__isnull=True, account__is_active=True
    ).order_by("id")
    return [grant.account_id for grant in mine]


def last_security_admin_stays(account: Account, role: str) -> list[Finding]:
    if role != Role.SECURITY_ADMIN:
        return []
    return a_security_admin_remains(len([pk for pk in lock_security_admins() if pk != account.pk]))


def _grant_is_open(grant: RoleGrant) -> list[Finding]:
    if grant.ended_at is None:
        return []
    ended = timezone.localtime(grant.ended_at).strftime("%Y-%m-%d %H:%M")
    return [
        Finding(
            "ROLE-ENDED",
            _("该角色已于%(ended)s撤销") % {"ended": ended},
            remedy=_("请刷新页面查看最新状态"),
        )
    ]
