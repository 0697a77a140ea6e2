"""The case evaluator: a bound tree made into nested functions, strong Kleene throughout."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from . import calls, rows
from .amounts import exact
from .ranges import ANYTHING, OPERATORS, Range, compare, plus, times
from .tree import (
    Aggregate,
    Call,
    Cell,
    Choose,
    Compare,
    Constant,
    Derived,
    Every,
    Fact,
    Moment,
    Node,
    Not,
    Parameter,
    Plus,
    Scaled,
    Some,
    Within,
)

Row = Mapping[str, Any]


@dataclass(slots=True)
class Standing:
    """What a tree is evaluated in: the facts of one case, the days, and the row in hand.

    ``values``: path -> value (Decimal, date, bool, text, tuple of texts, tuple of rows); a path that is
    not there is unknown. ``NOTHING`` is a date, choice or region declared to be none.
    """

    values: Mapping[str, Any]
    moments: Mapping[str, Any] = field(default_factory=dict)
    rows: dict[str, Row] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)  # of the rows in hand, from 1
    related: dict[str, Any] = field(default_factory=dict)  # components of 关联关系, once found


class Nothing:
    """Declared none where none is no value: a date, choice or region."""

    def __repr__(self) -> str:
        return "NOTHING"


NOTHING = Nothing()
Evaluate = Callable[[Standing], Any]


class Compiled:
    """The functions of one tree, each node's by its identity."""

    def __init__(self, root: Node) -> None:
        self.root = root
        self._made: dict[int, tuple[Node, Evaluate]] = {}
        self.run = self.of(root)
        self.lack: Callable[[Standing], list[Any]] | None = None  # made when first asked for
        self.why: Callable[[Standing], list[Any]] | None = None

    def of(self, node: Node) -> Evaluate:
        """The function of ``node``."""
        made = self._made.get(id(node))
        if made is None:
            build = _BUILDERS[type(node)]
            made = self._made[id(node)] = (node, build(self, node))
        return made[1]


def unknown_of(node: Fact | Cell) -> Any:
    """What an unknown value of the node is taken to be: an interval of numbers and dates, else None."""
    if node.kind.name == "number":
        return (
            ANYTHING
            if node.lowest is None and node.highest is None
            else Range(node.lowest, node.highest)
        )
    return ANYTHING if node.kind.name == "date" else None


def _constant(_: Compiled, node: Constant) -> Evaluate:
    value = node.value
    return lambda at: value


def _fact(_: Compiled, node: Fact) -> Evaluate:
    path, unknown = node.path, unknown_of(node)

    def run(at: Standing) -> Any:
        value = at.values.get(path)
        return unknown if value is None or value is NOTHING else value

    return run


def _derived(c: Compiled, node: Derived) -> Evaluate:
    path, unknown, formula = node.fact.path, unknown_of(node.fact), c.of(node.formula)

    def run(at: Standing) -> Any:
        value = at.values.get(path)
        if value is NOTHING:
            return unknown
        return formula(at) if value is None else value

    return run


def _cell(_: Compiled, node: Cell) -> Evaluate:
    table, key, unknown = node.table, node.key, unknown_of(node)

    def run(at: Standing) -> Any:
        value = at.rows[table].get(key)
        return unknown if value is None or value is NOTHING else value

    return run


def _moment(_: Compiled, node: Moment) -> Evaluate:
    name, unknown = node.name, None if node.kind.name == "text" else ANYTHING
    return lambda at: at.moments.get(name, unknown)


def _open(_: Compiled, node: Parameter) -> Evaluate:
    unknown = ANYTHING if node.kind.is_ordered else None
    return lambda at: unknown


def _not(c: Compiled, node: Not) -> Evaluate:
    inner = c.of(node.inner)

    def run(at: Standing) -> bool | None:
        value = inner(at)
        return None if value is None else not value

    return run


def _every(c: Compiled, node: Every) -> Evaluate:
    parts = [c.of(part) for part in node.parts]

    def run(at: Standing) -> bool | None:
        result: bool | None = True
        for part in parts:
            value = part(at)
            if value is False:
                return False
            if value is None:
                result = None
        return result

    return run


def _some(c: Compiled, node: Some) -> Evaluate:
    parts = [c.of(part) for part in node.parts]

    def run(at: Standing) -> bool | None:
        result: bool | None = False
        for part in parts:
            value = part(at)
            if value is True:
                return True
            if value is None:
                result = None
        return result

    return run


def _compare(c: Compiled, node: Compare) -> Evaluate:
    left, right, sign = c.of(node.left), c.of(node.right), node.sign
    if node.left.kind.is_ordered:
        return _ordered(left, right, sign, node.right)
    is_equal = sign == "=="

    def run(at: Standing) -> bool | None:
        one, other = left(at), right(at)
        return None if one is None or other is None else (one == other) is is_equal

    return run


def _ordered(left: Evaluate, right: Evaluate, sign: str, bound: Node) -> Evaluate:
    """A comparison of numbers or dates; the common one is with a literal."""
    test = OPERATORS[sign]
    if isinstance(bound, Constant):
        limit = bound.value

        def with_literal(at: Standing) -> bool | None:
            value = left(at)
            return compare(sign, value, limit) if type(value) is Range else test(value, limit)

        return with_literal

    def run(at: Standing) -> bool | None:
        one, other = left(at), right(at)
        if type(one) is Range or type(other) is Range:
            return compare(sign, one, other)
        return test(one, other)

    return run


def _within(c: Compiled, node: Within) -> Evaluate:
    item, among = c.of(node.item), c.of(node.among)

    def run(at: Standing) -> bool | None:
        word, listed = item(at), among(at)
        if word is None or listed is None or isinstance(word, Range):
            return None
        return calls.holds(listed, word)

    return run


def _choose(c: Compiled, node: Choose) -> Evaluate:
    condition, then, otherwise = c.of(node.condition), c.of(node.then), c.of(node.otherwise)
    merge = calls.merged if node.kind.is_ordered else calls.agreed

    def run(at: Standing) -> Any:
        chosen = condition(at)
        if chosen is None:
            return merge(then(at), otherwise(at))
        return then(at) if chosen else otherwise(at)

    return run


def _plus(c: Compiled, node: Plus) -> Evaluate:
    left, right = c.of(node.left), c.of(node.right)
    if node.is_minus:
        return lambda at: plus(left(at), times(right(at), -1))
    return lambda at: plus(left(at), right(at))


def _scaled(c: Compiled, node: Scaled) -> Evaluate:
    inner, factor = c.of(node.inner), exact(node.factor)
    return lambda at: times(inner(at), factor)


def _call(c: Compiled, node: Call) -> Evaluate:
    if node.function in ("有", "无"):
        return _presence(c, node)
    arguments = [c.of(part) for part in node.arguments]
    if node.function == "关联单位":
        return lambda at: calls.related_to(at, arguments[0](at))
    if node.function == "有关联":
        return lambda at: calls.are_related(at, *[argument(at) for argument in arguments])
    function = calls.CALLS[node.function]
    if len(arguments) == 1:
        only = arguments[0]
        return lambda at: function(only(at))
    if len(arguments) == 2:
        first, second = arguments
        return lambda at: function(first(at), second(at))
    return lambda at: function(*[argument(at) for argument in arguments])


def _presence(c: Compiled, node: Call) -> Evaluate:
    """有 and 无: whether there is one; declared none counts as an answer."""
    of, wanted = node.arguments[0], node.function == "有"
    raw: Evaluate
    if isinstance(of, (Fact, Derived)):
        path = of.path if isinstance(of, Fact) else of.fact.path
        raw = lambda at: at.values.get(path)  # noqa: E731
    elif isinstance(of, Cell):
        table, key = of.table, of.key
        raw = lambda at: at.rows[table].get(key)  # noqa: E731
    else:
        raw = c.of(of)

    def run(at: Standing) -> bool | None:
        value = raw(at)
        if value is None or isinstance(value, Range):
            return None
        is_there = value is not NOTHING and value not in ("", (), False)
        return is_there is wanted

    return run


def _aggregate(c: Compiled, node: Aggregate) -> Evaluate:
    value = c.of(node.value) if node.value is not None else None
    where = c.of(node.where) if node.where is not None else None
    return rows.AGGREGATORS[node.function](node, value, where)


_BUILDERS: dict[type, Callable[[Compiled, Any], Evaluate]] = {
    Constant: _constant, Fact: _fact, Derived: _derived, Cell: _cell, Moment: _moment, Parameter: _open,
    Not: _not, Every: _every, Some: _some, Compare: _compare, Within: _within, Choose: _choose,
    Plus: _plus, Scaled: _scaled, Call: _call, Aggregate: _aggregate,
}  # fmt: skip
