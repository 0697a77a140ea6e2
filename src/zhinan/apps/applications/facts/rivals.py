"""同年申报: the other applications of the year that may concern one, as rows of the vocabulary."""

from collections.abc import Collection
from functools import cache
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone, translation

from zhinan.apps.applications.models import Application
from zhinan.apps.applications.states import ApplicationState as S
from zhinan.apps.programmes.facts import host_limit, pack_of
from zhinan.apps.programmes.models import Guide
from zhinan.apps.programmes.states import CallState
from zhinan.apps.registry.models import OrganisationKind, RecommendingBody
from zhinan.engines.vocabulary import NONE

from .concerned import Concerned, Row, known, row_of

BODY_QUOTA, OWN_QUOTA = "推荐单位名额", "单位自身名额"
NO_BODY = "（尚未推荐）"  # no body's name; left out it would be unknown whose place it uses
NOT_RECOMMENDED = (S.AT_HOST, S.AT_BODY)
# Decisions are secret until they are announced, so what was found valid reads alike until it is awarded.
STATES = {
    S.AT_HOST: "已提交",
    S.AT_BODY: "已提交",
    S.AT_OFFICE: "已推荐",
    S.CORRECTING: "已推荐",
    S.REJECTED: "不予受理",
    S.AWARDED: "已立项",
}


def rival_rows(
    application: Application,
    who: Concerned,
    *,
    codes: Collection[str],
    body: RecommendingBody | None,
) -> list[Row]:
    """Those of the same guide, of these organisations, people, body or title; drafts use nothing.

    Two statements.

    Args:
        codes: Credit codes of the organisations concerned and of those related to them.
        body: The body it goes to.
    """
    guide = application.call.programme.guide
    return [_row(row, guide, who) for row in _near(application, guide, who, codes, body)]


def _near(
    application: Application,
    guide: Guide,
    who: Concerned,
    codes: Collection[str],
    body: RecommendingBody | None,
) -> QuerySet[Application]:
    near = Q(host__uscc__in=codes) | Q(leader_name__in=who.people)
    if body is not None:
        near |= Q(body=body)
    if application.title:
        near |= Q(title=application.title)
    quotas = pack_of(guide).programme(application.call.programme.key).quotas
    if groups := {name for quota in quotas for name in getattr(quota, "group", ())}:
        near |= Q(host__name__in=groups) | Q(body__name__in=groups)
    return (
        Application.objects.filter(near, call__programme__guide__pack=guide.pack)
        .exclude(pk=application.pk)
        .exclude(state__in=(S.DRAFT, S.WITHDRAWN))
        .exclude(call__state=CallState.CANCELLED)
        .select_related("call__programme", "host", "body", "leader", "topic")
        .prefetch_related("host__statuses")
        .defer("call__programme__flow", "call__programme__windows")
        .order_by("pk")
    )


def _row(rival: Application, guide: Guide, who: Concerned) -> Row:
    handed = rival.submitted_at or rival.created_at
    day = timezone.localdate(rival.recommended_at or handed)
    held = sorted({s.status for s in rival.host.statuses.all() if _is_held(s, day)})
    row = row_of(
        f"a{rival.pk}",
        {
            "number": rival.number,
            "programme": rival.call.programme.key,
            "year": guide.year,
            "organisation": rival.host.name,
            "uscc": rival.host.uscc,
            "organisation_kind": _kind_word(rival.host.kind),
            "leader": rival.leader_name,
            "title": rival.title,
            "topic": rival.topic.code if rival.topic else None,
            "grant": None if rival.grant_yuan is None else f"{rival.grant_yuan:.2f}",
            "state": STATES.get(S(rival.state), "已受理"),
            "quota_route": quota_route(rival, guide, on=day),
            "recorded_on": timezone.localdate(handed).isoformat(),
        },
    )
    # A place of the body is used by its recommendation, not by what still waits for it.
    is_recommended = rival.body is not None and rival.state not in NOT_RECOMMENDED
    row["cells"]["body"] = known(rival.body.name if rival.body and is_recommended else NO_BODY)
    row["cells"]["statuses"] = known("、".join(held)) if held else NONE.to_json()
    if (cell := who.number_of(rival.leader, rival.leader_name)) is not None:
        row["cells"]["leader_id"] = cell
    return row


def quota_route(application: Application, guide: Guide, *, on: Any) -> str:
    """Whose place it uses; the host's own line may free it from the body's."""
    programme = application.call.programme
    if not _frees_hosts(guide, programme.key):
        return BODY_QUOTA
    programme.guide = guide  # a version of the same pack, already read
    limit = host_limit(programme, application.host, on=on)
    return OWN_QUOTA if limit.is_outside_body_quota else BODY_QUOTA


def _frees_hosts(guide: Guide, key: str) -> bool:
    """Whether some line of the programme, if this version still has it, lets a host pass its body's quota."""
    found = next((p for p in pack_of(guide).programmes if p.key == key), None)
    return found is not None and any(q.is_outside_body_quota for q in found.quotas)


@cache
def _kind_word(kind: str) -> str:
    with translation.override("zh-hans"):
        return str(OrganisationKind(kind).label)


def _is_held(status: Any, day: Any) -> bool:
    return bool(status.valid_from <= day and (status.valid_to is None or day <= status.valid_to))
