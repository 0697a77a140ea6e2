"""The state of a value: a blank is never taken for a no, nor for a zero."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from .terms import Term


class Knowing(StrEnum):
    """What is known of a value."""

    ABSENT = "absent"  # not asked, or not yet typed
    BLANK = "blank"  # asked and left blank
    NONE = "none"  # declared to be none
    UNREAD = "unread"  # something was typed that cannot be read; kept so that no character is lost
    KNOWN = "known"


@dataclass(frozen=True, slots=True)
class State:
    """One value as stored: JSON in ``value`` (money and decimals as strings, dates as ISO text).

    >>> State.known("95000.00", as_typed="9.50").to_json()
    {'value': '95000.00', 'source': 'declared', 'as_typed': '9.50'}
    >>> State.from_json({"none": True}).knowing
    <Knowing.NONE: 'none'>
    """

    knowing: Knowing
    value: Any = None
    source: str = ""
    as_typed: str = ""

    @classmethod
    def known(cls, value: Any, *, source: str = "declared", as_typed: str = "") -> "State":
        return cls(Knowing.KNOWN, value, source, as_typed)

    @classmethod
    def unread(cls, typed: str) -> "State":
        return cls(Knowing.UNREAD, as_typed=typed)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any] | None) -> "State":
        """The state behind its JSON; None is absent.

        Raises:
            ValueError: ``stored`` is not a state.
        """
        if stored is None:
            return ABSENT
        if "value" in stored and stored["value"] is not None:
            return cls.known(
                stored["value"],
                source=stored.get("source", "declared"),
                as_typed=stored.get("as_typed", ""),
            )
        for mark, state in (("blank", BLANK), ("none", NONE)):
            if stored.get(mark) is True:
                return state
        if isinstance(stored.get("unread"), str):
            return cls.unread(stored["unread"])
        raise ValueError(f"expected a stored state, got {dict(stored)!r}")

    def to_json(self) -> dict[str, Any] | None:
        """The JSON of the state; None where absent, and then nothing is stored."""
        if self.knowing is Knowing.KNOWN:
            return {"value": self.value, "source": self.source} | (
                {"as_typed": self.as_typed} if self.as_typed else {}
            )
        if self.knowing is Knowing.UNREAD:
            return {"unread": self.as_typed}
        return None if self.knowing is Knowing.ABSENT else {str(self.knowing): True}

    @property
    def is_known(self) -> bool:
        return self.knowing is Knowing.KNOWN

    @property
    def is_answered(self) -> bool:
        """Known, or declared none."""
        return self.knowing in (Knowing.KNOWN, Knowing.NONE)


ABSENT = State(Knowing.ABSENT)
BLANK = State(Knowing.BLANK)
NONE = State(Knowing.NONE)


def value_of(term: Term, state: State) -> Any:
    """What rules and sums work with: Decimal, date, bool, text, tuple; None unless known.

    A table gives a tuple of rows, each a dict of column key to State.
    """
    if not state.is_known:
        return None
    if term.type in ("money", "decimal", "ratio"):
        return Decimal(state.value)
    if term.type == "date":
        return date.fromisoformat(state.value)
    if term.type == "table":
        return tuple(
            {k: State.from_json(v) for k, v in row["cells"].items()} for row in state.value
        )
    return tuple(state.value) if isinstance(state.value, list) else state.value
