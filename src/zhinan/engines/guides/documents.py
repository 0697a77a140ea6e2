"""A file split into its documents: titles, annexes and annexes within annexes, blank forms as parts of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from .numbering import ANNEX, label_of, numeral
from .paragraphs import Paragraph
from .signature import Ending, ending_of
from .titles import Title, is_letterhead, kind_of, stands_alone, title_at

_LABEL = re.compile(r"附\s*[件表]\s*(?P<n>\d{1,2}(?:-\d{1,2})?|[一二三四五六七八九十]+)?\s*[：:]?")
_LISTED = re.compile(r"附\s*[件表]\s*(?:\d{1,2})?\s*[：:]\s*\S")
_CONTENTS = re.compile(r"目\s*[录次]")
_LEADER = re.compile(r"^.{2,60}?[.．…·\-_ ]{3,}\s*\d{1,3}$")
_SELF = re.compile(r"制定本(?P<kind>规划|办法|细则|方案|意见|指南|措施|规定|纲要)")
_OPENS = re.compile(
    r"第\s*[一1]\s*[章条节]|[一]\s*、|目\s*[录次]$|总\s*则$|为(?:了|进一步|深入|贯彻|规范|加强|全面)|各.{2,60}[：:]$"
)
LETTERHEAD_LINES, SIGNED_ABOVE, OPENS_BELOW = 8, 6, 5


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of paragraphs that begins with an annex label or a title. ``body``: its first paragraph after these."""

    annex: str | None
    title: Title | None
    first: int
    body: int
    last: int


@dataclass(frozen=True, slots=True)
class Blank:
    """A blank form or list that belongs to a document: its title, annex label and paragraphs."""

    title: Title | None
    annex: str | None
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Document:
    """One document. ``body`` to ``end`` are its own running paragraphs, ``last`` closes its blank forms too."""

    id: str
    title: Title | None
    annex: str | None
    parent: str | None
    first: int
    body: int
    end: int
    last: int
    ending: Ending
    blanks: tuple[Blank, ...] = ()
    skipped: frozenset[int] = frozenset()
    self_said: str = ""  # the kind a text without title gives itself: 制定本规划

    @property
    def kind(self) -> str:
        return self.title.kind if self.title else self.self_said


def documents_of(paragraphs: Sequence[Paragraph]) -> tuple[Document, ...]:
    """The documents of a file in order, the first one also where it has no title. O(n)."""
    parts = _parts(paragraphs)
    found: list[Document] = []
    open_annexes: dict[str, int] = {}
    for part in parts:
        kind = part.title.kind if part.title else ""
        is_blank = part.annex is not None and (kind in ("form", "") or not part.title)
        if found and is_blank and _has_parent(found):
            owner = _owner(found, part, open_annexes)
            blank = Blank(part.title, part.annex, part.first, part.last)
            found[owner] = replace(
                found[owner], blanks=(*found[owner].blanks, blank), last=part.last
            )
            continue
        found.append(_document(paragraphs, part, found))
        open_annexes[found[-1].id] = 0
    return tuple(found)


def _has_parent(found: Sequence[Document]) -> bool:
    """Whether a form can belong to what stands before it: to a notice, not to a guide beside it."""
    return found[0].annex is None and bool(
        found[0].ending.attachments or found[0].kind != "guide" or len(found) == 1
    )


def _owner(found: Sequence[Document], part: Part, highest: dict[str, int]) -> int:
    """The document whose annex this is: the last one, unless its annexes are through."""
    number = _number(part.annex)
    if "-" in (part.annex or ""):  # 附件1-2 belongs to what 附件1 is
        within = [i for i, d in enumerate(found) if d.annex and _number(d.annex) == number]
        if within:
            return within[-1]
    for place in range(len(found) - 1, 0, -1):
        document = found[place]
        announced = len(document.ending.attachments)
        if document.annex is None or (
            announced and number > highest[document.id] and number <= announced
        ):
            highest[document.id] = number
            return place
    return 0


def _number(annex: str | None) -> int:
    match = _LABEL.match(annex or "")
    return numeral(match["n"].split("-")[0]) if match and match["n"] else 1


def _document(paragraphs: Sequence[Paragraph], part: Part, found: Sequence[Document]) -> Document:
    ending = ending_of(paragraphs, part.body, part.last)
    parent = found[0].id if found and part.annex and found[0].annex is None else None
    skipped = frozenset(_contents(paragraphs, part.body, part.last)) | ending.lines
    said = next(
        (m for p in paragraphs[part.body : part.body + 4] if (m := _SELF.search(p.text))), None
    )
    return Document(
        f"D{len(found) + 1}", part.title, part.annex, parent, part.first, part.body, part.last, part.last, ending, (), skipped,
        kind_of(said["kind"]) if said else "",
    )  # fmt: skip


def _parts(paragraphs: Sequence[Paragraph]) -> list[Part]:
    """Cut at annex labels and at titles that stand alone."""
    starts: list[tuple[int, str | None, Title | None, int]] = [_opening(paragraphs)]
    at = starts[0][3]
    in_list = False
    while at < len(paragraphs):
        paragraph = paragraphs[at]
        text = paragraph.text
        label = _annex_label(paragraphs, at)
        if label:
            annex, body = label
            title = title_at(paragraphs, body) if body > at else _inline_title(paragraphs, at)
            at = max(title.after if title else body, at + 1)
            starts.append((paragraph.place, annex, title, at))
            in_list = False
            continue
        in_list = bool(_LISTED.match(text)) or (in_list and not _is_date(text))
        alone = None if in_list or paragraph.is_cell else title_at(paragraphs, at)
        if (
            alone
            and at > starts[-1][3]
            and (stands_alone(alone, text) or _after_signature(paragraphs, at, alone))
        ):
            starts.append((_under_letterhead(paragraphs, at), None, alone, alone.after))
            at = alone.after
            continue
        at += 1
    ends = [start for start, *_ in starts[1:]] + [len(paragraphs)]
    return [
        Part(annex, title, first, body, end)
        for (first, annex, title, body), end in zip(starts, ends, strict=True)
    ]


def _after_signature(paragraphs: Sequence[Paragraph], at: int, title: Title) -> bool:
    """Whether a title follows the signature of the document before: what a notice puts in force, printed after it."""
    if title.kind == "form":
        return False
    signed = [i for i in range(max(0, at - SIGNED_ABOVE), at) if _is_date(paragraphs[i].text)]
    below = paragraphs[title.after : title.after + OPENS_BELOW]
    return bool(signed) and any(_OPENS.match(p.text) for p in below if not p.is_cell)


def _under_letterhead(paragraphs: Sequence[Paragraph], at: int) -> int:
    """Where a document begins: at the letterhead above its title."""
    while at > 1 and not paragraphs[at - 1].is_cell and is_letterhead(paragraphs[at - 1].text):
        at -= 1
    return at


def _is_date(text: str) -> bool:
    return bool(re.fullmatch(r".{0,30}(?:\d{4}|二[〇○零]..)年.{1,3}月.{1,4}日", text))


def _opening(paragraphs: Sequence[Paragraph]) -> tuple[int, str | None, Title | None, int]:
    """The first document's title, under its letterhead; its annex label where the file begins with one."""
    annex = None
    for at, paragraph in enumerate(paragraphs[:LETTERHEAD_LINES]):
        if match := _LABEL.fullmatch(paragraph.text):
            annex = match[0].strip("：: ")
        title = title_at(paragraphs, at)
        if title:
            return 0, annex, title, title.after
        if not is_letterhead(paragraph.text) and len(paragraph.text) > 30:
            break
    return 0, annex, None, 0


def _annex_label(paragraphs: Sequence[Paragraph], at: int) -> tuple[str, int] | None:
    """The annex label at ``at`` and where what it labels begins; none for a list of attachments."""
    paragraph = paragraphs[at]
    if paragraph.is_cell:
        return None
    text = paragraph.text
    if match := _LABEL.fullmatch(text):
        follows = paragraphs[at + 1].text if at + 1 < len(paragraphs) else ""
        listed = text.rstrip().endswith(("：", ":")) and label_of(follows)
        return None if listed else (match[0].strip("：: ").replace(" ", ""), at + 1)
    match = ANNEX.match(text)
    if match and match["n"] and len(text) < 60 and _inline_title(paragraphs, at):
        neighbours = [paragraphs[i].text for i in (at - 1, at + 1) if 0 <= i < len(paragraphs)]
        if not any(ANNEX.match(t) for t in neighbours):
            return match[0].strip("：:、. ").replace(" ", ""), at
    return None


def _inline_title(paragraphs: Sequence[Paragraph], at: int) -> Title | None:
    """The title that follows its annex label on the same line."""
    paragraph = paragraphs[at]
    match = ANNEX.match(paragraph.text)
    rest = paragraph.text[match.end() :].strip() if match else ""
    kind = kind_of(rest)
    if not kind or label_of(rest):
        return None
    start = paragraph.text.index(rest)
    span = paragraph.view.span(start, start + len(rest))
    return Title(rest, kind, *span, at + 1)


def _contents(paragraphs: Sequence[Paragraph], first: int, last: int) -> list[int]:
    """The lines of a table of contents."""
    found = [i for i in range(first, last) if _LEADER.match(paragraphs[i].text)]
    heads = [
        i for i in range(first, min(last, first + 12)) if _CONTENTS.fullmatch(paragraphs[i].text)
    ]
    if not heads:
        return found
    begin = heads[0] + 1
    seen = paragraphs[begin].text if begin < last else ""
    again = next(
        (i for i in range(begin + 1, min(last, begin + 150)) if paragraphs[i].text == seen), begin
    )
    return [*found, heads[0], *range(begin, again)]
