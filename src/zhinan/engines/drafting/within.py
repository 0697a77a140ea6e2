"""Stretches of a text, asked whether they hold a place."""

from bisect import bisect_right
from collections.abc import Iterable


class Within:
    """Stretches put together; ``offset in within`` takes O(log n).

    >>> 4 in Within([(1, 3), (2, 5), (8, 9)]), 5 in Within([(1, 3), (2, 5)]), 0 in Within([])
    (True, False, False)
    """

    def __init__(self, stretches: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(stretches):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            elif end > start:
                self._starts.append(start)
                self._ends.append(end)

    def __contains__(self, offset: int) -> bool:
        place = bisect_right(self._starts, offset) - 1
        return place >= 0 and offset < self._ends[place]
