"""What the registers say that may concern an application, as tables of the vocabulary.

Only rows that can touch the application are read: of its organisations and those related to them, of its people,
of its recommending body. A row left out can change no verdict.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from zhinan.apps.applications.models import Application
from zhinan.apps.integrity.facts import record_rows, relation_rows
from zhinan.apps.integrity.selectors import records_concerning, relations_around
from zhinan.apps.programmes.facts import pack_of
from zhinan.apps.registry.models import LedgerEntry, LedgerState, Person, RecommendingBody
from zhinan.engines.vocabulary import State

from .concerned import SOURCE, Concerned, Row, concerned_by, row_of
from .registered import registered_values
from .rivals import quota_route, rival_rows

REGISTERS = ("rivals", "ledger", "integrity", "relations", "payments")
LEDGER_STATES = {
    LedgerState.RUNNING: "在研",
    LedgerState.ACCEPTED: "已验收",
    LedgerState.TERMINATED: "终止",
    LedgerState.REVOKED: "撤销",
}


def register_states(
    application: Application, states: Mapping[str, State], *, known: date
) -> dict[str, State]:
    """Every register as a table, and what the record says of the application itself; about eight statements.

    Args:
        states: The application's answers by path.
        known: The day whose registers are read.
    """
    who = concerned_by(states, code=application.host.uscc)
    relations = relations_around(who.codes, on=known)
    codes = who.codes.union(*({r.owner_uscc, r.owned_uscc} for r in relations))
    body = application.body or _only_body(application)
    records = records_concerning(codes=codes, names=who.names | who.people, digests=who.numbers)
    tables = {
        "rivals": rival_rows(application, who, codes=codes, body=body),
        "ledger": _ledger(who, codes),
        "integrity": record_rows(records, numbers=who.numbers),
        "relations": relation_rows(relations),
        "payments": [],  # no instalment is paid through this system yet
    }
    found = {path: State.known(rows, source=SOURCE) for path, rows in tables.items()}
    return found | _standing(application, body) | _of_lead(application, states)


def _of_lead(application: Application, states: Mapping[str, State]) -> dict[str, State]:
    """What the registry knows of the lead and the form does not ask: rules may need it all the same."""
    facts = registered_values(application.host, application.call)
    return {path: State.from_json(s) for path, s in facts.items() if path not in states}


def _standing(application: Application, body: RecommendingBody | None) -> dict[str, State]:
    """Terms 推荐单位 and 申报. While it is being filled in it counts as handed in now."""
    guide = application.call.programme.guide
    handed = application.submitted_at or timezone.now()
    day = timezone.localdate(application.recommended_at or handed)
    values: dict[str, Any] = {
        "application.number": application.number,
        "application.submitted_on": _day(handed),
        "application.submitted_time": f"{timezone.localtime(handed):%H:%M}",
        "application.recommended_on": _day(application.recommended_at),
        "application.quota_route": quota_route(application, guide, on=day),
        "body.name": body.name if body else None,
    }
    kind = pack_of(guide).vocabulary.get("推荐单位.类别")
    if kind is not None and body is not None and body.kind in (kind.choices or (body.kind,)):
        values[kind.path] = body.kind
    return {path: State.known(v, source=SOURCE) for path, v in values.items() if v}


def _day(moment: datetime | None) -> str | None:
    return None if moment is None else timezone.localdate(moment).isoformat()


def _only_body(application: Application) -> RecommendingBody | None:
    """The body it will go to, where the organisation applies through one alone."""
    found = [m.body for m in application.host.memberships.select_related("body")[:2]]
    return found[0] if len(found) == 1 else None


def _ledger(who: Concerned, codes: Collection[str]) -> list[Row]:
    persons = Person.objects.filter(id_number_digest__in=list(who.numbers)).values("pk")
    rows = (
        LedgerEntry.objects.filter(
            Q(lead__uscc__in=codes)
            | Q(lead__name__in=who.names)
            | Q(leader__in=persons)
            | Q(leader_name__in=who.people)
        )
        .select_related("lead", "leader")
        .order_by("pk")
    )
    return [_ledger_row(entry, who) for entry in rows]


def _ledger_row(entry: LedgerEntry, who: Concerned) -> Row:
    row = row_of(
        f"p{entry.pk}",
        {
            "number": entry.number,
            "name": entry.title,
            "organisation": entry.lead.name,
            "uscc": entry.lead.uscc,
            "leader": entry.leader_name,
            "programme": entry.programme,
            "year": entry.year,
            "starts_on": entry.starts_on.isoformat(),
            "ends_on": entry.ends_on.isoformat(),
            "state": LEDGER_STATES[LedgerState(entry.state)],
            "grant": f"{entry.grant_yuan:.2f}",
        },
    )
    if (cell := who.number_of(entry.leader, entry.leader_name)) is not None:
        row["cells"]["leader_id"] = cell
    return row
