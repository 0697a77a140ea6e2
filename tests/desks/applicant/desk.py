"""What tests of the applicant desk do again and again."""

import json

from django.test import Client
from django.urls import reverse

from tests.factories.accounts import make_actor, sign_in
from zhinan.apps.accounts.models import Role
from zhinan.apps.applications.services import (
    add_collaborator,
)


def patch(client, application, key, typed, *, version=0, base=None):
    return client.patch(
        reverse("applicant:save_section", args=(application.pk, key)),
        json.dumps({"typed": typed, "base_version": version, "base": base or {}}),
        content_type="application/json",
    )


def stored(application, key):
    section = application.sections.filter(key=key).first()
    return section.values if section else {}


def colleague_of(application, actor):
    other = make_actor(Role.APPLICANT, organisation=application.host)
    add_collaborator(application, account=other.account, actor=actor)
    return sign_in(Client(), other)
