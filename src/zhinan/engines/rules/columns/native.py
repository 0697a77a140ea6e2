"""Columns that are typed already (from a database or a data file) into frames, without a step by Python.

Values are in the engine's own terms: money in yuan, a share as a fraction of 1, days as dates, flags as
booleans, texts as texts; null is unknown. ``…#has`` may be given where declared none is to be told from
unknown; else what is known is taken to be there.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from .expressions import CASE
from .framing import BadRow, dtype_of
from .layout import (
    CELL_MOST,
    DECIDED,
    EARLIEST,
    FACT_MOST,
    GRANTED,
    LATEST,
    PARTS,
    Column,
    bit_of,
    unit_of,
)
from .plan import Frames

_SHORT = {GRANTED: False, DECIDED: None}
_NOT_PLAIN = r"[^\p{Han}!-~]"  # what may count otherwise than one each: spaces, marks, joined signs
_NEAR = 1e-6  # of a step: what a float of that size is off by


def frames_from_columns(
    cases: pl.DataFrame,
    needs: Mapping[str, Sequence[Column]],
    tables: Mapping[str, pl.DataFrame] | None = None,
) -> tuple[Frames, list[BadRow]]:
    """Frames from typed columns by path; cases are numbered from 1 in order unless there is a ``case`` column.

    Args:
        cases: A column by path, or by path and ``#has``; one that is not there is unknown throughout.
        needs: ``Plan.needs``.
        tables: By path; each with ``case`` and its columns by key. A table that is not given is unknown.

    Returns:
        The frames, and the cases left out: a value too large, or finer than its column.
    """
    tables = tables or {}
    if CASE not in cases.columns:
        cases = cases.with_row_index(CASE, offset=1)
    cases = cases.with_columns(pl.col(CASE).cast(pl.Int64))
    made, faults = _columns(cases, needs[""], tables)
    bad = _bad(made, faults)
    below: dict[str, pl.DataFrame] = {}
    for table, columns in ((t, c) for t, c in needs.items() if t):
        rows = tables.get(table, pl.DataFrame({CASE: pl.Series(CASE, [], dtype=pl.Int64)}))
        frame, row_faults = _columns(rows.with_columns(pl.col(CASE).cast(pl.Int64)), columns, {})
        bad |= _bad(frame, row_faults)
        below[table] = frame.select(CASE, *(c.name for c in columns))
    made = made.select(CASE, *(c.name for c in needs[""]))
    if bad:
        lost = list(bad)
        made = made.filter(~pl.col(CASE).is_in(lost))
        below = {t: frame.filter(~pl.col(CASE).is_in(lost)) for t, frame in below.items()}
    return Frames(made, below), sorted(BadRow(number, reason) for number, reason in bad.items())


def _columns(
    frame: pl.DataFrame, columns: Sequence[Column], tables: Mapping[str, pl.DataFrame]
) -> tuple[pl.DataFrame, dict[str, str]]:
    """The columns encoded, and beside each number a column that says where it does not fit."""
    made: list[pl.Expr] = []
    faults: dict[str, str] = {}
    for column in columns:
        made.append(_encoded(frame, column, tables).cast(dtype_of(column)).alias(column.name))
        is_bounded = (
            not column.part
            and column.kind.name in ("number", "date")
            and column.key in frame.columns
        )
        if is_bounded and not _surely_fits(frame[column.key], column):
            name = f"{column.name}#fault"
            made.append(_fault(frame, column).alias(name))
            faults[name] = f"{column.key}的值过大、小数位过多，或日期不在1900至2200年间"
    return frame.select(CASE, *made), faults


def _encoded(frame: pl.DataFrame, column: Column, tables: Mapping[str, pl.DataFrame]) -> pl.Expr:
    if column.name in frame.columns and (column.part or column.kind.name != "number"):
        return (
            _mask(frame, column)
            if column.kind.name == "choices" and not column.part
            else pl.col(column.name)
        )
    if column.part in _SHORT:
        return pl.lit(_SHORT[column.part], dtype=pl.Boolean)
    if column.kind.name == "table":
        return (
            _has_rows(tables[column.key])
            if column.key in tables
            else pl.lit(None, dtype=pl.Boolean)
        )
    if column.key not in frame.columns:
        return pl.lit(None, dtype=dtype_of(column))
    if column.part == "has":
        return pl.when(pl.col(column.key).is_not_null()).then(True)
    if column.part:
        return _by_value(frame[column.key], PARTS[column.part], dtype_of(column))
    scaled = _scaled(frame, column)
    return (
        scaled
        if frame.schema[column.key].is_integer()
        else scaled.round().cast(pl.Int64, strict=False)
    )


def _surely_fits(series: pl.Series, column: Column) -> bool:
    """Whether no whole number of a column is too large, no day too far: two looks at its ends."""
    unit = unit_of(column.kind)
    if unit is None:
        low, high = series.min(), series.max()
        return low is None or (low >= EARLIEST and high <= LATEST)  # type: ignore[operator]
    if not series.dtype.is_integer():
        return False
    most = (CELL_MOST if column.table else FACT_MOST) // unit.denominator
    low, high = series.min(), series.max()
    return low is None or (-most <= low and high <= most)  # type: ignore[operator]


def _has_rows(table: pl.DataFrame) -> pl.Expr:
    return pl.col(CASE).is_in(table[CASE].unique().to_list())


def _scaled(frame: pl.DataFrame, column: Column) -> pl.Expr:
    unit = unit_of(column.kind)
    assert unit is not None
    value = pl.col(column.key)
    if frame.schema[column.key].is_decimal():
        value = value.cast(pl.Decimal(38, 8))
    return value * unit.denominator


def _fault(frame: pl.DataFrame, column: Column) -> pl.Expr:
    """Where the value cannot be held exactly."""
    if unit_of(column.kind) is None:
        return ~pl.col(column.key).is_between(EARLIEST, LATEST).fill_null(True)
    scaled = _scaled(frame, column).cast(pl.Float64)
    most = CELL_MOST if column.table else FACT_MOST
    off = (scaled - scaled.round()).abs() > pl.max_horizontal(pl.lit(_NEAR), scaled.abs() * 1e-15)
    return ((scaled.abs() > most) | off).fill_null(False)


def _bad(frame: pl.DataFrame, faults: Mapping[str, str]) -> dict[int, str]:
    found: dict[int, str] = {}
    for name, reason in faults.items():
        if frame[name].any():
            found.update(dict.fromkeys(frame.filter(pl.col(name))[CASE].to_list(), reason))
    return found


def _by_value(series: pl.Series, function: Any, dtype: Any) -> pl.Expr:
    """A function of texts, called once for each different one."""
    different = series.drop_nulls().unique()
    if function is PARTS["length"] and not different.str.contains(_NOT_PLAIN).any():
        return pl.col(series.name).str.len_chars()
    results = pl.Series([function(value) for value in different.to_list()], dtype=dtype)
    return pl.col(series.name).replace_strict(different, results, default=None, return_dtype=dtype)


def _mask(frame: pl.DataFrame, column: Column) -> pl.Expr:
    """Choices as a list of texts, or bits already."""
    if not isinstance(frame.schema[column.name], pl.List):
        return pl.col(column.name)
    bits = [
        pl.when(pl.col(column.name).list.contains(word))
        .then(bit_of(column.kind, word))
        .otherwise(0)
        for word in column.kind.choices
    ]
    return pl.when(pl.col(column.name).is_not_null()).then(pl.sum_horizontal(bits))
