"""Applications of the small pack: begun, filled in, handed in."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories.accounts import make_actor
from tests.factories.programmes import make_call
from tests.factories.registry import make_organisation
from zhinan.apps.accounts.models import Role
from zhinan.apps.accounts.selectors import Actor
from zhinan.apps.applications.models import Application
from zhinan.apps.applications.services import (
    attach_file,
    save_section,
    start_application,
    submit_application,
)

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
LICENCE = "files.licence"
ANSWERS: dict[str, dict[str, Any]] = {
    "basics": {"project.name": "近海装备关键技术研发", "project.topic": "7001"},
    "leader": {"leader.name": "王示例"},
    "team": {
        "team": [
            {"id": "r1", "cells": {"name": "李甲", "birth_date": "1990-02-03"}},
            {"id": "r2", "cells": {"name": "赵乙", "birth_date": "1988-11-30"}},
        ]
    },
    "funding": {"budget.grant": "9.50", "budget.own": "20", "budget.total": "29.50"},
    "undertakings": {"undertaking.is_truthful": True},
}


def make_applicant(**over: Any) -> Actor:
    return make_actor(Role.APPLICANT, **{"organisation": make_organisation()} | over)


def make_pdf(name: str = "执照.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def make_application(actor: Actor | None = None, **call: Any) -> Application:
    """A draft nobody has written in yet, in a call that is open now."""
    return start_application(make_call(**call), actor=actor or make_applicant())


def save(
    application: Application, key: str, actor: Actor, base_version: int = 0, **typed: Any
) -> Any:
    """Save one section; names of terms with ``__`` for the dot."""
    terms = {path.replace("__", "."): value for path, value in typed.items()}
    return save_section(application, key, terms, base_version=base_version, actor=actor)


def fill_in(application: Application, actor: Actor) -> Application:
    """Everything the small pack's form asks for, the licence included."""
    for key, typed in ANSWERS.items():
        version = application.sections.filter(key=key).values_list("version", flat=True).first()
        save_section(application, key, typed, base_version=version or 0, actor=actor)
    attach_file(application, term=LICENCE, uploaded=make_pdf(), actor=actor)
    application.refresh_from_db()
    return application


def make_submitted(actor: Actor | None = None, **call: Any) -> Application:
    actor = actor or make_applicant()
    return submit_application(fill_in(make_application(actor, **call), actor), actor=actor)
