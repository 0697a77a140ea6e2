"""What forbids an act on accounts, grants and invitations; each says why and what to do."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from zhinan.engines.values import Finding


def invitation_is_in_time(invitation: Any, *, now: datetime) -> list[Finding]:
    if now <= invitation.expires_at:
        return []
    until = timezone.localtime(invitation.expires_at).strftime("%Y-%m-%d %H:%M")
    return [
        Finding(
            "INVITE-EXPIRED",
            _("邀请已于%(until)s失效") % {"until": until},
            remedy=_("请联系邀请人重发"),
        )
    ]


def inviter_still_hosts(invitation: Any, *, now: datetime) -> list[Finding]:
    host = invitation.invited_by
    open_roles = host.grants.filter(
        ended_at__isnull=True, scope_kind=invitation.scope_kind, scope_id=invitation.scope_id
    )
    if host.is_active and open_roles.filter(role="host").exists():
        return []
    return [
        Finding(
            "INVITE-ORPHAN",
            _("邀请人%(name)s已不是%(unit)s的单位管理员")
            % {"name": host, "unit": invitation.scope_name},
            remedy=_("请由现任单位管理员重新邀请"),
        )
    ]


def role_suits_scope(role: Any, scope_kind: str, allowed: Iterable[str]) -> list[Finding]:
    if scope_kind in allowed:
        return []
    return [
        Finding(
            "ROLE-SCOPE",
            _("“%(role)s”的范围不对") % {"role": role.label},
            remedy=_("请选定这个角色所属的单位、推荐单位、处室或人员"),
            field="scope",
        )
    ]


def role_is_new(open_grants: Iterable[Any], role: Any, scope_id: int | None) -> list[Finding]:
    """Refuse a second open grant of the same role in the same scope."""
    same = next((g for g in open_grants if g.role == role and g.scope_id == scope_id), None)
    if same is None:
        return []
    since = timezone.localtime(same.granted_at).strftime("%Y-%m-%d")
    return [
        Finding(
            "ROLE-HELD",
            _("该账户自%(since)s起已有角色“%(role)s”") % {"since": since, "role": str(same)},
            remedy=_("无须重复授予"),
            field="role",
        )
    ]


def roles_are_separate(
    open_grants: Iterable[Any], role: Any, administrators: Iterable[str]
) -> list[Finding]:
    """Refuse a second administrator role, and an administrator role beside a business role."""
    others = [g for g in open_grants if g.role != role]
    clash = [g for g in others if role in administrators or g.role in administrators]
    if not clash:
        return []
    held = "、".join(dict.fromkeys(str(g.get_role_display()) for g in clash))
    return [
        Finding(
            "ROLE-EXCLUSIVE",
            _("该账户已有角色“%(held)s”，不能再授予“%(role)s”")
            % {"held": held, "role": role.label},
            source=settings.SEPARATION_BASIS,
            remedy=_("请另设账户，或先撤销原角色"),
            field="role",
        )
    ]


def grants_are_not_own(actor: Any, account: Any) -> list[Finding]:
    if actor.account is None or actor.account.pk != account.pk:
        return []
    return [
        Finding(
            "ROLE-SELF",
            _("不能给本人授予、撤销角色或停用本人账户"),
            source=settings.SEPARATION_BASIS,
            remedy=_("请由另一名管理员办理"),
        )
    ]


def is_no_administrator(open_grants: Iterable[Any], administrators: Iterable[str]) -> list[Finding]:
    """Refuse what would let one administrator sign in as another."""
    held = next((grant for grant in open_grants if grant.role in administrators), None)
    if held is None:
        return []
    return [
        Finding(
            "ACCOUNT-ADMINISTRATOR",
            _("该账户有角色“%(role)s”，不能在页面上重置") % {"role": held.get_role_display()},
            source=settings.SEPARATION_BASIS,
            remedy=_("请在服务器上运行 zhinan administrators reset %(username)s")
            % {"username": held.account.username},
        )
    ]


def account_is_active(account: Any) -> list[Finding]:
    if account.is_active:
        return []
    return [
        Finding(
            "ACCOUNT-CLOSED",
            _("账户“%(username)s”已停用") % {"username": account.username},
            remedy=_("请先由系统管理员启用"),
        )
    ]


def reason_is_given(reason: str) -> list[Finding]:
    if reason.strip():
        return []
    return [Finding("REASON-MISSING", _("没有写明理由"), remedy=_("请写明理由"), field="reason")]


def a_security_admin_remains(others: int) -> list[Finding]:
    """Refuse when ``others`` (security administrators besides this one) is 0."""
    if others > 0:
        return []
    return [
        Finding(
            "ROLE-LAST",
            _("这是最后1名安全管理员，撤销后将无人能授予角色"),
            source=settings.SEPARATION_BASIS,
            remedy=_("请先授予另一名安全管理员"),
        )
    ]
