"""The requests that web.py measures."""

import itertools
import json
from collections.abc import Callable
from typing import Any

from django.test import Client, override_settings

from zhinan.apps.accounts.models import Account, RoleGrant
from zhinan.apps.applications.models import Application
from zhinan.apps.applications.states import ApplicationState
from zhinan.apps.programmes.models import Call


def signed_in(account: Account) -> Client:
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["grant"] = RoleGrant.objects.get(account=account).pk
    session.save()
    return client


def cases() -> dict[str, Callable[[], Any]]:
    public = Client(HTTP_HOST="127.0.0.1")
    call = Call.objects.filter(programme__key="key-rd-industry").first()
    draft = Application.objects.filter(
        state=ApplicationState.DRAFT, sections__key="basics", call__programme__key="basic-youth"
    ).first()
    applicant = signed_in(draft.owner)
    office = signed_in(Account.objects.get(username="demo-office"))
    return {
        "bare view": bare_view(),
        "public call page": lambda: public.get(f"/calls/{call.pk}/"),
        "applicant form": lambda: applicant.get(f"/apply/applications/{draft.pk}/fill/basics/"),
        "autosave": autosave(applicant, draft),
        "submit (refused)": submit(applicant, draft),
        "office list, page 1": lambda: office.get("/office/applications/"),
        "office list, filtered": lambda: office.get("/office/applications/?state=at_office"),
    }


def bare_view() -> Callable[[], Any]:
    """The yardstick goes through the same client and handler as the pages."""
    client = Client(HTTP_HOST="127.0.0.1")
    with override_settings(MIDDLEWARE=["bench_urls.Bare"]):
        client.handler.load_middleware()
    return lambda: client.get("/rows/")


def autosave(client: Client, draft: Application) -> Callable[[], Any]:
    turns = itertools.count()
    section = draft.sections.get(key="basics")
    state = {"version": section.version}

    def act() -> Any:
        typed = {"project.keywords": f"关键词{next(turns)}；演示"}
        response = client.patch(
            f"/apply/applications/{draft.pk}/fill/basics/save/",
            json.dumps({"typed": typed, "base_version": state["version"]}),
            content_type="application/json",
        )
        state["version"] = response.json().get("version", state["version"])
        return response

    return act


def submit(client: Client, draft: Application) -> Callable[[], Any]:
    """A submit that is refused for what is missing: the whole check, and nothing written."""

    def act() -> Any:
        response = client.post(f"/apply/applications/{draft.pk}/submit/")
        response.status_code = 200 if response.status_code == 409 else response.status_code
        return response

    return act
