"""Calls of the functions of the list, checked as they are made."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

from .amounts import exact
from .building import Unfit, aligned, known_choice, lifted
from .functions import FUNCTIONS
from .kinds import NUMBER, Kind
from .tree import Call, Constant, Node

_WORDS: dict[str, Callable[[Kind], bool]] = {
    "text": lambda k: k.is_text_like,
    "texts": lambda k: k.is_text_like or k.name == "list",
    "date": lambda k: k.name == "date",
    "months": lambda k: k.name == "number" and k.unit in ("月", "年", ""),
    "days": lambda k: k.name == "number" and k.unit in ("天", ""),
    "years": lambda k: k.name == "number" and k.unit in ("岁", "年", ""),
    "number": lambda k: k.name == "number",
    "ordered": lambda k: k.is_ordered,
    "region": lambda k: k.name == "region",
    "collection": lambda k: k.name in ("list", "choices"),
    "any": lambda k: k.name not in ("number", "flag"),
}


def called(name: str, arguments: Sequence[Node]) -> Node:
    """A call of one function of the list."""
    up = lifted(arguments, lambda *parts: called(name, parts))
    if up is not None:
        return up
    function = FUNCTIONS[name]
    takes = function.takes
    if takes[-1].endswith("*"):
        takes = (takes[-1][:-1],) * max(len(arguments), 2)
    if len(takes) != len(arguments):
        raise Unfit(
            "RULE-CALL",
            f"{name}要{len(takes)}项，写了{len(arguments)}项",
            "照 docs/design/rules.md 的函数表",
        )
    done: list[Node] = []
    for word, node in zip(takes, arguments, strict=True):
        if word in ("years", "months") and isinstance(node, Constant) and node.kind.unit == "年":
            value = Fraction(node.value) * (12 if word == "months" else 1)  # type: ignore[arg-type]
            node = Constant(replace(NUMBER, unit="月" if word == "months" else "岁"), exact(value))
        if not _WORDS[word](node.kind):
            hint = (
                "数与是否直接比较，不用 有()"
                if word == "any"
                else "照 docs/design/rules.md 的函数表"
            )
            raise Unfit("RULE-KIND", f"{name}不能用于{node.kind}", hint)
        done.append(node)
    if name in ("最小", "最大", "限于"):
        for place in range(1, len(done)):
            if name == "限于" and done[place].kind == NUMBER:
                done[place] = replace(done[place], kind=done[0].kind)
            done[0], done[place] = aligned(done[0], done[place])
            if done[0].kind.name != done[place].kind.name:
                raise Unfit("RULE-KIND", f"{name}的各项应是同一类", "都用数，或都用日期")
    if name == "限于" and _is_reversed(done[1], done[2]):
        raise Unfit("RULE-CALL", "限于的下限大于上限", "先写小的，后写大的")
    if name == "交集" and isinstance(done[1], Constant) and isinstance(done[1].value, tuple):
        for word_ in done[1].value:
            known_choice(done[0], Constant(Kind("text"), word_))
    return Call(function.gives or done[0].kind, name, tuple(done))


def _is_reversed(low: Node, high: Node) -> bool:
    """Whether two constant bounds stand the wrong way round, so that nothing lies between them."""
    if not isinstance(low, Constant) or not isinstance(high, Constant):
        return False
    first, last = low.value, high.value
    return first > last  # type: ignore[operator]
