"""Which quota line holds for a body or a host: the most specific one; never silently none."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

from zhinan.engines.values import Finding


class QuotaRow(Protocol):
    """A quota line, from a pack or from the database."""

    @property
    def counted_by(self) -> str: ...
    @property
    def who(self) -> str: ...
    @property
    def most(self) -> int | None: ...
    @property
    def most_yuan(self) -> Decimal | None: ...
    @property
    def is_outside_body_quota(self) -> bool: ...  # of a body line: holds only what is listed apart


@dataclass(frozen=True, slots=True)
class QuotaLimit:
    """The limit that holds. With a ``finding`` nothing may be counted until the office has cleared it up."""

    most: int | None = None  # applications; None is stated to be without limit
    most_yuan: Decimal | None = None
    is_outside_body_quota: bool = False
    who: str = ""  # name, status or class of the line that decided
    clause: str = ""
    finding: Finding | None = None
    row: QuotaRow | None = field(default=None, compare=False)  # the line itself
    is_named: bool = False  # counted over all that the line names, else unit by unit
    among: tuple[str, ...] = ()  # the lines that disagree, where the finding is QUOTA-UNCLEAR

    @property
    def outside_of(self) -> tuple[str, ...]:
        """The bodies or classes whose quota it leaves alone; empty: all of them, or none."""
        return tuple(getattr(self.row, "outside_of", ()))

    def frees_from(self, body: Collection[str]) -> bool:
        """Whether what this host line holds uses no place of a body, given its names and classes."""
        return self.is_outside_body_quota and (
            not self.outside_of or not set(self.outside_of).isdisjoint(body)
        )

    def left(self, used: int) -> int | None:
        """How many more fit after ``used``; None without limit, 0 where a finding stands."""
        if self.finding is not None:
            return 0
        return None if self.most is None else max(self.most - used, 0)

    def refusals(self, used: int, *, name: str, yuan: Decimal | None = None) -> list[Finding]:
        """Why one more may not be counted for ``name``; ``yuan`` is the sum with the one more."""
        if self.finding is not None:
            return [self.finding]
        found = []
        if self.most is not None and used >= self.most:
            found.append(
                Finding(
                    "QUOTA-FULL",
                    f"{name}已占用名额{used}项，限{self.most}项",
                    self.clause,
                    "请先退回或撤销一项，再办理本项",
                )
            )
        if self.most_yuan is not None and yuan is not None and yuan > self.most_yuan:
            found.append(
                Finding(
                    "QUOTA-YUAN",
                    f"{name}合计申请{yuan}元，限{self.most_yuan}元",
                    self.clause,
                    "请调减申请经费，或先退回一项",
                )
            )
        return found


def limit_for(
    rows: Sequence[QuotaRow],
    *,
    counted_by: str,
    names: Collection[str],
    statuses: Collection[str] = (),
    classes: Sequence[str] = (),
    other_classes: Collection[str] = (),
    members: Collection[str] = (),
    is_outside: bool = False,
) -> QuotaLimit:
    """The limit of one body or host under one programme.

    Specific goes before general: exact name, then the statuses it holds (a line for two together before
    a line for one), then a class, then a class that means "the rest"; what is excepted from these, and
    what has no line but a name in a ``group``, falls to the line of that group. Several lines of one
    rank with different limits are an open question for the office (``QUOTA-UNCLEAR``), not a choice of
    ours. A body, or a host that no body line can hold, without any line gives ``QUOTA-NO-ROW``: it never means
    unlimited.

    Args:
        rows: The programme's quota lines, in any order; those counted otherwise are passed over.
        counted_by: ``body`` or ``host``.
        names: The names it goes by. statuses: those it holds on the day. classes: those it falls in.
        other_classes: Which classes mean the rest; any that begins with 其他 does too.
        members: What it goes by in ``group`` and ``except``: body, host, statuses, lists that name them.
        is_outside: Whether it is listed apart from the body's quota. Only a body line marked so holds
            it then; where there is none for it, it counts as any other.

    Cost: O(rows).

    >>> from zhinan.engines.packs.pack import QuotaLine
    >>> rows = [QuotaLine(("a",), "body", "高校", 3), QuotaLine(("a",), "body", "江苏海洋大学", 5, clause="三.4")]
    >>> limit_for(rows, counted_by="body", names={"江苏海洋大学"}, classes=["高校"]).most
    5
    >>> print(limit_for(rows, counted_by="body", names={"赣榆区科技局"}, classes=["区"]).finding)
    赣榆区科技局在名额表中没有对应的行。请联系主管处室补充名额后再推荐。[QUOTA-NO-ROW]
    >>> limit_for([], counted_by="body", names={"赣榆区科技局"}).most is None
    True
    """  # fmt: skip
    own, left_out = [], set()
    for row in (row for row in rows if row.counted_by == counted_by):
        if set(members).isdisjoint(_listed(row, "exceptions")):
            own.append(row)
        else:
            left_out.add(row.who)
    is_excepted = not left_out.isdisjoint((*names, *statuses, *classes))
    grouped = {*names, *(members if is_excepted else ())}
    rest = {c for c in classes if c in other_classes or c.startswith("其他")}
    tests: tuple[Callable[[QuotaRow], bool], ...] = (
        lambda row: row.who in names,
        *_by_statuses(own, statuses),
        lambda row: row.who in set(classes) - rest,
        lambda row: row.who in rest,
        lambda row: not grouped.isdisjoint(_listed(row, "group")),
    )
    for among in _routes(own, counted_by, is_outside=is_outside):
        for rank, test in enumerate(tests):
            found = [row for row in among if test(row)]
            if found:
                return _agreed(found, names, is_named=rank in (0, len(tests) - 1))
    return _without_row(rows, counted_by, names)


def _routes(
    own: Sequence[QuotaRow], counted_by: str, *, is_outside: bool
) -> tuple[list[QuotaRow], ...]:
    """The lines to look among: on the list apart first those marked so, then as any other."""
    apart: list[QuotaRow] = []
    ordinary: list[QuotaRow] = []
    for row in own:
        is_apart = counted_by == "body" and row.is_outside_body_quota
        (apart if is_apart else ordinary).append(row)
    return (apart, ordinary) if is_outside else (ordinary,)


def _without_row(rows: Sequence[QuotaRow], counted_by: str, names: Collection[str]) -> QuotaLimit:
    held_otherwise = counted_by == "host" and any(row.counted_by == "body" for row in rows)
    if held_otherwise or not any(row.counted_by == counted_by for row in rows):
        return QuotaLimit()
    fact = f"{_name(names)}在名额表中没有对应的行"
    remedy = "请联系主管处室补充名额后再推荐"
    return QuotaLimit(finding=Finding("QUOTA-NO-ROW", fact, remedy=remedy))


def _listed(row: QuotaRow, key: str) -> tuple[str, ...]:
    return tuple(getattr(row, key, ()))


def _by_statuses(
    rows: Sequence[QuotaRow], statuses: Collection[str]
) -> list[Callable[[QuotaRow], bool]]:
    """One test a number of statuses that a line wants together (甲+乙), the most first."""
    held = set(statuses)
    wanted = sorted({row.who.count("+") for row in rows}, reverse=True)

    def wants(count: int) -> Callable[[QuotaRow], bool]:
        return lambda row: row.who.count("+") == count and set(row.who.split("+")) <= held

    return [wants(count) for count in wanted]


def _agreed(
    found: Sequence[QuotaRow], names: Collection[str], *, is_named: bool = False
) -> QuotaLimit:
    limits = {(row.most, row.most_yuan, row.is_outside_body_quota) for row in found}
    row = min(found, key=lambda r: r.who)
    clause = str(getattr(row, "clause", "") or getattr(row, "clause_number", ""))
    if len(limits) > 1:
        whose = tuple(sorted(r.who for r in found))
        return QuotaLimit(
            clause=clause,
            finding=Finding(
                "QUOTA-UNCLEAR",
                f"{_name(names)}同时符合名额表中的{'、'.join(whose)}，限额不同",
                clause,
                "请主管处室确定适用哪一行",
            ),
            among=whose,
        )
    # named means one line over all its members: a line for the unit itself counts that unit alone anyway
    return QuotaLimit(
        row.most, row.most_yuan, row.is_outside_body_quota, row.who, clause, None, row, is_named
    )


def _name(names: Collection[str]) -> str:
    return min(names, default="该单位")
