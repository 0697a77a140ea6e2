"""Penalties and relations as rows of the vocabulary's registers."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils import translation

from zhinan.engines.vocabulary.states import NONE, State

from .models import BreachKind, IntegrityRecord, OrganisationRelation, RelationKind

SOURCE = "registry"
NO_END = date(9999, 12, 31)  # a penalty without an end runs on; left unknown it would ask everybody
Row = dict[str, Any]


def record_rows(records: Iterable[IntegrityRecord], *, numbers: Mapping[str, str]) -> list[Row]:
    """诚信记录 as a table.

    Args:
        records: Those that may concern the case.
        numbers: Identity numbers of the case's people by keyed digest. A person's number is given only
            where the case names it too; else its cell stays unknown, since the name alone proves nothing.
    """
    rows = []
    for record in records:
        cells = {
            "name": record.name,
            "kind": _word(BreachKind, record.kind),
            "from_on": record.from_on.isoformat(),
            "until_on": (record.until_on or NO_END).isoformat(),
            "source": record.source,
            "recorded_on": record.recorded_on.isoformat(),
        }
        row = _row(f"i{record.pk}", cells)
        if record.is_person:
            row["cells"]["uscc"] = NONE.to_json()
            if number := numbers.get(record.id_number_digest):
                row["cells"]["id_number"] = State.known(number, source=SOURCE).to_json()
        else:
            row["cells"]["uscc"] = State.known(record.uscc, source=SOURCE).to_json()
            row["cells"]["id_number"] = NONE.to_json()
        rows.append(row)
    return rows


def relation_rows(relations: Iterable[OrganisationRelation]) -> list[Row]:
    """关联关系 as a table."""
    return [
        _row(
            f"l{relation.pk}",
            {
                "owner_uscc": relation.owner_uscc,
                "owner": relation.owner,
                "owned_uscc": relation.owned_uscc,
                "owned": relation.owned,
                "kind": _word(RelationKind, relation.kind),
                "share": None if relation.share is None else f"{relation.share.normalize():f}",
                "recorded_on": relation.recorded_on.isoformat(),
            },
        )
        for relation in relations
    ]


def _row(key: str, cells: Mapping[str, Any]) -> Row:
    known = {
        name: State.known(value, source=SOURCE).to_json()
        for name, value in cells.items()
        if value not in (None, "")
    }
    return {"id": key, "cells": known}


def _word(kinds: Any, value: str) -> str:
    with translation.override("zh-hans"):
        return str(kinds(value).label)
