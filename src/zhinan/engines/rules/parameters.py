"""参数: dated values of a rule, as written in its block."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from .amounts import exact, literal
from .binding import bind
from .building import Unfit
from .evaluating import Compiled, Standing
from .kinds import MONEY_WORDS, UNITS, Kind, of_list
from .lists import NamedList
from .parsing import Scope, parse
from .ranges import Range
from .tree import Constant, Node, Parameter, walk

_AMOUNT = re.compile(r"(-?\d+(?:\.\d+)?)\s*([^\d\s.]{1,3})")
_CALL = re.compile(r"(?:名单|区划集)\(.+\)")


@dataclass(frozen=True, slots=True)
class Value:
    """A parameter: what it holds from each day on; a Node where it is computed."""

    name: str
    kind: Kind
    series: tuple[tuple[date, Any], ...]

    def on(self, day: date) -> Any:
        """The value, or the node, that holds on ``day``; None before the first."""
        held = [value for start, value in self.series if start <= day]
        return held[-1] if held else None


def read_parameters(written: Mapping[str, Any], scope: Scope) -> dict[str, Value]:
    """The parameters of one rule by name.

    Raises:
        Unfit: A value that cannot be read, or one that depends on itself.
    """
    done: dict[str, Value] = {}
    waiting = dict(written)
    while waiting:
        ready = [
            n
            for n, v in waiting.items()
            if not _names(v) & (set(waiting) - {n}) and n not in _names(v)
        ]
        if not ready:
            raise Unfit(
                "RULE-PARAM-CYCLE",
                f"参数{'、'.join(waiting)}互相引用",
                "其中一个写成确定的数或日期",
            )
        for name in ready:
            kinds = {**scope.parameters, **{n: v.kind for n, v in done.items()}}
            done[name] = _read(name, waiting.pop(name), Scope(
                scope.vocabulary, scope.year, kinds, scope.lists, scope.formulas
            ))  # fmt: skip
    return done


def _names(value: Any) -> set[str]:
    """Names in the computed parts of a parameter."""
    parts = value.values() if isinstance(value, Mapping) else [value]
    texts = [p for p in parts if isinstance(p, str) and p.strip().startswith("=")]
    return {word for text in texts for word in re.findall(r"[㐀-鿿\w]+", text)}


def _read(name: str, value: Any, scope: Scope) -> Value:
    if isinstance(value, Mapping):
        series = []
        for start, held in value.items():
            try:
                day = date.fromisoformat(str(start))
            except ValueError:
                raise Unfit(
                    "RULE-PARAM", f"参数{name}的“{start}”不是日期", "写成 {2024-01-01: 值, …}"
                ) from None
            series.append((day, _one(name, held, scope)))
        kinds = {(c.kind.name, c.kind.unit) for _, c in series}
        if len(kinds) != 1:
            raise Unfit("RULE-PARAM", f"参数{name}各时段的值不是同一类", "都写同一单位")
        return Value(
            name,
            series[0][1].kind,
            tuple((d, _held(c)) for d, c in sorted(series, key=lambda s: s[0])),
        )
    made = _one(name, value, scope)
    return Value(name, made.kind, ((date.min, _held(made)),))


def _held(node: Node) -> Any:
    return node.value if isinstance(node, Constant) else node


def _one(name: str, value: Any, scope: Scope) -> Node:
    if isinstance(value, list):
        items = [_one(name, item, scope) for item in value]
        if (
            not items
            or len({i.kind.name for i in items}) > 1
            or not all(isinstance(i, Constant) for i in items)
        ):
            raise Unfit(
                "RULE-PARAM", f"参数{name}的名单为空，或各项不是同一类", "如 [高校, 科研院所]"
            )
        return Constant(
            of_list(items[0].kind.name), tuple(i.value for i in items if isinstance(i, Constant))
        )
    if isinstance(value, (bool, int, Decimal)):
        return literal(value)
    if value is None:
        raise Unfit("RULE-PARAM", f"参数{name}没有值", "写一个值，或删去")
    text = str(value).strip()
    if text.startswith("="):
        return parse(text[1:], scope)
    if _CALL.fullmatch(text):
        return parse(text, scope)
    return read_amount(name, text)


def read_amount(name: str, text: str) -> Constant:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        try:
            return literal(date.fromisoformat(text))
        except ValueError:
            raise Unfit("RULE-PARAM", f"参数{name}的“{text}”不是有效的日期", "改正日期") from None
    match = _AMOUNT.fullmatch(text)
    if match is None or match[2] not in UNITS:
        return literal(text)
    number, unit = Decimal(match[1]), match[2]
    dimension, factor = UNITS[unit]
    if unit in MONEY_WORDS:
        kind = Kind("number", "元", "元" if unit == "元" else "万元")
        return Constant(kind, exact(Fraction(number) * factor))
    if not dimension:
        return Constant(Kind("number"), exact(Fraction(number) * factor))
    own = {"个月": "月", "周岁": "岁", "日": "天"}.get(unit, unit)
    return Constant(Kind("number", own, own), number)


def resolve(
    values: Mapping[str, Value], lists: Mapping[str, NamedList], *, on: date
) -> dict[str, Any]:
    """What every parameter holds on ``on``; computed ones computed, lists as their members.

    One that has no value on that day is left out: what uses it is unknown.
    """
    done: dict[str, Any] = {}
    for name in _in_order(values, on):
        held = values[name].on(on)
        if isinstance(held, Node):
            made = bind(held, parameters=done, lists=lists, on=on)
            held = made.value if isinstance(made, Constant) else Compiled(made).run(Standing({}))
        if held is not None and not isinstance(held, Range):
            done[name] = held
    return done


def _in_order(values: Mapping[str, Value], on: date) -> list[str]:
    """Names so that each comes after those it is computed from."""
    order: list[str] = []

    def put(name: str) -> None:
        if name in order or name not in values:
            return
        held = values[name].on(on)
        if isinstance(held, Node):
            for part in walk(held):
                if isinstance(part, Parameter):
                    put(part.name)
        order.append(name)

    for name in values:
        put(name)
    return order
