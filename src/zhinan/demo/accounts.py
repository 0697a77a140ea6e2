"""Sign-ins of the demonstration year: one for each desk by name, and one pair a unit."""

from dataclasses import dataclass, field
from random import Random

from django.contrib.auth.hashers import make_password

from zhinan.apps.accounts.models import Account, Role, RoleGrant, ScopeKind
from zhinan.apps.accounts.selectors import Actor
from zhinan.apps.registry.models import Organisation, RecommendingBody, Section

from . import names
from .organisations import Cast

STAFF = (
    ("office", Role.OFFICE), ("leader", Role.LEADER), ("finance", Role.FINANCE),
    ("supervisor", Role.SUPERVISOR), ("system", Role.SYSTEM_ADMIN),
    ("security", Role.SECURITY_ADMIN), ("audit", Role.AUDIT_ADMIN),
)  # fmt: skip


@dataclass(slots=True)
class Hands:
    """Who acts in the year, by what they act for."""

    applicant: dict[int, Actor] = field(default_factory=dict)  # by organisation
    host: dict[int, Actor] = field(default_factory=dict)
    body: dict[int, Actor] = field(default_factory=dict)
    section: dict[int, Actor] = field(default_factory=dict)
    staff: dict[str, Actor] = field(default_factory=dict)


@dataclass(slots=True)
class _Batch:
    random: Random
    accounts: list[Account] = field(default_factory=list)
    grants: list[RoleGrant] = field(default_factory=list)

    def seat(
        self, username: str, role: Role, kind: str = ScopeKind.ALL, scope: object = None
    ) -> Actor:
        account = Account(
            username=username,
            name=names.person_name(self.random),
            password=make_password(None),
            is_demo=True,
        )
        grant = RoleGrant(
            account=account, role=role, scope_kind=kind,
            scope_id=getattr(scope, "pk", None), scope_name=str(scope or ""),
        )  # fmt: skip
        self.accounts.append(account)
        self.grants.append(grant)
        return Actor(account, grant)

    def write(self) -> None:
        Account.objects.bulk_create(self.accounts, batch_size=2000)
        for grant in self.grants:
            grant.account_id = grant.account.pk
        RoleGrant.objects.bulk_create(self.grants, batch_size=2000)


def make_hands(random: Random, cast: Cast, sections: list[Section]) -> Hands:
    """Accounts in bulk. Usernames tell the desk; none has a password: demonstration sign-in is by click."""
    hands, batch = Hands(), _Batch(random)
    for username, role in STAFF:
        hands.staff[username] = batch.seat(f"demo-{username}", role)
    for section in sections:
        hands.section[section.pk] = batch.seat(
            f"demo-section-{section.key}", Role.OFFICE, ScopeKind.SECTION, section
        )
    for place, body in enumerate(cast.bodies):
        hands.body[body.pk] = _body_seat(batch, body, place)
    for place, organisation in enumerate(cast.organisations):
        hands.host[organisation.pk] = _unit_seat(batch, organisation, Role.HOST, place)
        hands.applicant[organisation.pk] = _unit_seat(batch, organisation, Role.APPLICANT, place)
    batch.seat("demo-expert", Role.EXPERT)
    batch.write()
    return hands


def _body_seat(batch: _Batch, body: RecommendingBody, place: int) -> Actor:
    return batch.seat(f"demo-body-{place:02d}", Role.RECOMMENDER, ScopeKind.BODY, body)


def _unit_seat(batch: _Batch, unit: Organisation, role: Role, place: int) -> Actor:
    return batch.seat(f"demo-{role}-{place:05d}", role, ScopeKind.ORGANISATION, unit)
