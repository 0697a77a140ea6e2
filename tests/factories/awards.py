"""Decision lists with applications that passed formal review."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from tests.factories.accounts import make_actor
from tests.factories.screening import make_clerk, make_screened_application, make_screened_call
from zhinan.apps.accounts.models import Role
from zhinan.apps.accounts.selectors import Actor
from zhinan.apps.applications.states import ApplicationState
from zhinan.apps.awards.models import DecisionList, Outcome, PublicNotice
from zhinan.apps.awards.services import (
    Wanted,
    create_decision_list,
    decide_list,
    give_notice,
    set_outcomes,
)
from zhinan.apps.programmes.models import Call
from zhinan.engines.calendar.deadlines import SHANGHAI

AMOUNT = Decimal("300000.00")


def today() -> Any:
    return timezone.now().astimezone(SHANGHAI).date()


def make_leader(call: Call | None = None) -> Actor:
    return make_actor(Role.LEADER, section=call.programme.section if call else None)


def make_valid_applications(n: int = 2, call: Call | None = None) -> Call:
    """A call with ``n`` applications that passed formal review."""
    call = call or make_screened_call()
    for _ in range(n):
        make_screened_application(call, state=ApplicationState.VALID)
    return call


def make_draft(n: int = 2, *, call: Call | None = None) -> DecisionList:
    call = make_valid_applications(n, call)
    return create_decision_list(call, actor=make_clerk(call.programme))


def make_filled_draft(n: int = 2, *, outcome: str = Outcome.AWARD) -> DecisionList:
    """A draft whose lines all have ``outcome``, ``AMOUNT`` and a reason."""
    draft = make_draft(n)
    wanted = [Wanted(item.pk, outcome, AMOUNT, "评审排序在前") for item in draft.items.all()]
    set_outcomes(draft, wanted, actor=make_clerk(draft.call.programme))
    return draft


def make_decided(n: int = 2) -> DecisionList:
    draft = make_filled_draft(n)
    return decide_list(draft, basis="2026年第8次局长办公会", actor=make_leader(draft.call))


def make_notice(n: int = 2, **over: Any) -> PublicNotice:
    """A notice that starts today and runs for five working days."""
    decided = make_decided(n)
    fields: dict[str, Any] = {
        "starts_on": today(),
        "working_days": 5,
        "contact": "高新处 0518-85805561",
    }
    return give_notice(decided, **fields | over, actor=make_clerk(decided.call.programme))


def make_ended_notice(n: int = 2) -> PublicNotice:
    """A notice whose last day was yesterday."""
    notice = make_notice(n)
    PublicNotice.objects.filter(pk=notice.pk).update(
        starts_on=today() - timedelta(days=9), ends_on=today() - timedelta(days=1)
    )
    notice.refresh_from_db()
    return notice
