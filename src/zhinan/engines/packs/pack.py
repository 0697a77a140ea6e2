"""A pack in memory: everything a place and year says about its programmes."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from zhinan.engines.values.text import fold
from zhinan.engines.vocabulary import Fault, Vocabulary

from .form import Form
from .official import OfficialText
from .plan import Plan

PACK_KINDS = ["call", "plan"]  # 申报指南, 规划
STAGES = [
    "collect",
    "nominate",
    "formal_check",
    "similarity_check",
    "mail_review",
    "hearing",
    "decide",
    "notice",
    "contract",
    "disburse",
    "report",
    "inspect",
    "change",
    "accept",
    "evaluate",
]
MODES = ["competition", "directed", "open_bid", "parallel", "responsibility", "filing", "subsidy"]
FORCES = {"硬": "hard", "软": "soft", "人工": "person"}


@dataclass(frozen=True, slots=True)
class OfficeSection:
    """业务处室, with the person to ask."""

    key: str
    name: str
    contact: str
    phone: str


@dataclass(frozen=True, slots=True)
class BodyClass:
    """A class of recommending bodies or hosts; ``kinds`` are the host kinds that fall in it."""

    name: str
    kinds: tuple[str, ...] = ()
    is_other: bool = False  # the rest: any other row goes before it


@dataclass(frozen=True, slots=True)
class NamedBody:
    """A body or host that the guide names."""

    name: str
    body_class: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a programme's flow, with its parameters."""

    kind: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Window:
    """A deadline: for whom, through what, when or counted from what, and by which clause.

    Exactly one of ``day`` and ``anchor`` is set, or neither: then the office fills in the day.
    """

    key: str
    actor: str = ""
    channel: str = ""
    label: str = ""
    day: date | None = None
    time: str = "24:00"
    anchor: str = ""
    offset: int = 0
    unit: str = "days"
    direction: str = "after"
    is_inclusive: bool = False
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """指南方向; ``order`` counts from 1 within the programme."""

    code: str
    title: str
    group: str
    order: int
    line: int = 0


@dataclass(frozen=True, slots=True)
class QuotaLine:
    """名额: most applications or most yuan of one body or host; neither means stated to be without limit."""

    programmes: tuple[str, ...]  # counted together
    counted_by: str  # body / host
    who: str
    most: int | None = None
    most_yuan: Decimal | None = None
    is_outside_body_quota: bool = False
    clause: str = ""
    line: int = 0
    group: tuple[str, ...] = ()  # counted with ``who``: bodies, hosts, statuses, named lists
    exceptions: tuple[str, ...] = ()  # never counted here
    outside_of: tuple[str, ...] = ()  # bodies or classes whose quota it leaves alone; empty: all

    @property
    def key(self) -> str:
        """What names the line within a programme: body:高校, body:设区市:apart."""
        is_apart = self.counted_by == "body" and self.is_outside_body_quota
        return f"{self.counted_by}:{self.who}{':apart' if is_apart else ''}"


@dataclass(frozen=True, slots=True)
class RuleBlock:
    """规则: one block under a clause. ``content`` has English keys, everything else as written."""

    kind: str  # 规则 / 限额 / 互斥 / 历史 / 计算
    key: str
    title: str
    force: str  # 硬 / 软 / 人工
    subject: str = ""
    remedy: str = ""
    content: Mapping[str, Any] = field(default_factory=dict)
    text: str = ""  # the block as written
    line: int = 0


@dataclass(frozen=True, slots=True)
class Clause:
    """条款. ``level`` is that of its heading: 2 a section of the guide, 3 a clause in it."""

    number: str
    heading: str
    text: str
    level: int
    rules: tuple[RuleBlock, ...] = ()
    line: int = 0
    file: str = ""  # a guide common to all programmes; empty: the programme's own


@dataclass(frozen=True, slots=True)
class Programme:
    """计划类别: something that can be applied to."""

    key: str
    name: str
    short: str
    code: str
    annex: str
    section: str
    mode: str
    number_prefix: str
    flow: tuple[Stage, ...]
    windows: tuple[Window, ...]
    clauses: tuple[Clause, ...]
    form: Form
    topics: tuple[Topic, ...]
    quotas: tuple[QuotaLine, ...]
    guide: str = ""  # path of its guide file

    @property
    def rules(self) -> tuple[RuleBlock, ...]:
        return tuple(rule for clause in self.clauses for rule in clause.rules)

    def topic_key(self, topic: Topic) -> str:
        """What a topic is chosen by: its code, the repeat of one by ``2306@29``."""
        first = next(t for t in self.topics if t.code == topic.code)
        return topic.code if first.order == topic.order else f"{topic.code}@{topic.order}"

    def window(self, key: str) -> Window | None:
        return next((w for w in self.windows if w.key == key), None)

    def stage(self, kind: str) -> Stage | None:
        return next((s for s in self.flow if s.kind == kind), None)


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack without faults, but for those it accepts by name and reason."""

    key: str
    title: str
    year: int
    office_name: str
    region: str
    legal_basis: tuple[Mapping[str, str], ...]
    sections: tuple[OfficeSection, ...]
    classes: tuple[BodyClass, ...]
    bodies: tuple[NamedBody, ...]
    statuses: tuple[str, ...]
    programmes: tuple[Programme, ...]
    vocabulary: Vocabulary
    accepted: tuple[Fault, ...]
    files: Mapping[str, bytes] = field(repr=False)
    kind: str = "call"
    plan: Plan | None = None  # of a pack of kind plan
    source: OfficialText | None = None  # of a pack drafted from an official document

    @property
    def digest(self) -> str:
        return digest_of(self.files)

    def programme(self, key: str) -> Programme:
        """Raises KeyError where the pack has no such programme."""
        for programme in self.programmes:
            if programme.key == key:
                return programme
        raise KeyError(f"pack {self.key} has no programme {key!r}")

    def body_named(self, name: str) -> NamedBody | None:
        """The named body or host that goes by ``name``, its own or another it is known by."""
        said = fold(name)
        return next(
            (b for b in self.bodies if said in {fold(n) for n in (b.name, *b.aliases)}), None
        )

    def classes_of(self, kind: str) -> tuple[str, ...]:
        """Classes a host of ``kind`` (牵头单位.类型) falls in, those named 'the rest' last."""
        found = [c for c in self.classes if kind in c.kinds or kind == c.name]
        return tuple(c.name for c in sorted(found, key=lambda c: c.is_other))


def digest_of(files: Mapping[str, bytes]) -> str:
    """SHA-256 in hex over paths, lengths and bytes, in the order of the paths.

    >>> digest_of({"b": b"2", "a": b"1"}) == digest_of({"a": b"1", "b": b"2"})
    True
    """
    total = hashlib.sha256()
    for path in sorted(files):
        total.update(f"{path}\0{len(files[path])}\0".encode())
        total.update(files[path])
    return total.hexdigest()
