"""A new draft from an earlier application."""

from typing import Any

from django.db import transaction

from zhinan.apps.accounts.selectors import Actor
from zhinan.apps.applications.facts import opened
from zhinan.apps.applications.models import Application
from zhinan.apps.programmes.facts import form_of
from zhinan.apps.programmes.models import Call
from zhinan.apps.records.services import record_act
from zhinan.apps.records.workflow import require
from zhinan.engines.vocabulary import Term

from .drafts import start_application
from .writing import read_draft, write_section


@transaction.atomic
def copy_application(source: Application, *, actor: Actor, call: Call | None = None) -> Application:
    """Begin a new draft with the answers of an earlier application, in its call or in another one.

    Facts of the registry are those of today; undertakings and files are given anew; of another
    programme's form only the terms both ask for are taken.

    Raises:
        PermissionDenied: ``actor`` may not fill in ``source``.
        MoveRefused: The call is not open.
    """
    require(actor, "applications.fill", source)
    call = call or source.call
    topic = source.topic if call.programme_id == source.call.programme_id else None
    made = start_application(call, actor=actor, topic=topic, is_another=True)
    _write_answers(made, source, actor=actor)
    record_act(
        "applications.copy",
        made,
        actor=actor,
        summary="复制已有申报书",
        after={"source": source.pk, "number": source.number or ""},
    )
    return made


def _write_answers(made: Application, source: Application, *, actor: Actor) -> None:
    answers = {
        path: state
        for section in source.sections.all()
        for path, state in opened(section.values).items()
    }
    form = form_of(made.call.programme)
    for section in form.sections:
        draft, before = read_draft(made, section.key)
        taken = {
            path: answers[path]
            for path, term in section.typed_terms.items()
            if _is_copied(term, answers.get(path), before.get(path))
        }
        values = form.with_computed(section, before | taken)
        if values != before:
            write_section(form, made, draft, values, before=before, actor=actor)


def _is_copied(term: Term, state: dict[str, Any] | None, known: dict[str, Any] | None) -> bool:
    if state is None or term.type in ("file", "topic") or term.path.startswith("undertaking."):
        return False
    return "registry" not in (state.get("source"), (known or {}).get("source"))
