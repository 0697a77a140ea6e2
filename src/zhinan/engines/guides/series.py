"""Headings that only their sequence shows: 1 总则, 一 总则, 任务1：…, 专项一 …, A. …, 【申报条件】."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .numbering import NUMERAL, label_of, value_of
from .paragraphs import Paragraph

_NAMES = "专项|任务|方向|课题|专题|主题|领域|板块|榜单|工程|行动|模块|题目|标段|赛道|附录|项目|需求"
_NAME = re.compile(_NAMES)
_KINDS = {
    "item": re.compile(
        rf"(?P<label>(?P<name>{_NAMES})\s*(?P<n>\d{{1,2}}|{NUMERAL}|[A-H]))\s*(?:[：:、.．]\s*|\s+)(?P<title>\S.*)"
    ),
    "spaced": re.compile(
        r"(?P<label>(?P<name>)(?P<n>\d{1,2}))\s*(?P<title>[\u4e00-\u9fff“《（].*)"
    ),
    "comma": re.compile(
        rf"(?P<label>(?P<name>)(?P<n>{NUMERAL}))(?:\s+|\s*[：:]\s*)(?P<title>[\u4e00-\u9fff“《（].*)"
    ),
    "letter": re.compile(
        r"(?P<label>(?P<name>)(?P<n>[A-H])\s*[.、．])\s*(?P<title>[\u4e00-\u9fff“《（].*)"
    ),
    "roman": re.compile(
        r"(?P<label>(?P<name>)(?P<n>[IVX]{1,4}))\s*(?P<title>[\u4e00-\u9fff“《（].*)"
    ),
    "plain": re.compile(r"\[\s*(?P<title>[^\[\]：；，。]{2,20})\s*\]"),
}
_STOPS = re.compile(r"[。；！？;!?]|，.*，|\d{7}|(?:省|市|州|县|区|旗)$")
_HARD = re.compile(
    r"(?<![反响效感供适])应(?![用力急变激])|须|不得|必须|限报|不超过|不少于|不低于|以上|以内"
)
_COUNT = re.compile(
    r"(?:项|个|家|名|人|万元|亿元|元|年|月|日|篇|件|份|台|套|天|小时)(?=$|[，、以])"
)
LONGEST = {"item": 60, "letter": 30, "comma": 30, "spaced": 30, "roman": 30, "plain": 20}


@dataclass(frozen=True, slots=True)
class Member:
    """One heading of a series. ``start`` to ``end``: its title in the paragraph's text."""

    paragraph: Paragraph
    style: str
    value: int
    number: str | None
    start: int
    end: int


def series_of(own: Sequence[Paragraph]) -> list[Member]:
    """All headings that count on with others of their kind; one alone is none. O(n)."""
    found: dict[tuple[str, str], list[Member]] = {}
    for paragraph in own:
        member = _member(paragraph)
        if member is not None:
            name = _NAME.match(member.number or "")
            key = (member.style, name[0] if name and member.style == "item" else "")
            found.setdefault(key, []).append(member)
    kept = [m for (style, _), members in found.items() for m in _counting(members, style)]
    return sorted(kept, key=lambda m: m.paragraph.place)


def _member(paragraph: Paragraph) -> Member | None:
    text = paragraph.text
    for style, pattern in _KINDS.items():
        match = pattern.fullmatch(text)
        if match is None:
            continue
        title = match["title"].rstrip("：: ")
        long = len(title) > LONGEST[style] or _STOPS.search(title) or text[-1] in "：:，、"
        if not title or long or (len(title) > 16 and _HARD.search(title)):
            return None
        start = match.start("title")
        if style == "plain":
            return Member(paragraph, style, 0, None, start, start + len(title))
        if style in ("spaced", "comma") and _COUNT.match(title):
            return None
        if label_of(text) is not None and style != "letter":
            return None
        return Member(
            paragraph, style, value_of(style, match["n"]), match["label"], start, start + len(title)
        )
    return None


def _counting(members: Sequence[Member], style: str) -> Iterator[Member]:
    """The members that count 1, 2, 3 … at least to two; of bracketed titles, two or more."""
    if style == "plain":
        yield from members if len(members) > 1 else ()
        return
    runs: list[list[Member]] = []
    for member in members:
        if runs and member.value == runs[-1][-1].value + 1:
            runs[-1].append(member)
        elif member.value == 1:
            runs.append([member])
    for run in runs:
        if len(run) > 1 or (style == "item" and len(runs) > 1):
            yield from run
