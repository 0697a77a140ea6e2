"""pack.yaml of a draft."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .clauses import DraftClause
from .contacts import Contacts
from .fact import About, Fact
from .ground import Ground
from .guide_files import common_paths, guide_path, parts_named
from .places import DraftProgramme
from .programme_forms import form_path
from .quotas import Quotas
from .spans import SPANS, TEXT
from .topics import Topics
from .windows import Windows
from .writing import encoded, one_line


@dataclass(frozen=True, slots=True)
class Runs:
    """How a programme runs: its mode and its stages."""

    mode: str
    flow: Sequence[Mapping[str, Any]]


def call_manifest(
    ground: Ground,
    clauses: Sequence[DraftClause],
    contacts: Contacts,
    topics: Topics,
    quotas: Quotas,
    windows: Windows,
    runs: Mapping[str, Runs],
) -> dict[str, Any]:
    """What pack.yaml says of a guide to apply under."""
    found = _head(ground)
    found["sections"] = contacts.sections
    if bodies := quotas.bodies():
        found["bodies"] = bodies
    if accepted := topics.accepted():
        found["accepted_faults"] = accepted
    if common := common_paths(clauses, ground.places):
        found["common"] = common
    parted = parts_named(clauses, ground.places)
    found["programmes"] = [
        {
            **_programme(one, ground, parted), "section": contacts.section_of[one.key], "form": form_path(one.key),
            "mode": runs[one.key].mode, "number_prefix": _prefix(one.key, ground.about),
            "flow": [dict(stage) for stage in runs[one.key].flow], "windows": windows.by_programme[one.key],
        }
        for one in ground.places.programmes
    ]  # fmt: skip
    return found


def plan_manifest(ground: Ground, clauses: Sequence[DraftClause]) -> dict[str, Any]:
    """What pack.yaml says of a plan: nobody applies under it."""
    found = _head(ground) | {"kind": "plan"}
    if common := common_paths(clauses, ground.places):
        found["common"] = common
    parted = parts_named(clauses, ground.places)
    found["programmes"] = [_programme(one, ground, parted) for one in ground.places.programmes]
    return found


def _head(ground: Ground) -> dict[str, Any]:
    about = ground.about
    sha256 = hashlib.sha256(encoded(ground.text)).hexdigest()
    found: dict[str, Any] = {
        "pack": about.pack, "title": about.title, "year": about.year,
        "office": {"name": about.office_name, "region": about.region_code},
        "source": {"name": about.source_name, "sha256": sha256, "text": TEXT, "spans": SPANS},
    }  # fmt: skip
    if cited := _cited(ground.of_type("policy_citation")):
        found["legal_basis"] = cited
    return found


def _cited(facts: Sequence[Fact]) -> list[dict[str, str]]:
    """The documents the text cites, each once."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for fact in facts:
        title, number = one_line(fact.word("title")), one_line(fact.word("number"))
        if title or number:
            found.setdefault(
                (title, number),
                {"title": title or number, **({"number": number} if number else {})},
            )
    return list(found.values())


def _programme(one: DraftProgramme, ground: Ground, parted: frozenset[str]) -> dict[str, Any]:
    document = ground.places.documents[one.document]
    found: dict[str, Any] = {"key": one.key}
    if one.code:
        found["code"] = one.code
    found |= {"name": one.name, "short": one.short}
    if document.annex:
        found["annex"] = document.annex
    found["guide"] = guide_path(document)
    if one.key in parted:
        found["part"] = one.key
    return found


def _prefix(key: str, about: About) -> str:
    """What application numbers begin with: region, year, programme."""
    return f"{about.region_code}-{about.year}-{key.upper()}"[:20].rstrip("-")
