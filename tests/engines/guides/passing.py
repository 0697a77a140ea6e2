"""Passages for tests, out of lines written here."""

from zhinan.engines.guides.passages import Passage
from zhinan.engines.guides.source import view_of


def passages_of(
    *lines: str, path: tuple[str, ...] = ("三、申报条件",), programme: str = "甲计划"
) -> tuple[str, list[Passage]]:
    """The text of the lines, and one passage a line."""
    raw, found, at = "\n".join(lines), [], 0
    for line in lines:
        view = view_of(raw, at, at + len(line))
        found.append(Passage(view, path, programme, "D1"))
        at += len(line) + 1
    return raw, found
