"""Rules over many cases at once, in columns. ``plan`` and ``framing`` need polars; the rest is shared with SQL."""

from .algebra import NotColumnar

__all__ = ["NotColumnar"]
