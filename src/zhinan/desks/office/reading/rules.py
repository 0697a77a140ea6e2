"""The rule each condition would make, as the draft will propose it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from zhinan.apps.readings.models import Entry, Reading, Standing
from zhinan.engines.guides.proposing import propose
from zhinan.engines.rules.regions import region_names
from zhinan.engines.vocabulary import core_vocabulary

NEAR = (
    300  # characters around a condition within which others bear on it: its sentence and its list
)
LISTS = ("value", "exclude")
_LINE = re.compile(r"^(条件|适用|无|两组): '?(.+?)'?$", re.MULTILINE)
_KIND = re.compile(r"```(\S+)")


@dataclass(frozen=True, slots=True)
class Proposed:
    """A condition as a rule: what it would test and for whom, or why a person has to look."""

    is_executable: bool
    condition: str = ""
    guard: str = ""
    why: str = ""


@cache
def _terms() -> frozenset[str]:
    return frozenset(name for name in core_vocabulary().by_name if not name.isascii())


@cache
def _regions() -> Mapping[str, str]:
    return {name: code for code, name in region_names().items()}


def proposals_of(
    entries: Sequence[Entry], reading: Reading, wanted: Iterable[Entry] | None = None
) -> Mapping[str, Proposed]:
    """By key of each condition that still counts the rule it would make.

    Args:
        entries: All of the reading, in the order of the text.
        wanted: Those to propose for; all unless given.
    """
    kept = [e for e in entries if e.standing != Standing.DISCARDED]
    conditions = [(e, _as_json(e, reading.text)) for e in kept if e.type == "condition"]
    programmes = {
        str(e.fields.get("name")): f"p{n}"
        for n, e in enumerate((e for e in kept if e.type == "programme"), 1)
    }
    asked = {e.key for e in (entries if wanted is None else wanted)}
    return {
        entry.key: _proposed(said, entry, conditions, reading, programmes)
        for entry, said in conditions
        if entry.key in asked
    }


def _proposed(
    said: Mapping[str, Any],
    entry: Entry,
    conditions: Sequence[tuple[Entry, Mapping[str, Any]]],
    reading: Reading,
    programmes: Mapping[str, str],
) -> Proposed:
    group = said.get("any_of_group")
    around = [
        other
        for one, other in conditions
        if abs(one.start - entry.start) < NEAR or (group and other.get("any_of_group") == group)
    ]
    made = propose(
        said,
        entry.key,
        terms=_terms(),
        regions=_regions(),
        programme_key=programmes.get(str(said.get("programme")), ""),
        home=reading.region_code,
        year=reading.year or 0,
        programmes=programmes,
        others=around,
    )
    if not made.is_executable:
        return Proposed(False, why=made.why)
    return Proposed(True, *_in_words(made.block, programmes))


def _in_words(block: str, programmes: Mapping[str, str]) -> tuple[str, str]:
    """What a block tests and for whom; rules over several applications by their kind, programmes by their names."""
    lines: dict[str, str] = dict(_LINE.findall(block))
    tested = lines.get("条件") or lines.get("无") or lines.get("两组") or ""
    kind = _KIND.match(block)
    if kind is not None and kind[1] != "规则":
        names = {key: name.rpartition("·")[2] for name, key in programmes.items()}
        tested = re.sub(r"\bp\d+\b", lambda found: names.get(found[0], found[0]), tested)
        tested = f"{kind[1]} {tested}".strip()
    return tested, lines.get("适用", "")


def _as_json(entry: Entry, text: str) -> dict[str, Any]:
    """The record as the proposer reads it: fields but the value in single words."""
    words = {
        name: "、".join(map(str, value)) if isinstance(value, list) and name not in LISTS else value
        for name, value in entry.fields.items()
    }
    return {"type": entry.type, **words, "quote": text[entry.start : entry.end], "start": entry.start, "end": entry.end}  # fmt: skip
