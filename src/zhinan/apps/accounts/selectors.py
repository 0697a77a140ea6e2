"""Who is acting, and in which role."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from zhinan.apps.records.models import Act

from .models import ADMINISTRATORS, Account, Invitation, Role, RoleGrant, Scope, ScopeKind

KIND_OF_MODEL = {
    "organisation": ScopeKind.ORGANISATION,
    "recommendingbody": ScopeKind.BODY,
    "section": ScopeKind.SECTION,
    "programme": ScopeKind.PROGRAMME,
    "person": ScopeKind.PERSON,
}


@dataclass(frozen=True, slots=True)
class Actor:
    """An account acting in one of its roles. ``account`` and ``grant`` are None for the public."""

    account: Account | None = None
    grant: RoleGrant | None = None

    @property
    def is_anonymous(self) -> bool:
        return self.account is None

    @property
    def role(self) -> str:
        return self.grant.role if self.grant else ""

    @property
    def name(self) -> str:
        return str(self.account) if self.account else "公众"

    def holds(self, *roles: str) -> bool:
        """Say whether the actor acts in one of ``roles`` now."""
        return self.role in roles

    def scope(self, kind: str) -> int | None:
        """The id the current role is limited to, if it is limited to a ``kind``."""
        return self.grant.scope_id if self.grant and self.grant.scope_kind == kind else None

    @property
    def organisation_id(self) -> int | None:
        return self.scope(ScopeKind.ORGANISATION)

    @property
    def body_id(self) -> int | None:
        return self.scope(ScopeKind.BODY)

    @property
    def section_id(self) -> int | None:
        return self.scope(ScopeKind.SECTION)


PUBLIC = Actor()


def scope_of(row: models.Model | None) -> Scope:
    """The scope that limits a role to ``row``; None is no limit.

    Raises:
        KeyError: No role can be limited to a row of this model.
    """
    if row is None:
        return Scope()
    return Scope(KIND_OF_MODEL[str(row._meta.model_name)], row.pk, str(row))


def open_grants_of(account: Account) -> list[RoleGrant]:
    return list(account.grants.filter(ended_at__isnull=True).order_by("id"))


def grants_open_to(actor: Actor) -> models.QuerySet[RoleGrant]:
    """The roles the account of ``actor`` may act in."""
    if actor.account is None:
        return RoleGrant.objects.none()
    return RoleGrant.objects.filter(account=actor.account, ended_at__isnull=True).order_by("id")


def acting_as(user: Account | AnonymousUser, grant_id: int | None) -> Actor:
    """The actor behind a request; the first open grant where none was chosen."""
    if not isinstance(user, Account) or not user.is_authenticated:
        return PUBLIC
    grants = open_grants_of(user)
    chosen = next((g for g in grants if g.pk == grant_id), grants[0] if grants else None)
    return Actor(user, chosen)


def accounts_visible_to(
    actor: Actor, *, words: str = "", role: str = "", state: str = ""
) -> models.QuerySet[Account]:
    """Accounts an administrator may see; nobody else sees any.

    Args:
        actor: The reader.
        words: Part of a username, name, e-mail address or unit.
        role: Holders of this role now; "none" for accounts without one.
        state: "active", "closed" or "locked".
    """
    if not actor.holds(*ADMINISTRATORS):
        return Account.objects.none()
    open_ones = models.Prefetch(
        "grants", RoleGrant.objects.filter(ended_at__isnull=True).order_by("id"), "open_grants"
    )
    found = Account.objects.order_by("id").prefetch_related(open_ones)
    grants = RoleGrant.objects.filter(account=models.OuterRef("pk"), ended_at__isnull=True)
    if words:
        named = models.Q(username__icontains=words) | models.Q(name__icontains=words)
        unit = models.Exists(grants.filter(scope_name__icontains=words))
        found = found.filter(named | models.Q(email__icontains=words) | models.Q(unit))
    if role == "none":
        found = found.filter(~models.Exists(grants))
    elif role:
        found = found.filter(models.Exists(grants.filter(role=role)))
    if state in ("active", "closed"):
        found = found.filter(is_active=state == "active")
    elif state == "locked":
        found = found.filter(username__in=locked_usernames())
    return found


def grants_visible_to(actor: Actor) -> models.QuerySet[RoleGrant]:
    """Grants, open and ended, of the accounts the actor may see."""
    return RoleGrant.objects.filter(account__in=accounts_visible_to(actor).order_by())


def invitations_visible_to(actor: Actor) -> models.QuerySet[Invitation]:
    """Invitations into the organisation that the actor administers."""
    if not actor.holds(Role.HOST) or actor.organisation_id is None:
        return Invitation.objects.none()
    return (
        Invitation.objects.filter(scope_kind=ScopeKind.ORGANISATION, scope_id=actor.organisation_id)
        .select_related("account", "invited_by")
        .order_by("-id")
    )


def colleagues_visible_to(actor: Actor) -> models.QuerySet[RoleGrant]:
    """Open roles in the organisation that the actor administers."""
    if not actor.holds(Role.HOST) or actor.organisation_id is None:
        return RoleGrant.objects.none()
    mine = {"scope_kind": ScopeKind.ORGANISATION, "scope_id": actor.organisation_id}
    found = RoleGrant.objects.filter(ended_at__isnull=True, account__is_active=True, **mine)
    return found.select_related("account").order_by("account_id", "id")


def hosts_of(organisation_id: int) -> models.QuerySet[Account]:
    """Active administrators of an organisation."""
    mine = RoleGrant.objects.filter(
        account=models.OuterRef("pk"),
        role=Role.HOST,
        scope_kind=ScopeKind.ORGANISATION,
        scope_id=organisation_id,
        ended_at__isnull=True,
    )
    return Account.objects.filter(models.Exists(mine), is_active=True).order_by("id")


def demonstration_grants() -> models.QuerySet[RoleGrant]:
    """Open roles of demonstration accounts, for the one-click sign-ins."""
    return (
        RoleGrant.objects.filter(
            account__is_demo=True, account__is_active=True, ended_at__isnull=True
        )
        .select_related("account")
        .order_by("account_id", "id")
    )


def locked_until(username: str, address: str | None = None) -> datetime | None:
    """Until when failed sign-ins keep a username out (from one address, or from any); None if not."""
    since = timezone.now() - timedelta(hours=settings.AXES_COOLOFF_TIME)
    tries = AccessAttempt.objects.filter(username=username, attempt_time__gt=since)
    if address is not None:
        tries = tries.filter(ip_address=address)
    by_address = tries.values("ip_address").annotate(
        failures=models.Sum("failures_since_start"), last=models.Max("attempt_time")
    )
    locked = [row["last"] for row in by_address if row["failures"] >= settings.AXES_FAILURE_LIMIT]
    return max(locked) + timedelta(hours=settings.AXES_COOLOFF_TIME) if locked else None


def locked_usernames() -> list[str]:
    """Usernames that failed sign-ins keep out now, from at least one address."""
    since = timezone.now() - timedelta(hours=settings.AXES_COOLOFF_TIME)
    return list(
        AccessAttempt.objects.filter(attempt_time__gt=since)
        .values("username", "ip_address")
        .annotate(failures=models.Sum("failures_since_start"))
        .filter(failures__gte=settings.AXES_FAILURE_LIMIT)
        .values_list("username", flat=True)
        .distinct()
    )


def record_of(account: Account, *, actor: Actor) -> models.QuerySet[Act]:
    """The lines of record about an account, newest first, for an administrator."""
    if not actor.holds(*ADMINISTRATORS):
        return Act.objects.none()
    mine = Act.objects.filter(subject_kind="accounts.account", subject_id=str(account.pk))
    return mine.order_by("-position")


def has_second_factor(account: Account) -> bool:
    return bool(TOTPDevice.objects.filter(user=account, confirmed=True).exists())


def recovery_codes_left(account: Account) -> int:
    return int(StaticToken.objects.filter(device__user=account).count())
