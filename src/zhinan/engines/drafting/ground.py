"""What every part of a draft stands on: the text, its facts, whose they are, and the clauses."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from zhinan.engines.vocabulary import Vocabulary

from .clauses import DraftClause, clause_at, clauses_of
from .fact import About, Fact
from .places import Places, places_of


@dataclass(frozen=True)
class Ground:
    """Facts in the order of the text, each key once."""

    text: str
    facts: tuple[Fact, ...]
    about: About
    places: Places
    clauses: tuple[DraftClause, ...]
    core: str
    vocabulary: Vocabulary
    lexicon: str = ""  # text of the bureau's own lexicon.yaml

    def of_type(self, *types: str) -> list[Fact]:
        return [fact for fact in self.facts if fact.type in types]

    def quote(self, fact: Fact) -> str:
        return self.text[fact.start : fact.end]

    def clause_of(self, fact: Fact) -> DraftClause:
        """The clause a fact stands in, within its own document where that has clauses."""
        document = self.places.document_at(fact.start).place
        return clause_at(self._by_document.get(document) or self.clauses, fact.start)

    @cached_property
    def _by_document(self) -> dict[int, list[DraftClause]]:
        found: dict[int, list[DraftClause]] = {}
        for clause in self.clauses:
            found.setdefault(clause.document, []).append(clause)
        return found


def ground_of(
    text: str,
    facts: Sequence[Fact],
    about: About,
    core: str,
    vocabulary: Vocabulary,
    lexicon: str = "",
) -> Ground:
    """The ground of a draft; facts outside the text, and a key's second one, are left out."""
    kept: dict[str, Fact] = {}
    for fact in facts:
        if 0 <= fact.start < fact.end <= len(text):
            kept.setdefault(fact.key, _with_code(text, fact))
    ordered = tuple(sorted(kept.values(), key=lambda f: (f.start, f.end, f.key)))
    places = places_of(text, ordered, about)
    clauses = tuple(clauses_of(text, ordered, places))
    return Ground(text, ordered, about, places, clauses, core, vocabulary, lexicon)


def _with_code(text: str, fact: Fact) -> Fact:
    """A programme with the code that stands before its name on the line."""
    code = fact.word("code")
    if fact.type != "programme" or not code:
        return fact
    begin = text.rfind("\n", 0, fact.start) + 1
    if text[begin : fact.start].strip(" \t\u3000.、：:") != code:
        return fact
    at = text.index(code, begin)
    return replace(fact, record=replace(fact.record, start=at))
