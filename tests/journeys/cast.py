"""Who takes part in the main job: an enterprise, a university, their bodies, and the bureau."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.factories.accounts import make_actor
from tests.factories.registry import make_body, make_organisation, make_person

from zhinan.apps.accounts.models import Role
from zhinan.apps.accounts.selectors import Actor
from zhinan.apps.registry.models import Organisation, OrganisationKind, Person, RecommendingBody
from zhinan.apps.registry.services import seed_reference_data


@dataclass(frozen=True)
class Unit:
    """An organisation with the people who act for it, and the body that recommends it."""

    organisation: Organisation
    leader: Person
    applicant: Actor
    host: Actor
    body: RecommendingBody
    recommender: Actor


@dataclass(frozen=True)
class Cast:
    office: Actor
    leader: Actor
    supervisor: Actor
    enterprise: Unit
    university: Unit


def make_cast() -> Cast:
    seed_reference_data()
    enterprise = make_organisation(
        name="连云港蓝湾海藻生物有限公司", legal_representative="赵海", address="海州区1号"
    )
    university = make_organisation(
        name="江苏海洋大学",
        kind=OrganisationKind.UNIVERSITY,
        legal_representative="宁海",
        address="海州区苍梧路59号",
    )
    district = make_body(name="海州区科技局", members=(enterprise,))
    own = make_body(
        name="江苏海洋大学", kind="高校", organisation=university, members=(university,)
    )
    return Cast(
        office=make_actor(Role.OFFICE),
        leader=make_actor(Role.LEADER),
        supervisor=make_actor(Role.SUPERVISOR),
        enterprise=_unit(enterprise, district),
        university=_unit(university, own),
    )


def _unit(organisation: Organisation, body: RecommendingBody) -> Unit:
    facts: dict[str, Any] = {"sex": "女", "born_on": date(1992, 5, 6), "degree": "博士"}
    return Unit(
        organisation=organisation,
        leader=make_person(name="孙青", organisation=organisation, **facts),
        applicant=make_actor(Role.APPLICANT, organisation=organisation),
        host=make_actor(Role.HOST, organisation=organisation),
        body=body,
        recommender=make_actor(Role.RECOMMENDER, body=body),
    )
