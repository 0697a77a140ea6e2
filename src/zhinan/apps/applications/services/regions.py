"""Names of regions, as people type them, into codes."""

from collections.abc import Mapping
from typing import Any

from zhinan.apps.registry.selectors import region_choices
from zhinan.engines.vocabulary import Term


def with_region_codes(typed: Mapping[str, Any], terms: Mapping[str, Term]) -> Mapping[str, Any]:
    """What was typed, with the code in place of a region's name; at most two statements.

    A name is a full one (江苏省连云港市海州区), or its end (海州区) where only one region ends so. Other
    words stay, for the reader of the term to refuse.
    """
    plain = {path for path in typed if path in terms and terms[path].type == "region"}
    tables = {
        path: keys
        for path in typed
        if path in terms
        and (keys := {c.key for c in terms[path].columns if c.type == "region"})
        and isinstance(typed[path], list)
    }
    if not plain and not tables:
        return typed
    codes = _codes_by_name()
    found = dict(typed)
    found.update({path: _coded(typed[path], codes) for path in plain})
    for path, keys in tables.items():
        found[path] = [_coded_row(row, keys, codes) for row in typed[path]]
    return found


def _codes_by_name() -> dict[str, str]:
    full = {name: code for code, name in region_choices()}
    codes, doubtful = dict(full), set()
    for name, code in full.items():
        for start in range(1, len(name) - 1):
            part = name[start:]
            if codes.setdefault(part, code) != code:
                doubtful.add(part)
    return {name: code for name, code in codes.items() if name in full or name not in doubtful}


def _coded(value: Any, codes: Mapping[str, str]) -> Any:
    return codes.get(value.strip(), value) if isinstance(value, str) else value


def _coded_row(row: Any, keys: set[str], codes: Mapping[str, str]) -> Any:
    if not isinstance(row, Mapping) or not isinstance(row.get("cells"), Mapping):
        return row
    cells = {k: _coded(v, codes) if k in keys else v for k, v in row["cells"].items()}
    return {**row, "cells": cells}
