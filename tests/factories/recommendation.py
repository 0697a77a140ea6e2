"""Applications on their way from the unit to the office, and a guide whose programmes share their places."""

from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils import timezone

from tests.factories.accounts import make_account, make_actor
from tests.factories.programmes import make_guide, pack_files
from tests.factories.registry import make_body, make_organisation
from zhinan.apps.accounts.models import Role
from zhinan.apps.accounts.selectors import Actor
from zhinan.apps.applications.models import Application
from zhinan.apps.applications.states import ApplicationState as S
from zhinan.apps.programmes.models import Call, Guide
from zhinan.apps.registry.models import Organisation, RecommendingBody

_numbers = count(1)
SECOND = """
  - key: general
    name: 市基础研究计划面上项目
    short: 面上
    section: high-tech
    guide: guide/1.md
    form: forms/research.yaml
    mode: competition
    number_prefix: EX2024-MS
    flow:
      - {stage: decide}
    windows:
      - {key: opens, actor: office, channel: online, date: null, basis: 指南 六}
      - {key: closes, actor: applicant, channel: online, date: null, basis: 指南 六}
"""
NOT_HANDED_IN = (S.DRAFT, S.WITHDRAWN)


def make_handed_in(call: Call, *, state: str = S.AT_BODY, **over: Any) -> Application:
    """A row in ``state``, of a new unit unless ``host`` is given; nothing is filled in."""
    n = next(_numbers)
    fields: dict[str, Any] = {
        "call": call,
        "title": f"示例申报{n}",
        "leader_name": "王示例",
        "grant_yuan": Decimal("200000.00"),
        "state": state,
        "number": None if state in NOT_HANDED_IN else f"TJ{n:05d}",
        "submitted_at": None if state in NOT_HANDED_IN else timezone.now() - timedelta(days=2),
    } | over
    fields["host"] = fields.get("host") or make_organisation()
    fields["owner"] = fields.get("owner") or make_account()
    if state not in (*NOT_HANDED_IN, S.AT_HOST, S.AT_BODY):
        fields.setdefault("recommended_at", timezone.now())
    return Application.objects.create(**fields)


def make_members(body: RecommendingBody, number: int, **over: Any) -> list[Organisation]:
    units = [make_organisation(**over) for _ in range(number)]
    for unit in units:
        body.memberships.create(organisation=unit)
    return units


def make_recommender(body: RecommendingBody | None = None) -> Actor:
    return make_actor(Role.RECOMMENDER, body=body or make_body())


def make_host(unit: Organisation | None = None) -> Actor:
    return make_actor(Role.HOST, organisation=unit or make_organisation())


def make_joint_guide(*, most: int = 2) -> Guide:
    """Two programmes, ``research`` and ``general``, of which a district recommends ``most`` together."""
    files = pack_files()
    quotas = files["quotas.csv"].decode().replace("research,", "research general,")
    quotas = quotas.replace("区（功能板块）,5", f"区（功能板块）,{most}")
    return make_guide(
        manifest=files["pack.yaml"].decode() + SECOND.removeprefix("\n"), quotas=quotas
    )
