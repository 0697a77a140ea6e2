"""Codes that stand in brackets after a title: （榜单代码：NY01）, （申请代码F0405）."""

import re
from dataclasses import dataclass

_TAILED = re.compile(
    r"(?P<title>.{2,}?)\s*[（\[]\s*(?P<what>[\u4e00-\u9fff]{0,6}(?:代码|编号|编码|代号|序号))?\s*[：:]?\s*"
    r"(?P<code>[A-Z]{1,6}[-—]?\d{1,8}(?:[-—.]\d{1,4}){0,3}|\d{2,8}(?:[-—]\d{1,4}){0,3})\s*[）\]]"
)
_OF_FIELD = re.compile(r"^(?:学科|申请|专业|领域|学科领域|研究领域)代?[码号]")


@dataclass(frozen=True, slots=True)
class Titled:
    """A title without its bracket; the code it is listed under, or that of its discipline."""

    title: str
    code: str | None = None
    discipline: str | None = None


def titled(text: str) -> Titled:
    """A title and the code in brackets at its end; bare figures count only where the bracket says what they are.

    >>> titled("盐碱地改良（榜单编号：NC07）"), titled("低温催化机理（学科代码B0301）").discipline
    (Titled(title='盐碱地改良', code='NC07', discipline=None), 'B0301')
    >>> titled("人才工程（2026）").title
    '人才工程（2026）'
    """
    match = _TAILED.fullmatch(text.strip())
    if match is None or (match["what"] is None and match["code"][0].isdigit()):
        return Titled(text)
    if _OF_FIELD.match(match["what"] or ""):
        return Titled(match["title"], None, match["code"])
    return Titled(match["title"], match["code"])
