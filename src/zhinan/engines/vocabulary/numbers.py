"""Numbers, amounts and shares as people type them, read without rounding."""

import re
from decimal import Decimal

from .dates import narrow

FACTORS = {
    "元": Decimal(1),
    "千元": Decimal(1000),
    "万元": Decimal(10_000),
    "万": Decimal(10_000),
    "百万元": Decimal(1_000_000),
    "亿元": Decimal(100_000_000),
    "亿": Decimal(100_000_000),
}
MOST_YUAN = Decimal(10) ** 14  # what a money column holds

_PLAIN = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_WORDED = re.compile(r"(?P<number>[+\-\d.,\s]+?)\s*(?P<word>[^\d.,\s+\-]+)?")


def read_number(text: str, *, unit: str = "") -> tuple[Decimal, str]:
    """The number in ``text`` and the digits as typed; the term's own unit may stand after it.

    Raises:
        ValueError: With the reason in Chinese.

    >>> read_number("１,２３４.50 人", unit="人")
    (Decimal('1234.50'), '1234.50')
    """
    digits, word = split_unit(text)
    if word and word != unit:
        raise ValueError(f"只填数字{f'，单位为{unit}' if unit else ''}")
    return Decimal(digits), digits


def split_unit(text: str) -> tuple[str, str]:
    """Digits (ASCII, without separators) and the word after them."""
    plain = narrow(text).strip().lstrip("¥￥").strip()
    match = _WORDED.fullmatch(plain)
    digits = re.sub(r"\s", "", match["number"]) if match else ""
    if _GROUPED.fullmatch(digits):
        digits = digits.replace(",", "")
    if match is None or not _PLAIN.fullmatch(digits):
        raise ValueError("不是数字")
    whole, _, part = digits.lstrip("+-").partition(".")
    if (
        len(whole.lstrip("0")) > 15 or len(part) > 10
    ):  # Decimal keeps 28 digits; beyond them it rounds
        raise ValueError("位数过多")
    return digits.removeprefix("+"), match["word"] or ""


def read_money(text: str, *, unit: str = "万元") -> tuple[Decimal, str]:
    """Yuan, exact to the fen, and the amount as typed in ``unit``.

    Raises:
        ValueError: With the reason in Chinese.

    >>> read_money("9.50")
    (Decimal('95000.00'), '9.50')
    >>> read_money("95000元")
    (Decimal('95000.00'), '9.5')
    """
    digits, word = split_unit(text)
    if word and word not in FACTORS:
        raise ValueError(f"单位“{word}”不可用，可用元、万元、亿元")
    yuan = Decimal(digits) * FACTORS[word or unit]
    if abs(yuan) >= MOST_YUAN:
        raise ValueError("超过一百万亿元")
    if yuan != yuan.quantize(Decimal("0.01")):
        raise ValueError("精确到分以下")
    own = FACTORS[word or unit] == FACTORS[unit]
    return yuan.quantize(Decimal("0.01")), digits if own else plain_decimal(yuan / FACTORS[unit])


def read_ratio(text: str) -> tuple[Decimal, str]:
    """A share as an exact number (80% is 0.8) and the figure as typed, in percent.

    Raises:
        ValueError: Not a number; or a bare figure of 1 or less, which may mean either.

    >>> read_ratio("80"), read_ratio("0.8%")
    ((Decimal('0.8'), '80'), (Decimal('0.008'), '0.8'))
    """
    digits, word = split_unit(text)
    if word not in ("", "%"):
        raise ValueError("只填百分数")
    share = Decimal(digits)
    if not word and 0 < share <= 1:
        raise ValueError(
            f"“{digits}”不能确定是{digits}%还是{plain_decimal(share * 100)}%，请带上百分号"
        )
    return Decimal(plain_decimal(share / 100)), digits


def plain_decimal(number: Decimal) -> str:
    """Digits without an exponent and without zeros that say nothing.

    >>> plain_decimal(Decimal("1E+3")), plain_decimal(Decimal("9.50")), plain_decimal(Decimal("0.00"))
    ('1000', '9.5', '0')
    """
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("", "-0") else text
