"""One spelling of a value as JSON, and its SHA-256: equal values have equal digests."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal


def canonical_json(value: object) -> str:
    """Write a value as JSON with sorted keys, no space, characters as they are.

    Args:
        value: None, bool, int, str, Decimal (written as text, keeping its places), date, aware
            datetime, and lists, tuples and mappings of these; mapping keys are strings.

    Raises:
        TypeError: A float, a set, a key that is no string, or any other type: they have no single spelling.
        ValueError: A datetime without time zone.

    >>> canonical_json({"款": Decimal("9.50"), "b": [1, None]})
    '{"b":[1,null],"款":"9.50"}'
    """
    return json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(value: object) -> str:
    """SHA-256 of the canonical JSON in UTF-8, 64 hexadecimal digits.

    >>> digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})
    True
    """
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()


def _plain(value: object) -> object:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError(f"datetime must be aware, got {value!r}")
        return value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        if wrong := next((k for k in value if not isinstance(k, str)), None):
            raise TypeError(f"keys must be strings, got {wrong!r}")
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [_plain(v) for v in value]
    raise TypeError(f"no canonical JSON for {type(value).__name__}: {value!r}")
