"""How officials number: 第一章, 一、, （一）, 1., （1）, 1）, ①, 专栏1, 附件3, 第十二条, 1.1, 1101, A-03."""

import re
from dataclasses import dataclass

NUMERAL = "[零〇一二三四五六七八九十百]+"
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"

# style -> pattern of the whole label; order is that of nesting where a document gives no other sign
STYLES: dict[str, re.Pattern[str]] = {
    name: re.compile(pattern)
    for name, pattern in {
        "part": rf"第\s*(?P<n>{NUMERAL}|\d+)\s*[编篇部]分?",
        "chapter": rf"第\s*(?P<n>{NUMERAL}|\d+)\s*章",
        "node": rf"第\s*(?P<n>{NUMERAL}|\d+)\s*节",
        "article": rf"第\s*(?P<n>{NUMERAL}|\d+)\s*条",
        "comma": rf"(?P<n>{NUMERAL})\s*[、，,.]",
        "bracket": rf"（\s*(?P<n>{NUMERAL})\s*）\s*[、，.]?",
        "roman": r"(?P<n>[IVX]{1,4})(?:\s*[.、：:]|\s+(?=[\u4e00-\u9fff]))",
        "decimal": r"(?P<n>\d{1,2}(?:\.\d{1,2}){1,3})(?!\d)\s*[.、]?(?=\s|[^\d%.万亿元个年月])",
        "dot": r"(?P<n>\d{1,3})\s*[.、](?!\d)",
        "digit_bracket": r"（\s*(?P<n>\d{1,3})\s*）\s*[、.]?",
        "half_bracket": r"(?P<n>\d{1,3})\s*）\s*[、.]?",
        "circled": rf"(?P<n>[{CIRCLED}])\s*[、.]?",
        "letter": r"(?P<n>[A-Za-z])\s*[.、）]",
    }.items()
}
RANK = {name: place for place, name in enumerate(STYLES)}
BOX = re.compile(
    r"(?:专栏|表|图|附表)\s*(?:\d{1,2}(?:[-.]\d{1,2})?|"
    + NUMERAL
    + r")(?![\d年月日、])|专栏(?=\s*[：:]|\s+\S)"
)
ANNEX = re.compile(r"附\s*(?:件|录|表)\s*(?P<n>\d{1,2}(?:-\d{1,2})?|" + NUMERAL + r")?\s*[：:、.]?")
CODE = re.compile(
    r"(?P<code>\d{4,5}|[A-Z]{1,3}-?\d{2,4}|\d{2}-\d{2,3})(?=[\s、.：:]|[^\d\s年月日%.,，。；]|$)"
)


_CONTENT = re.compile(
    r"(?:\d+[.、]|（\d+）)?\s*(?:主要)?(?:研究|攻关|技术|任务|建设)(?:内容|目标|方向|背景)\s*[：:]"
)


def is_direction_content(text: str) -> bool:
    """Whether a paragraph tells what a direction above it is about: 研究内容：…"""
    return bool(_CONTENT.match(text))


@dataclass(frozen=True, slots=True)
class Label:
    """A number at the head of a line. ``written`` as it stands there, ``value`` as a count, ``length`` in characters."""

    style: str
    written: str
    value: int
    length: int


def numeral(text: str) -> int:
    """一 to 九百九十九, or digits; 0 where it is neither.

    >>> [numeral(t) for t in ("三", "十二", "二十", "一百零五", "7", "①")]
    [3, 12, 20, 105, 7, 1]
    """
    if text in CIRCLED and text:
        return CIRCLED.index(text) + 1
    if text.isdigit():
        return int(text)
    if len(text) == 1 and text.isascii() and text.isalpha():
        return ord(text.upper()) - 64
    total, digit = 0, 0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            return 0
    return total + digit


def value_of(style: str, number: str) -> int:
    """The count a label of a style stands for: IV 4, 1.3 3, 十二 12."""
    if style == "decimal":
        return int(number.split(".")[-1])
    if style == "roman":
        signs = [{"I": 1, "V": 5, "X": 10}[sign] for sign in number]
        return sum(-a if a < b else a for a, b in zip(signs, [*signs[1:], 0], strict=True))
    return numeral(number)


def label_of(text: str) -> Label | None:
    """The label a line begins with; a year, an amount or a time is none.

    >>> label_of("（一）申报要求").style, label_of("1.项目应").value, label_of("2024年度")
    ('bracket', 1, None)
    >>> label_of("Ⅳ 保障".replace("Ⅳ", "IV")).value
    4
    """
    for style, pattern in STYLES.items():
        match = pattern.match(text)
        if match is not None:
            number = match["n"]
            value = value_of(style, number)
            return Label(style, match[0].strip(), value, match.end())
    return None
