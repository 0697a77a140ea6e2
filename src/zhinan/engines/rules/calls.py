"""What the functions of an expression do with known and unknown values."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from zhinan.engines.values.text import count_characters, fold

from .lists import Members
from .ranges import (
    ANYTHING,
    Range,
    greatest,
    high_of,
    least,
    low_of,
    magnitude,
    range_of,
    within_bounds,
)

_COUNT = Range(Decimal(0), None)


def agreed(one: Any, other: Any) -> Any:
    """The value both branches of a conditional give; None where they differ."""
    return one if one is not None and one == other else None


def merged(one: Any, other: Any) -> Any:
    """The interval that holds both branches of a conditional."""
    lows, highs = (low_of(one), low_of(other)), (high_of(one), high_of(other))
    low = None if None in lows else min(lows)
    return range_of(low, None if None in highs else max(highs))


def holds(listed: Any, word: Any) -> bool | None:
    """Whether a list, a choices value or a set holds ``word``."""
    return listed.has(word) if isinstance(listed, Members) else word in listed


def months_later(day: date, months: int) -> date:
    """The same day ``months`` on, or the last of a shorter month.

    >>> months_later(date(2024, 1, 31), 1), months_later(date(2024, 2, 29), 12)
    (datetime.date(2024, 2, 29), datetime.date(2025, 2, 28))
    """
    place = day.year * 12 + day.month - 1 + months
    year, month = divmod(place, 12)
    if not 1 <= year <= 9999:
        return date.max if year > 9999 else date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_day_of(start: date, months: int) -> date:
    """The last day of ``months`` months that begin on ``start``.

    A period that begins on the last day of a long month ends the day before the month's own last
    day where the later month is shorter: 31 January and one month end on 28 February.

    >>> last_day_of(date(2024, 7, 1), 24)
    datetime.date(2026, 6, 30)
    """
    end = months_later(start, months)
    return end if end.day < start.day or end == date.min else end - timedelta(days=1)


def days_later(day: date, days: int) -> date:
    """The day ``days`` on; the first or last of the calendar where that lies beyond it.

    >>> days_later(date(2024, 2, 28), 2), days_later(date(2024, 1, 1), 10**12)
    (datetime.date(2024, 3, 1), datetime.date(9999, 12, 31))
    """
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def months_between(start: date, end: date) -> int:
    """Whole months that hold ``start`` … ``end``, both days counted; 0 where end is before start.

    >>> months_between(date(2024, 7, 1), date(2026, 6, 30)), months_between(date(2024, 7, 1), date(2026, 7, 1))
    (24, 25)
    """
    if end < start:
        return 0
    months = max((end.year - start.year) * 12 + end.month - start.month - 1, 0)
    while months_later(start, months) < date.max and last_day_of(start, months) < end:
        months += 1
    return months


def age_on(born: date, on: date) -> int:
    """Completed years; a birthday of 29 February falls on the 28th in a common year.

    >>> age_on(date(1989, 1, 1), date(2024, 1, 1)), age_on(date(1989, 1, 2), date(2024, 1, 1))
    (35, 34)
    """
    return on.year - born.year - (months_later(born, 12 * (on.year - born.year)) > on)


def minutes_of(text: str) -> Any:
    """Minutes since midnight of ``HH:MM``; anything where it cannot be read.

    >>> minutes_of("17:30"), minutes_of("9：05"), minutes_of("24:00")
    (Decimal('1050'), Decimal('545'), Decimal('1440'))
    """
    match = re.fullmatch(r"(\d{1,2})[:：](\d{2})(?::\d{2})?", text.strip())
    if match is None or int(match[1]) > 24 or int(match[2]) > 59:
        return ANYTHING
    return Decimal(int(match[1]) * 60 + int(match[2]))


def normalised(text: str) -> str:
    """One spelling for comparison: NFKC, our table of radicals, lower case, no spaces."""
    return fold(text)


def _texts(words: Any) -> Iterable[str] | None:
    if isinstance(words, Members):
        return words.words
    return (words,) if isinstance(words, str) else words


def _matching(test: Callable[[str, str], bool]) -> Callable[[Any, Any], bool | None]:
    def match(text: str | None, words: Any) -> bool | None:
        if text is None or words is None:
            return None
        if type(words) is str:
            return test(text, words)
        if any(test(text, word) for word in _texts(words) or ()):
            return True
        return None if isinstance(words, Members) and not words.is_complete else False

    return match


def _shared(one: Any, other: Any) -> bool | None:
    if one is None or other is None:
        return None
    first, second = (other, one) if isinstance(one, Members) else (one, other)
    answers = [holds(second, word) for word in (_texts(first) or ())]
    return True if True in answers else (None if None in answers else False)


def _known(function: Callable[..., Any], unknown: Any = ANYTHING) -> Callable[..., Any]:
    """``function`` of known arguments; ``unknown`` where one is not."""

    def run(*arguments: Any) -> Any:
        if any(a is None or isinstance(a, Range) for a in arguments):
            return unknown
        return function(*arguments)

    return run


def _same_organisation(
    code: str | None, name: str | None, other_code: str | None, other_name: str | None
) -> bool | None:
    """Codes decide where both are known; else equal names say yes, and different ones nothing."""
    if code is not None and other_code is not None:
        return bool(code.strip()) and code.strip().upper() == other_code.strip().upper()
    if name and other_name and normalised(name) == normalised(other_name):
        return True
    return None


def _in_region(code: str | None, among: Any) -> bool | None:
    if code is None or among is None:
        return None
    if isinstance(among, Members):
        return among.has(code)
    return Members("", "region", frozenset(among)).has(code)


def _years_later(day: date, years: Any) -> date:
    return months_later(day, 12 * int(years))


CALLS: dict[str, Callable[..., Any]] = {
    "名单": lambda name: None,  # bound to its members before; open where there are none
    "字数": lambda text: _COUNT if text is None else Decimal(count_characters(text)),
    "规范": lambda text: None if text is None else normalised(text),
    "结尾": _matching(str.endswith),
    "开头": _matching(str.startswith),
    "含": _matching(str.__contains__),
    "交集": _shared,
    "加日": _known(lambda day, n: days_later(day, int(n))),
    "加月": _known(lambda day, n: months_later(day, int(n))),
    "加年": _known(_years_later),
    "期末": _known(lambda day, n: last_day_of(day, int(n))),
    "月期": _known(lambda start, end: Decimal(months_between(start, end)), _COUNT),
    "天数": _known(lambda start, end: Decimal((end - start).days)),
    "周岁": _known(lambda born, on: Decimal(age_on(born, on))),
    "年份": _known(lambda day: Decimal(day.year)),
    "时刻": lambda text: ANYTHING if text is None else minutes_of(text),
    "绝对值": magnitude,
    "最小": lambda *values: least(list(values)),
    "最大": lambda *values: greatest(list(values)),
    "限于": lambda value, low, high: within_bounds(value, low_of(low), high_of(high)),
    "同单位": _same_organisation,
    "区划内": _in_region,
}


def related_to(at: Any, code: str | None) -> Any:
    """Codes in one component of 关联关系 with ``code``; None where the register is unknown."""
    relations = at.values.get("relations")
    if code is None or relations is None:
        return None
    found = {c for kind, c in _component(at, ("code", code)) if kind == "code"} - {code}
    has_all = all(row.get("owner_uscc") and row.get("owned_uscc") for row in relations)
    return Members("关联单位", "text", frozenset(found), is_complete=has_all)


def are_related(at: Any, code: Any, name: Any, other_code: Any, other_name: Any) -> bool | None:
    """Whether two organisations are linked in 关联关系; one is not linked with itself.

    Codes or names lead from row to row; that no way leads there is certain only where codes do.
    """
    relations = at.values.get("relations")
    is_same = _same_organisation(code, name, other_code, other_name)
    if relations == () or is_same:
        return False
    if relations is None:
        return None
    mine, theirs = _identities(code, name), _identities(other_code, other_name)
    if any(one in _component(at, own) for own in mine for one in theirs):
        return True
    has_all = all(row.get("owner_uscc") and row.get("owned_uscc") for row in relations)
    return False if code and other_code and has_all else None


def _identities(code: Any, name: Any) -> list[tuple[str, str]]:
    """How an organisation is known: by code, by name, or both."""
    found = [("code", code.strip().upper())] if code else []
    return [*found, ("name", normalised(name))] if name else found


def _component(at: Any, identity: tuple[str, str]) -> frozenset[tuple[str, str]]:
    """Everything linked with one identity; the graph is made once a case."""
    if "of" not in at.related:
        pairs: list[tuple[Any, Any]] = []
        for row in at.values.get("relations") or ():
            owner = _identities(row.get("owner_uscc"), row.get("owner"))
            owned = _identities(row.get("owned_uscc"), row.get("owned"))
            pairs += [(one, two) for side in (owner, owned) for one, two in pairwise(side)]
            pairs += [(owner[0], owned[0])] if owner and owned else []
        at.related["of"] = components(pairs)
    found: frozenset[tuple[str, str]] = at.related["of"].get(identity, frozenset())
    return found


def components(pairs: Iterable[tuple[Any, Any]]) -> dict[Any, frozenset[Any]]:
    """Every node's connected component in the graph of ``pairs``; O(pairs log pairs).

    >>> sorted(components([("a", "b"), ("b", "c"), ("x", "y")])["a"])
    ['a', 'b', 'c']
    """
    above: dict[Any, Any] = {}

    def top(code: Any) -> Any:
        while above[code] != code:
            above[code] = above[above[code]]
            code = above[code]
        return code

    for one, other in pairs:
        if one and other:
            above.setdefault(one, one)
            above.setdefault(other, other)
            first, second = sorted((top(one), top(other)))
            above[second] = first
    groups: dict[Any, set[Any]] = {}
    for code in above:
        groups.setdefault(top(code), set()).add(code)
    return {code: frozenset(group) for group in groups.values() for code in group}
