"""A tree with everything worked out that is the same for every case of a batch."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from zhinan.engines.rules.evaluating import Compiled, Standing
from zhinan.engines.rules.tree import (
    FALSE,
    TRUE,
    Aggregate,
    Cell,
    Choose,
    Constant,
    Derived,
    Every,
    Fact,
    Node,
    Parameter,
    Some,
    Weighted,
    both,
    either,
    walk,
)

OPEN = (Fact, Cell, Derived, Aggregate, Parameter, Weighted)


def settled(node: Node, moments: Mapping[str, Any]) -> Node:
    """The tree with decided conditions and conditionals taken out; it means the same.

    >>> from .quantities import date
    >>> from zhinan.engines.rules.tree import Compare, Moment
    >>> from zhinan.engines.rules.kinds import DATE, FLAG
    >>> begun = Compare(FLAG, ">=", Moment(DATE, "法律日期"), Constant(DATE, date(2024, 1, 1)))
    >>> settled(Choose(FLAG, begun, TRUE, FALSE), {"法律日期": date(2024, 7, 1)}) == TRUE
    True
    """
    node = _with_parts(node, moments)
    if isinstance(node, Choose) and isinstance(node.condition, Constant):
        return node.then if node.condition.value is True else node.otherwise
    if isinstance(node, Every):
        return FALSE if FALSE in node.parts else _joined(both, node.parts, TRUE)
    if isinstance(node, Some):
        return TRUE if TRUE in node.parts else _joined(either, node.parts, FALSE)
    if node.kind.name == "flag" and not any(isinstance(part, OPEN) for part in walk(node)):
        value = Compiled(node).run(Standing({}, moments))
        return node if value is None else (TRUE if value else FALSE)
    return node


def _with_parts(node: Node, moments: Mapping[str, Any]) -> Node:
    changed: dict[str, Any] = {}
    for field in fields(node):
        part = getattr(node, field.name)
        if isinstance(part, Node):
            changed[field.name] = settled(part, moments)
        elif isinstance(part, tuple) and part and isinstance(part[0], Node):
            changed[field.name] = tuple(settled(p, moments) for p in part)
    changed.pop("fact", None)  # of a Derived: it is a leaf, and stays one
    return replace(node, **changed) if changed else node


def _joined(join: Any, parts: tuple[Node, ...], neutral: Node) -> Node:
    kept = tuple(part for part in parts if part != neutral)
    joined: Node = join(kept) if kept else neutral
    return joined
