"""A filled form as print shows it: sections of lines and tables, every value in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zhinan.engines.packs.form import Form, FormSection, Values
from zhinan.engines.vocabulary import ABSENT, State, Term, show_value

NUMBERS = ("money", "integer", "decimal", "ratio")


@dataclass(frozen=True, slots=True)
class FilledLine:
    """One term: its label and what was answered; empty where nothing was."""

    label: str
    text: str
    is_long: bool = False
    path: str = ""
    source: str = ""
    is_unread: bool = False


@dataclass(frozen=True, slots=True)
class FilledTable:
    """Rows of text; ``totals`` is the last line or empty. ``is_number`` says which columns are figures."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: tuple[str, ...]
    is_number: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class FilledSection:
    """One section. ``is_none`` says that its table was declared to have nothing in it."""

    key: str
    title: str
    note: str
    lines: tuple[FilledLine, ...]
    table: FilledTable | None = None
    is_none: bool = False


def filled_sections(
    form: Form,
    values: Values,
    *,
    regions: Mapping[str, str] | None = None,
    files: Mapping[str, Sequence[str]] | None = None,
    masked: bool = True,
) -> tuple[FilledSection, ...]:
    """The form in the order it is printed.

    Args:
        form: What was asked.
        values: What was answered, ``{section key: {path: stored state}}``.
        regions: Region codes to names.
        files: Names of attached files by path of their slot.
        masked: Hide the middle of sensitive values.

    Returns:
        One entry a section, all terms included. O(terms + cells).
    """
    show = _Shower(regions or {}, files or {}, masked)
    return tuple(_section(s, values.get(s.key, {}), show) for s in form.sections)


@dataclass(frozen=True, slots=True)
class _Shower:
    regions: Mapping[str, str]
    files: Mapping[str, Sequence[str]]
    masked: bool

    def text(self, term: Term, state: State) -> str:
        if term.type == "file":
            return "；".join(self.files.get(term.path, ()))
        shown = show_value(term, state, regions=self.regions, masked=self.masked)
        return f"{shown}{term.unit}" if shown and shown != "无" and term.unit else shown

    def cell(self, term: Term, state: State) -> str:
        return show_value(term, state, regions=self.regions, masked=self.masked)


def _section(section: FormSection, values: Mapping[str, Any], show: _Shower) -> FilledSection:
    lines = []
    for field in section.fields:
        state = State.from_json(values.get(field.path))
        lines.append(
            FilledLine(
                field.term.name,
                show.text(field.term, state),
                field.term.is_long,
                field.path,
                state.source,
                bool(state.as_typed and not state.is_known),
            )
        )
    table, is_none = None, False
    if section.table is not None:
        stored = State.from_json(values.get(section.table.path))
        is_none = stored.is_answered and not stored.is_known
        table = _table(section, values, show)
    return FilledSection(section.key, section.title, section.note, tuple(lines), table, is_none)


def _table(section: FormSection, values: Mapping[str, Any], show: _Shower) -> FilledTable:
    columns = section.columns
    rows = tuple(
        tuple(
            show.cell(
                c.term,
                State.from_json(row["cells"].get(c.term.key))
                if row["cells"].get(c.term.key)
                else ABSENT,
            )
            for c in columns
        )
        for row in section.rows(values)
    )
    sums = section.totals_of(values) if section.totals and rows else {}
    totals = tuple(
        "合计" if place == 0 else _sum(c.term, sums[c.term.key]) if c.term.key in sums else ""
        for place, c in enumerate(columns)
    )
    return FilledTable(
        heads=tuple(
            f"{c.term.name}（{c.term.unit}）" if c.term.unit else c.term.name for c in columns
        ),
        rows=rows,
        totals=totals if sums else (),
        is_number=tuple(c.term.type in NUMBERS for c in columns),
    )


def _sum(term: Term, amount: Decimal) -> str:
    return show_value(term, State.known(format(amount, "f")))


def column_weights(table: FilledTable, *, widest: int = 22, narrowest: int = 3) -> list[int]:
    """Relative widths of the columns by their longest text, so that no column starves another.

    >>> column_weights(FilledTable(("序号", "内容"), (("1", "研" * 300),), (), (True, False)))
    [3, 22]
    """
    lines = (table.heads, *table.rows, table.totals)
    longest = [
        max((len(line[place]) for line in lines if line), default=0)
        for place in range(len(table.heads))
    ]
    return [min(max(length, narrowest), widest) for length in longest]
