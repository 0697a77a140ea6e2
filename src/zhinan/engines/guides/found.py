"""What a pattern finds in a clause, and the setting it is found in."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from .passages import Clause, Sentence


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a clause stands: ``kind`` of its section, the subject carried on, the guard, how hard the words are."""

    sentence: Sentence
    clause: Clause
    kind: str  # conditions, method, scope, other
    subject: str = ""
    when: str | None = None
    guarded_from: int = 0  # where the guard begins in the sentence
    exception: str | None = None
    is_soft: bool = False
    is_wish: bool = False  # the clause prefers or allows, it does not bind
    carries: bool = False  # a clause before it in the sentence bound the applicant
    is_hard: bool = False  # a hard modal word stands in the clause itself

    @property
    def text(self) -> str:
        return self.clause.text

    @property
    def in_conditions(self) -> bool:
        return self.kind == "conditions"

    def but(self, **changes: Any) -> "Setting":
        return replace(self, **changes)


@dataclass(frozen=True, slots=True)
class Found:
    """A condition as a pattern sees it. ``start``, ``end`` count in the sentence's text."""

    start: int
    end: int
    operator: str
    value: Any
    attribute: str
    subject: str = ""
    unit: str | None = None
    check: str = "auto"
    confidence: float = 0.7
    why: str = ""
    hardness: str = ""  # where the pattern itself knows
    more: Mapping[str, Any] = field(default_factory=dict)
