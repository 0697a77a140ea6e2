"""Every route × every role × own and another's object, against the table in ``routes.py``.

Fails when a route exists that the table does not name, and when the table names one that is gone.
To declare a route, read the head of ``routes.py``: one line there, and perhaps a maker in
``route_objects.py``. Nothing in this file changes.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.desks.route_objects import Side, a_message, an_account
from tests.desks.routes import EVERYBODY, NO_ROLE, PUBLIC, ROUTES, SIGNED_IN, Route
from tests.factories.accounts import sign_in
from zhinan.apps.accounts.models import ADMINISTRATORS, Role

SIGN_IN = "/account/sign-in/"
REFUSED_WITH_REASONS = {400, 409, 422, 429}
OPENED = {
    "GET": {200, 302},
    "POST": {200, 204, 302, 303, *REFUSED_WITH_REASONS},
    "PATCH": {200, *REFUSED_WITH_REASONS},
}
SHUT = {403, 404}
BACKEND = "django.contrib.auth.backends.ModelBackend"
PUBLIC_FORMS = {  # what is refused to nobody may still say "wrong": a password, a code, a link
    "accounts:sign_in": {403},
    "accounts:sign_in_code": {403},
}


def routes_in(patterns: Any, space: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from routes_in(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            view = getattr(pattern.callback, "view_class", pattern.callback)
            yield f"{space}{pattern.name or f'unnamed at {pattern.pattern}'}", view


def test_every_route_is_declared_and_every_declared_route_exists():
    existing = {name for name, _view in routes_in(get_resolver().url_patterns)}

    undeclared, vanished = sorted(existing - set(ROUTES)), sorted(set(ROUTES) - existing)

    assert (undeclared, vanished) == ([], []), "declare routes in tests/desks/routes.py"


def test_no_name_stands_for_two_views():
    views: dict[str, set[Any]] = {}
    for name, view in routes_in(get_resolver().url_patterns):
        views.setdefault(name, set()).add(view)

    assert {name: found for name, found in views.items() if len(found) > 1} == {}


def client_of(side: Side) -> Client:
    client = Client(raise_request_exception=False)
    if side.role == NO_ROLE:
        client.force_login(side.account, backend=BACKEND)
    elif side.role != PUBLIC:
        sign_in(client, side.actor)
    return client


def answer(client: Client, method: str, path: str, route: Route) -> tuple[int, str]:
    """Status and target; whatever the request wrote is undone."""
    with transaction.atomic():
        got = getattr(client, method.lower())(path, route.data)
        transaction.set_rollback(True)
    if got.streaming:
        list(got.streaming_content)  # read to its end, the file behind it is closed
    return got.status_code, getattr(got, "url", "")


def is_as_declared(name: str, method: str, status: int, target: str, *, expected: str) -> bool:
    if expected == "open":
        is_sent_away = target.startswith(SIGN_IN) and not name.startswith("accounts:sign_in")
        return status in OPENED[method] | PUBLIC_FORMS.get(name, set()) and not is_sent_away
    if expected == "sign in":
        return status == 302 and target.startswith(SIGN_IN)
    return status in SHUT


def violations(name: str, route: Route) -> Iterator[str]:
    thing = route.on(Side(next(iter(route.roles), PUBLIC)))  # somebody's, for those to be refused
    for role in EVERYBODY:
        is_allowed = role in route.roles
        own = Side(role)
        client = client_of(own)
        cases = [("own", route.on(own), "open") if is_allowed else ("own", thing, "shut")]
        if role == PUBLIC and not is_allowed and not route.hidden:
            cases = [("own", thing, "sign in")]
        if is_allowed and cases[0][1]:
            expected = "open" if role in route.sees_all else "shut"
            cases.append(("another's", route.on(Side(role)), expected))
        for whose, kwargs, expected in cases:
            path = reverse(name, kwargs=kwargs)
            for method in route.methods.split():
                status, target = answer(client, method, path, route)
                if not is_as_declared(name, method, status, target, expected=expected):
                    yield f"{role or 'no role'} {method} {whose}: {status} {target}, not {expected}"


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(ROUTES))
def test_route_opens_to_those_declared_and_to_nobody_else(name):
    assert list(violations(name, ROUTES[name])) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "wrong", "said"),
    [
        ("accounts:people", Route([Role.LEADER]), "leader GET own: 403"),
        ("accounts:people", Route([]), "system_admin GET own: 200"),
        ("accounts:people", Route([], hidden=True), "public GET own: 302"),
        ("accounts:profile", Route([Role.HOST]), "no role GET own: 200"),
        ("accounts:sign_out", Route(SIGNED_IN, methods="POST"), "public POST own: 302 /"),
        (
            "accounts:message",
            Route(SIGNED_IN, on=a_message, sees_all=[Role.OFFICE]),
            "office GET another's: 404",
        ),
        (
            "accounts:person",
            Route(ADMINISTRATORS, on=an_account),
            "audit_admin GET another's: 200",
        ),
    ],
)
def test_a_wrong_declaration_is_found_out(name, wrong, said):
    assert any(found.startswith(said) for found in violations(name, wrong))
