"""What moving a threshold does: the curve, who comes in and who drops out, and what alone keeps people out."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from zhinan.apps.registry.models import OrganisationKind
from zhinan.apps.registry.selectors import region_names
from zhinan.engines.rules import Verdict
from zhinan.engines.rules.moving import MET, NOT_MET, Point, curve_of, ladder, verdicts_moved

from .levers import Lever
from .past import Past, PastCase

MOST_RULES = 12


@dataclass(frozen=True, slots=True)
class Share:
    """One kind of applicant: how many pass now and then, how many drop out and come in."""

    label: str
    before: int
    after: int
    out: int
    came: int
    total: int

    @property
    def change(self) -> int:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Changed:
    """An application whose verdict the move changes."""

    past: PastCase
    before: Verdict
    after: Verdict

    @property
    def is_out(self) -> bool:
        return self.before in MET and self.after not in MET

    @property
    def is_in(self) -> bool:
        return self.before not in MET and self.after in MET


@dataclass(frozen=True, slots=True)
class Sole:
    """A rule: how many it keeps out, how many it alone, now and after the move."""

    rule: str
    failed: int
    alone: int
    alone_after: int


@dataclass(frozen=True, slots=True)
class Moved:
    """Everything a page says of one move."""

    points: tuple[Point, ...]
    now: Point
    then: Point
    changed: tuple[Changed, ...]
    groups: tuple[tuple[str, tuple[Share, ...]], ...]
    soles: tuple[Sole, ...]

    @property
    def out(self) -> int:
        return sum(c.is_out for c in self.changed)

    @property
    def came(self) -> int:
        return sum(c.is_in for c in self.changed)


def values_around(lever: Lever, *more: Any) -> tuple[Any, ...]:
    """The ladder of a lever with other values asked for, in rising order."""
    return tuple(sorted({*ladder(lever.kind, lever.now), *more}))


def moved(lever: Lever, past: Past, to: Any, values: tuple[Any, ...]) -> Moved:
    """One move over the past cases.

    Args:
        values: Those of the curve; ``to`` and what holds now are among them.
    """
    cases = [one.case for one in past.cases]
    points = curve_of(lever.rule, lever.name, cases, values)
    by_value = {point.value: point for point in points}
    pairs = verdicts_moved(lever.rule, lever.name, cases, to)
    told = [Changed(p, before, after) for p, (before, after) in zip(past.cases, pairs, strict=True)]
    changed = tuple(sorted((c for c in told if c.before is not c.after), key=_order))
    return Moved(points, by_value[lever.now], by_value[to], changed, _groups(told), _soles(told, lever.rule.key))  # fmt: skip


def _order(one: Changed) -> tuple[bool, bool, int]:
    return not one.is_out, not one.is_in, -one.past.pk


def _groups(told: list[Changed]) -> tuple[tuple[str, tuple[Share, ...]], ...]:
    names = region_names(c.past.county for c in told)
    unknown, kinds = _("未填"), dict(OrganisationKind.choices)
    sexes = {"男": _("男"), "女": _("女")}
    return (
        (_("单位类型"), _shares(told, lambda c: str(kinds.get(c.past.kind, unknown)))),
        (_("县区"), _shares(told, lambda c: county_name(names, c.past.county) or unknown)),
        (_("负责人性别"), _shares(told, lambda c: sexes.get(c.past.sex, unknown))),
    )


def county_name(names: Mapping[str, str], code: str) -> str:
    """The last part of a full name: 江苏省连云港市海州区 is 海州区 where the city is everybody's."""
    full = names.get(code, "")
    for mark in ("市", "州", "盟"):
        if mark in full[:-1]:
            return full.split(mark, 1)[1] or full
    return full


def _shares(told: Iterable[Changed], of: Any) -> tuple[Share, ...]:
    kinds: dict[str, list[Changed]] = {}
    for one in told:
        kinds.setdefault(of(one), []).append(one)
    found = (
        Share(
            label,
            sum(c.before in MET for c in members),
            sum(c.after in MET for c in members),
            sum(c.is_out for c in members),
            sum(c.is_in for c in members),
            len(members),
        )
        for label, members in kinds.items()
    )
    return tuple(sorted(found, key=lambda s: (-(s.out + s.came), -s.total, s.label)))


def _soles(told: list[Changed], own: str) -> tuple[Sole, ...]:
    """Rules by how many they alone keep out; the moved one first."""
    failed: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    after: Counter[str] = Counter()
    for one in told:
        before_keys = (*one.past.failing, *((own,) if one.before in NOT_MET else ()))
        after_keys = (*one.past.failing, *((own,) if one.after in NOT_MET else ()))
        failed.update(before_keys)
        if len(before_keys) == 1:
            alone[before_keys[0]] += 1
        if len(after_keys) == 1:
            after[after_keys[0]] += 1
    others = sorted((set(failed) | set(after)) - {own}, key=lambda k: (-alone[k], -failed[k], k))
    return tuple(Sole(k, failed[k], alone[k], after[k]) for k in (own, *others[: MOST_RULES - 1]))


def x_of(value: Any) -> float:
    """Where a value stands on the axis: milliseconds of a date, else the number."""
    if isinstance(value, date):
        return (value - date(1970, 1, 1)).days * 86_400_000.0
    return float(value)
