"""Sensitive values at rest: sealed in the sections and revisions of an application, opened on the way to an engine.

A sealed state is the state itself with its text replaced: ``{"value": "v1:…", "source": …, "sealed": true}``.
"""

import json
from collections.abc import Mapping
from typing import Any

from zhinan.apps.records.encryption import seal, unseal
from zhinan.engines.packs import FormSection

Stored = dict[str, Any]


def opened(values: Mapping[str, Any]) -> Stored:
    """The states of one section as engines read them. What is not sealed stays as it is."""
    return {path: _opened_state(state) for path, state in values.items()}


def sealed(section: FormSection, values: Mapping[str, Any], *, stored: Mapping[str, Any]) -> Stored:
    """The states of one section as they are stored.

    Args:
        section: Says which terms are sensitive.
        values: Opened states.
        stored: What is stored now; a value that stays the same keeps its seal, so that two
            revisions differ only where the answers do.
    """
    kept = dict(values)
    for field in section.fields:
        if field.term.is_sensitive and field.path in kept:
            kept[field.path] = _sealed_state(kept[field.path], stored.get(field.path))
    columns = [c.term.key for c in section.columns if c.term.is_sensitive]
    if section.table is not None and columns and section.rows(kept):
        path = section.table.path
        before = {row["id"]: row["cells"] for row in section.rows(stored)}
        rows = [_sealed_row(row, columns, before.get(row["id"], {})) for row in section.rows(kept)]
        kept[path] = {**kept[path], "value": rows}
    return kept


def _sealed_row(row: Stored, columns: list[str], before: Mapping[str, Any]) -> Stored:
    cells = {
        key: _sealed_state(cell, before.get(key)) if key in columns else cell
        for key, cell in row["cells"].items()
    }
    return {**row, "cells": cells}


def _sealed_state(state: Stored, stored: Stored | None) -> Stored:
    part = next((p for p in ("value", "unread") if p in state), None)
    if part is None or state.get("sealed"):
        return state
    if stored is not None and stored.get("sealed") and _opened_state(stored) == state:
        return stored
    return {
        **state,
        part: seal(json.dumps(state[part], ensure_ascii=False)),
        "sealed": True,
    }


def _opened_state(state: Any) -> Any:
    if state.get("sealed"):
        part = "value" if "value" in state else "unread"
        rest = {key: value for key, value in state.items() if key != "sealed"}
        return {**rest, part: json.loads(unseal(state[part]))}
    rows = state.get("value")
    if isinstance(rows, list) and rows and isinstance(rows[0], dict):
        return {**state, "value": [_opened_row(row) for row in rows]}
    return state


def _opened_row(row: Stored) -> Stored:
    if not any(cell.get("sealed") for cell in row["cells"].values()):
        return row
    return {**row, "cells": {key: _opened_state(cell) for key, cell in row["cells"].items()}}
