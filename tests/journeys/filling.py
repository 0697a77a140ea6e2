"""The rest of a long form, filled in at once with plausible answers, as a person would type them."""

from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from tests.factories.applications import make_pdf

from zhinan.apps.accounts.selectors import Actor
from zhinan.apps.applications.models import Application
from zhinan.apps.applications.services import attach_file, missing_in, save_section
from zhinan.apps.programmes.facts import form_of
from zhinan.apps.registry.models import Person
from zhinan.demo.answers import Applicant
from zhinan.demo.filling import fill_form
from zhinan.engines.packs import FormSection


def fill_rest(application: Application, *, actor: Actor, leader: Person) -> None:
    """Answer what is still unanswered; what was typed by hand before stands, and so do its files."""
    form = form_of(application.call.programme)
    answers = fill_form(form, _applicant(application, leader), is_draft=False)
    for section in form.sections:
        draft = application.sections.filter(key=section.key).first()
        known = set(draft.values) if draft else set()
        typed = {
            path: _as_typed(section, path, state)
            for path, state in answers[section.key].items()
            if path not in known
        }
        version = draft.version if draft else 0
        save_section(application, section.key, typed, base_version=version, actor=actor)
        _fill_slots(application, section, known, actor)
    application.refresh_from_db()


def lacking(application: Application) -> list[Any]:
    return list(missing_in(application))


def _fill_slots(
    application: Application, section: FormSection, known: set[str], actor: Actor
) -> None:
    for field in section.fields:
        if field.term.type != "file" or field.path in known:
            continue
        if "pdf" in (field.term.accept or ("pdf",)):
            pdf = make_pdf(f"{field.term.name}.pdf")
            attach_file(application, term=field.path, uploaded=pdf, actor=actor)
        else:
            draft = application.sections.filter(key=section.key).first()
            save_section(
                application,
                section.key,
                {field.path: {"none": True}},
                base_version=draft.version if draft else 0,
                actor=actor,
            )


def _applicant(application: Application, leader: Person) -> Applicant:
    topic = application.topic or application.call.programme.topics.first()
    return Applicant(
        random=Random(7),
        host=application.host,
        leader=leader,
        partner=application.host,
        title=application.title or "海藻源活性物质提取关键技术研发",
        topic_code=topic.choice if topic else "",
        year=application.call.programme.guide.year,
        starts_on=date(2026, 12, 1),
        months=24,
        grant_yuan=Decimal(100000),
        own_yuan=Decimal(200000),
    )


def _as_typed(section: FormSection, path: str, state: dict[str, Any]) -> Any:
    """What a person would type for a stored answer: money in 万元, the rest as it is."""
    if "value" not in state:
        return state
    if section.table is not None and path == section.table.path:
        types = {column.term.key: column.term.type for column in section.columns}
        return [
            {"id": row["id"], "cells": {k: _cell(types[k], s) for k, s in row["cells"].items()}}
            for row in state["value"]
        ]
    return _cell(next(f.term.type for f in section.fields if f.path == path), state)


def _cell(kind: str, state: dict[str, Any]) -> Any:
    value = state.get("value")
    if kind == "ratio":
        return f"{Decimal(value) * 100}%"
    return str(Decimal(value) / 10000) if kind == "money" else value
