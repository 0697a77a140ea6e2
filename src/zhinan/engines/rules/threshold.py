"""What-if: who passes at every value of one parameter, from one pass over the cases.

A comparison with a parameter flips for a case at the case's own value. So the rule is judged in columns
with the comparison taken for true, false and unknown, each case's flipping points are found among the
sorted values asked for, and all curves come from counting them. Where a parameter is used in another way
(inside a table, as a factor of a fact, in a list), the rule is run again for every value.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Any

from .columns import verdicts
from .columns.algebra import NotColumnar
from .columns.atoms import atoms_in
from .columns.layout import Column, kinds_in
from .columns.lowering import Lowering
from .parameters import Value, resolve
from .rule import Rule
from .tree import Node, Parameter, walk
from .verdict import Verdict

if TYPE_CHECKING:
    import polars as pl

    from .columns.plan import Frames, Plan


@dataclass(frozen=True, slots=True)
class Curve:
    """Cases by verdict code at each value, in rising order. ``is_rerun``: every value was judged anew."""

    rule: str
    parameter: str
    values: tuple[Any, ...]
    counts: tuple[tuple[int, ...], ...]
    is_rerun: bool = False

    @property
    def passed(self) -> tuple[int, ...]:
        """通过 and 经豁免通过."""
        return tuple(c[Verdict.PASSED] + c[Verdict.WAIVED] for c in self.counts)

    @property
    def failed(self) -> tuple[int, ...]:
        """不通过 and 待裁量: the bound is not met."""
        return tuple(c[Verdict.FAILED] + c[Verdict.DISCRETION] for c in self.counts)

    @property
    def unknown(self) -> tuple[int, ...]:
        """待补: it depends on what is not known."""
        return tuple(c[Verdict.MISSING] for c in self.counts)


class Lever:
    """One parameter of one rule, ready to be moved over a batch.

    Args:
        moments: 法律日期 知识日期 基准日, 本年度, 本计划 of the batch.
        law: Whose other parameters and lists hold.

    Raises:
        KeyError: The rule has no such parameter.
        NotColumnar: The rule cannot be decided in columns at all.
    """

    def __init__(
        self, rule: Rule, parameter: str, *, moments: Mapping[str, Any], law: date
    ) -> None:
        from .columns.expressions import OfCases, Totals
        from .columns.plan import columns_of

        self.rule, self.parameter, self.moments, self.law = rule, parameter, moments, law
        self.kind = rule.parameters[parameter].kind
        self._totals = Totals()
        self._algebra = OfCases(self._totals)
        others = {
            k: v for k, v in resolve(rule.parameters, rule.lists, on=law).items() if k != parameter
        }
        trees = verdicts.trees_of(rule, law, moments=moments, parameters=others)
        self._atoms = [] if self._feeds_another() else atoms_in(trees.all, parameter)
        self._ends: list[tuple[pl.Expr, pl.Expr, Fraction | None]] = []
        self._codes: list[pl.Expr] = []
        if self._atoms:
            self._prepare(trees)
        self._columns = columns_of(self._totals, kinds_in(trees.all))

    @property
    def is_rerun(self) -> bool:
        return not self._atoms

    @property
    def needs(self) -> dict[str, list[Column]]:
        """Columns by table, as ``framing.frames_of`` takes them."""
        if self.is_rerun:
            return self._plan(self.rule.parameters[self.parameter].on(self.law)).needs
        found: dict[str, list[Column]] = {"": [], **{table: [] for table in self._totals.wanted}}
        for column in self._columns:
            found.setdefault(column.table, []).append(column)
        return found

    def curve(self, frames: "Frames", values: Iterable[Any]) -> Curve:
        """Counts by verdict at every value; O(n log k) for n cases and k values."""
        listed = tuple(sorted(set(values)))
        if self.is_rerun:
            counts = [_counted(codes) for _, codes in self._reruns(frames, listed)]
            return Curve(self.rule.key, self.parameter, listed, tuple(counts), True)
        changes = [[0] * len(Verdict) for _ in range(len(listed) + 1)]
        steps = self._steps if len(self._atoms) == 1 else self._pieces
        for start, end, code, many in steps(frames, listed):
            changes[start][code] += many
            changes[end][code] -= many
        held, found = [0] * len(Verdict), []
        for change in changes[:-1]:
            held = [a + b for a, b in zip(held, change, strict=True)]
            found.append(tuple(held))
        return Curve(self.rule.key, self.parameter, listed, tuple(found))

    def moved(self, frames: "Frames", before: Any, after: Any) -> "pl.DataFrame":
        """``case``, ``before``, ``after`` (codes) of the cases whose verdict the move changes."""
        import polars as pl

        codes = dict(self._reruns(frames, (before, after)))
        first, second = codes[before], codes[after]
        found = pl.DataFrame({"case": frames.cases["case"], "before": first, "after": second})
        return found.filter(pl.col("before") != pl.col("after"))

    def _feeds_another(self) -> bool:
        """Whether another parameter is computed from this one."""
        held = (
            value.on(self.law)
            for name, value in self.rule.parameters.items()
            if name != self.parameter
        )
        trees = (node for node in held if isinstance(node, Node))
        return any(
            isinstance(p, Parameter) and p.name == self.parameter
            for tree in trees
            for p in walk(tree)
        )

    def _prepare(self, trees: verdicts.BoundTrees) -> None:
        """Expressions of each atom's ends, and of the verdict under every combination of the atoms."""
        try:
            plain = Lowering(self._algebra, self.moments)
            for atom in self._atoms:
                item = plain.quantity(atom.item)
                if item.per is not None or (item.low is None and item.high is None):
                    raise NotColumnar("平均数没有单一的翻转点")
                nothing = self._algebra.unknown()
                low = nothing if item.low is None else item.low
                self._ends.append((low, nothing if item.high is None else item.high, item.unit))
        except NotColumnar:
            self._atoms, self._ends = [], []
            return
        for combination in product((True, None, False), repeat=len(self._atoms)):
            flags: dict[Node, pl.Expr] = {
                atom.node: self._algebra.flag(value)
                for atom, value in zip(self._atoms, combination, strict=True)
            }
            lower = Lowering(self._algebra, self.moments, flags)
            self._codes.append(
                verdicts.verdict_of(self.rule, verdicts.lowered(trees, lower), self._algebra)
            )

    def _ended(self, frames: "Frames") -> "pl.DataFrame":
        """By case: each atom's ends (``0l`` and ``0h``, …), and the verdict under each combination (``v0`` …)."""
        import polars as pl

        cases = self._totals.joined(frames.cases.lazy(), frames.tables)
        ends = [
            end.alias(f"{at}{name}")
            for at, (low, high, _) in enumerate(self._ends)
            for name, end in (("l", low), ("h", high))
        ]
        codes = [code.cast(pl.UInt8).alias(f"v{n}") for n, code in enumerate(self._codes)]
        return cases.select(*ends, *codes).collect()

    def _placed(self, found: "pl.DataFrame", values: Sequence[Any]) -> "pl.DataFrame":
        """Where each atom flips among the values: ``0a`` from its low end, ``0b`` from its high one."""
        from .columns.flips import bounds_of, place

        made = []
        for at, (atom, (_, _, unit)) in enumerate(zip(self._atoms, self._ends, strict=True)):
            side, marks = bounds_of(atom, unit, values)
            made += [
                place(marks, f"{at}{end}", side, open_at).alias(f"{at}{name}")
                for name, end, open_at in (("a", "l", 0), ("b", "h", len(values)))
            ]
        return found.with_columns(made)

    def _steps(
        self, frames: "Frames", values: Sequence[Any]
    ) -> Iterator[tuple[int, int, int, int]]:
        """``_pieces`` for one atom: flips are counted without the cases, a known value's only once."""
        import polars as pl

        from .columns.flips import bounds_of, flips

        (atom, (_, _, unit)), end = next(zip(self._atoms, self._ends, strict=True)), len(values)
        side, marks = bounds_of(atom, unit, values)
        found, sharp = self._ended(frames), (pl.col("0l") == pl.col("0h")).fill_null(False)
        for at, first, _, last, many in flips(found.filter(sharp), "0l", marks, side, 0):
            first, last = (first, last) if atom.falls else (last, first)
            yield 0, at, first, many
            yield at, end, last, many
        partly = found.filter(~sharp)
        for at, first, middle, last, many in flips(partly, "0l", marks, side, 0):
            yield 0, at, first if atom.falls else last, many
            yield at, end, middle, many
        for at, first, middle, last, many in flips(partly, "0h", marks, side, end):
            yield at, end, middle, -many
            yield at, end, last if atom.falls else first, many

    def _pieces(
        self, frames: "Frames", values: Sequence[Any]
    ) -> Iterator[tuple[int, int, int, int]]:
        """From value number, to value number (left out), verdict, how many cases."""
        import polars as pl

        found = self._placed(self._ended(frames), values)
        for start, end, code in self._stretches(found, len(values)):
            grouped = pl.DataFrame({"s": start, "e": end, "c": code}).filter(
                pl.col("s") < pl.col("e")
            )
            yield from grouped.group_by("s", "e", "c").len().iter_rows()

    def _stretches(
        self, found: "pl.DataFrame", many: int
    ) -> "Iterator[tuple[pl.Series, pl.Series, pl.Series]]":
        """Start, end and verdict of each stretch between two flips, by case."""
        import polars as pl

        names = [f"{at}{end}" for at in range(len(self._atoms)) for end in "ab"]
        flips = pl.concat_list(names).list.sort()
        edges = [pl.lit(0, dtype=pl.UInt32), *(flips.list.get(i) for i in range(len(names)))]
        ends = [*edges[1:], pl.lit(many, dtype=pl.UInt32)]
        for start, end in zip(edges, ends, strict=True):
            code = self._code_at(start)
            made = found.select(s=start, e=end, c=code)
            yield made["s"], made["e"], made["c"]

    def _code_at(self, start: "pl.Expr") -> "pl.Expr":
        """The verdict where a stretch starts: which of the combinations the atoms are in."""
        import polars as pl

        index = pl.lit(0, dtype=pl.UInt32)
        for at, atom in enumerate(self._atoms):
            past = (start >= pl.col(f"{at}a")).cast(pl.UInt32) + (start >= pl.col(f"{at}b")).cast(
                pl.UInt32
            )
            state = past if atom.falls else 2 - past  # 0 true, 1 unknown, 2 false
            index = index * 3 + state
        found = pl.col("v0")
        for n in range(1, len(self._codes)):
            found = pl.when(index == n).then(pl.col(f"v{n}")).otherwise(found)
        return found

    def _plan(self, value: Any) -> "Plan":
        from .columns.plan import compile_rules

        moved = with_value(self.rule, self.parameter, value)
        plan = compile_rules([moved], moments=self.moments, law=self.law)
        if plan.refused:
            raise NotColumnar(plan.refused[self.rule.key])
        return plan

    def _reruns(self, frames: "Frames", values: Iterable[Any]) -> "Iterator[tuple[Any, pl.Series]]":
        for value in values:
            yield value, self._plan(value).run(frames)[self.rule.key]


def with_value(rule: Rule, parameter: str, value: Any) -> Rule:
    """The rule with another value of one parameter, on every day."""
    held = rule.parameters[parameter]
    moved = Value(held.name, held.kind, ((date.min, value),))
    return replace(rule, parameters={**rule.parameters, parameter: moved}, ready={})


def _counted(codes: "pl.Series") -> tuple[int, ...]:
    counts = [0] * len(Verdict)
    for code, many in codes.value_counts().iter_rows():
        counts[code] = many
    return tuple(counts)


def sole_reasons(found: "pl.DataFrame") -> dict[str, int]:
    """How many cases fail by each rule and by no other; of the frame ``Plan.run`` gives."""
    import polars as pl

    keys = [name for name in found.columns if name != "case" and not name.endswith("#margin")]
    failed = found.select((pl.col(key) == int(Verdict.FAILED)).fill_null(False) for key in keys)
    alone = failed.filter(pl.sum_horizontal(pl.all().cast(pl.UInt32)) == 1)
    return {key: int(alone[key].sum()) for key in keys}
