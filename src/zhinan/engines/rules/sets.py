"""Many applications at once: each judged beside all others, and which quotas are overfilled by how many."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from zhinan.engines.packs.quota import QuotaLimit
from zhinan.engines.values.text import fold

from .case import Case
from .claims import Claim, own_claim
from .desugaring import NOT_COUNTED
from .judging import judge
from .quota_registers import Register
from .quotas import register_of, use_of
from .rule import Rule
from .rulebook import Rulebook
from .tree import Aggregate, Not
from .verdict import Judgement, Verdict
from .worlds import completed, options, worlds

KINDS = ("quota", "exclusion", "uniqueness", "relation", "history")
RIVALS = "rivals"
_COLUMNS = {
    "organisation": "lead.name", "uscc": "lead.uscc", "organisation_kind": "lead.kind", "leader": "leader.name",
    "leader_id": "leader.id_number", "body": "body.name", "title": "project.name", "topic": "project.topic",
    "grant": "budget.grant", "quota_route": "application.quota_route",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Application:
    """One of the set: its number, where it stands (状态 of 同年申报), and its facts."""

    number: str
    state: str
    case: Case

    @property
    def counts(self) -> bool:
        """Whether it is in the running: not a draft, sent back, withdrawn or refused."""
        return self.state not in NOT_COUNTED

    def row(self) -> dict[str, Any]:
        """It as the others see it in 同年申报; what is not known is left out."""
        values = self.case.values
        found = {"number": self.number, "programme": self.case.programme, "state": self.state}
        row: dict[str, Any] = {**found, "year": Decimal(self.case.year)}
        row |= {column: values[path] for column, path in _COLUMNS.items() if path in values}
        if "lead.statuses" in values:
            row["statuses"] = "、".join(values["lead.statuses"])
        return row


@dataclass(frozen=True, slots=True)
class SetFinding:
    """What a set rule says of one application; ``others``: numbers of those that made it so."""

    number: str
    judgement: Judgement
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuotaGroup:
    """One line of quotas.csv and who uses it. The order in which to drop is the nominator's."""

    counted_by: str
    who: str
    unit: str  # the body or organisation counted; empty where the line counts several together
    programmes: tuple[str, ...]
    most: int | None
    most_yuan: Decimal | None
    clause: str
    members: tuple[str, ...]  # numbers, sorted
    yuan: Decimal | None = None  # asked for together; None where one is not known
    code: str = ""  # QUOTA-NO-ROW, QUOTA-UNCLEAR, or QUOTA-UNKNOWN: which line holds depends on missing facts

    @property
    def over(self) -> int:
        """How many applications are too many."""
        return 0 if self.most is None else max(len(self.members) - self.most, 0)

    @property
    def over_yuan(self) -> Decimal:
        """How much is asked for beyond the sum."""
        if self.most_yuan is None or self.yuan is None:
            return Decimal(0)
        return max(self.yuan - self.most_yuan, Decimal(0))


def together(applications: Sequence[Application]) -> tuple[Application, ...]:
    """The applications, each with all others in its 同年申报, beside what it already had there of others."""
    rows = {one.number: one.row() for one in applications}
    found = []
    for one in applications:
        known = tuple(r for r in one.case.values.get(RIVALS) or () if r.get("number") not in rows)
        others = tuple(row for number, row in rows.items() if number != one.number)
        values = {**one.case.values, RIVALS: (*known, *others)}
        found.append(replace(one, case=replace(one.case, values=values)))
    return tuple(found)


def set_findings(
    book: Rulebook, applications: Iterable[Application], *, only: Iterable[str] | None = None
) -> tuple[SetFinding, ...]:
    """What the set rules say of each application that counts, all others beside it.

    Both applications of an exclusive pair get a finding that names the other; one that is withdrawn
    gets none and no longer stands in the other's way.

    Args:
        applications: In any order; a number comes once. O(n²) rows for n applications.
        only: Rule ids; every set rule of its programme unless given.

    Raises:
        ValueError: A number comes twice.
    """
    listed = sorted(applications, key=lambda one: one.number)
    numbers = [one.number for one in listed]
    if len(set(numbers)) != len(numbers):
        raise ValueError(
            f"numbers must differ, got {next(n for n in numbers if numbers.count(n) > 1)!r} twice"
        )
    wanted = None if only is None else set(only)
    return tuple(
        _finding(rule, one)
        for one in together(listed) if one.counts
        for rule in book.rules(one.case.programme)
        if rule.kind in KINDS and (wanted is None or rule.key in wanted)
    )  # fmt: skip


def _finding(rule: Rule, one: Application) -> SetFinding:
    judgement = judge(rule, one.case)
    rows = one.case.values.get(RIVALS) or ()
    places: list[int] = []
    if judgement.verdict in (Verdict.NOT_APPLICABLE, Verdict.PASSED):
        pass
    elif rule.quota is not None:
        places = list(use_of(rule, one.case).rows)
    else:
        for reason in judgement.reasons:
            node = reason.node.inner if isinstance(reason.node, Not) else reason.node
            if isinstance(node, Aggregate) and node.table == RIVALS:
                places += reason.rows
    others = (str(rows[place - 1].get("number") or "") for place in places)
    return SetFinding(one.number, judgement, tuple(sorted(filter(None, set(others)))))


def set_view(book: Rulebook, applications: Iterable[Application]) -> tuple[QuotaGroup, ...]:
    """Every quota line in use with the applications that use it, overfilled ones first.

    An application without a line, or whose line depends on what is not known, stands in a group of its
    own with a ``code``. O(n) limits for n applications.
    """
    groups: dict[tuple[str, ...], tuple[QuotaGroup, list[Application]]] = {}
    for one in sorted(applications, key=lambda one: one.number):
        if not one.counts:
            continue
        for rule in _by_kind(book.rules(one.case.programme)).values():
            group = _group_of(rule, one)
            if group is None:
                continue
            key = (group.counted_by, group.who, group.unit, group.code, *group.programmes)
            groups.setdefault(key, (group, []))[1].append(one)
    filled = [
        replace(g, members=tuple(one.number for one in members), yuan=_sum(members))
        for g, members in groups.values()
    ]
    return tuple(sorted(filled, key=lambda g: (-g.over, -g.over_yuan, g.counted_by, g.who, g.unit)))


def _by_kind(rules: Iterable[Rule]) -> Mapping[str, Rule]:
    """One rule for each way of counting: all of them see the programme's lines."""
    found: dict[str, Rule] = {}
    for rule in rules:
        if rule.quota is not None:
            found.setdefault(rule.quota.by, rule)
    return found


def _group_of(rule: Rule, one: Application) -> QuotaGroup | None:
    spec = rule.quota
    if spec is None:
        return None
    register = register_of(spec, rule, one.case)
    own = completed(own_claim(one.case, spec.pack), register)
    given = options(own, register, spec.by)
    limits = [None if w.is_freed else register.limit(w, spec.by) for w in worlds(given)]
    distinct = {_identity(limit) for limit in limits}
    unit = _unit(own, register, spec.by)
    if len(distinct) > 1:
        return QuotaGroup(spec.by, "", unit, (), None, None, "", (), code="QUOTA-UNKNOWN")
    limit = limits[0]
    if limit is None or (limit.row is None and limit.finding is None):
        return None  # its body's quota is left alone, or it is held otherwise
    if limit.finding is not None:
        return QuotaGroup(
            spec.by, "", unit, (), None, None, limit.clause, (), code=limit.finding.code
        )
    shared = limit.is_named and (spec.by == "body" or bool(getattr(limit.row, "group", ())))
    return QuotaGroup(
        spec.by, limit.who, "" if shared else unit, tuple(getattr(limit.row, "programmes", ())),
        limit.most, limit.most_yuan, limit.clause, (),
    )  # fmt: skip


def _identity(limit: QuotaLimit | None) -> tuple[Any, ...]:
    if limit is None:
        return ()
    return (id(limit.row), limit.finding.code if limit.finding else "")


def _unit(own: Claim, register: Register, by: str) -> str:
    """What tells one body or organisation from another."""
    if by == "host":
        return own.uscc or fold(own.host or "")
    named = register.pack.body_named(own.body) if own.body else None
    return named.name if named else fold(own.body or "")


def _sum(members: Sequence[Application]) -> Decimal | None:
    asked = [one.case.values.get("budget.grant") for one in members]
    return None if None in asked else sum((Decimal(a) for a in asked if a is not None), Decimal(0))
