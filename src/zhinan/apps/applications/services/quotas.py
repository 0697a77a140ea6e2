"""Places used and left: counted where the office counts them, by body and by unit, across programmes that share them.

See docs/design/quotas.md.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum, prefetch_related_objects
from django.utils import timezone

from zhinan.apps.applications.models import Application
from zhinan.apps.applications.states import ApplicationState as S
from zhinan.apps.programmes.facts import (
    body_limit,
    called,
    counted_programmes,
    host_limit,
    pack_of,
)
from zhinan.apps.programmes.models import Call
from zhinan.apps.programmes.states import CallState
from zhinan.apps.registry.models import Organisation, RecommendingBody
from zhinan.engines.packs import QuotaLimit
from zhinan.engines.values import Finding

NOT_RECOMMENDED = (S.DRAFT, S.AT_HOST, S.AT_BODY, S.WITHDRAWN)
RECOMMENDED = tuple(s for s in S if s not in NOT_RECOMMENDED)
CONFIRMED = (*RECOMMENDED, S.AT_BODY)
Key = tuple[str, str]  # pack, programme: versions of one guide count as one
KEY = ("call__programme__guide__pack", "call__programme__key")


@dataclass(frozen=True, slots=True)
class QuotaUse:
    """One limit and what is used of it in one call (and those that share it)."""

    call: Call
    limit: QuotaLimit
    used: int
    outside: int = 0  # recommended beside the quota, by clause
    used_yuan: Decimal = Decimal(0)

    @property
    def most(self) -> int | None:
        return self.limit.most

    @property
    def who(self) -> str:
        return self.limit.who

    @property
    def clause(self) -> str:
        return self.limit.clause

    @property
    def finding(self) -> Finding | None:
        return self.limit.finding

    @property
    def left(self) -> int | None:
        return self.limit.left(self.used)

    @property
    def is_full(self) -> bool:
        return self.left == 0


def quota_of(call: Call, body: RecommendingBody) -> QuotaUse:
    """What a body has recommended in a call, and its limit.

    Applications of units that the guide frees from the body's quota are counted apart.
    """
    return _uses_of_body([call], body)[0]


def host_quota(call: Call, host: Organisation) -> QuotaUse:
    """What a unit has confirmed in a call, and its own limit."""
    return _uses_of_host([call], host)[0]


def body_quotas(body: RecommendingBody) -> list[QuotaUse]:
    """The body's places in every call still open to recommendation, soonest closing first.

    At most five statements, whatever the number of calls and applications.
    """
    to_it = Q(addressed_bodies=None) | Q(addressed_bodies__body=body)
    return _uses_of_body(_running_calls(to_it), body)


def host_quotas(host: Organisation) -> list[QuotaUse]:
    """The unit's places in every running call that limits units; three statements."""
    to_it = Q(addressed_bodies=None) | Q(addressed_bodies__body__memberships__organisation=host)
    uses = _uses_of_host(_running_calls(to_it), host)
    return [use for use in uses if use.most is not None or use.finding is not None]


def body_refusals(application: Application) -> list[Finding]:
    """Why a body may not recommend one more; empty where it may. Call under the body's lock."""
    body = application.body
    assert body is not None  # checked before
    if _is_free(application.call, application.host, body, on=timezone.localdate()):
        return []
    use = quota_of(application.call, body)
    yuan = use.used_yuan + (application.grant_yuan or Decimal(0))
    return use.limit.refusals(use.used, name=body.name, yuan=yuan)


def corrected_refusals(application: Application) -> list[Finding]:
    """Why a corrected grant exceeds the body's sum, this application counted as it is now.

    Call under the body's lock, when it is back at the office; places are not asked again.
    """
    body = application.body
    if body is None or _is_free(application.call, application.host, body, on=_day_of(application)):
        return []
    use = quota_of(application.call, body)
    return use.limit.refusals(0, name=body.name, yuan=use.used_yuan)


def _day_of(application: Application) -> date:
    return timezone.localdate(application.recommended_at or timezone.now())


def host_refusals(application: Application) -> list[Finding]:
    """Why a unit may not confirm one more; empty where it may. Call under the unit's lock."""
    use = host_quota(application.call, application.host)
    return use.limit.refusals(use.used, name=application.host.name)


def _uses_of_body(calls: Sequence[Call], body: RecommendingBody) -> list[QuotaUse]:
    rows = _counted(calls, counted_by="body").filter(body=body, state__in=RECOMMENDED)
    places, yuan = _totals(rows)
    free = _free_rows(calls, rows, body)
    uses = []
    for call in calls:
        keys = _keys(call, "body")
        outside = [row for row in free if row[0] in keys]
        uses.append(
            QuotaUse(
                call,
                body_limit(call.programme, body),
                sum(places[key] for key in keys) - len(outside),
                len(outside),
                sum((yuan[key] for key in keys), Decimal(0)) - sum(row[1] for row in outside),
            )
        )
    return uses


def _uses_of_host(calls: Sequence[Call], host: Organisation) -> list[QuotaUse]:
    rows = _counted(calls, counted_by="host").filter(host=host, state__in=CONFIRMED)
    places, _yuan = _totals(rows)
    prefetch_related_objects([host], "statuses")
    today = timezone.localdate()
    return [
        QuotaUse(
            call,
            host_limit(call.programme, host, on=today),
            sum(places[key] for key in _keys(call, "host")),
        )
        for call in calls
    ]


def _counted(calls: Iterable[Call], *, counted_by: str) -> Any:
    """Applications of the programmes that use the same places; those of a cancelled call use none."""
    wanted = {key for call in calls for key in _keys(call, counted_by)}
    among = Q(pk__in=[])
    for pack in {pack for pack, _ in wanted}:
        keys = [key for own, key in wanted if own == pack]
        among |= Q(call__programme__guide__pack=pack, call__programme__key__in=keys)
    return Application.objects.filter(among).exclude(call__state=CallState.CANCELLED)


def _keys(call: Call, counted_by: str) -> frozenset[Key]:
    programme = call.programme
    counted = counted_programmes(programme, counted_by=counted_by)
    return frozenset((programme.guide.pack, key) for key in counted)


def _totals(rows: Any) -> tuple[Counter[Key], defaultdict[Key, Decimal]]:
    places: Counter[Key] = Counter()
    yuan: defaultdict[Key, Decimal] = defaultdict(Decimal)
    for pack, key, count, total in (
        rows.order_by().values_list(*KEY).annotate(Count("pk"), Sum("grant_yuan"))
    ):
        places[pack, key], yuan[pack, key] = count, total or Decimal(0)
    return places, yuan


def _free_rows(
    calls: Sequence[Call], rows: Any, body: RecommendingBody
) -> list[tuple[Key, Decimal]]:
    """Programme and grant of each application beside the quota, by what its unit held when it was recommended."""
    freeing = {key: call for call in calls if _frees_hosts(call) for key in _keys(call, "body")}
    if not freeing:
        return []
    among = rows.filter(call__programme__key__in={key for _, key in freeing})
    lines = list(among.values_list(*KEY, "host_id", "grant_yuan", "recommended_at"))
    hosts = Organisation.objects.prefetch_related("statuses").in_bulk({line[2] for line in lines})
    return [
        ((pack, key), yuan or Decimal(0))
        for pack, key, host, yuan, at in lines
        if (call := freeing.get((pack, key)))
        and _is_free(call, hosts[host], body, on=timezone.localdate(at))
    ]


def _frees_hosts(call: Call) -> bool:
    quotas = pack_of(call.programme.guide).programme(call.programme.key).quotas
    return any(quota.is_outside_body_quota for quota in quotas)


def _is_free(call: Call, host: Organisation, body: RecommendingBody, *, on: date) -> bool:
    """Whether the unit's own line leaves this body's quota alone; a line may name whose it leaves."""
    names, classes = called(pack_of(call.programme.guide), body)
    return host_limit(call.programme, host, on=on).frees_from({*names, *classes})


def _running_calls(addressed: Q) -> list[Call]:
    now = timezone.now()
    calls = Call.objects.filter(addressed, state=CallState.PUBLISHED, opens_at__lte=now).filter(
        Q(recommendation_closes_at__gte=now) | Q(recommendation_closes_at=None, closes_at__gte=now)
    )
    return list(calls.select_related("programme__guide").distinct().order_by("closes_at", "pk"))
