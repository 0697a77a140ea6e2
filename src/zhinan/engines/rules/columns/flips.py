"""Where each case's comparison flips among the sorted values of a parameter."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import Any

import polars as pl

from .atoms import Atom


def bounds_of(atom: Atom, unit: Fraction | None, values: Sequence[Any]) -> tuple[str, pl.Series]:
    """What the item is compared with at every value, in its column's whole numbers, and on which side ties fall."""
    is_up = atom.sign in (">=", "<")
    side = "right" if is_up else "left"
    if unit is None:
        return side, pl.Series(values, dtype=pl.Date)
    exact = [(atom.factor * Fraction(value) + atom.shift) / unit for value in values]
    most = 2**62
    whole = [max(min(ceil(b) if is_up else floor(b), most), -most) for b in exact]
    return side, pl.Series(whole, dtype=pl.Int64)


def place(bounds: pl.Series, end: str, side: Any, open_at: int) -> pl.Expr:
    """How many values lie before the end; all or none where the end is open."""
    placed = pl.lit(bounds).search_sorted(pl.col(end), side=side).cast(pl.UInt32)
    return pl.when(pl.col(end).is_null()).then(pl.lit(open_at, dtype=pl.UInt32)).otherwise(placed)


def flips(
    found: pl.DataFrame, end: str, bounds: pl.Series, side: Any, open_at: int
) -> Iterator[tuple[int, int, int, int, int]]:
    """Place of the flip, verdicts with the comparison true, unknown and false, and how many cases."""
    v0, v1, v2 = (pl.col(f"v{n}").cast(pl.UInt32) for n in range(3))
    mixed = place(bounds, end, side, open_at) * 512 + v0 + v1 * 8 + v2 * 64
    for key, many in found.select(mixed).to_series().value_counts().iter_rows():
        yield key // 512, key % 8, key // 8 % 8, key % 512 // 64, many
