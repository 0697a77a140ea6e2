"""The second factor: one-time codes of a phone, and recovery codes on paper."""

import secrets
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from zhinan.apps.accounts.models import Account
from zhinan.apps.records.services import record_act
from zhinan.apps.records.workflow import MoveRefused, require
from zhinan.engines.values import Finding

from .passwords import READABLE, lock_ordinary_account, wrong_password

RECOVERY_CODES = 10


@transaction.atomic
def begin_enrolment(account: Account, *, actor: Any) -> TOTPDevice:
    """The device to be scanned; the same one until it is confirmed.

    Raises:
        PermissionDenied: It is not the actor's own account.
    """
    require(actor, "accounts.change_own", account)
    Account.objects.select_for_update().get(pk=account.pk)
    waiting = TOTPDevice.objects.filter(user=account, confirmed=False).first()
    return waiting or TOTPDevice.objects.create(user=account, name="手机", confirmed=False)


@transaction.atomic
def confirm_enrolment(
    account: Account, *, actor: Any, code: str
) -> tuple[TOTPDevice | None, list[str]]:
    """Switch the second factor on with a first right code.

    Returns:
        The device and the recovery codes, shown once; or None and nothing where the code is wrong
        (the wrong try itself is kept, so this is no exception).

    Raises:
        PermissionDenied: It is not the actor's own account.
    """
    require(actor, "accounts.change_own", account)
    devices = TOTPDevice.objects.select_for_update()
    device = devices.filter(user=account, confirmed=False).first()
    if device is None or not device.verify_token(tidy_code(code)):
        return None, []
    TOTPDevice.objects.filter(user=account, confirmed=True).delete()
    device.confirmed = True
    device.save()
    record_act("accounts.second_factor_on", account, actor=actor, summary="启用两步登录")
    return device, _make_codes(account)


@transaction.atomic
def match_code(account: Account, code: str) -> Device | None:
    """The device that accepts ``code``; a recovery code is used up. Wrong tries slow the next down.

    Six digits are tried on the phone only, all else on the recovery codes only, so that a wrong
    try of one kind does not slow the other down.
    """
    code = tidy_code(code)
    kind = TOTPDevice if code.isdecimal() and len(code) == 6 else StaticDevice
    device: Device | None = (
        kind.objects.select_for_update().filter(user=account, confirmed=True).first()
    )
    return device if device is not None and device.verify_token(code) else None


@transaction.atomic
def renew_recovery_codes(account: Account, *, actor: Any, password: str) -> list[str]:
    """Make recovery codes anew; the old ones no longer work.

    Raises:
        PermissionDenied: It is not the actor's own account.
        MoveRefused: The password is wrong, or there is no second factor.
    """
    require(actor, "accounts.change_own", account)
    _refuse_wrong(account, password)
    if not TOTPDevice.objects.filter(user=account, confirmed=True).exists():
        raise MoveRefused(
            Finding("FACTOR-OFF", _("尚未启用两步登录"), remedy=_("请先启用两步登录"))
        )
    record_act("accounts.recovery_codes", account, actor=actor, summary="重新生成恢复码")
    return _make_codes(account)


@transaction.atomic
def switch_off_second_factor(account: Account, *, actor: Any, password: str) -> None:
    """Switch one's own second factor off.

    Raises:
        PermissionDenied: It is not the actor's own account.
        MoveRefused: The password is wrong.
    """
    require(actor, "accounts.change_own", account)
    _refuse_wrong(account, password)
    _remove_devices(account)
    record_act("accounts.second_factor_off", account, actor=actor, summary="停用两步登录")


@transaction.atomic
def reset_second_factor(account: Account, *, actor: Any, note: str = "") -> None:
    """Take the second factor off an account whose holder lost the phone and the recovery codes.

    Raises:
        PermissionDenied: ``actor`` is not a system administrator.
        MoveRefused: The account is an administrator's own.
    """
    require(actor, "accounts.reset_password", account)
    lock_ordinary_account(account)
    _remove_devices(account)
    record_act(
        "accounts.second_factor_off", account, actor=actor, summary="管理员停用两步登录", note=note
    )


@transaction.atomic
def reset_administrator_second_factor(account: Account) -> None:
    """The same for an administrator, by the operator of the server."""
    _remove_devices(account)
    record_act(
        "accounts.second_factor_off",
        account,
        actor=None,
        summary="管理员停用两步登录",
        note="在服务器上办理",
    )


def tidy_code(code: str) -> str:
    return code.strip().replace(" ", "").lower()


def _refuse_wrong(account: Account, password: str) -> None:
    if not account.check_password(password):
        raise MoveRefused(wrong_password("password"))


def _remove_devices(account: Account) -> None:
    TOTPDevice.objects.filter(user=account).delete()
    StaticDevice.objects.filter(user=account).delete()


def _make_codes(account: Account) -> list[str]:
    StaticDevice.objects.filter(user=account).delete()
    device = StaticDevice.objects.create(user=account, name="恢复码")
    codes = [
        "-".join("".join(secrets.choice(READABLE) for _i in range(5)) for _j in range(2))
        for _k in range(RECOVERY_CODES)
    ]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes
