"""Which applications a reader may see."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Case, F, Q, QuerySet, Value, When

from zhinan.apps.accounts.models import Role, ScopeKind
from zhinan.apps.accounts.selectors import Actor
from zhinan.apps.programmes.models import Call
from zhinan.apps.programmes.selectors import published_calls
from zhinan.apps.records.models import Act
from zhinan.apps.records.selectors import acts_on

from .models import Application, Attachment
from .states import ApplicationState as S

AT_BODY_AND_AFTER = [s for s in S if s not in (S.DRAFT, S.AT_HOST, S.WITHDRAWN)]
AT_OFFICE_AND_AFTER = [s for s in AT_BODY_AND_AFTER if s != S.AT_BODY]
BEFORE_OFFICE = [s for s in S if s not in AT_OFFICE_AND_AFTER]
RETURNS = ("applications.host_return", "applications.body_return", "applications.ask_correct")
OUTSIDE = (Role.APPLICANT, Role.HOST, Role.RECOMMENDER)
DECIDED = (S.PROPOSED, S.RESERVE, S.DECLINED)
# What is decided and not yet shown to the public is known inside the office alone.
UNANNOUNCED = Q(state__in=DECIDED, decision__decision_list__state__in=("draft", "decided"))
OFFICE_ACTS = ("screening.open", "screening.claim", "screening.release", "applications.undecide")
DECISIONS = ("applications.propose", "applications.hold", "applications.decline")
# Long columns of the guide that no list shows; a page about one application reads them when it needs them.
LONG = (
    "call__programme__flow",
    "call__programme__windows",
    "call__programme__guide__core_vocabulary",
)


def applications_visible_to(actor: Actor) -> QuerySet[Application]:
    """What the actor may see in its present role, with what lists show of it in one statement.

    Applicants see their own and those they help with; a host all of its unit that were handed in or
    begun; a body from the moment the host confirmed; the office from the recommendation, a section
    only its own programmes; supervision everything handed in; the public nothing. To those outside
    the office ``shown_state`` keeps a decision back until it is announced.
    """
    rows = Application.objects.select_related(
        "call__programme__section", "call__programme__guide", "topic", "host", "body", "owner"
    )
    if actor.holds(*OUTSIDE):
        kept_back = When(UNANNOUNCED, then=Value(S.VALID.value))
        rows = rows.annotate(shown_state=Case(kept_back, default=F("state")))
    return rows.filter(_reach(actor)).defer(*LONG)


def in_state(state: str) -> Q:
    """Applications that stand in a state as far as those outside the office may know."""
    if state == S.VALID:
        return Q(state=state) | UNANNOUNCED
    return Q(state=state) & ~UNANNOUNCED if state in DECIDED else Q(state=state)


def acts_shown_to(actor: Actor, application: Application) -> QuerySet[Act]:
    """The record of an application, oldest line first, for a reader who may see the application.

    Outside the office: not who had it on the desk, and no decision before it is announced.
    """
    acts = acts_on(application)
    if not actor.holds(*OUTSIDE):
        return acts
    shown = getattr(application, "shown_state", application.state)
    is_announced = shown in (*DECIDED, S.AWARDED)
    return acts.exclude(action__in=OFFICE_ACTS if is_announced else OFFICE_ACTS + DECISIONS)


def applications_to_fill(actor: Actor) -> QuerySet[Application]:
    """Those the actor may see, with what the form needs in the same statement and nothing more."""
    return Application.objects.select_related("call__programme__guide", "host").filter(
        _reach(actor)
    )


def _reach(actor: Actor) -> Q:
    nothing = Q(pk__in=[])
    if actor.account is None:
        return nothing
    match actor.role:
        case Role.APPLICANT:
            mine = Q(owner_id=actor.account.pk) | Q(
                pk__in=actor.account.collaborations.values("application_id")
            )
            return Q(host_id=actor.organisation_id) & mine
        case Role.HOST:
            return Q(host_id=actor.organisation_id) & ~Q(state=S.WITHDRAWN, submitted_at=None)
        case Role.RECOMMENDER:
            return Q(body_id=actor.body_id, state__in=AT_BODY_AND_AFTER)
        case Role.OFFICE | Role.LEADER | Role.FINANCE:
            # Said the other way round, SQLite sorts all of them by state to show the newest fifty.
            reach = ~Q(state__in=BEFORE_OFFICE)
            if actor.section_id is not None:
                reach &= Q(call__programme__section_id=actor.section_id)
            programme_id = actor.scope(ScopeKind.PROGRAMME)
            return reach if programme_id is None else reach & Q(call__programme_id=programme_id)
        case Role.SUPERVISOR:
            return ~Q(state=S.DRAFT)
        case _:
            return nothing


def applications_waiting_for(actor: Actor) -> QuerySet[Application]:
    """Those the actor is the next to act on."""
    states: dict[Any, tuple[str, ...]] = {
        Role.APPLICANT: (S.DRAFT, S.CORRECTING),
        Role.HOST: (S.AT_HOST,),
        Role.RECOMMENDER: (S.AT_BODY,),
        Role.OFFICE: (S.AT_OFFICE,),
    }
    return applications_visible_to(actor).filter(state__in=states.get(actor.role, ()))


def calls_open_to(actor: Actor, *, now: datetime) -> QuerySet[Call]:
    """Calls that the actor's organisation may apply to now or soon, soonest closing first.

    A call addressed to named bodies is for the organisations that apply through one of them.
    """
    mine = Q(addressed_bodies=None) | Q(
        addressed_bodies__body__memberships__organisation_id=actor.organisation_id
    )
    return (
        published_calls()
        .filter(mine, closes_at__gte=now)
        .select_related("programme__section", "programme__guide")
        .defer("programme__flow", "programme__windows", "programme__guide__core_vocabulary")
        .distinct()
        .order_by("closes_at", "pk")
    )


def reasons_of_return(applications: Iterable[Application]) -> dict[int, Act]:
    """The last line of record that gave each application back, with its reason; one statement."""
    ids = [str(application.pk) for application in applications]
    acts = Act.objects.filter(
        subject_kind=Application._meta.label_lower, subject_id__in=ids, action__in=RETURNS
    ).order_by("pk")
    return {int(act.subject_id): act for act in acts}


def attachments_of(application: Application) -> dict[str, list[Attachment]]:
    """The files in each slot now, in the order they came; one statement."""
    found: dict[str, list[Attachment]] = {}
    present = application.attachments.filter(removed_at=None).select_related("file", "added_by")
    for attachment in present.order_by("pk"):
        found.setdefault(attachment.term, []).append(attachment)
    return found
