"""Files in the slots of an application."""

from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhinan.apps.accounts.selectors import Actor
from zhinan.apps.applications.models import Application, Attachment
from zhinan.apps.programmes.facts import form_of
from zhinan.apps.records.services import store_file
from zhinan.apps.records.workflow import MoveRefused, require
from zhinan.engines.packs import Form
from zhinan.engines.values import Finding
from zhinan.engines.vocabulary import State, Term

from .writing import lock_for_filling, read_draft, write_section

ANY_KIND = ("pdf", "docx", "xlsx", "png", "jpg")
MOST_FILES = 20


def attach_file(
    application: Application, *, term: str, uploaded: File[Any], actor: Actor
) -> Attachment:
    """Put a file into a slot; in a slot for one file it takes the place of the one before.

    The same bytes under the same name are not put there twice.

    Raises:
        PermissionDenied: ``actor`` may not fill in this application.
        MoveRefused: Not open for filling in, no such slot, too many files, or the file is not what
            the slot takes.
    """
    require(actor, "applications.fill", application)
    assert actor.account is not None
    form = form_of(application.call.programme)
    slot, key = _slot(form, term)
    stored = store_file(
        uploaded, accept=slot.accept or ANY_KIND
    )  # before the lock: it may take long
    name = (uploaded.name or "").replace("\\", "/").rpartition("/")[2][-200:]
    with transaction.atomic():
        locked = lock_for_filling(application, actor=actor)
        present = list(locked.attachments.filter(term=term, removed_at=None))
        same = next((a for a in present if a.file_id == stored.pk and a.name == name), None)
        if same is not None:
            return same
        if slot.is_many and len(present) >= MOST_FILES:
            raise MoveRefused(_too_many(slot, len(present)))
        if not slot.is_many:
            locked.attachments.filter(term=term, removed_at=None).update(removed_at=timezone.now())
        made = Attachment.objects.create(
            application=locked, term=term, file=stored, name=name, added_by=actor.account
        )
        _list_in_section(form, locked, term, key, actor)
    return made


@transaction.atomic
def remove_attachment(attachment: Attachment, *, actor: Actor) -> Attachment:
    """Take a file out of its slot; its bytes stay for the revisions that named it.

    Raises:
        PermissionDenied: ``actor`` may not fill in this application.
        MoveRefused: The application is not open for filling in.
    """
    locked = lock_for_filling(attachment.application, actor=actor)
    if attachment.removed_at is None:
        attachment.removed_at = timezone.now()
        attachment.save(update_fields=["removed_at"])
        form = form_of(locked.call.programme)
        _list_in_section(form, locked, attachment.term, _slot(form, attachment.term)[1], actor)
    return attachment


def _slot(form: Form, path: str) -> tuple[Term, str]:
    for section in form.sections:
        for field in section.fields:
            if field.path == path and field.term.type == "file":
                return field.term, section.key
    raise MoveRefused(
        Finding(
            "FILE-SLOT", _("申报书没有附件栏“%(path)s”") % {"path": path}, remedy=_("请刷新页面")
        )
    )


def _too_many(slot: Term, present: int) -> Finding:
    return Finding(
        "FILE-MANY",
        _("“%(slot)s”已有%(n)s个文件，最多%(most)s个")
        % {"slot": slot.name, "n": present, "most": MOST_FILES},
        remedy=_("请合并后再上传，或删除多余的文件"),
        field=slot.path,
    )


def _list_in_section(
    form: Form, application: Application, term: str, key: str, actor: Actor
) -> None:
    """The section's value names the files that are in the slot now."""
    present = application.attachments.filter(term=term, removed_at=None).order_by("pk")
    ids = list(present.values_list("pk", flat=True))
    draft, before = read_draft(application, key)
    values = {path: state for path, state in before.items() if path != term}
    if ids:
        values[term] = State.known(ids).to_json()
    if values != before:
        write_section(form, application, draft, values, before=before, actor=actor)
