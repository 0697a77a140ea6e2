"""Quotas into quotas.csv and the bodies of pack.yaml; what a line cannot say is left open."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from .bodies import Who, aliases_of, whom
from .clauses import DraftClause, clause_at
from .fact import Fact, Open
from .places import Places
from .spans import Bound, bound
from .writing import one_line, to_csv

HEADER = ("programme", "counted_by", "who", "most", "most_yuan", "outside_body_quota", "clause", "group", "except")  # fmt: skip
_YUAN = {"元": 1, "万元": 10_000, "亿元": 100_000_000}
_COUNTED = ("项", "个", "件", "家", "人", "名", "篇", "项目")
_RECOMMENDS = re.compile(r"推荐|归口|遴选上报|审核.{0,4}报送")
_APPLIES = re.compile(r"申报|限报|承担|申请")


@dataclass(slots=True)
class Line:
    """One line of quotas.csv in the making."""

    programmes: tuple[str, ...]
    counted_by: str
    who: Who
    most: int | None = None
    yuan: Decimal | None = None
    outside: str = ""
    clause: str = ""
    facts: list[Fact] = field(default_factory=list)

    @property
    def is_apart(self) -> bool:
        return self.counted_by == "body" and bool(self.outside)

    @property
    def key(self) -> str:
        return f"{self.counted_by}:{self.who.name}{':apart' if self.is_apart else ''}"

    def cells(self) -> tuple[Any, ...]:
        yuan = "" if self.yuan is None else format(self.yuan, "f")
        most = "" if self.most is None else self.most
        return (
            " ".join(self.programmes), self.counted_by, self.who.name, most, yuan,
            self.outside, self.clause, "", self.who.excepted,
        )  # fmt: skip


@dataclass(slots=True)
class Quotas:
    """Lines, the bodies they name, and what could not become a line: fact key → why."""

    lines: list[Line] = field(default_factory=list)
    by_hand: dict[str, str] = field(default_factory=dict)
    bounds: list[Bound] = field(default_factory=list)
    open: list[Open] = field(default_factory=list)

    def csv(self) -> str:
        return to_csv(HEADER, (line.cells() for line in self.lines))

    def bodies(self) -> dict[str, Any]:
        """``bodies:`` of pack.yaml: everybody that a line names."""
        classes: dict[str, dict[str, Any]] = {}
        named: dict[str, None] = {}
        statuses: dict[str, None] = {}
        for who in (line.who for line in self.lines):
            if who.rule == "status":
                statuses[who.name] = None
            elif who.rule == "class":
                one: dict[str, Any] = {"name": who.name}
                if who.kinds:
                    one["kinds"] = list(who.kinds)
                if who.name.startswith("其他"):
                    one["other"] = True
                classes[who.name] = one
            else:
                named[who.name] = None
        for line in self.lines:
            for body in line.outside.split() if line.outside != "yes" else ():
                if body not in named:
                    classes.setdefault(body, {"name": body})
        found: dict[str, Any] = {}
        if classes:
            found["classes"] = list(classes.values())
        if named:
            found["named"] = [
                {"name": name, **({"aliases": list(said)} if (said := aliases_of(name)) else {})}
                for name in named
            ]
        if statuses:
            found["statuses"] = list(statuses)
        return found


def quotas_of(
    text: str,
    facts: Sequence[Fact],
    places: Places,
    clauses: Sequence[DraftClause],
    *,
    statuses: Sequence[str],
) -> Quotas:
    """The quota lines of every programme in the order of the text."""
    found = Quotas()
    for fact in (f for f in facts if f.type == "quota"):
        why = _add(text, fact, places, clauses, statuses, found)
        if why:
            found.by_hand[fact.key] = why
            quote = one_line(text[fact.start : fact.end], 80)
            remedy = "草案已列为人工核对；能写成名额表的，由局补写"
            found.open.append(Open(fact.key, "DRAFT-QUOTA", f"“{quote}”{why}", remedy))
    _settle_classes(found)
    for line in found.lines:
        for fact in line.facts:
            found.bounds.append(bound("quota", line.programmes, line.key, fact))
    return found


def _add(
    text: str,
    fact: Fact,
    places: Places,
    clauses: Sequence[DraftClause],
    statuses: Sequence[str],
    found: Quotas,
) -> str:
    """Put a quota on its lines; why it cannot be, else empty."""
    if fact.record.question:
        return "还有疑问没有答复"
    if fact.word("when"):
        return f"只在“{one_line(fact.word('when'), 40)}”时适用，名额表写不出这个条件"
    most, yuan = _amount(fact)
    if most is None and yuan is None:
        return "数额没有读成数"
    keys = places.keys_named(fact)
    every = whom(fact.word("body"), fact.word("per"), statuses)
    if not every or not keys:
        return "没有读出是谁的名额"
    clause = clause_at(clauses, fact.start)
    number = clause.number if set(keys) <= set(clause.keys) else ""
    quote = re.sub(r"\s+", "", text[fact.start : fact.end])
    for who in every:
        by = _counted_by(quote, who)
        outside = _outside(fact, by)
        line = Line(keys, by, who, most, yuan, outside, number, [fact])
        why = _merge(line, found)
        if why:
            return why
    return ""


def _amount(fact: Fact) -> tuple[int | None, Decimal | None]:
    """Most applications, or most yuan; neither where the number cannot be used."""
    unit = fact.word("unit")
    try:
        number = Decimal(str(fact.said("max")))
    except InvalidOperation:
        return None, None
    if not number.is_finite() or number < 0:
        return None, None
    if unit in _YUAN:
        yuan = number * _YUAN[unit]
        is_good = yuan < 10**14 and yuan == yuan.quantize(Decimal("0.01"))
        return None, yuan if is_good else None
    is_count = number == number.to_integral_value() and number <= 32767
    return (int(number), None) if is_count and (not unit or unit in _COUNTED) else (None, None)


def _counted_by(quote: str, who: Who) -> str:
    if who.rule == "status":
        return "host"
    if _RECOMMENDS.search(quote):
        return "body"
    return "host" if who.is_host or (_APPLIES.search(quote) and who.rule == "name") else "body"


def _outside(fact: Fact, counted_by: str) -> str:
    """What stands in outside_body_quota: the bodies whose quota it leaves alone, or yes."""
    said = re.sub(r"\s+", "", fact.word("outside_quota_of"))
    if not said:
        return ""
    is_name = counted_by == "host" and not said.isascii() and len(said) <= 40
    return said if is_name and not re.search(r"限额|名额|指标|总数", said) else "yes"


def _merge(line: Line, found: Quotas) -> str:
    """Add a line, or what it says to the one that is there; why it cannot stand beside that."""
    for one in found.lines:
        if one.key != line.key or set(one.programmes).isdisjoint(line.programmes):
            continue
        if one.programmes == line.programmes:
            for name in ("most", "yuan"):
                own, new = getattr(one, name), getattr(line, name)
                if own is not None and new is not None and own != new:
                    return f"与另一处不同：{own}与{new}"
            one.most = line.most if one.most is None else one.most
            one.yuan = line.yuan if one.yuan is None else one.yuan
            one.facts += line.facts
            return ""
        return "与另一处名额的计划范围不同"
    found.lines.append(line)
    return ""


def _settle_classes(found: Quotas) -> None:
    """One name is one thing: a class in one line and a named body in another is a class in both."""
    classes: Mapping[str, Who] = {w.who.name: w.who for w in found.lines if w.who.rule == "class"}
    for line in found.lines:
        if line.who.rule == "name" and line.who.name in classes:
            line.who = Who(line.who.name, "class", classes[line.who.name].kinds, line.who.excepted)
