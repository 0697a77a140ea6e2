"""lists.yaml: named lists of words or regions, by date; complete, or open at the end."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from zhinan.engines.vocabulary import Fault, read_yaml

from .kinds import Kind, of_list

_KEYS = {"kind", "of", "series", "except", "complete", "source", "from", "note"}


@dataclass(frozen=True, slots=True)
class NamedList:
    """A list as written. ``series``: what it holds from each day on, the earliest first."""

    name: str
    of: str  # text / region
    series: tuple[tuple[date, tuple[str, ...]], ...]
    exceptions: tuple[str, ...] = ()
    is_complete: bool = True
    source: str = ""
    line: int = 0

    @property
    def kind(self) -> Kind:
        return of_list(self.of)

    def on(self, day: date) -> "Members | None":
        """What it holds on ``day``; None before the first day it is known for."""
        held = [members for start, members in self.series if start <= day]
        if not held:
            return None
        return Members(
            self.name, self.of, frozenset(held[-1]), frozenset(self.exceptions), self.is_complete
        )


@dataclass(frozen=True, slots=True)
class Members:
    """A list on one day."""

    name: str
    of: str
    words: frozenset[str]
    exceptions: frozenset[str] = frozenset()
    is_complete: bool = True
    origin: str = field(default="", compare=False)

    def has(self, word: Any) -> bool | None:
        """Whether ``word`` is on it; None where that cannot be said.

        >>> Members("市区", "region", frozenset(["320703", "320706"])).has("320700") is None
        True
        >>> Members("连云港", "region", frozenset(["320700"]), frozenset(["320707"])).has("320706")
        True
        """
        if self.of == "region":
            return self._holds_region(str(word))
        return True if word in self.words else (False if self.is_complete else None)

    def _holds_region(self, code: str) -> bool | None:
        if any(_lies_in(code, out) for out in self.exceptions):
            return False
        inside = any(_lies_in(code, whole) for whole in self.words)
        coarse = [*self.exceptions] if inside else [*self.words]
        if any(_lies_in(part, code) for part in coarse):
            return None  # a city stated, and only some of its districts are on the list
        return True if inside else (False if self.is_complete else None)


def _lies_in(code: str, whole: str) -> bool:
    """Whether a region code lies in another: 320706 in 320700 and in 320000.

    >>> _lies_in("320706", "320700"), _lies_in("320700", "320706"), _lies_in("320706001", "320706")
    (True, False, True)
    """
    stem = whole
    while len(stem) > 2 and stem.endswith("00"):
        stem = stem[:-2]
    return code.startswith(stem)


def read_lists(text: str, *, file: str) -> tuple[dict[str, NamedList], list[Fault]]:
    """The lists of one lists.yaml by name, and its faults."""
    marked, faults = read_yaml(text, file=file)
    found: dict[str, NamedList] = {}
    content = marked.value if isinstance(marked.value, dict) else {}
    if marked.value is not None and not content and not faults:
        faults.append(
            Fault(
                file,
                1,
                "PACK-LIST",
                "名单文件应由“名单名: 内容”组成",
                "照 docs/design/rules.md 书写",
            )
        )
    for name, body in content.items():
        line = marked.line(name)
        try:
            found[name] = _read_list(name, body, line)
        except ValueError as error:
            faults.append(
                Fault(
                    file, line, "PACK-LIST", f"名单“{name}”{error}", "照 docs/design/rules.md 书写"
                )
            )
    return found, faults


def _read_list(name: str, body: Any, line: int) -> NamedList:
    if not isinstance(body, dict):
        raise ValueError("没有内容")
    unknown = set(body) - _KEYS
    if unknown:
        raise ValueError(f"有未知的键{'、'.join(sorted(unknown))}")
    of = str(body.get("kind", "text"))
    if of not in ("text", "region"):
        raise ValueError("的 kind 只能是 text 或 region")
    series = body.get("series")
    if series is None:
        series = {str(body.get("from") or "1900-01-01"): body.get("of")}
    if not isinstance(series, Mapping) or not series:
        raise ValueError("的 series 应是“日期: [..]”")
    dated = sorted((_day(day), _words(words, of)) for day, words in series.items())
    exceptions = _words(body["except"], of) if body.get("except") else ()
    complete = body.get("complete", True)
    if not isinstance(complete, bool):
        raise ValueError("的 complete 应是 true 或 false")
    return NamedList(
        name, of, tuple(dated), exceptions, complete, str(body.get("source") or ""), line
    )


def _day(text: Any) -> date:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        raise ValueError(f"的日期“{text}”无效") from None


def _words(listed: Any, of: str) -> tuple[str, ...]:
    if not isinstance(listed, list) or not listed:
        raise ValueError("没有列出任何一项")
    words = tuple(str(word) for word in listed)
    if of == "region" and not all(w.isdigit() and len(w) in (6, 9, 12) for w in words):
        raise ValueError("的区划应是6位代码，加引号书写")
    return words
