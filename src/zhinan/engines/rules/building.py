"""Typed builders: every node is checked and conditionals are lifted as it is made."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from .amounts import exact
from .kinds import FLAG, NUMBER, UNITS, Kind
from .tree import (
    Call,
    Choose,
    Compare,
    Constant,
    Node,
    Not,
    Parameter,
    Plus,
    Scaled,
    Weighted,
    Within,
    both,
)

_LIFTED = {"==": "等于", "!=": "不等于", "<": "小于", "<=": "不超过", ">": "大于", ">=": "不小于"}


class Unfit(Exception):
    """An expression that cannot be used: code, fact and remedy, in Chinese."""

    def __init__(self, code: str, what: str, remedy: str) -> None:
        super().__init__(f"{code}: {what}")
        self.code, self.what, self.remedy = code, what, remedy


def lifted(parts: Sequence[Node], build: Callable[..., Node]) -> Node | None:
    """``build`` under the first conditional among ``parts``, both branches; None where there is none."""
    for place, part in enumerate(parts):
        if isinstance(part, Choose):
            then = build(*(part.then if i == place else p for i, p in enumerate(parts)))
            otherwise = build(*(part.otherwise if i == place else p for i, p in enumerate(parts)))
            return Choose(then.kind, part.condition, then, otherwise)
    return None


def flag(node: Node, where: str) -> Node:
    """The node, if it can stand where yes or no is wanted."""
    if node.kind.name != "flag":
        raise Unfit(
            "RULE-KIND", f"{where}处应是判断，这里是{node.kind}", "写成比较，如 … >= …，或用 有(…)"
        )
    return node


def negated(node: Node) -> Node:
    return node.inner if isinstance(node, Not) else Not(FLAG, flag(node, "not"))


def compared(sign: str, left: Node, right: Node) -> Node:
    """``left sign right``."""
    up = lifted((left, right), lambda a, b: compared(sign, a, b))
    if up is not None:
        return up
    for one, other in ((left, right), (right, left)):
        if (
            one.kind.name == "flag"
            and isinstance(other, Constant)
            and isinstance(other.value, bool)
        ):
            if sign not in ("==", "!="):
                break
            return one if other.value is (sign == "==") else negated(one)
    left, right = aligned(left, right)
    names = {left.kind.name, right.kind.name}
    if names == {"number"} or names == {"date"}:
        pass
    elif left.kind.is_text_like and right.kind.is_text_like:
        if sign not in ("==", "!="):
            raise Unfit("RULE-KIND", f"文字不能比较{_LIFTED[sign]}", "文字只能用 == 或 !=")
        for one, other in ((left, right), (right, left)):
            known_choice(one, other)
    else:
        raise Unfit(
            "RULE-KIND", f"{left.kind}不能与{right.kind}比较", _kind_remedy(left.kind, right.kind)
        )
    return Compare(FLAG, sign, left, right)


def _kind_remedy(left: Kind, right: Kind) -> str:
    if "date" in (left.name, right.name):
        return '日期与日期比较，写成 日期("2024-06-30")；月数、岁数用 月期、周岁 求出'
    if {left.name, right.name} & {"choices", "list"}:
        return "多选项与名单用 in 或 交集(…)"
    return "两边用同一类的量"


def known_choice(term: Node, said: Node) -> None:
    """Refuse a word that the choice does not have."""
    word = said.value if isinstance(said, Constant) else None
    if term.kind.choices and isinstance(word, str) and word not in term.kind.choices:
        raise Unfit(
            "RULE-CHOICE", f"“{word}”不是可选项", f"可选：{'、'.join(term.kind.choices[:14])}"
        )


def _is_zero(node: Node) -> bool:
    return isinstance(node, Constant) and not isinstance(node.value, bool) and node.value == 0


def aligned(left: Node, right: Node) -> tuple[Node, Node]:
    """Both sides in one unit; a literal is converted exactly, anything else must agree already."""
    if left.kind.name != "number" or right.kind.name != "number":
        return left, right
    if _is_zero(right):
        return left, replace(right, kind=left.kind)
    if _is_zero(left):
        return replace(left, kind=right.kind), right
    a, b = left.kind, right.kind
    if a.unit != b.unit:
        if isinstance(right, Constant) and _same_dimension(b.unit, a.unit):
            return left, _converted(right, a)
        if isinstance(left, Constant) and _same_dimension(a.unit, b.unit):
            return _converted(left, b), right
        raise Unfit(
            "RULE-UNIT", f"{a}不能与{b}比较或相加", f"两边写成同一单位，如 {_example(a, b)}"
        )
    if a.written and b.written and a.written != b.written and a.unit == "元":
        raise Unfit(
            "RULE-UNIT", f"一边按{a.written}，一边按{b.written}", "两边统一为万元，如 1500*万元"
        )
    return left, right


def _example(a: Kind, b: Kind) -> str:
    unit = a.written or a.unit or b.written or b.unit
    return f"5*{unit}"


def _same_dimension(one: str, other: str) -> bool:
    return bool(one) and bool(other) and UNITS.get(one, (one,))[0] == UNITS.get(other, (other,))[0]


def _converted(node: Constant, kind: Kind) -> Constant:
    value: Any = node.value
    ratio = (
        UNITS.get(node.kind.unit, ("", Fraction(1)))[1] / UNITS.get(kind.unit, ("", Fraction(1)))[1]
    )
    return Constant(kind, exact(Fraction(value) * ratio))


def added(left: Node, right: Node, *, is_minus: bool) -> Node:
    """``left + right`` or ``left - right``, of numbers in one unit."""
    up = lifted((left, right), lambda a, b: added(a, b, is_minus=is_minus))
    if up is not None:
        return up
    for node in (left, right):
        if node.kind.name != "number":
            raise Unfit("RULE-KIND", f"{node.kind}不能加减", "日期用 加日、加月；文字不能相加")
    left, right = aligned(left, right)
    if isinstance(left, Constant) and isinstance(right, Constant):
        sign = -1 if is_minus else 1
        return Constant(left.kind, exact(Fraction(left.value) + sign * Fraction(right.value)))  # type: ignore[arg-type]
    kind = right.kind if _is_zero(left) else left.kind
    return Plus(kind, left, right, is_minus)


def scaled(inner: Node, factor: Node, *, is_division: bool) -> Node:
    """``inner * factor`` or ``inner / factor``; one of the two is a plain number."""
    up = lifted((inner, factor), lambda a, b: scaled(a, b, is_division=is_division))
    if up is not None:
        return up
    if not is_division and _is_factor(inner, factor):
        inner, factor = factor, inner
    if inner.kind.name != "number" or factor.kind.name != "number":
        raise Unfit("RULE-KIND", f"{inner.kind}不能与{factor.kind}相乘或相除", "乘除只用于数")
    if not isinstance(factor, (Constant, Parameter)) or (
        is_division and not isinstance(factor, Constant)
    ):
        raise Unfit(
            "RULE-PRODUCT",
            "乘除的另一边必须是一个数或参数，不能是另一项事实",
            "把除法移到比较的另一边，如 预算.自筹 >= 0.80 * 预算.总额",
        )
    if factor.kind.unit and inner.kind.unit:
        raise Unfit("RULE-UNIT", "两个带单位的量不能相乘除", "其中一个写成没有单位的数")
    if factor.kind.unit:
        inner, factor = factor, inner
    if isinstance(factor, Parameter):
        return Weighted(inner.kind, inner, factor)
    if not isinstance(factor, Constant):
        return scaled(factor, inner, is_division=False)
    value = Fraction(factor.value)  # type: ignore[arg-type]
    if is_division and value == 0:
        raise Unfit("RULE-PRODUCT", "除数是0", "改正除数")
    value = 1 / value if is_division else value
    if isinstance(inner, Constant):
        return Constant(inner.kind, exact(Fraction(inner.value) * value))  # type: ignore[arg-type]
    if isinstance(inner, Scaled):
        return Scaled(inner.kind, inner.inner, inner.factor * value)
    return Scaled(inner.kind, inner, value)


def _is_factor(one: Node, other: Node) -> bool:
    """Whether ``one`` is the number by which ``other`` is taken."""
    if isinstance(one, Constant):
        return not isinstance(other, Constant) or one.kind == NUMBER
    return isinstance(one, Parameter) and not isinstance(other, Constant)


def within(item: Node, among: Node) -> Node:
    """``item in among``."""
    up = lifted((item, among), within)
    if up is not None:
        return up
    if among.kind.name == "choices" and isinstance(item, Constant):
        known_choice(among, item)
    elif among.kind.name == "list":
        if among.kind.of == "region" and item.kind.name == "region":
            return Call(FLAG, "区划内", (item, among))
        if not (item.kind.is_text_like or item.kind == NUMBER or among.kind.of == item.kind.name):
            raise Unfit(
                "RULE-KIND", f"{item.kind}不能在{among.kind}中查找", "名单中的项与左边应是同一类"
            )
        if isinstance(among, Constant) and isinstance(among.value, tuple):
            for word in among.value:
                known_choice(item, Constant(Kind("text"), word))
    elif not (among.kind.name == "choices" and item.kind.is_text_like):
        raise Unfit("RULE-KIND", f"in 的右边是{among.kind}", '右边写名单 […]、多选项，或 名单("…")')
    return Within(FLAG, item, among)


def chained(signs: Sequence[str], parts: Sequence[Node]) -> Node:
    """``a <= b < c``."""
    return both(
        tuple(compared(sign, a, b) for sign, a, b in zip(signs, parts, parts[1:], strict=False))
    )
