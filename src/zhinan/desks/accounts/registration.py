"""A unit registers itself: its organisation, its first account, and that account's two roles."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhinan.apps.accounts.models import Role
from zhinan.apps.accounts.selectors import PUBLIC, Actor, hosts_of, scope_of
from zhinan.apps.accounts.services import open_grant
from zhinan.apps.accounts.services.people import open_account
from zhinan.apps.records.services import record_act
from zhinan.apps.records.services.inbox import notify
from zhinan.apps.records.workflow import MoveRefused
from zhinan.apps.registry.models import Organisation, OrganisationKind
from zhinan.apps.registry.services import register_organisation
from zhinan.engines.values import Finding
from zhinan.engines.values.identity import (
    USCC_CHECK,
    check_uscc,
    is_public_body_code,
    tidy_number,
)

PUBLIC_KINDS = (
    OrganisationKind.UNIVERSITY,
    OrganisationKind.INSTITUTE,
    OrganisationKind.HOSPITAL,
    OrganisationKind.PUBLIC_BODY,
    OrganisationKind.GOVERNMENT,
)


def may_explain_check_digit(uscc: str, kind: str) -> bool:
    """Say whether a failed check digit is answered with a reason (public bodies) or is a bar."""
    return kind in PUBLIC_KINDS or is_public_body_code(uscc)


def check_digit_findings(uscc: str, kind: str, reason: str) -> list[Finding]:
    """What the code itself forbids; a public body's failed check digit passes with a reason."""
    findings = check_uscc(uscc)
    if [f.code for f in findings] != [USCC_CHECK] or not may_explain_check_digit(uscc, kind):
        return findings
    return [] if reason.strip() else findings


@transaction.atomic
def register_unit(
    *,
    uscc: str,
    name: str,
    kind: str,
    region_code: str,
    registered_on: date,
    warning_reason: str,
    username: str,
    person_name: str,
    email: str,
    password: str,
) -> Actor:
    """Open an account that administers and applies for a new organisation; all or nothing.

    Returns:
        The account acting as administrator of the organisation.

    Raises:
        MoveRefused: A fact is wrong, the organisation is registered already, the username is
            taken, or the password is weak.
    """
    if findings := check_digit_findings(uscc, kind, warning_reason):
        raise MoveRefused(*findings)
    account = open_account(
        actor=PUBLIC, username=username, name=person_name, email=email, password=password
    )
    actor = Actor(account)
    try:
        with transaction.atomic():
            organisation = register_organisation(
                actor=actor,
                name=name,
                uscc=uscc,
                kind=kind,
                region_code=region_code,
                registered_on=registered_on,
                uscc_warning=warning_reason if check_uscc(uscc) else "",
            )
    except IntegrityError:  # the same code, committed a moment ago by somebody else
        raise MoveRefused(_registered_meanwhile(uscc)) from None
    scope = scope_of(organisation)
    host = open_grant(account, actor=actor, role=Role.HOST, scope=scope, note="单位自行注册")
    open_grant(account, actor=actor, role=Role.APPLICANT, scope=scope, note="单位自行注册")
    return Actor(account, host)


@transaction.atomic
def ask_for_invitation(
    organisation: Organisation, *, actor: Any, name: str, contact: str, text: str, link: str
) -> int:
    """Ask the administrators of a registered unit for an invitation; returns how many were told.

    Raises:
        MoveRefused: The unit has no active administrator.
    """
    hosts = list(hosts_of(organisation.pk))
    if not hosts:
        raise MoveRefused(
            Finding(
                "REGISTER-NO-HOST",
                _("“%(unit)s”已登记，但还没有单位管理员") % {"unit": organisation.name},
                remedy=_("请持单位介绍信联系主管部门开通单位管理员"),
            )
        )
    lines = _("%(name)s（%(contact)s）申请加入%(unit)s。\n\n%(text)s") % {
        "name": name,
        "contact": contact,
        "unit": organisation.name,
        "text": text,
    }
    notify(hosts, title=_("有人申请加入本单位：%(name)s") % {"name": name}, text=lines, link=link)
    record_act(
        "accounts.ask_invitation",
        organisation,
        actor=actor,
        summary="申请加入单位",
        after={"told": len(hosts)},
    )
    return len(hosts)


def _registered_meanwhile(uscc: str) -> Finding:
    return Finding(
        "ORG-DUPLICATE",
        _("统一社会信用代码%(uscc)s刚刚已被登记") % {"uscc": tidy_number(uscc)},
        remedy=_("请向该单位管理员申请加入"),
        field="uscc",
    )
