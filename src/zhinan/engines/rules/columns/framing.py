"""Cases into frames: facts as the case evaluator has them, put into columns."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

import polars as pl

from zhinan.engines.rules.case import Case
from zhinan.engines.rules.evaluating import NOTHING

from .expressions import CASE
from .layout import DECIDED, EARLIEST, GRANTED, LATEST, ROWS_MOST, Column, Unencodable, encoded
from .plan import Frames

_DTYPES: Mapping[str, Any] = {"flag": pl.Boolean, "file": pl.Boolean, "table": pl.Boolean, "number": pl.Int64,
                              "choices": pl.Int64, "date": pl.Date}  # fmt: skip
_PART_DTYPES: Mapping[str, Any] = {
    "has": pl.Boolean, "normal": pl.String, "code": pl.String, "length": pl.Int64, "normal_length": pl.Int64, "minutes": pl.Int64,
    GRANTED: pl.Boolean, DECIDED: pl.Boolean,
}  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class BadRow:
    """A case that was left out: its number, from 1, and why (Chinese, fit to be shown)."""

    number: int
    reason: str


def dtype_of(column: Column) -> Any:
    if column.part:
        return _PART_DTYPES[column.part]
    return _DTYPES.get(column.kind.name, pl.String)


def frames_of(
    cases: Iterable[Case],
    needs: Mapping[str, Sequence[Column]],
    *,
    numbers: Iterable[int] | None = None,
) -> tuple[Frames, list[BadRow]]:
    """The columns of the cases; one that a column cannot hold exactly is left out and reported.

    Args:
        needs: ``Plan.needs``: columns by table.
        numbers: Of the cases, and their keys in the frames; 1, 2, 3 … unless given.
    """
    by_table = {table: columns for table, columns in needs.items() if table}
    own = needs[""]
    made: list[list[Any]] = [[] for _ in own]
    rows: dict[str, list[list[Any]]] = {t: [[] for _ in c] for t, c in by_table.items()}
    keys: list[int] = []
    row_keys: dict[str, list[int]] = {table: [] for table in by_table}
    bad: list[BadRow] = []
    for number, case in zip(count(1) if numbers is None else numbers, cases, strict=False):
        try:
            line = [_of_case(column, case) for column in own]
            below = {t: [_of_row(c, row) for row in _rows(case, t)] for t, c in by_table.items()}
        except Unencodable as error:
            bad.append(BadRow(number, str(error)))
            continue
        keys.append(number)
        for held, value in zip(made, line, strict=True):
            held.append(value)
        for table, lines in below.items():
            row_keys[table] += [number] * len(lines)
            for at, held in enumerate(rows[table]):
                held += [cells[at] for cells in lines]
    frame = _frame(keys, own, made)
    return Frames(frame, {t: _frame(row_keys[t], c, rows[t]) for t, c in by_table.items()}), bad


def _frame(keys: list[int], columns: Sequence[Column], values: list[list[Any]]) -> pl.DataFrame:
    held = {CASE: pl.Series(CASE, keys, dtype=pl.Int64)}
    for column, listed in zip(columns, values, strict=True):
        held[column.name] = pl.Series(column.name, listed, dtype=dtype_of(column))
    return pl.DataFrame(held)


def _of_case(column: Column, case: Case) -> Any:
    if column.part == GRANTED:
        return case.grant_for(column.key) is not None
    if column.part == DECIDED:
        decision = case.decision_on(column.key)
        return None if decision is None else decision.is_satisfied
    return encoded(column, _checked(column, case.values.get(column.key)))


def _of_row(columns: Sequence[Column], row: Mapping[str, Any]) -> list[Any]:
    return [encoded(column, _checked(column, row.get(column.key))) for column in columns]


def _checked(column: Column, value: Any) -> Any:
    """The value, if it is of the column's kind; a frame would turn others silently."""
    if value is None or value is NOTHING:
        return value
    wanted: Any = {"flag": bool, "file": bool, "date": date, "choices": tuple, "table": tuple}.get(
        column.kind.name
    )
    if wanted is None and column.kind.name != "number":
        wanted = str
    is_wrong = (
        isinstance(value, (bool, str, date, tuple))
        if wanted is None
        else not isinstance(value, wanted)
    )
    if isinstance(value, date) and not EARLIEST <= value <= LATEST:
        raise Unencodable(f"{column.key}的日期{value}不在1900至2200年间")
    if is_wrong:
        raise Unencodable(f"{column.key}的值“{value}”不是{column.kind}")
    return value


def _rows(case: Case, table: str) -> Sequence[Mapping[str, Any]]:
    listed: Sequence[Mapping[str, Any]] = case.values.get(table) or ()
    if len(listed) > ROWS_MOST:
        raise Unencodable(f"{table}有{len(listed)}行，超过{ROWS_MOST}行")
    return listed
