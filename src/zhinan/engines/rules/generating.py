"""Cases made for a rule: values at, below and above its own bounds, with blanks, from a seed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

from .calls import months_later
from .evaluating import NOTHING
from .kinds import Kind
from .lists import Members
from .tree import Aggregate, Cell, Constant, Fact, Node, Scaled, walk

_FEN, _MILLIONTH = Decimal("0.01"), Decimal("0.000001")
_NAMES = ("甲公司", "乙公司", "乙 公司", "ＡＢ公司", "AB公司")
_CODES = ("91320700MA1A2B3C4D", "91320700ma1a2b3c4d", "91320700X")
_DAYS = (
    date(2024, 2, 29),
    date(2023, 2, 28),
    date(2024, 1, 31),
    date(1960, 2, 29),
    date(2024, 12, 31),
)
_NONE_OF: dict[str, Any] = {
    "flag": False, "text": "", "choices": (), "table": (), "file": False, "number": Decimal(0),
}  # fmt: skip
MOST_ROWS = 4


@dataclass(slots=True)
class _Pool:
    """What the constants of a rule suggest for its facts, by kind."""

    numbers: dict[str, set[Decimal]] = field(default_factory=lambda: defaultdict(set))
    factors: set[Fraction] = field(default_factory=lambda: {Fraction(1)})
    days: set[date] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)
    regions: set[str] = field(default_factory=set)

    def read(self, tree: Node) -> None:
        for node in walk(tree):
            if isinstance(node, Scaled) and node.factor > 0:
                self.factors |= {node.factor, 1 / node.factor}
            elif isinstance(node, Constant):
                self._constant(node.kind, node.value)

    def _constant(self, kind: Kind, value: Any) -> None:
        if isinstance(value, bool):
            return
        if isinstance(value, (Decimal, Fraction)):
            self.numbers[kind.unit].add(_rounded(Fraction(value)))
        elif isinstance(value, date):
            self.days.add(value)
        elif isinstance(value, str):
            self.texts.add(value)
        else:
            is_region = isinstance(value, Members) and value.of == "region"
            words = [*value.words, *value.exceptions] if isinstance(value, Members) else value
            for word in words:
                if is_region or (kind.of == "region"):
                    self.regions.add(str(word))
                else:
                    self._constant(Kind("text") if isinstance(word, str) else Kind("number"), word)

    def amounts(self, unit: str) -> list[Decimal]:
        """Numbers of one unit at, below and above every bound and its multiples."""
        step = _FEN if unit == "元" else _MILLIONTH
        own = self.numbers[unit] | (self.numbers[""] if unit else set())
        base = (
            {Decimal(0), Decimal(1), Decimal(100)}
            | own
            | ({Decimal(1_000_000)} if unit == "元" else {Decimal(12)})
        )
        found = {_rounded(Fraction(b) * f, step) for b in base for f in self.factors}
        near = {n + d for n in found for d in (Decimal(0), step, -step, Decimal(1), Decimal(-1))}
        return sorted(n for n in near if abs(n) < Decimal(10) ** 8 or unit == "元")

    def dates(self) -> list[date]:
        """Days at, before and after every bound, and every count of months and days from it."""
        counts = [
            int(n)
            for unit in ("月", "天", "岁", "年", "")
            for n in self.numbers[unit]
            if 0 < n < 1300
        ]
        found = set(self.days)
        for day in self.days:
            for n in counts:
                found |= {
                    months_later(day, s * m) for s in (1, -1) for m in (n, 12 * n) if m < 1300
                }
                found |= {day + timedelta(days=s * n) for s in (1, -1)}
        near = {d + timedelta(days=n) for d in found for n in (-1, 0, 1)} | set(_DAYS)
        return sorted(d for d in near if date(1930, 1, 1) < d < date(2060, 1, 1))

    def words(self) -> list[str]:
        texts = {t for t in self.texts if t}
        return sorted(
            texts | {f"新{t}" for t in texts} | {f"{t} 项" for t in texts} | {"其他", *_NAMES}
        )

    def codes(self) -> list[str]:
        """Regions on a list, above it, below it and off it."""
        found = {
            c
            for code in self.regions
            for c in (code, code[:4] + "00", code[:2] + "0000", code + "001", code[:4] + "99")
        }
        return sorted(found | {"110101", "320700", "320706"})


def _rounded(value: Fraction, step: Decimal = _MILLIONTH) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(step)


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes the facts a set of trees reads. ``leaves``: path -> values to draw from; tables by column.

    >>> from .tree import Fact
    >>> from .kinds import FLAG
    >>> maker = Maker.of([Fact(FLAG, "lead.is_legal_person", "牵头单位.独立法人")], days=[])
    >>> maker.facts(Random(1), blanks=0)
    {'lead.is_legal_person': False}
    """

    leaves: Mapping[str, tuple[str, Sequence[Any]]]
    tables: Mapping[str, Mapping[str, tuple[str, Sequence[Any]]]]

    @classmethod
    def of(cls, trees: Iterable[Node], *, days: Iterable[date]) -> "Maker":
        """A maker for bound trees; ``days`` are the law date and its like."""
        pool, trees = _Pool(days=set(days)), list(trees)
        for tree in trees:
            pool.read(tree)
        leaves: dict[str, tuple[str, Sequence[Any]]] = {}
        tables: dict[str, dict[str, tuple[str, Sequence[Any]]]] = {}
        for node in (n for tree in trees for n in walk(tree)):
            if isinstance(node, Fact) and node.kind.name != "table":
                leaves.setdefault(node.path, (node.kind.name, _values(node, pool)))
            elif isinstance(node, Cell):
                tables.setdefault(node.table, {}).setdefault(
                    node.key, (node.kind.name, _values(node, pool))
                )
            elif isinstance(node, Aggregate) or (
                isinstance(node, Fact) and node.kind.name == "table"
            ):
                tables.setdefault(node.table if isinstance(node, Aggregate) else node.path, {})
        return cls(leaves, tables)

    def facts(self, chance: Random, *, blanks: float) -> dict[str, Any]:
        """One case's values by path; a share of ``blanks`` is unknown, one in twenty declared none."""
        found = dict(_drawn(self.leaves, chance, blanks))
        for table, columns in self.tables.items():
            if chance.random() >= blanks:
                rows = (
                    dict(_drawn(columns, chance, blanks))
                    for _ in range(chance.randrange(MOST_ROWS + 1))
                )
                found[table] = tuple(rows)
        return found


def _drawn(
    leaves: Mapping[str, tuple[str, Sequence[Any]]], chance: Random, blanks: float
) -> Iterator[tuple[str, Any]]:
    for name, (kind, values) in leaves.items():
        if chance.random() < blanks:
            continue
        if chance.random() < 0.05:
            yield name, _NONE_OF.get(kind, NOTHING)
        elif kind == "choices":
            yield name, tuple(sorted({chance.choice(values) for _ in range(chance.randrange(3))}))
        else:
            yield name, values[int(chance.random() * len(values))]


def _values(node: Fact | Cell, pool: _Pool) -> Sequence[Any]:
    kind, name = node.kind, node.kind.name
    if name == "number":
        inside = [
            n
            for n in pool.amounts(kind.unit)
            if (node.lowest is None or n >= node.lowest)
            and (node.highest is None or n <= node.highest)
        ]
        return inside or [node.lowest or Decimal(0)]
    if name == "date":
        return pool.dates()
    if name in ("flag", "file"):
        return (True, False)
    if kind.choices:
        return kind.choices
    if name == "region":
        return pool.codes()
    key = node.path if isinstance(node, Fact) else node.key
    if "uscc" in key or key.endswith("id_number"):
        return _CODES
    return pool.words()
