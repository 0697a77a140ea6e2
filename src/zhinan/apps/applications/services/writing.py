"""The one place that writes a section: version, what it was before, and the columns that lists show."""

from collections.abc import Mapping
from typing import Any

from zhinan.apps.accounts.selectors import Actor
from zhinan.apps.applications.facts import opened, sealed
from zhinan.apps.applications.models import Application, SectionDraft, SectionEdit
from zhinan.apps.applications.states import EDITABLE
from zhinan.apps.programmes.facts import topic_chosen
from zhinan.apps.records.workflow import MoveRefused, require
from zhinan.engines.packs import Form
from zhinan.engines.values import Finding
from zhinan.engines.vocabulary import Knowing, State

EDITS_KEPT = 60  # saves of one section that a colleague's page may lag behind and still be merged
PRUNED_EVERY = 20
COLUMNS = {"title": "title", "leader": "leader_name", "grant": "grant_yuan", "total": "total_yuan"}
LONGEST = {"title": 200, "leader": 64}


def lock_for_filling(application: Application, *, actor: Actor) -> Application:
    """The row under lock, if the actor may write in it now. The call and host already read are kept.

    Raises:
        PermissionDenied: ``actor`` neither began nor shares the application, or acts for another host.
        MoveRefused: It is not a draft and not being corrected.
    """
    locked = Application.objects.select_for_update().get(pk=application.pk)
    for name in ("call", "host", "topic"):
        known = application._state.fields_cache.get(name)
        if known is not None and known.pk == getattr(locked, f"{name}_id"):
            setattr(locked, name, known)
    require(actor, "applications.fill", locked)
    if locked.state not in EDITABLE:
        raise MoveRefused(
            Finding(
                "FORM-LOCKED",
                f"申报书当前为“{locked.get_state_display()}”，不能修改",
                remedy="要修改请先撤回；本页已输入的内容请另行保存",
            )
        )
    return locked


def write_section(
    form: Form,
    application: Application,
    draft: SectionDraft,
    values: Mapping[str, Any],
    *,
    before: Mapping[str, Any],
    actor: Actor,
) -> None:
    """Store the opened ``values`` of a section in place of the opened ``before``, as its next version.

    The caller holds the lock on the application.
    """
    changed = [p for p in {**before, **values} if before.get(p) != values.get(p)]
    draft.version += 1
    SectionEdit.objects.create(
        section=draft,
        version=draft.version,
        before={path: draft.values.get(path) for path in changed},
        made_by=actor.account,
    )
    if draft.version % PRUNED_EVERY == 0:
        draft.edits.filter(version__lte=draft.version - EDITS_KEPT).delete()
    draft.values = sealed(form.section(draft.key), values, stored=draft.values)
    draft.saved_by = actor.account
    draft.save(update_fields=["values", "version", "saved_by", "saved_at"])
    _keep_columns_in_step(form, application, draft.key, values, changed)


def read_draft(application: Application, key: str) -> tuple[SectionDraft, dict[str, Any]]:
    """The section's row, made where there is none, and its opened values."""
    draft, _made = SectionDraft.objects.get_or_create(application=application, key=key)
    return draft, opened(draft.values)


def _keep_columns_in_step(
    form: Form, application: Application, key: str, values: Mapping[str, Any], changed: list[str]
) -> None:
    """What lists show follows the answers; only columns whose term was changed just now are touched."""
    touched = {name: term for name, term in form.shown_in_lists.items() if term.path in changed}
    columns = ["version", "updated_at"]
    summary = form.summary({key: values} if touched else {})
    for name, term in touched.items():
        if name == "topic":
            topic = summary.topic
            application.topic = topic_chosen(application.call.programme, topic) if topic else None
            columns.append("topic")
            continue
        shown = getattr(summary, name)
        if name in LONGEST:
            state = State.from_json(values.get(term.path))
            unread = state.as_typed if state.knowing is Knowing.UNREAD else ""
            shown = (shown or unread)[: LONGEST[name]]
        setattr(application, COLUMNS[name], shown)
        columns.append(COLUMNS[name])
    application.version += 1
    application.save(update_fields=columns)
