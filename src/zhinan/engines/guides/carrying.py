"""Carrying what was decided of a document over to a corrected one: what is the same, changed, new or gone."""

import json
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from .record import Record

ALIKE = (
    0.5  # Dice over pairs of characters from which two quotes of one type are one record, changed
)
NEIGHBOURS = 60  # records of one type around the expected place, of equal words, of one name: no others are compared
COMPARED = 400  # characters of a quote that are compared for likeness
PLACED = frozenset({"application_document_line", "any_of_group"})  # fields that only say where
_BLANK = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Known:
    """A record of the earlier document, as it was read, with its key there."""

    key: str
    record: Record


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One thing that differs: a field, "quote" for the words themselves, "question" for what is asked."""

    name: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Changed:
    """A record that is there again, but says something else."""

    key: str
    index: int
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Carried:
    """How two documents lie on each other. Indices count the records of the new one."""

    pairs: tuple[tuple[str, int], ...]  # says the same
    added: tuple[int, ...]
    gone: tuple[str, ...]
    changed: tuple[Changed, ...]
    anchors: tuple[tuple[int, int], ...]  # offsets before and after, by the records that stay


def carry(
    old_text: str, old_facts: Sequence[Known], new_text: str, new_records: Sequence[Record]
) -> Carried:
    """Say for every record of a document what became of it in the corrected document.

    The same type, words (white space aside), fields and question is the same record, wherever it now stands; of
    several alike, order decides. Then, within a type: the same words, then the most alike ones near by, are one record
    changed. Ties: the nearest place, then the order given.

    Args:
        old_facts: As the reader read them, not as people corrected them: the new ones are not corrected either.
        new_records: In the order of the text.

    Returns:
        Pairs, additions and losses in the order of their documents. O(n log n) for documents that are much the same.

    >>> old = [Known("e1", Record("section", 0, 4, {"title": "申报条件"}))]
    >>> new = [Record("section", 5, 9, {"title": "申报条件"})]
    >>> carry("申报条件", old, "2025\\n申报条件", new).pairs
    (('e1', 0),)
    """
    before = [_identity(old_text, fact.record) for fact in old_facts]
    after = [_identity(new_text, record) for record in new_records]
    steady = _steady(before, after)
    anchors = tuple((old_facts[o].record.start, new_records[n].start) for o, n in steady.items())
    same = _with_moved(steady, before, after)
    lost = [o for o in range(len(before)) if o not in same]
    taken = set(same.values())
    fresh = [n for n in range(len(after)) if n not in taken]
    alike = _alike(old_text, old_facts, lost, new_text, new_records, fresh, anchors)
    return Carried(
        pairs=tuple((old_facts[o].key, same[o]) for o in sorted(same)),
        added=tuple(n for n in fresh if n not in set(alike.values())),
        gone=tuple(old_facts[o].key for o in lost if o not in alike),
        changed=tuple(
            Changed(
                old_facts[o].key,
                alike[o],
                changes_between(old_text, old_facts[o].record, new_text, new_records[alike[o]]),
            )
            for o in sorted(alike)
        ),
        anchors=anchors,
    )


def changes_between(
    old_text: str, old: Record, new_text: str, new: Record
) -> tuple[FieldChange, ...]:
    """What differs between two records: fields in their order, then question and words."""
    names = [name for name in dict.fromkeys([*old.fields, *new.fields]) if name not in PLACED]
    found = [
        FieldChange(name, old.fields.get(name), new.fields.get(name))
        for name in names
        if _written(old.fields.get(name)) != _written(new.fields.get(name))
    ]
    if old.question != new.question:
        found.append(FieldChange("question", old.question, new.question))
    quotes = old_text[old.start : old.end], new_text[new.start : new.end]
    if _squeezed(quotes[0]) != _squeezed(quotes[1]):
        found.append(FieldChange("quote", *quotes))
    return tuple(found)


def found_again(
    old_text: str, start: int, end: int, new_text: str, anchors: Sequence[tuple[int, int]]
) -> tuple[int, int] | None:
    """Where a piece of the earlier document stands in the corrected one; None where it does not.

    Of several places the one nearest to where the anchors let it be expected, then the first.
    White space may differ.

    >>> found_again("甲乙 丙", 1, 4, "新甲\\n乙丙，乙丙", [(0, 1)])
    (3, 5)
    """
    words = [re.escape(sign) for sign in _squeezed(old_text[start:end])]
    if not words:
        return None
    near = _expected(start, anchors)
    spans = [match.span() for match in re.finditer(r"\s*".join(words), new_text)]
    return min(spans, key=lambda span: (abs(span[0] - near), span[0]), default=None)


def _steady(before: Sequence[str], after: Sequence[str]) -> dict[int, int]:
    """Equal ones that follow one another in both."""
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    return {o + step: n + step for o, n, size in blocks for step in range(size)}


def _with_moved(
    steady: Mapping[int, int], before: Sequence[str], after: Sequence[str]
) -> dict[int, int]:
    """Those, and equal ones that moved, in order."""
    pairs, taken = dict(steady), set(steady.values())
    left: dict[str, list[int]] = defaultdict(list)
    for n in reversed(range(len(after))):
        if n not in taken:
            left[after[n]].append(n)
    for o, identity in enumerate(before):
        if o not in pairs and left[identity]:
            pairs[o] = left[identity].pop()
    return pairs


def _alike(
    old_text: str,
    old_facts: Sequence[Known],
    lost: Sequence[int],
    new_text: str,
    new_records: Sequence[Record],
    fresh: Sequence[int],
    anchors: Sequence[tuple[int, int]],
) -> dict[int, int]:
    """Pairs of what is left, the most alike first."""
    shelves: dict[tuple[str, ...], list[int]] = defaultdict(list)  # by type; with words; with name
    compared = {n: _compared(new_text, new_records[n]) for n in fresh}
    for n in sorted(fresh, key=lambda n: (new_records[n].start, n)):
        for shelf in _shelves(new_records[n], compared[n][0]):
            shelves[shelf].append(n)
    ranked = []
    for o in lost:
        old = old_facts[o].record
        words, pieces = _compared(old_text, old)
        near = _expected(old.start, anchors)
        found = [shelves.get(shelf, []) for shelf in _shelves(old, words)]
        for n in {n for shelf in found for n in _nearest(shelf, near, new_records)}:
            new_words, new_pieces = compared[n]
            likeness = 1.0 if words == new_words else _dice(pieces, new_pieces)
            if likeness >= ALIKE or _name(old) == _name(new_records[n]) != "":
                ranked.append((-likeness, abs(new_records[n].start - near), o, n))
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _likeness, _far, o, n in sorted(ranked):
        if o not in pairs and n not in taken:
            pairs[o] = n
            taken.add(n)
    return pairs


def _shelves(record: Record, words: str) -> list[tuple[str, ...]]:
    return [
        (record.type,),
        (record.type, "words", words),
        (record.type, "name", _name(record)),
    ]


def _nearest(shelf: Sequence[int], near: int, records: Sequence[Record]) -> Sequence[int]:
    """Of records in the order of the text, the ``NEIGHBOURS`` around a place."""
    at = bisect_right(shelf, near, key=lambda n: records[n].start)
    first = max(0, min(at - NEIGHBOURS // 2, len(shelf) - NEIGHBOURS))
    return shelf[first : first + NEIGHBOURS]


def _identity(text: str, record: Record) -> str:
    said = {name: value for name, value in record.fields.items() if name not in PLACED}
    quote = _squeezed(text[record.start : record.end])
    return _written([record.type, quote, said, record.question])


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def _name(record: Record) -> str:
    """What a record is called, where it is: two of one name are one, however their words changed."""
    fields: Mapping[str, Any] = record.fields
    named = [
        fields.get(name) for name in ("programme", "table", "code", "number", "name", "title", "no")
    ]
    return _written(named) if any(fields.get(name) for name in ("name", "title")) else ""


def _compared(text: str, record: Record) -> tuple[str, frozenset[str]]:
    words = _squeezed(text[record.start : record.end])
    cut = words[:COMPARED]
    return words, frozenset(cut[at : at + 2] for at in range(max(1, len(cut) - 1)))


def _dice(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))


def _expected(offset: int, anchors: Sequence[tuple[int, int]]) -> int:
    """Where an offset should lie after the change: as far behind the anchor before it as it was."""
    at = bisect_right(anchors, (offset, 1 << 60)) - 1
    return offset if at < 0 else anchors[at][1] + offset - anchors[at][0]


def _squeezed(text: str) -> str:
    return _BLANK.sub("", text)
