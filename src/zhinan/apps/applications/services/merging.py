"""Two people fill in one section: their states merged against the state both began from."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Stored = Mapping[str, Any]
UNKNOWN: Stored = {"unknown": True}  # what both began from is no longer kept


@dataclass(slots=True)
class Merged:
    """The state to store. ``clashes`` are the places both changed: ``""`` for a term, ``row.column`` in a table.

    There ``state`` has theirs; ``mine`` is the same merge with mine in those places.
    """

    state: Any
    mine: Any
    clashes: list[str] = field(default_factory=list)


def merge(
    mine: Any, theirs: Any, base: Any, *, computed: Collection[str] = (), is_table: bool = False
) -> Merged:
    """Merge one term; where both changed it, theirs stays and the clash is named.

    Args:
        mine, theirs, base: Stored states; None is absent. ``base`` may be UNKNOWN, and then every
            difference is a clash.
        computed: Column keys of a table that are worked out afterwards.
        is_table: Merge row by row and cell by cell.
    """
    if (
        is_table
        and all(_is_rows(s) for s in (mine, theirs))
        and (base is UNKNOWN or _is_rows(base))
    ):
        return _merge_tables(mine, theirs, base, set(computed))
    state, is_clash = _merge_one(mine, theirs, base)
    return Merged(state, mine if is_clash else state, [""] if is_clash else [])


def is_same(one: Any, other: Any) -> bool:
    """The same answer, wherever it came from; absent and blank are alike."""
    return bool(_essence(one) == _essence(other))


def _merge_one(mine: Any, theirs: Any, base: Any) -> tuple[Any, bool]:
    if is_same(mine, theirs):
        return mine, False
    if base is UNKNOWN:
        return theirs, True
    if is_same(theirs, base):
        return mine, False
    return theirs, not is_same(mine, base)


def _essence(state: Any) -> Any:
    if not state or state.get("blank"):
        return None
    value = state.get("value", state.get("unread"))
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [
            (
                row["id"],
                {k: e for k, cell in row["cells"].items() if (e := _essence(cell)) is not None},
            )
            for row in value
        ]
    return ("none",) if state.get("none") else ("unread" in state, value)


def _is_rows(state: Any) -> bool:
    return bool(state is None or isinstance(state.get("value"), list) or state.get("blank") is True)


def _rows_of(state: Any) -> dict[str, dict[str, Any]]:
    rows = (state or {}).get("value") or ()
    return {row["id"]: row["cells"] for row in rows}


def _merge_tables(mine: Any, theirs: Any, base: Any, computed: set[str]) -> Merged:
    ours, others = _rows_of(mine), _rows_of(theirs)
    began = None if base is UNKNOWN else _rows_of(base)
    clashes: list[str] = []
    rows, my_rows = [], []
    for row_id in _in_order(ours, others, began):
        kept = _merge_row(row_id, ours, others, began, computed)
        if kept is None:
            continue
        cells, my_cells = kept
        rows.append({"id": row_id, "cells": cells})
        my_rows.append({"id": row_id, "cells": {**cells, **my_cells}})
        clashes += [f"{row_id}.{key}" for key in my_cells]
    frame = {k: v for k, v in (theirs or mine or {}).items() if k != "blank"}
    frame = {"source": "declared"} | frame
    return Merged({**frame, "value": rows}, {**frame, "value": my_rows}, clashes)


def _in_order(ours: Iterable[str], others: Iterable[str], began: Iterable[str] | None) -> list[str]:
    """My order where I moved rows, else theirs; rows only the other side has come after."""
    known = list(began or ())
    mine, theirs = list(ours), list(others)
    i_moved = [r for r in mine if r in known] != [r for r in known if r in mine]
    first, second = (mine, theirs) if i_moved or began is None else (theirs, mine)
    return list(dict.fromkeys([*first, *second]))


def _merge_row(
    row_id: str,
    ours: dict[str, dict[str, Any]],
    others: dict[str, dict[str, Any]],
    began: dict[str, dict[str, Any]] | None,
    computed: set[str],
) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """The cells of one row, and mine where both changed a cell; None where the row is gone.

    A row that one side changed outlives the other's removal.
    """
    mine, theirs = ours.get(row_id), others.get(row_id)
    if mine is None or theirs is None:
        left = theirs if mine is None else mine
        assert left is not None
        was = None if began is None else began.get(row_id)
        is_removed = was is not None and _essence_of_cells(left) == _essence_of_cells(was)
        return None if is_removed else (left, {})
    was = {} if began is None else began.get(row_id, {})
    cells, clashes = dict(theirs), {}
    for key in [k for k in {**theirs, **mine} if k not in computed]:
        before = UNKNOWN if began is None else was.get(key)
        state, is_clash = _merge_one(mine.get(key), theirs.get(key), before)
        if is_clash:
            clashes[key] = mine.get(key) or {"blank": True}
        if state is None:
            cells.pop(key, None)
        else:
            cells[key] = state
    return cells, clashes


def _essence_of_cells(cells: Mapping[str, Any]) -> dict[str, Any]:
    return {k: e for k, cell in cells.items() if (e := _essence(cell)) is not None}
