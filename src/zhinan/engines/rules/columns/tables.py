"""Aggregates over the rows of a table in columns, as ``rows`` defines them."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Generic

from zhinan.engines.rules.rows import is_never_negative
from zhinan.engines.rules.tree import Aggregate, Node

from .algebra import Algebra, E, NotColumnar
from .layout import ROWS_MOST
from .quantities import Quantity

if TYPE_CHECKING:
    from .lowering import Lowering

_ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Rows(Generic[E]):
    """The rows of one table and what is counted of them."""

    lower: "Lowering[E]"
    inside: "Lowering[E]"
    table: str

    @classmethod
    def of(cls, lower: "Lowering[E]", table: str) -> "Rows[E]":
        return cls(lower, lower.inside(table), table)

    @property
    def a(self) -> Algebra[E]:
        return self.lower.a

    @property
    def r(self) -> Algebra[E]:
        return self.inside.a

    @property
    def is_there(self) -> E:
        """Whether the table is known, be it empty."""
        return self.a.is_known(self.a.fact(self.table, "has"))

    def total(self, function: str, value: E) -> E:
        return self.a.total(self.table, function, value, self.r)

    def count(self, condition: E) -> E:
        """Rows of which the condition is true."""
        return self.total("sum", self.r.case([(condition, self.r.number(1))], self.r.number(0)))

    def is_open(self, value: E) -> E:
        return self.r.negation(self.r.is_known(value))

    def none(self, condition: E) -> E:
        return self.a.compare("==", self.count(condition), self.a.number(0))

    def some(self, condition: E) -> E:
        return self.a.compare(">", self.count(condition), self.a.number(0))

    def where(self, node: Aggregate) -> "Counted[E]":
        if node.where is None:
            yes = self.r.flag(True)
            return Counted(yes, None, yes)
        counts = self.inside.flag(node.where)
        maybe = self.is_open(counts)
        return Counted(
            counts,
            maybe,
            self.r.some([self.r.case([(counts, self.r.flag(True))], self.r.flag(False)), maybe]),
        )


@dataclass(frozen=True, slots=True)
class Counted(Generic[E]):
    """Rows that count for certain, those that may (None: no row only may), and both."""

    sure: E
    maybe: E | None
    either: E


def quantified(lower: "Lowering[E]", node: Aggregate) -> E:
    """任一 and 全部."""
    rows = Rows.of(lower, node.table)
    assert node.value is not None
    met = rows.inside.flag(node.value)
    is_any = node.function == "任一"
    a, deciding = rows.a, met if is_any else rows.r.negation(met)
    highest = a.shared(rows.total("max", rows.r.ranked(deciding)))
    return a.case(
        [
            (a.compare("==", highest, a.number(2)), a.flag(is_any)),
            (a.compare("==", highest, a.number(1)), a.flag(None)),
            (rows.is_there, a.flag(not is_any)),
        ]
    )


def counted(lower: "Lowering[E]", node: Aggregate) -> Quantity[E]:
    """行数."""
    rows = Rows.of(lower, node.table)
    counts = rows.where(node)
    low = rows.count(counts.sure)
    high = low if counts.maybe is None else rows.count(counts.either)
    known = rows.a.case([(rows.is_there, high)])
    point = known if counts.maybe is None else None
    return Quantity(low, known, point, _ONE, ROWS_MOST)


def summed(lower: "Lowering[E]", node: Aggregate) -> Quantity[E]:
    """合计: a row that only may count adds what is below or above zero."""
    rows = Rows.of(lower, node.table)
    value, counts = _value(rows, node), rows.where(node)
    ends: list[E | None] = []
    for end, loosest in ((value.low, rows.inside.q.least), (value.high, rows.inside.q.greatest)):
        if end is None:
            ends.append(None)
            continue
        part = rows.r.case([(counts.sure, end)])
        if counts.maybe is not None:
            loose = loosest(end, rows.r.number(0))
            assert loose is not None
            part = rows.r.case([(counts.sure, end), (counts.maybe, loose)])
        missing = rows.r.every([counts.either, rows.is_open(part)])
        total = rows.total("sum", part)
        ends.append(rows.a.case([(rows.a.every([rows.is_there, rows.none(missing)]), total)]))
    low, high = ends
    if is_never_negative(node.value) and low is not None:
        low = rows.a.filled(low, rows.a.number(0))
    return Quantity(low, high, None, value.unit, _of_rows(value))


def _of_rows(value: Quantity[Any]) -> int:
    from .quantities import sized

    return sized(value.most * ROWS_MOST)


def _value(rows: Rows[E], node: Aggregate) -> Quantity[E]:
    assert node.value is not None
    value = rows.inside.quantity(node.value)
    if value.per is not None:
        raise NotColumnar("平均数只能用于比较")
    return value


def _extremes(
    rows: Rows[E], value: Quantity[E], counts: Counted[E], *, is_least: bool
) -> "Quantity[E]":
    """The bounds of 最小值 or 最大值, unknown of no certain row."""
    function = "min" if is_least else "max"
    outer, inner = (value.low, value.high) if is_least else (value.high, value.low)
    tight = None
    if outer is not None:
        missing = rows.r.every([counts.either, rows.is_open(outer)])
        clear = rows.a.every([rows.some(counts.sure), rows.none(missing)])
        tight = rows.a.case([(clear, rows.total(function, rows.r.case([(counts.either, outer)])))])
    wide = None if inner is None else rows.total(function, rows.r.case([(counts.sure, inner)]))
    low, high = (tight, wide) if is_least else (wide, tight)
    return Quantity(low, high, None, value.unit, value.most)


def extreme(is_least: bool) -> Callable[["Lowering[E]", Aggregate], Quantity[E]]:
    """最小值 and 最大值."""

    def build(lower: "Lowering[E]", node: Aggregate) -> Quantity[E]:
        rows = Rows.of(lower, node.table)
        value = _value(rows, node)
        return _extremes(rows, value, rows.where(node), is_least=is_least)

    return build


def mean(lower: "Lowering[E]", node: Aggregate) -> Quantity[E]:
    """平均: sum per rows; where a row only may count, between the least and the greatest."""
    rows = Rows.of(lower, node.table)
    value, counts = _value(rows, node), rows.where(node)
    some_sure = rows.some(counts.sure)
    is_sharp = rows.a.flag(True) if counts.maybe is None else rows.none(counts.maybe)
    ends: list[E | None] = []
    for end, function in ((value.low, "min"), (value.high, "max")):
        if end is None:
            ends.append(None)
            continue
        missing = rows.r.every([counts.either, rows.is_open(end)])
        clear = rows.a.every([some_sure, rows.none(missing)])
        inside = rows.r.case([(counts.either, end)])
        branches = [(rows.a.every([clear, is_sharp]), rows.total("sum", inside))]
        if counts.maybe is not None:
            branches.append((clear, rows.total(function, inside)))
        ends.append(rows.a.case(branches))
    per = rows.a.case(
        [(rows.a.every([some_sure, is_sharp]), rows.count(counts.sure))], rows.a.number(1)
    )
    return Quantity(
        ends[0], ends[1], None, value.unit, _of_rows(value), per=per, per_most=ROWS_MOST
    )


def kinds(lower: "Lowering[E]", node: Aggregate) -> Quantity[E]:
    """种数: distinct known values; an unknown one may be one more."""
    rows = Rows.of(lower, node.table)
    if node.where is not None:
        raise NotColumnar("带条件的种数按行判断")
    assert node.value is not None
    value = _distinct(rows, node.value)
    found, open_ = rows.total("kinds", value), rows.count(rows.is_open(value))
    is_one = rows.a.every(
        [rows.some(rows.r.flag(True)), rows.a.compare("==", found, rows.a.number(0))]
    )
    low = rows.a.case([(is_one, rows.a.number(1))], found)
    high = rows.a.case([(rows.is_there, rows.a.add(found, open_))])
    return Quantity(low, high, None, _ONE, ROWS_MOST)


def _distinct(rows: Rows[E], value: Node) -> E:
    if value.kind.is_ordered:
        return rows.inside.point(value)
    return rows.inside.flag(value) if value.kind.name == "flag" else rows.inside.text(value)


QUANTITIES: dict[str, Callable[..., Any]] = {
    "行数": counted,
    "合计": summed,
    "平均": mean,
    "最小值": extreme(True),
    "最大值": extreme(False),
    "种数": kinds,
}
