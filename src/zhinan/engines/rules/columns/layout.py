"""How facts stand in columns, for polars frames and for tables of a database.

One frame or table of cases, one row a case, key column ``case``; one more for each table of the case,
with ``case`` and a column per key. A column is named by its path (``lead.registered_on``), or within a
table by its key. Null is unknown. Encodings:

============== ===============================================================================
money          whole fen
other numbers  whole millionths (0.8 is 800000), so that shares and areas are exact
date           a day; declared none is null, told apart by ``…#has`` = false
flag, file     true or false; declared none is false
text           as it is; declared none is empty
choice, region as it is; declared none is null, told apart by ``…#has`` = false
choices        a bit for each choice in the vocabulary's order; declared none is 0
table          ``…#has``: true where it has rows, false where it has none, null where it is absent
============== ===============================================================================

Parts of a column that a rule may ask for: ``#has``; ``#normal`` (规范), ``#length`` (字数),
``#normal_length``, ``#code`` (a credit code trimmed, in capitals), ``#minutes`` (时刻).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from zhinan.engines.rules.calls import minutes_of, normalised
from zhinan.engines.rules.evaluating import NOTHING
from zhinan.engines.rules.kinds import Kind
from zhinan.engines.rules.ranges import Range
from zhinan.engines.rules.tree import Aggregate, Cell, Derived, Fact, Node, walk

from .algebra import NotColumnar

FEN, MILLIONTH = Fraction(1, 100), Fraction(1, 1_000_000)
FACT_MOST = 10**15  # greatest whole number of a fact: ten trillion yuan, or a thousand million
CELL_MOST = 10**13  # ... of a cell, so that the sum of ROWS_MOST of them still fits
ROWS_MOST = 10_000
EARLIEST, LATEST = date(1900, 1, 1), date(2200, 12, 31)  # what people may type as a day
TEXT_LIKE = ("text", "choice", "topic", "region", "organisation", "person")


class Unencodable(ValueError):
    """A value that its column cannot hold exactly; the message is Chinese."""


@dataclass(frozen=True, slots=True, order=True)
class Column:
    """One column: of the case (``table`` empty) or of a table; ``part`` of it, or the value itself."""

    table: str
    key: str
    part: str = ""
    kind: Kind = field(default=Kind("text"), compare=False)

    @property
    def name(self) -> str:
        return named(self.key, self.part)


def named(key: str, part: str) -> str:
    return f"{key}#{part}" if part else key


GRANTED, DECIDED = (
    "granted",
    "decided",
)  # parts of a rule: a waiver on record, a person's conclusion


def has_part(kind: Kind) -> bool:
    """Whether declared none is told apart from unknown by a column of its own."""
    return kind.name == "date" or (kind.name in TEXT_LIKE and kind.name != "text")


def unit_of(kind: Kind) -> Fraction | None:
    """What one step of a column's whole numbers is; None of days."""
    if kind.name == "date":
        return None
    if kind.name != "number":
        raise NotColumnar(f"{kind}不是数")
    return FEN if kind.unit == "元" else MILLIONTH


def kinds_in(trees: Iterable[Node]) -> dict[tuple[str, str], Kind]:
    """The kind of every fact ``("", path)`` and cell ``(table, key)`` of the trees."""
    found: dict[tuple[str, str], Kind] = {}
    for tree in trees:
        for node in walk(tree):
            if isinstance(node, Derived):
                found["", node.fact.path] = node.fact.kind
            elif isinstance(node, Fact):
                found["", node.path] = node.kind
            elif isinstance(node, Cell):
                found[node.table, node.key] = node.kind
            elif isinstance(node, Aggregate):
                found["", node.table] = Kind("table")
    return found


def encoded(column: Column, value: Any) -> Any:
    """The value as its column holds it; None where unknown.

    Raises:
        Unencodable: Too large, or finer than the column.

    >>> encoded(Column("", "lead.revenue", kind=Kind("number", "元")), Decimal("15000000.01"))
    1500000001
    """
    if value is None:
        return None
    if column.part == "has":
        return bool(value) if column.kind.name == "table" else value is not NOTHING
    if value is NOTHING:
        return None
    if column.part:
        return PARTS[column.part](value)
    name = column.kind.name
    if name == "number":
        return _whole(column, value)
    if name == "choices":
        return _mask(column.kind, value)
    return value


def _whole(column: Column, value: Any) -> int:
    unit = unit_of(column.kind)
    assert unit is not None
    scaled = Decimal(value) * unit.denominator
    whole = int(scaled)
    if whole != scaled:
        raise Unencodable(f"{value}的小数位超过{len(str(unit.denominator)) - 1}位")
    if abs(whole) > (CELL_MOST if column.table else FACT_MOST):
        raise Unencodable(f"{value}过大")
    return whole


def _mask(kind: Kind, words: Iterable[str]) -> int:
    mask = 0
    for word in words:
        if word not in kind.choices:
            raise Unencodable(f"“{word}”不是可选项")
        mask |= 1 << kind.choices.index(word)
    return mask


def bit_of(kind: Kind, word: str) -> int | None:
    """The bit of a choice; None where there is no such choice."""
    if len(kind.choices) > 62:
        raise NotColumnar("多选项超过62个")
    return 1 << kind.choices.index(word) if word in kind.choices else None


def _length(text: str) -> int:
    from zhinan.engines.values.text import count_characters

    return count_characters(text)


def _known(value: Any) -> int | None:
    return None if isinstance(value, Range) else int(value)


PARTS: Mapping[str, Any] = {
    "normal": normalised,
    "length": _length,
    "normal_length": lambda text: _length(normalised(text)),
    "code": lambda text: text.strip().upper(),
    "minutes": lambda text: _known(minutes_of(text)),
}
