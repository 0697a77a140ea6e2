"""A record with its texts as the lexicon's patterns expect them."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

_SIGNS = str.maketrans("(),:;", "（），：；")


def as_read(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """A record with its texts as patterns expect them: narrow digits, Chinese brackets, lines joined."""
    return {name: _flat(value) for name, value in record.items()}


def _flat(value: Any) -> Any:
    if isinstance(value, list):
        return [_flat(one) for one in value]
    if not isinstance(value, str):
        return value
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", value))
    return re.sub(r"(?<=\d)，(?=\d)", ",", text.translate(_SIGNS))
