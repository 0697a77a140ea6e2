import pytest
from django.contrib.auth import get_user_model
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.factories.accounts import PASSWORD, make_actor
from zhinan.apps.accounts.models import Role, RoleGrant
from zhinan.apps.accounts.selectors import has_second_factor
from zhinan.apps.records.models import Act
from zhinan.cli.main import main

pytestmark = pytest.mark.django_db
WORDS = ["administrators", "--system", "wang", "--security", "li", "--audit", "zhao"]


def test_administrators_opens_three_accounts_once(capsys):
    assert main(WORDS) == 0

    shown = capsys.readouterr().out
    assert dict(RoleGrant.objects.values_list("account__username", "role")) == {
        "wang": "system_admin",
        "li": "security_admin",
        "zhao": "audit_admin",
    }
    assert all(account.must_change_password for account in get_user_model().objects.all())
    password = shown.split("初始密码 ")[1].splitlines()[0]
    assert get_user_model().objects.get(username="wang").check_password(password)

    assert (
        main(
            [
                word + "2" if not word.startswith("-") and word != "administrators" else word
                for word in WORDS
            ]
        )
        == 1
    )
    assert get_user_model().objects.count() == 3


def test_administrators_with_one_name_twice_makes_none(capsys):
    assert main([*WORDS[:-1], "wang"]) == 1
    assert "重复" in capsys.readouterr().err
    assert not get_user_model().objects.exists()


def test_administrators_reset_gives_a_new_password_and_keeps_the_second_factor(capsys):
    account = make_actor(Role.SECURITY_ADMIN).account
    TOTPDevice.objects.create(user=account, confirmed=True)

    assert main(["administrators", "reset", account.username]) == 0

    password = capsys.readouterr().out.split("新密码 ")[1].splitlines()[0]
    account.refresh_from_db()
    assert account.check_password(password)
    assert account.must_change_password
    assert has_second_factor(account)
    assert Act.objects.filter(action="accounts.reset_password").count() == 1
    assert main(["administrators", "reset", account.username, "--second-factor"]) == 0
    assert not has_second_factor(account)


def test_administrators_reset_of_another_account_is_refused(capsys):
    account = make_actor(Role.HOST).account

    assert main(["administrators", "reset", account.username]) == 1

    assert "没有管理员账户" in capsys.readouterr().err
    account.refresh_from_db()
    assert account.check_password(PASSWORD)
