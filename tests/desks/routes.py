"""Every route of the product: who may open it, and on whose things.

A new route fails ``test_route_access.py`` until it is declared here. One line is enough:

    "office:calls": Route(OFFICES),                              a page without an object
    "host:application": Route([Role.HOST], on=an_application),   own ones open, another's are not found
    "office:call_publish": Route([Role.OFFICE], on=a_call, methods="POST", sees_all=OFFICES),

``roles``     Role values that may open it. ``PUBLIC`` is somebody not signed in, ``NO_ROLE`` an
              account without any. EVERYBODY, SIGNED_IN and OFFICES are ready-made lists.
``on``        Makes the object of one side and returns what ``reverse`` needs: ``on(side) -> {"pk": 7}``.
              ``side`` has ``actor``, ``account``, ``unit``, ``body``, ``section`` (see route_objects.py,
              where the makers live). It is called for the actor's own side and for a stranger's.
``sees_all``  Roles, of those in ``roles``, that may open the stranger's object as well.
``methods``   "GET", "POST", "PATCH" or several: "GET POST".
``data``      What a POST sends; an empty form is enough where the answer may be a refusal.
``hidden``    Nobody may know it exists here (404 for all).

Expected: a role in ``roles`` gets 200, a redirect, or, on POST, a refusal with findings (400, 409, 422);
every other role 403 or 404; the public is sent to sign in.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from tests.desks.route_objects import (
    Side,
    a_body,
    a_call,
    a_call_to_start,
    a_checkpoint,
    a_claim,
    a_corrected_reading,
    a_decision,
    a_draft,
    a_draft_call,
    a_drafted_guide,
    a_file,
    a_file_slot,
    a_file_under_review,
    a_form_read,
    a_grant_in_a_unit,
    a_guide,
    a_guides_programme,
    a_guides_rule,
    a_ledger_entry,
    a_letter,
    a_message,
    a_notice,
    a_penalty,
    a_person,
    a_programme_to_call,
    a_reading,
    a_relation,
    a_ruled_guide,
    a_ruled_programme,
    a_section,
    an_account,
    an_act,
    an_application,
    an_entry,
    an_invitation,
    an_invitation_link,
    an_issued_decision,
    an_organisation,
    nothing,
)
from zhinan.apps.accounts.models import ADMINISTRATORS, Role

PUBLIC, NO_ROLE = "public", ""
SIGNED_IN = (NO_ROLE, *Role.values)
EVERYBODY = (PUBLIC, *SIGNED_IN)
OFFICES = (Role.OFFICE, Role.LEADER, Role.FINANCE)
WHOLE_OFFICE = (Role.LEADER, Role.FINANCE)  # in the tests OFFICE is limited to one section
REVIEWERS = (Role.OFFICE, Role.LEADER)
REGISTRY = (*OFFICES, Role.SUPERVISOR)
BODY = (Role.RECOMMENDER,)
SYSTEM, SECURITY, HOST = (Role.SYSTEM_ADMIN,), (Role.SECURITY_ADMIN,), (Role.HOST,)


@dataclass(frozen=True)
class Route:
    roles: Collection[str]
    on: Callable[[Side], dict[str, Any]] = nothing
    sees_all: Collection[str] = ()
    methods: str = "GET"
    data: dict[str, Any] = field(default_factory=dict)
    hidden: bool = False


ACCOUNTS = {
    "accounts:sign_in": Route(EVERYBODY, methods="GET POST"),
    "accounts:sign_in_code": Route(EVERYBODY, methods="GET POST"),
    "accounts:sign_out": Route(EVERYBODY, methods="POST"),
    "accounts:home": Route(SIGNED_IN),
    "accounts:switch_role": Route((), methods="POST", data={"grant": 0}),
    "accounts:profile": Route(SIGNED_IN),
    "accounts:inbox": Route(SIGNED_IN),
    "accounts:inbox_read": Route(SIGNED_IN, methods="POST"),
    "accounts:message": Route(SIGNED_IN, on=a_message),
    "accounts:password": Route(SIGNED_IN, methods="GET POST"),
    "accounts:password_forgotten": Route(EVERYBODY, methods="GET POST"),
    "accounts:password_new": Route((), on=lambda side: {"uid": "MQ", "token": "x-y"}, hidden=True),
    "accounts:second_factor": Route(SIGNED_IN),
    "accounts:second_factor_confirm": Route(SIGNED_IN, methods="POST"),
    "accounts:second_factor_codes": Route(SIGNED_IN, methods="POST"),
    "accounts:second_factor_off": Route(SIGNED_IN, methods="POST"),
    "accounts:register": Route(EVERYBODY, methods="GET POST"),
    "accounts:register_ask": Route((), methods="POST", hidden=True),  # of no unit in particular
    "accounts:invitations": Route(HOST, methods="GET POST"),
    "accounts:invitation_renew": Route(HOST, on=an_invitation, methods="POST"),
    "accounts:invitation_revoke": Route(HOST, on=an_invitation, methods="POST"),
    "accounts:invited": Route(EVERYBODY, on=an_invitation_link, sees_all=EVERYBODY),
    "accounts:people": Route(ADMINISTRATORS),
    "accounts:people_export": Route(ADMINISTRATORS),
    "accounts:person_new": Route(SYSTEM, methods="GET POST"),
    "accounts:person": Route(ADMINISTRATORS, on=an_account, sees_all=ADMINISTRATORS),
    "accounts:person_active": Route(SYSTEM, on=an_account, sees_all=SYSTEM, methods="POST"),
    "accounts:person_password": Route(SYSTEM, on=an_account, sees_all=SYSTEM, methods="POST"),
    "accounts:person_factor": Route(SYSTEM, on=an_account, sees_all=SYSTEM, methods="POST"),
    "accounts:person_unlock": Route(
        (*SYSTEM, *SECURITY), on=an_account, sees_all=ADMINISTRATORS, methods="POST"
    ),
    "accounts:person_grant": Route(SECURITY, on=an_account, sees_all=SECURITY, methods="POST"),
    "accounts:grant_end": Route(SECURITY, on=a_grant_in_a_unit, sees_all=SECURITY, methods="POST"),
    "accounts:demo": Route((), methods="GET POST", hidden=True),  # see accounts/test_demo.py
}

SITE = {
    "set_language": Route(EVERYBODY, methods="POST", data={"language": "en"}),
}

PUBLIC_DESK = {
    "public:home": Route(EVERYBODY),
    "public:calls": Route(EVERYBODY),
    "public:call": Route(EVERYBODY, on=a_call, sees_all=EVERYBODY),
    "public:guides": Route(EVERYBODY),
    "public:guide": Route(EVERYBODY, on=a_guide, sees_all=EVERYBODY),
    "public:original": Route(EVERYBODY, on=a_drafted_guide, sees_all=EVERYBODY),
    "public:programme": Route(EVERYBODY, on=a_guides_programme, sees_all=EVERYBODY),
    "public:self_check": Route(
        EVERYBODY, on=a_ruled_programme, sees_all=EVERYBODY, methods="GET POST"
    ),
    "public:notices": Route(EVERYBODY),
    "public:notice": Route(EVERYBODY, on=a_notice, sees_all=EVERYBODY, methods="GET POST"),
    "public:objection_receipt": Route((), on=a_notice, hidden=True),  # of a session that objected
    "public:objection_status": Route(EVERYBODY),
    "public:help": Route(EVERYBODY),
    "public:help_page": Route(EVERYBODY, on=lambda side: {"name": "marks"}, sees_all=EVERYBODY),
    "public:look": Route(EVERYBODY),
    "public:look_print": Route(EVERYBODY),
}

APPLICANT = (Role.APPLICANT,)
PRINTERS = (*APPLICANT, *HOST, *BODY, *REVIEWERS, Role.SUPERVISOR)
PRINTS_ALL = (Role.LEADER, Role.SUPERVISOR)
APPLICANT_DESK = {
    "applicant:home": Route(APPLICANT),
    "applicant:applications": Route(APPLICANT),
    "applicant:start": Route(APPLICANT, a_call_to_start, sees_all=APPLICANT, methods="GET POST"),
    "applicant:form": Route(APPLICANT, on=a_section, methods="GET POST"),
    "applicant:save_section": Route(APPLICANT, on=a_section, methods="PATCH"),
    "applicant:attach": Route(APPLICANT, on=a_file_slot, methods="POST"),
    "applicant:file": Route(APPLICANT, on=a_file),
    "applicant:file_remove": Route(APPLICANT, on=a_file, methods="POST"),
    "applicant:review": Route(APPLICANT, on=a_draft),
    "applicant:submit": Route(APPLICANT, on=a_draft, methods="POST"),
    "applicant:receipt": Route(APPLICANT, on=an_application),
    "applicant:history": Route(APPLICANT, on=a_draft),
    "applicant:act": Route(APPLICANT, on=a_draft, methods="POST", data={"act": "take_back"}),
    "applicant:print": Route(PRINTERS, on=an_application, sees_all=PRINTS_ALL),
    "applicant:pdf": Route(PRINTERS, on=an_application, sees_all=PRINTS_ALL),
    "applicant:word": Route(PRINTERS, on=an_application, sees_all=PRINTS_ALL),
}

HOST_DESK = {
    "host:home": Route(HOST),
    "host:applications": Route(HOST),
    "host:application": Route(HOST, on=an_application, methods="GET POST"),
    "host:organisation": Route(HOST),
    "host:organisation_edit": Route(HOST, methods="GET POST"),
    "host:claim_evidence": Route(HOST, on=a_claim),
    "host:people": Route(HOST),
    "host:person_new": Route(HOST, methods="GET POST"),
    "host:figures": Route(HOST, methods="GET POST"),
    "host:statuses": Route(HOST),
    "host:ledger": Route(HOST),
}

RECOMMENDER_DESK = {
    "recommender:home": Route(BODY),
    "recommender:applications": Route(BODY, methods="GET POST"),
    "recommender:application": Route(BODY, on=an_application, methods="GET POST"),
    "recommender:summary": Route(BODY, on=a_call, sees_all=BODY),
}

OFFICE_DESK = {
    "office:home": Route(OFFICES),
    "office:applications": Route(OFFICES),
    "office:application": Route(OFFICES, on=an_application, sees_all=WHOLE_OFFICE),
    "office:guides": Route(OFFICES),
    "office:guide": Route(OFFICES, on=a_guide, sees_all=OFFICES),
    "office:guide_export": Route(OFFICES, on=a_guide, sees_all=OFFICES),
    "office:rules": Route(OFFICES, on=a_ruled_guide, sees_all=OFFICES),
    "office:rule": Route(OFFICES, on=a_guides_rule, sees_all=OFFICES, methods="GET POST"),
    "office:threshold": Route(OFFICES, on=a_ruled_guide, sees_all=OFFICES),
    "office:guide_changes": Route(OFFICES, on=a_guide, sees_all=OFFICES),
    "office:guide_lint": Route(OFFICES, on=a_ruled_guide, sees_all=OFFICES),
    "office:readings": Route(REGISTRY, methods="GET POST"),
    "office:reading": Route(REGISTRY, on=a_reading, sees_all=REGISTRY),
    "office:reading_changes": Route(REGISTRY, on=a_reading, sees_all=REGISTRY),
    "office:reading_lint": Route(REGISTRY, on=a_reading, sees_all=REGISTRY),
    "office:reading_entry": Route(REVIEWERS, on=an_entry, sees_all=REVIEWERS, methods="GET POST"),
    "office:reading_entry_new": Route(REVIEWERS, on=a_reading, sees_all=REVIEWERS),
    "office:reading_progress": Route(REGISTRY, on=a_reading, sees_all=REGISTRY, methods="GET POST"),
    "office:reading_abandon": Route(REGISTRY, on=a_reading, sees_all=REGISTRY),
    "office:reading_again": Route(REGISTRY, on=a_reading, sees_all=REGISTRY, methods="GET POST"),
    "office:reading_draft": Route(REGISTRY, on=a_reading, sees_all=REGISTRY, methods="GET POST"),
    "office:reading_difference": Route(REGISTRY, on=a_corrected_reading, sees_all=REGISTRY),
    "office:reading_export": Route(REGISTRY, on=a_reading, sees_all=REGISTRY),
    "office:reading_file": Route(REGISTRY, on=a_reading, sees_all=REGISTRY),
    "office:reading_form": Route(REGISTRY, on=a_form_read, sees_all=REGISTRY, methods="GET POST"),
    "office:calls": Route(OFFICES),
    "office:call": Route(OFFICES, on=a_draft_call, sees_all=OFFICES),
    "office:call_new": Route(OFFICES, on=a_programme_to_call, sees_all=OFFICES),
    "office:screening": Route(REVIEWERS),
    "office:screening_next": Route([Role.OFFICE], methods="POST"),
    "office:review": Route(REVIEWERS, on=an_application, sees_all=[Role.LEADER]),
    "office:review_file": Route(REVIEWERS, on=a_file_under_review, sees_all=[Role.LEADER]),
    "office:screening_letter": Route(REVIEWERS, on=a_letter, sees_all=[Role.LEADER]),
    "office:decisions": Route(OFFICES),
    "office:decision": Route(OFFICES, on=a_decision, sees_all=WHOLE_OFFICE),
    "office:award_letter": Route(OFFICES, on=an_issued_decision, sees_all=WHOLE_OFFICE),
    "office:notice": Route(OFFICES, on=a_notice, sees_all=WHOLE_OFFICE),
    "office:projects": Route(OFFICES),
    "office:organisations": Route(REGISTRY),
    "office:organisation": Route(REGISTRY, on=an_organisation, sees_all=REGISTRY),
    "office:organisation_new": Route([Role.OFFICE], methods="GET POST"),
    "office:organisations_import": Route([Role.OFFICE], methods="GET POST"),
    "office:claims": Route(REGISTRY),
    "office:claim": Route([Role.OFFICE], on=a_claim, sees_all=[Role.OFFICE], methods="POST"),
    "office:claim_evidence": Route(REGISTRY, on=a_claim, sees_all=REGISTRY),
    "office:people": Route(REGISTRY),
    "office:person": Route(REGISTRY, on=a_person, sees_all=REGISTRY),
    "office:bodies": Route(REGISTRY),
    "office:body": Route(REGISTRY, on=a_body, sees_all=REGISTRY),
    "office:ledger": Route(REGISTRY),
    "office:ledger_import": Route([Role.OFFICE], methods="GET POST"),
    "office:ledger_entry": Route(REGISTRY, on=a_ledger_entry, sees_all=REGISTRY),
    "office:integrity": Route(REGISTRY),
    "office:integrity_new": Route([Role.OFFICE], methods="GET POST"),
    "office:integrity_import": Route([Role.OFFICE], methods="GET POST"),
    "office:integrity_record": Route(REGISTRY, on=a_penalty, sees_all=REGISTRY),
    "office:relations": Route(REGISTRY),
    "office:relation_new": Route([Role.OFFICE], methods="GET POST"),
    "office:relations_import": Route([Role.OFFICE], methods="GET POST"),
    "office:relation": Route(REGISTRY, on=a_relation, sees_all=REGISTRY),
    "office:workdays": Route(REGISTRY),
    "office:workdays_of": Route(REGISTRY, on=lambda side: {"year": 2026}, sees_all=REGISTRY),
}

EXPERT_DESK = {"expert:home": Route([Role.EXPERT])}

WATCHERS = (Role.SUPERVISOR, Role.AUDIT_ADMIN)
SUPERVISION_DESK = {
    "supervision:home": Route(WATCHERS),
    "supervision:inspect": Route(WATCHERS, methods="POST"),
    "supervision:acts": Route(WATCHERS),
    "supervision:acts_export": Route(WATCHERS),
    "supervision:act": Route(WATCHERS, on=an_act, sees_all=WATCHERS),
    "supervision:act_proof": Route(WATCHERS, on=an_act, sees_all=WATCHERS),
    "supervision:checkpoints": Route(WATCHERS),
    "supervision:checkpoint": Route(WATCHERS, on=a_checkpoint, sees_all=WATCHERS),
    "supervision:checkpoint_export": Route(WATCHERS, on=a_checkpoint, sees_all=WATCHERS),
}

ROUTES: dict[str, Route] = {
    **SITE,
    **ACCOUNTS,
    **PUBLIC_DESK,
    **APPLICANT_DESK,
    **HOST_DESK,
    **RECOMMENDER_DESK,
    **OFFICE_DESK,
    **EXPERT_DESK,
    **SUPERVISION_DESK,
}
