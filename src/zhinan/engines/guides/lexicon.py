"""The lexicon: which phrases of a condition stand for which terms. The table is data; bureaus add to it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).with_name("lexicon.yaml")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the lexicon. ``said`` holds what its shape needs beyond the term."""

    name: str
    shape: str
    term: str = ""
    phrases: tuple[re.Pattern[str], ...] = ()
    subjects: tuple[re.Pattern[str], ...] = ()
    operators: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    unless: tuple[re.Pattern[str], ...] = ()
    said: Mapping[str, Any] = field(default_factory=dict)

    def fits(self, record: Mapping[str, Any]) -> bool:
        """Whether a condition record is one of this kind."""
        if str(record.get("operator")) not in self.operators:
            return False
        if self.units and record.get("unit") not in self.units:
            return False
        subject = str(record.get("subject", ""))
        if self.subjects and not any(p.search(subject) for p in self.subjects):
            return False
        text = spoken(record)
        if any(pattern.search(f"{text}|{record.get('quote', '')}") for pattern in self.unless):
            return False
        return any(pattern.search(text) for pattern in self.phrases)


@dataclass(frozen=True, slots=True)
class Guard:
    """A guard in words: the expression, facts that meet it and facts that do not."""

    phrases: tuple[re.Pattern[str], ...]
    expression: str
    meets: Mapping[str, Any]
    misses: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Entries in the order they are tried, words of choices, guards."""

    entries: tuple[Entry, ...]
    words: Mapping[str, Mapping[str, Sequence[str]]]
    guards: tuple[Guard, ...]
    everybody: tuple[re.Pattern[str], ...] = ()  # subjects that mean every applicant

    def is_everybody(self, subject: str) -> bool:
        """Whether a subject is every applicant, and not some of them only."""
        return any(pattern.fullmatch(subject) for pattern in self.everybody)

    def entry_for(self, record: Mapping[str, Any]) -> Entry | None:
        return next((entry for entry in self.entries if entry.fits(record)), None)

    def guard_for(self, when: str) -> Guard | None:
        return next((g for g in self.guards if any(p.fullmatch(when) for p in g.phrases)), None)

    def choices(self, term: str, text: str) -> list[str]:
        """The choices of a term that a text names."""
        table = self.words.get(term, {})
        return [choice for choice, said in table.items() if any(word in text for word in said)]


def spoken(record: Mapping[str, Any]) -> str:
    """The words of a record that the phrases are sought in: subject|attribute|value, not the whole quote,
    which may speak of several things."""
    value = record.get("value")
    listed = "、".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"{record.get('subject', '')}|{record.get('attribute', '')}|{listed}"


def read_lexicon(text: str) -> Lexicon:
    """The lexicon of a yaml text; what is left out is empty.

    >>> read_lexicon("entries: [{name: 面积, phrases: [面积], operators: ['>='], shape: number, term: 甲.乙}]").entries[0].term
    '甲.乙'
    """
    table = yaml.safe_load(text) or {}
    return Lexicon(
        tuple(_entry(line) for line in table.get("entries", ())),
        table.get("words", {}),
        tuple(_guard(line) for line in table.get("guards", ())),
        tuple(re.compile(p) for p in table.get("everybody", ())),
    )


@lru_cache(maxsize=8)
def lexicon_with(own: str = "") -> Lexicon:
    """The core lexicon, with a bureau's own entries tried before it."""
    core = read_lexicon(_FILE.read_text(encoding="utf-8"))
    if not own:
        return core
    added = read_lexicon(own)
    words = {**core.words, **added.words}
    return Lexicon(
        (*added.entries, *core.entries),
        words,
        (*added.guards, *core.guards),
        (*added.everybody, *core.everybody),
    )


def _entry(line: Mapping[str, Any]) -> Entry:
    known = {"name", "shape", "term", "phrases", "subjects", "operators", "units", "unless"}
    return Entry(
        line["name"],
        line["shape"],
        line.get("term", ""),
        tuple(re.compile(p) for p in line.get("phrases", ())),
        tuple(re.compile(p) for p in line.get("subjects", ())),
        frozenset(line.get("operators", ())),
        frozenset(line.get("units", ())),
        tuple(re.compile(p) for p in line.get("unless", ())),
        {key: value for key, value in line.items() if key not in known},
    )


def _guard(line: Mapping[str, Any]) -> Guard:
    patterns = tuple(re.compile(p) for p in line["phrases"])
    return Guard(patterns, line["guard"], line["meets"], line["misses"])
