"""Between the controls of a page and what ``save_section`` takes: typed values by term path.

Names of controls: ``f.project.name`` for a term, ``rows-0-grant`` for a cell, ``rows-0-id`` for its row,
``rows.none`` for a table declared to be none. ``asked`` names the terms that were on the page, because an
unticked box is not sent.
"""

import re
from typing import Any

from django.http import QueryDict

from zhinan.desks.controls import typed_again
from zhinan.engines.packs import FormSection
from zhinan.engines.vocabulary import State, Term

ROW = re.compile(r"rows-(\d{1,4})-id")


def typed_in(section: FormSection, sent: QueryDict) -> dict[str, Any]:
    """Everything the page sent of a section, by path."""
    asked = set(sent.getlist("asked"))
    typed: dict[str, Any] = {}
    for path, term in section.typed_terms.items():
        if path not in asked:
            continue
        if term.type == "file":  # the files travel apart; here only that there are none
            typed[path] = {"none": True} if path in sent.getlist("none") else {"blank": True}
        elif term.type == "table":
            typed[path] = _rows_in(section, term, sent)
        elif term.type == "choices":
            typed[path] = [word for word in sent.getlist(f"f.{path}") if word]
        else:
            typed[path] = sent.get(f"f.{path}", "")
    return typed


def _rows_in(section: FormSection, table: Term, sent: QueryDict) -> Any:
    numbers = [int(match[1]) for name in sent if (match := ROW.fullmatch(name))]
    rows: list[dict[str, Any]] = []
    taken = {sent.get(f"rows-{n}-id", "") for n in numbers}
    for number in numbers:
        cells = {c.key: sent.get(f"rows-{number}-{c.key}", "") for c in table.columns}
        if not section.fixed_rows and not any(text.strip() for text in cells.values()):
            continue
        row_id = sent.get(f"rows-{number}-id", "") or _free_id(taken)
        rows.append({"id": row_id, "cells": cells})
    return {"none": True} if not rows and "rows.none" in sent else rows


def _free_id(taken: set[str]) -> str:
    number = 1
    while f"r{number}" in taken:
        number += 1
    taken.add(f"r{number}")
    return f"r{number}"


def changed_in(section: FormSection, typed: dict[str, Any], base: dict[str, Any]) -> dict[str, Any]:
    """Of what a page sent, only what differs from what it was shown with."""
    terms = section.typed_terms
    return {
        path: value
        for path, value in typed.items()
        if path not in terms
        or _plain(value) != _plain(typed_again(terms[path], State.from_json(base.get(path))))
    }


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items() if _plain(v) not in ("", [])}
    return value
