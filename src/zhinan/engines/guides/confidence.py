"""How sure the reader is: the share of records each pattern got right, measured on documents read by hand."""

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files

from .record import Record

ASKED = 0.2  # a record with a question is never sure
UNMEASURED, OTHER_PATTERN = (
    0.6,
    0.8,
)  # a type, and a pattern of a measured type, that no measured document shows


@cache
def measured() -> Mapping[str, float]:
    """Precision by ``type|why`` and by ``type``, made by benchmarks/reading.py."""
    text = files("zhinan.engines.guides").joinpath("precision.json").read_text(encoding="utf-8")
    return dict(json.loads(text)["precision"])


def calibrated(record: Record, table: Mapping[str, float]) -> Record:
    """The record with the confidence measured for its pattern.

    A pattern that was never measured is given less than its type was right, so that it is asked about first.
    """
    if record.question:
        return replace(record, confidence=ASKED)
    known = table.get(f"{record.type}|{record.why}")
    if known is None:
        known = min(OTHER_PATTERN, table.get(record.type, UNMEASURED))
    return replace(record, confidence=known)
