"""Page numbers that stand alone on their line."""

import re

from .source import Line

_PAGE = re.compile(
    r"[—\-–－_·]*\s*\d{1,4}\s*[—\-–－_·]*|第\s*\d+\s*页(?:\s*[,，/]?\s*共\s*\d+\s*页)?|[—\-–－]\s*[ivx]{1,5}\s*[—\-–－]"
)


def is_page_number(line: Line) -> bool:
    """A page number or running foot that stands alone on its line."""
    return (
        not line.is_cell
        and len(line.text) < 24
        and any(c in line.text for c in "—-–－第页_·")
        and bool(_PAGE.fullmatch(line.text))
    )
