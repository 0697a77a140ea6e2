import pytest
from django.core.exceptions import PermissionDenied
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.factories.accounts import PASSWORD, make_account, make_actor
from zhinan.apps.accounts.models import Role
from zhinan.apps.accounts.selectors import Actor, has_second_factor, recovery_codes_left
from zhinan.apps.accounts.services import (
    begin_enrolment,
    confirm_enrolment,
    match_code,
    renew_recovery_codes,
    reset_second_factor,
    switch_off_second_factor,
)
from zhinan.apps.records.models import Act
from zhinan.apps.records.workflow import MoveRefused

pytestmark = pytest.mark.django_db


def code_of(device, later=0):
    return f"{totp(device.bin_key, t0=-30 * later):06d}"


def enrol(account):
    device = begin_enrolment(account, actor=Actor(account))
    return confirm_enrolment(account, actor=Actor(account), code=code_of(device))


def codes_of(refused):
    return [finding.code for finding in refused.value.findings]


def test_confirm_enrolment_with_the_right_code_gives_ten_recovery_codes():
    account = make_account()

    device, codes = enrol(account)

    assert device.confirmed
    assert (len(codes), len(set(codes)), recovery_codes_left(account)) == (10, 10, 10)
    assert has_second_factor(account)


def test_confirm_enrolment_with_a_wrong_code_or_nothing_begun_changes_nothing():
    account = make_account()
    nothing = confirm_enrolment(account, actor=Actor(account), code="123456")
    device = begin_enrolment(account, actor=Actor(account))
    wrong = "000000" if code_of(device) != "000000" else "111111"

    outcome = confirm_enrolment(account, actor=Actor(account), code=wrong)

    assert nothing == outcome == (None, [])
    assert not has_second_factor(account)
    assert begin_enrolment(account, actor=Actor(account)).pk == device.pk


def test_match_code_accepts_a_code_once_and_a_recovery_code_once():
    account = make_account()
    device, codes = enrol(account)
    TOTPDevice.objects.update(last_t=-1)

    found = [
        match_code(account, f" {code_of(device)[:3]} {code_of(device)[3:]} "),
        match_code(account, code_of(device)),
    ]
    found += [match_code(account, codes[0].upper()), match_code(account, codes[0])]

    assert [device is not None for device in found] == [True, False, True, False]
    assert recovery_codes_left(account) == 9


def test_match_code_after_wrong_tries_waits():
    account = make_account()
    device, _codes = enrol(account)
    TOTPDevice.objects.update(last_t=-1)

    wrong = f"{(int(code_of(device)) + 500_000) % 1_000_000:06d}"
    tries = [match_code(account, wrong) for _n in range(3)]

    assert tries == [None] * 3
    assert match_code(account, code_of(device)) is None


def test_renew_recovery_codes_needs_password_and_factor():
    account = make_account()
    actor = Actor(account)
    with pytest.raises(MoveRefused) as off:
        renew_recovery_codes(account, actor=actor, password=PASSWORD)
    _device, old = enrol(account)
    with pytest.raises(MoveRefused) as wrong:
        renew_recovery_codes(account, actor=actor, password="wrong")

    new = renew_recovery_codes(account, actor=actor, password=PASSWORD)

    assert (codes_of(off), codes_of(wrong)) == (["FACTOR-OFF"], ["PASSWORD-WRONG"])
    assert not set(old) & set(new)
    assert recovery_codes_left(account) == 10


def test_switch_off_second_factor_needs_the_password():
    account = make_account()
    enrol(account)
    with pytest.raises(MoveRefused):
        switch_off_second_factor(account, actor=Actor(account), password="wrong")
    assert has_second_factor(account)

    switch_off_second_factor(account, actor=Actor(account), password=PASSWORD)

    assert (has_second_factor(account), recovery_codes_left(account)) == (False, 0)


def test_reset_second_factor_is_for_the_system_admin():
    account = make_account()
    enrol(account)
    with pytest.raises(PermissionDenied):
        reset_second_factor(account, actor=make_actor(Role.SECURITY_ADMIN))

    reset_second_factor(account, actor=make_actor(Role.SYSTEM_ADMIN), note="手机丢失")

    assert not has_second_factor(account)
    assert Act.objects.get(action="accounts.second_factor_off").note == "手机丢失"


def test_reset_second_factor_of_an_administrator_is_refused():
    account = make_actor(Role.SECURITY_ADMIN).account
    enrol(account)

    with pytest.raises(MoveRefused) as refused:
        reset_second_factor(account, actor=make_actor(Role.SYSTEM_ADMIN))

    assert codes_of(refused) == ["ACCOUNT-ADMINISTRATOR"]
    assert has_second_factor(account)


def test_enrolling_again_replaces_the_device():
    account = make_account()
    first, _codes = enrol(account)

    second, _codes = enrol(account)

    assert first.pk != second.pk
    assert TOTPDevice.objects.filter(user=account).count() == 1
