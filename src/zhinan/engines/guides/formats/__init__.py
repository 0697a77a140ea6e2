"""Files in: txt, docx, pdf with a text layer, xlsx and html become one text, told in what state it was read."""

from .files import read_bytes, read_file
from .reading import Note, Reading, Unreadable

__all__ = ["Note", "Reading", "Unreadable", "read_bytes", "read_file"]
