"""Contacts into the office's sections: who is asked about which programme."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from .fact import About, Fact, Open
from .places import Places
from .spans import Bound, bound
from .writing import one_line

UNWRITTEN = "原文未写"


@dataclass(slots=True)
class Contacts:
    """Sections as pack.yaml writes them, and which of them each programme has."""

    sections: list[dict[str, Any]] = field(default_factory=list)
    section_of: dict[str, str] = field(default_factory=dict)  # programme → section
    bounds: list[Bound] = field(default_factory=list)
    open: list[Open] = field(default_factory=list)


def contacts_of(facts: Sequence[Fact], places: Places, about: About) -> Contacts:
    """The sections in the order of the text; one at least, since every programme needs one."""
    found = Contacts()
    by_key: dict[str, dict[str, Any]] = {}
    for fact in (f for f in facts if f.type == "contact"):
        section = _section(fact, about)
        if UNWRITTEN in (section["contact"], section["phone"]):
            lacking = "联系人" if section["contact"] == UNWRITTEN else "联系电话"
            what = f"“{section['name']}”没有写{lacking}"
            found.open.append(Open(fact.key, "DRAFT-CONTACT", what, "补写后再发布"))
        if section["key"] not in by_key:
            by_key[section["key"]] = section
            found.sections.append(section)
        keys = places.keys_named(fact)
        for key in keys:
            found.section_of.setdefault(key, section["key"])
        found.bounds.append(bound("contact", keys, section["key"], fact))
    _complete(found, places, about)
    return found


def _complete(found: Contacts, places: Places, about: About) -> None:
    """Programmes that name nobody go to the first section of their document's, else to the office."""
    lacking = [p for p in places.programmes if p.key not in found.section_of]
    if not lacking:
        return
    near = {
        p.document: found.section_of[p.key]
        for p in reversed(places.programmes)
        if p.key in found.section_of
    }
    if not found.sections:
        name = one_line(about.office_name, 80)
        found.sections.append(
            {
                "key": section_key(about.office_name, name),
                "name": name,
                "contact": UNWRITTEN,
                "phone": UNWRITTEN,
            }
        )
        found.open.append(
            Open(
                "",
                "DRAFT-CONTACT",
                "原文没有写联系人和联系电话",
                "补写主管处室、联系人和电话后再发布",
            )
        )
    else:
        named = "、".join(p.short for p in lacking[:5])
        what = f"{len(lacking)}个计划没有写主管处室：{named}"
        found.open.append(Open("", "DRAFT-SECTION", what, "核对草案暂定的处室"))
    for programme in lacking:
        found.section_of[programme.key] = near.get(programme.document, found.sections[0]["key"])


def _section(fact: Fact, about: About) -> dict[str, Any]:
    said = fact.word("department") or fact.word("purpose")
    name = one_line(said, 80) or one_line(about.office_name, 80)
    contact = _listed(fact.said("persons"), 40) or UNWRITTEN
    phone = _listed(fact.said("phones"), 40) or one_line(fact.word("email"), 40) or UNWRITTEN
    return {
        "key": section_key(about.office_name, name, contact),
        "name": name,
        "contact": contact,
        "phone": phone,
    }


def section_key(*words: str) -> str:
    """The key of a section: the same for the same office, department and person in every guide.

    >>> section_key("某市科学技术局", "高新处", "张三") == section_key("某市科学技术局", "高新处", "李四")
    False
    """
    return f"s-{hashlib.sha256(chr(0).join(words).encode()).hexdigest()[:12]}"


def _listed(values: Any, most: int) -> str:
    """Names or numbers on one line, as many as fit whole."""
    said = [one_line(v, most) for v in values if v] if isinstance(values, list | tuple) else []
    while said and len("、".join(said)) > most:
        said.pop()
    return "、".join(said)
