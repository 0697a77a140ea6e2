"""A tree on one law date: parameters and lists replaced by what they hold that day."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from fractions import Fraction
from typing import Any

from .amounts import exact
from .lists import Members, NamedList
from .tree import (
    Call,
    Choose,
    Compare,
    Constant,
    Moment,
    Node,
    Parameter,
    Scaled,
    Weighted,
    Within,
)


def bind(
    node: Node,
    *,
    parameters: Mapping[str, Any],
    lists: Mapping[str, NamedList] | None = None,
    on: date,
) -> Node:
    """The tree with constants in place of parameters and named lists.

    A parameter or list without a value on that day stays open (an empty, incomplete list; the
    parameter itself): what depends on it is unknown.
    """
    lists = lists or {}

    def bound(part: Node) -> Node:
        if isinstance(part, Parameter):
            value = parameters.get(part.name)
            return part if value is None else Constant(part.kind, value)
        if isinstance(part, Call) and part.function == "名单":
            name = str(part.arguments[0].value)  # type: ignore[attr-defined]
            held = lists[name].on(on) if name in lists else None
            of = part.kind.of or "text"
            return Constant(part.kind, held or Members(name, of, frozenset(), is_complete=False))  # type: ignore[arg-type]
        changed: dict[str, Any] = {}
        for field in fields(part):
            value = getattr(part, field.name)
            if isinstance(value, Node):
                changed[field.name] = bound(value)
            elif isinstance(value, tuple) and value and isinstance(value[0], Node):
                changed[field.name] = tuple(bound(v) for v in value)
        made = replace(part, **changed) if changed else part
        return _folded(made) if isinstance(made, Weighted) else made

    return bound(node)


def _folded(node: Weighted) -> Node:
    if not isinstance(node.weight, Constant):
        return node
    factor = Fraction(node.weight.value)  # type: ignore[arg-type]
    if isinstance(node.inner, Constant):
        return Constant(node.kind, exact(Fraction(node.inner.value) * factor))  # type: ignore[arg-type]
    if isinstance(node.inner, Scaled):
        return Scaled(node.kind, node.inner.inner, node.inner.factor * factor)
    return Scaled(node.kind, node.inner, factor)


def of_programme(node: Node, programme: str) -> Node:
    """The tree as it reads for one programme: a choice that 本计划 decides is its branch."""
    if not programme:
        return node
    if isinstance(node, Choose) and (decided := _is_ours(node.condition, programme)) is not None:
        return of_programme(node.then if decided else node.otherwise, programme)
    changed: dict[str, Any] = {}
    for field in fields(node):
        value = getattr(node, field.name)
        if isinstance(value, Node):
            changed[field.name] = of_programme(value, programme)
        elif isinstance(value, tuple) and value and isinstance(value[0], Node):
            changed[field.name] = tuple(of_programme(v, programme) for v in value)
    return replace(node, **changed) if changed else node


def _is_ours(condition: Node, programme: str) -> bool | None:
    """Whether ``本计划 == key`` or ``本计划 in [keys]`` holds; None where it is another condition."""
    if isinstance(condition, Compare) and isinstance(condition.left, Moment):
        other = condition.right
        if condition.left.name == "本计划" and isinstance(other, Constant):
            return (other.value == programme) is (condition.sign == "==")
    if isinstance(condition, Within) and isinstance(condition.item, Moment):
        among = condition.among
        if (
            condition.item.name == "本计划"
            and isinstance(among, Constant)
            and isinstance(among.value, tuple)
        ):
            return programme in among.value
    return None
