"""Inviting colleagues by a link that works once."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhinan.apps.accounts.models import Account, Invitation, Role, Scope, ScopeKind
from zhinan.apps.accounts.states import ACCEPT, RENEW, REVOKE
from zhinan.apps.accounts.tasks import queue_letter
from zhinan.apps.records.services import record_act
from zhinan.apps.records.workflow import MoveRefused, perform, refusals, require
from zhinan.engines.values import Finding

from .grants import open_grant
from .people import open_account

INVITED_ROLES = (Role.APPLICANT, Role.HOST)


@transaction.atomic
def invite_colleague(
    *, actor: Any, role: str, name: str, email: str = ""
) -> tuple[Invitation, str]:
    """Invite a colleague into the actor's own organisation.

    Returns:
        The invitation, and the token of its link: shown once, kept nowhere.

    Raises:
        PermissionDenied: ``actor`` is not an administrator of an organisation.
        MoveRefused: The role is neither applicant nor organisation administrator.
    """
    require(actor, "accounts.invite")
    if role not in INVITED_ROLES:
        raise MoveRefused(
            Finding(
                "INVITE-ROLE",
                _("只能邀请“申报人”或“单位管理员”"),
                remedy=_("其他角色请联系安全管理员授予"),
                field="role",
            )
        )
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        role=role,
        scope_kind=ScopeKind.ORGANISATION,
        scope_id=actor.organisation_id,
        scope_name=actor.grant.scope_name,
        name=name.strip(),
        email=email.strip(),
        token_digest=_digest(token),
        invited_by=actor.account,
        expires_at=_in_days(),
    )
    record_act(
        "accounts.invite",
        invitation,
        actor=actor,
        summary=f"邀请：{invitation}",
        after={"role": role, "organisation": actor.organisation_id},
    )
    return invitation, token


@transaction.atomic
def renew_invitation(invitation: Invitation, *, actor: Any) -> tuple[Invitation, str]:
    """Give an invitation a new link and a new term; the old link no longer works.

    Raises:
        PermissionDenied: ``actor`` is not an administrator of its organisation.
        MoveRefused: It was accepted or revoked.
    """
    token = secrets.token_urlsafe(32)
    renewed = perform(RENEW, invitation, actor=actor, expires_at=_in_days())
    renewed.token_digest = _digest(token)
    renewed.invited_by = actor.account
    renewed.save(update_fields=["token_digest", "invited_by"])
    return renewed, token


@transaction.atomic
def revoke_invitation(invitation: Invitation, *, actor: Any, note: str = "") -> Invitation:
    """Make an invitation's link worthless.

    Raises:
        PermissionDenied: ``actor`` is not an administrator of its organisation.
        MoveRefused: It was accepted or revoked.
    """
    return perform(REVOKE, invitation, actor=actor, note=note)


def mail_invitation(invitation: Invitation, *, link: str) -> bool:
    """Send the link to the invited person; says whether there was an address to send it to."""
    if not invitation.email:
        return False
    until = timezone.localtime(invitation.expires_at).strftime("%Y-%m-%d %H:%M")
    queue_letter(
        _("%(unit)s邀请您") % {"unit": invitation.scope_name},
        _(
            "%(name)s：\n\n%(unit)s的%(host)s邀请您以“%(role)s”身份使用本系统。请于%(until)s前打开下面的地址"
            "设置用户名和密码。地址只能用一次。\n\n%(link)s"
        )
        % {
            "name": invitation.name,
            "unit": invitation.scope_name,
            "host": invitation.invited_by.name,
            "role": invitation.get_role_display(),
            "until": until,
            "link": link,
        },
        invitation.email,
    )
    return True


def find_invitation(token: str) -> Invitation:
    """The invitation of a link, if it can still be accepted.

    Raises:
        MoveRefused: Unknown, accepted, revoked, expired, or the inviter no longer may invite.
    """
    invitation = Invitation.objects.filter(token_digest=_digest(token)).first()
    if invitation is None:
        raise MoveRefused(
            Finding("INVITE-UNKNOWN", _("邀请链接无效"), remedy=_("请核对链接，或请邀请人重发"))
        )
    if findings := refusals(ACCEPT, invitation):
        raise MoveRefused(*findings)
    return invitation


@transaction.atomic
def accept_invitation(
    token: str, *, actor: Any, username: str = "", password: str = "", name: str = ""
) -> Account:
    """Use an invitation up: open an account, or add the role to the actor's own account.

    Raises:
        MoveRefused: The invitation cannot be accepted, the username is taken, the password is weak,
            or the role clashes with one the account holds.
    """
    Invitation.objects.select_for_update().get(pk=find_invitation(token).pk)
    invitation = find_invitation(token)  # as it is now that nobody else can change it
    account = actor.account or open_account(
        actor=actor,
        username=username,
        name=name or invitation.name,
        email=invitation.email,
        password=password,
    )
    perform(ACCEPT, invitation, actor=actor, account=account)
    scope = Scope(invitation.scope_kind, invitation.scope_id, invitation.scope_name)
    open_grant(
        account,
        actor=actor,
        role=invitation.role,
        scope=scope,
        note=f"应{invitation.invited_by}邀请",
    )
    return account


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _in_days() -> datetime:
    return timezone.now() + timedelta(days=settings.INVITATION_DAYS)
