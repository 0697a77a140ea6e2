"""The tree of an expression. Every evaluator and every sentence is made from it."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from .kinds import FLAG, Kind


@dataclass(frozen=True, slots=True)
class Node:
    """One part of an expression. Conditionals stand outside comparisons: the builders lift them."""

    kind: Kind


@dataclass(frozen=True, slots=True)
class Constant(Node):
    """A literal: bool, text, date, Decimal or Fraction, or a tuple of these."""

    value: bool | str | date | Decimal | Fraction | tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Fact(Node):
    """A term of the case. ``lowest`` is the least value an unknown number may have."""

    path: str
    label: str
    en: str = ""
    lowest: Decimal | None = None
    highest: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Derived(Node):
    """A term that is computed where nobody stated it: ``fact`` if known, else ``formula``."""

    fact: Fact
    formula: Node


@dataclass(frozen=True, slots=True)
class Cell(Node):
    """A column of the row in hand; only under an Aggregate of its table."""

    table: str
    key: str
    label: str
    en: str = ""
    lowest: Decimal | None = None
    highest: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Parameter(Node):
    """A dated value of the rule, by name."""

    name: str


@dataclass(frozen=True, slots=True)
class Moment(Node):
    """法律日期, 知识日期, 基准日 (dates); 本年度 (number); 本计划 (text): given with the case."""

    name: str


@dataclass(frozen=True, slots=True)
class Not(Node):
    inner: Node


@dataclass(frozen=True, slots=True)
class Every(Node):
    """and"""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Some(Node):
    """or"""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """``sign``: == != < <= > >=. Numbers of one dimension, dates, or texts (== != only)."""

    sign: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Within(Node):
    """``item in among``; ``among`` is a list, a choices term, or a parameter that is a list."""

    item: Node
    among: Node


@dataclass(frozen=True, slots=True)
class Choose(Node):
    """``then if condition else otherwise``; decided without the condition where both agree."""

    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True, slots=True)
class Plus(Node):
    """left + right, or left - right."""

    left: Node
    right: Node
    is_minus: bool = False


@dataclass(frozen=True, slots=True)
class Scaled(Node):
    """A number times an exact factor."""

    inner: Node
    factor: Fraction


@dataclass(frozen=True, slots=True)
class Weighted(Node):
    """A number times a parameter; a Scaled once parameters are bound."""

    inner: Node
    weight: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A function of the closed list over its arguments."""

    function: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Aggregate(Node):
    """行数 任一 全部 合计 平均 最小值 最大值 种数 over the rows of ``table`` that meet ``where``.

    For 任一 and 全部 the condition is ``value``; 行数 has no ``value``.
    """

    function: str
    table: str
    label: str
    value: Node | None
    where: Node | None


def children(node: Node) -> tuple[Node, ...]:
    """The parts of a node, in writing order."""
    found: list[Node] = []
    for field in fields(node):
        part = getattr(node, field.name)
        if isinstance(part, Node):
            found.append(part)
        elif isinstance(part, tuple):
            found += [p for p in part if isinstance(p, Node)]
    return tuple(found)


def walk(node: Node) -> Iterator[Node]:
    """The node and everything under it, parents first."""
    yield node
    for child in children(node):
        yield from walk(child)


def both(parts: tuple[Node, ...]) -> Node:
    """The parts joined by and, nested ones opened."""
    opened = tuple(
        p for part in parts for p in (part.parts if isinstance(part, Every) else (part,))
    )
    return opened[0] if len(opened) == 1 else Every(FLAG, opened)


def either(parts: tuple[Node, ...]) -> Node:
    """The parts joined by or, nested ones opened."""
    opened = tuple(p for part in parts for p in (part.parts if isinstance(part, Some) else (part,)))
    return opened[0] if len(opened) == 1 else Some(FLAG, opened)


TRUE = Constant(FLAG, True)
FALSE = Constant(FLAG, False)
