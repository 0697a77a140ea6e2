"""Applications as engine values."""

from .judging import Judged, bars_on, frozen, judged, law_day, reference_day, replayed
from .papers import document_of, filled_of
from .registered import registered_values
from .sealing import opened, sealed
from .values import (
    FILES,
    Values,
    application_values,
    asks_registry,
    contact_phones,
    missing_in,
    partner_names,
    revision_values,
    stated,
    submitted_values,
    with_registered,
)

__all__ = [
    "FILES",
    "Judged",
    "Values",
    "application_values",
    "asks_registry",
    "bars_on",
    "contact_phones",
    "document_of",
    "filled_of",
    "frozen",
    "judged",
    "law_day",
    "missing_in",
    "opened",
    "partner_names",
    "reference_day",
    "registered_values",
    "replayed",
    "revision_values",
    "sealed",
    "stated",
    "submitted_values",
    "with_registered",
]
