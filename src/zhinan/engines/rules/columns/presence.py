"""有 and 无 in columns."""

from typing import TYPE_CHECKING

from zhinan.engines.rules.tree import Call, Cell, Derived, Fact

from .algebra import E
from .layout import bit_of, has_part

if TYPE_CHECKING:
    from .lowering import Lowering

__all__ = ["bit_of", "has_part", "presence"]


def presence(lower: "Lowering[E]", node: Call) -> E:
    """Whether there is one: declared none is an answer, an absent or blank one is none."""
    of = node.arguments[0]
    there = (
        _leaf(lower, of.fact if isinstance(of, Derived) else of)
        if isinstance(of, (Fact, Derived, Cell))
        else _computed(lower, of)
    )
    return there if node.function == "有" else lower.a.negation(there)


def _leaf(lower: "Lowering[E]", leaf: Fact | Cell) -> E:
    a, kind = lower.a, leaf.kind
    if kind.name == "text":
        return a.compare("!=", lower.leaf(leaf), a.text(""))
    if kind.name == "choices":
        return a.compare("!=", lower.leaf(leaf), a.number(0))
    if kind.name in ("file", "flag"):
        return lower.leaf(leaf)
    return lower.leaf(leaf, "has")


def _computed(lower: "Lowering[E]", of: object) -> E:
    from zhinan.engines.rules.tree import Node

    assert isinstance(of, Node)
    a = lower.a
    if of.kind.is_text_like:
        return a.compare("!=", lower.text(of), a.text(""))
    return a.case([(a.is_known(lower.point(of)), a.flag(True))])
