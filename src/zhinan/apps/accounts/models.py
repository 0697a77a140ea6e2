"""Sign-ins, the roles they hold, invitations, and counts of attempts."""

import unicodedata
from dataclasses import dataclass
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from .states import InvitationState


class Role(models.TextChoices):
    APPLICANT = "applicant", _("申报人")
    HOST = "host", _("单位管理员")
    RECOMMENDER = "recommender", _("推荐单位")
    OFFICE = "office", _("业务处室")
    LEADER = "leader", _("局领导")
    FINANCE = "finance", _("财务")
    EXPERT = "expert", _("评审专家")
    SUPERVISOR = "supervisor", _("监督审计")
    SYSTEM_ADMIN = "system_admin", _("系统管理员")
    SECURITY_ADMIN = "security_admin", _("安全管理员")
    AUDIT_ADMIN = "audit_admin", _("审计管理员")


ADMINISTRATORS = ("system_admin", "security_admin", "audit_admin")


class ScopeKind(models.TextChoices):
    """What a role is limited to. ``scope_id`` is the primary key of that row."""

    ALL = "all", _("全局")
    ORGANISATION = "organisation", _("单位")
    BODY = "body", _("推荐单位")
    SECTION = "section", _("处室")
    PROGRAMME = "programme", _("计划类别")
    PERSON = "person", _("本人")


@dataclass(frozen=True, slots=True)
class Scope:
    """What a grant is limited to: the kind, the row's primary key, and its name as shown."""

    kind: str = ScopeKind.ALL
    id: int | None = None
    name: str = ""


def tidy_username(username: str) -> str:
    """The username as it is kept: full-width forms narrowed, blanks cut off, lower case."""
    return unicodedata.normalize("NFKC", username).strip().lower()


class AccountManager(BaseUserManager["Account"]):
    def create_user(
        self, username: str, password: str | None = None, **fields: object
    ) -> "Account":
        account = self.model(username=tidy_username(username), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(username=tidy_username(username or ""))


class Account(AbstractBaseUser):
    """账户: one sign-in of one person."""

    username = models.CharField(_("用户名"), max_length=64, unique=True)
    name = models.CharField(_("姓名"), max_length=64)
    email = models.EmailField(_("电子邮箱"), blank=True)
    is_active = models.BooleanField(_("启用"), default=True)
    is_demo = models.BooleanField(_("演示数据"), default=False)
    must_change_password = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    objects: ClassVar[AccountManager] = AccountManager()

    def __str__(self) -> str:
        return self.name or self.username


class RoleGrant(models.Model):
    """角色授予: one role of one account, within one scope."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=Role.choices)
    scope_kind = models.CharField(max_length=20, choices=ScopeKind.choices, default=ScopeKind.ALL)
    scope_id = models.BigIntegerField(null=True, blank=True)
    scope_name = models.CharField(max_length=200, blank=True)
    granted_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "role", "scope_kind", "scope_id"],
                condition=models.Q(ended_at__isnull=True),
                name="one_open_grant_of_a_role_in_a_scope",
            ),
            models.UniqueConstraint(  # a null scope never equals another, so the one above misses it
                fields=["account", "role"],
                condition=models.Q(ended_at__isnull=True, scope_kind="all"),
                name="one_open_unlimited_grant_of_a_role",
            ),
            models.UniqueConstraint(
                fields=["account"],
                condition=models.Q(ended_at__isnull=True, role__in=ADMINISTRATORS),
                name="one_open_administrator_role_an_account",
            ),
            models.CheckConstraint(
                condition=models.Q(scope_kind="all", scope_id__isnull=True)
                | (~models.Q(scope_kind="all") & models.Q(scope_id__isnull=False)),
                name="a_limited_grant_names_its_scope",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.scope_name}".strip()


class Invitation(models.Model):
    """邀请: a colleague may open an account in one role and scope, once, until it expires."""

    role = models.CharField(_("角色"), max_length=20, choices=Role.choices)
    scope_kind = models.CharField(max_length=20, choices=ScopeKind.choices)
    scope_id = models.BigIntegerField()
    scope_name = models.CharField(max_length=200)
    name = models.CharField(_("姓名"), max_length=64)
    email = models.EmailField(_("电子邮箱"), blank=True)
    token_digest = models.CharField(max_length=64, unique=True)  # the token itself is never kept
    invited_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="invitations")
    invited_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    state = models.CharField(
        max_length=20, choices=InvitationState.choices, default=InvitationState.OPEN
    )
    account = models.ForeignKey(  # who accepted
        Account,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="accepted_invitations",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="accepted", account__isnull=False)
                | (~models.Q(state="accepted") & models.Q(account__isnull=True)),
                name="invitation_accepted_has_an_account",
            ),
        ]
        indexes = [models.Index(fields=["scope_kind", "scope_id", "-id"])]

    def __str__(self) -> str:
        return f"{self.name}（{self.get_role_display()} {self.scope_name}）"


class AttemptCount(models.Model):
    """限次计数: how often one address did one thing in one window of time."""

    what = models.CharField(max_length=40)
    address_digest = models.CharField(max_length=64)
    window = models.BigIntegerField()  # seconds since 1970 divided by the window's length
    count = models.PositiveIntegerField(default=0)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["what", "address_digest", "window"], name="one_count_a_window"
            ),
        ]
