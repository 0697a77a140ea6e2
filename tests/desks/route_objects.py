"""Makers of the things that routes open, each on one side: the actor's own, or a stranger's."""

from datetime import timedelta
from functools import cached_property
from typing import Any

from django.core.files.base import ContentFile

from tests.factories.accounts import make_account, make_actor, make_grant
from tests.factories.applications import LICENCE, make_application, make_pdf
from tests.factories.awards import AMOUNT, make_valid_applications, today
from tests.factories.integrity import make_record, make_relation
from tests.factories.programmes import make_call, make_programme
from tests.factories.readings import make_draft, make_form_read, make_reading, make_reread
from tests.factories.records import make_act
from tests.factories.registry import (
    make_body,
    make_ledger_entry,
    make_organisation,
    make_person,
    make_section,
)
from tests.factories.rules import make_ruled_call
from tests.factories.screening import (
    decide_all,
    make_claimed_review,
    make_screened_application,
    make_screened_call,
    make_screened_programme,
)
from zhinan.apps.accounts.models import Account, Role
from zhinan.apps.accounts.selectors import Actor, scope_of
from zhinan.apps.accounts.services import invite_colleague
from zhinan.apps.applications.models import Attachment
from zhinan.apps.applications.services import attach_file
from zhinan.apps.awards.models import Outcome, PublicNotice
from zhinan.apps.awards.services import (
    Wanted,
    create_decision_list,
    decide_list,
    give_notice,
    set_outcomes,
)
from zhinan.apps.programmes.models import Guide
from zhinan.apps.projects.facts import Period
from zhinan.apps.projects.services import award_projects
from zhinan.apps.records.services import seal_checkpoint
from zhinan.apps.records.services.files import store_file
from zhinan.apps.records.services.inbox import notify
from zhinan.apps.registry.services import ask_correction
from zhinan.apps.screening.models import Conclusion, ItemOutcome
from zhinan.apps.screening.services import conclude_review

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
UNIT_ROLES = (Role.HOST, Role.APPLICANT)


class Side:
    """One person in one role, with the unit, body and section that are theirs."""

    def __init__(self, role: str) -> None:
        self.role = role

    @cached_property
    def unit(self) -> Any:
        return make_organisation()

    @cached_property
    def body(self) -> Any:
        return make_body(members=(self.unit,))

    @cached_property
    def section(self) -> Any:
        return make_section()

    @cached_property
    def actor(self) -> Actor:
        if self.role not in Role.values:
            return Actor(make_account())
        return make_actor(
            self.role,
            organisation=self.unit if self.role in UNIT_ROLES else None,
            body=self.body if self.role == Role.RECOMMENDER else None,
            section=self.section if self.role == Role.OFFICE else None,
        )

    @property
    def account(self) -> Account:
        assert self.actor.account is not None
        return self.actor.account


def nothing(side: Side) -> dict[str, Any]:
    return {}


def a_message(side: Side) -> dict[str, Any]:
    [message] = notify([side.account], title="请办理")
    return {"pk": message.pk}


def an_account(side: Side) -> dict[str, Any]:
    return {"pk": make_account().pk}


def a_grant_in_a_unit(side: Side) -> dict[str, Any]:
    return {"pk": make_grant(make_account(), Role.APPLICANT, scope_of(side.unit)).pk}


def an_invitation(side: Side) -> dict[str, Any]:
    return {"pk": _invite(side)[0].pk}


def an_invitation_link(side: Side) -> dict[str, Any]:
    return {"token": _invite(side)[1]}


def _invite(side: Side) -> tuple[Any, str]:
    host = side.actor
    if side.role != Role.HOST:
        host = make_actor(Role.HOST, organisation=side.unit)
    return invite_colleague(actor=host, role=Role.APPLICANT, name="李四")


def a_programme(side: Side) -> Any:
    return make_screened_programme(section=side.section)


def a_guide(side: Side) -> dict[str, Any]:
    return {"pk": a_programme(side).guide_id}


def a_guides_programme(side: Side) -> dict[str, Any]:
    programme = a_programme(side)
    return {"pk": programme.guide_id, "key": programme.key}


def a_ruled_programme(side: Side) -> dict[str, Any]:
    programme = make_ruled_call().programme
    return {"pk": programme.guide_id, "key": programme.key}


def a_ruled_guide(side: Side) -> dict[str, Any]:
    return {"pk": make_ruled_call().programme.guide_id}


def a_guides_rule(side: Side) -> dict[str, Any]:
    return {**a_ruled_guide(side), "key": "EX-2"}


def a_reading(side: Side) -> dict[str, Any]:
    return {"pk": make_reading(2).pk}


def an_entry(side: Side) -> dict[str, Any]:
    return {**a_reading(side), "key": "e1"}


def a_form_read(side: Side) -> dict[str, Any]:
    return {"pk": make_form_read().pk, "key": "e1"}


def a_corrected_reading(side: Side) -> dict[str, Any]:
    return {"pk": make_reread().pk}


def a_drafted_guide(side: Side) -> dict[str, Any]:
    pack = "drafted-b" if Guide.objects.filter(pack="drafted-a").exists() else "drafted-a"
    return {"pk": make_draft(is_published=True, name="通知.txt", pack=pack).pk}


def a_programme_to_call(side: Side) -> dict[str, Any]:
    return {"programme_pk": a_programme(side).pk}


def a_call(side: Side) -> dict[str, Any]:
    return {"pk": make_screened_call(a_programme(side)).pk}


def a_draft_call(side: Side) -> dict[str, Any]:
    return {"pk": make_screened_call(a_programme(side), state="draft", published_at=None).pk}


def an_application(side: Side) -> dict[str, Any]:
    """At the office, of this side's unit, through its body, in a programme of its section."""
    return {"pk": _application(side).pk}


def a_call_to_start(side: Side) -> dict[str, Any]:
    return {"call_pk": make_call().pk}


def a_draft(side: Side) -> dict[str, Any]:
    return {"pk": _begun(side)[0].pk}


def a_section(side: Side) -> dict[str, Any]:
    return {"pk": _begun(side)[0].pk, "key": "basics"}


def a_file_slot(side: Side) -> dict[str, Any]:
    return {"pk": _begun(side)[0].pk, "term": LICENCE}


def a_file(side: Side) -> dict[str, Any]:
    application, actor = _begun(side)
    return {"pk": attach_file(application, term=LICENCE, uploaded=make_pdf(), actor=actor).pk}


def a_letter(side: Side) -> dict[str, Any]:
    clerk = make_actor(Role.OFFICE)
    review = make_claimed_review(_application(side), actor=clerk)
    decide_all(review, ItemOutcome.TO_CORRECT, actor=clerk, remark="缺审计报告")
    conclude_review(review, conclusion=Conclusion.CORRECTION, reason="补正后再审", actor=clerk)
    return {"pk": review.application_id, "round": review.round}


def a_file_under_review(side: Side) -> dict[str, Any]:
    application = _application(side)
    file = store_file(make_pdf(), accept=["pdf"])
    made = Attachment.objects.create(
        application=application, term=LICENCE, file=file, name="a.pdf", added_by=application.owner
    )
    return {"pk": made.pk}


def a_decision(side: Side) -> dict[str, Any]:
    return {"pk": _draft(side).pk}


def a_notice(side: Side) -> dict[str, Any]:
    decided, clerk = _decided(side), make_actor(Role.OFFICE)
    given = give_notice(decided, starts_on=today(), working_days=5, contact="高新处", actor=clerk)
    return {"pk": given.pk}


def an_issued_decision(side: Side) -> dict[str, Any]:
    notice = PublicNotice.objects.get(**a_notice(side))
    PublicNotice.objects.filter(pk=notice.pk).update(
        starts_on=today() - timedelta(days=9), ends_on=today() - timedelta(days=1)
    )
    period = Period(today(), today() + timedelta(days=700))
    award_projects(notice.decision_list, period=period, actor=make_actor(Role.OFFICE))
    return {"pk": notice.decision_list_id}


def an_act(side: Side) -> dict[str, Any]:
    return {"pk": make_act().pk}


def a_checkpoint(side: Side) -> dict[str, Any]:
    make_act()
    return {"number": seal_checkpoint().number}


def an_organisation(side: Side) -> dict[str, Any]:
    return {"pk": side.unit.pk}


def a_person(side: Side) -> dict[str, Any]:
    return {"pk": make_person(organisation=side.unit).pk}


def a_body(side: Side) -> dict[str, Any]:
    return {"pk": side.body.pk}


def a_ledger_entry(side: Side) -> dict[str, Any]:
    return {"pk": make_ledger_entry(lead=side.unit).pk}


def a_penalty(side: Side) -> dict[str, Any]:
    return {"pk": make_record(uscc=side.unit.uscc, name=side.unit.name).pk}


def a_relation(side: Side) -> dict[str, Any]:
    return {"pk": make_relation(owner=side.unit.name, owner_uscc=side.unit.uscc).pk}


def a_claim(side: Side) -> dict[str, Any]:
    host = side.actor
    if side.role != Role.HOST:
        host = make_actor(Role.HOST, organisation=side.unit)
    evidence = store_file(ContentFile(PDF, "执照.pdf"), accept={"pdf"})
    claim = ask_correction(
        side.unit,
        field="address",
        asked_value="海州区1号",
        reason="搬迁",
        evidence=evidence,
        evidence_name="执照.pdf",
        actor=host,
    )
    return {"pk": claim.pk}


def _application(side: Side) -> Any:
    programme = make_programme()
    programme.section = side.section
    programme.save()
    return make_screened_application(
        make_screened_call(programme),
        host=side.unit,
        body=side.body,
        owner=side.account if side.role == Role.APPLICANT else make_account(),
    )


def _begun(side: Side) -> tuple[Any, Actor]:
    actor = side.actor
    if side.role != Role.APPLICANT:
        actor = make_actor(Role.APPLICANT, organisation=side.unit)
    return make_application(actor), actor


def _draft(side: Side) -> Any:
    call = make_valid_applications(1, make_screened_call(a_programme(side)))
    return create_decision_list(call, actor=make_actor(Role.OFFICE))


def _decided(side: Side) -> Any:
    draft = _draft(side)
    clerk, leader = make_actor(Role.OFFICE), make_actor(Role.LEADER)
    wanted = [Wanted(i.pk, Outcome.AWARD, AMOUNT, "排序在前") for i in draft.items.all()]
    set_outcomes(draft, wanted, actor=clerk)
    return decide_list(draft, basis="2026年第8次局长办公会", actor=leader)
