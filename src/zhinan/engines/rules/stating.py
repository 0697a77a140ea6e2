"""Facts as a person writes them in an example or a case file, into states."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from zhinan.engines.values import Finding
from zhinan.engines.vocabulary import BLANK, NONE, State, Term, Vocabulary, read_value
from zhinan.engines.vocabulary.dates import narrow

from .amounts import plain
from .kinds import UNITS
from .regions import codes_named, regions_like

_WITH_UNIT = re.compile(r"(\d+(?:\.\d+)?)\s*(\D{1,3})")
NONE_WORDS = ("无", "没有")
MOST_DIGITS = 40  # of a number that is written out
Find = Callable[[str], Term | None]


def read_facts(
    facts: Mapping[str, Any],
    vocabulary: Vocabulary,
    *,
    year: int,
    find: Find | None = None,
    regions: Mapping[str, str] | None = None,
) -> tuple[dict[str, State], list[Finding]]:
    """States by path, and a finding for everything that cannot be read; nothing is guessed.

    Args:
        facts: ``{label: typed}``; a group may be nested, a yearly term may be ``{2022: …, 2023: …}``.
        year: The guide's year: ``[2022]`` is kept as an offset from it.
        find: The term of a name; full labels and paths of the vocabulary unless given.
        regions: Codes to names, so that a region may be written by name.
    """
    reading = _Reading(vocabulary, year, find or vocabulary.get, regions)
    for name, typed in facts.items():
        reading.add(str(name), typed)
    return reading.states, reading.findings


class _Reading:
    def __init__(
        self, vocabulary: Vocabulary, year: int, find: Find, regions: Mapping[str, str] | None
    ) -> None:
        self.vocabulary, self.year, self.find, self.regions = vocabulary, year, find, regions
        self.states: dict[str, State] = {}
        self.findings: list[Finding] = []

    def add(self, name: str, typed: Any) -> None:
        if typed is None:
            return
        groups = self.vocabulary.groups
        if isinstance(typed, Mapping) and (name in groups or name in groups.values()):
            for inner, value in typed.items():
                self.add(f"{name}.{inner}", value)
            return
        term = self.find(name)
        if term is None:
            like = "、".join(self.vocabulary.like(name))
            remedy = f"相近的词条：{like}" if like else "用 zhinan pack terms 查看可用的词条"
            self.findings.append(
                Finding("CASE-TERM", f"没有“{name}”这个词条", remedy=remedy, field=name)
            )
        elif term.is_yearly:
            self.yearly(name, term, typed)
        elif term.table:
            remedy = f"写在表“{term.label.rpartition('.')[0]}”的行里"
            self.findings.append(
                Finding("CASE-TERM", f"“{name}”是表中的一列", remedy=remedy, field=name)
            )
        else:
            self.put(name, term, typed)

    def yearly(self, name: str, term: Term, typed: Any) -> None:
        if not isinstance(typed, Mapping) or set(typed) <= {"none", "blank"}:
            remedy = f"写明年份，如 {name}[上年]，或 {{{self.year - 1}: …}}"
            self.findings.append(
                Finding("CASE-YEAR", f"“{name}”按年填写", remedy=remedy, field=name)
            )
            return
        for year, value in typed.items():
            self.add(f"{name}[{year}]", value)

    def put(self, name: str, term: Term, typed: Any) -> None:
        if _is_blank(typed):
            return
        path = term.path
        if term.year is not None and term.year >= 1900:
            path = f"{path.rpartition('[')[0]}[{term.year - self.year}]"
        if path in self.states:
            self.findings.append(
                Finding("CASE-TWICE", f"“{name}”写了两次", remedy="删去其中一处", field=name)
            )
            return
        state = self.table(term, typed) if term.type == "table" else self.value(term, typed, name)
        if state is not None:
            self.states[path] = state

    def value(self, term: Term, typed: Any, name: str) -> State | None:
        read = _marked(typed)
        if read is not None or typed == []:  # a list with nothing in it says that there is none
            return read or NONE
        if term.type == "file":
            return self.file(typed, name)
        word = typed.strip() if isinstance(typed, str) else ""
        if word in NONE_WORDS and term.type != "flag" and word not in term.choices:
            return NONE
        if isinstance(typed, Decimal):
            is_long = abs(typed.adjusted()) > MOST_DIGITS  # 1e999999999 would fill the memory
            typed = str(typed) if is_long else format(typed, "f")
        typed = in_own_unit(term, typed)
        if (
            term.type == "text"
            and isinstance(typed, list)
            and all(isinstance(w, str) for w in typed)
        ):
            typed = "、".join(typed)
        choices = None
        if term.type == "topic":
            typed = topic_code(str(typed))
            choices = [typed]
        if term.type == "region" and self.regions is not None:
            typed = self.region(typed, name)
            if typed is None:
                return None
        found = read_value(term, typed, choices=choices, label=name)
        if isinstance(found, Finding):
            self.findings.append(Finding(found.code, found.fact, found.source, found.remedy, name))
            return None
        return found

    def region(self, typed: Any, name: str) -> Any:
        """A code as it is, or the code of a name that only one region has; None with a finding."""
        names, word = self.regions or {}, str(typed).strip()
        if not word or word[0].isdigit():
            return typed
        codes = codes_named(word, names)
        if len(codes) == 1:
            return codes[0]
        if codes:
            remedy = f"写上所在的市，或写代码：{'、'.join(codes)}"
        else:
            like = "、".join(regions_like(word, names))
            remedy = f"相近的名称：{like}；或写6位代码" if like else "写6位行政区划代码"
        fact = f"{name}填写为“{word}”，{'不止一处' if codes else '不是有效的行政区划名称'}"
        self.findings.append(Finding("FIELD-NOT-A-REGION", fact, remedy=remedy, field=name))
        return None

    def file(self, typed: Any, name: str) -> State | None:
        """A file is there or not; its name may stand for it."""
        word = typed.strip() if isinstance(typed, str) else ""
        if typed is True or (word and word not in (*NONE_WORDS, "否")):
            return State.known([1], source="document")
        if typed is False or isinstance(typed, str):
            return NONE
        if isinstance(typed, list):
            return State.known(list(range(1, len(typed) + 1)), source="document") if typed else NONE
        self.findings.append(
            Finding(
                "FIELD-NOT-A-FILE",
                f"{name}填写为“{typed}”",
                remedy="写 有 或 无，或文件名",
                field=name,
            )
        )
        return None

    def table(self, term: Term, typed: Any) -> State | None:
        read = _marked(typed)
        if read is not None or (isinstance(typed, str) and typed.strip() in NONE_WORDS):
            return read or NONE
        if not isinstance(typed, list) or not all(isinstance(row, Mapping) for row in typed):
            remedy = "写成行的列表，如 [{姓名: 甲}]；没有写 [] 或 无"
            self.findings.append(
                Finding("FIELD-ROWS", f"{term.label}不是表格", remedy=remedy, field=term.label)
            )
            return None
        rows = [self.row(term, row, place) for place, row in enumerate(typed, 1)]
        return State.known(rows)

    def row(self, term: Term, row: Mapping[str, Any], place: int) -> dict[str, Any]:
        cells: dict[str, Any] = {}
        for name, typed in row.items():
            field = f"{term.label}#{place}.{name}"
            try:
                column = term.column(str(name))
            except KeyError:
                remedy = f"可用的列：{'、'.join(c.name for c in term.columns)}"
                self.findings.append(
                    Finding(
                        "CASE-TERM", f"{term.label}没有“{name}”这一列", remedy=remedy, field=field
                    )
                )
                continue
            state = None if _is_blank(typed) else self.value(column, typed, field)
            if state is not None and (stored := state.to_json()) is not None:
                cells[column.key] = stored
        return {"id": f"r{place}", "cells": cells}


def _is_blank(typed: Any) -> bool:
    """Left empty, which is unknown: of a file and a table as of anything else."""
    return typed is None or (isinstance(typed, str) and not typed.strip())


def _marked(typed: Any) -> State | None:
    """``{none: true}`` and ``{blank: true}``."""
    if isinstance(typed, Mapping) and len(typed) == 1:
        if typed.get("none") is True:
            return NONE
        if typed.get("blank") is True:
            return BLANK
    return None


def in_own_unit(term: Term, typed: Any) -> Any:
    """A number with another unit of its dimension, in the term's own: 2年 as 24 of a term kept in 月.

    >>> in_own_unit(Term("期限", "months", "integer", unit="月"), "2年")
    '24'
    >>> in_own_unit(Term("期限", "months", "integer", unit="月"), "两年")
    '两年'
    """
    match = _WITH_UNIT.fullmatch(narrow(typed).strip()) if isinstance(typed, str) else None
    if match is None or term.type not in ("integer", "decimal") or match[2] == term.unit:
        return typed
    (one, factor), (own, base) = UNITS.get(match[2], ("?", 1)), UNITS.get(term.unit, ("", 1))
    return plain(Fraction(match[1]) * factor / base) if one == own and term.unit else typed


def topic_code(typed: str) -> str:
    """The code of a topic that may be written with its title.

    >>> topic_code("1101 碳化硅材料"), topic_code("2306@29"), topic_code("3101 3201")
    ('1101', '2306@29', '3101 3201')
    """
    match = re.fullmatch(r"([0-9A-Za-z@.-]+)[\s：:]+[^\s\d]\D*", typed.strip())
    return match[1] if match else typed
