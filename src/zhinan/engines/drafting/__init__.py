"""Drafting: the records of an official document, reviewed by a person, become a pack that loads."""

from .about import about_from
from .drafting import draft_pack
from .fact import About, Draft, Fact, Open

__all__ = ["About", "Draft", "Fact", "Open", "about_from", "draft_pack"]
