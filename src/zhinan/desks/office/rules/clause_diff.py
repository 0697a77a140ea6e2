"""Two versions of a guide clause by clause: what was put in, taken out or reworded, and the rules under it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from zhinan.engines.packs import Clause, Pack

from .wording_diff import Piece, pieces

Place = tuple[str, str, int]  # programme or file, clause number, which of that number


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A block that differs; ``kind``: new, gone or changed."""

    key: str
    title: str
    kind: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """A clause that differs, with the programme it stands in (of a common one, nothing)."""

    programme: str
    number: str
    heading: str
    kind: str
    pieces: tuple[Piece, ...]
    rules: tuple[RuleChange, ...]

    @property
    def is_reworded(self) -> bool:
        return any(kind != "kept" for kind, _text in self.pieces)


@dataclass(frozen=True, slots=True)
class GuideChanges:
    clauses: tuple[ClauseChange, ...]
    files: tuple[tuple[str, str], ...]  # path and new, gone or changed
    programmes: tuple[tuple[str, str], ...]  # name and new or gone


def changes_between(old: Pack, new: Pack) -> GuideChanges:
    """In the order of the new guide; what is gone stands at the end."""
    before, after = _clauses(old), _clauses(new)
    places = [*after, *(place for place in before if place not in after)]
    found = (_change(before.get(place), after.get(place)) for place in places)
    return GuideChanges(
        tuple(one for one in found if one is not None),
        tuple(_files(old.files, new.files)),
        tuple(_programmes(old, new)),
    )


def _clauses(pack: Pack) -> dict[Place, tuple[str, Clause]]:
    """Every clause once; one common to all programmes under its file."""
    found: dict[Place, tuple[str, Clause]] = {}
    for programme in pack.programmes:
        seen: dict[str, int] = {}
        for clause in programme.clauses:
            nth = seen[clause.number] = seen.get(clause.number, 0) + 1
            place = (clause.file or programme.key, clause.number, nth)
            name = "" if clause.file else programme.short or programme.name
            found.setdefault(place, (name, clause))
    return found


def _change(
    before: tuple[str, Clause] | None, after: tuple[str, Clause] | None
) -> ClauseChange | None:
    name, clause = after or before or ("", None)
    if clause is None:
        return None
    was, now = before[1] if before else None, after[1] if after else None
    rules = tuple(_rules(was, now))
    if was is not None and now is not None and not rules and _text(was) == _text(now):
        return None
    kind = "new" if was is None else "gone" if now is None else "changed"
    told = pieces(_text(was), _text(now))
    return ClauseChange(name, clause.number, clause.heading, kind, tuple(told), rules)


def _text(clause: Clause | None) -> str:
    if clause is None:
        return ""
    return f"{clause.heading}\n{clause.text}".strip()


def _rules(was: Clause | None, now: Clause | None) -> Iterable[RuleChange]:
    before = {b.key: b for b in was.rules} if was else {}
    after = {b.key: b for b in now.rules} if now else {}
    for key in dict.fromkeys((*after, *before)):
        old, new = before.get(key), after.get(key)
        block = new or old
        if block is None or (old and new and old.text == new.text and old.kind == new.kind):
            continue
        kind = "new" if old is None else "gone" if new is None else "changed"
        told = pieces(old.text if old else "", new.text if new else "")
        yield RuleChange(key, block.title, kind, tuple(told))


def _files(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> Iterable[tuple[str, str]]:
    for path in sorted({*old, *new}):
        if old.get(path) != new.get(path):
            yield path, "new" if path not in old else "gone" if path not in new else "changed"


def _programmes(old: Pack, new: Pack) -> Iterable[tuple[str, str]]:
    before, after = {p.key for p in old.programmes}, {p.key for p in new.programmes}
    yield from ((p.name, "new") for p in new.programmes if p.key not in before)
    yield from ((p.name, "gone") for p in old.programmes if p.key not in after)
