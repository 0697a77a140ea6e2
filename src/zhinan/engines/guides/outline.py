"""The section tree: levels from the nesting of number styles, with lost and stray numbers."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from .documents import Document
from .headings import Mark, marks_of
from .numbering import RANK
from .paragraphs import Paragraph
from .record import Record

_BESIDE = {
    "head": -1.0, "item": RANK["bracket"] + 0.5, "spaced": RANK["dot"] - 0.5, "decimal": RANK["dot"] + 0.5,
    "decimal3": RANK["dot"] + 0.6, "decimal4": RANK["dot"] + 0.7,
}  # fmt: skip
_NUMERALS = "零一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Heading:
    """A section. ``path``: titles above it, outermost first; ``stop``: the paragraph after its stretch."""

    mark: Mark
    level: int
    path: tuple[str, ...]
    document: str
    above: int | None  # place in the outline of the heading above
    stop: int
    is_stray: bool = False
    intended: str | None = None

    @property
    def title(self) -> str:
        return self.mark.title

    @property
    def place(self) -> int:
        return self.mark.place

    @property
    def is_box(self) -> bool:
        return self.mark.style == "box"


def rank(style: str) -> float:
    """Order of nesting; 1.1 lies under 1. and over （1）, 1.1.1 under 1.1, 任务1 over 1."""
    if style in _BESIDE:
        return _BESIDE[style]
    return RANK.get(style, 99)


def outline_of(
    document: Document, paragraphs: Sequence[Paragraph], offset: int = 0
) -> list[Heading]:
    """The headings of one document with their places in the tree.

    Args:
        document: The document, as split.
        paragraphs: All paragraphs of the file.
        offset: How many headings of earlier documents stand before these, for ``above``.
    """
    marks = _promoted(marks_of(document, paragraphs))
    usual = _usual_parents(marks)
    stack: list[tuple[str, int]] = []  # style and place in found
    found: list[Heading] = []
    for at, mark in enumerate(marks):
        intended = _lost_number(marks, at)
        style = intended[0] if intended else mark.style
        if style == "box":
            pass
        elif style == "plain":
            _make_room_for_plain(stack, marks, at, usual)
        else:
            _make_room(stack, style)
        path = tuple(found[i].title for _, i in stack)
        above = stack[-1][1] + offset if stack else None
        found.append(
            Heading(
                mark,
                len(stack) + 1,
                path,
                document.id,
                above,
                document.end,
                False,
                intended and intended[1],
            )
        )
        if style != "box":
            stack.append((style, len(found) - 1))
    return _closed(_strays(found))


def _promoted(marks: Sequence[Mark]) -> list[Mark]:
    """Marks of a style that is the highest here though not as a rule: it comes first, counts on to the end,
    and a style usually above it begins anew under two of its headings."""
    numbered = [m for m in marks if m.style not in ("plain", "box")]
    if not numbered:
        return list(marks)
    first = numbered[0].style
    own = [m for m in numbered if m.style == first]
    if any(after.value <= before.value for before, after in pairwise(own)):
        return list(marks)
    for style in {m.style for m in numbered if rank(m.style) < rank(first)}:
        begun = [m.place for m in numbered if m.style == style and m.value == 1]
        under = {sum(1 for o in own if o.place < place) for place in begun}
        if len(under) > 1:
            return [replace(m, style="head") if m.style == first else m for m in marks]
    return list(marks)


def _make_room(stack: list[tuple[str, int]], style: str) -> None:
    styles = [s for s, _ in stack]
    if style in styles:
        del stack[styles.index(style) :]
        return
    while (
        stack
        and (rank(stack[-1][0]) > rank(style) or stack[-1][0] == "plain")
        and _outranks(stack, style)
    ):
        stack.pop()


def _outranks(stack: Sequence[tuple[str, int]], style: str) -> bool:
    """A plain heading on top gives way only to a style above that of what it stands under."""
    if stack[-1][0] != "plain":
        return True
    under = next((s for s, _ in reversed(stack) if s != "plain"), None)
    return under is not None and rank(under) > rank(style)


def _make_room_for_plain(
    stack: list[tuple[str, int]], marks: Sequence[Mark], at: int, usual: dict[str, str]
) -> None:
    """A heading without a number stands where its first numbered child wants a parent, or beside its like."""
    styles = [s for s, _ in stack]
    child = marks[at + 1] if at + 1 < len(marks) else None
    if "plain" in styles:
        del stack[styles.index("plain") :]
        return
    parent = usual.get(child.style) if child is not None and child.value == 1 else None
    if parent in styles:
        del stack[styles.index(parent) :]
    elif parent is not None:
        while stack and rank(stack[-1][0]) > rank(parent):
            stack.pop()


def _usual_parents(marks: Sequence[Mark]) -> dict[str, str]:
    """For each style, the style it most often stands under in this document."""
    counted: dict[str, Counter[str]] = {}
    stack: list[str] = []
    for mark in marks:
        if mark.style in ("plain", "box"):
            continue
        while stack and rank(stack[-1]) >= rank(mark.style):
            stack.pop()
        if stack:
            counted.setdefault(mark.style, Counter())[stack[-1]] += 1
        stack.append(mark.style)
    return {style: count.most_common(1)[0][0] for style, count in counted.items()}


def _lost_number(marks: Sequence[Mark], at: int) -> tuple[str, str] | None:
    """Style and number a plain heading would have: the one missing between its neighbours."""
    if marks[at].style != "plain":
        return None
    top = min((rank(m.style), m.style) for m in marks)[1] if marks else "plain"
    for style in dict.fromkeys((top, "comma", "bracket", "dot")):
        before = next((m.value for m in reversed(marks[:at]) if m.style == style), 0)
        after = next((m.value for m in marks[at + 1 :] if m.style == style), 0)
        same = all(
            marks[i].style in ("plain", "box") or rank(marks[i].style) >= rank(style)
            for i in range(at)
        )
        if style in ("comma", "bracket", "dot") and after == before + 2 and same:
            between = [
                m for m in marks if m.style == "plain" and _between(marks, m, style, before, after)
            ]
            if between and between[0] is marks[at]:
                return style, _written(style, before + 1)
    return None


def _between(marks: Sequence[Mark], mark: Mark, style: str, before: int, after: int) -> bool:
    earlier = [m.value for m in marks if m.style == style and m.place < mark.place]
    later = [m.value for m in marks if m.style == style and m.place > mark.place]
    return (earlier[-1] if earlier else 0) == before and bool(later) and later[0] == after


def _written(style: str, value: int) -> str:
    words = (
        _NUMERALS[value]
        if value <= 10
        else f"十{_NUMERALS[value - 10]}"
        if value < 20
        else str(value)
    )
    return {"comma": f"{words}、", "bracket": f"（{words}）"}.get(style, f"{value}.")


def _strays(found: list[Heading]) -> list[Heading]:
    """Headings of a lower style that stand before the first of the highest: left over from elsewhere."""
    numbered = [h for h in found if h.mark.style not in ("plain", "box")]
    if not numbered:
        return found
    top = min(rank(h.mark.style) for h in numbered)
    first = next(h.place for h in numbered if rank(h.mark.style) == top)
    later = {h.mark.style for h in numbered if h.place > first}
    return [
        replace(h, is_stray=True)
        if h.place < first and rank(h.mark.style) > top and h.mark.style in later
        else h
        for h in found
    ]


def _closed(found: list[Heading]) -> list[Heading]:
    """Each heading's stretch ends where the next of its level or above begins."""
    closed = []
    for at, heading in enumerate(found):
        later = (h.place for h in found[at + 1 :] if h.level <= heading.level and not h.is_box)
        closed.append(replace(heading, stop=next(later, heading.stop)))
    return closed


def section_record(heading: Heading) -> Record:
    """The section as a record."""
    mark = heading.mark
    fields: dict[str, object] = {
        "level": heading.level, "number": mark.number, "title": mark.title, "path": list(heading.path),
    }  # fmt: skip
    for name, value in (
        ("run_in", mark.run_in),
        ("box", heading.is_box),
        ("stray", heading.is_stray),
    ):
        if value:
            fields[name] = True
    if heading.intended:
        fields["number_intended"] = heading.intended
    why = "section.run_in" if mark.run_in else f"section.{mark.style}"
    return Record("section", mark.start, mark.end, fields, heading.document, 0.5, why)
