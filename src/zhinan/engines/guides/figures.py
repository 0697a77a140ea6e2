"""Figures of indicator tables: value, sign, unit, and whether a figure can be right."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

VALUE = re.compile(
    r"^(?:约|达到?|超过)?\s*(?P<op>[＞>≥≤＜<]|不低于|不少于|不超过|以上)?\s*(?P<n>-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?)\s*(?P<unit>%|‰|万元|亿元|[\u4e00-\u9fff/]{0,6})?\s*(?P<more>左右|以上|以下|以内)?$"
)
UNIT = re.compile(r"^(?P<name>.*?)\s*[（\[](?P<unit>[^（）\[\]]{1,12})[）\]]$")
_OPS = {
    "＞": ">",
    ">": ">",
    "≥": ">=",
    "≤": "<=",
    "＜": "<",
    "<": "<",
    "不低于": ">=",
    "不少于": ">=",
    "不超过": "<=",
    "以上": ">=",
    "以下": "<=",
    "以内": "<=",
}
_SHARE = re.compile(
    r"比重|比例|占比|之比|率$|率（|占.{0,12}(?:的|比)|覆盖|满意度|具备.{0,8}素[质养]"
)
_GROWTH = re.compile(r"增长|增幅|增速|倍|强度指数|回报|投入产出|带动")


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell that holds a figure, as written and as a number."""

    written: str
    value: float | int
    op: str
    unit: str | None


def figure(text: str) -> Figure | None:
    """The figure a cell holds; none where it holds words.

    >>> figure(">2.00"), figure("不低于300家").value, figure("人工智能")
    (Figure(written='>2.00', value=2.0, op='>', unit=None), 300, None)
    """
    match = VALUE.match(text.strip())
    if match is None:
        return None
    number = match["n"].replace(",", "")
    value = float(number) if "." in number else int(number)
    op = _OPS.get(match["op"] or match["more"] or "", "=")
    return Figure(text.strip(), value, op, match["unit"] or None)


def name_and_unit(text: str) -> tuple[str, str | None]:
    """An indicator's name without the unit in its last bracket.

    >>> name_and_unit("研究与试验发展（R&D）经费支出占地区生产总值（GDP）比重 （%）")
    ('研究与试验发展（R&D）经费支出占地区生产总值（GDP）比重', '%')
    """
    match = UNIT.match(text.strip())
    if (
        match is None
        or not re.fullmatch(r"[%‰\w/.·*]{1,10}", match["unit"])
        or re.search(r"全职|当年|含|不", match["unit"])
    ):
        return text.strip(), None
    return match["name"].strip(), match["unit"]


def is_implausible(name: str, unit: str | None, values: Sequence[float | int]) -> bool:
    """Whether a share in per cent is above a hundred: a lost decimal point, as a rule."""
    share = unit in ("%", "‰") and bool(_SHARE.search(name)) and not _GROWTH.search(name)
    return share and any(v > 100 for v in values)


def is_ratio(name: str, unit: str | None) -> bool:
    """Whether an indicator is a quotient, which as a rule is printed with decimals: 每万人口…, …之比."""
    return unit in ("%", "‰") or bool(
        re.search(r"每[万千百亿]|每个?(?:企业|户)|万名.{0,8}中|之比|人均|平均", name)
    )
