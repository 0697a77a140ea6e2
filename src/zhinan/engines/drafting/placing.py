"""Blocks under the clauses they stand in; where one holds for fewer programmes, under a continuation of the clause."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from .clauses import DraftClause
from .conditions import rule_key
from .fact import Fact
from .ground import Ground
from .spans import Bound, bound
from .writing import as_passage, joined_lines


@dataclass(slots=True)
class Placed:
    """The clauses with their blocks, and the spans of both."""

    clauses: list[DraftClause] = field(default_factory=list)
    bounds: list[Bound] = field(default_factory=list)


def placed(ground: Ground, blocks: Mapping[str, str]) -> Placed:
    """Put every block under its clause.

    Args:
        blocks: Fact key → block.
    """
    found = Placed([replace(c, blocks=[]) for c in ground.clauses])
    by_start = {(c.document, c.start, c.number): c for c in found.clauses}
    narrow: dict[tuple[str, tuple[str, ...]], DraftClause] = {}
    for fact in ground.facts:
        if fact.key not in blocks:
            continue
        over = ground.clause_of(fact)
        clause = by_start[(over.document, over.start, over.number)]
        keys = _keys(ground, fact, clause)
        if keys != clause.keys:
            clause = _continued(ground, fact, clause, keys, narrow, found)
        clause.blocks.append(blocks[fact.key])
        found.bounds.append(bound("rule", clause.keys, rule_key(fact), fact))
    found.bounds += [_clause_bound(clause) for clause in found.clauses]
    return found


def _keys(ground: Ground, fact: Fact, clause: DraftClause) -> tuple[str, ...]:
    """The programmes a block holds for: those the fact names, as far as its file is theirs."""
    if not ground.places.is_owned(clause.document):
        return clause.keys  # a common file cannot speak of some programmes only
    own = ground.places.keys_of(clause.document)
    named = tuple(key for key in ground.places.keys_named(fact) if key in own)
    return named if named and set(named) != set(clause.keys) else clause.keys


def _continued(
    ground: Ground,
    fact: Fact,
    clause: DraftClause,
    keys: tuple[str, ...],
    narrow: dict[tuple[str, tuple[str, ...]], DraftClause],
    found: Placed,
) -> DraftClause:
    """A clause of its own, for these programmes alone, with the passage that is about them."""
    place = (f"{clause.document}:{clause.number}", keys)
    if place not in narrow:
        taken = {c.number for c in found.clauses if c.document == clause.document}
        number, count = f"{clause.number}·续", 2
        while number in taken:
            number, count = f"{clause.number}·续{count}", count + 1
        narrow[place] = replace(
            clause, number=number, heading=clause.heading, level=3, keys=keys, start=fact.start, head_end=fact.start,
            stop=fact.end, text="", fact=None, blocks=[],
        )  # fmt: skip
        after = max(i for i, c in enumerate(found.clauses) if c.document == clause.document)
        found.clauses.insert(after + 1, narrow[place])
    own = narrow[place]
    passage = as_passage([joined_lines(ground.quote(fact))])
    if passage not in own.text:
        own.text = "\n".join(t for t in (own.text, passage) if t)
    own.stop = max(own.stop, fact.end)
    return own


def _clause_bound(clause: DraftClause) -> Bound:
    fact = clause.fact
    key, is_checked = (fact.key, fact.is_settled) if fact is not None else ("", False)
    return Bound(clause.start, clause.stop, "clause", clause.keys, clause.number, key, is_checked)
