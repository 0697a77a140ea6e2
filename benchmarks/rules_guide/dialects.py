"""One condition in the words of each engine: money in 万元, days as numbers like 20240701."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import lcm
from typing import Any

from zhinan.engines.rules.tree import (
    Call,
    Choose,
    Compare,
    Constant,
    Every,
    Fact,
    Node,
    Not,
    Plus,
    Scaled,
    Some,
    Within,
)

from .applications import WAN


def name_of(path: str) -> str:
    return path.replace(".", "_").replace("[-", "_y").replace("]", "")


def plain(value: Any, *, is_money: bool) -> Any:
    """A value as every peer takes it."""
    if isinstance(value, date):
        return value.year * 10_000 + value.month * 100 + value.day
    if is_money:
        return value // WAN if value is not None else None
    return value


@dataclass(frozen=True)
class Dialect:
    both: str
    either: str
    negation: str
    choice: str  # {0} condition, {1} then, {2} else
    ends: str
    length: str
    within: str = "({0} in {1})"
    yes: tuple[str, str] = ("true", "false")
    brackets: str = "[]"
    quote: Callable[[str], str] = lambda text: f'"{text}"'

    def text(self, node: Node) -> str:
        match node:
            case Fact():
                return name_of(node.path)
            case Constant(value=bool(value)):
                return self.yes[0] if value else self.yes[1]
            case Constant(value=tuple(values)):
                return (
                    self.brackets[0] + ", ".join(self.quote(v) for v in values) + self.brackets[1]
                )
            case Constant(value=str(value)):
                return self.quote(value)
            case Constant(value=date() as value):
                return str(plain(value, is_money=False))
            case Not(inner=inner):
                return f"({self.negation}{self.text(inner)})"
            case Every(parts=parts):
                return "(" + f" {self.both} ".join(self.text(p) for p in parts) + ")"
            case Some(parts=parts):
                return "(" + f" {self.either} ".join(self.text(p) for p in parts) + ")"
            case Choose():
                parts = (node.condition, node.then, node.otherwise)
                return self.choice.format(*(self.text(p) for p in parts))
            case Within(item=item, among=among):
                return self.within.format(self.text(item), self.text(among))
            case Compare():
                return self.compared(node)
            case Call(function="有"):
                return self.text(node.arguments[0])
            case Call(function="结尾"):
                return self.ends.format(*(self.text(p) for p in node.arguments))
            case Call(function="字数"):
                return self.length.format(self.text(node.arguments[0]))
            case Call(function="加年"):
                return f"({self.text(node.arguments[0])} + {int(node.arguments[1].value) * 10_000})"
        raise ValueError(f"no words for {node}")

    def compared(self, node: Compare) -> str:
        """Numbers multiplied out, so that no share becomes a binary fraction."""
        if node.left.kind.name != "number":
            return f"({self.text(node.left)} {node.sign} {self.text(node.right)})"
        left, right = terms(node.left), terms(node.right)
        by = lcm(*(share.denominator for share, _ in left + right))
        return f"({self.summed(left, by)} {node.sign} {self.summed(right, by)})"

    def summed(self, parts: list[tuple[Fraction, Node | None]], by: int) -> str:
        words = []
        for share, part in parts:
            whole = int(share * by)
            if part is None:
                words.append(str(whole))
            else:
                words.append(self.text(part) if whole == 1 else f"{self.text(part)} * {whole}")
        return "(" + " + ".join(words) + ")" if len(words) > 1 or "*" in words[0] else words[0]


def terms(node: Node) -> list[tuple[Fraction, Node | None]]:
    """A sum as shares of facts; None is one."""
    if isinstance(node, Constant):
        value = Fraction(node.value)
        return [(value / WAN if node.kind.unit == "元" else value, None)]
    if isinstance(node, Scaled):
        return [(share * node.factor, part) for share, part in terms(node.inner)]
    if isinstance(node, Plus):
        return terms(node.left) + [(-s if node.is_minus else s, p) for s, p in terms(node.right)]
    return [(Fraction(1), node)]


PYTHON = Dialect("and", "or", "not ", "({1} if {0} else {2})", "{0}.endswith({1})", "len({0})", yes=("True", "False"),
                 brackets="{}")  # fmt: skip
RULE_ENGINE = Dialect("and", "or", "not ", "({0} ? {1} : {2})", "{0}.ends_with({1})", "{0}.length")
CEL = Dialect("&&", "||", "!", "({0} ? {1} : {2})", "{0}.endsWith({1})", "size({0})")
ZEN = Dialect("and", "or", "not ", "({0} ? {1} : {2})", "endsWith({0}, {1})", "len({0})")
NUMPY = Dialect(
    "&", "|", "~", "np.where({0}, {1}, {2})", "name_ends", "name_length", "np.isin({0}, {1})"
)


def json_logic(node: Node) -> Any:
    """The condition as json-logic."""
    match node:
        case Fact():
            return {"var": name_of(node.path)}
        case Constant(value=tuple(values)):
            return list(values)
        case Constant(value=date() as value):
            return plain(value, is_money=False)
        case Constant(value=value):
            return value
        case Not(inner=inner):
            return {"!": [json_logic(inner)]}
        case Every(parts=parts):
            return {"and": [json_logic(p) for p in parts]}
        case Some(parts=parts):
            return {"or": [json_logic(p) for p in parts]}
        case Choose():
            return {"if": [json_logic(p) for p in (node.condition, node.then, node.otherwise)]}
        case Within(item=item, among=among):
            return {"in": [json_logic(item), json_logic(among)]}
        case Compare():
            return _json_compare(node)
        case Call(function="有"):
            return json_logic(node.arguments[0])
        case Call(function="结尾" | "字数"):
            word = {"结尾": "ends", "字数": "length"}[node.function]
            return {word: [json_logic(p) for p in node.arguments]}
        case Call(function="加年"):
            return {"+": [json_logic(node.arguments[0]), int(node.arguments[1].value) * 10_000]}
    raise ValueError(f"no json-logic for {node}")


def _json_compare(node: Compare) -> Any:
    if node.left.kind.name != "number":
        return {node.sign: [json_logic(node.left), json_logic(node.right)]}
    left, right = terms(node.left), terms(node.right)
    by = lcm(*(share.denominator for share, _ in left + right))

    def summed(parts: list[tuple[Fraction, Node | None]]) -> Any:
        made = [int(s * by) if p is None else {"*": [json_logic(p), int(s * by)]} if s * by != 1 else json_logic(p)
                for s, p in parts]  # fmt: skip
        return made[0] if len(made) == 1 else {"+": made}

    return {node.sign: [summed(left), summed(right)]}
