"""How a known condition is written as a rule: its expression, its parameters, and facts that pass and that do not."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from .lexicon import Entry, Lexicon, spoken

DAY = date(2024, 6, 30)  # the day examples count ages and periods from
_SIGNS = {">=": ">=", ">": ">", "<=": "<=", "<": "<", "=": "<="}


@dataclass(frozen=True, slots=True)
class Shaped:
    """A rule in parts. ``passes`` and ``fails`` are facts of examples; ``lacks`` the facts it needs."""

    condition: str
    passes: Mapping[str, Any]
    fails: Mapping[str, Any]
    lacks: tuple[str, ...]
    params: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    frame: Mapping[str, str] = field(default_factory=dict)
    kind: str = "规则"
    table: str = ""
    lists: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


Shape = Callable[[Entry, Mapping[str, Any], Lexicon, Mapping[str, str]], "Shaped | None"]


def _exact(value: Any) -> Fraction | None:
    try:
        return Fraction(str(value).replace(":", "/"))
    except (ValueError, ZeroDivisionError):
        return None


def _written(number: Fraction) -> str:
    return str(number.numerator) if number.denominator == 1 else str(float(number))


def _edges(sign: str, bound: Fraction, step: Fraction) -> tuple[Fraction, Fraction]:
    """A value that just passes and one that just does not."""
    up = sign in (">=", ">")
    if sign in (">=", "<="):
        return bound, bound - step if up else bound + step
    return (bound + step if up else bound - step), bound


def number(
    entry: Entry, record: Mapping[str, Any], lexicon: Lexicon, regions: Mapping[str, str]
) -> Shaped | None:
    bound, unit = _exact(record["value"]), str(record.get("unit") or "")
    sign = _SIGNS.get(str(record["operator"]))
    if bound is None or sign is None:
        return None
    is_money = unit in ("万元", "亿元", "元")
    shown = unit if is_money else str(entry.said.get("unit", ""))
    step = Fraction(1, 100) if unit == "万元" or unit == "亿元" else Fraction(1)
    good, bad = _edges(sign, bound, step)
    if bad < 0:
        return None
    if unit == "亿元":
        bound, good, bad, shown = bound * 10000, good * 10000, bad * 10000, "万元"
    return Shaped(
        f"{entry.term} {sign} 界限",
        {entry.term: f"{_written(good)}{shown}"},
        {entry.term: f"{_written(bad)}{shown}"},
        (entry.term,),
        {"界限": f"{_written(bound)}{shown}"},
    )


def months(
    entry: Entry, record: Mapping[str, Any], lexicon: Lexicon, regions: Mapping[str, str]
) -> Shaped | None:
    bound = _exact(record["value"])
    if bound is None:
        return None
    whole = bound * 12 if record.get("unit") == "年" else bound
    sign = _SIGNS[str(record["operator"])]
    good, bad = _edges(sign, whole, Fraction(1))
    if whole.denominator != 1 or min(good, bad) < 1 or max(good, bad) > 120:
        return None
    notes = ("写明的期限按上限审查",) if record["operator"] == "=" else ()
    return Shaped(
        f"{entry.term} {sign} 界限", {entry.term: _written(good)}, {entry.term: _written(bad)},
        ("项目.起始日期", "项目.结束日期"), {"界限": f"{_written(whole)}月"}, notes,
    )  # fmt: skip


def share(
    entry: Entry, record: Mapping[str, Any], lexicon: Lexicon, regions: Mapping[str, str]
) -> Shaped | None:
    bound = _exact(record["value"])
    sign = _SIGNS.get(str(record["operator"]))
    whole = str(entry.said["whole"])
    if bound is None or sign is None:
        return None
    part = bound / 100 if record.get("unit") == "%" else bound
    good, bad = _edges(sign, part * 10000, Fraction(1))
    return Shaped(
        f"{entry.term} {sign} 比例 * {whole}",
        {entry.term: f"{_written(good)}万元", whole: "10000万元"},
        {entry.term: f"{_written(bad)}万元", whole: "10000万元"},
        (entry.term, whole),
        {"比例": _written(part)},
    )


def ratio_of_two(
    entry: Entry, record: Mapping[str, Any], lexicon: Lexicon, regions: Mapping[str, str]
) -> Shaped | None:
    bound = _exact(record["value"]) or Fraction(1)
    return share(entry, {**record, "value": str(bound), "unit": None}, lexicon, regions)


def _date_said(record: Mapping[str, Any]) -> date | None:
    found = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", str(record["value"]))
    return date(int(found[1]), int(found[2]), int(found[3])) if found else None


def on_date(
    entry: Entry, record: Mapping[str, Any], lexicon: Lexicon, regions: Mapping[str, str]
) -> Shaped | None:
    day = _date_said(record)
    if day is None:
        return None
    one = timedelta(days=1)
    if record["operator"] == "before":
        sign, good, bad = (
            ("<=", day, day + one) if record.get("inclusive") else ("<", day - one, day)
        )
        note = "所写日期当日含在内" if record.get("inclusive") else "“前”不含当日"
    else:
        sign, good, bad, note = ">=", day, day - one, "“以后”含当日"
    return Shaped(
        f"{entry.term} {sign} 界限", {entry.term: good.isoformat()}, {entry.term: bad.isoformat()},
        (entry.term,), {"界限": day.isoformat()}, (note,),
    )  # fmt: skip


def since(
    entry: Entry, record: Mapping[str, Any], lexicon: Lexicon, regions: Mapping[str, str]
) -> Shaped | None:
    bound = _exact(record["value"])
    if bound is None:
        return None
    span = int(bound * 12 if record.get("unit") == "年" else bound)
    year, month = divmod(DAY.year * 12 + DAY.month - 1 - span, 12)
    edge = date(year, month + 1, 28)
    return Shaped(
        f"加月({entry.term}, 期限) <= 基准日", {entry.term: edge.isoformat()},
        {entry.term: (edge + timedelta(days=4)).isoformat()}, (entry.term,), {"期限": f"{span}月"},
        ("满期按对应日计算",), {"基准日": DAY.isoformat()},
    )  # fmt: skip


def age(
    entry: Entry, record: Mapping[str, Any], lexicon: Lexicon, regions: Mapping[str, str]
) -> Shaped | None:
    bound = _exact(record["value"])
    sign = _SIGNS.get(str(record["operator"]))
    if bound is None or sign is None:
        return None
    good, bad = (int(x) for x in _edges(sign, bound, Fraction(1)))
    return Shaped(
        f"周岁({entry.term}, 基准日) {sign} 界限",
        {entry.term: date(DAY.year - good, 6, 15).isoformat()},
        {entry.term: date(DAY.year - bad, 6, 15).isoformat()},
        (entry.term,), {"界限": f"{_written(bound)}岁"}, ("年龄按基准日的周岁计算",), {"基准日": DAY.isoformat()},
    )  # fmt: skip


def flag(
    entry: Entry, record: Mapping[str, Any], lexicon: Lexicon, regions: Mapping[str, str]
) -> Shaped | None:
    return Shaped(entry.term, {entry.term: "是"}, {entry.term: "否"}, (entry.term,))


def no_flag(
    entry: Entry, record: Mapping[str, Any], lexicon: Lexicon, regions: Mapping[str, str]
) -> Shaped | None:
    return Shaped(f"not {entry.term}", {entry.term: "否"}, {entry.term: "是"}, (entry.term,))


def zero(
    entry: Entry, record: Mapping[str, Any], lexicon: Lexicon, regions: Mapping[str, str]
) -> Shaped | None:
    return Shaped(f"{entry.term} <= 0", {entry.term: "0万元"}, {entry.term: "1万元"}, (entry.term,))


def positive(
    entry: Entry, record: Mapping[str, Any], lexicon: Lexicon, regions: Mapping[str, str]
) -> Shaped | None:
    note = ("所写“持续”按最近一个审计年度审查",) if "持续" in spoken(record) else ()
    return Shaped(
        f"{entry.term} > 0", {entry.term: "1万元"}, {entry.term: "-1万元"}, (entry.term,), {}, note
    )


def has(
    entry: Entry, record: Mapping[str, Any], lexicon: Lexicon, regions: Mapping[str, str]
) -> Shaped | None:
    is_file = entry.term.startswith("附件.")
    return Shaped(
        f"有({entry.term})",
        {entry.term: "有" if is_file else "示例"},
        {entry.term: "无"},
        (entry.term,),
    )


def suffix(
    entry: Entry, record: Mapping[str, Any], lexicon: Lexicon, regions: Mapping[str, str]
) -> Shaped | None:
    words = str(record["value"])
    return Shaped(
        f"结尾({entry.term}, 后缀)",
        {entry.term: f"示例产品{words}"},
        {entry.term: "示例产品"},
        (entry.term,),
        {"后缀": f'"{words}"'},
    )


def length(
    entry: Entry, record: Mapping[str, Any], lexicon: Lexicon, regions: Mapping[str, str]
) -> Shaped | None:
    bound = _exact(record["value"])
    if bound is None or bound.denominator != 1:
        return None
    good, bad = (int(x) for x in _edges(_SIGNS[str(record["operator"])], bound, Fraction(1)))
    return Shaped(
        f"字数({entry.term}) {record['operator']} 界限",
        {entry.term: "字" * good},
        {entry.term: "字" * bad},
        (entry.term,),
        {"界限": _written(bound)},
    )


def either(
    entry: Entry, record: Mapping[str, Any], lexicon: Lexicon, regions: Mapping[str, str]
) -> Shaped | None:
    said = entry.said
    return Shaped(" or ".join(said["facts"]), said["passes"], said["fails"], tuple(said["fails"]))
