"""Accounts, actors and signed-in clients."""

from itertools import count
from typing import Any

from django.test import Client

from zhinan.apps.accounts.models import Account, RoleGrant, Scope
from zhinan.apps.accounts.selectors import Actor, scope_of

PASSWORD = "qing-liang-42-shan"
_numbers = count(1)


def make_account(**over: Any) -> Account:
    """An account whose password is ``PASSWORD`` unless another is given."""
    number = next(_numbers)
    fields: dict[str, Any] = {
        "username": f"account{number}",
        "name": f"张三{number}",
        "email": f"account{number}@example.org",
        "password": PASSWORD,
    }
    return Account.objects.create_user(**(fields | over))


def make_grant(account: Account, role: str, scope: Scope | None = None) -> RoleGrant:
    scope = scope or Scope()
    return RoleGrant.objects.create(
        account=account, role=role, scope_kind=scope.kind, scope_id=scope.id, scope_name=scope.name
    )


def make_actor(
    role: str,
    *,
    organisation: Any = None,
    body: Any = None,
    section: Any = None,
    account: Account | None = None,
) -> Actor:
    """An account acting in ``role``, limited to the one row given, else unlimited."""
    account = account or make_account()
    return Actor(account, make_grant(account, role, scope_of(organisation or body or section)))


def sign_in(client: Client, actor: Actor) -> Client:
    """The client, signed in as the actor's account and acting in the actor's role."""
    if actor.account is None or actor.grant is None:
        raise ValueError(f"only an account with a role can sign in, got {actor!r}")
    client.force_login(actor.account, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["grant"] = actor.grant.pk
    session.save()
    return client
