"""One section of an application as a page shows it, with what is wrong and what is missing."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from zhinan.apps.applications.models import Application
from zhinan.apps.registry.selectors import region_choices
from zhinan.desks.controls import NUMBERS, Choices, Control, control_of
from zhinan.engines.packs import Form, FormField, FormSection
from zhinan.engines.values import Finding
from zhinan.engines.vocabulary import Knowing, State

Stored = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    id: str
    name: str  # of a row the form gives
    cells: tuple[Control, ...]


@dataclass(frozen=True, slots=True)
class Table:
    path: str
    heads: tuple[tuple[str, str, bool], ...]  # (label, class, is required)
    rows: tuple[Row, ...]
    blank: Row
    is_fixed: bool
    is_none: bool
    may_be_none: bool
    least: int
    most: int
    totals: tuple[tuple[str, str, bool], ...]  # (label, names to add, is a number), by column
    findings: tuple[Finding, ...]

    @property
    def is_wide(self) -> bool:
        return len(self.heads) > 5


@dataclass(frozen=True, slots=True)
class SectionPage:
    section: FormSection
    controls: tuple[Control, ...]
    slots: tuple[Control, ...]
    table: Table | None
    base: str  # JSON of the stored states that may be typed, for the merge of two people's work

    @property
    def facts_from_registry(self) -> bool:
        return any(c.kind == "fact" and c.source == "registry" for c in self.controls)


def section_page(
    application: Application,
    form: Form,
    key: str,
    values: Stored,
    *,
    spare_rows: int = 0,
    shown: Stored | None = None,
) -> SectionPage:
    """The page of one section.

    Args:
        values: Stored states of the section by path.
        spare_rows: Empty rows to add at the end of the table.
        shown: States to show instead of the stored ones, of terms that a colleague changed meanwhile.
    """
    section = form.section(key)
    seen = {**values, **(shown or {})}
    choices = choices_for(application, section)
    wrong = findings_in(form, key, seen, choices)
    controls = tuple(
        control_of(
            asked,
            seen.get(asked.path),
            id=f"f.{asked.path}",
            name=f"f.{asked.path}",
            choices=choices,
            findings=[f for f in wrong if f.field == f"{key}/{asked.path}"],
        )
        for asked in section.fields
    )
    return SectionPage(
        section=section,
        controls=tuple(c for c in controls if c.kind != "file"),
        slots=tuple(c for c in controls if c.kind == "file"),
        table=_table(section, seen, choices, wrong, spare_rows) if section.table else None,
        base=written_base(section, values),
    )


def written_base(section: FormSection, values: Stored) -> str:
    """The stored states that may be typed, as JSON in one order, so that a browser can compare texts."""
    return json.dumps({p: values[p] for p in section.typed_terms if p in values}, sort_keys=True)


def choices_for(application: Application, section: FormSection) -> Choices:
    """Topics and regions where the section asks for them; at most three statements."""
    kinds = {f.term.type for f in (*section.fields, *section.columns)}
    topics: list[Any] = []
    if "topic" in kinds:
        rows = application.call.programme.topics.order_by("order")
        topics = [
            (group, [(t.choice, str(t)) for t in members])
            for group, members in groupby(rows, key=lambda t: t.group)
        ]
    regions = dict(region_choices()) if "region" in kinds else {}
    return Choices(topics, regions)


def findings_in(form: Form, key: str, values: Stored, choices: Choices) -> list[Finding]:
    """What was typed and cannot be read, said again as when it was saved."""
    section = form.section(key)
    typed: dict[str, Any] = {}
    for path, term in section.typed_terms.items():
        state = State.from_json(values.get(path))
        if state.knowing is Knowing.UNREAD:
            typed[path] = state.as_typed
        elif term.type == "table" and state.is_known:
            rows = [
                {"id": r["id"], "cells": {k: c["unread"] for k, c in r["cells"].items() if "unread" in c}}
                for r in state.value
            ]  # fmt: skip
            if any(row["cells"] for row in rows):
                typed[path] = rows
    topics = [value for _group, words in choices.topics for value, _label in words]
    return form.read(key, typed, topics=topics or None)[1]


@dataclass(frozen=True, slots=True)
class _RowMaker:
    """Stored rows as rows of controls."""

    section: FormSection
    place: str
    choices: Choices
    found: Mapping[str, Finding]

    def row(self, stored: Mapping[str, Any], number: Any) -> Row:
        given = next((row for row in self.section.fixed_rows if row.id == stored["id"]), None)
        is_share = bool(given and given.part_of)
        cells = tuple(
            self._cell(column, stored, number, is_share) for column in self.section.columns
        )
        return Row(stored["id"], given.name if given else "", cells)

    def _cell(
        self, column: FormField, stored: Mapping[str, Any], number: Any, is_share: bool
    ) -> Control:
        key = column.term.key
        fault = self.found.get(f"{self.place}#{stored['id']}.{key}")
        return control_of(
            column,
            stored["cells"].get(key),
            id=f"rows-{number}-{key}",
            name=f"rows-{number}-{key}",
            choices=self.choices,
            findings=[fault] if fault else [],
            sum_key=_added(key, is_share) if column.term.type in NUMBERS else "",
            sum_of=" ".join(
                _added(self.section.column(c).term.key, is_share) for c in column.computed
            ),
        )


def _table(
    section: FormSection, values: Stored, choices: Choices, wrong: Sequence[Finding], spare: int
) -> Table:
    table = section.table
    assert table is not None
    state = State.from_json(values.get(table.path))
    rows = section.given_rows(values) or (
        [] if state.knowing is Knowing.NONE else section.blank_rows()
    )
    rows = list(rows) + [{"id": "", "cells": {}} for _ in range(spare)]
    place = f"{section.key}/{table.path}"
    row_of = _RowMaker(section, place, choices, {f.field: f for f in wrong}).row

    return Table(
        path=table.path,
        heads=tuple(
            (_head(c.term), "num" if c.term.type in NUMBERS else "", c.is_required)
            for c in section.columns
        ),
        rows=tuple(row_of(stored, number) for number, stored in enumerate(rows)),
        blank=row_of({"id": "", "cells": {}}, "__i__"),
        is_fixed=bool(section.fixed_rows),
        is_none=state.knowing is Knowing.NONE,
        may_be_none=not section.fixed_rows and section.min_rows == 0,
        least=0 if section.min_rows == 0 else 1,
        most=section.max_rows,
        totals=tuple(_total(section, c.term.key) for c in section.columns) if section.totals else (),
        findings=tuple(f for f in wrong if f.field == place),
    )  # fmt: skip


def _head(term: Any) -> str:
    return f"{term.name}（{term.unit}）" if term.unit else term.name


def _added(key: str, is_share: bool) -> str:
    return f"share-{key}" if is_share else key


def _total(section: FormSection, key: str) -> tuple[str, str, bool]:
    column = section.column(key)
    if key not in section.totals and column.term.name not in section.totals:
        return (column.term.name, "", False)
    parts = [section.column(c).term.key for c in column.computed] or [key]
    return (column.term.name, " ".join(parts), True)


def labels_of(section: FormSection) -> dict[str, str]:
    """What a conflict is called, by path."""
    found = {f.path: f.term.name for f in section.fields}
    if section.table is not None:
        found[section.table.path] = _("“%(table)s”整表") % {"table": section.title}
    return found
