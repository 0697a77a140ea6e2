"""The rule each condition would make, as the draft will propose it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from zhinan.apps.readings.models import Entry, Standing
from zhinan.engines.guides.proposing import propose
from zhinan.engines.vocabulary import core_vocabulary

_LINE = re.compile(r"^(条件|适用|无|力度): '?(.+?)'?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Proposed:
    """A condition as a rule: what it would test and for whom, or why a person has to look."""

    is_executable: bool
    condition: str = ""
    guard: str = ""
    force: str = ""
    why: str = ""


@cache
def _terms() -> frozenset[str]:
    return frozenset(core_vocabulary().by_name)


def proposals_of(entries: Iterable[Entry], text: str) -> Mapping[str, Proposed]:
    """By key of each condition that still counts the rule it would make."""
    return {
        entry.key: _proposed(entry, text)
        for entry in entries
        if entry.type == "condition" and entry.standing != Standing.DISCARDED
    }


def _proposed(entry: Entry, text: str) -> Proposed:
    record = {"type": entry.type, **entry.fields, "quote": text[entry.start : entry.end]}
    made = propose(record, entry.key, terms=_terms())
    if not made.is_executable:
        return Proposed(False, why=made.why)
    said = dict(_LINE.findall(made.block))
    return Proposed(True, said.get("条件", said.get("无", "")), said.get("适用", ""), said.get("力度", ""))  # fmt: skip
