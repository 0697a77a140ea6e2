"""Plausible answers to any form: by the path of a term where one is known, else by its type."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from zhinan.apps.registry.models import Organisation, Person
from zhinan.engines.vocabulary import State, Term

from . import names

SENTENCES = (
    "围绕关键工艺中的瓶颈，建立机理模型并以试验数据校正。",
    "搭建中试平台，完成三轮工艺放大，形成可复制的操作规程。",
    "与应用单位共同确定验证场景，按季度评价指标达成情况。",
    "对比国内外同类方法，在成本与稳定性之间取得平衡。",
    "形成核心专利布局，并参与相关团体标准的起草。",
    "预期成果可在本市相关企业率先应用，带动上下游配套。",
    "样品经第三方检测，主要指标优于现行标准要求。",
    "组建跨单位团队，明确分工、节点与责任人。",
)


@dataclass(slots=True)
class Applicant:
    """Whose form it is, and what the numbers in it must agree on."""

    random: Random
    host: Organisation
    leader: Person
    partner: Organisation
    title: str
    topic_code: str
    year: int
    starts_on: date
    months: int
    grant_yuan: Decimal
    own_yuan: Decimal

    @property
    def ends_on(self) -> date:
        return self.starts_on + timedelta(days=self.months * 30)


def known(value: Any, source: str = "declared") -> dict[str, Any]:
    return State.known(value, source=source).to_json() or {}


def money(yuan: Decimal) -> dict[str, Any]:
    return known(str(yuan.quantize(Decimal("0.01"))))


def prose(random: Random, characters: int) -> str:
    """Sentences up to about ``characters``, at most 400."""
    text = ""
    while len(text) < min(characters, 400) - 40:
        text += random.choice(SENTENCES)
    return text or SENTENCES[0][: max(characters, 1)]


BY_PATH: dict[str, Callable[[Applicant], Any]] = {
    "project.name": lambda a: a.title,
    "project.topic": lambda a: a.topic_code,
    "project.kind": lambda a: kind_of(a.title),
    "project.field": lambda a: "演示领域",
    "project.starts_on": lambda a: a.starts_on.isoformat(),
    "project.ends_on": lambda a: a.ends_on.isoformat(),
    "project.months": lambda a: a.months,
    "project.keywords": lambda a: "；".join(
        a.title[i : i + 4] for i in (0, 4, 8) if a.title[i : i + 4]
    ),
    "project.place": lambda a: a.host.region_code,
    "project.is_classified": lambda a: False,
    "lead.name": lambda a: a.host.name,
    "lead.uscc": lambda a: a.host.uscc,
    "lead.kind": lambda a: str(a.host.get_kind_display()),
    "lead.is_legal_person": lambda a: True,
    "lead.registered_on": lambda a: (
        a.host.registered_on.isoformat() if a.host.registered_on else None
    ),
    "lead.region": lambda a: a.host.region_code,
    "lead.address": lambda a: a.host.address,
    "lead.legal_representative": lambda a: a.host.legal_representative,
    "leader.name": lambda a: a.leader.name,
    "leader.sex": lambda a: a.leader.sex,
    "leader.birth_date": lambda a: a.leader.born_on.isoformat() if a.leader.born_on else None,
    "leader.born_on": lambda a: a.leader.born_on.isoformat() if a.leader.born_on else None,
    "leader.degree": lambda a: a.leader.degree,
    "leader.title": lambda a: a.leader.title,
    "leader.employer": lambda a: a.host.name,
    "patents.kind": lambda a: "发明专利",
    "patents.owner": lambda a: a.host.name,
    "patents.state": lambda a: "有效",
    "patents.granted_on": lambda a: (
        a.starts_on - timedelta(days=a.random.randrange(200, 800))
    ).isoformat(),
    "budget.grant": lambda a: str(a.grant_yuan),
    "budget.own": lambda a: str(a.own_yuan),
    "budget.total": lambda a: str(a.grant_yuan + a.own_yuan),
}


BOOKS = 15  # an organisation's own figures are larger than a project's: 75 to 6,000 万元


def kind_of(title: str) -> str:
    """The kind of project that a title's ending tells."""
    endings = {
        "机理研究": "基础研究",
        "应用基础研究": "应用基础研究",
        "研发及产业化": "成果转化",
        "技术研发": "试验发展",
    }
    return next((kind for ending, kind in endings.items() if title.endswith(ending)), "应用研究")


def answer(term: Term, applicant: Applicant) -> dict[str, Any] | None:
    """One stored state for one term; None where this applicant leaves it out."""
    if term.path in BY_PATH:
        value = BY_PATH[term.path](applicant)
        source = "registry" if term.origin == "registry" else "declared"
        return None if value is None else known(value, source)
    random = applicant.random
    match term.type:
        case "text":
            return known(_text(term, applicant))
        case "choice":
            return known(random.choice(term.choices)) if term.choices else None
        case "choices":
            return known(random.sample(term.choices, min(2, len(term.choices))))
        case "flag":
            return known(value=True)
        case "integer":
            low = int(term.minimum or 1)
            if term.key == "year":
                return known(applicant.year)
            return known(random.randint(low, min(int(term.maximum or low + 20), low + 20)))
        case "decimal" | "ratio":
            return known(str(Decimal(random.randrange(10, 90)) / 100))
        case "money":
            wan = random.randrange(5, 400)
            return money(Decimal(wan * (BOOKS if term.path.startswith("lead.") else 1)) * 10000)
        case "date":
            return known(
                (applicant.starts_on - timedelta(days=random.randrange(30, 900))).isoformat()
            )
        case "region":
            return known(applicant.host.region_code)
        case "organisation":
            return known(applicant.partner.name)
        case "person":
            return known(names.person_name(random))
        case _:
            return None


def _text(term: Term, applicant: Applicant) -> str:
    limit = int(term.maximum or 60)
    if term.is_long:
        return prose(applicant.random, limit)
    key = term.key
    if "phone" in key:
        return f"1380000{applicant.random.randrange(1000, 9999)}"[:limit]
    if "email" in key:
        return "demo@example.org"
    if "id_number" in key:
        return "320700199001010000"[:limit]
    if "uscc" in key:
        return applicant.partner.uscc
    if key in ("name", "full_name") or term.name in ("姓名", "联系人"):
        return names.person_name(applicant.random)
    if "名称" in term.name or "单位" in term.name:
        return applicant.partner.name[:limit]
    return applicant.random.choice(
        ("演示内容", "按申报通知要求", "详见正文", "第三方检测报告", "结题报告")
    )[:limit]
