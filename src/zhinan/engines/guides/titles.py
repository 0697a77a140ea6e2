"""Titles of official documents: over one or several lines, and what kind of document they announce."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .numbering import BOX, label_of
from .paragraphs import Paragraph
from .source import joined, squeezed

_ENDINGS = {
    "form": "表|申报书|申请书|任务书|合同书|建议书|推荐书|承诺书|推荐函|格式|模板|样式|式样|清单|名单|提纲|说明|代码",
    "guide": "指南|榜单|申报要点|需求目录|指南目录|项目目录|技术目录|(?:申报|申请|揭榜|立项|项目)须知",
    "notice": "通知|公告|通告|通报|函|公示",
    "plan": "规划|规划纲要|行动计划|纲要|工作要点|实施方案|工作方案|行动方案|方案",
    "measure": "办法|细则|规定|规程|条例|意见|措施|政策|准则|章程|规则|制度",
}
_BRACKETS = r"(?:（[^（）]{1,24}）|\[[^\[\]]{1,24}\])*"
_KINDS = {kind: re.compile(rf"(?:{ends}){_BRACKETS}$") for kind, ends in _ENDINGS.items()}
_AND = re.compile(
    r"(?:(?<=指南)|(?<=榜单)|(?<=目录))(?:及|和|与|暨)[\u4e00-\u9fff]{0,6}(?:须知|说明|要求|事项|流程|规则|细则|问答|指引)$"
)
_DEMAND = re.compile(r"征集.*(?:需求|建议|选题|难题|榜单题目|指南)|需求.*征集")
_STOPS = re.compile(r"[。；！？;：:]|\d{7}")
_ALONE = re.compile(r"(?:[\u4e00-\u9fff]{2,12})?20\d\d\s*年|关于")
_LETTERHEAD = re.compile(
    r".{2,30}文\s?件|.{0,12}[发字函办规]?.{0,6}[\[（(]20\d\d[\]）)]\s*(?:第)?\s*\d+\s*号|附\s*件\s*\d{0,2}|公\s?开.{0,8}|（此件.{2,12}）|(?:网站)?首\s*页.{0,40}|[^。]{1,20}\s*(?:>>?|»|›)\s*[^。]{1,40}|抄\s*送\s*[：:].*|特急|急件|GB/T.*"
)
_DATED = re.compile(r"[（(]?(?:20\d\d|二[〇○零Oo].{2})年.{1,3}月.{1,4}日[）)]?(?:印发)?")
_COUNTED = re.compile(r"(?:[IVX]{1,4}|\d{1,2})\s*[\u4e00-\u9fff“]|[一二三四五六七八九十]{1,3}\s+\S")
_TAIL = re.compile(r"（(?!20\d\d\s*年?\s*[-—–~至])(?![^（）]*号）)[^（）]{2,24}）")
MOST_LINES, LONGEST_LINE, LONGEST = 5, 48, 110


@dataclass(frozen=True, slots=True)
class Title:
    """A title: its text without breaks, its kind, its span, and the paragraph after it."""

    text: str
    kind: str
    start: int
    end: int
    after: int


def kind_of(text: str) -> str:
    """The kind of document a title announces; empty where it is no title.

    >>> [kind_of(t) for t in ("2024年度市基础研究计划项目指南", "关于征集技术需求的通知", "推荐汇总表（式样）")]
    ['guide', 'demand_call', 'form']
    """
    text = _AND.sub("", text)
    for kind, pattern in _KINDS.items():
        if pattern.search(text):
            return "demand_call" if kind == "notice" and _DEMAND.search(text) else kind
    return ""


def title_at(paragraphs: Sequence[Paragraph], at: int) -> Title | None:
    """The title that begins at paragraph ``at``, over at most five lines."""
    taken: list[Paragraph] = []
    best: Title | None = None
    for paragraph in paragraphs[at : at + MOST_LINES]:
        text = paragraph.text
        if paragraph.is_cell or len(text) > LONGEST_LINE + 40 * (not taken) or _STOPS.search(text):
            break
        if (
            label_of(text)
            or BOX.match(text)
            or is_letterhead(text)
            or _DATED.fullmatch(text)
            or (taken and _COUNTED.match(text))
            or (best and not _continues(taken, paragraph))
        ):
            break
        taken.append(paragraph)
        whole = joined(p.view for p in taken)
        said = squeezed(whole.text)
        if len(said) > LONGEST:
            break
        if kind := kind_of(said):
            start, end = whole.span(0, len(whole.text))
            best = Title(said, kind, start, end, at + len(taken))
    return best


def _continues(taken: Sequence[Paragraph], after: Paragraph) -> bool:
    """Whether a line lengthens what is already a title: a bracket, or a short ending of its own."""
    if _TAIL.fullmatch(after.text):
        return True
    said = squeezed("".join(p.text for p in taken)) + squeezed(after.text)
    opened = said.count("（") > said.count("）") or taken[-1].text.count("《") > taken[
        -1
    ].text.count("》")
    return opened or (len(after.text) <= 8 and bool(kind_of(squeezed(after.text))))


def stands_alone(title: Title, first_line: str) -> bool:
    """Whether a title without an annex label begins a document in the middle of a file."""
    return title.kind not in ("form", "measure") and bool(_ALONE.match(first_line))


def is_letterhead(text: str) -> bool:
    """A line above the title: issuer's heading, document number, annex label."""
    return bool(_LETTERHEAD.fullmatch(text))
