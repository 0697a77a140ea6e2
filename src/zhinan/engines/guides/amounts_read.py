"""Amounts with their comparison: 不低于1500万元, 5名以上, 占2/3以上, 一年以内, 近300平方米."""

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from .condition_words import NUMERAL, UNIT_WORDS
from .numbering import numeral

LEAST = "不低于|不少于|不得低于|不得少于|不小于|不得小于|不短于|至少(?:有|为|拥有|联合|包含|选择)?|最低(?:为|不少于)?|达到|达|满|应达|不得短于|大于等于|大于或等于|≥|>="
OVER = "超过|高于|大于|多于|超|>|＞"
MOST = "不超过|不得超过|不高于|不得高于|不多于|不得多于|不大于|不得大于|不长于|最多(?:为|不超过|可)?|最高(?:为|不超过)?|控制在|限(?:申)?报|限于|不超|小于等于|≤|<="
UNDER = "低于|少于|小于|不满|未满|不足|<|＜"
_BEFORE = f"(?P<least>{LEAST})|(?P<most>{MOST})|(?P<over>{OVER})|(?P<under>{UNDER})"
_AFTER = r"(?P<more>(?:及其?|或)?(?:以上|之上)|起(?!步)|及更多)|(?P<less>(?:及其?|或)?(?:以下|以内|之内|内(?!部|容|设|外|的)))|(?P<near>左右|上下)"
AMOUNT = re.compile(
    rf"(?:(?P<about>近|约|大约|接近)\s*)?(?:{_BEFORE})?\s*(?:人民币)?\s*"
    rf"(?P<number>\d+\s*/\s*\d+|\d+(?:\.\d+)?\s*[:：]\s*\d+(?:\.\d+)?|[一二三四五六七八九]分之[一二三四五六七八九]|{NUMERAL})\s*(?P<unit>{UNIT_WORDS})?(?:人民币)?"
    rf"(?:（[^（）不其]{{0,12}}）)?\s*(?:的?(?:{_AFTER}))?(?P<again>（[^（）]*含[^（）]*）(?:以上|以下)?)?"
)
_YEAR = re.compile(r"^(?:19|20)\d\d$")


@dataclass(frozen=True, slots=True)
class Amount:
    """One amount with its bound. ``operator`` is empty where none is written."""

    start: int
    end: int
    operator: str
    value: int | float | str
    unit: str | None
    approx: bool = False
    inclusive: bool | None = None


@lru_cache(maxsize=4096)
def amounts_in(text: str) -> tuple[Amount, ...]:
    """All amounts of a text that could be a bound; years, dates and numbers of papers are none.

    >>> [(a.operator, a.value, a.unit) for a in amounts_in("不少于5人，占2/3以上，年销售收入超1000万元，一年以内")]
    [('>=', 5, '人'), ('>=', '2/3', None), ('>', 1000, '万元'), ('<=', 1, '年')]
    """
    found = []
    for match in AMOUNT.finditer(text):
        amount = _amount_of(match, text)
        if amount is not None:
            found.append(amount)
    return tuple(found)


def _amount_of(match: re.Match[str], text: str) -> Amount | None:
    written, unit = match["number"].replace(" ", ""), match["unit"]
    value = value_of(written)
    operator = _operator(match)
    unit = "字" if unit and unit.endswith("字") else unit
    if value is None or (unit is None and not re.search("[/:：]|分之", written)):
        return None
    if _YEAR.match(written) and unit in ("年", None):
        return None
    if unit in ("月", "日") or (unit == "年" and re.match(r"\d{1,2}月", text[match.end() :])):
        return None
    if not written[0].isdigit() and not operator and unit not in ("年", "家", "项", "个"):
        return None
    if unit == "级" and not re.search(
        r"等级|资质|评级|信用", text[max(0, match.start() - 8) : match.start()]
    ):
        return None
    if match["about"] and unit in ("年", "个月"):  # 近三年 is a period, no bound
        return None
    eased = text.endswith("放宽至", 0, match.start())
    if match.start() and text[match.start() - 1] in "第近前-—～~至" and not eased:
        return None
    return Amount(
        match.start(),
        match.end(),
        operator,
        value,
        unit,
        approx=bool(match["about"] or match["near"]),
        inclusive=True if "含" in match[0] and "不含" not in match[0] else None,
    )


def _operator(match: re.Match[str]) -> str:
    if match["least"]:
        return ">="
    if match["most"]:
        return "<="
    if match["over"]:
        return ">"
    if match["under"]:
        return "<"
    if match["more"] or (match["again"] and match["again"].endswith("以上")):
        return ">="
    if match["less"] or (match["again"] and match["again"].endswith("以下")):
        return "<="
    return ">=" if match["about"] else "<=" if match["near"] else ""


def _fraction(ratio: Fraction) -> int | str:
    return int(ratio) if ratio.denominator == 1 else f"{ratio.numerator}/{ratio.denominator}"


def value_of(written: str) -> int | float | str | None:
    """A number as written: digits with commas, 两, 三分之二, 2/3.

    >>> value_of("1,500"), value_of("三分之二"), value_of("两"), value_of("0.5"), value_of("2:1"), value_of("1:2")
    (1500, '2/3', 2, 0.5, 2, '1/2')
    """
    plain_ratio = written.replace("：", ":").replace(" ", "")
    if ":" in plain_ratio:
        above, below = plain_ratio.split(":")
        return _fraction(Fraction(above) / Fraction(below)) if Fraction(below) else None
    if "/" in written:
        return written
    if "分之" in written:
        below, above = written.split("分之")
        return f"{numeral(above)}/{numeral(below)}"
    plain = written.replace(",", "")
    if plain[0].isdigit():
        exact = Fraction(plain)
        return int(exact) if exact.denominator == 1 else float(exact)
    return numeral(written) or None
