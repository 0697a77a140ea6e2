"""The extractors in the order their records are written. A new one is added to ``EXTRACTORS``, nowhere else."""

from collections.abc import Callable, Iterable

from .citations import citation_records
from .conditions import conditions_of
from .contacts import contact_records
from .deadline_tables import deadline_table_records
from .deadlines import deadline_records
from .described import document_records
from .form_pages import Place
from .forms import forms_of
from .indicators import indicator_records
from .key_projects import key_project_records
from .layout import Layout
from .outline import section_record
from .papers import papers_of
from .passages import Passage
from .processes import processes_of
from .programmes import programme_record
from .quotas import quota_records
from .record import Record
from .support import support_of
from .support_tables import support_table_records
from .topics import topic_records

Extractor = Callable[[Layout], Iterable[Record]]


def passages_of(layout: Layout) -> list[Passage]:
    """The paragraphs that state rules, each with the headings it stands under; plans state none."""
    alone = {h.place for h in layout.headings if not h.mark.run_in}
    found = []
    for paragraph, document in layout.body():
        if document.kind == "plan" or paragraph.place in alone:
            continue
        path = tuple(
            h.title for h in layout.headings_over(paragraph.place) if h.place != paragraph.place
        )
        programme = layout.programme_at(paragraph.place)
        found.append(Passage(paragraph.view, path, programme, document.id, paragraph.is_cell))
    for name, row in layout.policy_rows:
        document = layout.document_at(layout.place_at(row.name.start))
        found += [Passage(cell.view, (kind,), name, document.id) for kind, cell in row.rules]
    return found


def _attachments(layout: Layout) -> list[Passage]:
    """The lists of attachments at the end of notices, which say what is to be handed in."""
    return [
        Passage(layout.paragraphs[place].view, ("附件",), layout.programme_at(place), document.id)
        for document in layout.documents
        for place in document.ending.listed
    ]


def _places(layout: Layout) -> list[Place]:
    """Where blank forms may stand: the documents, and within them their annexes."""
    found = []
    for document in layout.documents:
        start, end = _span(layout, document.first, document.last)
        programme = layout.programme_at(document.first)
        found.append(Place(start, end, document.id, programme, document.annex))
        for blank in document.blanks:
            start, end = _span(layout, blank.first, blank.last)
            title = blank.title.text if blank.title else ""
            at = blank.title.start if blank.title else start
            own = layout.programme_at(blank.first) or programme
            found.append(Place(start, end, document.id, own, blank.annex, title, at))
    return found


def _span(layout: Layout, first: int, last: int) -> tuple[int, int]:
    return layout.paragraphs[first].start, layout.paragraphs[last - 1].end


def _section_records(layout: Layout) -> Iterable[Record]:
    return (section_record(heading) for heading in layout.headings)


def _programme_records(layout: Layout) -> Iterable[Record]:
    return (programme_record(programme) for programme in layout.programmes)


def _by_passages(layout: Layout) -> Iterable[Record]:
    passages = passages_of(layout)
    for read in (conditions_of, support_of, processes_of):
        yield from read(passages)
    yield from papers_of([*passages, *_attachments(layout)])


def _form_records(layout: Layout) -> Iterable[Record]:
    return forms_of(layout.source, _places(layout))


EXTRACTORS: dict[str, Extractor] = {
    "document": document_records,
    "section": _section_records,
    "programme": _programme_records,
    "topic": topic_records,
    "contact": contact_records,
    "deadline": deadline_records,
    "deadline_table": deadline_table_records,
    "quota": quota_records,
    "rules": _by_passages,
    "support_table": support_table_records,
    "indicator": indicator_records,
    "key_project": key_project_records,
    "form": _form_records,
    "policy_citation": citation_records,
}
