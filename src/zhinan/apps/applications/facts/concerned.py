"""Who is named in the answers of an application: what the registers are asked about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from zhinan.apps.records.encryption import possible_digests
from zhinan.apps.registry.models import Person
from zhinan.engines.values.text import fold
from zhinan.engines.vocabulary import NONE, State

SOURCE = "registry"
PEOPLE = ("leader", "team", "talent")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Concerned:
    """Organisations and people of an application; ``numbers`` are identity numbers by keyed digest."""

    codes: frozenset[str]
    names: frozenset[str]
    numbers: Mapping[str, str]
    people: frozenset[str]

    def number_of(self, person: Person | None, name: str) -> Row | None:
        """The cell of a register's person: the number where the application names it, unknown (None)
        where the names agree and a number is not known, declared none of anybody else."""
        if person is not None and (number := self.numbers.get(person.id_number_digest)):
            return known(number)
        alike = fold(name) in {fold(own) for own in self.people}
        return None if alike else NONE.to_json()


def concerned_by(states: Mapping[str, State], *, code: str) -> Concerned:
    """The lead (its ``code``), partners and related firms; the leader, members and talents."""
    codes, numbers = {code}, set[str]()
    names, people = set[str](), set[str]()
    for path, text in _texts(states):
        key = path.rpartition(".")[2]
        if key == "uscc":
            codes.add(text)
        elif key in ("id_number", "passport"):
            numbers.add(text)
        elif key == "name":
            (people if path.split(".")[0] in PEOPLE else names).add(text)
    by_digest = {digest: number for number in numbers for digest in possible_digests(number)}
    return Concerned(frozenset(codes), frozenset(names), by_digest, frozenset(people))


def _texts(states: Mapping[str, State]) -> Iterable[tuple[str, str]]:
    for path, state in states.items():
        if isinstance(state.value, str):
            yield path, state.value
        elif isinstance(state.value, list):
            for row in state.value:
                cells = row.get("cells", {}) if isinstance(row, dict) else {}
                for key, cell in cells.items():
                    if isinstance(cell.get("value"), str):
                        yield f"{path}.{key}", cell["value"]


def row_of(key: str, cells: Mapping[str, Any]) -> Row:
    """A row of a register: what is known of it."""
    return {"id": key, "cells": {n: known(v) for n, v in cells.items() if v not in (None, "")}}


def known(value: Any) -> Row:
    """A cell of a register."""
    return State.known(value, source=SOURCE).to_json() or {}
