"""Penalties, relations and a waiver of the year, entered by the office as it would enter them."""

from datetime import date, timedelta

from zhinan.apps.accounts.selectors import Actor
from zhinan.apps.applications.models import Application
from zhinan.apps.applications.services import grant_waiver
from zhinan.apps.applications.services.waivers import waivable_rules
from zhinan.apps.applications.states import ApplicationState as S
from zhinan.apps.integrity.models import BreachKind, RelationKind
from zhinan.apps.integrity.services import add_record, add_relation
from zhinan.apps.records.workflow import MoveRefused
from zhinan.apps.registry.models import OrganisationKind

from .organisations import Cast

# name of the breach, days from today the penalty begins and ends
PENALTIES = (
    (BreachKind.SERIOUS, -200, 895),
    (BreachKind.TAX, -900, -170),
    (BreachKind.SOCIAL_CREDIT, -30, 335),
)
WAIVED_IN = "basic-youth"
MOST_WAIVERS = 2


def write_registers(cast: Cast, *, clerk: Actor, today: date) -> None:
    """Three penalties and three relations among the year's enterprises."""
    firms = [o for o in cast.organisations if o.kind == OrganisationKind.ENTERPRISE]
    for (kind, begins, ends), firm in zip(PENALTIES, firms[::7], strict=False):
        add_record(
            actor=clerk,
            name=firm.name,
            uscc=firm.uscc,
            kind=kind,
            from_on=today + timedelta(days=begins),
            until_on=today + timedelta(days=ends),
            source="演示处理决定",
            recorded_on=today + timedelta(days=begins),
            is_demo=True,
        )
    for one, other in zip(firms[1:12:4], firms[3:14:4], strict=False):
        add_relation(
            actor=clerk,
            owner=one.name,
            owner_uscc=one.uscc,
            owned=other.name,
            owned_uscc=other.uscc,
            kind=RelationKind.CONTROL,
            source="演示登记",
            recorded_on=today - timedelta(days=400),
            is_demo=True,
        )


def grant_waivers(*, clerk: Actor, today: date) -> int:
    """Let pass what the guide lets a person let pass, for the first applications that need it; how many."""
    rows = Application.objects.filter(
        call__programme__key=WAIVED_IN,
        state__in=(S.AT_HOST, S.AT_BODY, S.AT_OFFICE),
        title__endswith="应用技术研究",
    ).select_related("call__programme__guide")
    granted = 0
    for application in rows.order_by("pk")[:MOST_WAIVERS]:
        for rule in waivable_rules(application)[:1]:
            try:
                grant_waiver(
                    application, rule=rule.key, on=today, reason="研究内容以机理为主（演示）", actor=clerk
                )  # fmt: skip
                granted += 1
            except MoveRefused:
                continue  # the clause asks for a paper that a demonstration does not have
    return granted
