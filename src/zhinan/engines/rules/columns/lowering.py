"""A bound tree in columns: the case evaluator's meaning, node by node."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Generic

from zhinan.engines.rules.evaluating import Compiled, Standing
from zhinan.engines.rules.ranges import Range
from zhinan.engines.rules.tree import (
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
    Weighted,
    Within,
    walk,
)

from . import days, presence, tables, words
from .algebra import Algebra, E, NotColumnar
from .comparing import Comparing
from .layout import CELL_MOST, FACT_MOST, unit_of
from .quantities import Quantity
from .settling import OPEN


class Lowering(Generic[E]):
    """Trees into one algebra. ``moments``: 法律日期 and the like, the same for every case of a run.

    ``replaced``: flags that stand in for comparisons, for what-if.
    """

    def __init__(
        self,
        algebra: Algebra[E],
        moments: Mapping[str, Any],
        replaced: Mapping[Node, E] | None = None,
    ) -> None:
        self.a = algebra
        self.q = Comparing(algebra)
        self.moments = moments
        self.replaced = replaced or {}

    def inside(self, table: str) -> "Lowering[E]":
        """For what stands under an aggregate of ``table``."""
        return Lowering(self.a.rows(table), self.moments, self.replaced)

    def flag(self, node: Node) -> E:
        """A condition: true, false, or null where unknown."""
        if self.replaced and node in self.replaced:
            return self.replaced[node]
        match node:
            case Constant(value=bool(value)):
                return self.a.flag(value)
            case Fact() | Cell():
                return self.leaf(node)
            case Derived(fact=fact, formula=formula):
                return self.a.filled(self.leaf(fact), self.flag(formula))
            case Not(inner=inner):
                return self.a.negation(self.flag(inner))
            case Every(parts=parts):
                return self.a.every([self.flag(part) for part in parts])
            case Some(parts=parts):
                return self.a.some([self.flag(part) for part in parts])
            case Choose():
                return self.chosen(node, self.flag(node.then), self.flag(node.otherwise))
            case Compare():
                return self.compared(node)
            case Within():
                return words.within(self, node)
            case Aggregate(function="任一" | "全部"):
                return tables.quantified(self, node)
            case Call(function=("有" | "无")):
                return presence.presence(self, node)
            case Call(function=name) if name in words.FLAGS:
                decided: E = words.FLAGS[name](self, node)
                return decided
            case Parameter():
                return self.a.flag(None)
        raise NotColumnar(f"{_said(node)}不能按列判断")

    def compared(self, node: Compare) -> E:
        if node.left.kind.is_ordered:
            return self.q.compare(node.sign, self.quantity(node.left), self.quantity(node.right))
        return self.a.compare(node.sign, self.text(node.left), self.text(node.right))

    def chosen(self, node: Choose, then: E, otherwise: E) -> E:
        """``then if … else …`` of flags; where the condition is unknown, what both branches say."""
        a, condition = self.a, self.a.shared(self.flag(node.condition))
        then, otherwise = a.shared(then), a.shared(otherwise)
        against = a.every([a.negation(condition), otherwise])
        return a.some([a.every([condition, then]), against, a.every([then, otherwise])])

    def chosen_text(self, node: Choose) -> E:
        then, otherwise = self.text(node.then), self.text(node.otherwise)
        condition = self.flag(node.condition)
        return self.a.case(
            [
                (condition, then),
                (self.a.negation(condition), otherwise),
                (self.a.compare("==", then, otherwise), then),
            ]
        )

    def text(self, node: Node) -> E:
        """A text, choice, region or topic; null where unknown."""
        match node:
            case Constant(value=str(value)):
                return self.a.text(value)
            case Moment():
                moment = self.moments.get(node.name)
                return self.a.unknown() if moment is None else self.a.text(str(moment))
            case Fact() | Cell():
                return self.leaf(node)
            case Derived(fact=fact, formula=formula):
                return self.derived(fact, self.leaf(fact), self.text(formula))
            case Choose():
                return self.chosen_text(node)
            case Call(function="规范"):
                return self.leaf(node.arguments[0], "normal")
            case Parameter():
                return self.a.unknown()
        raise NotColumnar(f"{_said(node)}不能按列取文字")

    def derived(self, fact: Fact, column: E, formula: E) -> E:
        """What was stated, else what is computed; declared none stays unknown."""
        branches = [(self.a.is_known(column), column)]
        if presence.has_part(fact.kind):
            branches.append((self.a.negation(self.leaf(fact, "has")), column))
        return self.a.case(branches, formula)

    def leaf(self, node: Node, part: str = "") -> E:
        """A column of the case or of the row in hand, or a part made of it."""
        if isinstance(node, Fact):
            return self.a.fact(node.path, part)
        if isinstance(node, Cell):
            return self.a.cell(node.table, node.key, part)
        raise NotColumnar(f"{_said(node)}不是一列")

    def quantity(self, node: Node) -> Quantity[E]:
        """A number or day, or the interval it lies in."""
        is_day = node.kind.name == "date"
        if isinstance(node, (Call, Plus, Scaled, Moment)) and not any(
            isinstance(p, OPEN) for p in walk(node)
        ):
            value = Compiled(node).run(Standing({}, self.moments))
            return (
                self.q.unknown(is_day=is_day) if isinstance(value, Range) else self.literal(value)
            )
        match node:
            case Constant(value=value):
                return self.literal(value)
            case Fact() | Cell():
                return self.stated(node)
            case Derived(fact=fact, formula=formula):
                return self._derived(fact, self.quantity(formula))
            case Parameter() | Weighted():
                return self.q.unknown(is_day=is_day)
            case Plus(left=left, right=right, is_minus=is_minus):
                other = self.quantity(right)
                return self.q.plus(
                    self.quantity(left), self.q.scaled(other, Fraction(-1)) if is_minus else other
                )
            case Scaled(inner=inner, factor=factor):
                return self.q.scaled(self.quantity(inner), factor)
            case Choose():
                return self._merged(node)
            case Aggregate(function=name) if name in tables.QUANTITIES:
                total: Quantity[E] = tables.QUANTITIES[name](self, node)
                return total
            case Call(function=name) if name in days.CALLS:
                called: Quantity[E] = days.CALLS[name](self, node)
                return called
        raise NotColumnar(f"{_said(node)}不能按列求值")

    def literal(self, value: Any) -> Quantity[E]:
        return self.q.literal(value if isinstance(value, date) else Fraction(value))

    def stated(self, node: Fact | Cell) -> Quantity[E]:
        most = FACT_MOST if isinstance(node, Fact) else CELL_MOST
        return self.q.stated(
            self.leaf(node),
            unit=unit_of(node.kind),
            most=most,
            lowest=node.lowest,
            highest=node.highest,
        )

    def point(self, node: Node) -> E:
        """The number or day where it is known exactly, else null."""
        return self.q.point(self.quantity(node))

    def _derived(self, fact: Fact, formula: Quantity[E]) -> Quantity[E]:
        column, formula = self.q.aligned(self.stated(fact), formula)
        assert column.point is not None
        branches: list[tuple[E, E | None]] = [(self.a.is_known(column.point), column.point)]
        if presence.has_part(fact.kind):
            branches.append((self.a.negation(self.leaf(fact, "has")), column.point))
        low, high = (self.q.cases(branches, end) for end in (formula.low, formula.high))
        return Quantity(low, high, None, column.unit, max(column.most, formula.most))

    def _merged(self, node: Choose) -> Quantity[E]:
        condition = self.flag(node.condition)
        one, other = self.q.aligned(self.quantity(node.then), self.quantity(node.otherwise))
        against = self.a.negation(condition)
        low = self.q.cases(
            [(condition, one.low), (against, other.low)], self.q.least(one.low, other.low)
        )
        high = self.q.cases(
            [(condition, one.high), (against, other.high)], self.q.greatest(one.high, other.high)
        )
        return Quantity(low, high, None, one.unit, max(one.most, other.most))


def _said(node: Node) -> str:
    function = getattr(node, "function", "")
    return f"“{function}”" if function else type(node).__name__
