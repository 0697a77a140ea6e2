"""Registry rows as values of the vocabulary, each saying that the registry is its source."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import translation

from zhinan.engines.vocabulary.states import NONE, State

from .models import Organisation, Person

SOURCE = "registry"
# The names the core vocabulary gives to 资质; the office may enter others, which rules then name too.
STATUS_NAMES = (
    "国家高新技术企业",
    "科技型中小企业",
    "创新型领军企业",
    "科技型拟上市入库企业",
    "专精特新企业",
    "新型研发机构",
    "全国重点实验室",
    "省重点实验室",
    "国际联合研究中心",
    "国际联合实验室",
    "省外国专家工作室",
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One yearly figure: path under ``lead``, label, and how its value is written."""

    path: str
    label: str
    is_count: bool = False
    may_be_negative: bool = False


FIGURES = {
    figure.path: figure
    for figure in (
        Figure("lead.employees", "职工人数", is_count=True),
        Figure("lead.researchers", "研发人员数", is_count=True),
        Figure("lead.assets", "资产总额"),
        Figure("lead.liabilities", "负债总额"),
        Figure("lead.revenue", "销售收入"),
        Figure("lead.main_revenue", "主营业务收入"),
        Figure("lead.service_revenue", "科技服务收入"),
        Figure("lead.related_revenue", "单一关联单位收入"),
        Figure("lead.profit", "净利润", may_be_negative=True),
        Figure("lead.rd_spending", "研发投入"),
        Figure("lead.own_rd_spending", "非财政科研支出"),
    )
}


def figure_value(path: str, value: Decimal) -> Any:
    """A figure as the vocabulary stores it: a count as an integer, money as text to the fen."""
    figure = FIGURES.get(path)
    return int(value) if figure and figure.is_count else f"{value:.2f}"


def organisation_facts(
    organisation: Organisation, *, on: date, subject: str = "lead"
) -> dict[str, State]:
    """What the registry knows of an organisation on a day; two statements.

    Args:
        organisation: A row of the register.
        on: Statuses are those held on this day; year offsets count from its year.
        subject: First word of the paths: ``lead``, or another organisation of the vocabulary.

    Returns:
        Path -> known value (``lead.revenue[-1]``: last year's). What the register does not know is
        not named. No status held is "declared none", because the register is the place where one would stand.
    """
    columns: dict[str, Any] = {
        "name": organisation.name,
        "uscc": organisation.uscc,
        "kind": str(_in_chinese(organisation)),
        "is_legal_person": organisation.is_legal_person,
        "region": organisation.region_code,
        "registered_on": organisation.registered_on and organisation.registered_on.isoformat(),
        "address": organisation.address,
        "legal_representative": organisation.legal_representative,
    }
    facts = {
        f"{subject}.{path}": State.known(value, source=SOURCE)
        for path, value in columns.items()
        if value not in (None, "")
    }
    held = sorted({s.status for s in organisation.statuses.all() if _is_held(s, on)})
    facts[f"{subject}.statuses"] = State.known(held, source=SOURCE) if held else NONE
    for figure in organisation.figures.all():
        path = figure.item.replace("lead.", f"{subject}.", 1)
        value = figure_value(figure.item, figure.value)
        facts[f"{path}[{figure.year - on.year}]"] = State.known(value, source=SOURCE)
    return facts


def _in_chinese(organisation: Organisation) -> str:
    with translation.override("zh-hans"):
        return str(organisation.get_kind_display())


def _is_held(status: Any, on: date) -> bool:
    return status.valid_from <= on and (status.valid_to is None or status.valid_to >= on)


def person_facts(person: Person, *, subject: str = "leader") -> dict[str, State]:
    """What the registry knows of a person, without the numbers that are sealed; no statement
    beyond the person's organisation."""
    columns: dict[str, Any] = {
        "name": person.name,
        "sex": person.sex,
        "birth_date": person.born_on and person.born_on.isoformat(),
        "degree": person.degree,
        "title": person.title,
        "email": person.email,
        "employer": person.organisation.name if person.organisation else "",
    }
    return {
        f"{subject}.{path}": State.known(value, source=SOURCE)
        for path, value in columns.items()
        if value
    }
