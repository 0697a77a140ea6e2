"""What a reader asks for in an address or a form, read without trust."""

from typing import Any

MOST_DIGITS = 18  # fits the databases' largest whole number


def number_in(values: Any, name: str) -> int | None:
    """The whole number under ``name``; None where there is none or it is anything else.

    >>> [number_in({"call": text}, "call") for text in ("7", "", "-1", "²", "9" * 40)]
    [7, None, None, None, None]
    """
    return _number(values.get(name) or "")


def numbers_in(values: Any, name: str) -> list[int]:
    """Every whole number sent under ``name``."""
    return [number for text in values.getlist(name) if (number := _number(text)) is not None]


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else None
