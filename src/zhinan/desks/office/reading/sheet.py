"""The official text as the desk draws it: blocks, and in them the stretches that records speak of."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from zhinan.apps.readings.models import Entry, Standing
from zhinan.desks.official_text import Block, Mark, Marked, Piece, blocks_of, blocks_touched

from .cards import mark_of, number_of
from .words import QUIET

WORST_FIRST = ("ask", "open", "done")
_BROKEN = re.compile(
    r"(?<![0-9A-Za-z０-９Ａ-Ｚａ-ｚ])\n[ \t\u3000]*|\n[ \t\u3000]*(?![0-9A-Za-z０-９Ａ-Ｚａ-ｚ])"
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A stretch drawn one way. ``look``: ask, open or done; empty where no clause is marked."""

    text: str  # a line broken within Chinese is drawn without the break
    keys: tuple[str, ...]  # of the records that speak of it, the innermost first
    look: str
    target: str  # the record a click leads to
    begins: tuple[str, ...]
    numbers: tuple[tuple[str, str, str], ...]  # key, number, look of each record that ends here


class Sheet:
    """The text of a reading with the marks of its entries."""

    def __init__(self, text: str, page_starts: Sequence[int], entries: Iterable[Entry]) -> None:
        self.text, self.page_starts = text, tuple(page_starts)
        self.entries = {e.key: e for e in entries if e.standing != Standing.DISCARDED}
        self._looks = {key: mark_of(entry) for key, entry in self.entries.items()}
        marks = [Mark(e.key, e.start, e.end) for e in self.entries.values()]
        self._marked = Marked(text, marks)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        return blocks_of(self.text, page_starts=self.page_starts, levels=self._levels())

    @property
    def pages(self) -> int:
        return len(self.page_starts)

    def touched(self, stretches: Sequence[tuple[int, int]]) -> list[Block]:
        """The blocks to draw anew where entries over these stretches changed."""
        return blocks_touched(self.blocks, stretches)

    def block_at(self, offset: int) -> int:
        """The number of the block an offset stands in, or of the first."""
        touched = self.touched([(offset, offset + 1)])
        return touched[0].number if touched else 0

    def drawn(self, block: Block) -> list[Drawn]:
        """A paragraph or cell in stretches."""
        return [self._drawn(piece) for piece in self._marked.pieces(block)]

    def breaks(self, block: Block) -> str:
        """What ``drawn`` leaves out of a block, as ``offset:length`` from its start; the page counts with it."""
        cuts = [
            f"{piece.start + match.start() - block.start}:{len(match[0])}"
            for piece in (
                self._marked.pieces(block) if "\n" in self.text[block.start : block.end] else ()
            )
            for match in _BROKEN.finditer(piece.text)
        ]
        return " ".join(cuts)

    def _levels(self) -> dict[int, tuple[int, int]]:
        found = {}
        for entry in self.entries.values():
            if entry.type == "document":
                found[entry.start] = (0, entry.end)
            elif entry.type == "section" and entry.start not in found:
                level = entry.fields.get("level")
                found[entry.start] = (level if isinstance(level, int) else 1, entry.end)
        return found

    def _is_quiet(self, key: str) -> bool:
        return self.entries[key].type in QUIET and self._looks[key] != "ask"

    def _drawn(self, piece: Piece) -> Drawn:
        loud = [key for key in piece.keys if not self._is_quiet(key)]
        looks = {self._looks[key] for key in loud}
        look = next((look for look in WORST_FIRST if look in looks), "")
        target = next((key for key in loud if self._looks[key] == look), "")
        ends = sorted(piece.ends, key=lambda key: (self.entries[key].start, key))
        numbers = tuple((key, number_of(key), self._looks[key]) for key in ends)
        return Drawn(_BROKEN.sub("", piece.text), piece.keys, look, target, piece.begins, numbers)
