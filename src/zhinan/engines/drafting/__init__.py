"""Drafting: the records of an official document, reviewed by a person, become a pack that loads."""

from .about import about_from, pack_key
from .draft_form import DraftForm
from .drafting import draft_pack
from .fact import About, Draft, Fact, Open
from .forms import form_of_record, preview_form

__all__ = [
    "About",
    "Draft",
    "DraftForm",
    "Fact",
    "Open",
    "about_from",
    "draft_pack",
    "form_of_record",
    "pack_key",
    "preview_form",
]  # fmt: skip
