"""An expression in words, Chinese and English, made from its tree so that nothing is left out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from zhinan.engines.vocabulary import Term, Vocabulary

from .amounts import plain
from .functions import AGGREGATES, FUNCTIONS
from .kinds import Kind
from .lists import Members
from .ranges import Range
from .tree import (
    Aggregate,
    Call,
    Cell,
    Choose,
    Compare,
    Constant,
    Derived,
    Every,
    Fact,
    Moment,
    Node,
    Not,
    Parameter,
    Plus,
    Scaled,
    Some,
    Weighted,
    Within,
)

MOST_LISTED = 12
_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_SIGNS = {
    "zh": {"==": "为", "!=": "不为", "<": "小于", "<=": "不超过", ">": "大于", ">=": "不少于"},
    "en": {"==": "is", "!=": "is not", "<": "is less than", "<=": "is at most", ">": "is more than", ">=": "is at least"},
}  # fmt: skip
_DAY_SIGNS = {
    "zh": {"==": "为", "!=": "不为", "<": "早于", "<=": "不晚于", ">": "晚于", ">=": "不早于"},
    "en": {"==": "is", "!=": "is not", "<": "is before", "<=": "is not after", ">": "is after", ">=": "is not before"},
}  # fmt: skip
_MOMENTS = {"法律日期": "the law date", "知识日期": "the knowledge date", "基准日": "the reference day", "本年度": "the year", "本计划": "this programme"}  # fmt: skip
_SHIFTS = {"加日": ("天", "days"), "加月": ("个月", "months"), "加年": ("年", "years")}
_UNITS_EN = {"月": "months", "天": "days", "岁": "years of age", "年": "years", "平方米": "m²"}


@dataclass(frozen=True, slots=True)
class Words:
    """Puts trees into words of one language (``zh`` or ``en``)."""

    vocabulary: Vocabulary
    language: str = "zh"

    @property
    def is_zh(self) -> bool:
        return self.language == "zh"

    def of(self, node: Node, *, wanted: bool = True) -> str:
        """The node in words; ``wanted`` False says the opposite of a condition."""
        say: Callable[..., str] = _SAYERS[type(node)]
        return say(self, node, wanted) if node.kind.name == "flag" else say(self, node)

    def label(self, path: str, label: str, en: str) -> str:
        if self.is_zh:
            return label
        term = self.vocabulary.get(path)
        own = (term.en if term is not None and term.en else en) or label
        group = path.partition(".")[0]
        return own if term is None or term.table or group == path else f"{own} ({group})"

    def value(self, value: Any, kind: Kind, *, like: Node | None = None) -> str:
        """A value as officials write it; ``like`` is the fact whose choice it is."""
        if isinstance(value, Range):
            return self.span(value, kind)
        if isinstance(value, bool):
            return ("是" if value else "否") if self.is_zh else ("yes" if value else "no")
        if isinstance(value, date):
            return (
                f"{value.year}年{value.month}月{value.day}日" if self.is_zh else value.isoformat()
            )
        if isinstance(value, (int, Decimal, Fraction)):
            return self.number(Fraction(value), kind, self.term_of(like))
        if isinstance(value, Members):
            return f"“{value.name}”"
        if isinstance(value, (tuple, list, frozenset)):
            shown = [self.value(v, kind, like=like) for v in list(value)[:MOST_LISTED]]
            rest = len(value) - len(shown)
            more = (f"等{len(value)}项" if self.is_zh else f" and {rest} more") if rest > 0 else ""
            return ("、" if self.is_zh else ", ").join(shown) + more
        return self.word(str(value), like)

    def term_of(self, node: Node | None) -> Term | None:
        """The term behind a fact or a cell."""
        node = node.fact if isinstance(node, Derived) else node
        if isinstance(node, Fact):
            return self.vocabulary.get(node.path)
        return self.vocabulary.get(f"{node.table}.{node.key}") if isinstance(node, Cell) else None

    def word(self, text: str, like: Node | None) -> str:
        term = None if self.is_zh else self.term_of(like)
        if term is not None and text in term.choices:
            return f"“{term.choices_en[term.choices.index(text)]}”"
        return f"“{text}”"

    def number(self, value: Fraction, kind: Kind, term: Term | None = None) -> str:
        if kind.unit == "元":
            return f"{plain(value / 10_000)}万元" if self.is_zh else f"CNY {plain(value)}"
        if term is not None and term.type == "ratio":
            return f"{plain(value * 100)}%"
        own = term.unit if term is not None and self.is_zh else ""
        unit = kind.unit or own
        unit = {"月": "个月"}.get(unit, unit) if self.is_zh else _UNITS_EN.get(unit, unit)
        return f"{plain(value)}{unit}" if self.is_zh else f"{plain(value)} {unit}".strip()

    def span(self, value: Range, kind: Kind) -> str:
        low = None if value.low is None else self.value(value.low, kind)
        high = None if value.high is None else self.value(value.high, kind)
        if low is None or high is None:
            unknown = "未知" if self.is_zh else "unknown"
            if low is None and high is None:
                return unknown
            if self.is_zh:
                return f"不低于{low}" if low is not None else f"不超过{high}"
            return f"at least {low}" if low is not None else f"at most {high}"
        return f"{low}至{high}" if self.is_zh else f"{low} to {high}"


def _constant(w: Words, node: Constant, wanted: bool = True) -> str:
    if isinstance(node.value, bool):
        always = node.value is wanted
        return ("无条件" if always else "不可能") if w.is_zh else ("always" if always else "never")
    return w.value(node.value, node.kind)


def _fact(w: Words, node: Fact, wanted: bool = True) -> str:
    label = w.label(node.path, node.label, node.en)
    if node.kind.name != "flag":
        return label
    return (
        f"{label}为{'是' if wanted else '否'}"
        if w.is_zh
        else f"{label}: {'yes' if wanted else 'no'}"
    )


def _derived(w: Words, node: Derived, wanted: bool = True) -> str:
    return _fact(w, node.fact, wanted)


def _cell(w: Words, node: Cell, wanted: bool = True) -> str:
    label = w.label(f"{node.table}.{node.key}", node.label, node.en)
    if node.kind.name != "flag":
        return label
    return (
        f"{label}为{'是' if wanted else '否'}"
        if w.is_zh
        else f"{label}: {'yes' if wanted else 'no'}"
    )


def _moment(w: Words, node: Moment) -> str:
    return node.name if w.is_zh else _MOMENTS[node.name]


def _not(w: Words, node: Not, wanted: bool = True) -> str:
    return w.of(node.inner, wanted=not wanted)


def _joined(w: Words, node: Every | Some, wanted: bool = True) -> str:
    is_and = isinstance(node, Every) is wanted
    parts = []
    for part in node.parts:
        text = w.of(part, wanted=wanted)
        parts.append(f"（{text}）" if isinstance(part, (Every, Some, Choose)) else text)
    return (("，且" if is_and else "，或") if w.is_zh else (" and " if is_and else " or ")).join(
        parts
    )


def _compare(w: Words, node: Compare, wanted: bool = True) -> str:
    sign = node.sign if wanted else _OPPOSITE[node.sign]
    signs = (_DAY_SIGNS if node.left.kind.name == "date" else _SIGNS)[w.language]
    left, right = _side(w, node.left, node.right), _side(w, node.right, node.left)
    return f"{left}{signs[sign]}{right}" if w.is_zh else f"{left} {signs[sign]} {right}"


def _side(w: Words, node: Node, other: Node) -> str:
    """A side of a comparison; a literal is worded as a value of the other side."""
    if isinstance(node, Constant) and not isinstance(node.value, bool):
        kind = other.kind if other.kind.name == node.kind.name else node.kind
        return w.value(node.value, kind, like=other)
    return w.of(node)


def _within(w: Words, node: Within, wanted: bool = True) -> str:
    among = _side(w, node.among, node.item)
    if node.among.kind.name == "choices":
        item = _side(w, node.item, node.among)
        if w.is_zh:
            return f"{among}{'含' if wanted else '不含'}{item}"
        return f"{among} {'includes' if wanted else 'does not include'} {item}"
    item = w.of(node.item)
    if w.is_zh:
        return f"{item}{'属于' if wanted else '不属于'}{among}"
    return f"{item} is {'' if wanted else 'not '}one of {among}"


def _choose(w: Words, node: Choose, wanted: bool = True) -> str:
    is_flag = node.kind.name == "flag"
    then = w.of(node.then, wanted=wanted) if is_flag else w.of(node.then)
    otherwise = w.of(node.otherwise, wanted=wanted) if is_flag else w.of(node.otherwise)
    condition = w.of(node.condition)
    if w.is_zh:
        return f"若{condition}，则{then}；否则{otherwise}"
    return f"if {condition}, {then}; otherwise {otherwise}"


def _plus(w: Words, node: Plus) -> str:
    word = (
        ("减" if node.is_minus else "加") if w.is_zh else (" minus " if node.is_minus else " plus ")
    )
    return f"{_side(w, node.left, node.right)}{word}{_side(w, node.right, node.left)}"


def _scaled(w: Words, node: Scaled) -> str:
    inner = w.of(node.inner)
    if node.factor == -1:
        return f"负{inner}" if w.is_zh else f"minus {inner}"
    factor = node.factor
    if factor < 1 and node.inner.kind.unit == "元":
        shown = f"{plain(factor * 100)}%"
        return f"{inner}的{shown}" if w.is_zh else f"{shown} of {inner}"
    shown = (
        plain(factor)
        if (factor * 1000).denominator == 1
        else f"{factor.numerator}/{factor.denominator}"
    )
    return f"{inner}的{shown}倍" if w.is_zh else f"{shown} × {inner}"


def _weighted(w: Words, node: Weighted) -> str:
    return f"{w.of(node.inner)}×{w.of(node.weight)}"


def _call(w: Words, node: Call, wanted: bool = True) -> str:
    if node.function == "名单":
        return f"“{node.arguments[0].value}”"  # type: ignore[attr-defined]
    function = FUNCTIONS[node.function]
    first = node.arguments[0]
    shown = [w.of(first), *(_side(w, a, first) for a in node.arguments[1:])]
    if node.function in _SHIFTS:
        return _shifted(w, node)
    if node.function in ("最小", "最大"):
        shown = [("、" if w.is_zh else ", ").join(_side(w, a, first) for a in node.arguments)]
    text = (function.zh if w.is_zh else function.en).format(*shown)
    if node.kind.name == "flag" and not wanted:
        return f"不是“{text}”" if w.is_zh else f"not ({text})"
    return text


def _shifted(w: Words, node: Call) -> str:
    """加日, 加月, 加年: so long after, or before, a day."""
    day, span = w.of(node.arguments[0]), node.arguments[1]
    if not isinstance(span, Constant):
        return f"{day}后{w.of(span)}" if w.is_zh else f"{w.of(span)} after {day}"
    count = Fraction(span.value)  # type: ignore[arg-type]
    unit = _SHIFTS[node.function][0 if w.is_zh else 1]
    if w.is_zh:
        return f"{day}{'前' if count < 0 else '后'}{plain(abs(count))}{unit}"
    return f"{plain(abs(count))} {unit} {'before' if count < 0 else 'after'} {day}"


def _aggregate(w: Words, node: Aggregate, wanted: bool = True) -> str:
    label = w.label(node.table, node.label, "")
    value = "" if node.value is None else w.of(node.value)
    where = "" if node.where is None else w.of(node.where)
    where = (f"（{where}）" if w.is_zh else f" (where {where})") if where else ""
    if node.function == "任一" and not wanted:
        return f"{label}中没有一行{value}" if w.is_zh else f"no row of {label} where {value}"
    if node.function == "全部" and not wanted:
        return f"{label}中有一行不是{value}" if w.is_zh else f"some row of {label} lacks {value}"
    return AGGREGATES[node.function][0 if w.is_zh else 1].format(
        table=label, value=value, where=where
    )


_SAYERS: dict[type, Callable[..., str]] = {
    Constant: _constant, Fact: _fact, Derived: _derived, Cell: _cell, Moment: _moment, Parameter: lambda w, node, wanted=True: node.name,
    Not: _not, Every: _joined, Some: _joined, Compare: _compare, Within: _within, Choose: _choose, Plus: _plus,
    Scaled: _scaled, Weighted: _weighted, Call: _call, Aggregate: _aggregate,
}  # fmt: skip
