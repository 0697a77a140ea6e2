"""Controls of a page made from terms: what a term is filled in with, and what stands in it now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from zhinan.engines.packs.form import FormField
from zhinan.engines.values import Finding
from zhinan.engines.values.text import count_characters
from zhinan.engines.vocabulary import Knowing, State, Term, show_value

Options = Sequence[tuple[str, Sequence[tuple[str, str]]]]  # (group, ((value, label), …))
NUMBERS = ("money", "integer", "decimal", "ratio")
LOCKED = ("registry", "computed")


@dataclass(frozen=True, slots=True)
class Control:
    """One control. ``kind``: text, long, number, date, choice, choices, flag, pledge, fact or file."""

    term: Term
    id: str
    name: str
    kind: str
    value: Any = ""
    shown: str = ""
    source: str = ""
    is_required: bool = False
    may_be_none: bool = True
    options: Options = ()
    findings: tuple[Finding, ...] = ()
    sum_key: str = ""
    sum_of: str = ""

    @property
    def path(self) -> str:
        return self.term.path

    @property
    def label(self) -> str:
        return self.term.name

    @property
    def limit(self) -> int | None:
        is_text = self.kind in ("text", "long")
        return int(self.term.maximum) if is_text and self.term.maximum is not None else None

    @property
    def count(self) -> int:
        return count_characters(str(self.value))

    @property
    def width(self) -> str:
        if self.kind in ("long", "choices", "pledge", "file") or self.term.type == "topic":
            return "w12"
        return "w12" if self.kind == "text" and (self.limit or 0) >= 100 else "w6"


@dataclass(frozen=True, slots=True)
class Choices:
    """Lists that belong to the programme or the register rather than to a term."""

    topics: Options = ()
    regions: Mapping[str, str] = field(default_factory=dict)

    def of(self, term: Term, value: Any) -> Options:
        match term.type:
            case "choice" | "choices":
                options: Options = (("", [(word, word) for word in term.choices]),)
            case "topic":
                options = self.topics
            case "region":
                options = (("", list(self.regions.items())),)
            case _:
                return ()
        listed = {key for _group, words in options for key, _label in words}
        held = value if isinstance(value, list) else [value]
        strange = [(word, word) for word in held if word and word not in listed]
        return ((("", strange),) if strange else ()) + tuple(options)


def control_of(
    asked: FormField,
    stored: Mapping[str, Any] | None,
    *,
    id: str,
    name: str,
    choices: Choices,
    findings: Sequence[Finding] = (),
    **more: Any,
) -> Control:
    """The control of one term with what is stored of it."""
    term, state = asked.term, State.from_json(stored)
    is_fact = bool(asked.computed) or (state.is_known and state.source in LOCKED)
    if term.origin == "registry" and state.knowing == "none":
        is_fact = True
    value = typed_again(term, state)
    return Control(
        term=term,
        id=id,
        name=name,
        kind="fact" if is_fact and term.type != "file" else _kind(term),
        value=value,
        shown=show_value(term, state, regions=choices.regions, with_unit=True) if is_fact else "",
        source=state.source if state.is_known else term.origin,
        is_required=asked.is_required,
        may_be_none=asked.may_be_none or not asked.is_required,
        options=choices.of(term, value),
        findings=tuple(findings),
        **more,
    )


def _kind(term: Term) -> str:
    if term.path.startswith("undertaking.") and term.type == "flag":
        return "pledge"
    if term.type in ("topic", "region"):
        return "choice"
    if term.type in ("choice", "choices", "flag", "date", "file"):
        return term.type
    if term.type in NUMBERS:
        return "number"
    return "long" if term.is_long else "text"


def typed_again(term: Term, state: State) -> Any:
    """What the control of a term holds for a stored state: text, or a list for choices.

    Money stands as it was typed; what could not be read stands as it was typed too.
    """
    if term.type == "table":
        if state.knowing is Knowing.NONE:
            return {"none": True}
        return [_row_again(term, row) for row in state.value or ()] if state.is_known else []
    if term.type == "file":
        return {"none": True} if state.knowing is Knowing.NONE else {"blank": True}
    if state.knowing is Knowing.UNREAD:
        return [state.as_typed] if term.type == "choices" else state.as_typed
    if term.type == "choices":
        return list(state.value) if state.is_known else []
    return show_value(term, state) if state.is_known else ""


def _row_again(table: Term, row: dict[str, Any]) -> dict[str, Any]:
    cells = row["cells"]
    return {
        "id": row["id"],
        "cells": {
            column.key: typed_again(column, State.from_json(cells.get(column.key)))
            for column in table.columns
        },
    }
