"""The seven verdicts, and what is said with one."""

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from .tree import Node

if TYPE_CHECKING:
    from .rule import ExceptionClause, Rule, Waiver


class Verdict(IntEnum):
    """In order: the worst of the applicable is the overall one."""

    NOT_APPLICABLE = 0
    PASSED = 1
    WAIVED = 2
    MISSING = 3
    DISCRETION = 4
    PERSON = 5
    FAILED = 6

    @property
    def label(self) -> str:
        return LABELS[self]

    @property
    def code(self) -> str:
        return self.name.lower()


LABELS = {
    Verdict.NOT_APPLICABLE: "不适用",
    Verdict.PASSED: "通过",
    Verdict.WAIVED: "经豁免通过",
    Verdict.MISSING: "待补",
    Verdict.DISCRETION: "待裁量",
    Verdict.PERSON: "需人工",
    Verdict.FAILED: "不通过",
}
BY_LABEL = {label: verdict for verdict, label in LABELS.items()}


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact that can still change the verdict. ``row`` counts from 1 within a table."""

    label: str
    path: str
    row: int | None = None
    en: str = ""

    def __str__(self) -> str:
        if self.row is None:
            return self.label
        table, _, column = self.label.rpartition(".")
        return f"{table}#{self.row}.{column}"


# Reasons and judgements are made by the dozen in every check; frozen ones would take three times as long to make.
@dataclass(slots=True, unsafe_hash=True)
class Reason:
    """One comparison or condition that did not hold, with what was found.

    ``node``: the part of the condition, in the sense it was wanted (``is_wanted`` False under a not).
    ``margin``: distance from the bound, in ``node``'s unit; days of dates. ``rows``: rows that decided, from 1.
    """

    node: Node
    is_wanted: bool
    left: Any = None
    right: Any = None
    margin: Any = None
    unit: str = ""
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Usage:
    """A quota as it stands: ``used`` of ``most`` (None: stated to be without limit), without this one."""

    used: int | None = None
    most: int | None = None
    who: str = ""
    clause: str = ""
    name: str = ""
    used_yuan: Any = None
    most_yuan: Any = None
    code: str = ""  # QUOTA-FULL, QUOTA-NO-ROW …


@dataclass(slots=True, unsafe_hash=True)
class Judgement:
    """What one rule says of one case."""

    rule: "Rule"
    verdict: Verdict
    reasons: tuple[Reason, ...] = ()
    missing: tuple[Missing, ...] = ()
    interval: tuple[Any, Any] | None = None  # of a calculation: least and greatest
    exception: "ExceptionClause | None" = None
    waiver: "Waiver | None" = None  # granted, or possible where the verdict is 待裁量
    is_waived: bool = False
    usage: Usage | None = None
    decided_by: str = ""  # a person's conclusion on record

    @property
    def margin(self) -> Any:
        """The distance of the only, or the widest, reason; None where there is none."""
        found = [r for r in self.reasons if r.margin is not None]
        return max(found, key=lambda r: r.margin).margin if found else None


def overall(judgements: "tuple[Judgement, ...] | list[Judgement]") -> Verdict:
    """The worst verdict; preferences do not count."""
    return max(
        (j.verdict for j in judgements if not j.rule.is_preference), default=Verdict.NOT_APPLICABLE
    )
