"""A rule as read from its block, ready to be judged on any law date."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from zhinan.engines.packs import RuleBlock
from zhinan.engines.packs.pack import QuotaLine

from .binding import bind
from .case import APPLYING
from .evaluating import Compiled
from .lists import NamedList
from .parameters import Value, resolve
from .tree import TRUE, Choose, Constant, Node

HARD, SOFT, PERSON = "硬", "软", "人工"
PREFERENCE = "优先"
_KEPT = 64  # law dates a rule keeps ready


@dataclass(frozen=True, slots=True)
class Note:
    """解释: how an open word is read, who decided it, and when."""

    text: str
    key: str = ""
    question: str = ""
    decided_by: str = ""
    decided_on: str = ""
    status: str = "provisional"
    basis: str = ""


@dataclass(frozen=True, slots=True)
class ExceptionClause:
    """例外: where ``guard`` holds, ``condition`` stands in place of the rule's."""

    guard: Node
    condition: Node
    source: str = ""
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class Waiver:
    """豁免: the text gives a person the power to let it pass."""

    source: str
    granted_by: str
    papers: tuple[str, ...] = ()
    guard: Node | None = None


@dataclass(frozen=True, slots=True)
class QuotaSpec:
    """限额: counted by 推荐单位 or 申报单位, over these lines of quotas.csv."""

    by: str  # body / host
    who: tuple[str, ...]
    lines: tuple[QuotaLine, ...]
    pack: Any = field(default=None, compare=False, repr=False)  # classes a host falls in


@dataclass(frozen=True, slots=True)
class Bound:
    """A rule on one law date."""

    guard: Compiled | None
    condition: Compiled | None
    result: Compiled | None
    exceptions: tuple[Compiled, ...]
    waivers: tuple[Compiled | None, ...]
    parameters: Mapping[str, Any]
    is_valid: bool = True
    plain: Compiled | None = None  # the condition, where a verdict has nothing else to look at


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``base`` is the condition as written, ``condition`` with its exceptions folded in."""

    key: str
    kind: str  # rule quota exclusion uniqueness history relation calculation target lint
    title: str
    force: str
    nature: str = "条件"
    stage: str = APPLYING
    subject: str = ""
    guard: Node | None = None
    base: Node | None = None
    condition: Node | None = None
    result: Node | None = None
    exceptions: tuple[ExceptionClause, ...] = ()  # the most general first
    waivers: tuple[Waiver, ...] = ()
    parameters: Mapping[str, Value] = field(default_factory=dict)
    lists: Mapping[str, NamedList] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    remedy: str = ""
    clause: str = ""
    heading: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    examples: tuple[Mapping[str, Any], ...] = ()
    programmes: tuple[str, ...] = ()
    quota: QuotaSpec | None = None
    year: int = 0
    file: str = ""
    line: int = 0
    block: RuleBlock | None = field(default=None, compare=False, repr=False)
    ready: dict[date, Bound] = field(default_factory=dict, compare=False, repr=False)

    @property
    def is_preference(self) -> bool:
        return self.nature == PREFERENCE

    def is_valid(self, on: date) -> bool:
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_to is None or on <= self.valid_to
        )

    def on(self, law: date) -> Bound:
        """The rule with the parameters and lists of that day, compiled once."""
        ready = self.ready.get(law)
        if ready is None:
            if len(self.ready) >= _KEPT:
                self.ready.clear()
            ready = self.ready[law] = self.bound(resolve(self.parameters, self.lists, on=law), law)
        return ready

    def bound(self, parameters: Mapping[str, Any], law: date) -> Bound:
        """The rule with these parameter values."""

        def made(node: Node | None) -> Compiled | None:
            if node is None:
                return None
            return Compiled(bind(node, parameters=parameters, lists=self.lists, on=law))

        guards = tuple(made(e.guard) for e in self.exceptions)
        condition, result = made(self.condition), made(self.result)
        is_plain = not (guards or self.waivers or result)
        return Bound(
            made(self.guard), condition, result, tuple(g for g in guards if g is not None),
            tuple(made(w.guard) for w in self.waivers), parameters,
            self.is_valid(law), condition if is_plain else None,
        )  # fmt: skip

    def trees(self) -> Iterator[Node]:
        """Guard, condition and result; what a verdict depends on."""
        for node in (self.guard, self.condition, self.result, *(w.guard for w in self.waivers)):
            if node is not None:
                yield node


def fold(base: Node | None, exceptions: tuple[ExceptionClause, ...]) -> Node | None:
    """The condition with its exceptions, the most specific outermost."""
    folded = base
    for exception in exceptions:
        folded = Choose(
            exception.condition.kind,
            exception.guard,
            exception.condition,
            TRUE if folded is None else folded,
        )
    return folded


def is_constant(node: Node, value: bool) -> bool:
    return isinstance(node, Constant) and node.value is value
