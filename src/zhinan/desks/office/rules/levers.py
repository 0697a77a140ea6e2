"""Parameters that can be moved: which, what they are now, and the values to try."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from zhinan.engines.rules import Rule
from zhinan.engines.rules.amounts import plain
from zhinan.engines.rules.kinds import Kind
from zhinan.engines.rules.parameters import resolve
from zhinan.engines.rules.ranges import Range
from zhinan.engines.rules.tree import Node
from zhinan.engines.rules.wording import Words


@dataclass(frozen=True, slots=True)
class Lever:
    """A parameter of a rule that is a number or a date, with what it holds now."""

    rule: Rule
    name: str
    now: Any

    @property
    def key(self) -> str:
        return f"{self.rule.key}:{self.name}"

    @property
    def kind(self) -> Kind:
        return self.rule.parameters[self.name].kind

    @property
    def is_share(self) -> bool:
        """Whether the guide writes it in per cent."""
        return is_share(self.rule, self.name)


def levers_of(rules: Iterable[Rule], law: date) -> list[Lever]:
    """In the order of the guide; computed parameters and lists cannot be moved."""
    found = []
    for rule in rules:
        if rule.kind == "lint" or not rule.parameters:
            continue
        held = resolve(rule.parameters, rule.lists, on=law)
        found += [
            Lever(rule, name, held[name])
            for name, value in rule.parameters.items()
            if value.kind.name in ("number", "date")
            and name in held
            and not isinstance(value.on(law), (Node, Range))
        ]
    return found


def is_share(rule: Rule, name: str) -> bool:
    params = rule.block.content.get("params") if rule.block else None
    written = params.get(name) if isinstance(params, dict) else None
    texts = written.values() if isinstance(written, dict) else [written]
    return any(isinstance(text, str) and text.strip().endswith("%") for text in texts)


def written_value(rule: Rule, name: str, value: Any, words: Words) -> str:
    """A value of a parameter as the guide would write it: 1500万元, 20%, 24个月, 2023年1月1日."""
    if is_share(rule, name) and isinstance(value, (int, Decimal, Fraction)):
        return f"{plain(Fraction(value) * 100)}%"
    return words.value(value, rule.parameters[name].kind)
