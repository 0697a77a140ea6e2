"""A form: sections of terms and tables; what is missing in it, what it adds up to, what lists show of it.

``values`` is everywhere ``{section key: {term path: stored state}}``, the JSON that is saved.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from zhinan.engines.values import Finding
from zhinan.engines.vocabulary import (
    ABSENT,
    Knowing,
    State,
    Term,
    read_table,
    read_value,
    show_value,
    value_of,
)
from zhinan.engines.vocabulary.reading import kept

Values = Mapping[str, Mapping[str, Any]]
Stored = dict[str, Any]


@dataclass(frozen=True, slots=True)
class FormField:
    """A term as one form asks for it. ``term`` carries the form's own longest length and hint."""

    term: Term
    is_required: bool = False
    computed: tuple[str, ...] = ()  # paths (in a table: column keys) whose sum it is
    may_be_none: bool = (
        False  # required, yet 无 is an answer; what is not required may always be none
    )

    @property
    def path(self) -> str:
        return self.term.path


@dataclass(frozen=True, slots=True)
class FixedRow:
    """A row the form gives; ``part_of`` names the row it is a share of, and then totals leave it out."""

    id: str
    name: str
    part_of: str = ""


@dataclass(frozen=True, slots=True)
class FormSection:
    """栏目: fields, or a table, or both."""

    key: str
    title: str
    note: str = ""
    fields: tuple[FormField, ...] = ()
    table: Term | None = None
    columns: tuple[FormField, ...] = ()
    fixed_rows: tuple[FixedRow, ...] = ()
    min_rows: int = 0
    max_rows: int = 100
    totals: tuple[str, ...] = ()  # column keys
    line: int = field(default=0, compare=False)

    def blank_rows(self) -> list[Stored]:
        """Rows to begin with: the fixed ones, named; else as many empty ones as are demanded."""
        if self.fixed_rows:
            first = self.columns[0].term.key
            return [
                {"id": r.id, "cells": {first: State.known(r.name, source="computed").to_json()}}
                for r in self.fixed_rows
            ]
        return [{"id": f"r{n}", "cells": {}} for n in range(1, max(self.min_rows, 1) + 1)]

    def rows(self, values: Mapping[str, Any]) -> list[Stored]:
        """The stored rows of the table in this section's values; empty where there are none."""
        state = values.get(self.table.path) if self.table else None
        return list(state["value"]) if state and state.get("value") else []

    def given_rows(self, values: Mapping[str, Any]) -> list[Stored]:
        """The rows with the fixed ones in their order and under their own names."""
        rows = self.rows(values)
        if not self.fixed_rows:
            return rows
        by_id = {row["id"]: row["cells"] for row in rows}
        return [
            {"id": r["id"], "cells": {**by_id.get(r["id"], {}), **r["cells"]}}
            for r in self.blank_rows()
        ]

    @property
    def typed_terms(self) -> dict[str, Term]:
        """Terms that may be typed, by path; the table without its computed columns."""
        found = {f.path: f.term for f in self.fields}
        if self.table is not None:
            columns = tuple(c.term for c in self.columns if not c.computed)
            found[self.table.path] = replace(self.table, columns=columns)
        return found

    def column(self, key: str) -> FormField:
        return next(c for c in self.columns if key in (c.term.key, c.term.name))

    def totals_of(self, values: Mapping[str, Any]) -> dict[str, Decimal]:
        """Exact sums of the columns in ``totals`` over this section's rows; shares of other rows left out."""
        left_out = {row.id for row in self.fixed_rows if row.part_of}
        sums = {key: Decimal(0) for key in self.totals}
        for row in self.rows(values):
            for key in self.totals if row["id"] not in left_out else ():
                sums[key] += self.cell(row, key) or Decimal(0)
        return sums

    def cell(self, row: Mapping[str, Any], key: str) -> Decimal | None:
        """The amount in a cell, added up where the column is computed; None where nothing is known."""
        column = self.column(key)
        if column.computed:
            parts = [self.cell(row, part) for part in column.computed]
            return (
                None
                if all(p is None for p in parts)
                else sum((p for p in parts if p is not None), Decimal(0))
            )
        state = State.from_json(row["cells"].get(key))
        value = value_of(column.term, state)
        return None if value is None else Decimal(value)


@dataclass(frozen=True, slots=True)
class Summary:
    """What lists show of an application."""

    title: str = ""
    topic: str = ""
    leader: str = ""
    grant: Decimal | None = None
    total: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """申报书格式."""

    title: str
    sections: tuple[FormSection, ...]
    shown_in_lists: Mapping[str, Term] = field(
        default_factory=dict
    )  # title, topic, leader, grant, total

    def section(self, key: str) -> FormSection:
        """Raises KeyError where the form has no such section."""
        for section in self.sections:
            if section.key == key:
                return section
        raise KeyError(f"form has no section {key!r}")

    @property
    def terms(self) -> dict[str, Term]:
        """Every term asked for, by path; tables without their columns."""
        found = {f.path: f.term for s in self.sections for f in s.fields}
        return found | {s.table.path: s.table for s in self.sections if s.table}

    def read(
        self,
        key: str,
        typed: Mapping[str, Any],
        *,
        topics: Sequence[str] | None = None,
        regions: Mapping[str, str] | None = None,
    ) -> tuple[Stored, list[Finding]]:
        """Read what was typed into one section.

        Args:
            key: Section.
            typed: Typed values by term path; see ``read_value``. Paths the section does not have are refused.
            topics: Topic codes to choose from.

        Returns:
            The JSON to store, computed cells filled in, unreadable values kept as ``unread``;
            and findings whose ``field`` is ``section/path``.
        """  # fmt: skip
        section, stored, findings = self.section(key), {}, list[Finding]()
        known = section.typed_terms
        for path, value in typed.items():
            term = known.get(path)
            if term is None:
                findings.append(
                    Finding(
                        "FIELD-UNKNOWN",
                        f"栏目“{section.title}”没有“{path}”",
                        remedy="请刷新页面后重新填写",
                        field=path,
                    )
                )
                continue
            read, wrong = _read(term, value, topics, regions)
            findings += wrong
            json = read.to_json()
            if json is not None:
                stored[path] = json
        return self.with_computed(section, stored), [
            replace(f, field=f"{key}/{f.field}") for f in findings
        ]

    def with_computed(self, section: FormSection, values: Mapping[str, Any]) -> Stored:
        """The section's values with fixed rows in their order and computed cells filled in."""
        stored = dict(values)
        computed = [c for c in section.columns if c.computed]
        if section.table is None or not section.rows(values):
            return stored
        rows = []
        for row in section.given_rows(values):
            cells = {
                k: v for k, v in row["cells"].items() if k not in {c.term.key for c in computed}
            }
            for column in computed:
                amount = section.cell(row, column.term.key)
                if amount is not None:
                    cells[column.term.key] = State.known(
                        _plain(column.term, amount), source="computed"
                    ).to_json()
            rows.append({**row, "cells": cells})
        stored[section.table.path] = {**stored[section.table.path], "value": rows}
        return stored

    def totals(self, section: str, values: Values) -> dict[str, Decimal]:
        """Exact column sums of one section's table, by column key."""
        return self.section(section).totals_of(values.get(section, {}))

    def missing(self, values: Values) -> list[Finding]:
        """What still keeps the form from being handed in, in the order of the form.

        Each finding is ``FORM-MISSING`` or ``FORM-UNREADABLE`` with field ``section/path``
        (in a table ``section/path#row.column``).
        """
        from .completeness import missing_in

        return [
            f for section in self.sections for f in missing_in(section, values.get(section.key, {}))
        ]

    def state(self, term: Term, values: Values) -> State:
        """The state of a term, wherever in the form it stands."""
        for section in self.sections:
            stored = values.get(section.key, {}).get(term.path)
            if stored is not None:
                return State.from_json(stored)
        return ABSENT

    def summary(self, values: Values) -> Summary:
        """What lists show: title, topic, leader, grant and total in yuan."""
        found: dict[str, Any] = {}
        for name, term in self.shown_in_lists.items():
            state = self.state(term, values)
            if name in ("grant", "total"):
                found[name] = value_of(term, state)
            elif state.knowing is not Knowing.UNREAD:
                found[name] = show_value(term, state) if state.is_known else ""
        return Summary(**found)


def _read(
    term: Term, value: Any, topics: Sequence[str] | None, regions: Mapping[str, str] | None
) -> tuple[State, list[Finding]]:
    if term.type == "table" and not isinstance(value, Mapping) and value is not None:
        return read_table(term, value, regions=regions)
    read = read_value(
        term,
        value,
        choices=topics if term.type == "topic" else None,
        regions=regions,
        label=term.name,
    )
    if value is None:
        return ABSENT, []
    return (kept(value), [read]) if isinstance(read, Finding) else (read, [])


def _plain(term: Term, amount: Decimal) -> Any:
    return int(amount) if term.type == "integer" else format(amount, "f")
