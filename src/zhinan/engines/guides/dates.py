"""Dates in every spelling officials use, with what was inferred, and limits counted from an event."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .numbering import numeral
from .signature import iso

_WORDS = "〇○零一二三四五六七八九十"
_Y = r"(?:(?P<y>20\d\d|19\d\d)\s*年|(?P<yw>[二一][〇○零九][〇○零一二三四五六七八九]{2})年|(?P<yr>当年|本年度?|今年|次年|翌年|每年|上一?年度?|申报年度)(?:度)?)?"
_D = rf"\s*(?P<m>\d{{1,2}}|[{_WORDS}]{{1,2}})\s*月\s*(?:(?P<d>\d{{1,2}}|[{_WORDS}]{{1,3}})\s*[日号]|(?P<e>底|末))"
_DATE = re.compile(_Y + _D)
_DOTTED = re.compile(r"(?<![\d.])(?P<y>20\d\d)[./-](?P<m>\d{1,2})[./-](?P<d>\d{1,2})(?![\d.])")
_YEAR_END = re.compile(r"(?P<y>20\d\d年)?(?P<yr>当年|本年|每年)?(?P<e>年底|年末|12月底)")
TIME = re.compile(
    r"\s*(?:（[^）]{1,8}）)?\s*(?P<half>上午|下午|中午|晚上?|晚)?\s*(?:(?P<h>\d{1,2})\s*(?::|：|∶|时|点)\s*(?P<mi>\d{2}|半|整)?\s*分?(?:整)?)"
)
_DIGIT = {c: str(i) for i, c in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0"}


@dataclass(frozen=True, slots=True)
class Dated:
    """A day as written. ``date`` ISO; ``is_inferred`` where its year is not written; ``recurring`` every year."""

    start: int
    end: int
    date: str | None
    time: str | None = None
    is_inferred: bool = False
    recurring: bool = False


def dates_in(text: str, year: int | None) -> Iterator[Dated]:
    """All days in a text; ``year`` is that of the document, for days written without one.

    >>> [(d.date, d.time, d.is_inferred) for d in dates_in("于3月25日17:30前报送，6月底前完成", 2024)]
    [('2024-03-25', '17:30', True), ('2024-06-30', None, True)]
    """
    taken: list[tuple[int, int]] = []
    for pattern in (_DATE, _DOTTED, _YEAR_END):
        for match in pattern.finditer(text):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            dated = _dated(text, match, year)
            if dated is not None:
                taken.append((match.start(), match.end()))
                yield dated


def _dated(text: str, match: re.Match[str], year: int | None) -> Dated | None:
    parts = match.groupdict()
    written = parts.get("y") or _year_in_words(parts.get("yw"))
    said = parts.get("yr") or ""
    own = int(written[:4]) if written else None
    if own is None and year is not None:
        own = year + 1 if said in ("次年", "翌年") else year - 1 if said.startswith("上") else year
    year_end = iso(own, 12, 31) if own else None
    date = _day(own, parts) if "m" in parts else year_end
    time = TIME.match(text, match.end())
    end = time.end() if time else match.end()
    if date is None and own is not None:
        return None
    return Dated(match.start(), end, date, _clock(time), written is None, said == "每年")


def _day(year: int | None, parts: dict[str, str | None]) -> str | None:
    if year is None:
        return None
    month = numeral((parts["m"] or "").replace("○", "〇"))
    if parts.get("e"):
        days = [iso(year, month, day) for day in (31, 30, 29, 28)]
        return next((day for day in days if day), None)
    return iso(year, month, numeral((parts["d"] or "").replace("○", "〇")))


def _year_in_words(words: str | None) -> str | None:
    return "".join(_DIGIT.get(c, "") for c in words) if words else None


def _clock(match: re.Match[str] | None) -> str | None:
    if match is None:
        return None
    hour = int(match["h"])
    if match["half"] in ("下午", "晚", "晚上") and hour < 12:
        hour += 12
    minute = {"半": "30", "整": "00"}.get(match["mi"] or "00", match["mi"] or "00")
    return f"{hour:02d}:{minute}" if hour <= 24 else None
