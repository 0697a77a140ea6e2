"""Applications as last handed in, many at once: their cases, and what the rules said of each that day."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from zhinan.apps.applications.models import Application, Revision, WaiverGrant
from zhinan.apps.programmes.facts import pack_of
from zhinan.apps.programmes.models import Guide
from zhinan.apps.records.encryption import unseal
from zhinan.engines.rules import Case, Grant, Verdict, case_of
from zhinan.engines.vocabulary import State, Vocabulary

from .judging import law_day, reference_day
from .values import revision_values, stated

MOST = 1000  # read in one go; above it the newest stand for all, and the page says so
CODES = {verdict.code: verdict for verdict in Verdict}
LIGHT = (
    "application__call__programme__flow",
    "application__call__programme__windows",
)


@dataclass(frozen=True, slots=True)
class HandedIn:
    """An application as last handed in. ``kept``: verdict by rule as found that day; empty where none was kept."""

    application: Application
    case: Case
    kept: Mapping[str, Verdict] = field(default_factory=dict)


def last_revisions(applications: QuerySet[Application]) -> QuerySet[Revision]:
    """The newest revision of each application that was ever handed in."""
    newest = Revision.objects.filter(application=OuterRef("application")).order_by("-number")
    return Revision.objects.filter(
        application__in=applications.order_by().values("pk"), pk=Subquery(newest.values("pk")[:1])
    )


def handed_in(
    applications: QuerySet[Application],
    guide: Guide,
    *,
    by: Guide | None = None,
    only: Collection[str] | None = None,
    most: int = MOST,
) -> list[HandedIn]:
    """The newest ``most`` of the applications as cases; two statements, whatever their number.

    What the registers said is what was kept of that day; where nothing was kept it stays unknown.

    Args:
        guide: The guide of their calls, with its core vocabulary loaded.
        by: A version of the guide whose vocabulary reads them instead.
        only: Paths of terms; the cases hold no others.
    """
    rows = (
        last_revisions(applications)
        .select_related("application__call__programme", "application__host")
        .defer(*LIGHT)
        .order_by("-pk")[:most]
    )
    revisions = list(rows)
    grants = _grants(revision.application_id for revision in revisions)
    vocabulary = pack_of(by or guide).vocabulary
    return [
        _read(one, guide, vocabulary, grants.get(one.application_id, ()), only) for one in revisions
    ]


def _grants(applications: Iterable[int]) -> dict[int, tuple[Grant, ...]]:
    """Waivers on record by application."""
    rows = WaiverGrant.objects.filter(application__in=list(applications), withdrawn_at=None)
    found: dict[int, tuple[Grant, ...]] = {}
    for row in rows.order_by("pk"):
        grant = Grant(row.rule, "", row.granted_on, row.reason, row.document_name)
        found[row.application_id] = (*found.get(row.application_id, ()), grant)
    return found


def _read(
    revision: Revision,
    guide: Guide,
    vocabulary: Vocabulary,
    grants: tuple[Grant, ...],
    only: Collection[str] | None,
) -> HandedIn:
    call = revision.application.call
    call.programme.guide = guide
    states = stated(revision_values(revision))
    if revision.judged_from:
        registers: dict[str, Any] = json.loads(unseal(revision.judged_from))
        states |= {path: State.from_json(state) for path, state in registers.items()}
    if only is not None:
        states = {path: state for path, state in states.items() if path in only}
    case = case_of(
        states,
        vocabulary,
        programme=call.programme.key,
        year=guide.year,
        law=revision.law_on or law_day(call),
        known=revision.known_on or timezone.localdate(revision.made_at),
        reference=reference_day(call),
        grants=grants,
    )
    return HandedIn(revision.application, case, kept_in(revision.judgements))


def kept_in(judgements: list[dict[str, Any]]) -> dict[str, Verdict]:
    """Verdict by rule, of what a revision keeps."""
    return {said["rule"]: CODES[said["verdict"]] for said in judgements if said["verdict"] in CODES}
