"""Aggregates over the rows of a table, some of them only partly known."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from .ranges import ANYTHING, Range, greatest, high_of, least, low_of, plus, range_of
from .tree import Aggregate, Cell, Node, Scaled

if TYPE_CHECKING:
    from .evaluating import Evaluate, Standing

_COUNT = Range(Decimal(0), None)
Aggregator = Callable[[Aggregate, "Evaluate | None", "Evaluate | None"], "Evaluate"]


def _each(at: "Standing", table: str, run: "Evaluate") -> list[Any]:
    """``run`` for every row in order."""
    before = at.rows.get(table)
    found = []
    for row in at.values[table]:
        at.rows[table] = row
        found.append(run(at))
    if before is None:
        at.rows.pop(table, None)
    else:
        at.rows[table] = before
    return found


def _any(node: Aggregate, value: "Evaluate | None", where: "Evaluate | None") -> "Evaluate":
    table = node.table

    def run(at: "Standing") -> bool | None:
        if at.values.get(table) is None or value is None:
            return None
        answers = _each(at, table, value)
        return True if True in answers else (None if None in answers else False)

    return run


def _all(node: Aggregate, value: "Evaluate | None", where: "Evaluate | None") -> "Evaluate":
    table = node.table

    def run(at: "Standing") -> bool | None:
        if at.values.get(table) is None or value is None:
            return None
        answers = _each(at, table, value)
        return False if False in answers else (None if None in answers else True)

    return run


def _count(node: Aggregate, value: "Evaluate | None", where: "Evaluate | None") -> "Evaluate":
    table = node.table

    def run(at: "Standing") -> Any:
        listed = at.values.get(table)
        if listed is None:
            return _COUNT
        if where is None:
            return Decimal(len(listed))
        answers = _each(at, table, where)
        sure = answers.count(True)
        return range_of(Decimal(sure), Decimal(sure + answers.count(None)))

    return run


def is_never_negative(node: Node | None) -> bool:
    """Whether a column can hold nothing below zero: a cell with such a bound, or one times a factor."""
    if isinstance(node, Scaled):
        return node.factor >= 0 and is_never_negative(node.inner)
    return isinstance(node, Cell) and node.lowest is not None and node.lowest >= 0


def _sum(node: Aggregate, value: "Evaluate | None", where: "Evaluate | None") -> "Evaluate":
    table = node.table
    unknown = _COUNT if is_never_negative(node.value) else ANYTHING

    def run(at: "Standing") -> Any:
        if at.values.get(table) is None or value is None:
            return unknown
        total: Any = Decimal(0)
        for part, counts in _pairs(at, table, value, where):
            if counts is None:
                low, high = low_of(part), high_of(part)
                part = Range(
                    None if low is None else min(low, 0), None if high is None else max(high, 0)
                )
            total = plus(total, part)
        return range_of(total.low, total.high) if isinstance(total, Range) else total

    return run


def _pairs(
    at: "Standing", table: str, value: "Evaluate", where: "Evaluate | None"
) -> list[tuple[Any, bool | None]]:
    """Value and whether it counts (True or unknown), of the rows that are not left out."""
    values = _each(at, table, value)
    counts = _each(at, table, where) if where is not None else [True] * len(values)
    return [(v, c) for v, c in zip(values, counts, strict=True) if c is not False]


def _extreme(choose: Callable[[list[Any]], Any], is_least: bool) -> Aggregator:
    def build(node: Aggregate, value: "Evaluate | None", where: "Evaluate | None") -> "Evaluate":
        table = node.table

        def run(at: "Standing") -> Any:
            if at.values.get(table) is None or value is None:
                return ANYTHING
            pairs = _pairs(at, table, value, where)
            sure = [v for v, counts in pairs if counts]
            if not sure:
                return ANYTHING
            among_sure, among_all = choose(sure), choose([v for v, _ in pairs])
            low = low_of(among_all) if is_least else low_of(among_sure)
            high = high_of(among_sure) if is_least else high_of(among_all)
            return range_of(low, high)

        return run

    return build


def _mean(node: Aggregate, value: "Evaluate | None", where: "Evaluate | None") -> "Evaluate":
    table = node.table

    def run(at: "Standing") -> Any:
        if at.values.get(table) is None or value is None:
            return ANYTHING
        pairs = _pairs(at, table, value, where)
        if not any(counts for _, counts in pairs):
            return ANYTHING
        if any(counts is None for _, counts in pairs):
            values = [v for v, _ in pairs]
            return range_of(low_of(least(values)), high_of(greatest(values)))
        total: Any = Decimal(0)
        for part, _ in pairs:
            total = plus(total, part)
        low, high = low_of(total), high_of(total)
        count = len(pairs)
        return range_of(
            None if low is None else Fraction(low) / count,
            None if high is None else Fraction(high) / count,
        )

    return run


def _kinds(node: Aggregate, value: "Evaluate | None", where: "Evaluate | None") -> "Evaluate":
    table = node.table

    def run(at: "Standing") -> Any:
        if at.values.get(table) is None or value is None:
            return _COUNT
        pairs = _pairs(at, table, value, where)
        sure = {v for v, counts in pairs if counts and _is_known(v)}
        open_ = sum(1 for v, counts in pairs if not _is_known(v) or (not counts and v not in sure))
        least_many = max(len(sure), 1 if any(counts for _, counts in pairs) else 0)
        return range_of(Decimal(least_many), Decimal(len(sure) + open_))

    return run


def _is_known(value: Any) -> bool:
    return value is not None and not isinstance(value, Range)


AGGREGATORS: dict[str, Aggregator] = {
    "任一": _any, "全部": _all, "行数": _count, "合计": _sum, "平均": _mean, "种数": _kinds,
    "最小值": _extreme(least, True), "最大值": _extreme(greatest, False),
}  # fmt: skip
