"""Values of a pack as JSON, for the rows derived from it."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from zhinan.engines.packs import Window
from zhinan.engines.vocabulary import Term


def plain(value: Any) -> Any:
    """JSON of a value: decimals as text, a term as its path, a window under the keys of pack.yaml."""
    if isinstance(value, Term):
        return value.path
    if isinstance(value, Window):
        return _window(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value) if f.name != "line"}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def _window(window: Window) -> dict[str, Any]:
    return {
        "key": window.key,
        "actor": window.actor,
        "channel": window.channel,
        "label": window.label,
        "date": window.day.isoformat() if window.day else None,
        "time": window.time,
        "anchor": window.anchor,
        "offset": window.offset,
        "unit": window.unit,
        "direction": window.direction,
        "inclusive": window.is_inclusive,
        "basis": window.basis,
    }
