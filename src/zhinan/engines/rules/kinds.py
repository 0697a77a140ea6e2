"""Kinds of expressions: what may be compared with, added to, or looked up in what."""

from dataclasses import dataclass, replace
from fractions import Fraction

from zhinan.engines.vocabulary import Term

# unit as written -> (dimension, factor to the dimension's own unit)
UNITS: dict[str, tuple[str, Fraction]] = {
    "元": ("元", Fraction(1)),
    "万元": ("元", Fraction(10_000)),
    "亿元": ("元", Fraction(100_000_000)),
    "月": ("月", Fraction(1)),
    "个月": ("月", Fraction(1)),
    "年": ("月", Fraction(12)),
    "天": ("天", Fraction(1)),
    "日": ("天", Fraction(1)),
    "岁": ("岁", Fraction(1)),
    "周岁": ("岁", Fraction(1)),
    "平方米": ("平方米", Fraction(1)),
    **dict.fromkeys(tuple("人项个件篇家名份套次部级位所户台字种"), ("", Fraction(1))),
    "万人": ("", Fraction(10_000)),
    "%": ("", Fraction(1, 100)),
}
MONEY_WORDS = ("万元", "元", "亿元")


@dataclass(frozen=True, slots=True)
class Kind:
    """The kind of an expression.

    ``name``: flag text choice choices date region topic file table number list; ``of`` of a list.
    ``unit``: dimension of a number (元 月 天 岁 平方米, or none); ``written``: 万元 or 元, as a person writes it.
    """

    name: str
    unit: str = ""
    written: str = ""
    choices: tuple[str, ...] = ()
    of: str = ""

    @property
    def is_text_like(self) -> bool:
        return self.name in ("text", "choice", "topic", "region", "organisation", "person")

    @property
    def is_ordered(self) -> bool:
        return self.name in ("number", "date")

    def __str__(self) -> str:
        if self.name == "number":
            return f"数（{self.written or self.unit}）" if self.unit else "数"
        return _NAMES.get(self.name, self.name)


FLAG = Kind("flag")
TEXT = Kind("text")
DATE = Kind("date")
NUMBER = Kind("number")
MONTHS = Kind("number", "月")
DAYS = Kind("number", "天")
YEARS_OLD = Kind("number", "岁")
_NAMES = {
    "flag": "是否",
    "text": "文字",
    "choice": "单选项",
    "choices": "多选项",
    "date": "日期",
    "region": "行政区划",
    "topic": "指南代码",
    "file": "附件",
    "table": "表",
    "list": "名单",
    "organisation": "单位",
    "person": "人员",
}


def kind_of(term: Term) -> Kind:
    """The kind of a term of the vocabulary."""
    if term.type == "money":
        return Kind("number", "元", term.unit or "万元")
    if term.type == "ratio":
        return NUMBER
    if term.type in ("integer", "decimal"):
        dimension, factor = UNITS.get(term.unit, (term.unit, Fraction(1)))
        # a number kept in years or 亿元 is compared in its own unit, so that nothing is converted unseen
        own = dimension if factor == 1 else term.unit
        return Kind("number", own, term.unit if own else "")
    if term.type in ("choice", "choices"):
        return Kind(term.type, choices=term.choices)
    return Kind(term.type)


def of_list(of: str, choices: tuple[str, ...] = ()) -> Kind:
    return Kind("list", of=of, choices=choices)


def without_writing(kind: Kind) -> Kind:
    return replace(kind, written="")
