"""What people decided of one document, carried over to the corrected one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from zhinan.apps.readings.facts import record_of
from zhinan.apps.readings.models import Entry, Origin, Reading, Standing, Step, StepKind
from zhinan.engines.guides.carrying import PLACED, Carried, Known, carry, found_again
from zhinan.engines.guides.record import Record

from .steps import Columns, take_step

DECIDED = (Standing.CONFIRMED, Standing.CORRECTED, Standing.DISCARDED)
BY_HAND = (Origin.PERSON, Origin.MODEL)


@dataclass(slots=True)
class _Carrying:
    """Two readings laid on each other, and what is to be done."""

    old: Reading
    new: Reading
    entries: Mapping[str, Entry]  # of the old one
    fresh: Sequence[Entry]  # of the new one, in the order of its records
    laid: Carried
    heirs: dict[str, list[Entry]] = field(default_factory=dict)  # by what they go back to
    changes: list[tuple[Entry, Columns]] = field(default_factory=list)
    added: list[Entry] = field(default_factory=list)
    carried: list[tuple[str, Entry]] = field(default_factory=list)  # old key, new entry
    lost: list[str] = field(default_factory=list)


def carry_over(old: Reading, new: Reading, fresh: Sequence[Entry]) -> Step | None:
    """Carry decisions to the entries of a corrected document, in one step that can be undone.

    What says the same keeps its decision; what changed, and what hung on it, is to be decided again.
    The difference is kept with the new reading.

    Args:
        new: Locked in the caller's transaction.
        fresh: Its entries as read, saved.
    """
    entries = {e.key: e for e in Entry.objects.filter(reading=old, is_withdrawn=False)}
    read = [Known(e.key, _as_read(e)) for e in _in_place(entries) if e.origin not in BY_HAND]
    records = [record_of(entry) for entry in fresh]
    work = _Carrying(old, new, entries, fresh, carry(old.text, read, new.text, records))
    hand = [e for e in _in_place(entries) if e.origin in BY_HAND and _counts(e)]
    for entry in hand:
        for root in _roots(entries, entry):
            work.heirs.setdefault(root, []).append(entry)
    places = _placed(work, hand)
    for key, index in work.laid.pairs:
        _carry_decision(work, entries[key], fresh[index], places)
    now = {key: fresh[index].key for key, index in work.laid.pairs}
    for entry in hand:
        if entry.key in places:
            _carry_by_hand(work, entry, places[entry.key], now)
        else:
            work.lost.append(entry.key)
    step = None
    if work.changes or work.added:
        step = take_step(
            new, StepKind.CARRY, actor=None, changes=work.changes, added=work.added,
            note=f"沿用第{old.pk}号读取的决定",
        )  # fmt: skip
    _keep_difference(work)
    return step


def _carry_decision(
    work: _Carrying, old: Entry, new: Entry, places: Mapping[str, tuple[int, int]]
) -> None:
    """The decision on an entry that says the same; one split or merged stays open where an heir is lost."""
    if old.standing not in DECIDED:
        return
    if old.standing == Standing.DISCARDED and any(
        heir.key not in places for heir in work.heirs.get(old.key, ())
    ):
        return
    columns: dict[str, Any] = {
        "standing": old.standing,
        "decided_by_id": old.decided_by_id,
        "decided_at": old.decided_at,
        "origin": Origin.CARRIED,
    }
    if old.read_as is not None:
        span = (new.start, new.end)
        if (old.start, old.end) != (old.read_as["start"], old.read_as["end"]):
            found = found_again(work.old.text, old.start, old.end, work.new.text, work.laid.anchors)
            if found is None:
                return
            span = found
        where = {name: new.fields[name] for name in PLACED if name in new.fields}
        read_as = {n: getattr(new, n) for n in ("type", "start", "end", "fields")}
        columns |= {
            "type": old.type, "start": span[0], "end": span[1], "fields": old.fields | where,
            "read_as": read_as,
        }  # fmt: skip
    work.changes.append((new, columns))
    work.carried.append((old.key, new))


def _carry_by_hand(
    work: _Carrying, old: Entry, span: tuple[int, int], now: Mapping[str, str]
) -> None:
    """An entry somebody added, split or merged, at the same words of the new text."""
    entry = Entry(
        type=old.type, start=span[0], end=span[1], document=_document_at(work, span[0]), fields=old.fields,
        confidence_permille=old.confidence_permille, why=old.why, question=old.question,
        answers=old.answers, standing=old.standing, origin=old.origin, read_as=old.read_as,
        parents=[now[key] for key in _roots(work.entries, old)],
        decided_by_id=old.decided_by_id, decided_at=old.decided_at,
    )  # fmt: skip
    work.added.append(entry)
    work.carried.append((old.key, entry))


def _placed(work: _Carrying, hand: Sequence[Entry]) -> dict[str, tuple[int, int]]:
    """Where entries made by hand stand now; left out where what they were made of changed, or their words are gone."""
    stays = {key for key, _index in work.laid.pairs}
    places: dict[str, tuple[int, int]] = {}
    for entry in hand:
        if stays.issuperset(_roots(work.entries, entry)):
            span = found_again(
                work.old.text, entry.start, entry.end, work.new.text, work.laid.anchors
            )
            if span is not None:
                places[entry.key] = span
    return places


def _roots(entries: Mapping[str, Entry], entry: Entry) -> list[str]:
    """The entries read, not made by hand, that an entry goes back to through splits and merges."""
    found: dict[str, None] = {}
    waiting = list(entry.parents)
    while waiting:
        parent = entries[waiting.pop(0)]
        if parent.origin in BY_HAND:
            waiting += parent.parents
        else:
            found[parent.key] = None
    return list(found)


def _document_at(work: _Carrying, start: int) -> str:
    """The document an offset of the new text lies in, by the entries read before it."""
    above = [entry for entry in work.fresh if entry.start <= start and entry.document]
    return max(above, key=lambda e: (e.start, e.pk)).document if above else ""


def _keep_difference(work: _Carrying) -> None:
    laid = work.laid
    gone = [key for key in laid.gone if work.entries[key].standing != Standing.DISCARDED]
    work.new.difference = {
        "carried": [[key, entry.key] for key, entry in work.carried],
        "changed": [[c.key, work.fresh[c.index].key] for c in laid.changed],
        "added": [work.fresh[index].key for index in laid.added],
        "gone": gone + work.lost,
    }
    work.new.save(update_fields=["difference"])


def _as_read(entry: Entry) -> Record:
    """What the reader made of it, before anybody corrected it."""
    read = entry.read_as or {}
    return Record(
        read.get("type", entry.type),
        read.get("start", entry.start),
        read.get("end", entry.end),
        read.get("fields", entry.fields),
        entry.document,
        question=entry.question,
    )


def _counts(entry: Entry) -> bool:
    """A proposal of a model that nobody took up is not carried; it can be asked for again."""
    if entry.origin == Origin.MODEL:
        return entry.standing in (Standing.CONFIRMED, Standing.CORRECTED)
    return entry.standing != Standing.DISCARDED


def _in_place(entries: Mapping[str, Entry]) -> list[Entry]:
    return sorted(entries.values(), key=lambda e: (e.start, e.end, e.pk))
