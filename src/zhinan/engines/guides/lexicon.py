"""The lexicon: which phrases of a condition stand for which terms. The table is data; bureaus add to it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Pattern = re.Pattern[str]
Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the lexicon. ``said`` holds what its shape needs beyond the term."""

    name: str
    shape: str
    term: str = ""
    phrases: tuple[Pattern, ...] = ()
    subjects: tuple[Pattern, ...] = ()
    contexts: tuple[Pattern, ...] = ()  # what the programme's name must hold
    operators: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    unless: tuple[Pattern, ...] = ()
    needs: tuple[Pattern, ...] = ()  # one of these must be there, in the quote too
    covers: tuple[Pattern, ...] = ()  # words that mean nothing more where this entry fits
    said: Mapping[str, Any] = field(default_factory=dict)

    def fits(self, record: Mapping[str, Any], text: str) -> bool:
        """Whether a condition record is one of this kind, its words being ``text``."""
        if str(record.get("operator")) not in self.operators:
            return False
        if self.units and record.get("unit") not in self.units:
            return False
        if self.contexts and not _found(self.contexts, str(record.get("programme") or "")):
            return False
        if self.subjects and not _found(self.subjects, str(record.get("subject") or "")):
            return False
        whole = f"{text}|{record.get('quote') or ''}"
        if _found(self.unless, whole) or (self.needs and not _found(self.needs, whole)):
            return False
        return _found(self.phrases, text)


def _found(patterns: Sequence[Pattern], text: str) -> bool:
    return any(pattern.search(text) for pattern in patterns)


@dataclass(frozen=True, slots=True)
class Guard:
    """A guard in words: the expression, facts that meet it (one set a way) and facts that do not."""

    phrases: tuple[Pattern, ...]
    expression: str
    meets: tuple[Facts, ...]
    misses: tuple[Facts, ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """Grades from low to high, and the words for them: 学位, 职称级别."""

    name: str
    grades: tuple[str, ...]
    words: Mapping[str, tuple[str, ...]]  # word -> the grades it means


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Entries in the order they are tried, words of choices, guards, and what adds no meaning."""

    entries: tuple[Entry, ...] = ()
    words: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)
    guards: tuple[Guard, ...] = ()
    everybody: tuple[Pattern, ...] = ()  # subjects that mean every applicant
    plain: tuple[Pattern, ...] = ()  # words that add no meaning to a condition
    scales: tuple[Scale, ...] = ()
    places: Mapping[str, Sequence[str]] = field(
        default_factory=dict
    )  # level -> words for one's own
    short_names: Mapping[str, str] = field(default_factory=dict)  # 浙 -> 浙江省

    def is_everybody(self, subject: str) -> bool:
        """Whether a subject is every applicant, and not some of them only."""
        return any(pattern.fullmatch(subject) for pattern in self.everybody)

    def entry_for(self, record: Mapping[str, Any]) -> Entry | None:
        """The first entry whose phrase the fields speak; else the first whose phrase the quote speaks."""
        for text in (spoken(record), f"||{record.get('quote') or ''}"):
            found = next((entry for entry in self.entries if entry.fits(record, text)), None)
            if found is not None:
                return found
        return None

    def guard_for(self, when: str) -> Guard | None:
        return next((g for g in self.guards if any(p.fullmatch(when) for p in g.phrases)), None)

    def chosen(self, term: str, text: str) -> tuple[list[str], str]:
        """The choices of a term that a text names, and what is left of the text without their words."""
        table = self.words.get(term, {})
        said = sorted(
            ((word, choice) for choice, words in table.items() for word in words),
            key=lambda one: -len(one[0]),
        )
        found: set[str] = set()
        for word in dict.fromkeys(word for word, _ in said):
            if word in text:
                found |= {choice for other, choice in said if other == word}
                text = text.replace(word, "/")
        return [choice for choice in table if choice in found], text


def spoken(record: Mapping[str, Any]) -> str:
    """The words of a record that the phrases are sought in: subject|attribute|value, not the whole quote,
    which may speak of several things."""
    return f"{record.get('subject') or ''}|{record.get('attribute') or ''}|{listed(record)}"


def listed(record: Mapping[str, Any]) -> str:
    """The value in words, the members of a list parted by 、; what another member holds is left out.

    >>> listed({"value": ["高校或企业", "高校", "企业"]})
    '高校或企业'
    """
    value = record.get("value")
    return "、".join(members(value)) if isinstance(value, list) else str(value or "")


def members(value: Sequence[Any]) -> list[str]:
    """The members of a list that no other member holds, in order."""
    texts = list(dict.fromkeys(map(str, value)))
    return [t for t in texts if not any(t != other and t in other for other in texts)]
