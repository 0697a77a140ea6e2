"""One YAML file being read: takes out what is expected and notes every fault with its line."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from zhinan.engines.vocabulary import Fault, Marked


@dataclass(slots=True)
class Sheet:
    file: str
    marked: Marked
    faults: list[Fault]

    def at(self, *place: str | int) -> Any:
        """What stands at ``place``; None where nothing does."""
        value = self.marked.value
        for step in place:
            if isinstance(value, dict) and isinstance(step, str):
                value = value.get(step)
            elif isinstance(value, list) and isinstance(step, int) and step < len(value):
                value = value[step]
            else:
                return None
        return value

    def fault(self, place: tuple[str | int, ...], code: str, what: str, remedy: str) -> None:
        self.faults.append(Fault(self.file, self.marked.line(*place), code, what, remedy))

    def keys(self, place: tuple[str | int, ...], allowed: str, required: str = "") -> bool:
        """Check the keys of the mapping at ``place``; False where there is none to read."""
        value, known = self.at(*place), allowed.split()
        if not isinstance(value, dict):
            self.fault(
                place,
                "PACK-KEY-MISSING",
                f"此处应写{'、'.join(known)}",
                "照 docs/design/packs.md 书写",
            )
            return False
        for key in value:
            if key not in known:
                near = _nearest(key, known)
                self.fault(
                    (*place, key),
                    "PACK-KEY-UNKNOWN",
                    f"未知的键“{key}”",
                    near or f"可用：{'、'.join(known)}",
                )
        missing = [key for key in required.split() if value.get(key) in (None, "")]
        for key in missing:
            self.fault(place, "PACK-KEY-MISSING", f"缺“{key}”", f"补写 {key}:")
        return not missing

    def listed(self, *place: str | int) -> list[Any]:
        """The list at ``place``; empty where nothing stands there."""
        value = self.at(*place)
        if value is None:
            return []
        if not isinstance(value, list):
            self.fault(place, "PACK-KEY-MISSING", f"“{place[-1]}”应为列表", "每项以“- ”开头")
            return []
        return value

    def word(self, *place: str | int, most: int = 200, pattern: str = "", like: str = "") -> str:
        """The text at ``place``; empty where nothing stands there.

        Args:
            most: Characters that fit.
            pattern: What the whole text must match, explained by ``like``.
        """
        value = self.at(*place)
        if value is None:
            return ""
        if isinstance(value, (dict, list)):
            self.fault(place, "PACK-KEY-MISSING", f"“{place[-1]}”应为文字", "写成一行文字")
            return ""
        text = str(value).lower() if isinstance(value, bool) else str(value)
        if len(text) > most:
            self.fault(
                place, "PACK-TOO-LONG", f"“{place[-1]}”共{len(text)}字，最多{most}字", "写短一些"
            )
        elif pattern and text and not re.fullmatch(pattern, text):
            self.fault(place, "PACK-VALUE", f"“{place[-1]}”写为“{text}”", f"应为{like}")
        return text[:most]

    def flag(self, *place: str | int) -> bool:
        value = self.at(*place)
        if value not in (None, True, False):
            self.fault(place, "PACK-VALUE", f"“{place[-1]}”写为“{value}”", "应为 true 或 false")
        return value is True

    def whole(self, *place: str | int, least: int = 0, most: int = 10_000) -> int | None:
        """The whole number at ``place``; None where nothing (or nothing usable) stands there."""
        value = self.at(*place)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            self.fault(
                place, "PACK-VALUE", f"“{place[-1]}”写为“{value}”", f"应为{least}至{most}的整数"
            )
            return None
        return value


def _nearest(key: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(key, list(known), n=1, cutoff=0.7)
    return f"是否想写“{near[0]}”" if near else ""
