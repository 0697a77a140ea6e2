"""The official text a guide was drafted from, where it was, and what its passages are called on the page."""

from zhinan.apps.programmes.facts import pack_of
from zhinan.apps.programmes.models import Guide
from zhinan.engines.packs import PackRefused
from zhinan.engines.packs.official import OfficialText, Span
from zhinan.engines.packs.pack import Pack


def official_of(guide: Guide) -> tuple[Pack, OfficialText] | None:
    """The guide's pack with the text it was drafted from; nothing where it was written by hand."""
    try:
        pack = pack_of(guide)
    except PackRefused:
        return None
    return (pack, pack.source) if pack.source is not None else None


def anchor_of(span: Span) -> str:
    """What a passage is called on the page: spans over the same words are one passage."""
    return f"s{span.start}-{span.end}"


def rule_anchors(guide: Guide, programme: str) -> dict[str, str]:
    """By rule of a programme, the place of its words in the official text; nothing without such a text."""
    found = official_of(guide)
    if found is None:
        return {}
    spans = (s for s in found[1].spans if s.kind == "rule" and programme in s.programmes)
    anchors: dict[str, str] = {}
    for span in spans:
        anchors.setdefault(span.key, anchor_of(span))
    return anchors
