"""Numbers that Word counts itself and that stand nowhere in the text: 一、 （一） 1. 第一条."""

import re
from dataclasses import dataclass, field

from lxml import etree

_NS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HAN = "〇一二三四五六七八九"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how its number is written, e.g. （%1）, and where it starts."""

    pattern: str
    shape: str
    start: int = 1


@dataclass(slots=True)
class Numbering:
    """Lists of a document and how far each has counted."""

    lists: dict[str, dict[int, Level]] = field(default_factory=dict)
    starts: dict[tuple[str, int], int] = field(default_factory=dict)
    abstract: dict[str, str] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    given: int = 0

    def label_of(self, paragraph: etree._Element) -> str:
        """The number of a paragraph as Word shows it, counted on; empty where it has none."""
        number, depth = self._list_of(paragraph)
        levels = self.lists.get(number)
        if levels is None or depth not in levels:
            return ""
        counts = self.counts.setdefault(self.abstract.get(number, number), {})
        level = levels[depth]
        start = self.starts.get((number, depth), level.start)
        counts[depth] = counts[depth] + 1 if depth in counts else start
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        if level.shape in ("bullet", "none"):
            return ""
        self.given += 1
        return re.sub(
            r"%(\d)", lambda m: self._number(levels, counts, int(m[1]) - 1), level.pattern
        )

    def _number(self, levels: dict[int, Level], counts: dict[int, int], depth: int) -> str:
        level = levels.get(depth)
        return written(
            counts.get(depth, level.start if level else 1), level.shape if level else "decimal"
        )

    def _list_of(self, paragraph: etree._Element) -> tuple[str, int]:
        own = paragraph.find(f"{_NS}pPr/{_NS}numPr")
        style = paragraph.find(f"{_NS}pPr/{_NS}pStyle")
        inherited = (
            self.styles.get(style.get(_NS + "val", ""), ("", 0)) if style is not None else ("", 0)
        )
        if own is None:
            return inherited
        number, depth = own.find(_NS + "numId"), own.find(_NS + "ilvl")
        given = number.get(_NS + "val", "") if number is not None else inherited[0]
        return given, int(depth.get(_NS + "val", "0")) if depth is not None else inherited[1]


def numbering_of(tree: etree._Element | None, styles: etree._Element | None) -> Numbering:
    """The lists a docx declares, with those that hang on styles (headings)."""
    found = Numbering()
    if tree is None:
        return found
    kinds = {
        kind.get(_NS + "abstractNumId", ""): {
            int(level.get(_NS + "ilvl", "0")): _level(level) for level in kind.findall(_NS + "lvl")
        }
        for kind in tree.findall(_NS + "abstractNum")
    }
    for one in tree.findall(_NS + "num"):
        number, kind = one.get(_NS + "numId", ""), one.find(_NS + "abstractNumId")
        key = kind.get(_NS + "val", "") if kind is not None else ""
        found.lists[number] = kinds.get(key, {})
        overrides = one.findall(_NS + "lvlOverride")
        found.abstract[number] = f"{key}/{number}" if overrides else key
        for override in overrides:
            start = override.find(_NS + "startOverride")
            if start is not None:
                found.starts[number, int(override.get(_NS + "ilvl", "0"))] = int(
                    start.get(_NS + "val", "1")
                )
    for style in styles.findall(_NS + "style") if styles is not None else ():
        numbered = style.find(f"{_NS}pPr/{_NS}numPr")
        number = numbered.find(_NS + "numId") if numbered is not None else None
        if numbered is not None and number is not None:
            depth = numbered.find(_NS + "ilvl")
            at = int(depth.get(_NS + "val", "0")) if depth is not None else 0
            found.styles[style.get(_NS + "styleId", "")] = (number.get(_NS + "val", ""), at)
    return found


def _level(level: etree._Element) -> Level:
    def of(tag: str, default: str) -> str:
        element = level.find(_NS + tag)
        return element.get(_NS + "val", default) if element is not None else default

    return Level(of("lvlText", ""), of("numFmt", "decimal"), int(of("start", "1")))


def written(number: int, shape: str) -> str:
    """A count in the shape Word names.

    >>> [written(n, s) for n, s in ((12, "chineseCountingThousand"), (3, "decimal"), (2, "upperLetter"), (4, "lowerRoman"))]
    ['十二', '3', 'B', 'iv']
    """
    if "hinese" in shape or shape in ("japaneseCounting", "ideographDigital", "taiwaneseCounting"):
        return _chinese(number)
    if shape.startswith("decimalEnclosedCircle") and 1 <= number <= 20:
        return _CIRCLED[number - 1]
    if shape in ("upperLetter", "lowerLetter"):
        letter = chr(64 + (number - 1) % 26 + 1)
        return letter if shape == "upperLetter" else letter.lower()
    if shape in ("upperRoman", "lowerRoman"):
        return _roman(number) if shape == "upperRoman" else _roman(number).lower()
    return str(number)


def _chinese(number: int) -> str:
    if number >= 1000:
        return str(number)
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    head = f"{_HAN[hundreds]}百" if hundreds else ""
    if tens:
        head += ("" if tens == 1 and not hundreds else _HAN[tens]) + "十"
    elif hundreds and ones:
        head += "零"
    return head + (_HAN[ones] if ones else "") or "零"


def _roman(number: int) -> str:
    signs = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    out = ""
    for value, sign in signs:
        out += sign * (number // value)
        number %= value
    return out
