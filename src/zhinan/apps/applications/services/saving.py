"""Saving one section: what was typed is kept, and what a colleague typed meanwhile is not lost."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhinan.apps.accounts.selectors import Actor
from zhinan.apps.applications.facts import asks_registry, opened, registered_values
from zhinan.apps.applications.models import Application, SectionDraft, SectionEdit
from zhinan.apps.applications.states import EDITABLE
from zhinan.apps.programmes.facts import form_of, topic_choices
from zhinan.apps.records.workflow import MoveRefused
from zhinan.engines.packs import Form, FormSection
from zhinan.engines.values import Finding

from .merging import UNKNOWN, merge
from .regions import with_region_codes
from .writing import lock_for_filling, read_draft, write_section

__all__ = ["EDITABLE", "Conflict", "SaveResult", "save_section"]


@dataclass(frozen=True, slots=True)
class Conflict:
    """One term that two people changed. ``theirs`` is stored; ``mine`` is not, until it is saved again.

    Both sides of a table are already merged and differ only in the cells that both changed.
    """

    path: str
    theirs: dict[str, Any] | None
    mine: dict[str, Any] | None
    saved_by: str = ""
    saved_at: datetime | None = None
    places: tuple[str, ...] = ()  # in a table: what both changed, in words


@dataclass(frozen=True, slots=True)
class SaveResult:
    """What stands in the section now: its version, its opened values, and what is to be said of the save.

    ``overtaken`` are paths whose values are now other than typed, because a colleague changed them too.
    """

    version: int
    values: dict[str, Any]
    findings: list[Finding] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    overtaken: list[str] = field(default_factory=list)
    saved_at: datetime | None = None


@transaction.atomic
def save_section(
    application: Application,
    key: str,
    typed: Mapping[str, Any],
    *,
    base_version: int,
    base: Mapping[str, Any] | None = None,
    actor: Actor,
) -> SaveResult:
    """Store what was typed into some terms of one section.

    What cannot be read is stored as typed, beside its finding. Where the section has moved on since
    ``base_version``, each term (in a table each cell) is merged: changed on one side only, it is taken;
    changed on both, theirs stays and mine comes back as a conflict.

    Args:
        typed: Typed values by path; only what changed need be there. Facts of the registry and files
            are not typed and are passed over, save for a file slot's ``{"none": true}``.
        base_version: Version of the section the typist began from.
        base: Stored states of the same paths at that version, for versions too old to be kept.

    Raises:
        PermissionDenied: ``actor`` may not fill in this application.
        MoveRefused: It is not open for filling in, or the form has no such section.
    """
    locked = lock_for_filling(application, actor=actor)
    form = form_of(locked.call.programme)
    section = _section(form, key)
    facts = registered_values(locked.host, locked.call) if asks_registry(form, key) else {}
    draft, before = read_draft(locked, key)
    wanted = _typed_here(section, typed, facts, before)
    read, findings = _read(form, locked, key, wanted)
    known = section.typed_terms
    changes = {path: read.get(path) for path in wanted if path in known}
    conflicts: list[Conflict] = []
    if draft.version > base_version:
        changes, conflicts = _merged(section, draft, changes, before, base_version, base)
    values = {path: state for path, state in {**before, **changes}.items() if state is not None}
    values |= {f.path: facts[f.path] for f in section.fields if f.path in facts}
    values = form.with_computed(section, values)
    if values != before:
        write_section(form, locked, draft, values, before=before, actor=actor)
    overtaken = [p for p in changes if values.get(p) != read.get(p)]
    return SaveResult(draft.version, values, findings, conflicts, overtaken, draft.saved_at)


def _section(form: Form, key: str) -> FormSection:
    try:
        return form.section(key)
    except KeyError:
        raise MoveRefused(
            Finding(
                "FORM-SECTION", _("申报书没有栏目“%(key)s”") % {"key": key}, remedy=_("请刷新页面")
            )
        ) from None


def _typed_here(
    section: FormSection,
    typed: Mapping[str, Any],
    facts: Mapping[str, Any],
    before: Mapping[str, Any],
) -> dict[str, Any]:
    """What may be typed: no facts of the registry; of a file slot only that there is none."""
    files = {f.path for f in section.fields if f.term.type == "file"}
    wanted = {}
    for path, value in typed.items():
        if path in facts:
            continue
        if path in files and (not isinstance(value, Mapping) or before.get(path, {}).get("value")):
            continue
        wanted[path] = value
    return wanted


def _read(
    form: Form, application: Application, key: str, typed: Mapping[str, Any]
) -> tuple[dict[str, Any], list[Finding]]:
    terms = form.section(key).typed_terms
    asked = {terms[path].type for path in typed if path in terms}
    typed = with_region_codes(typed, terms)
    topics = topic_choices(application.call.programme) if "topic" in asked else None
    return form.read(key, typed, topics=topics)


def _merged(
    section: FormSection,
    draft: SectionDraft,
    changes: Mapping[str, Any],
    theirs: Mapping[str, Any],
    base_version: int,
    base: Mapping[str, Any] | None,
) -> tuple[dict[str, Any], list[Conflict]]:
    edits = list(
        draft.edits.filter(version__gt=base_version).select_related("made_by").order_by("-version")
    )
    began = _values_before(
        theirs, edits, is_whole=len(edits) == draft.version - base_version, base=base
    )
    last = {path: edit for edit in reversed(edits) for path in edit.before}
    computed = [c.term.key for c in section.columns if c.computed]
    terms = section.typed_terms
    merged, conflicts = {}, []
    for path, mine in changes.items():
        outcome = merge(
            mine, theirs.get(path), began.get(path, UNKNOWN) if began is not None else UNKNOWN,
            computed=computed, is_table=terms[path].type == "table",
        )  # fmt: skip
        merged[path] = outcome.state
        if outcome.clashes:
            edit = last.get(path)
            conflicts.append(
                Conflict(
                    path,
                    outcome.state,
                    outcome.mine,
                    edit.made_by.name if edit and edit.made_by else "",
                    edit.made_at if edit else None,
                    tuple(
                        _place(section, outcome.mine, clash) for clash in outcome.clashes if clash
                    ),
                )
            )
    return merged, conflicts


def _values_before(
    now: Mapping[str, Any],
    edits: list[SectionEdit],
    *,
    is_whole: bool,
    base: Mapping[str, Any] | None,
) -> dict[str, Any] | None:
    """The section as it was before ``edits`` (newest first); a path with no entry is unknown.

    None where the edits no longer reach back so far and nothing else is told.
    """
    if not is_whole:
        return None if base is None else dict(base)
    values: dict[str, Any] = _Absent(now)
    for edit in edits:
        for path, state in edit.before.items():
            values[path] = None if state is None else opened({path: state})[path]
    return values


class _Absent(dict[str, Any]):
    """A whole section: what is not in it was absent, not unknown."""

    def get(self, key: str, default: Any = None) -> Any:
        return super().get(key)


def _place(section: FormSection, table: Mapping[str, Any], clash: str) -> str:
    row_id, _dot, key = clash.partition(".")
    fixed = next((r.name for r in section.fixed_rows if r.id == row_id), "")
    number = 1 + [row["id"] for row in table["value"]].index(row_id)
    return f"{fixed or f'第{number}行'} {section.column(key).term.name}"
