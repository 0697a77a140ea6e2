"""Why a condition does not hold: the parts that failed, with what was found; functions made once a tree."""

from collections.abc import Callable
from datetime import date
from typing import Any

from .evaluating import Compiled, Standing
from .lacking import in_hand
from .ranges import Range, plus, times
from .tree import Aggregate, Choose, Compare, Every, Node, Not, Some, children
from .verdict import Reason

Why = Callable[
    [Standing], list[Reason]
]  # asked only where the node's value is known, and another than wanted


def reasons(tree: Compiled, at: Standing) -> tuple[Reason, ...]:
    """The parts that made a tree come out false, which it is known to have done."""
    why = tree.why
    if why is None:
        why = tree.why = why_of(tree, tree.root, True)
    return tuple(why(at))


def why_of(tree: Compiled, node: Node, wanted: bool) -> Why:
    """Why ``node`` came out other than ``wanted``, as a function of the case."""
    if isinstance(node, Not):
        return why_of(tree, node.inner, not wanted)
    return _WHYS.get(type(node), _plain)(tree, node, wanted)


def _joined(tree: Compiled, node: Every | Some, wanted: bool) -> Why:
    pairs = [(tree.of(part), why_of(tree, part, wanted)) for part in node.parts]
    unwanted = not wanted

    def found(at: Standing) -> list[Reason]:
        listed: list[Reason] = []
        for run, why in pairs:
            if run(at) is unwanted:
                listed += why(at)
        return listed

    return found


def _choose(tree: Compiled, node: Choose, wanted: bool) -> Why:
    condition = tree.of(node.condition)
    then, otherwise = why_of(tree, node.then, wanted), why_of(tree, node.otherwise, wanted)
    return lambda at: otherwise(at) if condition(at) is False else then(at)


def _compare(tree: Compiled, node: Compare, wanted: bool) -> Why:
    left, right = tree.of(node.left), tree.of(node.right)
    is_ordered, is_date = node.left.kind.is_ordered, node.left.kind.name == "date"
    unit = "天" if is_date else node.left.kind.unit or node.right.kind.unit
    # short of a bound that is itself left out
    more = 1 if is_date and (node.sign in ("<", ">")) is wanted else 0

    def found(at: Standing) -> list[Reason]:
        one, other = left(at), right(at)
        margin = None
        if is_ordered and type(one) is not Range and type(other) is not Range:
            if isinstance(one, date):
                margin = abs((one - other).days) + more
            else:
                margin = abs(plus(one, times(other, -1)))
        return [Reason(node, wanted, one, other, margin, unit)]

    return found


def _rows(tree: Compiled, node: Aggregate, wanted: bool) -> Why:
    """The rows, from 1, that made 任一 true or 全部 false."""
    if node.value is None or node.function not in ("任一", "全部"):
        return _plain(tree, node, wanted)
    run, table, decisive = tree.of(node.value), node.table, not wanted

    def found(at: Standing) -> list[Reason]:
        listed = at.values.get(table) or ()
        places = tuple(p for p in in_hand(at, table, listed) if run(at) is decisive)
        return [Reason(node, wanted, rows=places)]

    return found


def _plain(tree: Compiled, node: Node, wanted: bool) -> Why:
    parts = children(node)
    first = tree.of(parts[0]) if parts else tree.of(node)
    return lambda at: [Reason(node, wanted, first(at))]


_WHYS: dict[type, Callable[[Compiled, Any, bool], Why]] = {
    Every: _joined, Some: _joined, Choose: _choose, Compare: _compare, Aggregate: _rows,
}  # fmt: skip
