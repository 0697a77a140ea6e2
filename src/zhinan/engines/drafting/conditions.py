"""Conditions and papers under their clauses: a rule where the phrase is known and settled, else an item for a person."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import yaml

from zhinan.engines.guides.lexicon_reading import lexicon_with
from zhinan.engines.guides.proposing import Proposal, propose
from zhinan.engines.guides.source import Source
from zhinan.engines.packs.guide_text import read_guide

from .fact import SURE, Fact
from .writing import block, one_line

UNSETTLED = "还没有人确认"
BY_HAND = "请对照原文逐条核对，由经办人作出结论。"


def rule_key(fact: Fact) -> str:
    """The id of the rule that a fact becomes; the same in every draft of one reading."""
    return one_line(fact.key.upper().replace(" ", "-"), 40)


def proposals_of(
    text: str,
    facts: Sequence[Fact],
    *,
    terms: Collection[str],
    regions: Mapping[str, str],
    programme_of: Mapping[str, str],
    programmes: Mapping[str, str],
    home: str = "",
    year: int = 0,
    lexicon: str = "",
) -> dict[str, Proposal]:
    """What every condition would become, by fact key.

    Args:
        terms: Full labels the pack's vocabulary has.
        regions: Codes by full name.
        programme_of: Fact key → key of the one programme the condition is about; left out where it is about several.
        programmes: Keys by the full names that records use.
        home: Region code of the office. year: of the guide. lexicon: the bureau's own.
    """
    source, known = Source(text), frozenset(terms)
    said = {f.key: _in_words(f.record.to_json(source, 1)) for f in facts if f.type == "condition"}
    others, words = tuple(said.values()), lexicon_with(lexicon)
    found = {}
    for fact in (f for f in facts if f.type == "condition"):
        found[fact.key] = propose(
            said[fact.key], rule_key(fact), terms=known, regions=regions, programme_key=programme_of.get(fact.key, ""), lexicon=words,
            home=home, year=year, programmes=programmes, others=others,
        )  # fmt: skip
    return found


def _in_words(said: Mapping[str, Any]) -> dict[str, Any]:
    """A record whose fields but the value are single words, as the proposer reads them."""
    lists = ("value", "exclude")
    return {
        key: "、".join(map(str, value))
        if isinstance(value, list | tuple) and key not in lists
        else value
        for key, value in said.items()
    }


def block_of(fact: Fact, proposal: Proposal, *, refused: str = "") -> str:
    """The block for the guide: the proposal where a person settled the fact, else an item for a person.

    Args:
        refused: Why the proposal cannot stand in this pack.
    """
    why = refused or doubt(fact)
    if not why and proposal.is_executable and _reads(proposal.block):
        return proposal.block
    title = one_line(_title_in(proposal.block), 60)
    notes = [why] if why else [proposal.why] if proposal.why else []
    return person_block(rule_key(fact), one_line(title, 80), notes, BY_HAND)


def doubt(fact: Fact) -> str:
    """Why a fact may not be relied on yet; empty where it may."""
    if fact.record.question:
        return one_line(fact.record.question)
    if fact.is_confirmed:
        return ""
    unsure = f"，读取把握{fact.record.confidence:.0%}" if fact.record.confidence < SURE else ""
    return UNSETTLED + unsure


def person_block(key: str, title: str, notes: Sequence[str], remedy: str) -> str:
    """A block that leaves a point to a person."""
    said = [one_line(note) for note in notes if note] + ["由文件读出，由经办人判断"]
    content = {"标题": title or "待核对的事项", "力度": "人工", "解释": said, "补救": remedy}
    return block("规则", key, content)


def quota_block(fact: Fact, why: str) -> str:
    """An item for a person: a limit that no line of quotas.csv can say."""
    body, unit = one_line(fact.word("body"), 40), fact.word("unit")
    most = fact.word("max")
    title = f"名额：{body}不超过{most}{unit}" if most else f"名额：{body}"
    notes = [why, *([f"适用情形：{one_line(fact.word('when'), 60)}"] if fact.word("when") else [])]
    return person_block(rule_key(fact), one_line(title, 80), notes, BY_HAND)


def _title_in(block: str) -> str:
    """The title of a proposed block, in the words of the proposer."""
    return next(
        line.removeprefix("标题:").strip() for line in block.split("\n") if line.startswith("标题:")
    )


def _reads(block: str) -> bool:
    """Whether the pack's reader takes the block as it stands."""
    parts, faults = read_guide(f"# 试\n\n## 一 试\n\n{block}\n", file="")
    return not faults and sum(len(c.rules) for p in parts for c in p.clauses) == 1


def lists_yaml(proposals: Sequence[Proposal]) -> str:
    """The named lists that the rules need."""
    lists = {name: dict(said) for p in proposals for name, said in sorted(p.lists.items())}
    return yaml.safe_dump(lists, allow_unicode=True, sort_keys=True) if lists else ""
