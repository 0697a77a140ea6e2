import pytest
from django.urls import reverse

from tests.factories.accounts import make_actor, sign_in
from zhinan.apps.accounts.models import Role

pytestmark = pytest.mark.django_db


def test_pages_of_signed_in_people_are_not_kept(client):
    sign_in(client, make_actor(Role.OFFICE))

    assert client.get("/")["Cache-Control"] == "no-store"


def test_a_page_that_says_how_long_it_keeps_is_left_alone(client):
    sign_in(client, make_actor(Role.OFFICE))

    assert "max-age=0" in client.get(reverse("accounts:second_factor"))["Cache-Control"]


def test_public_pages_may_be_kept(client):
    assert "Cache-Control" not in client.get("/")
