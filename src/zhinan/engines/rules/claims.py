"""One application as a quota sees it: who recommends it, who applies, by which route, for how much."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zhinan.engines.packs.pack import Pack

from .calls import CALLS
from .case import Case
from .evaluating import NOTHING

BODY_ROUTE, OWN_ROUTE, APART = "推荐单位名额", "单位自身名额", "单列不占名额"
RIVALS = "rivals"
BODY_CLASS = "推荐单位.类别"


@dataclass(frozen=True, slots=True)
class Claim:
    """What is known of one application; None is unknown. ``row``: its place in 同年申报, 0 for one's own."""

    body: str | None = None
    body_class: str | None = None
    host: str | None = None
    uscc: str | None = None
    kind: str | None = None
    statuses: tuple[str, ...] | None = None
    route: str | None = None
    grant: Decimal | None = None
    programme: str | None = None
    state: str | None = None
    year: int | None = None
    row: int = 0


def own_claim(case: Case, pack: Pack) -> Claim:
    """The application in hand."""
    category = pack.vocabulary.get(BODY_CLASS)
    return Claim(
        _text(case.values, "body.name"),
        _text(case.values, category.path) if category else None,
        _text(case.values, "lead.name"), _text(case.values, "lead.uscc"), _text(case.values, "lead.kind"),
        _value(case.values, "lead.statuses"), _text(case.values, "application.quota_route"),
        _value(case.values, "budget.grant"), case.programme, None, case.year,
    )  # fmt: skip


def rival_claims(case: Case) -> tuple[Claim, ...] | None:
    """The other applications of the year; None where that is unknown."""
    listed = case.values.get(RIVALS)
    if listed is None:
        return None
    return tuple(_rival(row, place) for place, row in enumerate(listed, 1))


def _rival(row: Mapping[str, Any], place: int) -> Claim:
    held, year = _value(row, "statuses"), _value(row, "year")
    split = None if held is None else tuple(w for w in _words(held) if w)
    return Claim(
        _text(row, "body"), None, _text(row, "organisation"), _text(row, "uscc"),
        _text(row, "organisation_kind"), split, _text(row, "quota_route"), _value(row, "grant"),
        _text(row, "programme"), _text(row, "state"), None if year is None else int(year), place,
    )  # fmt: skip


def _words(held: Any) -> Sequence[str]:
    for mark in "，,；;":
        held = held.replace(mark, "、")
    return [word.strip() for word in held.split("、")]


def _value(values: Mapping[str, Any], key: str) -> Any:
    value = values.get(key)
    return None if value is NOTHING else value


def _text(values: Mapping[str, Any], key: str) -> str | None:
    """A text; declared none is no name, so nothing is known by it."""
    return _value(values, key) or None


def same_host(one: Claim, other: Claim) -> bool | None:
    found: bool | None = CALLS["同单位"](one.uscc, one.host, other.uscc, other.host)
    return found
