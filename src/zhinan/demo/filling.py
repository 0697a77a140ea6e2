"""A form filled in, section by section."""

from typing import Any

from zhinan.engines.packs import Form
from zhinan.engines.packs.form import FormSection

from .answers import Applicant, answer, known, money

SHARES = (30, 25, 15, 10, 8, 5, 4, 2, 1)


def fill_form(form: Form, applicant: Applicant, *, is_draft: bool) -> dict[str, dict[str, Any]]:
    """``{section key: {path: state}}``; a draft leaves out some sections and some answers."""
    content = {}
    for section in form.sections:
        if is_draft and applicant.random.random() < 0.35:
            continue
        content[section.key] = _section(section, applicant, is_draft=is_draft)
    return content


def _section(section: FormSection, applicant: Applicant, *, is_draft: bool) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for field in section.fields:
        is_left_out = is_draft and field.path != "project.name" and applicant.random.random() < 0.2
        if field.computed or is_left_out:
            continue
        state = answer(field.term, applicant)
        if state is not None:
            values[field.path] = state
    if section.table is not None:
        rows = _rows(section, applicant)
        values[section.table.path] = known(rows) if rows else {"none": True}
    return values


def _rows(section: FormSection, applicant: Applicant) -> list[dict[str, Any]]:
    rows = section.blank_rows()
    if not section.fixed_rows:
        wanted = min(max(section.min_rows, applicant.random.choice((0, 1, 2, 3))), section.max_rows)
        rows = [{"id": f"r{n}", "cells": {}} for n in range(1, wanted + 1)]
    for place, row in enumerate(rows):
        for column in section.columns:
            key = column.term.key
            if key in row["cells"] or column.computed:
                continue
            state = _share(key, column.term.type, place, applicant) or answer(
                column.term, applicant
            )
            if state is not None:
                row["cells"][key] = state
    return rows


def _share(key: str, kind: str, place: int, applicant: Applicant) -> dict[str, Any] | None:
    """Budget lines are shares of the whole, so that the table adds up to what is asked for."""
    if kind != "money" or key not in ("grant", "own"):
        return None
    whole = applicant.grant_yuan if key == "grant" else applicant.own_yuan
    return money(whole * (SHARES[place] if place < len(SHARES) else 0) / 100)
