"""Applications at the office, with a programme whose rules are to be checked one by one."""

from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils import timezone

from tests.factories.accounts import make_account, make_actor
from tests.factories.registry import make_body, make_organisation, make_section
from zhinan.apps.accounts.models import Role
from zhinan.apps.accounts.selectors import Actor
from zhinan.apps.applications.models import Application, Revision
from zhinan.apps.applications.states import ApplicationState
from zhinan.apps.programmes.models import Call, Clause, Guide, Programme, Rule
from zhinan.apps.screening.models import FormalReview, ItemOutcome
from zhinan.apps.screening.services import Decision, claim_review, decide_items, open_review

_numbers = count(1)
FLOW = [
    {"stage": "formal_check", "correction_working_days": 5},
    {"stage": "decide"},
    {"stage": "notice", "working_days": 5},
]
FORCES = ("硬", "软", "人工")


def make_screened_programme(*, rules: int = 3, **over: Any) -> Programme:
    """A programme of a published guide, with one clause and ``rules`` rules of changing force."""
    n = next(_numbers)
    guide = Guide.objects.create(
        pack=f"example-{n}",
        title=f"示例市{n}年度科技计划项目指南",
        year=2026,
        office_name="示例市科学技术局",
        region_code="320700",
        digest="0" * 64,
        state="published",
        published_at=timezone.now(),
    )
    fields: dict[str, Any] = {
        "guide": guide,
        "key": f"programme-{n}",
        "name": f"示例重点研发{n}",
        "annex": "附件1",
        "section": make_section(),
        "mode": "competition",
        "flow": FLOW,
        "number_prefix": f"SL{n}-ZD",
        "order": 1,
    }
    programme = Programme.objects.create(**fields | over)
    clause = Clause.objects.create(
        programme=programme,
        number="三.2",
        heading="牵头单位",
        text="牵头单位须在市辖区注册。",
        order=1,
    )
    for order in range(rules):
        Rule.objects.create(
            programme=programme,
            clause=clause,
            key=f"SL-{n}-{order + 1}",
            label=f"条件{order + 1}",
            force=FORCES[order % len(FORCES)],
            remedy="补交证明材料",
            order=order,
        )
    return programme


def make_screened_call(programme: Programme | None = None, **over: Any) -> Call:
    now = timezone.now()
    fields: dict[str, Any] = {
        "programme": programme or make_screened_programme(),
        "title": "关于组织申报示例重点研发项目的通知",
        "opens_at": now - timedelta(days=60),
        "closes_at": now - timedelta(days=20),
        "state": "published",
        "published_at": now - timedelta(days=61),
    }
    return Call.objects.create(**fields | over)


def make_screened_application(call: Call | None = None, **over: Any) -> Application:
    """An application recommended to the office, with one frozen revision."""
    n = next(_numbers)
    call = call or make_screened_call()
    host = over.pop("host", None) or make_organisation()
    fields: dict[str, Any] = {
        "call": call,
        "number": f"{call.programme.number_prefix}-{n:05d}",
        "title": f"示例关键技术研发{n}",
        "host": host,
        "body": make_body(members=(host,)),
        "owner": make_account(),
        "leader_name": f"王示例{n}",
        "grant_yuan": Decimal("500000.00"),
        "state": ApplicationState.AT_OFFICE,
        "submitted_at": timezone.now() - timedelta(days=21),
        "recommended_at": timezone.now() - timedelta(days=20),
    }
    application = Application.objects.create(**fields | over)
    Revision.objects.create(
        application=application, number=1, content={}, digest="0" * 64, made_by=application.owner
    )
    return application


def make_clerk(programme: Programme | None = None) -> Actor:
    """Office staff of the programme's section; of the whole office where none is given."""
    return make_actor(Role.OFFICE, section=programme.section if programme else None)


def make_claimed_review(application: Application | None = None, *, actor: Actor) -> FormalReview:
    return claim_review(
        open_review(application or make_screened_application(), actor=actor), actor=actor
    )


def decide_all(
    review: FormalReview, outcome: str = ItemOutcome.MET, *, actor: Actor, remark: str = ""
) -> None:
    decide_items(
        review,
        [Decision(item.pk, outcome, remark) for item in review.items.all()],
        actor=actor,
    )
