"""A programme's quota lines with what it takes to read them: names, classes, groups."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from zhinan.engines.packs.pack import Pack, QuotaLine
from zhinan.engines.packs.quota import QuotaLimit, limit_for
from zhinan.engines.values.text import fold

from .claims import Claim
from .lists import NamedList

MOST_KEPT = 20_000  # names and worlds a register remembers


@dataclass(frozen=True, slots=True)
class World:
    """One way in which what is unknown of an application may be."""

    body: str = ""
    body_classes: tuple[str, ...] = ()
    host: str = ""
    host_classes: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    is_apart: bool = False
    is_freed: bool = False  # its unit's own line leaves the body's quota alone


@dataclass(frozen=True, slots=True)
class Register:
    """A programme's quota lines with what it takes to read them."""

    pack: Pack
    rows: tuple[QuotaLine, ...]
    lists: Mapping[str, NamedList]
    on: date
    _names: dict[str, frozenset[str]] = field(default_factory=dict, compare=False, repr=False)
    _limits: dict[tuple[World, str], QuotaLimit] = field(
        default_factory=dict, compare=False, repr=False
    )

    _lines: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def others(self) -> frozenset[str]:
        return frozenset(c.name for c in self.pack.classes if c.is_other)

    def of(self, counted_by: str) -> tuple[QuotaLine, ...]:
        """The lines counted so."""
        if counted_by not in self._lines:
            self._lines[counted_by] = tuple(r for r in self.rows if r.counted_by == counted_by)
        found: tuple[QuotaLine, ...] = self._lines[counted_by]
        return found

    def names(self, name: str) -> frozenset[str]:
        """What a body or host goes by, as the lines spell it, and folded."""
        found = self._names.get(name)
        if found is None:
            known = self.pack.body_named(name)
            spelled = {name, *((known.name, *known.aliases) if known else ())}
            shapes = {fold(n) for n in spelled}
            spelled |= {row.who for row in self.rows if fold(row.who) in shapes}
            if len(self._names) > MOST_KEPT:
                self._names.clear()
            found = self._names[name] = frozenset(spelled | shapes)
        return found

    def called(self, unit: str, counted_by: str) -> frozenset[str]:
        """Its names, and the lists in groups that name it."""
        alone = Claim(body=unit, host=unit)
        lists = {n for n in self.mentioned(counted_by) if n in self.lists and self.holds(n, alone)}
        return self.names(unit) | lists

    def same_body(self, one: str | None, other: str | None) -> bool | None:
        if one is None or other is None:
            return None
        return not self.names(one).isdisjoint(self.names(other))

    def classes_of_body(self, claim: Claim) -> tuple[str, ...] | None:
        """Classes a recommending body falls in; None where that is unknown."""
        known = self.pack.body_named(claim.body) if claim.body else None
        if known is not None and known.body_class:
            return (known.body_class,)
        if claim.body_class is not None:
            return (claim.body_class,)
        if claim.body and claim.kind and self.same_body(claim.body, claim.host):
            return self.pack.classes_of(claim.kind) or None
        if known is not None:
            return ()  # the guide names it and puts it in no class
        classes = {row.who for row in self.of("body")} & {c.name for c in self.pack.classes}
        return None if classes else ()

    def holds(self, name: str, claim: Claim) -> bool | None:
        """Whether ``name`` of a group or exception names this application."""
        units = [unit for unit in (claim.body, claim.host) if unit is not None]
        if name in self.lists:
            held = self.lists[name].on(self.on)
            answers = [None if held is None else held.has(unit) for unit in units]
        elif name in self.pack.statuses:
            return None if claim.statuses is None else name in claim.statuses
        else:
            answers = [self.same_body(unit, name) for unit in units]
        if True in answers:
            return True
        return None if None in answers or claim.host is None else False

    def mentioned(self, counted_by: str) -> tuple[str, ...]:
        """Names that some group or exception holds."""
        key = f"names {counted_by}"
        if key not in self._lines:
            rows = self.of(counted_by)
            names = {n for row in rows for n in (*row.group, *row.exceptions)}
            self._lines[key] = tuple(sorted(names))
        found: tuple[str, ...] = self._lines[key]
        return found

    def frees(self, counted_by: str) -> bool:
        """Whether some line counted so is marked outside_body_quota."""
        key = f"apart {counted_by}"
        if key not in self._lines:
            self._lines[key] = any(row.is_outside_body_quota for row in self.of(counted_by))
        return bool(self._lines[key])

    def limit(self, world: World, counted_by: str) -> QuotaLimit:
        """The line that holds in ``world``."""
        found = self._limits.get((world, counted_by))
        if found is None:
            if len(self._limits) > MOST_KEPT:
                self._limits.clear()
            found = self._limits[world, counted_by] = self._limit(world, counted_by)
        return found

    def _limit(self, world: World, counted_by: str) -> QuotaLimit:
        is_body = counted_by == "body"
        unit = world.body if is_body else world.host
        return limit_for(
            self.rows, counted_by=counted_by, names=self.called(unit, counted_by) if unit else {"该单位"},
            statuses=() if is_body else world.statuses,
            classes=world.body_classes if is_body else world.host_classes,
            other_classes=self.others, members=world.members, is_outside=world.is_apart,
        )  # fmt: skip
