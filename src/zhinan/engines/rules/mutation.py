"""Mutation: every small change to a rule must be noticed by one of the rule's own examples."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any

from zhinan.engines.packs.pack import Pack

from .amounts import plain
from .examples import Example, examples_of
from .judging import judge
from .parameters import Value
from .rule import ExceptionClause, Rule, fold
from .tree import (
    TRUE,
    Aggregate,
    Call,
    Compare,
    Constant,
    Every,
    Node,
    Not,
    Scaled,
    Some,
)
from .verdict import Judgement

_STRICTER = {">=": ">", ">": ">=", "<=": "<", "<": "<=", "==": "!=", "!=": "=="}
_SWAPPED = {"任一": "全部", "全部": "任一", "最小值": "最大值", "最大值": "最小值", "有": "无", "无": "有", "结尾": "开头", "开头": "结尾", "最小": "最大", "最大": "最小"}  # fmt: skip
_STEPS = {
    "元": Decimal(100),
    "": Decimal("0.01"),
}  # a bound moved by 0.01 万元, or a hundredth; else by one


@dataclass(frozen=True, slots=True)
class Mutation:
    """How a rule's mutants fared. ``survivors`` say what was changed and not noticed."""

    mutants: int
    killed: int
    survivors: tuple[str, ...] = ()

    @property
    def score(self) -> float:
        """Share killed, 0…1; 1 where there is nothing to mutate."""
        return self.killed / self.mutants if self.mutants else 1.0


def mutate_rule(rule: Rule, pack: Pack) -> Mutation:
    """Mutate the rule in every single place and judge its examples; O(mutants × examples)."""
    if rule.kind == "lint":
        return Mutation(0, 0)
    examples, _ = examples_of(rule, pack)
    before = [_heard(judge(rule, e.case)) for e in examples]
    killed, survivors, count = 0, [], 0
    for what, mutant in mutants(rule):
        count += 1
        if _is_noticed(mutant, examples, before):
            killed += 1
        else:
            survivors.append(what)
    return Mutation(count, killed, tuple(survivors))


def _heard(judgement: Judgement) -> Any:
    return judgement.verdict, judgement.interval, frozenset(map(str, judgement.missing))


def _is_noticed(mutant: Rule, examples: tuple[Example, ...], before: list[Any]) -> bool:
    for example, heard in zip(examples, before, strict=True):
        try:
            found = _heard(judge(mutant, example.case))
        except (TypeError, ValueError, ArithmeticError):
            return True  # a change that makes no sense is noticed at once
        if found != heard:
            return True
    return False


def mutants(rule: Rule) -> Iterator[tuple[str, Rule]]:
    """Every rule one change away, and what was changed."""
    if rule.quota is not None:
        yield from _quota_mutants(rule)
    if rule.guard is not None:
        yield "去掉适用", _with(rule, guard=None)
        for what, guard in changed(rule.guard):
            yield f"适用：{what}", _with(rule, guard=guard)
    if rule.base is not None:
        for what, base in changed(rule.base):
            yield f"条件：{what}", _with(rule, base=base, exceptions=rule.exceptions)
    if rule.result is not None:
        for what, result in changed(rule.result):
            yield f"结果：{what}", _with(rule, result=result)
    for place, exception in enumerate(rule.exceptions):
        others = rule.exceptions[:place] + rule.exceptions[place + 1 :]
        yield f"去掉例外{place + 1}", _with(rule, base=rule.base, exceptions=others)
        for what, made in _changed_exception(exception):
            listed = (*rule.exceptions[:place], made, *rule.exceptions[place + 1 :])
            yield f"例外{place + 1}：{what}", _with(rule, base=rule.base, exceptions=listed)
    for name, value in rule.parameters.items():
        for what, other in _changed_value(value):
            yield f"参数{name}：{what}", _with(rule, parameters={**rule.parameters, name: other})


def _with(rule: Rule, **changes: Any) -> Rule:
    if "exceptions" in changes:
        base = changes.get("base", rule.base)
        changes["condition"] = fold(base, changes["exceptions"])
    return replace(rule, ready={}, **changes)


def _changed_exception(exception: ExceptionClause) -> Iterator[tuple[str, ExceptionClause]]:
    yield "总是适用", replace(exception, guard=TRUE)
    for what, node in changed(exception.guard):
        yield what, replace(exception, guard=node)
    for what, node in changed(exception.condition):
        yield what, replace(exception, condition=node)


def _quota_mutants(rule: Rule) -> Iterator[tuple[str, Rule]]:
    assert rule.quota is not None
    spec = rule.quota
    for line in spec.lines:
        if line.most is None or (spec.who and line.who not in spec.who):
            continue
        for step in (1, -1):
            moved = replace(line, most=line.most + step)
            lines = tuple(moved if one is line else one for one in spec.lines)
            yield f"{line.who}的限额改为{moved.most}", _with(rule, quota=replace(spec, lines=lines))


def changed(node: Node) -> Iterator[tuple[str, Node]]:
    """Every tree one change away from ``node``."""
    yield from _own(node)
    for rebuild, child in _slots(node):
        for what, made in changed(child):
            yield what, rebuild(made)


def _slots(node: Node) -> Iterator[tuple[Callable[[Node], Node], Node]]:
    """Each child, and how to put another in its place."""
    for name in node.__dataclass_fields__:
        part = getattr(node, name)
        if isinstance(part, Node):
            yield partial(_put, node, name, None), part
        elif isinstance(part, tuple) and part and isinstance(part[0], Node):
            for place, one in enumerate(part):
                yield partial(_put, node, name, place), one


def _put(node: Any, name: str, place: int | None, made: Node) -> Node:
    """``node`` with ``made`` for the child of that name and place."""
    if place is None:
        value: Any = made
    else:
        parts = getattr(node, name)
        value = (*parts[:place], made, *parts[place + 1 :])
    changed_node: Node = replace(node, **{name: value})
    return changed_node


def _own(node: Node) -> Iterator[tuple[str, Node]]:
    if isinstance(node, Compare):
        yield f"{node.sign} 改为 {_STRICTER[node.sign]}", replace(node, sign=_STRICTER[node.sign])
    elif isinstance(node, (Every, Some)):
        yield from _own_joined(node)
    elif isinstance(node, Not):
        yield "去掉 not", node.inner
    elif isinstance(node, Aggregate) and node.function in _SWAPPED:
        yield (
            f"{node.function}改为{_SWAPPED[node.function]}",
            replace(node, function=_SWAPPED[node.function]),
        )
    elif isinstance(node, Aggregate) and node.where is not None:
        yield f"{node.function}去掉条件", replace(node, where=None)
    elif isinstance(node, Call) and node.function in _SWAPPED:
        yield (
            f"{node.function}改为{_SWAPPED[node.function]}",
            replace(node, function=_SWAPPED[node.function]),
        )
    elif isinstance(node, Constant):
        for what, value in moved(node.value, node.kind.unit):
            yield what, replace(node, value=value)
    elif isinstance(node, Scaled) and node.factor != -1:
        yield "系数加百分之一", replace(node, factor=node.factor * Fraction(101, 100))


def _own_joined(node: Every | Some) -> Iterator[tuple[str, Node]]:
    word = "and" if isinstance(node, Every) else "or"
    other = Some if isinstance(node, Every) else Every
    yield f"{word} 改为 {'or' if word == 'and' else 'and'}", other(node.kind, node.parts)
    for place in range(len(node.parts)):
        rest = node.parts[:place] + node.parts[place + 1 :]
        yield f"去掉第{place + 1}项", rest[0] if len(rest) == 1 else replace(node, parts=rest)


def _changed_value(value: Value) -> Iterator[tuple[str, Value]]:
    for place, (start, held) in enumerate(value.series):
        found = changed(held) if isinstance(held, Node) else moved(held, value.kind.unit)
        for what, other in found:
            series = (*value.series[:place], (start, other), *value.series[place + 1 :])
            yield what, replace(value, series=series)


def moved(value: Any, unit: str = "") -> Iterator[tuple[str, Any]]:
    """A literal changed: a bound by one small step either way, a word, a list without one member."""
    if isinstance(value, bool):
        yield f"{value}改为{not value}", not value
    elif isinstance(value, (Decimal, Fraction, int)):
        whole = Fraction(value).denominator == 1
        step = Decimal(1) if unit not in _STEPS or (unit == "" and whole) else _STEPS[unit]
        for other in (Fraction(value) + Fraction(step), Fraction(value) - Fraction(step)):
            yield f"{plain(Fraction(value))}改为{plain(other)}", _like(value, other)
    elif isinstance(value, date):
        for days in (1, -1):
            yield f"{value}改为{value + timedelta(days)}", value + timedelta(days)
    elif isinstance(value, str):
        yield f"“{value}”改为别的词", f"{value}之外"
    elif isinstance(value, tuple):
        for place, word in enumerate(value):
            rest = value[:place] + value[place + 1 :]
            yield f"名单去掉“{word}”", rest


def _like(value: Any, other: Fraction) -> Any:
    return (
        other
        if isinstance(value, Fraction)
        else Decimal(other.numerator) / Decimal(other.denominator)
    )


def score(found: Mapping[str, Mutation]) -> float:
    """Share of all mutants killed."""
    return sum(m.killed for m in found.values()) / max(sum(m.mutants for m in found.values()), 1)
