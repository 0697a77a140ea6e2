"""Lints of days: age wording against birth dates, and deadlines on a day off."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from zhinan.engines.calendar import is_working_day
from zhinan.engines.packs import Clause, Programme
from zhinan.engines.vocabulary import read_date

from .finding import LintFinding, Undecided, View, file_of, shown

BIRTH_GOVERNS = "出生日期为准"
MANIFEST = "pack.yaml"
_SENTENCE = re.compile(r"[^。；;\n]+")
_AGE = re.compile(r"(未满|不满|小于|低于)?[^\d。，、；]{0,8}?(\d{2})\s*周?岁")
_DAY = r"(\d{4})\s*(?:年|-)\s*(\d{1,2})\s*(?:月|-)\s*(\d{1,2})\s*日?"
_BORN = re.compile(rf"{_DAY}\s*(?:[（(]含[）)])?\s*(?:及?以后|之后|后|起)?\s*出生")


@dataclass(frozen=True, slots=True)
class _Pair:
    """An age and a birth bound that one sentence sets side by side."""

    years: int
    is_under: bool  # 未满 leaves the age itself out
    born: date

    def first_birth(self, day: date) -> date:
        """The earliest birth date the age wording lets in on ``day``."""
        back = day.year - self.years - (0 if self.is_under else 1)
        try:
            bound = day.replace(year=back)
        except ValueError:  # 29 February
            bound = date(back, 2, 28)
        return bound + timedelta(1)


def age_against_birth(view: View) -> Iterator[LintFinding]:
    """年龄与出生日期: age wording and birth bound that let in different people on the reference day."""
    given = view.parameter("句")
    if given is not None:
        day = (
            _day(view.parameter("基准日"), "基准日")
            if view.parameter("基准日")
            else date(view.pack.year, 1, 1)
        )
        for sentence in given:
            yield from (
                view.found(*_words(p, day))
                for p in _pairs(str(sentence))
                if p.first_birth(day) != p.born
            )
        return
    for programme in view.programmes():
        day = _reference(view, programme)
        for clause in programme.clauses:
            if _is_settled(clause):
                continue
            for pair in _pairs(clause.text):
                if pair.first_birth(day) != pair.born:
                    yield view.found(*_words(pair, day), file=file_of(programme, clause), line=clause.line,
                                     clause=shown(programme, clause),
                                     programme=programme.key, subject=f"{pair.years}岁")  # fmt: skip


def _is_settled(clause: Clause) -> bool:
    return any(BIRTH_GOVERNS in str(rule.content.get("note") or "") for rule in clause.rules)


def _pairs(text: str) -> Iterator[_Pair]:
    for sentence in _SENTENCE.findall(text):
        ages = _AGE.findall(sentence)
        births = _BORN.findall(sentence)
        if len(ages) == len(births):
            for (under, years), (y, m, d) in zip(ages, births, strict=True):
                yield _Pair(int(years), bool(under), date(int(y), int(m), int(d)))


def _words(pair: _Pair, day: date) -> tuple[str, str, str]:
    first, word = pair.first_birth(day), "未满" if pair.is_under else "不超过"
    span = sorted((first, pair.born))
    what = (
        f"{day}时{word}{pair.years}周岁的最早生于{first}，条文写{pair.born}以后出生；"
        f"生于{span[0]}至{span[1] - timedelta(1)}的，两种说法结论不同"
    )
    return "LINT-AGE-BIRTH", what, f"只保留一种写法，或在规则的解释中写“{BIRTH_GOVERNS}”"


def _reference(view: View, programme: Programme) -> date:
    given = view.parameter("基准日")
    if given:
        return _day(given, "基准日")
    closes = programme.window("closes")
    return closes.day if closes is not None and closes.day else date(view.pack.year, 1, 1)


def _day(value: Any, key: str) -> date:
    try:
        return read_date(str(value))
    except ValueError as error:
        raise Undecided(f"{key}：{value}") from error


def deadline_on_day_off(view: View) -> Iterator[LintFinding]:
    """期限逢休: a window with a date on which the office does not work."""
    given = view.parameter("期限")
    if given is not None:
        for key, text in given.items():
            yield from _off(view, str(key), _day(text, str(key)), {})
        return
    order = {p.key: n for n, p in enumerate(view.pack.programmes)}
    for programme in view.programmes():
        for n, window in enumerate(programme.windows):
            if window.day is not None:
                line = view.line_in(MANIFEST, "programmes", order[programme.key], "windows", n)
                place = {"file": MANIFEST, "line": line, "programme": programme.key}
                name = window.label or window.key
                yield from _off(view, name, window.day, place | {"clause": window.basis})


def _off(view: View, name: str, day: date, place: dict[str, Any]) -> Iterator[LintFinding]:
    if not is_working_day(day, table=view.days):
        known = "" if day in view.days else "（按星期推算，节假日安排未登记）"
        what = f"期限“{name}”为{day}，{'星期' + '一二三四五六日'[day.weekday()]}，是休息日{known}"
        yield view.found(
            "LINT-DAY-OFF", what, "改到工作日，或写明遇休息日是否顺延", subject=name, **place
        )
