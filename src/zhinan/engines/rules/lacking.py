"""Which facts can still change a tree's value: functions made once beside those that evaluate it."""

from collections.abc import Callable, Iterator
from typing import Any

from .evaluating import Compiled, Standing
from .ranges import Range
from .tree import (
    Aggregate,
    Call,
    Cell,
    Choose,
    Derived,
    Every,
    Fact,
    Moment,
    Node,
    Some,
    Within,
    children,
)
from .verdict import Missing

Lack = Callable[[Standing], list[Missing]]  # asked only of a node whose value is open
_RELATIONS = Missing("关联关系", "relations")
_NEEDS_ROWS = ("平均", "最小值", "最大值")


def is_open(value: Any) -> bool:
    """Whether a value is not, or only partly, known."""
    return value is None or type(value) is Range


def missing(tree: Compiled, at: Standing) -> tuple[Missing, ...]:
    """Facts that can still change the tree's value, each once, in writing order; none where it is decided."""
    return lacks(tree, at) if is_open(tree.run(at)) else ()


def lacks(tree: Compiled, at: Standing) -> tuple[Missing, ...]:
    """``missing`` of a tree that is known to be open."""
    lack = tree.lack
    if lack is None:
        lack = tree.lack = lack_of(tree, tree.root)
    found = lack(at)
    if len(found) < 2:
        return tuple(found)
    return tuple({(one.path, one.row): one for one in found}.values())


def lack_of(tree: Compiled, node: Node) -> Lack:
    """What is missing for ``node``, as a function of the case."""
    if isinstance(node, Call):
        return _CALLS.get(node.function, _parts)(tree, node)
    return _LACKS.get(type(node), _parts)(tree, node)


def _fact(tree: Compiled, node: Fact) -> Lack:
    one = [Missing(node.label, node.path, None, node.en)]
    return lambda at: one


def _derived(tree: Compiled, node: Derived) -> Lack:
    return lack_of(tree, node.formula)


def _moment(tree: Compiled, node: Moment) -> Lack:
    return lambda at: []


def _cell(tree: Compiled, node: Cell) -> Lack:
    label, path, table, en = node.label, f"{node.table}.{node.key}", node.table, node.en
    return lambda at: [Missing(label, path, at.places.get(table), en)]


def _parts(tree: Compiled, node: Node) -> Lack:
    """What is missing for the open parts of a node."""
    pairs = [(tree.of(part), lack_of(tree, part)) for part in children(node)]
    if len(pairs) == 1:
        run, lack = pairs[0]
        return lambda at: lack(at) if is_open(run(at)) else []

    def found(at: Standing) -> list[Missing]:
        listed: list[Missing] = []
        for run, lack in pairs:
            if is_open(run(at)):
                listed += lack(at)
        return listed

    return found


def _joined(tree: Compiled, node: Every | Some) -> Lack:
    pairs = [(tree.of(part), lack_of(tree, part)) for part in node.parts]

    def found(at: Standing) -> list[Missing]:
        listed: list[Missing] = []
        for run, lack in pairs:
            if run(at) is None:
                listed += lack(at)
        return listed

    return found


def _choose(tree: Compiled, node: Choose) -> Lack:
    condition, then, otherwise = (
        (tree.of(part), lack_of(tree, part)) for part in (node.condition, node.then, node.otherwise)
    )

    def found(at: Standing) -> list[Missing]:
        chosen = condition[0](at)
        listed = condition[1](at) if chosen is None else []
        for (run, lack), excluded in ((then, False), (otherwise, True)):
            if chosen is not excluded and is_open(run(at)):
                listed = listed + lack(at)
        return listed

    return found


def _presence(tree: Compiled, node: Call) -> Lack:
    """有 and 无 ask for the fact itself, even where a formula stands behind it."""
    of = node.arguments[0]
    return lack_of(tree, of.fact if isinstance(of, Derived) else of)


def _organisation(tree: Compiled, node: Call) -> Lack:
    """The codes; names decide nothing that a code would not."""
    pairs = [(tree.of(node.arguments[i]), lack_of(tree, node.arguments[i])) for i in (0, 2)]
    return lambda at: [one for run, lack in pairs if is_open(run(at)) for one in lack(at)]


def _relations(tree: Compiled, node: Call) -> Lack:
    own = _parts(tree, node)
    return lambda at: [_RELATIONS, *own(at)] if at.values.get("relations") is None else own(at)


def _linked(tree: Compiled, node: Call) -> Lack:
    """The register, or the codes."""
    own = _organisation(tree, node)
    return lambda at: [_RELATIONS] if at.values.get("relations") is None else own(at)


def _first(tree: Compiled, node: Call) -> Lack:
    """The fact itself, also where one is stated that does not tell: a city for a district, an hour misspelt."""
    item = node.arguments[0]
    if not isinstance(item, (Fact, Cell)):
        return _parts(tree, node)
    return lack_of(tree, item)


def _aggregate(tree: Compiled, node: Aggregate) -> Lack:
    whole, table = [Missing(node.label, node.table)], node.table
    where = None if node.where is None else (tree.of(node.where), lack_of(tree, node.where))
    value = None if node.value is None else (tree.of(node.value), lack_of(tree, node.value))
    needs_rows = node.function in _NEEDS_ROWS

    def found(at: Standing) -> list[Missing]:
        listed = at.values.get(table)
        if listed is None or (needs_rows and not listed):
            return whole
        lacking: list[Missing] = []
        inner: list[Missing] = []
        for _ in in_hand(at, table, listed):
            counts = True if where is None else where[0](at)
            if counts is None and where is not None:
                lacking += where[1](at)
            if value is not None and counts is not False and is_open(value[0](at)):
                inner += value[1](at)
        return lacking + inner

    return found


def in_hand(at: Standing, table: str, listed: Any) -> Iterator[int]:
    """The place of every row, from 1; the row is in hand meanwhile."""
    row, place = at.rows.get(table), at.places.get(table)
    try:
        for number, one in enumerate(listed, 1):
            at.rows[table], at.places[table] = one, number
            yield number
    finally:
        if row is None:
            at.rows.pop(table, None)
            at.places.pop(table, None)
        else:
            at.rows[table] = row
            if place is not None:
                at.places[table] = place


def _within(tree: Compiled, node: Within) -> Lack:
    """What is open; where the word is known and a list has no end, the word, for a person to confirm."""
    open_parts = _parts(tree, node)
    word = lack_of(tree, node.item) if isinstance(node.item, (Fact, Cell)) else open_parts
    return lambda at: open_parts(at) or word(at)


_LACKS: dict[type, Callable[[Compiled, Any], Lack]] = {
    Fact: _fact, Derived: _derived, Cell: _cell, Moment: _moment, Every: _joined, Some: _joined,
    Choose: _choose, Aggregate: _aggregate, Within: _within,
}  # fmt: skip
_CALLS: dict[str, Callable[[Compiled, Any], Lack]] = {
    "有": _presence, "无": _presence, "同单位": _organisation, "关联单位": _relations,
    "有关联": _linked, "区划内": _first, "时刻": _first,
}  # fmt: skip
