"""The guide files: clauses put under the programmes they belong to, blocks under their clauses."""

from collections.abc import Iterable, Mapping, Sequence

from .clauses import DraftClause
from .places import DraftDocument, Places
from .writing import one_line

_BRACES = str.maketrans("{}", "｛｝")  # of a title: braces name the programmes of a part


def guide_path(document: DraftDocument) -> str:
    return f"guide/d{document.place + 1}.md"


def guide_files(clauses: Sequence[DraftClause], places: Places) -> dict[str, str]:
    """The text of each guide file by path; one file a document that has clauses."""
    found = {}
    for document in places.documents:
        own = [c for c in clauses if c.document == document.place]
        if own:
            found[guide_path(document)] = _guide(document, own, places)
    return found


def common_paths(clauses: Sequence[DraftClause], places: Places) -> list[str]:
    """The files whose clauses belong to every programme: of documents without a programme of their own."""
    owned = {p.document for p in places.programmes}
    return [
        guide_path(d)
        for d in places.documents
        if d.place not in owned and any(c.document == d.place for c in clauses)
    ]


def parts_named(clauses: Sequence[DraftClause], places: Places) -> frozenset[str]:
    """The programmes that have a part of their guide file to name: not all of it is shared."""
    return frozenset(
        key
        for keys, document in {(c.keys, c.document) for c in clauses}
        if places.is_owned(document) and keys != places.keys_of(document)
        for key in keys
    )


def _guide(document: DraftDocument, clauses: Sequence[DraftClause], places: Places) -> str:
    own = [p for p in places.programmes if p.document == document.place]
    every = tuple(p.key for p in own)
    parted = len(own) > 1
    title = one_line(document.title) or (own[0].name if own else "公文")
    written: list[str] = []
    for keys, part in _parts(clauses, every if parted else ()).items():
        label = f" {{{' '.join(keys)}}}" if parted and keys and keys != every else ""
        said = _title(title, keys, places) if label else title
        written.append(f"# {said.translate(_BRACES)}{label}\n")
        written += _clauses(part, clauses)
    return "\n".join(written)


def _title(title: str, keys: tuple[str, ...], places: Places) -> str:
    return places.programme(keys[0]).name if len(keys) == 1 else title


def _parts(
    clauses: Iterable[DraftClause], every: tuple[str, ...]
) -> Mapping[tuple[str, ...], list[DraftClause]]:
    """Clauses by the programmes that share them, in the order of the text; what all share comes first."""
    found: dict[tuple[str, ...], list[DraftClause]] = {every: []}
    for clause in clauses:
        found.setdefault(clause.keys if every else every, []).append(clause)
    return {keys: part for keys, part in found.items() if part}


def _clauses(part: Sequence[DraftClause], every: Sequence[DraftClause]) -> Iterable[str]:
    """The clauses of one part; the section above them is named again where it stands in another part."""
    top, here = None, {id(clause) for clause in part}
    for clause in part:
        over = every[clause.top] if clause.top < len(every) else clause
        if clause.level > 2 and over is not top and over.level == 2 and id(over) not in here:
            yield f"{_heading(over)}\n"
        top = over
        yield f"{_heading(clause)}\n{clause.text}\n" if clause.text else f"{_heading(clause)}\n"
        yield from (f"{block}\n" for block in clause.blocks)


def _heading(clause: DraftClause) -> str:
    return f"{'#' * clause.level} {clause.number} {clause.heading}".rstrip(" #")
