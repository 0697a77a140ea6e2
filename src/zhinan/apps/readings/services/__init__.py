"""Acts on readings: take a document in, decide its entries, undo, make a draft guide of them."""

from .deciding import (
    answer_entry,
    confirm_entry,
    confirm_many,
    confirm_sure,
    correct_entry,
    discard_entry,
    reopen_entry,
)
from .drafting import draft_guide
from .presence import note_presence
from .proposing_model import model_is_configured, propose_by_model
from .shaping import add_entry, merge_entries, split_entry
from .starting import abandon_reading, reread, start_reading
from .undoing import redo, undo

__all__ = [
    "abandon_reading",
    "add_entry",
    "answer_entry",
    "confirm_entry",
    "confirm_many",
    "confirm_sure",
    "correct_entry",
    "discard_entry",
    "draft_guide",
    "merge_entries",
    "model_is_configured",
    "note_presence",
    "propose_by_model",
    "redo",
    "reopen_entry",
    "reread",
    "split_entry",
    "start_reading",
    "undo",
]
