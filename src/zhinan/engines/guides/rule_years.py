"""Figures kept by year: 上年度, 近三年累计, 近三年平均, 连续两年; what is left open is asked."""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from .lexicon import Entry
from .numbering import numeral
from .shaped import Around, Shaped, Unclear, exact, written

_BACK = ("上年", "前年", "大前年")
_SPAN = re.compile(r"(?:近|最近|前|连续)(?P<years>[一二两三123])(?:个)?(?:会计)?年")
_LAST = "[上年]"


def years_of(record: Mapping[str, Any]) -> int:
    """How many years back a record speaks of; 1 where it names none.

    >>> years_of({"period": "近三年", "quote": ""}), years_of({"quote": "上年度销售收入"})
    (3, 1)
    """
    found = _SPAN.search(str(record.get("period") or "")) or _SPAN.search(_text(record))
    return numeral(found["years"]) or 1 if found else 1


def _text(record: Mapping[str, Any]) -> str:
    return f"{record.get('attribute') or ''}|{record.get('quote') or ''}"


def of_years(term: str, years: int) -> list[str]:
    stem = term.removesuffix(_LAST)
    return [f"{stem}[{year}]" for year in _BACK[:years]]


def over_years(
    entry: Entry, record: Mapping[str, Any], sign: str, bound: str, good: Fraction, fails: Sequence[Fraction],
    unit: str, *, whole: str = "", base: int = 0, test: str = "", params: Mapping[str, str] | None = None,
) -> Shaped | Unclear:  # fmt: skip
    """A bound on a yearly figure, or on its share of another, over as many years as the record says.

    Args:
        bound: The bound with its unit; empty for a share, whose ``test`` and ``params`` are given.
        good: A value that just passes.
        fails: Values that just do not.
        whole: What it is a share of, ``base`` its value in the examples.
    """
    years, text = years_of(record), _text(record)
    is_yearly = entry.term.endswith(_LAST)
    if (years > 1 or record.get("period")) and not is_yearly and not entry.said.get("dated"):
        return Unclear(f"“{entry.name}”不按年度登记，“{record.get('period') or '近几年'}”无从计算")
    test = test or f"{{part}} {sign} 界限"
    params = {"界限": bound} if params is None else params
    if years == 1:
        term, of = (_in_year(one, text) for one in (entry.term, whole))
        facts = {of: f"{base}{unit}"} if of else {}
        return _of_one_year(term, of, facts, test, params, good, fails, unit)
    if whole or re.search("累计|合计|总(?:和|计)|共", text):
        return _summed(entry, years, test, params, good, fails, unit, whole, base)
    if re.search("平均|年均", text):
        return _averaged(entry, years, sign, params, good, fails, unit)
    if re.search("每年|各年|均|连续", text):
        return _each(entry, years, test, params, good, fails, unit)
    return Unclear(f"近{years}年是逐年、累计还是平均，没有写明")


def _in_year(term: str, text: str) -> str:
    """The term of the year a text names: 2023年度研发费用; that of last year where it names none."""
    named = set(re.findall(r"(20\d\d)年度(?!.{0,6}(?:指南|项目|计划))", text))
    if len(named) != 1 or not term.endswith(_LAST):
        return term
    return f"{term.removesuffix(_LAST)}[{named.pop()}]"


def _of_one_year(
    term: str, whole: str, facts: Mapping[str, str], test: str, params: Mapping[str, str], good: Fraction,
    fails: Sequence[Fraction], unit: str,
) -> Shaped:  # fmt: skip
    first, *others = term.split(" + ")
    facts = {**facts, **dict.fromkeys(others, f"0{unit}")}
    return Shaped(
        test.format(part=term, whole=whole), ({**facts, first: f"{written(good)}{unit}"},),
        tuple({**facts, first: f"{written(bad)}{unit}"} for bad in fails),
        tuple(t for t in (first, *others, whole) if t), params,
    )  # fmt: skip


def _sum(terms: Sequence[str]) -> str:
    return " + ".join(terms)


def _summed(
    entry: Entry, years: int, test: str, params: Mapping[str, str], good: Fraction, fails: Sequence[Fraction],
    unit: str, whole: str, base: int,
) -> Shaped:  # fmt: skip
    parts, wholes = of_years(entry.term, years), of_years(whole, years) if whole else []
    said = test.format(part=f"({_sum(parts)})", whole=f"({_sum(wholes)})")
    facts = {t: f"{base if n == 0 else 0}{unit}" for n, t in enumerate(wholes)}

    def spread(value: Fraction) -> dict[str, str]:
        return {
            **{p: f"{written(value) if n == 0 else 0}{unit}" for n, p in enumerate(parts)},
            **facts,
        }

    return Shaped(
        said, (spread(good),), tuple(spread(bad) for bad in fails), (*parts, *wholes), params, (f"近{years}年按合计计算",)
    )  # fmt: skip


def _averaged(
    entry: Entry, years: int, sign: str, params: Mapping[str, str], good: Fraction, fails: Sequence[Fraction], unit: str
) -> Shaped:  # fmt: skip
    parts = of_years(entry.term, years)

    def spread(value: Fraction) -> dict[str, str]:
        return {p: f"{written(value)}{unit}" for p in parts}

    return Shaped(
        f"{_sum(parts)} {sign} {years} * 界限", (spread(good),), tuple(spread(bad) for bad in fails), tuple(parts), params,
        (f"近{years}年按年平均计算",),
    )  # fmt: skip


def _each(
    entry: Entry, years: int, test: str, params: Mapping[str, str], good: Fraction, fails: Sequence[Fraction], unit: str
) -> Shaped:  # fmt: skip
    parts = of_years(entry.term, years)
    every = {p: f"{written(good)}{unit}" for p in parts}
    failing = tuple({**every, p: f"{written(fails[0])}{unit}"} for p in parts)
    said = " and ".join(test.format(part=p, whole="") for p in parts)
    return Shaped(said, (every,), failing, tuple(parts), params, (f"近{years}年逐年计算",))


def positive(entry: Entry, record: Mapping[str, Any], around: Around) -> Shaped | Unclear:
    """盈利 of the last year; 持续, 连续 of as many years as are named, two where none is."""
    text = _text(record) + str(record.get("value"))
    years = years_of(record)
    if years == 1 and re.search("持续|连续", text):
        years = 2
    terms = of_years(entry.term, years)
    every = dict.fromkeys(terms, "0.01万元")
    notes = (f"所写“持续”按最近{years}个审计年度审查",) if years > 1 else ()
    fails = tuple({**every, term: "0万元"} for term in terms)
    return Shaped(" and ".join(f"{t} > 0" for t in terms), (every,), fails, tuple(terms), {}, notes)


def growth(entry: Entry, record: Mapping[str, Any], around: Around) -> Shaped | Unclear:
    """较上一年度有增长: more than the year before; so each year, of several."""
    bound = exact(record.get("value"))
    if record.get("unit") == "%" and bound is not None and bound > 0:
        return _grown(entry, record, bound / 100)
    years = max(years_of(record), 2)
    terms = of_years(entry.term, years)
    pairs = list(pairwise(terms))
    rising = {t: f"{100 - n}万元" for n, t in enumerate(terms)}
    fails = tuple({**rising, new: rising[old]} for new, old in pairs)
    said = " and ".join(f"{new} > {old}" for new, old in pairs)
    return Shaped(said, (rising,), fails, tuple(terms), {}, ("比上一年度多才算增长",))


def _grown(entry: Entry, record: Mapping[str, Any], part: Fraction) -> Shaped | Unclear:
    """较上年增长10%以上: at least so much above the year before, which was above nought."""
    sign = str(record["operator"])
    if sign not in (">=", ">") or (part * 10000).denominator != 1:
        return Unclear("增长的幅度没有读清")
    new, old = of_years(entry.term, 2)
    edge = 10000 + part * 10000
    good, bad = (edge, edge - 1) if sign == ">=" else (edge + 1, edge)
    passes = [{new: f"{written(value)}万元", old: "10000万元"} for value in (good,)]
    fails = [{new: f"{written(bad)}万元", old: "10000万元"}, {new: "1万元", old: "0万元"}]
    passes.append({new: "100万元", old: "0.01万元"})
    return Shaped(
        f"{new} {sign} 倍数 * {old} and {old} > 0", tuple(passes), tuple(fails), (new, old), {"倍数": written(1 + part)}
    )  # fmt: skip
