"""``zhinan administrators``: the three administrators of a new installation (三员分立)."""

import secrets

from .words import fail, parser, start_django


def main(words: list[str]) -> int:
    return reset(words[1:]) if words[:1] == ["reset"] else appoint(words)


def appoint(words: list[str]) -> int:
    given = parser(
        "administrators",
        "Open three accounts, one each for system, security and audit administration, with passwords to be "
        "changed at first sign-in. Works once; later the security administrator grants roles. The word reset gives "
        "one of them a new password: zhinan administrators reset --help.",
        "zhinan administrators --system wang.system --security li.security --audit zhao.audit\n"
        "zhinan administrators reset wang.system",
    )
    for name in ("system", "security", "audit"):
        given.add_argument(f"--{name}", required=True, metavar="USERNAME")
    options = given.parse_args(words)
    start_django()
    from django.db import IntegrityError, transaction

    from zhinan.apps.accounts.models import Account
    from zhinan.apps.accounts.services import appoint_first_administrators
    from zhinan.apps.records.services import MoveRefused

    titles = {"system": "系统管理员", "security": "安全管理员", "audit": "审计管理员"}
    passwords = {name: secrets.token_urlsafe(12) for name in titles}
    try:
        with transaction.atomic():
            accounts = {
                name: Account.objects.create_user(
                    getattr(options, name), passwords[name], name=title, must_change_password=True
                )
                for name, title in titles.items()
            }
            appoint_first_administrators(**accounts)
    except MoveRefused as refused:
        return fail("administrators", str(refused))
    except IntegrityError:
        return fail("administrators", "用户名已被使用，或三个用户名有重复。请换用户名再试")
    for name, title in titles.items():
        print(f"{title}：{getattr(options, name)}  初始密码 {passwords[name]}")
    print("初始密码只显示这一次；首次登录须修改")
    return 0


def reset(words: list[str]) -> int:
    given = parser(
        "administrators reset",
        "Give an administrator a new password, to be changed at the next sign-in. On the pages no "
        "administrator can reset another. Written into the record.",
        "zhinan administrators reset wang.system\n"
        "zhinan administrators reset wang.system --second-factor",
    )
    given.add_argument("username", metavar="USERNAME")
    given.add_argument(
        "--second-factor",
        action="store_true",
        help="also take the second factor off, where phone and recovery codes are lost",
    )
    options = given.parse_args(words)
    start_django()
    from django.db import transaction

    from zhinan.apps.accounts.models import ADMINISTRATORS, Account
    from zhinan.apps.accounts.services import (
        reset_administrator_password,
        reset_administrator_second_factor,
    )

    held = {"grants__role__in": ADMINISTRATORS, "grants__ended_at": None}
    account = Account.objects.filter(username=options.username, **held).first()
    if account is None:
        message = f"没有管理员账户“{options.username}”。其他账户请由系统管理员在页面上重置"
        return fail("administrators reset", message)
    with transaction.atomic():
        password = reset_administrator_password(account)
        if options.second_factor:
            reset_administrator_second_factor(account)
    print(f"{options.username}  新密码 {password}")
    print("新密码只显示这一次；下次登录须修改")
    return 0
