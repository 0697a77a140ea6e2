"""Applications for the twenty rules: values at, below and above their bounds, from a seed."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from zhinan.engines.rules import Rule
from zhinan.engines.rules.columns.verdicts import trees_of
from zhinan.engines.rules.tree import Fact, walk

from .twenty import HILLS, LAW, TOPICS

WAN = 10_000
_REGIONS = ["320703", "320705", "320706", "320771", "320707", "320722", *HILLS[:4], "110101"]
_TITLES = ["基于新型碳纤维的轻量化部件研发及产业化", "高端装备研发及产业化", "面向深海的传感器关键技术研究", "研发及产业化",
           "新一代高性能碳纤维增强树脂基复合材料结构件的研发及产业化", "海洋药物先导化合物的筛选与成药性评价研发及产业化"]  # fmt: skip


def facts_of(rules: tuple[Rule, ...]) -> dict[str, Fact]:
    """Path to the fact, of everything the rules read."""
    found = {}
    for rule in rules:
        for tree in trees_of(rule, LAW).all:
            found.update({n.path: n for n in walk(tree) if isinstance(n, Fact)})
    return dict(sorted(found.items()))


def _pool(path: str, fact: Fact, chance: Random) -> list[Any]:
    """Money in whole 万元, so that engines with 32-bit numbers can hold it."""
    kind = fact.kind
    if kind.name in ("flag", "file"):
        return [True, False]
    if kind.choices:
        return list(kind.choices)
    if path == "project.name":
        return [f"{n}型{title}" for n in range(300) for title in _TITLES]
    if kind.name == "region":
        return _REGIONS
    if kind.name == "topic":
        return [*TOPICS, "2306", "9999"]
    if kind.name == "date":
        return _days(path, chance)
    if path.startswith("more."):
        return (
            list(range(1, 12))
            if path != "more.ages"
            else [n * m for n in range(1, 12) for m in (49, 50, 51)]
        )
    if path == "project.months":
        return [12, 23, 24, 25, 35, 36, 37]
    bounds = [
        0,
        30,
        45,
        60,
        80,
        100,
        199,
        200,
        201,
        240,
        299,
        300,
        301,
        499,
        500,
        501,
        1000,
        1499,
        1500,
        1501,
        50000,
    ]
    return [n * WAN for n in bounds]


def _days(path: str, chance: Random) -> list[date]:
    bounds = [
        date(1989, 1, 1),
        date(1986, 1, 1),
        date(2023, 1, 1),
        date(1967, 6, 30),
        date(1972, 6, 30),
        date(1957, 6, 30),
    ]
    if path == "project.ends_on":
        bounds = [date(2026, 6, 30), date(2027, 6, 30), date(2025, 12, 31)]
    found = [day + timedelta(days=n) for day in bounds for n in (-1, 0, 1)]
    found += [date(1955, 1, 1) + timedelta(days=chance.randrange(25_000)) for _ in range(60)] * (
        path != "project.ends_on"
    )
    # engines without days count them as numbers like 20240229, which have no anniversary in a common year
    return [day for day in found if (day.month, day.day) != (2, 29)]


def columns(
    rules: tuple[Rule, ...], many: int, *, seed: int, blanks: float = 0.0
) -> dict[str, list[Any]]:
    """Path to ``many`` values; a share of ``blanks`` is None. Money and counts are whole numbers."""
    chance = Random(seed)
    found = {}
    for path, fact in facts_of(rules).items():
        pool = _pool(path, fact, chance)
        weights = None
        if blanks:
            share = blanks / (1 - blanks) * len(pool)
            pool, weights = [None, *pool], [share, *([1.0] * len(pool))]
        found[path] = chance.choices(pool, weights, k=many)
    return found


def engine_values(row: dict[str, Any]) -> dict[str, Any]:
    """A row as the case evaluator takes it."""
    return {
        path: Decimal(value) if type(value) is int else value
        for path, value in row.items()
        if value is not None
    }


def rows(held: dict[str, list[Any]]) -> list[dict[str, Any]]:
    paths = list(held)
    return [dict(zip(paths, values, strict=True)) for values in zip(*held.values(), strict=True)]
