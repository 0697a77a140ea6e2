"""Whose text is where: the documents, the programmes and the stretch of each, out of the reviewed facts."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from .fact import About, Fact
from .writing import one_line, squeezed

_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,19}")
_PLACE = re.compile(r"p\d+")


@dataclass(frozen=True, slots=True)
class DraftProgramme:
    """A programme one can apply to. ``document`` counts from 0; ``fact`` is None where nobody named it."""

    key: str
    name: str
    short: str
    code: str
    start: int
    stop: int
    document: int
    fact: Fact | None = None


@dataclass(frozen=True, slots=True)
class DraftDocument:
    """One document of the file: a notice, a guide, an annex."""

    place: int
    title: str
    kind: str
    annex: str
    start: int
    title_end: int
    stop: int
    fact: Fact | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """The text a named programme speaks for; ``keys`` are the programmes that stand in it."""

    name: str
    start: int
    stop: int
    keys: tuple[str, ...]
    fact: Fact


@dataclass(frozen=True)
class Places:
    """Documents, programmes and stretches; the innermost stretch that holds a place says whose it is."""

    documents: tuple[DraftDocument, ...]
    programmes: tuple[DraftProgramme, ...]
    stretches: tuple[Stretch, ...] = ()

    def document_at(self, offset: int) -> DraftDocument:
        place = bisect_right(self._starts, offset) - 1
        return self.documents[max(place, 0)]

    def keys_at(self, offset: int) -> tuple[str, ...]:
        """The programmes the text at ``offset`` is about; all of its document's where none is named."""
        if offset not in self._known:
            holding = [s for s in self.stretches if s.start <= offset < s.stop]
            self._known[offset] = (
                min(holding, key=lambda s: (s.stop - s.start, -s.start)).keys
                if holding
                else self.keys_of(self.document_at(offset).place)
            )
        return self._known[offset]

    def keys_of(self, document: int) -> tuple[str, ...]:
        """The programmes of a document; where it has none of its own it speaks of all."""
        return self._own.get(document) or tuple(p.key for p in self.programmes)

    def is_owned(self, document: int) -> bool:
        """Whether a document has a programme of its own."""
        return document in self._own

    def keys_named(self, fact: Fact) -> tuple[str, ...]:
        """The programmes a fact is about: those it names, else those it stands with."""
        name = squeezed(fact.word("programme"))
        named = self._by_name.get(name, []) if name else []
        if not named:
            return self.keys_at(fact.start)
        near = [s for s in named if s.start <= fact.start < s.stop]
        return (near or named)[0].keys

    def programme(self, key: str) -> DraftProgramme:
        return self._by_key[key]

    @cached_property
    def _starts(self) -> list[int]:
        return [d.start for d in self.documents]

    @cached_property
    def _known(self) -> dict[int, tuple[str, ...]]:
        return {}

    @cached_property
    def _own(self) -> dict[int, tuple[str, ...]]:
        found: dict[int, tuple[str, ...]] = {}
        for one in self.programmes:
            found[one.document] = (*found.get(one.document, ()), one.key)
        return found

    @cached_property
    def _by_key(self) -> dict[str, DraftProgramme]:
        return {p.key: p for p in self.programmes}

    @cached_property
    def _by_name(self) -> dict[str, list[Stretch]]:
        found: dict[str, list[Stretch]] = {}
        for stretch in self.stretches:
            found.setdefault(squeezed(stretch.name), []).append(stretch)
        return found


def places_of(text: str, facts: Sequence[Fact], about: About) -> Places:
    """The documents and programmes of a text; one of each at least."""
    documents = _documents(text, [f for f in facts if f.type == "document"], about)
    named = sorted((f for f in facts if f.type == "programme"), key=lambda f: (f.start, -f.end))
    sections = [f for f in facts if f.type == "section" and not f.said("box")]
    extents = [(f, *_extent(f, named, sections, documents)) for f in named]
    applicable = [f for f, start, stop in extents if _is_applied_for(f, start, stop, extents)]
    programmes = _programmes(applicable, extents, documents, about)
    stretches = []
    for fact, start, stop in extents:
        keys = tuple(p.key for p in programmes if start <= p.start < stop)
        if keys:
            stretches.append(Stretch(fact.word("name") or "", start, stop, keys, fact))
    return Places(documents, programmes, tuple(stretches))


def _documents(text: str, facts: list[Fact], about: About) -> tuple[DraftDocument, ...]:
    facts = sorted(facts, key=lambda f: (f.start, f.end))
    starts = [0 if n == 0 else fact.start for n, fact in enumerate(facts)] or [0]
    stops = [*starts[1:], len(text)]
    if not facts:
        return (DraftDocument(0, about.title, "guide", "", 0, 0, len(text)),)
    return tuple(
        DraftDocument(
            place, one_line(fact.word("title") or about.title), fact.word("kind"), one_line(fact.word("annex"), 40),
            start, min(fact.end, stop) if not fact.said("title_inferred") else start, stop, fact,
        )
        for place, (fact, start, stop) in enumerate(zip(facts, starts, stops, strict=True))
    )  # fmt: skip


def _extent(
    fact: Fact, named: Sequence[Fact], sections: Sequence[Fact], documents: Sequence[DraftDocument]
) -> tuple[int, int]:
    """From where to where a programme's own text goes."""
    document = [d for d in documents if d.start <= fact.start][-1]
    if fact.start <= document.title_end and document.fact is not None:
        return document.start, document.stop
    own = [s for s in sections if s.start <= fact.start < s.end and s.start >= document.start]
    if own:
        return own[0].start, _end_of_section(own[0], sections, document)
    over = [
        _end_of_section(s, sections, document)
        for s in sections
        if document.start <= s.start < fact.start
    ]
    after = [f.start for f in named if f.start > fact.start]
    is_coded = bool(fact.word("code"))  # what a code names may have headings of its own
    new = [s.start for s in sections if s.start > fact.start and (_level(s) <= 1 or not is_coded)]
    ends = [end for end in over if end > fact.start]
    return fact.start, min([*ends, *after[:1], *new[:1], document.stop])


def _end_of_section(section: Fact, sections: Sequence[Fact], document: DraftDocument) -> int:
    """Where the next heading of the same level or a higher one stands."""
    after = [
        s.start
        for s in sections
        if section.start < s.start < document.stop and _level(s) <= _level(section)
    ]
    return min(after, default=document.stop)


def _level(section: Fact) -> int:
    level = section.said("level", 1)
    return level if isinstance(level, int) and level > 0 else 1


def _is_applied_for(
    fact: Fact, start: int, stop: int, extents: Sequence[tuple[Fact, int, int]]
) -> bool:
    """Whether one applies to it: it says so, or it groups nothing."""
    if fact.said("applicable", True):
        return True
    return not any(other is not fact and start <= other.start < stop for other, _, _ in extents)


def _programmes(
    facts: Sequence[Fact],
    extents: Sequence[tuple[Fact, int, int]],
    documents: Sequence[DraftDocument],
    about: About,
) -> tuple[DraftProgramme, ...]:
    if not facts:
        first = documents[0]
        name = one_line(first.title, 120) or one_line(about.title, 120) or "申报项目"
        key = "plan" if first.kind == "plan" else "p1"
        return (DraftProgramme(key, name, one_line(name, 60), "", 0, documents[-1].stop, 0),)
    bounds = {id(fact): (start, stop) for fact, start, stop in extents}
    keys = _keys([fact.word("code") for fact in facts])
    names = _unique(one_line(f.word("name"), 116) or f"申报项目{n}" for n, f in enumerate(facts, 1))
    return tuple(
        DraftProgramme(
            key, name, one_line(fact.word("short"), 60) or one_line(name, 60), one_line(fact.word("code"), 20),
            *bounds[id(fact)], [d.place for d in documents if d.start <= fact.start][-1], fact,
        )
        for fact, key, name in zip(facts, keys, names, strict=True)
    )  # fmt: skip


def _keys(codes: Sequence[str]) -> list[str]:
    """A key each: the official code where it is one and nobody else's, else the place."""
    found: list[str] = []
    for n, code in enumerate(codes, 1):
        own = code.lower()
        is_good = _CODE.fullmatch(own) and not _PLACE.fullmatch(own) and codes.count(code) == 1
        found.append(own if is_good else f"p{n}")
    return [key if found.count(key) == 1 else f"p{n}" for n, key in enumerate(found, 1)]


def _unique(names: Iterable[str]) -> list[str]:
    """Names of which none is said twice: the second gets a number."""
    found: list[str] = []
    for name in names:
        number, said = 2, name
        while said in found:
            said, number = f"{name}（{number}）", number + 1
        found.append(said)
    return found
