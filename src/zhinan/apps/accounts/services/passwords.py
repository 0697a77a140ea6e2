"""Passwords: changing, resetting by a person, resetting by a letter."""

import secrets
from collections.abc import Callable
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.encoding import force_bytes, force_str
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode
from django.utils.translation import gettext as _

from zhinan.apps.accounts.guards import is_no_administrator
from zhinan.apps.accounts.models import ADMINISTRATORS, Account
from zhinan.apps.accounts.tasks import queue_letter
from zhinan.apps.records.services import record_act
from zhinan.apps.records.workflow import MoveRefused, require
from zhinan.engines.values import Finding

READABLE = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is mistaken for another


def made_password() -> str:
    """A password of 12 readable characters, about 59 bits of chance."""
    return "-".join("".join(secrets.choice(READABLE) for _i in range(4)) for _j in range(3))


def refuse_weak_password(password: str, account: Account, *, field: str = "password") -> None:
    """Raise MoveRefused ``PASSWORD-WEAK`` with every reason."""
    try:
        validate_password(password, account)
    except ValidationError as weak:
        raise MoveRefused(
            *(
                Finding("PASSWORD-WEAK", text, remedy=_("请换一个密码"), field=field)
                for text in weak.messages
            )
        ) from None


@transaction.atomic
def change_password(account: Account, *, actor: Any, old: str, new: str) -> Account:
    """Change one's own password; other sessions of the account end.

    Raises:
        PermissionDenied: It is not the actor's own account.
        MoveRefused: The old one is wrong, or the new one is weak or the same.
    """
    require(actor, "accounts.change_own", account)
    locked = Account.objects.select_for_update().get(pk=account.pk)
    if not locked.check_password(old):
        raise MoveRefused(wrong_password("old"))
    if old == new:
        same = _("新密码与原密码相同")
        raise MoveRefused(Finding("PASSWORD-SAME", same, remedy=_("请换一个密码"), field="new"))
    refuse_weak_password(new, locked, field="new")
    return _set_password(locked, new, actor=actor, action="change_password", summary="修改密码")


@transaction.atomic
def reset_password(account: Account, *, actor: Any, note: str = "") -> str:
    """Give an account a made-up password that must be changed at the next sign-in; returns it.

    Raises:
        PermissionDenied: ``actor`` is not a system administrator.
        MoveRefused: The account is an administrator's own.
    """
    require(actor, "accounts.reset_password", account)
    return _make_password(lock_ordinary_account(account), actor=actor, note=note)


@transaction.atomic
def reset_administrator_password(account: Account) -> str:
    """The same for an administrator, by the operator of the server; returns the password."""
    locked = Account.objects.select_for_update().get(pk=account.pk)
    return _make_password(locked, actor=None, note="在服务器上办理")


def lock_ordinary_account(account: Account) -> Account:
    """The account, locked against new roles until the transaction ends.

    Raises:
        MoveRefused: ``ACCOUNT-ADMINISTRATOR``: it holds an administrator role.
    """
    locked = Account.objects.select_for_update().get(pk=account.pk)
    held = locked.grants.filter(ended_at__isnull=True).select_related("account")
    findings = is_no_administrator(held, ADMINISTRATORS)
    if findings:
        raise MoveRefused(*findings)
    return locked


def request_password_reset(email: str, *, link: Callable[[str, str], str]) -> None:
    """Send a letter to every open account of an e-mail address; silent where there is none.

    Args:
        email: As typed.
        link: Makes the address of the page from (account key, token).
    """
    for account in Account.objects.filter(email__iexact=email.strip(), is_active=True)[:5]:
        uid = urlsafe_base64_encode(force_bytes(account.pk))
        address = link(uid, default_token_generator.make_token(account))
        queue_letter(
            _("重设密码"),
            _(
                "%(name)s：\n\n请在1小时内打开下面的地址，为用户名“%(username)s”设置新密码。地址只能用一次。\n\n"
                "%(address)s\n\n如非本人申请，请不必理会，密码不会改变。"
            )
            % {"name": account.name, "username": account.username, "address": address},
            account.email,
        )


def token_is_good(uid: str, token: str) -> Account | None:
    """The open account that a letter's link belongs to, if the link is whole, unused and in time."""
    try:
        pk = int(force_str(urlsafe_base64_decode(uid)))
    except (ValueError, OverflowError):
        return None
    account = Account.objects.filter(pk=pk, is_active=True).first()
    return account if account and default_token_generator.check_token(account, token) else None


@transaction.atomic
def set_password_anew(uid: str, token: str, *, actor: Any, new: str) -> Account:
    """Set a password through the link of a letter; the link is used up by it.

    Raises:
        MoveRefused: The link is broken, used or too old, or the password is weak.
    """
    found = token_is_good(uid, token)
    account = Account.objects.select_for_update().get(pk=found.pk) if found else None
    if account is None or not default_token_generator.check_token(account, token):
        raise MoveRefused(
            Finding("LINK-USED", _("链接已用过或已过期"), remedy=_("请重新申请重设密码"))
        )
    refuse_weak_password(new, account, field="new")
    return _set_password(
        account, new, actor=actor, action="reset_password", summary="凭邮件链接重设密码"
    )


def wrong_password(field: str) -> Finding:
    return Finding("PASSWORD-WRONG", _("密码不正确"), remedy=_("请重新输入"), field=field)


def _make_password(account: Account, *, actor: Any, note: str) -> str:
    password = made_password()
    _set_password(
        account,
        password,
        actor=actor,
        action="reset_password",
        summary="重置密码",
        must_change=True,
        note=note,
    )
    return password


def _set_password(
    account: Account,
    password: str,
    *,
    actor: Any,
    action: str,
    summary: str,
    must_change: bool = False,
    note: str = "",
) -> Account:
    account.set_password(password)
    account.must_change_password = must_change
    account.save(update_fields=["password", "must_change_password"])
    record_act(f"accounts.{action}", account, actor=actor, summary=summary, note=note)
    return account
