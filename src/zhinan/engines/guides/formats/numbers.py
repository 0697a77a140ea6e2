"""Numbers that Word counts itself and that stand nowhere in the text: 一、 （一） 1. 第一条."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

_NS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HAN = "〇一二三四五六七八九"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_SIGNS = {
    "decimalEnclosedCircle": _CIRCLED, "decimalEnclosedCircleChinese": _CIRCLED,
    "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
    "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
}  # fmt: skip
_CAPITALS = str.maketrans("〇一二三四五六七八九十百", "零壹贰叁肆伍陆柒捌玖拾佰")
_DEEPEST = 12  # styles based on one another


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how its number is written, e.g. （%1）, and where it starts."""

    pattern: str
    shape: str
    start: int = 1
    style: str = ""  # the paragraph style it belongs to
    is_legal: bool = False  # all counts in plain figures, whatever the levels above say
    stands_apart: bool = True  # a tab or space parts it from the text


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
        label = re.sub(
            r"%(\d)",
            lambda m: self._number(levels, counts, int(m[1]) - 1, level.is_legal),
            level.pattern,
        )
        apart = level.stands_apart and re.search(r"[0-9A-Za-z章节条款篇部]$", label)
        return f"{label} " if apart else label

    def _number(
        self, levels: dict[int, Level], counts: dict[int, int], depth: int, is_legal: bool
    ) -> str:
        level = levels.get(depth)
        shape = level.shape if level and not is_legal else "decimal"
        return written(counts.get(depth, level.start if level else 1), shape)

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
    """The lists a docx declares, with those that hang on styles (headings), also through the style one is based on."""
    found = Numbering()
    if tree is None:
        return found
    declared = {style.get(_NS + "styleId", ""): style for style in _all(styles, "style")}
    kinds = {
        kind.get(_NS + "abstractNumId", ""): {
            int(level.get(_NS + "ilvl", "0")): _level(level) for level in kind.findall(_NS + "lvl")
        }
        for kind in tree.findall(_NS + "abstractNum")
    }
    links = _links(tree, declared)
    for one in tree.findall(_NS + "num"):
        number, key = one.get(_NS + "numId", ""), _value(one, "abstractNumId")
        key = links.get(key, key)
        found.lists[number] = dict(kinds.get(key, {}))
        overrides = one.findall(_NS + "lvlOverride")
        found.abstract[number] = f"{key}/{number}" if overrides else key
        for override in overrides:
            depth = int(override.get(_NS + "ilvl", "0"))
            if (level := override.find(_NS + "lvl")) is not None:
                found.lists[number][depth] = _level(level)
            if start := _value(override, "startOverride"):
                found.starts[number, depth] = int(start)
    for name in declared:
        number, level_given = _inherited(declared, name)
        if number:
            levels = found.lists.get(number, {})
            own = next((at for at, level in levels.items() if level.style == name), level_given)
            found.styles[name] = (number, own)
    return found


def _all(tree: etree._Element | None, tag: str) -> list[etree._Element]:
    return [] if tree is None else tree.findall(_NS + tag)


def _value(element: etree._Element, tag: str) -> str:
    inner = element.find(_NS + tag)
    return "" if inner is None else inner.get(_NS + "val", "")


def _links(tree: etree._Element, declared: Mapping[str, etree._Element]) -> dict[str, str]:
    """Lists that are only a name for the list of a numbering style."""
    of_number = {
        one.get(_NS + "numId", ""): _value(one, "abstractNumId") for one in _all(tree, "num")
    }
    found = {}
    for kind in tree.findall(_NS + "abstractNum"):
        linked = declared.get(_value(kind, "numStyleLink"))
        number = linked.find(f"{_NS}pPr/{_NS}numPr") if linked is not None else None
        if number is not None and (key := of_number.get(_value(number, "numId"))):
            found[kind.get(_NS + "abstractNumId", "")] = key
    return found


def _inherited(declared: Mapping[str, etree._Element], name: str) -> tuple[str, int]:
    """List and level of a style, or of the nearest one it is based on; a list of 0 takes the number away."""
    for _ in range(_DEEPEST):
        style = declared.get(name)
        if style is None:
            break
        numbered = style.find(f"{_NS}pPr/{_NS}numPr")
        if numbered is not None and (number := _value(numbered, "numId")):
            return number, int(_value(numbered, "ilvl") or "0")
        name = _value(style, "basedOn")
    return "", 0


def _level(level: etree._Element) -> Level:
    def of(tag: str, default: str) -> str:
        element = level.find(_NS + tag)
        return element.get(_NS + "val", default) if element is not None else default

    legal = level.find(_NS + "isLgl")
    return Level(
        of("lvlText", ""), of("numFmt", "decimal"), int(of("start", "1")), of("pStyle", ""),
        legal is not None and legal.get(_NS + "val", "1") not in ("0", "false"), of("suff", "tab") != "nothing",
    )  # fmt: skip


def written(number: int, shape: str) -> str:
    """A count in the shape Word names.

    >>> [written(n, s) for n, s in ((12, "chineseCountingThousand"), (3, "decimal"), (28, "upperLetter"), (4, "lowerRoman"))]
    ['十二', '3', 'BB', 'iv']
    >>> [written(n, s) for n, s in ((3, "chineseLegalSimplified"), (2, "ideographTraditional"), (7, "decimalZero"), (1, "decimalEnclosedParen"))]
    ['叁', '乙', '07', '⑴']
    """
    if shape in ("chineseLegalSimplified", "ideographLegalTraditional"):
        return _chinese(number).translate(_CAPITALS)
    if "hinese" in shape or shape in ("japaneseCounting", "ideographDigital", "taiwaneseCounting"):
        return _chinese(number)
    for name, signs in _SIGNS.items():
        if shape == name and 1 <= number <= len(signs):
            return signs[number - 1]
    if shape in ("upperLetter", "lowerLetter"):
        letter = chr(64 + (number - 1) % 26 + 1) * ((number - 1) // 26 + 1)
        return letter if shape == "upperLetter" else letter.lower()
    if shape in ("upperRoman", "lowerRoman"):
        return _roman(number) if shape == "upperRoman" else _roman(number).lower()
    return f"{number:02d}" if shape == "decimalZero" else str(number)


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
    signs = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    out = ""
    for value, sign in signs:
        out += sign * (number // value)
        number %= value
    return out
