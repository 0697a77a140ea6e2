"""From revisions of an application to what its applicant changed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from zhinan.apps.applications.models import Application
from zhinan.apps.programmes.facts import form_of
from zhinan.apps.programmes.models import Programme
from zhinan.engines.packs import PackRefused

from .models import FormalReview

NO_NAMES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Change:
    """One value that differs between two revisions; an absent one reads as an empty text."""

    path: str
    before: str
    after: str


def changes_since(application: Application, review: FormalReview | None) -> list[Change]:
    """What the latest revision changed against the one before; only after a correction. Two statements."""
    if review is None or review.round == 1:
        return []
    latest = list(application.revisions.order_by("-number")[:2])
    if len(latest) < 2:
        return []
    names = names_of(application.call.programme)
    return list(changes_between(latest[1].content, latest[0].content, names=names))


def names_of(programme: Programme) -> dict[str, str]:
    """Chinese names of a form's sections, terms and columns by key and path; empty where it cannot be read."""
    try:
        form = form_of(programme)
    except PackRefused:
        return {}
    found: dict[str, str] = {}
    for section in form.sections:
        found |= {column.term.key: column.term.label for column in section.columns}
        found |= {field.path: field.term.label for field in section.fields}
        found[section.key] = section.title
        if section.table is not None:
            found[section.table.path] = section.table.label
    return found


def changes_between(
    before: Any, after: Any, path: str = "", *, names: Mapping[str, str] = NO_NAMES
) -> Iterator[Change]:
    """Every value that differs, in order of its path. Sealed values are told, never shown.

    >>> list(changes_between({"a": {"value": "1"}}, {"a": {"value": "2"}, "b": {"none": True}}))
    [Change(path='a', before='1', after='2'), Change(path='b', before='', after='无')]
    """
    if before == after:
        return
    if _is_branch(before) or _is_branch(after):
        old, new = _keyed(before), _keyed(after)
        for key in sorted(old.keys() | new.keys()):
            here = f"{path} {names.get(key, key)}".strip()
            yield from changes_between(old.get(key), new.get(key), here, names=names)
        return
    yield Change(path, _written(before), _written(after))


def _is_branch(value: Any) -> bool:
    if isinstance(value, dict):
        if "sha256" in value:
            return False
        return not value.keys() & {"value", "blank", "none", "unread"} or _has_rows(value)
    return isinstance(value, list) and any(isinstance(row, dict) for row in value)


def _has_rows(state: dict[str, Any]) -> bool:
    rows = state.get("value")
    return isinstance(rows, list) and any(isinstance(row, dict) for row in rows)


def _keyed(value: Any) -> dict[str, Any]:
    if isinstance(value, list):
        return {str(n): row for n, row in enumerate(value, 1)}
    if not isinstance(value, dict):
        return {}
    if _has_rows(value):
        return _keyed(value["value"])
    cells = value.get("cells")
    return cells if isinstance(cells, dict) else value


def _written(state: Any) -> str:
    if not isinstance(state, dict):
        return "" if state is None else str(state)
    if state.get("sealed"):
        return "（已加密，不显示）"
    if state.get("none"):
        return "无"
    if state.get("blank"):
        return "（空）"
    said = state.get("value", state.get("unread", state.get("name", "")))
    return "、".join(map(str, said)) if isinstance(said, list) else str(said)
