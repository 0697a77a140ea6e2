"""How a quota stands, in words."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from .amounts import plain
from .verdict import Usage

_OPEN = {
    "QUOTA-NO-ROW": ("{name}在名额表中没有对应的行，不作不限，请主管处室确定", "no quota line holds {name}; the office decides"),
    "QUOTA-UNCLEAR": ("{name}同时符合名额表中限额不同的几行，请主管处室确定", "several quota lines hold {name} with different limits; the office decides"),
}  # fmt: skip


def usage_words(usage: Usage | None, *, is_zh: bool) -> str:
    """``甲局已推荐2/3``, with the money where there is a cap; why no line holds; empty where it is not known.

    >>> usage_words(Usage(2, 3, name="甲局"), is_zh=True)
    '甲局已推荐2/3'
    >>> usage_words(Usage(code="QUOTA-NO-ROW", name="宁波"), is_zh=True)
    '宁波在名额表中没有对应的行，不作不限，请主管处室确定'
    """
    if usage is None:
        return ""
    name = usage.name or usage.who or ("该单位" if is_zh else "the unit")
    if usage.code in _OPEN:
        return _OPEN[usage.code][0 if is_zh else 1].format(name=name)
    parts = []
    if usage.used is not None:
        most = ("不限" if is_zh else "no limit") if usage.most is None else str(usage.most)
        said = f"{name}已推荐{usage.used}/{most}"
        parts.append(said if is_zh else f"{name}: {usage.used} of {most} used")
    if usage.used_yuan is not None and usage.most_yuan is not None:
        used, limit = _ten_thousands(usage.used_yuan), _ten_thousands(usage.most_yuan)
        said = f"已合计申请{used}万元，限{limit}万元"
        parts.append(said if is_zh else f"{used}万元 asked for of {limit}万元")
    return ("，" if is_zh else ", ").join(parts)


def _ten_thousands(yuan: Any) -> str:
    return plain(Fraction(Decimal(yuan)) / 10_000)
