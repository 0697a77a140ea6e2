"""Ruled tables of a page: the grid that lines make, cells that span, and the text within each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .page_marks import Rule

NEAR = 3.0  # points by which lines that meet may miss each other
_COVERED = 0.6  # share of a side a line covers to part two cells
MOST_CELLS = 20_000


@dataclass(frozen=True, slots=True)
class Box:
    """A cell: rows and columns it takes (the last ones excluded), and its edges in points."""

    row: int
    column: int
    to_row: int
    to_column: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table. ``xs`` and ``ys``: where its columns and rows part."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    boxes: tuple[Box, ...]

    @property
    def top(self) -> float:
        return self.ys[0]

    @property
    def bottom(self) -> float:
        return self.ys[-1]

    def rows(self) -> list[list[Box | None]]:
        """Each row's cells from the left; a cell that goes on from the row above is none."""
        found: list[list[Box | None]] = [[] for _ in self.ys[1:]]
        for box in sorted(self.boxes, key=lambda b: (b.column, b.row)):
            found[box.row].append(box)
            for row in range(box.row + 1, box.to_row):
                found[row].append(None)
        return [row for row in found if any(row)]


def grids_of(rules: Sequence[Rule]) -> list[Grid]:
    """The tables that the lines of a page make, from the top; lines that cross none are no table."""
    levels = _merged(rule for rule in rules if not rule.is_upright)
    uprights = _merged(rule for rule in rules if rule.is_upright)
    found = []
    for horizontal, vertical in _joined(levels, uprights):
        grid = _grid(horizontal, vertical)
        if grid is not None:
            found.append(grid)
    return sorted(found, key=lambda grid: (grid.top, grid.xs[0]))


def _merged(rules: Iterable[Rule]) -> list[Rule]:
    """Lines on one line put together where they touch."""
    found: list[Rule] = []
    open_rules: list[Rule] = []
    for rule in sorted(rules, key=lambda r: (round(r.at / 2), r.start)):
        open_rules = [other for other in open_rules if rule.at - other.at < NEAR]
        near = next(
            (
                o
                for o in open_rules
                if abs(o.at - rule.at) < 2
                and rule.start <= o.end + NEAR
                and o.start <= rule.end + NEAR
            ),
            None,
        )
        if near is None:
            found.append(rule)
            open_rules.append(rule)
            continue
        longer = Rule(
            rule.is_upright, near.at, min(near.start, rule.start), max(near.end, rule.end)
        )
        found[found.index(near)] = longer
        open_rules[open_rules.index(near)] = longer
    return found


def _joined(
    levels: Sequence[Rule], uprights: Sequence[Rule]
) -> list[tuple[list[Rule], list[Rule]]]:
    """Lines gathered into those that meet each other."""
    every = [*levels, *uprights]
    parent = list(range(len(every)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for i, level in enumerate(levels):
        for j, upright in enumerate(uprights, len(levels)):
            if (
                level.start - NEAR <= upright.at <= level.end + NEAR
                and upright.start - NEAR <= level.at <= upright.end + NEAR
            ):
                parent[root(i)] = root(j)
    gathered: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for at, rule in enumerate(every):
        gathered.setdefault(root(at), ([], []))[rule.is_upright].append(rule)
    return list(gathered.values())


def _grid(levels: Sequence[Rule], uprights: Sequence[Rule]) -> Grid | None:
    if len(levels) < 2 or not uprights:
        return None
    sides = [min(r.start for r in levels), max(r.end for r in levels)]  # tables open at their sides
    xs = _parted([r.at for r in uprights] + sides)
    ys = _parted([r.at for r in levels])
    if len(xs) < 2 or len(ys) < 2 or len(xs) * len(ys) > MOST_CELLS:
        return None
    return Grid(tuple(xs), tuple(ys), tuple(_boxes(xs, ys, levels, uprights)))


def _parted(places: Iterable[float]) -> list[float]:
    """Places apart from each other; those nearly the same are one."""
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > NEAR + 1:
            found.append(place)
    return found


def _boxes(
    xs: Sequence[float], ys: Sequence[float], levels: Sequence[Rule], uprights: Sequence[Rule]
) -> list[Box]:
    """The cells: squares of the grid joined where no line parts them."""
    across, down = len(xs) - 1, len(ys) - 1
    parent = {(r, c): (r, c) for r in range(down) for c in range(across)}

    def root(at: tuple[int, int]) -> tuple[int, int]:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for r in range(down):
        for c in range(across):
            if c + 1 < across and not _covers(uprights, xs[c + 1], ys[r], ys[r + 1]):
                parent[root((r, c))] = root((r, c + 1))
            if r + 1 < down and not _covers(levels, ys[r + 1], xs[c], xs[c + 1]):
                parent[root((r, c))] = root((r + 1, c))
    gathered: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for square in parent:
        gathered.setdefault(root(square), []).append(square)
    return [_box(squares, xs, ys) for squares in gathered.values()]


def _covers(rules: Sequence[Rule], at: float, start: float, end: float) -> bool:
    covered = sum(
        max(0.0, min(rule.end, end) - max(rule.start, start))
        for rule in rules
        if abs(rule.at - at) <= NEAR + 1
    )
    return covered >= _COVERED * (end - start)


def _box(squares: Sequence[tuple[int, int]], xs: Sequence[float], ys: Sequence[float]) -> Box:
    rows, columns = [r for r, _ in squares], [c for _, c in squares]
    row, to_row, column, to_column = min(rows), max(rows) + 1, min(columns), max(columns) + 1
    return Box(row, column, to_row, to_column, xs[column], ys[row], xs[to_column], ys[to_row])
