"""Answers of a self-check: they live in the form alone, as typed, and are read anew at every step."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhinan.apps.applications.services.regions import with_region_codes
from zhinan.engines.values import Finding
from zhinan.engines.vocabulary import State, Term, Vocabulary, read_value, show_value

ANSWER, CELL, NONE, SKIP = "a:", "t:", "n:", "s:"
MOST_ROWS = 10
SOME, NOTHING = "有", "没有"
# Registers are asked plainly: an applicant knows whether there is something, the office knows what.
REGISTERS = {
    "ledger": _("申报单位、负责人或关联企业有没有在研、逾期未结，或往年同类的科技计划项目？"),
    "rivals": _("申报单位、负责人或关联企业今年有没有另报（或准备另报）其他项目？"),
    "integrity": _("申报单位、合作单位和项目人员有没有仍在惩戒期内的失信记录？"),
    "relations": _("申报单位有没有持股、控股或同一控制的关联企业？"),
    "payments": _("申报单位今年有没有已经得到的同类财政补助？"),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as typed, with what it reads as. ``inputs``: hidden fields that carry it on."""

    path: str
    label: str
    shown: str
    inputs: tuple[tuple[str, str], ...]
    state: State | None = None
    finding: Finding | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """Everything answered so far, in the order answered. ``without``: not to be asked again."""

    given: Mapping[str, Answer] = field(default_factory=dict)

    @property
    def states(self) -> dict[str, State]:
        return {a.path: a.state for a in self.given.values() if a.state is not None}

    @property
    def without(self) -> set[str]:
        return {a.path for a in self.given.values() if a.state is None}

    @property
    def faulty(self) -> Answer | None:
        return next((a for a in self.given.values() if a.finding is not None), None)


def answers_in(
    posted: Any, vocabulary: Vocabulary, *, topics: Iterable[str] = (), leaving_out: str = ""
) -> Answers:
    """What a form holds; unknown paths are passed over.

    Args:
        posted: A ``QueryDict``.
        topics: What 项目.指南代码 may be.
        leaving_out: A path whose answer is taken back.
    """
    typed: dict[str, Any] = {}
    for name in posted:
        mark, path = name[:2], name[2:]
        path = path.partition(":")[0] if mark == CELL else path
        if mark in (ANSWER, CELL, NONE, SKIP) and path in vocabulary and path != leaving_out:
            typed.setdefault(path, None)
    read = {path: _typed(posted, path, vocabulary[path]) for path in typed}
    terms = {path: vocabulary[path] for path in read}
    plain = {p: v for p, v in read.items() if p not in REGISTERS and v not in (None, "", [])}
    coded = {**read, **with_region_codes(plain, terms)}
    given = {path: _answer(posted, path, terms[path], coded[path], tuple(topics)) for path in typed}
    return Answers({path: answer for path, answer in given.items() if answer is not None})


def _typed(posted: Any, path: str, term: Term) -> Any:
    if f"{SKIP}{path}" in posted:
        return None
    if term.type == "table" and path not in REGISTERS:
        return [] if f"{NONE}{path}" in posted else _rows(posted, path, term)
    if term.type == "choices":
        return posted.getlist(f"{ANSWER}{path}")
    return posted.get(f"{ANSWER}{path}", "").strip()


def _rows(posted: Any, path: str, term: Term) -> list[dict[str, Any]]:
    rows = []
    for place in range(MOST_ROWS):
        cells = {
            column.key: posted.get(f"{CELL}{path}:{place}:{column.key}", "").strip()
            for column in term.columns
        }
        if any(cells.values()):
            rows.append({"id": f"r{place}", "cells": {k: v for k, v in cells.items() if v}})
    return rows


def _answer(
    posted: Any, path: str, term: Term, typed: Any, topics: tuple[str, ...]
) -> Answer | None:
    inputs = tuple(
        (name, value)
        for name in posted
        if name[2:] == path or name.startswith(f"{CELL}{path}:")
        for value in posted.getlist(name)
        if value
    )
    label = term.label
    if typed is None:
        return Answer(path, label, str(_("不清楚，跳过")), ((f"{SKIP}{path}", "1"),))
    if path in REGISTERS:
        if typed not in (SOME, NOTHING):
            return None
        shown = str(_("没有")) if typed == NOTHING else str(_("有，以登记为准"))
        state = State.known([]) if typed == NOTHING else None
        return Answer(path, label, shown, inputs, state)
    if typed in ("", []) and f"{NONE}{path}" not in posted:
        return None
    if typed == []:
        return Answer(path, label, str(_("没有")), inputs, State.known([]))
    read = read_value(term, typed, choices=topics if term.type == "topic" else None)
    if isinstance(read, Finding):
        return Answer(path, label, "", inputs, None, read)
    return Answer(path, label, _shown(term, read), inputs, read)


def _shown(term: Term, state: State) -> str:
    if term.type == "table":
        return str(_("%(n)s行")) % {"n": len(state.value)}
    return show_value(term, state, with_unit=True)
