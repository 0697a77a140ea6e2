"""Opening, closing and unlocking accounts."""

import re
from typing import Any

from axes.utils import reset
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhinan.apps.accounts.guards import grants_are_not_own, reason_is_given
from zhinan.apps.accounts.models import Account, Role, tidy_username
from zhinan.apps.records.services import record_act
from zhinan.apps.records.workflow import MoveRefused, require
from zhinan.engines.values import Finding

from .grants import last_security_admin_stays, lock_security_admins
from .passwords import made_password, refuse_weak_password

USERNAME = re.compile(r"[\w.@+-]{3,64}")


@transaction.atomic
def create_account(
    *, actor: Any, username: str, name: str, email: str = "", note: str = ""
) -> tuple[Account, str]:
    """Open an account with a made-up password that must be changed at the first sign-in.

    Returns:
        The account, and the password: shown once, kept nowhere.

    Raises:
        PermissionDenied: ``actor`` is not a system administrator.
        MoveRefused: The username is taken or badly formed, or the name is missing.
    """
    require(actor, "accounts.create_account")
    password = made_password()
    account = open_account(
        actor=actor,
        username=username,
        name=name,
        email=email,
        password=password,
        must_change_password=True,
        note=note,
    )
    return account, password


@transaction.atomic
def open_account(
    *,
    actor: Any,
    username: str,
    name: str,
    password: str,
    email: str = "",
    must_change_password: bool = False,
    note: str = "",
) -> Account:
    """Open an account for an act whose own right was checked: a registration, an invitation.

    Raises:
        MoveRefused: The username is taken or badly formed, the name missing, the password weak.
    """
    username = tidy_username(username)
    account = Account(username=username, name=name.strip(), email=email.strip())
    account.must_change_password = must_change_password
    findings = [*_username_is_free(username), *_name_is_given(account.name)]
    if findings:
        raise MoveRefused(*findings)
    refuse_weak_password(password, account)
    account.set_password(password)
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError:
        raise MoveRefused(_taken(username)) from None
    record_act(
        "accounts.create_account",
        account,
        actor=actor,
        summary=f"开设账户：{username}（{account.name}）",
        after={"username": username, "name": account.name},
        note=note,
    )
    return account


@transaction.atomic
def deactivate_account(account: Account, *, actor: Any, note: str) -> Account:
    """Close an account: it cannot sign in, and open sessions end with their next request.

    Raises:
        PermissionDenied: ``actor`` is not a system administrator.
        MoveRefused: It is the actor's own, the last security administrator's, or no reason is given.
    """
    require(actor, "accounts.deactivate_account", account)
    lock_security_admins()
    locked = Account.objects.select_for_update().get(pk=account.pk)
    is_security = locked.grants.filter(role=Role.SECURITY_ADMIN, ended_at__isnull=True).exists()
    findings = [
        *grants_are_not_own(actor, locked),
        *reason_is_given(note),
        *last_security_admin_stays(locked, Role.SECURITY_ADMIN if is_security else ""),
    ]
    if findings:
        raise MoveRefused(*findings)
    return _set_active(locked, active=False, actor=actor, note=note)


@transaction.atomic
def activate_account(account: Account, *, actor: Any, note: str) -> Account:
    """Open a closed account again, with the roles it has left.

    Raises:
        PermissionDenied: ``actor`` is not a system administrator.
        MoveRefused: No reason is given.
    """
    require(actor, "accounts.deactivate_account", account)
    locked = Account.objects.select_for_update().get(pk=account.pk)
    if findings := reason_is_given(note):
        raise MoveRefused(*findings)
    return _set_active(locked, active=True, actor=actor, note=note)


@transaction.atomic
def unlock_account(account: Account, *, actor: Any) -> int:
    """Forget the failed sign-ins that locked an account; returns how many there were.

    Raises:
        PermissionDenied: ``actor`` is neither system nor security administrator.
    """
    require(actor, "accounts.unlock_account", account)
    forgotten = int(reset(username=account.username))
    record_act(
        "accounts.unlock_account",
        account,
        actor=actor,
        summary="解除登录锁定",
        before={"locked_sources": forgotten},
    )
    return forgotten


def _set_active(account: Account, *, active: bool, actor: Any, note: str) -> Account:
    before, account.is_active = account.is_active, active
    account.save(update_fields=["is_active"])
    record_act(
        "accounts.activate_account" if active else "accounts.deactivate_account",
        account,
        actor=actor,
        summary="启用账户" if active else "停用账户",
        before={"is_active": before},
        after={"is_active": active},
        note=note,
    )
    return account


def _name_is_given(name: str) -> list[Finding]:
    if name:
        return []
    return [Finding("NAME-MISSING", _("没有填写姓名"), remedy=_("请填写姓名"), field="name")]


def _username_is_free(username: str) -> list[Finding]:
    if not USERNAME.fullmatch(username):
        return [
            Finding(
                "USERNAME-FORM",
                _("用户名“%(username)s”不合要求") % {"username": username},
                remedy=_("请用3至64个字母、汉字、数字或 . @ + - _"),
                field="username",
            )
        ]
    if Account.objects.filter(username__iexact=username).exists():
        return [_taken(username)]
    return []


def _taken(username: str) -> Finding:
    return Finding(
        "USERNAME-TAKEN",
        _("用户名“%(username)s”已被使用") % {"username": username},
        remedy=_("请换一个用户名"),
        field="username",
    )
