"""The algebra of columns as polars expressions."""

import operator
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, reduce

import polars as pl

from .algebra import Algebra, NotColumnar
from .layout import named

_COMPARE = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt,
    "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
CASE = "case"
_FIRST, _LAST, _EPOCH = date(1600, 1, 1), date(2500, 12, 31), date(1970, 1, 1).toordinal()
_SHORT_LIST = 12  # up to so many words, comparing with each is faster than a hash


@dataclass(slots=True)
class Totals:
    """What a run must work out of the tables before a case can be judged."""

    used: set[tuple[str, str, str]] = field(default_factory=set)  # table or "", key, part
    borrowed: dict[str, set[tuple[str, str]]] = field(
        default_factory=dict
    )  # table -> facts rows need
    wanted: dict[str, dict[str, tuple[str, pl.Expr]]] = field(default_factory=dict)
    zeros: set[str] = field(default_factory=set)  # sums and counts: 0 of no rows
    said: dict[tuple[str, str, bytes], str] = field(default_factory=dict)
    lets: list[pl.Expr] = field(default_factory=list)  # shared expressions, columns ~0, ~1 …
    depths: list[int] = field(default_factory=list)
    let_of: dict[bytes, int] = field(default_factory=dict)

    def put(self, table: str, function: str, value: pl.Expr) -> str:
        """The name of the column that will hold a total; the same one for the same total."""
        key = (table, function, value.meta.serialize())
        if key not in self.said:
            name = f"∑{len(self.said)}"
            self.said[key] = name
            self.wanted.setdefault(table, {})[name] = (function, value)
            if function in ("sum", "kinds"):
                self.zeros.add(name)
        return self.said[key]

    def copy(self) -> "Totals":
        """Another that can be added to and thrown away."""
        return Totals(
            set(self.used), {t: set(f) for t, f in self.borrowed.items()},
            {t: dict(w) for t, w in self.wanted.items()}, set(self.zeros), dict(self.said),
            list(self.lets), list(self.depths), dict(self.let_of),
        )  # fmt: skip

    def share(self, value: pl.Expr) -> pl.Expr:
        """A column worked out once; the optimiser does not see that two long expressions are one."""
        roots = value.meta.root_names()
        if not roots or value.meta.is_column():
            return value
        key = value.meta.serialize()
        if key not in self.let_of:
            self.let_of[key] = len(self.lets)
            below = [self.depths[int(name[1:])] for name in roots if name.startswith("~")]
            self.depths.append(1 + max(below, default=-1))
            self.lets.append(value)
        return pl.col(f"~{self.let_of[key]}")

    def joined(self, cases: pl.LazyFrame, tables: Mapping[str, pl.DataFrame]) -> pl.LazyFrame:
        """The cases with a column for every total."""
        for table, wanted in self.wanted.items():
            rows = tables[table].lazy()
            lent = [
                pl.col(named(*fact)).alias(borrowed(*fact))
                for fact in sorted(self.borrowed.get(table, ()))
            ]
            if lent:
                rows = rows.join(cases.select(CASE, *lent), on=CASE, how="left")
            # a constant must become a column before it is summed, or it is summed once
            each = rows.select(CASE, *(value.alias(name) for name, (_, value) in wanted.items()))
            totals = each.group_by(CASE).agg(
                AGGREGATES[function](pl.col(name)) for name, (function, _) in wanted.items()
            )
            zeros = [pl.col(name).fill_null(0) for name in wanted if name in self.zeros]
            cases = cases.join(totals, on=CASE, how="left", maintain_order="left").with_columns(
                *zeros
            )
        for level in range(max(self.depths, default=-1) + 1):
            at = [n for n, depth in enumerate(self.depths) if depth == level]
            cases = cases.with_columns(self.lets[n].alias(f"~{n}") for n in at)
        return cases


class OfCases(Algebra[pl.Expr]):
    """Expressions over the frame of cases."""

    def __init__(self, totals: Totals) -> None:
        self.totals = totals

    def fact(self, path: str, part: str = "") -> pl.Expr:
        self.totals.used.add(("", path, part))
        return pl.col(named(path, part))

    def cell(self, table: str, key: str, part: str = "") -> pl.Expr:
        raise NotColumnar("表中的列在聚合之外")

    def number(self, value: int) -> pl.Expr:
        return pl.lit(value, dtype=pl.Int64)

    def flag(self, value: bool | None) -> pl.Expr:
        return pl.lit(value, dtype=pl.Boolean)

    def text(self, value: str) -> pl.Expr:
        return pl.lit(value, dtype=pl.String)

    def day(self, value: date) -> pl.Expr:
        return pl.lit(value, dtype=pl.Date)

    def every(self, parts: Sequence[pl.Expr]) -> pl.Expr:
        return reduce(operator.and_, parts)

    def some(self, parts: Sequence[pl.Expr]) -> pl.Expr:
        return reduce(operator.or_, parts)

    def negation(self, inner: pl.Expr) -> pl.Expr:
        return ~inner

    def compare(self, sign: str, left: pl.Expr, right: pl.Expr) -> pl.Expr:
        found: pl.Expr = _COMPARE[sign](left, right)
        return found

    def case(
        self, branches: Sequence[tuple[pl.Expr, pl.Expr]], otherwise: pl.Expr | None = None
    ) -> pl.Expr:
        found = otherwise if otherwise is not None else pl.lit(None)
        for condition, value in reversed(branches):
            found = pl.when(condition).then(value).otherwise(found)
        return found

    def filled(self, *values: pl.Expr) -> pl.Expr:
        return pl.coalesce(*values)

    def decided(self, yes: pl.Expr | None, no: pl.Expr | None) -> pl.Expr:
        unknown = pl.lit(None, dtype=pl.Boolean)
        if yes is None and no is None:
            return unknown
        if no is None:
            return pl.when(yes).then(True).otherwise(unknown)  # type: ignore[arg-type]
        if yes is None:
            return pl.when(no).then(False).otherwise(unknown)
        return pl.when(yes).then(True).when(no).then(False).otherwise(unknown)

    def shared(self, value: pl.Expr) -> pl.Expr:
        return self.totals.share(value)

    def ranked(self, flag: pl.Expr) -> pl.Expr:
        return (flag.cast(pl.Int64) * 2).fill_null(1)

    def unknown(self) -> pl.Expr:
        return pl.lit(None)

    def is_known(self, value: pl.Expr) -> pl.Expr:
        return value.is_not_null()

    def add(self, left: pl.Expr, right: pl.Expr) -> pl.Expr:
        return left + right

    def times(self, value: pl.Expr, factor: pl.Expr) -> pl.Expr:
        return value * factor

    def quotient(self, value: pl.Expr, divisor: int) -> pl.Expr:
        return value // divisor

    def has_bit(self, mask: pl.Expr, bit: int) -> pl.Expr:
        return (mask & bit) != 0

    def one_of(self, value: pl.Expr, among: Collection[object]) -> pl.Expr:
        listed = list(among)
        if 0 < len(listed) <= _SHORT_LIST:
            return reduce(operator.or_, (value == one for one in listed))
        return value.is_in(listed)

    def prefix(self, value: pl.Expr, length: int) -> pl.Expr:
        return value.str.head(length)

    def starts(self, value: pl.Expr, word: pl.Expr) -> pl.Expr:
        return value.str.starts_with(word)

    def ends(self, value: pl.Expr, word: pl.Expr) -> pl.Expr:
        return value.str.ends_with(word)

    def contains(self, value: pl.Expr, word: pl.Expr) -> pl.Expr:
        return value.str.contains(word, literal=True)

    def year(self, day: pl.Expr) -> pl.Expr:
        return day.dt.year().cast(pl.Int64)

    def month(self, day: pl.Expr) -> pl.Expr:
        return day.dt.month().cast(pl.Int64)

    def day_of_month(self, day: pl.Expr) -> pl.Expr:
        return day.dt.day().cast(pl.Int64)

    def days_between(self, start: pl.Expr, end: pl.Expr) -> pl.Expr:
        return end.cast(pl.Int64) - start.cast(pl.Int64)

    def later_days(self, day: pl.Expr, days: pl.Expr) -> pl.Expr:
        return (day.cast(pl.Int64) + days).cast(pl.Int32).cast(pl.Date)

    def later_months(self, day: pl.Expr, months: pl.Expr | int) -> pl.Expr:
        if isinstance(months, int):
            place = day.cast(pl.Int64) - _FIRST.toordinal() + _EPOCH
            return pl.lit(_later(months)).gather(place, null_on_oob=True)
        return day.dt.offset_by(pl.format("{}mo", months))

    def rows(self, table: str) -> "OfRows":
        return OfRows(self.totals, table)

    def total(self, table: str, function: str, value: pl.Expr, rows: Algebra[pl.Expr]) -> pl.Expr:
        return pl.col(self.totals.put(table, function, value))


class OfRows(OfCases):
    """Expressions over the rows of one table; facts of the case are joined to them."""

    def __init__(self, totals: Totals, table: str) -> None:
        super().__init__(totals)
        self.table = table

    def fact(self, path: str, part: str = "") -> pl.Expr:
        super().fact(path, part)
        self.totals.borrowed.setdefault(self.table, set()).add((path, part))
        return pl.col(borrowed(path, part))

    def cell(self, table: str, key: str, part: str = "") -> pl.Expr:
        if table != self.table:
            raise NotColumnar("两张表的行相互比较")
        self.totals.used.add((table, key, part))
        return pl.col(named(key, part))

    def shared(self, value: pl.Expr) -> pl.Expr:
        return value

    def rows(self, table: str) -> "OfRows":
        raise NotColumnar("聚合中又有聚合")


@cache
def _later(months: int) -> pl.Series:
    """Every day of nine centuries so many months on; looking a day up is far faster than working it out."""
    days = pl.date_range(_FIRST, _LAST, eager=True)
    return days.dt.offset_by(f"{months}mo")


def borrowed(path: str, part: str) -> str:
    """The name a fact of the case has among the rows of a table."""
    return f"‹{named(path, part)}"


AGGREGATES: Mapping[str, Callable[[pl.Expr], pl.Expr]] = {
    "sum": lambda value: value.sum(),
    "min": lambda value: value.min(),
    "max": lambda value: value.max(),
    "kinds": lambda value: value.drop_nulls().n_unique().cast(pl.Int64),
}
