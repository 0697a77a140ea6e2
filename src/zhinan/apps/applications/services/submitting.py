"""Handing in: number, frozen revision, receipt; taking back; correcting."""

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from zhinan.apps.accounts.models import Role
from zhinan.apps.accounts.selectors import Actor
from zhinan.apps.applications.facts import (
    FILES,
    application_values,
    frozen,
    missing_in,
    opened,
    submitted_values,
)
from zhinan.apps.applications.models import Application, Revision
from zhinan.apps.applications.states import CORRECT, SUBMIT, TAKE_BACK
from zhinan.apps.programmes.facts import form_of
from zhinan.apps.records.services import next_number, record_act
from zhinan.apps.records.workflow import Move, MoveRefused, perform, refusals, require
from zhinan.apps.registry.models import Person, RecommendingBody
from zhinan.apps.registry.services.people import person_with_id_number
from zhinan.engines.values import digest

from .quotas import corrected_refusals
from .recommendation import recipients_of, refuse, tell
from .writing import read_draft, write_section

__all__ = ["correct_application", "missing_in", "submit_application", "take_back_application"]

LEADER_NUMBER = "leader.id_number"


@transaction.atomic
def submit_application(application: Application, *, actor: Actor) -> Application:
    """Hand the application to its unit; from here it is read-only until somebody gives it back.

    The first time it gets its number, which it keeps.

    Raises:
        PermissionDenied: ``actor`` may not fill it in.
        MoveRefused: It is not a draft, the call is closed, something is missing, or a hard rule bars it.
    """
    submitted = _hand_in(SUBMIT, application, actor=actor)
    tell(
        recipients_of(Role.HOST, submitted.host_id),
        f"待单位确认：{submitted.title}",
        f"/host/applications/{submitted.pk}/",
    )
    return submitted


@transaction.atomic
def correct_application(application: Application, *, actor: Actor) -> Application:
    """Hand in what the office asked to correct.

    Raises:
        PermissionDenied: ``actor`` may not fill it in.
        MoveRefused: No correction was asked for, it is late, something is missing, or a raised grant
            exceeds what the body may ask for.
    """
    if application.body_id:  # the body before the application, as when recommending
        RecommendingBody.objects.select_for_update().get(pk=application.body_id)
    before = _grant(application, submitted_values(application))
    corrected = _hand_in(CORRECT, application, actor=actor)
    if (corrected.grant_yuan or 0) > before:
        refuse(corrected_refusals(corrected))
    return corrected


def take_back_application(application: Application, *, actor: Actor) -> Application:
    """Go on writing while the unit has not confirmed and the call is open.

    Raises:
        PermissionDenied: ``actor`` may not fill it in.
        MoveRefused: The unit has confirmed it, or the call has closed.
    """
    return perform(TAKE_BACK, application, actor=actor)


def _hand_in(move: Move, application: Application, *, actor: Actor) -> Application:
    locked = Application.objects.select_for_update().get(pk=application.pk)
    require(actor, move.who, locked)
    refused = refusals(
        move, locked
    )  # before a number is taken: the series stays locked until the end
    if refused:
        raise MoveRefused(*refused)
    values = application_values(locked)
    sections = _settle(locked, values, actor)
    changes: dict[str, Any] = {"leader": _leader(values) or locked.leader}
    if move is SUBMIT:
        changes |= {"submitted_at": timezone.now(), "returned_at": None}
        changes["number"] = locked.number or next_number(locked.call.programme.number_prefix)
    handed = perform(move, locked, actor=actor, **changes)
    _freeze(handed, values, sections, actor)
    return handed


def _grant(application: Application, values: dict[str, dict[str, Any]]) -> Decimal:
    """Yuan asked for in these answers."""
    return form_of(application.call.programme).summary(values).grant or Decimal(0)


def _settle(
    application: Application, values: dict[str, dict[str, Any]], actor: Actor
) -> dict[str, dict[str, Any]]:
    """Store what the registry says today where it was shown but never saved; the sections as stored."""
    form = form_of(application.call.programme)
    drafts = {draft.key: draft for draft in application.sections.all()}
    for key, answers in values.items():
        draft = drafts.get(key) or read_draft(application, key)[0]
        before = opened(draft.values)
        if before != answers:
            write_section(form, application, draft, answers, before=before, actor=actor)
        drafts[key] = draft
    return {key: draft.values for key, draft in drafts.items()}


def _freeze(
    application: Application,
    values: dict[str, dict[str, Any]],
    sections: dict[str, dict[str, Any]],
    actor: Actor,
) -> Revision:
    """The answers as stored, and names and digests of the files; the digest covers both, opened."""
    assert actor.account is not None
    files: dict[str, list[dict[str, Any]]] = {}
    present = application.attachments.filter(removed_at=None).select_related("file").order_by("pk")
    for attachment in present:
        stored = attachment.file
        files.setdefault(attachment.term, []).append(
            {"name": attachment.name, "sha256": stored.digest, "size": stored.size}
        )
    judgements = frozen(application, values, known=timezone.localdate())
    revision = Revision.objects.create(
        application=application,
        **judgements,
        number=application.revisions.count() + 1,
        content={**sections, FILES: files},
        digest=digest({**values, FILES: files}),
        made_by=actor.account,
    )
    record_act(
        "applications.freeze",
        application,
        actor=actor,
        summary=f"固定第{revision.number}稿",
        after={
            "revision": revision.number,
            "digest": revision.digest,
            "judgements": digest({"judgements": revision.judgements}),
        },
    )
    return revision


def _leader(values: dict[str, dict[str, Any]]) -> Person | None:
    """The person of the register whose identity number was given; the name alone proves nothing."""
    number = next(
        (s[LEADER_NUMBER].get("value") for s in values.values() if LEADER_NUMBER in s), None
    )
    return person_with_id_number(number) if isinstance(number, str) else None
