"""An applicant, signed in, with a draft."""

import pytest

from tests.factories.accounts import sign_in
from tests.factories.applications import (
    make_applicant,
    make_application,
)


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def actor(db):
    return make_applicant()


@pytest.fixture
def me(client, actor):
    return sign_in(client, actor)


@pytest.fixture
def draft(actor):
    return make_application(actor)
