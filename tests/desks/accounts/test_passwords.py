import re

import pytest
from django.core import mail
from django.urls import reverse

from tests.factories.accounts import PASSWORD, make_account

FORGOTTEN = reverse("accounts:password_forgotten")
NEW = "xin-mima-77-hai"
pytestmark = pytest.mark.django_db


def test_forgotten_says_the_same_whether_or_not_the_address_is_known(client):
    make_account(email="known@example.org")

    pages = [
        client.post(FORGOTTEN, {"email": email}).content.decode()
        for email in ("known@example.org", "stray@example.org")
    ]

    known, unknown = (page.split("<main")[1].split("</main>")[0] for page in pages)
    assert known.replace("known@", "stray@") == unknown
    assert len(mail.outbox) == 1


def test_letter_link_sets_a_password_once(client):
    account = make_account(email="known@example.org")
    client.post(FORGOTTEN, {"email": "known@example.org"})
    [link] = re.findall(r"http://testserver(/\S+)", mail.outbox[0].body)

    form = client.get(link)
    done = client.post(link, {"new": NEW, "again": NEW})
    again = client.post(link, {"new": PASSWORD, "again": PASSWORD})

    account.refresh_from_db()
    assert (form.status_code, done.url) == (200, reverse("accounts:sign_in"))
    assert account.check_password(NEW)
    assert "LINK-USED" in again.content.decode()
    assert client.get(link).status_code == 404


def test_forgotten_past_the_limit_is_refused_and_sends_nothing(client, settings):
    settings.ATTEMPT_LIMITS = {"reset": (1, 86400)}
    make_account(email="known@example.org")
    client.post(FORGOTTEN, {"email": "other@example.org"})

    page = client.post(FORGOTTEN, {"email": "known@example.org"})

    assert page.status_code == 429
    assert mail.outbox == []
