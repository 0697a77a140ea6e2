"""The text of a document as read, and views of it for matching that lead back to the original's offsets."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from zhinan.engines.values.text import RADICALS

_WIDE = {"(": "（", ")": "）", ":": "：", ";": "；", "?": "？", "!": "！", "﹒": ".", "．": ".", "〔": "[", "〕": "]", "【": "[", "】": "]"}  # fmt: skip
_SPACES = re.compile(r"[\s\u200b\ufeff\u3000]+")
_DAY = re.compile(r"\d{1,2}\s*[月日]")
_HIDDEN = frozenset(
    "\u200b\u200c\u200d\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)


@lru_cache(maxsize=16384)
def plain_character(character: str) -> str:
    """One character in the spelling that patterns are written in: ASCII digits and letters, Chinese brackets.

    >>> [plain_character(c) for c in "１（⻚㎡\\u3000"]
    ['1', '（', '页', 'm2', ' ']
    """
    if character in _HIDDEN:
        return ""
    character = RADICALS.get(character, character)
    if character in "，。、；：？！（）《》“”‘’—" or "①" <= character <= "⑳":
        return character
    plain = unicodedata.normalize("NFKC", character)
    if plain.isspace():
        return " "
    return "".join(_WIDE.get(c, c) for c in plain)


@dataclass(frozen=True, slots=True)
class View:
    """A stretch of text for matching; ``origin[i]`` is where ``text[i]`` stands in the original."""

    text: str
    origin: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the original of ``text[start:end]``; an empty stretch gives an empty span."""
        if start >= end:
            at = self.origin[min(start, len(self.origin) - 1)] if self.origin else 0
            return at, at
        return self.origin[start], self.origin[end - 1] + 1

    def cut(self, start: int, end: int) -> "View":
        return View(self.text[start:end], self.origin[start:end])

    def stripped(self) -> "View":
        left = len(self.text) - len(self.text.lstrip())
        return self.cut(left, max(len(self.text.rstrip()), left))

    def __bool__(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the original, without its line end. ``number`` counts from 1; ``cell``: it began with a tab."""

    number: int
    start: int
    end: int
    view: View
    is_cell: bool = False

    @property
    def text(self) -> str:
        return self.view.text


@dataclass(frozen=True)
class Source:
    """A document's text. Offsets are code points of ``raw``."""

    raw: str
    name: str = ""

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """All lines, empty ones too."""
        found, start = [], 0
        for number, raw in enumerate(self.raw.split("\n"), 1):
            end = start + len(raw)
            found.append(
                Line(
                    number,
                    start,
                    end,
                    view_of(self.raw, start, end),
                    raw.lstrip(" ").startswith("\t"),
                )
            )
            start = end + 1
        return tuple(found)

    @cached_property
    def written(self) -> tuple[Line, ...]:
        """The lines that say something."""
        return tuple(line for line in self.lines if line.text)

    def quote(self, start: int, end: int) -> str:
        return self.raw[start:end]

    def line_of(self, offset: int) -> int:
        """The number of the line an offset stands on; O(log n)."""
        low, high = 0, len(self.lines) - 1
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self.lines[middle].start <= offset else (low, middle - 1)
        return self.lines[low].number


def view_of(raw: str, start: int, end: int) -> View:
    """``raw[start:end]`` for matching, stripped; runs of space become one."""
    text: list[str] = []
    origin: list[int] = []
    for at in range(start, end):
        for character in plain_character(raw[at]):
            if character == " " and (not text or text[-1] == " "):
                continue
            if len(text) > 1 and text[-1] == " " and _is_split(text[:-1], raw[at : at + 6]):
                text.pop()
                origin.pop()
            text.append(character)
            origin.append(at)
    return View("".join(text), tuple(origin)).stripped()


def _is_split(before: Sequence[str], rest: str) -> bool:
    """Whether a space parts what is written as one: 2023 年 1 月, 50 万元, 30 %.

    2020年 2025年 are two, and a number at the head of a line counts the line.
    """
    if before[-1].isdigit():
        unit = rest[0] in "年月日时万亿元%％‰岁" and rest[1:2] != "度"
        return unit and not "".join(before).isdigit()
    return before[-1] in "年月" and bool(_DAY.match(rest))


def joined(views: Iterable[View]) -> View:
    """Views one after another, as one: a sentence broken over lines."""
    listed = list(views)
    return View("".join(v.text for v in listed), tuple(at for v in listed for at in v.origin))


def squeezed(text: str) -> str:
    """Without any space; for comparing labels such as 联 系 人."""
    return _SPACES.sub("", text)
