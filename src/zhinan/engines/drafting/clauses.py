"""The official text cut into clauses: headings as reviewed, and below them the numbered items."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from zhinan.engines.guides.numbering import RANK, label_of
from zhinan.engines.guides.paragraphs import Paragraph, paragraphs_of
from zhinan.engines.guides.source import Source
from zhinan.engines.packs.guide_text import PREFACE

from .fact import Fact
from .places import DraftDocument, Places
from .within import Within
from .writing import as_passage, joined_lines, one_line

ITEMS = ("article", "comma", "bracket", "dot", "digit_bracket")  # that make a clause of their own
OPENING, ATTACHED = PREFACE, "附件"
_ATTACHED = re.compile(r"附\s*件?\s*[：:]\s*(?=\S)|附\s*件\s*[：:]$")
_ANNEX = re.compile(r"附\s*[件表]\s*[\d一二三四五六七八九十]*(?:-\d+)?\s*[：:]?")
_KINDS = {
    "notice": "通知",
    "demand_call": "通知",
    "measure": "办法",
    "plan": "规划",
    "form": "附表",
}


@dataclass(slots=True)
class DraftClause:
    """One clause: its number and heading, the official passage, whose it is, and the blocks under it."""

    number: str
    heading: str
    level: int  # 2 a section of the guide, 3 a clause in it
    keys: tuple[str, ...]
    document: int
    start: int
    head_end: int
    stop: int
    top: int = 0  # place of the level-2 clause it stands under, within the document's clauses
    text: str = ""
    fact: Fact | None = None
    blocks: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Cut:
    """A place where a clause begins. ``depth`` orders headings and, deeper than any of them, items."""

    start: int
    head_end: int
    number: str
    heading: str
    depth: int
    fact: Fact | None = None


def clauses_of(text: str, facts: Sequence[Fact], places: Places) -> list[DraftClause]:
    """All clauses in the order of the text; a document has one at least, unless it is a blank form."""
    paragraphs = paragraphs_of(Source(text))
    hidden = Within((f.start, f.end) for f in facts if f.type == "form")
    starts = [p.start for p in paragraphs]
    found: list[DraftClause] = []
    for document in places.documents:
        if document.kind == "form" and not places.is_owned(document.place):
            continue
        first, last = bisect_left(starts, document.start), bisect_left(starts, document.stop)
        inside = paragraphs[first:last]
        cuts = _cuts(document, facts, inside, hidden)
        found += _for_all(_clauses(text, document, places, cuts, inside, hidden), document, places)
    return found


def _for_all(
    clauses: list[DraftClause], document: DraftDocument, places: Places
) -> list[DraftClause]:
    """The clauses, and one with its name alone for a programme that has none: where it stands in a blank form."""
    spoken = {key for clause in clauses for key in clause.keys}
    seen = {clause.number: 1 for clause in clauses}
    for one in (p for p in places.programmes if p.document == document.place):
        if one.key not in spoken:
            number = _unlike("".join(one.short.split())[:16] or OPENING, seen)
            end, place = document.stop, len(clauses)  # after all else: no fact is looked for in it
            clauses.append(
                DraftClause(number, "", 2, (one.key,), document.place, end, end, end, place)
            )
    return clauses


def _cuts(
    document: DraftDocument,
    facts: Sequence[Fact],
    paragraphs: Sequence[Paragraph],
    hidden: Within,
) -> list[_Cut]:
    """Where clauses begin: at headings, at coded programmes, and at numbered paragraphs between them."""
    own = [
        f
        for f in facts
        if document.title_end <= f.start < document.stop
        and (f.type == "programme" or (f.type == "section" and not f.said("box")))
        and f.start not in hidden
    ]
    heads: list[_Cut] = []
    for fact in sorted(own, key=lambda f: (f.start, f.type != "section", f.end)):
        if not heads or fact.start >= heads[-1].head_end:
            heads.append(_head(fact))
    heads = _with_attachments(heads, paragraphs, hidden)
    taken = Within((h.start, h.head_end) for h in heads)
    listed = Within(
        (h.start, heads[n + 1].start if n + 1 < len(heads) else document.stop)
        for n, h in enumerate(heads)
        if h.number == ATTACHED and h.fact is None
    )
    items = [
        cut
        for p in paragraphs
        if document.kind != "plan" and (cut := _item(p)) is not None
        if p.start >= document.title_end
        if not (p.start in taken or p.start in hidden or p.start in listed)
    ]
    return sorted([*heads, *items], key=lambda c: c.start)


def _with_attachments(
    heads: list[_Cut], paragraphs: Sequence[Paragraph], hidden: Within
) -> list[_Cut]:
    """The heads, and one more where the list of attachments begins; what it numbers are no clauses."""
    for paragraph in paragraphs:
        label = _ATTACHED.match(paragraph.text)
        if label is None or paragraph.is_cell or paragraph.start in hidden:
            continue
        end = paragraph.view.span(0, label.end())[1]
        cut = _Cut(paragraph.start, end, ATTACHED, "", 1)
        return sorted([*heads, cut], key=lambda c: c.start)
    return heads


def _head(fact: Fact) -> _Cut:
    if fact.type == "programme":
        name = fact.word("short") or fact.word("name")
        number = _token(fact.word("code"))
        return _Cut(fact.start, fact.end, number, one_line(name), 90, fact)
    level = fact.said("level", 1)
    depth = level if isinstance(level, int) and 0 < level < 90 else 1
    number = _token(fact.word("number") or fact.word("number_intended"))
    return _Cut(fact.start, fact.end, number, one_line(fact.word("title")), depth, fact)


def _item(paragraph: Paragraph) -> _Cut | None:
    """A paragraph that begins with a number of its own."""
    if paragraph.is_cell:
        return None
    label = label_of(paragraph.text)
    if label is None or label.style not in ITEMS:
        return None
    end = paragraph.view.span(0, label.length)[1]
    return _Cut(paragraph.start, end, _token(label.written), "", 100 + RANK[label.style])


def _token(written: str) -> str:
    """A number without the sign that ends it.

    >>> [_token(w) for w in ("三、", "（ 一 ）", "1.", "第三条", None or "")]
    ['三', '（一）', '1', '第三条', '']
    """
    return re.sub(r"[、.．，,:：;；]+$", "", re.sub(r"\s+", "", written))[:16]


def _joined(above: str, own: str) -> str:
    """A clause number out of the numbers over it.

    >>> _joined("三", "2"), _joined("三", "（二）"), _joined("一（二）", "1"), _joined("第一章", "第三条"), _joined("第二章", "三")
    ('三.2', '三（二）', '一（二）1', '第三条', '第二章三')
    """
    if not above or re.fullmatch(r"第.+条", own):
        return own
    touching = own[0] in "（(第" or above[-1] in "）)章节"
    return f"{above}{own}" if touching else f"{above}.{own}"


def _clauses(
    text: str,
    document: DraftDocument,
    places: Places,
    cuts: Sequence[_Cut],
    paragraphs: Sequence[Paragraph],
    hidden: Within,
) -> list[DraftClause]:
    tag = _tag(document, places)
    begin = document.title_end
    opening = _Cut(begin, begin, OPENING, "", 0)
    found: list[DraftClause] = []
    over: list[tuple[int, str]] = []  # depth and number of what stands over the next cut
    seen: dict[str, int] = {}
    starts, ends = [p.start for p in paragraphs], [p.end for p in paragraphs]
    ordered = [opening, *cuts]
    for place, cut in enumerate(ordered):
        stop = ordered[place + 1].start if place + 1 < len(ordered) else document.stop
        inside = paragraphs[bisect_right(ends, cut.head_end) : bisect_left(starts, stop)]
        passage = as_passage(_lines(text, cut.head_end, stop, inside, hidden))
        if cut is opening and not passage and cuts:
            continue
        while over and over[-1][0] >= cut.depth:
            over.pop()
        number = cut.number or re.sub(r"\s+", "", cut.heading)[:16] or "条"
        full = number if cut is opening else _joined(over[-1][1] if over else "", number)
        if cut is not opening:
            over.append((cut.depth, full))
        is_top = len(over) <= 1
        written = _unlike(f"{tag}{full}"[:28], seen)
        heading = "" if not cut.number and cut.heading == number else cut.heading
        found.append(
            DraftClause(
                written, heading, 2 if is_top else 3, _keys(cut.start, document, places), document.place, cut.start, cut.head_end,
                max(stop, cut.head_end), len(found) if is_top or not found else found[-1].top, passage, cut.fact,
            )
        )  # fmt: skip
    return found


def _keys(offset: int, document: DraftDocument, places: Places) -> tuple[str, ...]:
    """The programmes a clause is about, out of those of its own document where it has any."""
    own, named = places.keys_of(document.place), set(places.keys_at(offset))
    return tuple(key for key in own if key in named) or own


def _tag(document: DraftDocument, places: Places) -> str:
    """What tells the clauses of a document that belongs to every programme from those of a programme's own."""
    if len(places.documents) == 1 or places.is_owned(document.place):
        return ""
    annex = "".join(document.annex.split())
    return f"{annex or _KINDS.get(document.kind, ATTACHED)}·"


def _unlike(number: str, seen: dict[str, int]) -> str:
    """The number, told from the same one that came before."""
    seen[number] = seen.get(number, 0) + 1
    if seen[number] == 1:
        return number
    return _unlike(f"{number}·{seen[number]}", seen)


def _lines(
    text: str,
    start: int,
    stop: int,
    paragraphs: Sequence[Paragraph],
    hidden: Within,
) -> Iterator[str]:
    """The paragraphs between two places, broken lines joined; the cells of a row on one line."""
    row: list[str] = []
    last = start
    for paragraph in paragraphs:
        if paragraph.start in hidden or _ANNEX.fullmatch(paragraph.text):
            continue
        a, b = max(paragraph.start, start), min(paragraph.end, stop)
        said = joined_lines(text[a:b]).strip().lstrip("。：:；;")
        is_new_row = bool(re.search(r"\n[ \t]*\n", text[last:a]))
        if row and (is_new_row or not paragraph.is_cell):
            yield " ".join(row)
            row = []
        last = b
        if paragraph.is_cell:
            row.append(said)
        else:
            yield said
    if row:
        yield " ".join(row)


def clause_at(clauses: Sequence[DraftClause], offset: int) -> DraftClause:
    """The clause that holds an offset: the last that begins before it, else the first of all."""
    place = bisect_right(clauses, offset, key=lambda c: c.start)
    return clauses[max(place - 1, 0)]
