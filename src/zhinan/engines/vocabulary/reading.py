"""What a person typed, read by the type of its term: a stored state, or one finding that says why not."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from zhinan.engines.values import Finding

from .readers import READERS, Unreadable, brief, storable
from .states import BLANK, NONE, State
from .terms import Term

MOST_ROWS = 500
_ROW_ID = re.compile(r"[a-z][a-z0-9]{0,15}")


def read_value(
    term: Term,
    typed: Any,
    *,
    choices: Sequence[str] | None = None,
    regions: Mapping[str, str] | None = None,
    label: str = "",
) -> State | Finding:
    """Read one value as typed.

    Args:
        term: What the value is.
        typed: Text; or what JSON gives for a flag, a list of choices, a list of attachment numbers,
            rows of a table, or a state already (``{"none": true}``, ``{"blank": true}``).
        choices: The list to choose from where it is not the term's own (topic codes).
        regions: Region codes to names; with it names are read too and unknown codes refused.
        label: Name used in the finding; else the term's own.

    Returns:
        The state to store; or a finding ``FIELD-…`` whose ``field`` is the term's path.

    >>> from zhinan.engines.vocabulary.terms import Term
    >>> read_value(Term("预算.自筹", "budget.own", "money", unit="万元"), "９．５０").to_json()
    {'value': '95000.00', 'source': 'declared', 'as_typed': '9.50'}
    >>> print(read_value(Term("项目.起始日期", "project.starts_on", "date"), "2023-02-30"))
    项目.起始日期填写为“2023-02-30”：2023年2月只有28天，没有30日。请填写一个日期，如 2023-02-28、2023/2/28、20230228 或 2023年2月28日。[FIELD-NOT-A-DATE]
    """  # fmt: skip
    if isinstance(typed, Mapping):
        return _mark(term, typed, label or term.label)
    if (
        typed is None
        or (isinstance(typed, str) and not typed.strip())
        or (typed == [] and term.type != "table")
    ):
        return BLANK
    if term.type == "table":
        state, findings = read_table(term, typed, regions=regions)
        return findings[0] if findings else state
    reader = READERS[term.type]
    try:
        if term.type in ("choice", "choices", "topic"):
            return reader(term, typed, choices if choices is not None else term.choices)
        return reader(term, typed, regions) if term.type == "region" else reader(term, typed)
    except Unreadable as wrong:
        shown = "***" if term.is_sensitive else brief(typed)
        fact = wrong.fact.format(name=label or term.label, typed=shown)
        return Finding(f"FIELD-{wrong.code}", fact, remedy=wrong.remedy, field=term.path)


def read_table(
    term: Term, typed: Any, *, regions: Mapping[str, str] | None = None
) -> tuple[State, list[Finding]]:
    """Read the rows of a table, keeping every row; a cell that cannot be read stays as ``unread``.

    Args:
        term: A table.
        typed: ``[{"id": "r1", "cells": {column key: typed}}, …]``; at most 500 rows.

    Returns:
        The state to store and the findings, each with field ``path#row.column``.
    """
    findings: list[Finding] = []
    rows: list[dict[str, Any]] = []
    seen: set[str] = set()
    if not isinstance(typed, list) or len(typed) > MOST_ROWS:
        what = f"共{len(typed)}行，最多{MOST_ROWS}行" if isinstance(typed, list) else "不是表格"
        return State.unread(""), [
            Finding("FIELD-ROWS", f"{term.label}{what}", remedy="请删减行数后保存", field=term.path)
        ]
    for place, row in enumerate(typed, 1):
        row_id = row.get("id") if isinstance(row, Mapping) else None
        cells = row.get("cells") if isinstance(row, Mapping) else None
        if not (
            isinstance(row_id, str)
            and _ROW_ID.fullmatch(row_id)
            and row_id not in seen
            and isinstance(cells, Mapping)
        ):
            findings.append(
                Finding(
                    "FIELD-ROWS",
                    f"{term.label}第{place}行的行号缺失或重复",
                    remedy="请刷新页面后重新填写该行",
                    field=term.path,
                )
            )
            continue
        seen.add(row_id)
        stored, wrong = _read_row(term, row_id, place, cells, regions)
        rows.append({"id": row_id, "cells": stored})
        findings += wrong
    return State.known(rows), findings


def _read_row(
    term: Term, row_id: str, place: int, cells: Mapping[str, Any], regions: Mapping[str, str] | None
) -> tuple[dict[str, Any], list[Finding]]:
    stored: dict[str, Any] = {}
    findings: list[Finding] = []
    for column in term.columns:
        if column.key not in cells or cells[column.key] is None:
            continue
        typed = cells[column.key]
        read = read_value(
            column, typed, regions=regions, label=f"{term.label}第{place}行“{column.name}”"
        )
        if isinstance(read, Finding):
            findings.append(
                Finding(
                    read.code,
                    read.fact,
                    read.source,
                    read.remedy,
                    f"{term.path}#{row_id}.{column.key}",
                )
            )
            read = kept(typed)
        json = read.to_json()
        if json is not None:
            stored[column.key] = json
    return stored, findings


def kept(typed: Any) -> State:
    """What could not be read, kept as typed so that the page can show it again."""
    text = typed if isinstance(typed, str) else str(typed)
    return State.unread(storable(text)[:100_000])


def _mark(term: Term, typed: Mapping[str, Any], label: str) -> State | Finding:
    if typed.get("none") is True:
        return NONE
    if typed.get("blank") is True:
        return BLANK
    return Finding(
        "FIELD-NOT-TEXT",
        f"{label}的填写内容无法识别",
        remedy="请刷新页面后重新填写",
        field=term.path,
    )
