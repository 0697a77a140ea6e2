"""The hash chain: each line of a record holds the digest of the line before it."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

PLACES_TRIED = 1000


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it is stored. ``fields`` hold its position too."""

    position: int
    fields: Mapping[str, Any]
    previous_digest: str
    digest: str


@dataclass(frozen=True, slots=True)
class ChainFault:
    """The first bad line of a chain.

    ``kind`` is altered (its content is not what its digest says), rewritten (content and digest
    agree, but the next line or the head remembers another digest), reordered (it is line ``was``),
    missing, truncated (this and all later lines are gone), or head (the head itself is wrong).
    """

    kind: str
    position: int
    was: int | None = None


def canonical_bytes(value: Any) -> bytes:
    """Write a JSON value in the one way it may be written.

    Keys sorted by code point, no spaces, UTF-8 as given (no Unicode normalisation), no floats:
    two programs that hold the same value get the same bytes.

    Args:
        value: None, bool, int, str, and lists and string-keyed mappings of these.

    Returns:
        UTF-8 bytes.

    Raises:
        TypeError: A float, a key that is not a string, or a value JSON does not know.
        ValueError: Text that is not Unicode (a lone surrogate).

    >>> canonical_bytes({"b": [1, None], "a": "指南"}).decode()
    '{"a":"指南","b":[1,null]}'
    """
    _refuse_floats(value)
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def chain_digest(fields: Mapping[str, Any], *, previous: str) -> str:
    """Digest one line: SHA-256 over its fields and the digest of the line before.

    Args:
        fields: All columns of the line but the two digests; JSON values.
        previous: Hexadecimal digest of the line before, or "" for the first line.

    Returns:
        64 hexadecimal digits.

    Raises:
        TypeError: See ``canonical_bytes``.
        ValueError: ``fields`` holds ``previous_digest`` itself.

    >>> chain_digest({"position": 1}, previous="")[:16]
    '50412c1d7f79d910'
    >>> chain_digest({"position": 1}, previous="") == chain_digest({"position": 1}, previous="0")
    False
    """
    if "previous_digest" in fields:
        raise ValueError("fields must not hold previous_digest; pass it as previous")
    return hashlib.sha256(canonical_bytes({**fields, "previous_digest": previous})).hexdigest()


def first_chain_fault(
    lines: Iterable[Line], *, length: int | None, head: str | None
) -> ChainFault | None:
    """Find the first altered, missing, reordered or truncated line of one chain.

    Args:
        lines: The stored lines in ascending position, read once.
        length: How many lines the chain's head counts; None where the head is gone.
        head: Digest of the last line as the head remembers it; None where the head is gone.

    Returns:
        The fault nearest to the beginning, or None. O(n) time, O(1) memory.

    >>> one = Line(1, {"position": 1}, "", chain_digest({"position": 1}, previous=""))
    >>> first_chain_fault([one], length=1, head=one.digest)
    >>> first_chain_fault([one], length=2, head=one.digest)
    ChainFault(kind='truncated', position=2, was=None)
    """
    last, previous = 0, ""
    for line in lines:
        if line.position > last + 1:
            return ChainFault("missing", last + 1)
        if _digest_at(line, line.position) != line.digest or line.position != last + 1:
            was = _true_place(line, most=max(length or 0, line.position))
            return ChainFault("reordered" if was else "altered", line.position, was)
        if line.previous_digest != previous:
            # This line is whole, so it is the one before that changed after this was written.
            return ChainFault("rewritten", last) if last else ChainFault("altered", 1)
        last, previous = line.position, line.digest
    if length is None or head is None:
        return ChainFault("head", last)
    if length > last:
        return ChainFault("truncated", last + 1)
    if length < last:
        return ChainFault("head", last)
    return None if head == previous else ChainFault("rewritten", last)


def _digest_at(line: Line, position: int) -> str:
    try:
        return chain_digest({**line.fields, "position": position}, previous=line.previous_digest)
    except (TypeError, ValueError):  # content that could never have been written here
        return ""


def _true_place(line: Line, *, most: int) -> int | None:
    places = (n for n in range(1, min(most, PLACES_TRIED) + 2) if n != line.position)
    return next((n for n in places if _digest_at(line, n) == line.digest), None)


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError(f"a record holds no floats, got {value!r}; pass Decimal text instead")
    if isinstance(value, Mapping):
        for key, item in value.items():
            if not isinstance(key, str):
                raise TypeError(f"a record's keys are strings, got {key!r}")
            _refuse_floats(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _refuse_floats(item)
