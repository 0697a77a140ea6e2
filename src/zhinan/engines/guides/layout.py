"""What is known of a file before its facts are read: paragraphs, tables, documents, headings, programmes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from .codes import Coded, coded_of
from .documents import Document, documents_of
from .outline import Heading, outline_of
from .paragraphs import Paragraph, paragraphs_of
from .policy_tables import Row, policy_tables_of
from .programmes import Programme, programme_of_row, programmes_of
from .source import Source
from .tables import Table, tables_of


@dataclass(frozen=True)
class Layout:
    """The file laid out. ``place`` is always the place of a paragraph in ``paragraphs``."""

    source: Source
    tables: tuple[Table, ...]
    paragraphs: tuple[Paragraph, ...]
    documents: tuple[Document, ...]
    headings: tuple[Heading, ...]
    coded: tuple[tuple[str, Coded], ...]  # document, line
    programmes: tuple[Programme, ...]
    policy_rows: tuple[tuple[str, Row], ...] = ()  # full name of the row's programme, row

    def document_at(self, place: int) -> Document:
        """The document a paragraph belongs to."""
        holding = [d for d in self.documents if d.first <= place]
        return holding[-1] if holding else self.documents[0]

    def headings_over(self, place: int) -> list[Heading]:
        """The headings a paragraph stands under, outermost first; its own run-in heading last."""
        return list(self._over[place]) if 0 <= place < len(self._over) else []

    @cached_property
    def _over(self) -> tuple[tuple[Heading, ...], ...]:
        """For each paragraph the headings it stands under. O(p + h · depth)."""
        found: list[tuple[Heading, ...]] = []
        waiting = [h for h in self.headings if not h.is_box]
        open_ones: list[Heading] = []
        at = 0
        for place in range(len(self.paragraphs)):
            open_ones = [h for h in open_ones if place < h.stop]
            while at < len(waiting) and waiting[at].place <= place:
                if place < waiting[at].stop:
                    open_ones.append(waiting[at])
                at += 1
            found.append(tuple(open_ones))
        return tuple(found)

    def programme_at(self, place: int) -> str | None:
        """The full name of the innermost programme whose stretch holds a paragraph."""
        holding = [p for p in self.programmes if p.first <= place < p.stop]
        return (
            min(holding, key=lambda p: (p.stop - p.first, -p.name.count("·"))).name
            if holding
            else None
        )

    @cached_property
    def kinds_of(self) -> dict[str, list[tuple[str, str, bool]]]:
        """For each programme those below it: short name, full name, whether only a sentence names it."""
        found: dict[str, list[tuple[str, str, bool]]] = {}
        for one in self.programmes:
            if one.parent is not None:
                kind = (one.short, one.name, one.why == "programme.named")
                found.setdefault(one.parent, []).append(kind)
        return found

    def heads_of(self, document: Document) -> list[Heading]:
        return [h for h in self.headings if h.document == document.id]

    def codes_of(self, document: Document) -> list[Coded]:
        return [one for name, one in self.coded if name == document.id]

    def place_at(self, offset: int) -> int:
        """The paragraph an offset stands in, or the last one before it. O(log n)."""
        low, high = 0, len(self.paragraphs) - 1
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (
                (middle, high) if self.paragraphs[middle].start <= offset else (low, middle - 1)
            )
        return low

    def body(self, *, cells: bool = False) -> Iterator[tuple[Paragraph, Document]]:
        """Running paragraphs of all documents with the document each is in; no blank forms, no signatures."""
        for document in self.documents:
            for paragraph in self.paragraphs[document.body : document.end]:
                if paragraph.place not in document.skipped and (cells or not paragraph.is_cell):
                    yield paragraph, document


def layout_of(source: Source) -> Layout:
    """Lay a file out. O(n) in characters, O(p·h) in paragraphs and headings."""
    tables = tables_of(source)
    paragraphs = paragraphs_of(source, tables)
    documents = documents_of(paragraphs)
    headings: list[Heading] = []
    coded: list[tuple[str, Coded]] = []
    programmes: list[Programme] = []
    rows: list[tuple[str, Row]] = []
    for document in documents:
        own = outline_of(document, paragraphs)
        lines = coded_of(document, paragraphs, own)
        headings += own
        coded += [(document.id, line) for line in lines]
        found = programmes_of(document, paragraphs, own, lines)
        within = (
            (paragraphs[document.first].start, paragraphs[document.last - 1].end)
            if paragraphs
            else (0, 0)
        )
        for row in policy_tables_of(document, tables, within):
            one = programme_of_row(row.name, document, found)
            found = found if any(p.name == one.name for p in found) else [*found, one]
            rows.append((one.name, row))
        programmes += found
    return Layout(
        source,
        tables,
        paragraphs,
        documents,
        tuple(headings),
        tuple(coded),
        _unique(programmes),
        tuple(rows),
    )


def _unique(programmes: Sequence[Programme]) -> tuple[Programme, ...]:
    seen: dict[tuple[str, str], Programme] = {}
    for one in programmes:
        seen.setdefault((one.document, one.name), one)
    return tuple(seen.values())
