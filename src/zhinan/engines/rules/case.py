"""A case: the facts of one application, the two dates, and what persons have granted or decided."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from zhinan.engines.vocabulary import Knowing, State, Term, Vocabulary, value_of

from .evaluating import NOTHING, Standing

APPLYING = "申报"
RIVALS = "rivals"  # 同年申报: a row that states another year is none of this year's
RECORDED = "recorded_on"  # the column that says since when a register knows a row
_NONE: dict[str, Any] = {
    "flag": False, "text": "", "choices": (), "table": (), "file": False,
    "money": Decimal(0), "integer": Decimal(0), "decimal": Decimal(0), "ratio": Decimal(0),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Grant:
    """豁免: a person let a rule pass. ``rule`` is its id."""

    rule: str
    granted_by: str
    on: date | None = None
    reason: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """人工结论: a person's conclusion on a rule that is not the machine's to decide."""

    rule: str
    is_satisfied: bool
    by: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One application as the rules see it. ``values``: path -> value, unknown where absent.

    ``law``: the day whose guide, parameters and lists hold. ``known``: registers as known on that day.
    ``reference``: 基准日. ``year``: the guide's year, from which [上年] counts. ``programme``: its key.
    """

    values: Mapping[str, Any]
    law: date
    known: date
    reference: date
    year: int
    programme: str
    stage: str = APPLYING
    grants: tuple[Grant, ...] = ()
    decisions: tuple[Decision, ...] = ()
    standing: Standing = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        moments = {
            "法律日期": self.law, "知识日期": self.known, "基准日": self.reference,
            "本年度": Decimal(self.year), "本计划": self.programme,
        }  # fmt: skip
        object.__setattr__(self, "standing", Standing(self.values, moments))

    def grant_for(self, rule: str) -> Grant | None:
        """A waiver on record by the knowledge date."""
        found = (g for g in self.grants if g.rule == rule and (g.on is None or g.on <= self.known))
        return next(found, None)

    def decision_on(self, rule: str) -> Decision | None:
        """A person's conclusion on record by the knowledge date, the latest."""
        found = [
            d for d in self.decisions if d.rule == rule and (d.on is None or d.on <= self.known)
        ]
        return max(found, key=lambda d: d.on or date.min) if found else None


def case_of(
    states: Mapping[str, State],
    vocabulary: Vocabulary,
    *,
    programme: str,
    year: int,
    law: date,
    known: date | None = None,
    reference: date | None = None,
    stage: str = APPLYING,
    grants: tuple[Grant, ...] = (),
    decisions: tuple[Decision, ...] = (),
) -> Case:
    """A case from states by path; yearly terms are named by their offset, ``lead.revenue[-1]``.

    Args:
        states: Absent and blank ones are unknown; declared none is what it means for the type.
        year: The guide's year.
        known: Rows recorded in a register after this day are left out; the law date unless given.
    """
    known = known or law
    values = {}
    for path, state in states.items():
        term = vocabulary.get(path)
        if term is not None:
            value = fact_value(term, state, known=known)
            if path == RIVALS and value:
                value = tuple(row for row in value if row.get("year", year) == year)
            if value is not None:
                values[path] = value
    return Case(
        values,
        law,
        known,
        reference or law,
        year,
        programme,
        stage,
        tuple(grants),
        tuple(decisions),
    )


def fact_value(term: Term, state: State, *, known: date) -> Any:
    """What a rule works with: None where unknown."""
    if state.knowing is Knowing.NONE:
        return _NONE.get(term.type, NOTHING)
    if not state.is_known:
        return None
    value = value_of(term, state)
    if term.type == "table":
        rows = (_row(term, cells, known) for cells in value)
        return tuple(row for row in rows if row is not None)
    if term.type == "integer":
        return Decimal(value)
    if term.type == "file":
        return bool(value)
    return value


def _row(term: Term, cells: Mapping[str, State], known: date) -> dict[str, Any] | None:
    """A row's known values by column; None where the register did not know it yet."""
    row: dict[str, Any] = {}
    for column in term.columns:
        state = cells.get(column.key)
        value = None if state is None else fact_value(column, state, known=known)
        if value is not None:
            row[column.key] = value
    recorded = row.get(RECORDED)
    return None if isinstance(recorded, date) and recorded > known else row
