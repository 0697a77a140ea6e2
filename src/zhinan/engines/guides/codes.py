"""Coded lines: 1101 …, A-03 …, 1.1 … of a list of directions, and how far each one's text reaches."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from .documents import Document
from .headings import is_direction
from .numbering import CODE
from .outline import Heading
from .paragraphs import Paragraph

_TITLED = re.compile(r"(?P<title>[^：:。；]{2,40})[：:](?=.{6,})")
_DIRECTED = re.compile(r"（(?:定向|定向委托|公开|揭榜挂帅|重点|后补助)[^）]{0,8}）$")
_OWN_RULES = re.compile(
    r"申报条件|申请条件|申报主体|为主体申报|申报单位(?:为|应|须|需)|实施方式[：:]|支持方式[：:]|补助标准|奖补标准|资助强度"
)
_DECIMAL = re.compile(r"(?P<code>\d{1,2}(?:\.\d{1,2}){1,3})")
_YEAR_LIKE = re.compile(r"(?:19|20)\d\d$")


@dataclass(frozen=True, slots=True)
class Coded:
    """A coded line. ``title`` to the colon of a run-in heading; paragraphs ``place`` to ``stop`` are its text."""

    code: str
    title: str
    place: int
    stop: int
    start: int
    end: int
    title_start: int
    is_run_in: bool
    rest: int  # offset in the paragraph's text where the text after the title begins

    @property
    def is_directed(self) -> bool:
        return bool(_DIRECTED.search(self.title))


def coded_of(
    document: Document, paragraphs: Sequence[Paragraph], headings: Sequence[Heading]
) -> list[Coded]:
    """The coded lines of a document; a lone one counts only among directions. In order."""
    own = [p for p in paragraphs[document.body : document.end] if not p.is_cell]
    heads = [h.place for h in headings]
    lines = [(p, match) for p in own if (match := CODE.match(p.text)) and _is_code(p.text, match)]
    lines = lines if len(lines) > 1 else []
    for paragraph, after in pairwise(own):
        if is_direction(paragraph, after) and (match := _DECIMAL.match(paragraph.text)):
            lines.append((paragraph, match))
    lines.sort(key=lambda one: one[0].place)
    found = []
    for at, (paragraph, match) in enumerate(lines):
        next_code = lines[at + 1][0].place if at + 1 < len(lines) else document.end
        stop = min([next_code, *(place for place in heads if place > paragraph.place)])
        found.append(_coded(paragraph, match, stop))
    return found


def _is_code(text: str, match: re.Match[str]) -> bool:
    """A code, not a year or an amount at the head of a sentence."""
    rest = text[match.end() :].lstrip(" .、：:")
    if not rest or (_YEAR_LIKE.match(match["code"]) and rest[0] in "年-—至"):
        return False
    return "\u4e00" <= rest[0] <= "\u9fff" or rest[0] in "“《（" or rest[0].isalnum()


def _coded(paragraph: Paragraph, match: re.Match[str], stop: int) -> Coded:
    text = paragraph.text
    begin = match.end()
    while begin < len(text) and text[begin] in " .、：:":
        begin += 1
    titled = _TITLED.match(text, begin)
    close = titled.end("title") if titled else len(text)
    start, end = paragraph.view.span(0, close)
    title_start = paragraph.view.span(begin, close)[0]
    title = text[begin:close].strip().rstrip(".")
    rest = titled.end() if titled else len(text)
    return Coded(
        match["code"],
        title,
        paragraph.place,
        stop,
        start,
        end,
        title_start,
        titled is not None,
        rest,
    )


def have_own_rules(coded: Sequence[Coded], paragraphs: Sequence[Paragraph]) -> bool:
    """Whether the coded lines of a document are programmes: most have conditions or ways of their own."""
    ruled = sum(1 for one in coded if _OWN_RULES.search(_text_under(one, paragraphs)))
    return bool(coded) and 2 * ruled >= len(coded)


def _text_under(one: Coded, paragraphs: Sequence[Paragraph]) -> str:
    return "\n".join(
        [
            paragraphs[one.place].text[one.rest :],
            *(p.text for p in paragraphs[one.place + 1 : one.stop]),
        ]
    )
