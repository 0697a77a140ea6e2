"""Where each role finds each page of the demonstration year: what ``reverse`` needs, by name of route."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from tests.desks.routes import EVERYBODY, ROUTES, SIGNED_IN

from zhinan.apps.accounts.models import Account, Role
from zhinan.apps.accounts.selectors import Actor
from zhinan.apps.accounts.services import invite_colleague
from zhinan.apps.applications.selectors import applications_visible_to
from zhinan.apps.applications.states import ApplicationState as S
from zhinan.apps.awards.models import PublicNotice
from zhinan.apps.awards.selectors import decision_lists_visible_to
from zhinan.apps.integrity.models import IntegrityRecord, OrganisationRelation
from zhinan.apps.programmes.models import Call, Guide
from zhinan.apps.readings.models import Entry, Reading
from zhinan.apps.records.models import Act, Checkpoint
from zhinan.apps.records.services.inbox import notify
from zhinan.apps.registry.models import LedgerEntry, Organisation, Person, RecommendingBody
from zhinan.apps.screening.models import FormalReview

ROLES = [r for r in Role.values if r != Role.FINANCE]  # finance reads what the office sees
NO_PAGE = {  # answers with a file, a redirect, or nothing to look at
    "accounts:home", "accounts:people_export", "applicant:file", "applicant:pdf", "applicant:word",
    "applicant:submit", "host:claim_evidence", "office:claim_evidence", "office:guide_export",
    "office:reading_changes", "office:reading_entry_new", "office:reading_export", "office:reading_file",
    "office:review_file", "supervision:acts_export", "supervision:act_proof", "supervision:checkpoint_export",
    "public:help", "public:look", "public:look_print",  # test_look.py looks at these
}  # fmt: skip


def _application(*states: str, order: str = "id") -> Callable[[Actor], dict[str, Any]]:
    def find(actor: Actor) -> dict[str, Any]:
        found = applications_visible_to(actor).filter(sections__isnull=False)
        if states:
            found = found.filter(state__in=states)
        return {"pk": found.order_by(order).values_list("pk", flat=True)[0]}

    return find


def _section(actor: Actor) -> dict[str, Any]:
    mine = applications_visible_to(actor).get(**_application(S.DRAFT, S.CORRECTING)(actor))
    table = next(
        s.key for s in mine.call.programme.form_sections.order_by("order") if "table" in s.content
    )
    return {"pk": mine.pk, "key": table}


def _first(model: Any, field: str = "pk", **filters: Any) -> Callable[[Actor], dict[str, Any]]:
    def find(actor: Actor) -> dict[str, Any]:
        row = model.objects.filter(**filters).order_by("pk")[0]
        return {field: getattr(row, "number" if field == "number" else "pk")}

    return find


def _programme(actor: Actor) -> dict[str, Any]:
    guide = Guide.objects.get(state="published", programmes__key="key-rd-industry")
    return {"pk": guide.pk, "key": "key-rd-industry"}


def _letter(actor: Actor) -> dict[str, Any]:
    review = FormalReview.objects.exclude(letter="").order_by("pk")[0]
    return {"pk": review.application_id, "round": review.round}


def _decision(**filters: Any) -> Callable[[Actor], dict[str, Any]]:
    return lambda actor: {"pk": decision_lists_visible_to(actor).filter(**filters)[0].pk}


def _message(actor: Actor) -> dict[str, Any]:
    [message] = notify([actor.account], title="请办理", text="演示数据")
    return {"pk": message.pk}


def _invited(actor: Actor) -> dict[str, Any]:
    host = Account.objects.get(username="demo-host-00001")
    grant = host.grants.get()
    return {
        "token": invite_colleague(actor=Actor(host, grant), role=Role.APPLICANT, name="李四")[1]
    }


def _year(actor: Actor) -> dict[str, Any]:
    return {"year": 2026}


def _original(actor: Actor) -> dict[str, Any]:
    return {"pk": Reading.objects.filter(state="drafted")[0].guide_id}


def _form_read(actor: Actor) -> dict[str, Any]:
    form = Entry.objects.filter(type="form")[0]
    return {"pk": form.reading_id, "key": form.key}


_READ = _first(Reading, state="review", replaces__isnull=False)

OBJECTS: dict[str, Callable[[Actor], dict[str, Any]]] = {
    "accounts:message": _message,
    "accounts:invited": _invited,
    "accounts:person": _first(Account),
    "public:call": _first(Call, programme__key="basic-youth"),
    "public:guide": _first(Guide),
    "public:programme": _programme,
    "public:self_check": _programme,
    "public:original": _original,
    "public:notice": _first(PublicNotice, state="shown"),
    "public:help_page": lambda actor: {"name": "marks"},
    "applicant:start": lambda actor: {
        "call_pk": Call.objects.get(programme__key="industrial-rd-cooperation").pk
    },
    "applicant:form": _section,
    "applicant:review": _application(S.DRAFT),
    "applicant:receipt": _application(S.AT_HOST, S.AT_BODY, S.AT_OFFICE),
    "applicant:history": _application(S.DRAFT),
    "applicant:print": _application(),
    "host:application": _application(S.AT_HOST),
    "recommender:application": _application(S.AT_BODY),
    "recommender:summary": _first(Call, programme__key="key-rd-social"),
    "office:application": _application(S.AT_OFFICE),
    "office:guide": _first(Guide),
    "office:rules": _first(Guide),
    "office:threshold": _first(Guide),
    "office:guide_changes": _first(Guide),
    "office:guide_lint": _first(Guide),
    "office:rule": lambda actor: {"pk": Guide.objects.order_by("pk")[0].pk, "key": "LYG-3-8"},
    "office:call": _first(Call, programme__key="basic-youth"),
    **{
        f"office:reading{page}": _READ
        for page in ("", "_lint", "_progress", "_abandon", "_again", "_draft", "_difference")
    },
    "office:reading_entry": lambda actor: {**_READ(actor), "key": "e1"},
    "office:reading_form": _form_read,
    "office:call_new": lambda actor: {
        "programme_pk": Guide.objects.order_by("pk")[0].programmes.all()[0].pk
    },
    "office:review": _application(S.AT_OFFICE),
    "office:screening_letter": _letter,
    "office:decision": _decision(state="noticed"),
    "office:award_letter": _decision(state="awarded"),
    "office:notice": _first(PublicNotice, state="shown"),
    "office:organisation": _first(Organisation),
    "office:person": _first(Person),
    "office:body": _first(RecommendingBody),
    "office:ledger_entry": _first(LedgerEntry),
    "office:integrity_record": _first(IntegrityRecord),
    "office:relation": _first(OrganisationRelation),
    "office:workdays_of": _year,
    "supervision:act": _first(Act),
    "supervision:checkpoint": _first(Checkpoint, "number"),
}


def pages_of(role: str) -> list[str]:
    """Names of the pages to look at in ``role``; ``""`` is the public, which sees what all see."""
    found = []
    for name, route in ROUTES.items():
        if "GET" not in route.methods or route.hidden or name in NO_PAGE or not route.roles:
            continue
        if route.roles == EVERYBODY:
            mine = role == ""
        elif route.roles == SIGNED_IN:
            mine = role == Role.APPLICANT
        else:
            mine = role in route.roles
        found += [name] if mine else []
    return found


def visitor_and_address(name: str, role: str) -> tuple[Actor, str]:
    """Somebody of the demonstration year who finds something under this page, and where."""
    if not role:
        return Actor(), reverse(name, kwargs=OBJECTS[name](Actor()) if name in OBJECTS else None)
    for account in Account.objects.filter(grants__role=role).order_by("pk"):
        actor = Actor(account, account.grants.get())
        try:
            return actor, reverse(name, kwargs=OBJECTS[name](actor) if name in OBJECTS else None)
        except IndexError:
            continue  # this one has no such thing
    raise LookupError(f"no {role} of the demonstration year has anything to see at {name}")
