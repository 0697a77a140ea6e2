"""A record read from a document: what it is, where it stands, and how sure the reader is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .source import Source

TYPES = (
    "document", "section", "programme", "topic", "contact", "deadline", "quota", "condition", "support",
    "required_document", "process", "indicator", "key_project", "form", "policy_citation",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """One way to settle a question: what the person sees, and the fields it gives the record."""

    label: str
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Record:
    """One fact. ``fields`` as in the record format; ``confidence`` 0…1; ``why`` names the pattern that found it.

    ``question``: what a person has to settle, in Chinese, where a part of the fact cannot be read; its fields are blank.
    """

    type: str
    start: int
    end: int
    fields: Mapping[str, Any] = field(default_factory=dict)
    document: str = ""  # D1 …
    confidence: float = 0.5
    why: str = ""
    question: str = ""
    answers: tuple[
        Answer, ...
    ] = ()  # offered for the question, the likeliest first; others are possible

    def to_json(self, source: Source, number: int) -> dict[str, Any]:
        """As written out: type, id, doc, fields, quote, offsets, line, confidence."""
        asked: dict[str, Any] = {"question": self.question} if self.question else {}
        if self.answers:
            asked["answers"] = [{"label": a.label, "fields": dict(a.fields)} for a in self.answers]
        return {
            "id": f"{self.type}-{number:03d}",
            "type": self.type,
            "doc": self.document,
            **self.fields,
            "quote": source.quote(self.start, self.end),
            "start": self.start,
            "end": self.end,
            "line": source.line_of(self.start),
            "confidence": round(self.confidence, 3),
            "why": self.why,
            **asked,
        }
