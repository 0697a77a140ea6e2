"""Dates as officials write them."""

import re
from calendar import monthrange
from datetime import date

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: 0x20,
    0x2212: 0x2D,
    0x2014: 0x2D,
    0x2013: 0x2D,
}
_NUMERALS = {
    char: digit
    for digit, chars in enumerate(["〇零○", "一", "二", "三", "四", "五", "六", "七", "八", "九"])
    for char in chars
}
_SPELLINGS = [
    re.compile(r"(\d{4})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{1,2})"),
    re.compile(r"(\d{4})\s*(年)\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]"),
    re.compile(r"(\d{4})()(\d{2})(\d{2})"),
]
EXAMPLES = "如 2023-02-28、2023/2/28、20230228 或 2023年2月28日"


def narrow(text: str) -> str:
    """Full-width letters, digits and signs as their ASCII twins; everything else as it is.

    >>> narrow("９．５０　万元")
    '9.50 万元'
    """
    return text.translate(_WIDE)


def read_date(text: str) -> date:
    """The day that ``text`` names.

    Raises:
        ValueError: With the reason in Chinese, fit to be shown.

    >>> [str(read_date(t)) for t in ("2023-2-8", "２０２３．０２．０８", "20230208", "二〇二三年二月八日", "2023年2月8号")]
    ['2023-02-08', '2023-02-08', '2023-02-08', '2023-02-08', '2023-02-08']
    >>> read_date("2023-02-30")
    Traceback (most recent call last):
        ...
    ValueError: 2023年2月只有28天，没有30日
    """
    plain = narrow(text).strip()
    if "年" in plain:
        plain = re.sub(r"[〇零○一二三四五六七八九十]+", lambda found: _figure(found[0]), plain)
    for spelling in _SPELLINGS:
        match = spelling.fullmatch(plain)
        if match:
            return _day(int(match[1]), int(match[3]), int(match[4]))
    if re.fullmatch(r"\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?", plain):
        raise ValueError("年份须写四位")
    if re.fullmatch(r"\d{4}\s*[-/.年]\s*\d{1,2}\s*月?", plain):
        raise ValueError("只写到月，缺日")
    raise ValueError("不是可识别的日期")


def _day(year: int, month: int, day: int) -> date:
    if not 1 <= month <= 12:
        raise ValueError(f"月份须在1至12之间，所填为{month}")
    if not 1900 <= year <= 2200:
        raise ValueError(f"年份须在1900至2200之间，所填为{year}")
    last = monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise ValueError(f"{year}年{month}月只有{last}天，没有{day}日")
    return date(year, month, day)


def _figure(numerals: str) -> str:
    """Chinese numerals of a date as digits: 二〇二三 is read digit by digit, 二十八 by tens."""
    if "十" not in numerals:
        return "".join(str(_NUMERALS[char]) for char in numerals)
    tens, _, units = numerals.partition("十")
    if len(tens) > 1 or len(units) > 1:
        return numerals
    return str((_NUMERALS[tens] if tens else 1) * 10 + (_NUMERALS[units] if units else 0))
