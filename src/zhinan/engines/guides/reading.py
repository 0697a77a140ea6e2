"""Reading a document: lay it out, run every extractor, drop what is said twice, say how sure each record is."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .confidence import calibrated, measured
from .extractors import EXTRACTORS
from .layout import Layout, layout_of
from .named_programmes import with_own_programme
from .record import TYPES, Record
from .refusals import refuse_layout, refuse_text
from .source import Source

SCHEMA = "guide-read/1"


def read_document(text: str, *, name: str = "") -> list[Record]:
    """Read an official document.

    Args:
        text: The document's text. Cells of tables begin with a tab, rows are parted by a blank line.
        name: What the document is called where it came from; for messages only.

    Returns:
        Records in the order of the document, each with its span, its confidence (0…1) and the pattern that found it.
        A record with ``question`` needs a person before it says anything.

    Raises:
        UnreadableError: The text is empty, not Chinese, hides direction marks, or is no official document.

    >>> text = "2024年度市软科学计划项目指南\\n一、申报条件\\n项目负责人须为申报单位在职人员，每家单位限报1项，不得多头申报和重复申报。\\n"
    >>> [r.fields["title"] for r in read_document(text) if r.type in ("document", "section")]
    ['2024年度市软科学计划项目指南', '申报条件']
    """
    refuse_text(text)
    layout = layout_of(Source(text, name))
    refuse_layout(layout)
    return records_of(layout)


def records_of(layout: Layout, table: Mapping[str, float] | None = None) -> list[Record]:
    """The records of a text laid out; ``table``: measured precision by pattern, the shipped one unless given."""
    table = measured() if table is None else table
    found = [record for extract in EXTRACTORS.values() for record in extract(layout)]
    found = with_own_programme(found, layout.paragraphs, layout.place_at, layout.kinds_of)
    return [calibrated(record, table) for record in _ordered(_once(found))]


def _once(records: Iterable[Record]) -> list[Record]:
    """Each fact once: the same type, span and fields are the same record."""
    seen: dict[str, Record] = {}
    for record in records:
        key = json.dumps(
            [record.type, record.start, record.end, record.fields],
            ensure_ascii=False,
            sort_keys=True,
            default=str,
        )
        seen.setdefault(key, record)
    return list(seen.values())


def _ordered(records: Sequence[Record]) -> list[Record]:
    """By place in the document; at one place in the order of ``TYPES``."""
    return sorted(records, key=lambda r: (r.start, TYPES.index(r.type), r.end))


def as_json(text: str, name: str, records: Sequence[Record]) -> dict[str, Any]:
    """The records as written to a file; those a person has to settle first stand under ``questions``."""
    source = Source(text, name)
    counted: dict[str, int] = {}
    written = []
    for record in records:
        counted[record.type] = counted.get(record.type, 0) + 1
        written.append(record.to_json(source, counted[record.type]))
    return {
        "schema": SCHEMA,
        "source": name,
        "sha256": hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        "chars": len(text),
        "records": [r for r in written if "question" not in r],
        "questions": [r for r in written if "question" in r],
    }
