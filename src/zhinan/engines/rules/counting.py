"""Which other applications use places of a quota line, and how much money they ask for together."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from zhinan.engines.packs.quota import QuotaLimit

from .claims import Claim, same_host
from .desugaring import NOT_COUNTED
from .quota_registers import Register, World
from .verdict import Missing
from .worlds import completed, differing, options, worlds

_COLUMNS = {
    "state": ("状态", "State"), "programme": ("计划", "Programme"), "body": ("推荐单位", "Recommending body"),
    "organisation": ("单位名称", "Lead organisation"), "uscc": ("单位代码", "Unified social credit code"),
    "organisation_kind": ("单位类型", "Kind of organisation"), "statuses": ("单位资质", "Statuses held"),
    "quota_route": ("占用名额", "Quota used"), "grant": ("申请财政经费", "Grant asked for"),
}  # fmt: skip
_WAITS = {
    "body": "body", "body_classes": "body", "host": "organisation", "members": "organisation",
    "statuses": "statuses", "host_classes": "organisation_kind", "is_apart": "quota_route", "is_freed": "statuses",
}  # fmt: skip
Part = tuple[bool | None, tuple[str, ...]]  # an answer, and the columns it waits for where unknown


@dataclass(frozen=True, slots=True)
class Count:
    """Places and yuan used by others: what is sure, and what may come to it."""

    places: int = 0
    more: int | None = 0  # None: any number
    yuan: Decimal = Decimal(0)
    more_yuan: Decimal | None = Decimal(0)
    gaps: tuple[Missing, ...] = ()  # of the places
    money_gaps: tuple[Missing, ...] = ()
    rows: tuple[int, ...] = ()  # that surely count


def gap(column: str, row: int) -> Missing:
    """A cell of 同年申报 that is not known."""
    name, en = _COLUMNS[column]
    return Missing(f"同年申报.{name}", f"rivals.{column}", row, en)


NO_REGISTER = Missing("同年申报", "rivals", en="Other applications of the year")


def count(
    own: Claim,
    rivals: tuple[Claim, ...] | None,
    world: World,
    limit: QuotaLimit,
    register: Register,
) -> Count:
    """What others use of the line that holds in ``world``; O(rivals)."""
    if rivals is None:
        return Count(0, None, Decimal(0), None, (NO_REGISTER,), (NO_REGISTER,))
    counter = _Counter(own, world, limit, register)
    places, more, yuan = 0, 0, Decimal(0)
    more_yuan: Decimal | None = Decimal(0)
    gaps: list[Missing] = []
    money_gaps: list[Missing] = []
    rows: list[int] = []
    for rival in rivals:
        answer, columns = together(counter.parts(rival))
        if answer is False:
            continue
        if answer:
            places += 1
            rows.append(rival.row)
            yuan += rival.grant or 0
        else:
            more += 1
            gaps += [gap(column, rival.row) for column in columns]
            more_yuan = (
                None if rival.grant is None or more_yuan is None else more_yuan + rival.grant
            )
        if rival.grant is None:
            more_yuan = None
            money_gaps.append(gap("grant", rival.row))
    return Count(
        places, more, yuan, more_yuan, tuple(gaps), (*gaps, *money_gaps), tuple(rows)
    )  # fmt: skip


def together(parts: Iterable[Part]) -> Part:
    """Kleene's and; the columns of what is unknown where nothing is false."""
    waiting: list[str] = []
    for answer, columns in parts:
        if answer is False:
            return False, ()
        if answer is None:
            waiting += columns
    return (None, tuple(dict.fromkeys(waiting))) if waiting else (True, ())


@dataclass(frozen=True, slots=True)
class _Counter:
    own: Claim
    world: World
    limit: QuotaLimit
    register: Register

    @property
    def is_body(self) -> bool:
        return self.limit.row is not None and self.limit.row.counted_by == "body"

    def parts(self, rival: Claim) -> Iterator[Part]:
        """What must all be so for ``rival`` to use a place, the surest to decide first."""
        rival = self.completed(rival)
        state = None if rival.state is None else rival.state not in NOT_COUNTED
        yield state, ("state",)
        yield rival.year is None or self.own.year in (None, rival.year), ()
        programmes = tuple(getattr(self.limit.row, "programmes", ())) or (self.own.programme,)
        yield None if rival.programme is None else rival.programme in programmes, ("programme",)
        same = self.same(rival)
        if self.is_shared:
            yield self.named(rival), ()
            yield self.governed(rival, same)
        else:
            column = "body" if self.is_body else "uscc"
            known = rival.body if self.is_body else rival.uscc
            yield same, (column,) if known is None else ("organisation",)
            if self.is_body and same is not False:  # one unit has one line; one body has many hosts
                yield self.governed(rival, same)

    def completed(self, rival: Claim) -> Claim:
        """With its host where nobody states it and it recommends itself."""
        register, own = self.register, self.own
        if register.same_body(rival.body, own.body):
            rival = replace(rival, body_class=own.body_class)
        is_open = rival.host is None and rival.uscc is None
        if is_open and self.recommends_itself and register.same_body(rival.body, own.host):
            return replace(rival, host=own.host, uscc=own.uscc, kind=own.kind)
        return completed(rival, register)

    @property
    def recommends_itself(self) -> bool:
        """Whether our own unit is of a kind whose class stands among the recommending bodies."""
        bodies = {row.who for row in self.register.of("body")}
        return not bodies.isdisjoint(self.register.pack.classes_of(self.own.kind or ""))

    @property
    def is_shared(self) -> bool:
        """Whether others than our own unit may use the line."""
        row = self.limit.row
        return self.limit.is_named and (self.is_body or bool(getattr(row, "group", ())))

    def named(self, rival: Claim) -> bool:
        """Whether a line without a group may hold ``rival``: False where it names another body."""
        row = self.limit.row
        group: tuple[str, ...] = getattr(row, "group", ())
        if row is None or group or rival.body is None:
            return True
        return self.register.same_body(rival.body, row.who) is not False

    def same(self, rival: Claim) -> bool | None:
        """Whether it is our own body, or our own unit."""
        if self.is_body:
            return self.register.same_body(rival.body, self.world.body or None)
        if self.own.host is None and self.own.uscc is None:
            return self.register.same_body(rival.host, self.world.host or None)
        return same_host(self.own, rival)

    def governed(self, rival: Claim, same: bool | None) -> Part:
        """Whether the line is the one that holds ``rival`` too."""
        if same_host(self.own, rival):
            rival = replace(
                rival,
                kind=rival.kind or self.own.kind,
                statuses=self.own.statuses if rival.statuses is None else rival.statuses,
            )
        if self.is_body and same and self.world.body_classes:
            rival = replace(rival, body_class=self.world.body_classes[0])
        counted_by = "body" if self.is_body else "host"
        given = options(rival, self.register, counted_by)
        if self.is_body and same:
            given["body_classes"] = (self.world.body_classes,)
        found = {w: self.is_held(w, counted_by) for w in worlds(given)}
        if len(set(found.values())) == 1:
            return next(iter(found.values())), ()
        return None, tuple(dict.fromkeys(_WAITS[f] for f in differing(found, given)))

    def is_held(self, world: World, counted_by: str) -> bool:
        return not world.is_freed and self.register.limit(world, counted_by).row is self.limit.row
