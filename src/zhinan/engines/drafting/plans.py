"""A plan into plan.yaml: its period, indicators with their target rules, key projects and tasks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from .clauses import DraftClause, clause_at
from .conditions import BY_HAND, doubt, person_block, rule_key
from .fact import About, Fact, Open
from .labels import own_name
from .places import Places
from .writing import block as block_text
from .writing import one_line, to_yaml

GROUP, PATH = "规划指标", "plan_indicators"
_YEAR = re.compile(r"(?:19|20)\d\d")
_SIGNS = {"=": ">=", ">=": ">=", ">": ">", "<=": "<=", "<": "<"}
_DIRECTIONS = {">=": "at_least", ">": "more_than"}


@dataclass(slots=True)
class DraftPlan:
    """plan.yaml, the terms of its indicators, and a block for each of them: fact key → block."""

    sheet: dict[str, Any] = field(default_factory=dict)
    terms: dict[str, Any] = field(default_factory=dict)
    blocks: dict[str, str] = field(default_factory=dict)
    open: list[Open] = field(default_factory=list)

    @property
    def text(self) -> str:
        return to_yaml(self.sheet)

    @property
    def vocabulary_text(self) -> str:
        return to_yaml({GROUP: {"path": PATH, **self.terms}}) if self.terms else ""


def is_plan(facts: Sequence[Fact], places: Places) -> bool:
    """Whether the document is a plan: it says so, and there is nothing to apply for."""
    return not any(f.type == "programme" for f in facts) and places.documents[0].kind == "plan"


def plan_of(
    text: str,
    facts: Sequence[Fact],
    places: Places,
    clauses: Sequence[DraftClause],
    about: About,
) -> DraftPlan:
    """What the plan says in figures and names; an indicator nobody has settled is left to a person."""
    found = DraftPlan()
    begins, ends = _period(facts, about, found)
    found.sheet["period"] = {"from": f"{begins}-01-01", "to": f"{ends}-12-31"}
    found.sheet["indicators"] = []
    for fact in (f for f in facts if f.type == "indicator" and f.word("kind") != "performance"):
        _indicator(fact, clause_at(clauses, fact.start).number, ends, found)
    projects = [_project(f) for f in facts if f.type == "key_project" and f.word("name")]
    if projects:
        found.sheet["projects"] = projects
    tasks = _tasks(facts, clauses)
    if tasks:
        found.sheet["tasks"] = tasks
    return found


def _period(facts: Sequence[Fact], about: About, found: DraftPlan) -> tuple[int, int]:
    for fact in (f for f in facts if f.type == "document"):
        begins, ends = fact.said("year"), fact.said("year_end")
        if isinstance(begins, int) and isinstance(ends, int) and 1900 <= begins < ends <= 2200:
            return begins, ends
    what = f"没有读出规划期，草案暂按{about.year}至{about.year + 4}年"
    found.open.append(Open("", "DRAFT-PERIOD", what, "对照原文填写规划期"))
    return about.year, about.year + 4


def _indicator(fact: Fact, clause: str, ends: int, found: DraftPlan) -> None:
    """The indicator's term, its target rule and its line; else an item for a person."""
    name = one_line(fact.word("name"), 120) or "指标"
    sign = _SIGNS.get(fact.word("target_op") or "=", "")
    target, year = _figure(fact.said("target_value")), fact.said("target_year", ends)
    why = doubt(fact) or ("目标值没有读成数" if target is None or not sign else "")
    if why or target is None or not isinstance(year, int) or not 1900 <= year <= 2200:
        notes = [why or "目标年份没有读成年份"]
        found.blocks[fact.key] = person_block(rule_key(fact), f"指标：{name}", notes, BY_HAND)
        return
    block = _block(fact, name, sign, target, year, found)
    if not block:
        found.blocks[fact.key] = person_block(
            rule_key(fact), f"指标：{name}", ["目标值不能核算"], BY_HAND
        )
        return
    found.blocks[fact.key] = block
    if sign not in _DIRECTIONS:
        what = f"指标“{name}”的目标是不超过{fact.word('target_value')}，plan.yaml 只写得出不低于"
        found.open.append(Open(fact.key, "DRAFT-INDICATOR", what, "由规则核算；统计表中由局补写"))
        return
    term = f"{GROUP}.{list(found.terms)[-1]}"
    line: dict[str, Any] = {
        "key": fact.key.lower(), "name": name, "unit": one_line(fact.word("unit"), 20) or "项", "rule": rule_key(fact), "term": term,
    }  # fmt: skip
    base, base_year = _figure(fact.said("base_value")), fact.said("base_year")
    if base is not None and isinstance(base_year, int) and 1900 <= base_year <= 2200:
        line["base"] = {"year": base_year, "value": base}
    line |= {
        "target": {"year": year, "value": target},
        "direction": _DIRECTIONS[sign],
        "clause": clause,
    }
    printed = {k: one_line(fact.word(f"{k}_value_as_written"), 40) for k in ("base", "target")}
    if any(printed.values()):
        line["printed"] = {k: v for k, v in printed.items() if v}
    found.sheet["indicators"].append(line)


def _figure(value: Any) -> Decimal | None:
    if value is None or isinstance(value, bool):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    is_short = number.is_finite() and abs(number) < 10**12 and -number.as_tuple().exponent <= 6  # type: ignore[operator]
    return number if is_short else None


def _block(fact: Fact, name: str, sign: str, target: Decimal, year: int, found: DraftPlan) -> str:
    """A 目标 block with a figure that meets it, one that does not, and none; empty where there is no such figure."""
    percent = "%" if fact.word("unit") == "%" else ""
    step = Decimal(1).scaleb(min(int(target.as_tuple().exponent), 0))
    up = sign in (">=", ">")
    meets = target if sign in (">=", "<=") else target + step if up else target - step
    misses = (
        (target - step if sign == ">=" else target)
        if up
        else (target + step if sign == "<=" else target)
    )
    if min(meets, misses) < 0 <= target:
        return ""
    term = _term(name, percent, target, found)
    fact_name = f"{GROUP}.{term}[{year}]"
    word = {">=": "达到", ">": "超过", "<=": "不超过", "<": "低于"}[sign]
    content = {
        "标题": one_line(f"{year}年{name}{word}{target:f}{fact.word('unit')}", 120),
        "力度": "软",
        "条件": f"{fact_name} {sign} 目标值",
        "参数": {"目标值": f"{target:f}%" if percent else target},
        "解释": [f"规划目标，{'目标值含本数' if '=' in sign else '不含本数'}", "由文件读出，待经办人确认"],
        "补救": "对照统计口径核对完成情况。",
        "例": [
            {"事实": {fact_name: f"{meets:f}{percent}"}, "结论": "通过"},
            {"事实": {fact_name: f"{misses:f}{percent}"}, "结论": "待裁量"},
            {"事实": {}, "结论": "待补"},
        ],
    }  # fmt: skip
    return block_text("目标", rule_key(fact), content)


def _term(name: str, percent: str, target: Decimal, found: DraftPlan) -> str:
    """The name of the indicator's own term, kept by year."""
    stem = own_name(name)
    said, number = stem, 2
    while said in found.terms:
        said, number = f"{stem}{number}", number + 1
    body: dict[str, Any] = {"path": f"i{len(found.terms) + 1}", "type": "ratio" if percent else "decimal", "by": "year", "from": "document"}  # fmt: skip
    if target < 0:
        body["negative"] = True
    found.terms[said] = body
    return said


def _project(fact: Fact) -> dict[str, Any]:
    period = one_line(fact.word("period"), 80)
    years = [int(y) for y in _YEAR.findall(period)]
    number = fact.said("no")
    line: dict[str, Any] = {"name": one_line(fact.word("name"))}
    line |= {key: said for key in ("undertaker", "place") if (said := one_line(fact.word(key)))}
    if years:
        line |= {"from": min(years), "to": max(years)}
    if period:
        line["period_text"] = period
    if content := one_line(fact.word("content"), 1000):
        line["content"] = content
    if table := one_line(fact.word("table")):
        line["table"] = table
    if isinstance(number, int) and 0 <= number <= 10_000:
        line["number"] = number
    return line


def _tasks(facts: Sequence[Fact], clauses: Sequence[DraftClause]) -> list[dict[str, Any]]:
    """The headings right under one that is called tasks."""
    found = []
    for fact in (f for f in facts if f.type == "section" and not f.said("box")):
        path = fact.said("path") or ()
        if not isinstance(path, list | tuple) or not path or "任务" not in str(path[-1]):
            continue
        clause = clause_at(clauses, fact.start)
        name = one_line(fact.word("title"))
        if clause.start == fact.start and name:
            found.append({"number": clause.number, "name": name, "clause": clause.number})
    return found
