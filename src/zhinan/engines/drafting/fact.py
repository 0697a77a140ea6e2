"""What a draft is made of, and what it comes to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from zhinan.engines.guides.proposing import Proposal
from zhinan.engines.guides.record import Record

SURE = 0.75  # below this a person has to look before a fact is relied on


@dataclass(frozen=True, slots=True)
class Fact:
    """A record after review."""

    key: str  # stable within a reading: e17
    record: Record  # as read, or as corrected
    is_confirmed: bool = False  # a person confirmed or corrected it

    @property
    def type(self) -> str:
        return self.record.type

    @property
    def start(self) -> int:
        return self.record.start

    @property
    def end(self) -> int:
        return self.record.end

    @property
    def is_settled(self) -> bool:
        """Whether it may be relied on: a person said so, and nothing of it is still asked."""
        return self.is_confirmed and not self.record.question

    def said(self, name: str, default: Any = None) -> Any:
        """A field of the record; ``default`` where it is blank."""
        value = self.record.fields.get(name)
        return default if value is None else value

    def word(self, name: str) -> str:
        """A field as one line of text; empty where it is blank."""
        value = self.record.fields.get(name)
        return " ".join(str(value).split()) if isinstance(value, str | int | float) else ""


@dataclass(frozen=True, slots=True)
class About:
    """What the office says of the guide it drafts."""

    pack: str  # [a-z0-9-], e.g. 320700-2024
    title: str
    year: int
    office_name: str = ""
    region_code: str = ""
    source_name: str = ""  # name of the file


@dataclass(frozen=True, slots=True, order=True)
class Open:
    """What has to be settled before the guide is published. ``fact_key`` is empty where it concerns the whole."""

    fact_key: str
    code: str
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.what.rstrip('。')}。{self.remedy.rstrip('。')}。[{self.code}]"


@dataclass(frozen=True, slots=True)
class Draft:
    """The files of a pack that loads, and what is still open in it."""

    files: Mapping[str, bytes] = field(repr=False)
    open: tuple[Open, ...] = ()
    proposals: Mapping[str, Proposal] = field(default_factory=dict)  # by fact key, of conditions

    @property
    def promised(self) -> int:
        """How many conditions would judge by themselves once a person has confirmed them all."""
        return sum(proposal.is_executable for proposal in self.proposals.values())
