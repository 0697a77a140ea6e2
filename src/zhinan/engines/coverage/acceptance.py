"""The acceptance list: every rule of the source documents that a machine can check, one a row."""

import csv
import io
import re
from dataclasses import dataclass
from importlib.resources import files

COLUMNS = ("id", "strength", "kind", "clause", "summary")
STRENGTHS = ("H", "S", "D")
_RANGE = re.compile(r"(.*-)(\d+)…(\d+)")
_PART = re.compile(r"(.*\d)(?:[a-z]+|-[^\d\W][^\d]*)")  # LYG-3-4a, LYG-3-4-角色: a part of LYG-3-4


@dataclass(frozen=True, slots=True)
class AcceptanceRow:
    """One row. ``strength``: H hard and decidable, S soft, D declared (a person judges the content)."""

    id: str
    strength: str
    kind: str
    clause: str
    summary: str

    @property
    def parts(self) -> tuple[str, ...]:
        """The ids a row stands for: its own, or each of a range.

        >>> AcceptanceRow("ZJ-Q-1…3", "H", "QUOTA", "", "").parts
        ('ZJ-Q-1', 'ZJ-Q-2', 'ZJ-Q-3')
        """
        match = _RANGE.fullmatch(self.id)
        if match is None:
            return (self.id,)
        return tuple(f"{match[1]}{n}" for n in range(int(match[2]), int(match[3]) + 1))


def read_acceptance(text: str) -> tuple[AcceptanceRow, ...]:
    """The rows in the order of the file.

    Raises:
        ValueError: The header, a strength or a number of cells is not as expected, or an id comes twice.
    """
    rows: list[AcceptanceRow] = []
    for n, cells in enumerate(csv.reader(io.StringIO(text), strict=True), 1):
        if n == 1:
            if tuple(cells) != COLUMNS:
                raise ValueError(
                    f"acceptance list: header must be {','.join(COLUMNS)}, got {cells}"
                )
        elif len(cells) != len(COLUMNS) or cells[1] not in STRENGTHS:
            raise ValueError(f"acceptance list, line {n}: expected {COLUMNS}, got {cells}")
        else:
            rows.append(AcceptanceRow(*cells))
    ids = [row.id for row in rows]
    if len(set(ids)) != len(ids):
        raise ValueError(f"acceptance list: {next(i for i in ids if ids.count(i) > 1)} comes twice")
    return tuple(rows)


def shipped_acceptance() -> tuple[AcceptanceRow, ...]:
    """The list that comes with the packs."""
    return read_acceptance(
        files("zhinan").joinpath("packs", "acceptance.csv").read_text(encoding="utf-8")
    )


def covers(key: str, row: AcceptanceRow) -> bool:
    """Say whether a block's id belongs to a row: the same id, one of its range, or a named part of it.

    >>> row = AcceptanceRow("ZJ-3-1", "H", "LOC", "", "")
    >>> [covers(key, row) for key in ("ZJ-3-1", "ZJ-3-1a", "ZJ-3-1-角色", "ZJ-3-1-2", "ZJ-3-10")]
    [True, True, True, False, False]
    """
    part = _PART.fullmatch(key)
    return any(one == row.id or one in row.parts for one in (key, part[1] if part else key))
