"""Rules over tables of the applicant: how many partners, members, patents, tenants; whether there is one at all."""

import re
from collections.abc import Mapping
from typing import Any

from .lexicon import Entry, Facts, spoken
from .numbering import numeral
from .rule_people import grades_in
from .rule_places import place_in
from .shaped import DAY, ON_DAY, Around, Shaped, Unclear, exact, quoted, written

_MOST = 60
_SPAN = re.compile(r"([三两二一五四六十\d]+)(?:个)?(?:会计)?年")


class _Rows:
    """The filter of a table in words, one row that meets it, and rows that each fail one part of it."""

    def __init__(self, entry: Entry, record: Mapping[str, Any], around: Around) -> None:
        self.table = entry.term
        self.tests: list[str] = []
        self.good: dict[str, Any] = dict(entry.said.get("row") or {"名称": "示例"})
        self.bad: list[dict[str, Any]] = []
        self.ways: list[dict[str, Any]] = []  # other rows that meet it
        self.params: dict[str, str] = {}
        self.lists: dict[str, Mapping[str, Any]] = {}
        self.frame: Mapping[str, str] = {}
        self.said: list[str] = []
        self.unclear = ""
        text = f"{spoken(record)}|{record.get('quote') or ''}"
        self._words(entry, text)
        self._kinds(entry, text, around)
        self._grades(entry, record, around)
        self._place(entry, text, around)
        self._since(entry, record)

    def _add(self, test: str, good: Facts, *bad: Facts) -> None:
        self.tests.append(test)
        self.good |= good
        self.bad = [{**row, **good} for row in self.bad]
        self.ways = [{**row, **good} for row in self.ways]
        self.bad += [{**self.good, **row} for row in bad]

    def _words(self, entry: Entry, text: str) -> None:
        for word, one in (entry.said.get("where") or {}).items():
            if word in text:
                bad = one["bad"]
                self._add(one["test"], one["good"], *(bad if isinstance(bad, list) else [bad]))
                self.said.append(word)

    def _kinds(self, entry: Entry, text: str, around: Around) -> None:
        """发明专利, 企业, 高校: the choice of a column, where the entry names one."""
        column = entry.said.get("choice")
        if not column:
            return
        own = text.split("|")
        chosen, _ = around.lexicon.chosen(f"{entry.term}.{column}", "|".join(own[1:3]))
        if not chosen:
            chosen, _ = around.lexicon.chosen(
                f"{entry.term}.{column}", own[-1] if len(own) > 3 else ""
            )
        if not chosen:
            return
        term = f"{entry.term}.{column}"
        test = f'{term} == "{chosen[0]}"' if len(chosen) == 1 else f"{term} in {quoted(chosen)}"
        self._add(test, {column: chosen[0]}, {column: "其他"})
        self.ways += [{**self.good, column: choice} for choice in chosen[1:]]
        self.said += [w for c in chosen for w in around.lexicon.words[term][c]]

    def _grades(self, entry: Entry, record: Mapping[str, Any], around: Around) -> None:
        if not entry.said.get("grades"):
            return
        found, _ = grades_in(
            f"{record.get('attribute') or ''}|{record.get('quote') or ''}", around.lexicon
        )
        found = list({(g.column, g.grades): g for g in found}.values())
        if not found:
            return
        test = " or ".join(f"{entry.term}.{g.column} in {quoted(g.grades)}" for g in found)
        lows = {g.column: g.beyond for g in found}
        first = {**lows, found[0].column: found[0].grades[0]}
        self._add(f"({test})" if len(found) > 1 else test, first, lows)
        self.ways += [{**self.good, **lows, g.column: grade} for g in found for grade in g.grades]
        self.said += [g.said for g in found]

    def _place(self, entry: Entry, text: str, around: Around) -> None:
        column = entry.said.get("place")
        place = place_in(text, around) if column else None
        if column and place is not None:
            self._add(
                f"{entry.term}.{column} in 区域",
                {column: place.inside},
                *({column: c} for c in place.outside),
            )
            self.params["区域"] = f'区划集("{place.name}")'
            self.lists |= place.lists
            self.said += place.said

    def _since(self, entry: Entry, record: Mapping[str, Any]) -> None:
        """近三年 on the entry's date column."""
        period = str(record.get("period") or "")
        if not period:
            return
        span, column = _SPAN.search(period), entry.said.get("since")
        if span is None or column is None:
            self.unclear = f"“{period}”对“{entry.name}”无从计算"
            return
        years = numeral(span[1]) or 0
        edge = DAY.replace(year=DAY.year - years)
        early = edge.replace(day=edge.day - 1).isoformat()
        late = DAY.replace(month=7, day=1).isoformat()
        self._add(
            f"{entry.term}.{column} >= 加年(基准日, -年数) and {entry.term}.{column} <= 基准日",
            {column: edge.isoformat()}, {column: early}, {column: late},
        )  # fmt: skip
        self.ways += [{**self.good, column: DAY.isoformat()}]
        self.params["年数"] = str(years)
        self.frame = ON_DAY

    @property
    def test(self) -> str:
        return " and ".join(self.tests)


def rows(entry: Entry, record: Mapping[str, Any], around: Around) -> Shaped | Unclear:
    """At least, or at most, so many rows."""
    bound, sign = exact(record["value"]), str(record["operator"])
    if bound is None or bound.denominator != 1 or not 0 < bound <= _MOST:
        return Unclear("数目没有读成整数")
    if sign in ("exists", "in"):
        return some_row(entry, record, around)
    if sign == "=" and bound == 1:
        sign = "=="
    if sign not in (">=", ">", "<=", "<", "=="):
        return Unclear("数目的写法没有读清")
    held = _Rows(entry, record, around)
    if held.unclear:
        return Unclear(held.unclear)
    most = int(bound)
    good = {">=": most, ">": most + 1, "<=": most, "<": most - 1, "==": most}[sign]
    bad = {">=": most - 1, ">": most, "<=": most + 1, "<": most, "==": most + 1}[sign]
    inner = f"{entry.term}, {held.test}" if held.test else entry.term
    passes, fails = [{entry.term: [held.good] * good}], [{entry.term: [held.good] * bad}]
    if sign in (">=", ">"):
        passes += [{entry.term: [way] * good} for way in held.ways]
        fails += [{entry.term: [held.good] * (good - 1) + [row]} for row in held.bad]
    else:
        fails += [{entry.term: [way] * bad} for way in held.ways]
        passes += [{entry.term: [held.good] * good + [row]} for row in held.bad]
    return Shaped(
        f"行数({inner}) {sign} 界限", tuple(passes), tuple(fails), (entry.term,),
        {"界限": written(bound), **held.params}, (), held.frame, lists=held.lists, said=tuple(held.said),
    )  # fmt: skip


def some_row(entry: Entry, record: Mapping[str, Any], around: Around) -> Shaped | Unclear:
    """A row that meets the filter, or any row at all."""
    held = _Rows(entry, record, around)
    if held.unclear:
        return Unclear(held.unclear)
    if entry.said.get("needs") and not held.said:
        return Unclear(f"没有读出是哪一种{entry.name}")
    condition = f"任一({entry.term}, {held.test})" if held.test else f"有({entry.term})"
    passes: list[Facts] = [{entry.term: [held.good]}]
    if held.test:
        passes += [{entry.term: [held.good, held.bad[0]]}] if held.bad else []
        passes += [{entry.term: [way]} for way in held.ways]
    fails: list[Facts] = [{entry.term: "无"}, *({entry.term: [row]} for row in held.bad)]
    return Shaped(
        condition, tuple(passes), tuple(fails), (entry.term,), held.params, (), held.frame,
        lists=held.lists, said=tuple(held.said),
    )  # fmt: skip


def either_count(entry: Entry, record: Mapping[str, Any], around: Around) -> Shaped | Unclear:
    """1项发明专利或2项实用新型: so many of one kind, or so many of another."""
    quote, term = str(record.get("quote") or ""), f"{entry.term}.{entry.said['choice']}"
    table = around.lexicon.words.get(term, {})
    words = sorted(
        ((w, c) for c, said in table.items() for w in said), key=lambda one: -len(one[0])
    )
    either = "|".join(re.escape(w) for w, _ in words)
    pattern = re.compile(
        rf"(?P<n>\d+|[一二两三四五六七八九十]+)[项件个](?:以上|及以上)?(?:的)?(?P<word>{either})|(?P<word2>{either})(?P<n2>\d+|[一二两三四五六七八九十]+)[项件个](?:以上|及以上)?"
    )
    asked: dict[str, int] = {}
    said: list[str] = []
    for match in pattern.finditer(quote):
        choice = next(c for w, c in words if w == (match["word"] or match["word2"]))
        asked[choice] = numeral(match["n"] or match["n2"]) or int(match["n"] or match["n2"] or 0)
        said.append(match[0])
    if len(asked) < 2 or "或" not in quote or min(asked.values()) < 1:
        return Unclear("几种数目没有读清")
    column = str(entry.said["choice"])
    passes = [{entry.term: [{"名称": "示例", column: c}] * n} for c, n in asked.items()]
    short = [{"名称": "示例", column: c} for c, n in asked.items() for _ in range(n - 1)]
    short += [{"名称": "示例", column: "其他"}] * max(asked.values())
    tests = [f'行数({entry.term}, {term} == "{c}") >= {n}' for c, n in asked.items()]
    return Shaped(
        " or ".join(tests), tuple(passes), ({entry.term: short},), (entry.term,), said=tuple(said)
    )


def any_amount(entry: Entry, record: Mapping[str, Any], around: Around) -> Shaped | Unclear:
    """成果形式为论文、专著或研究报告: at least one of several counted outputs."""
    text = spoken(record)
    terms = [term for term, words in entry.said["each"].items() if any(w in text for w in words)]
    if not terms:
        return Unclear("没有读出是哪几种成果")
    none = dict.fromkeys(terms, "0")
    said = tuple(w for term in terms for w in entry.said["each"][term])
    passes = tuple({**none, term: "1"} for term in terms)
    return Shaped(f"{' + '.join(terms)} >= 1", passes, (none,), tuple(terms), said=said)
