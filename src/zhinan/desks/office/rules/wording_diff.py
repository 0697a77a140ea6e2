"""Two wordings of one text: what is kept, struck out and put in."""

import re
from difflib import SequenceMatcher

Piece = tuple[str, str]  # (kept | out | in, text)
_WORD = re.compile(r"\d[\d.,]*|[A-Za-z]+|\s+|.", re.DOTALL)
MOST = 6000  # longer texts are told as replaced whole


def pieces(old: str, new: str) -> list[Piece]:
    """The pieces of both texts in reading order; numbers and Latin words are never split.

    >>> pieces("不低于3%", "不低于3.5%")
    [('kept', '不低于'), ('out', '3'), ('in', '3.5'), ('kept', '%')]
    """
    if old == new:
        return [("kept", old)] if old else []
    before, after = _WORD.findall(old), _WORD.findall(new)
    if len(before) + len(after) > MOST:
        return [(kind, text) for kind, text in (("out", old), ("in", new)) if text]
    found: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(("kept", "".join(before[a:b])))
            continue
        found += [(k, "".join(t)) for k, t in (("out", before[a:b]), ("in", after[c:d])) if t]
    return found
