"""Whom a document is addressed to, what is attached to it, who issued it and when."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .numbering import label_of, numeral
from .paragraphs import Paragraph

_DATE = re.compile(r"(?P<y>20\d\d)\s*年\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*日")
_DATE_WORDS = re.compile(
    r"(?P<y>二[〇○零Oo0]{1}[〇○零一二三四五六七八九]{2})年(?P<m>[一二三四五六七八九十]{1,2})月(?P<d>[一二三四五六七八九十]{1,3})日"
)
_ISSUER = re.compile(
    r"[\u4e00-\u9fff（）\s]{3,40}(?:厅|局|委|会|府|部|院|中心|办公室|领导小组|办|社|大学|公司)\s*"
)
_LIST = re.compile(r"附\s*[件表]\s*(?:[：:]|(?=\d{1,2}\s*[.、：:]))")
_ITEM = re.compile(
    r"(?:附\s*[件表])?\s*\d{1,2}(?:-\d{1,2})?\s*[.．、：:]\s*|[一二三四五六七八九十]{1,3}\s*、\s*(?=.{2,40}$)"
)
_RECORD = re.compile(
    r"(?:抄\s*送|抄\s*报|分\s*送|主题词)\s*[：:].{0,200}|.{0,40}\d{4}年\d{1,2}月\d{1,2}日\s*印发|（此件.{2,12}）"
    r"|(?:您)?(?:当前|现在)?的?(?:所在)?位置\s*[：:].*|来源\s*[：:].*(?:日期|时间|阅读|浏览).*|(?:发布|成文)(?:日期|时间)\s*[：:].*|分享到.*|上一篇.*|[【\[]?\s*(?:打印|关闭)\s*[】\]]?.{0,20}"
)
_ADDRESSED = re.compile(r"(?P<list>[^。；！？]{2,160})[：:]")
_DIGITS = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | {
    "○": "0",
    "零": "0",
    "O": "0",
    "o": "0",
    "0": "0",
}


@dataclass(frozen=True, slots=True)
class Ending:
    """The formal parts around a text. ``lines``: the paragraphs they take, which say nothing else."""

    addressees: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    issuer: str | None = None
    date: str | None = None
    lines: frozenset[int] = frozenset()
    listed: tuple[int, ...] = ()  # the paragraphs of the list of attachments, which are among these


def iso(year: int, month: int, day: int) -> str | None:
    """The date as written in records; none where there is no such day.

    >>> iso(2024, 3, 14), iso(2024, 2, 30)
    ('2024-03-14', None)
    """
    longest = (
        31,
        29 if year % 4 == 0 and (year % 100 or year % 400 == 0) else 28,
        31,
        30,
        31,
        30,
        31,
        31,
        30,
        31,
        30,
        31,
    )
    if not 1 <= month <= 12 or not 1 <= day <= longest[month - 1]:
        return None
    return f"{year:04d}-{month:02d}-{day:02d}"


def date_written(text: str) -> str | None:
    """The date a line gives in digits or in Chinese words.

    >>> date_written("2024年3月14日"), date_written("二〇二四年三月十四日")
    ('2024-03-14', '2024-03-14')
    """
    if match := _DATE.search(text):
        return iso(int(match["y"]), int(match["m"]), int(match["d"]))
    if match := _DATE_WORDS.search(text):
        year = int("".join(_DIGITS[c] for c in match["y"].replace("二", "2").replace("2", "二")))
        return iso(year, numeral(match["m"]), numeral(match["d"]))
    return None


def ending_of(paragraphs: Sequence[Paragraph], first: int, last: int) -> Ending:
    """Addressees, attachments, issuer and date of the document whose body is ``first`` to ``last``."""
    addressees, taken = _addressees(paragraphs, first, last)
    attachments, listed = _attachments(paragraphs, first, last)
    issuer, date, signed = _signature(paragraphs, first, last)
    printed = [
        at
        for at in range(first, last)
        if not paragraphs[at].is_cell and _RECORD.fullmatch(paragraphs[at].text)
    ]
    return Ending(
        addressees,
        attachments,
        issuer,
        date,
        frozenset({*taken, *listed, *signed, *printed}),
        tuple(listed),
    )


def _addressees(
    paragraphs: Sequence[Paragraph], first: int, last: int
) -> tuple[tuple[str, ...], list[int]]:
    for at in range(first, min(first + 3, last)):
        paragraph = paragraphs[at]
        match = _ADDRESSED.fullmatch(paragraph.text)
        if match and not label_of(paragraph.text) and not paragraph.is_cell:
            names = re.split(r"[、，,](?![^（]*）)", match["list"])
            if len(names) > 1 or re.search(r"[局厅委会院校位业府]$", match["list"].strip("）")):
                return tuple(n.strip() for n in names if n.strip()), [at]
    return (), []


def _attachments(
    paragraphs: Sequence[Paragraph], first: int, last: int
) -> tuple[tuple[str, ...], list[int]]:
    for at in range(first, last):
        paragraph = paragraphs[at]
        head = _LIST.match(paragraph.text)
        if head is None or paragraph.is_cell or len(paragraph.text) > 160:
            continue
        items: list[str] = []
        taken = []
        for place in range(at, min(at + 30, last)):
            text = paragraphs[place].text
            if paragraphs[place].is_cell or (place > at and _closes(text)):
                break
            taken.append(place)
            rest = text[head.end() :].strip() if place == at else text
            mark = _ITEM.match(rest)
            if mark or not items:
                items.append(rest[mark.end() if mark else 0 :].strip())
            else:
                items[-1] += rest
        return tuple(i for i in items if i), taken
    return (), []


def _closes(text: str) -> bool:
    """Whether a list of attachments is over here."""
    if date_written(text) and len(text) < 40:
        return True
    return bool(_ISSUER.fullmatch(text)) and not _ITEM.match(text)


def _signature(
    paragraphs: Sequence[Paragraph], first: int, last: int
) -> tuple[str | None, str | None, list[int]]:
    """The date that stands alone, and the names of offices on the lines before it; who printed it when, last."""
    places = [
        at
        for at in range(last - 1, first - 1, -1)
        if not paragraphs[at].is_cell
        and len(paragraphs[at].text) <= 60
        and date_written(paragraphs[at].text)
    ]
    for at in sorted(places, key=lambda at: (paragraphs[at].text.endswith("印发"), -at)):
        paragraph = paragraphs[at]
        text = paragraph.text
        bare = _DATE_WORDS.sub("", _DATE.sub("", text)).strip(" （）()印发")
        if bare and not _ISSUER.fullmatch(bare):
            continue
        names, taken = ([bare], [at]) if bare else ([], [at])
        while (
            at - 1 >= first
            and _ISSUER.fullmatch(paragraphs[at - 1].text)
            and not label_of(paragraphs[at - 1].text)
        ):
            at -= 1
            names.insert(0, paragraphs[at].text.strip())
            taken.append(at)
        if text.endswith("印发"):
            names = []  # the office that printed it, not the one that issued it
        return "、".join(names) or None, date_written(text), taken
    return None, None, []
