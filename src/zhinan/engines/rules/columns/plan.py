"""Rules compiled for a batch: which columns they need, and one pass over the frames."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from zhinan.engines.rules.kinds import FLAG, Kind
from zhinan.engines.rules.rule import Rule
from zhinan.engines.rules.tree import Compare, Node

from . import verdicts
from .algebra import NotColumnar
from .expressions import CASE, OfCases, Totals
from .layout import Column, kinds_in
from .lowering import Lowering

VERDICT = pl.UInt8


@dataclass(frozen=True, slots=True)
class Frames:
    """Cases in columns: ``cases`` has one row a case, each of ``tables`` one row a row; ``case`` joins them."""

    cases: pl.DataFrame
    tables: Mapping[str, pl.DataFrame] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """What ``compile_rules`` made. ``refused``: rule id -> why columns cannot decide it."""

    rules: tuple[Rule, ...]
    columns: tuple[Column, ...]
    verdicts: Mapping[str, pl.Expr]
    margins: Mapping[str, pl.Expr]
    totals: Totals
    refused: Mapping[str, str]

    @property
    def needs(self) -> dict[str, list[Column]]:
        """Columns by table, those of the case under the empty name; a table may need none but its rows."""
        found: dict[str, list[Column]] = {"": []}
        for table in self.totals.wanted:
            found[table] = []
        for column in self.columns:
            found.setdefault(column.table, []).append(column)
        return found

    def run(self, frames: Frames, *, with_margins: bool = False) -> pl.DataFrame:
        """``case`` and, by rule id, the verdict's code 0 … 6; with margins also ``ID#margin``.

        A margin is the distance from the bound, of a known value that does not meet a rule which is one
        ordered comparison: yuan, days, or the rule's own unit.
        """
        cases = self.totals.joined(frames.cases.lazy(), frames.tables)
        made = [expression.cast(VERDICT).alias(key) for key, expression in self.verdicts.items()]
        if with_margins:
            made += [expression.alias(f"{key}#margin") for key, expression in self.margins.items()]
        return cases.select(CASE, *made).collect()


def compile_rules(
    rules: Iterable[Rule],
    *,
    moments: Mapping[str, Any],
    law: date,
    parameters: Mapping[str, Mapping[str, Any]] | None = None,
) -> Plan:
    """The rules as one pass over columns.

    Args:
        moments: 法律日期 知识日期 基准日 (dates), 本年度 (number), 本计划 (key) of every case of the batch.
        law: Whose parameters and lists hold.
        parameters: By rule id, values in place of those of the law date.

    Returns:
        A plan; rules that columns cannot decide exactly stand in ``refused`` with the reason.
    """
    totals = Totals()
    kinds: dict[tuple[str, str], Kind] = {}
    found: dict[str, pl.Expr] = {}
    margins: dict[str, pl.Expr] = {}
    refused: dict[str, str] = {}
    rules = tuple(rules)
    for rule in rules:
        trial = totals.copy()
        try:
            found[rule.key], margin, trees = _compiled(
                rule, OfCases(trial), moments, law, parameters or {}
            )
        except NotColumnar as error:
            refused[rule.key] = error.reason
            continue
        totals = trial
        kinds.update(kinds_in(trees))
        if margin is not None:
            margins[rule.key] = margin
    return Plan(rules, columns_of(totals, kinds), found, margins, totals, refused)


def _compiled(
    rule: Rule,
    algebra: OfCases,
    moments: Mapping[str, Any],
    law: date,
    parameters: Mapping[str, Mapping[str, Any]],
) -> tuple[pl.Expr, pl.Expr | None, tuple[Node, ...]]:
    """Verdict, margin, and the trees they come from."""
    if not rule.is_valid(law):
        return pl.lit(0), None, ()
    lower = Lowering(algebra, moments)
    trees = verdicts.trees_of(rule, law, moments=moments, parameters=parameters.get(rule.key))
    verdict = verdicts.verdict_of(rule, verdicts.lowered(trees, lower), algebra)
    threshold = verdicts.threshold_in(trees)
    return verdict, None if threshold is None else _margin(threshold, lower), trees.all


def columns_of(totals: Totals, kinds: Mapping[tuple[str, str], Kind]) -> tuple[Column, ...]:
    """The columns that a run reads, with their kinds."""
    return tuple(
        Column(table, key, part, kinds.get((table, key), FLAG))
        for table, key, part in sorted(totals.used)
    )


def _margin(node: Compare, lower: Lowering[pl.Expr]) -> pl.Expr | None:
    """How far a known value is from the bound it does not meet; None where that is no plain number."""
    try:
        left, right = lower.q.aligned(lower.quantity(node.left), lower.quantity(node.right))
        one, other = lower.q.point(left), lower.q.point(right)
    except NotColumnar:
        return None
    if left.unit is None:
        past = 0 if node.sign in ("<=", ">=") else 1
        apart = (other.cast(pl.Int64) - one.cast(pl.Int64)).abs() + past
        distance = apart.cast(pl.Float64)
    else:
        distance = (other - one).abs() * float(left.unit)
    fails = ~lower.a.compare(node.sign, one, other)
    return pl.when(fails).then(distance).otherwise(pl.lit(None, dtype=pl.Float64))
