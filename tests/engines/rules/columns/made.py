"""Rules of a small guide and cases of it, for tests of columns."""

from datetime import date
from typing import Any

from zhinan.engines.rules import Case, Rule, judge
from zhinan.engines.rules.columns.batch import moments_of
from zhinan.engines.rules.columns.framing import frames_of
from zhinan.engines.rules.columns.plan import Plan, compile_rules

from ..made import rule_with  # noqa: TID252 - the guide that all tests of rules write into

LAW = date(2024, 6, 30)


def case_of(values: dict[str, Any], **frame: Any) -> Case:
    return Case(values, LAW, LAW, LAW, 2024, "main", **frame)


def plan_of(*rules: Rule) -> Plan:
    return compile_rules(rules, moments=moments_of(case_of({})), law=LAW)


def both(condition: str, *values: dict[str, Any], **said: Any) -> tuple[list[int], list[int]]:
    """Verdicts in columns, and those of the case evaluator."""
    rule, _ = rule_with(condition, **said)
    cases = [case_of(one) for one in values]
    plan = plan_of(rule)
    assert plan.refused == {}
    frames, bad = frames_of(cases, plan.needs)
    assert bad == []
    return plan.run(frames)[rule.key].to_list(), [int(judge(rule, case).verdict) for case in cases]
