"""Which paragraphs are headings: numbered, boxed, running into their paragraph, or without a number."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .documents import Document
from .facets import is_facet, names_project
from .numbering import BOX, CODE, Label, is_direction_content, label_of
from .paragraphs import Paragraph
from .series import Member, series_of

_PARTS = ("part", "chapter", "node")
_STOPS = re.compile(r"[。；！？;!?]")
_HARD = re.compile(
    r"(?<![反响效感供适])应(?![用力急变激])|须|不得|可以|必须|需(?!求)|限报|限项|限额|不超过|不少于|不低于|一般|原则上|以上|以内|为准|采取|^项目.{0,6}(?:年|月)|(?<!征)(?<!支持)由"
)
_COUNTED = re.compile(r"只能|同年|限为|\d+\s*(?:项|个|名|家|篇|件|%|万元)")
_PLAIN_STOPS = re.compile(
    r"[。；！？，：:;,\t]|\d{3}|^[（《\[*]|[□_*…—]|年.*月|\d月\d|^(?:注|备注|附|说明|数据来源|来源)"
)
_TELEPHONE = re.compile(r"\d{7,}")
_CASES = re.compile(r"(?:下列|以下|如下).{0,6}(?:情形|情况|条件|行为)")
_LEADING_TABLE = re.compile(r"^(?:序\s*号|编\s*号|项目|指标)\s*(?:指标|名称|项目|内容|单位)")
_RUN_IN = re.compile(r"(?P<title>[^。：:；，,！？]{2,26})(?P<stop>[。：:])")
_INSIDE = re.compile(r"（[^（）]*）")
_BRACKETED = re.compile(r"\s*[（\[](?P<title>[^（）\[\]]{2,24})[）\]]")
LONGEST_NUMBERED, LONGEST_PLAIN = 45, 28


@dataclass(frozen=True, slots=True)
class Mark:
    """A heading as it stands, before its place in the tree is known. ``start`` to ``end``: its span in the file."""

    place: int
    style: str
    value: int
    number: str | None
    title: str
    start: int
    end: int
    run_in: bool = False


def marks_of(document: Document, paragraphs: Sequence[Paragraph]) -> list[Mark]:
    """The headings of one document in order; its blank forms have none."""
    own = [
        p
        for p in paragraphs[document.body : document.end]
        if not p.is_cell and p.place not in document.skipped
    ]
    coded = sum(1 for p in own if CODE.match(p.text)) > 1
    found = {m.place: m for m in _run_ins(own)}
    found |= {m.paragraph.place: _of_series(m) for m in series_of(own)}
    for at, paragraph in enumerate(own):
        follows = own[at + 1] if at + 1 < len(own) else None
        if paragraph.place in found and not found[paragraph.place].run_in:
            continue
        mark = None if is_direction(paragraph, follows) else _numbered(paragraph, coded, follows)
        if mark is None and paragraph.place not in found:
            next_cell = (
                paragraph.place + 1 < document.end and paragraphs[paragraph.place + 1].is_cell
            )
            mark = _plain(paragraph, follows, next_cell)
        if mark is not None:
            found[paragraph.place] = mark
    return [*_without_box_items([found[place] for place in sorted(found)])]


def _of_series(member: Member) -> Mark:
    """1 总则, 任务1：…, 【申报条件】: as a heading."""
    view = member.paragraph.view
    start, end = view.span(0, len(view.text) if member.number is None else member.end)
    title = view.text[member.start : member.end]
    return Mark(
        member.paragraph.place, member.style, member.value, member.number, title, start, end
    )


def _without_box_items(marks: Sequence[Mark]) -> Iterator[Mark]:
    """Numbered items of a box are what it holds, not sections."""
    boxed = False
    for mark in marks:
        if mark.style == "box":
            boxed = True
        elif mark.style in (*_PARTS, "comma", "bracket", "article", "plain"):
            boxed = False
        elif boxed:
            continue
        yield mark


def is_direction(paragraph: Paragraph, follows: Paragraph | None) -> bool:
    """1.1 … followed by 研究内容：…: a coded line of a list of directions."""
    label = label_of(paragraph.text)
    decimal = label is not None and label.style == "decimal"
    return decimal and follows is not None and is_direction_content(follows.text)


def _numbered(paragraph: Paragraph, coded: bool, follows: Paragraph | None) -> Mark | None:
    """A heading with a number, alone on its line."""
    text = paragraph.text
    if coded and CODE.match(text):
        return None
    if box := BOX.match(text):
        return _box(paragraph, box)
    label = label_of(text)
    if label is None or label.style == "letter":
        return None
    if label.style == "article":
        return _article(paragraph, label)
    rest = text[label.length :].strip()
    title = rest.rstrip("：: .")
    longest = 60 if label.style in _PARTS else LONGEST_NUMBERED
    if not title or len(title) > longest or _STOPS.search(title) or title[-1] in "，、,":
        return None
    if label.style not in _PARTS and _is_sentence(title, rest) and not _bars(title, follows):
        return None
    return _mark(paragraph, label, title)


def _is_sentence(title: str, rest: str) -> bool:
    """Whether an unfinished line is a rule or an entry rather than a heading."""
    if re.search("[：:]", _INSIDE.sub("", title)):
        return True
    long = len(title) > 16
    return bool(long and _HARD.search(title)) or (
        "，" in title and (len(title) > 24 or bool(_HARD.search(title)))
    )


def _bars(title: str, follows: Paragraph | None) -> bool:
    """有下列情形之一的，不得申报 over a list of these: a heading for all its hard words."""
    first = label_of(follows.text) if follows else None
    return first is not None and first.value == 1 and bool(_CASES.search(title))


def _mark(paragraph: Paragraph, label: Label, title: str, run_in: bool = False) -> Mark:
    at = paragraph.text.index(title, label.length)
    start, end = paragraph.view.span(0, at + len(title))
    deep = len(re.findall(r"\d+", label.written)) if label.style == "decimal" else 0
    style = f"decimal{deep}" if deep > 2 else label.style
    return Mark(paragraph.place, style, label.value, label.written, title, start, end, run_in)


def _article(paragraph: Paragraph, label: Label) -> Mark | None:
    """第五条（申报条件）…: a heading only with a bracketed title, or alone on its line with a short one."""
    match = _BRACKETED.match(paragraph.text, label.length)
    if match:
        start, end = paragraph.view.span(0, match.end())
        alone = match.end() >= len(paragraph.text)
        return Mark(
            paragraph.place,
            "article",
            label.value,
            label.written,
            match["title"],
            start,
            end,
            not alone,
        )
    rest = paragraph.text[label.length :].strip()
    if (
        rest
        and rest[-1] not in "：:"
        and len(rest) <= 16
        and not _STOPS.search(rest)
        and not _HARD.search(rest)
        and "，" not in rest
    ):
        return _mark(paragraph, label, rest)
    return None


def _box(paragraph: Paragraph, match: re.Match[str]) -> Mark | None:
    rest = paragraph.text[match.end() :].strip(" ：:.、")
    if not rest or len(rest) > 50 or _STOPS.search(rest):
        return None
    start, end = paragraph.view.span(0, paragraph.text.index(rest, match.end()) + len(rest))
    return Mark(paragraph.place, "box", 0, match[0].strip(), rest, start, end)


def _run_ins(own: Sequence[Paragraph]) -> Iterator[Mark]:
    """Numbered headings that run into their paragraph; all neighbours of the same style must do so."""
    for group in _groups(own):
        formed = [(p, label, _run_in_of(p, label)) for p, label in group]
        good = sum(1 for *_, title in formed if title)
        if good >= 2 and good >= 0.8 * len(group):
            for paragraph, label, title in formed:
                if title and _mark_fits(paragraph, label):
                    yield _mark(paragraph, label, title, True)


def _mark_fits(paragraph: Paragraph, label: Label) -> bool:
    return bool(_STOPS.search(paragraph.text[label.length :]) or "：" in paragraph.text)


def _run_in_of(paragraph: Paragraph, label: Label) -> str | None:
    match = _RUN_IN.match(paragraph.text[label.length :].strip())
    telephone = _TELEPHONE.search(paragraph.text)
    if (
        match is None
        or telephone
        or match["title"].count("（") > match["title"].count("）")
        or re.search(r"\d{2}", match["title"])
        or _HARD.search(match["title"])
        or _COUNTED.search(match["title"])
    ):
        return None
    return match["title"].strip()


def _groups(own: Sequence[Paragraph]) -> Iterator[list[tuple[Paragraph, Label]]]:
    """Runs of one style that count on: 1. 2. 3. with whatever text between."""
    open_runs: dict[str, list[tuple[Paragraph, Label]]] = {}
    for paragraph in own:
        label = label_of(paragraph.text)
        if label is None or label.style in (*_PARTS, "article", "letter", "circled"):
            continue
        run = open_runs.get(label.style)
        if run and label.value == run[-1][1].value + 1:
            run.append((paragraph, label))
        else:
            if run:
                yield run
            open_runs[label.style] = [(paragraph, label)]
    yield from open_runs.values()


def _plain(paragraph: Paragraph, follows: Paragraph | None, next_cell: bool) -> Mark | None:
    """A heading without a number: short, no sentence, and something stands below it."""
    text = paragraph.text
    title = text.rstrip("：: ")
    if not 3 <= len(title) <= LONGEST_PLAIN or _PLAIN_STOPS.search(title) or label_of(text):
        return None
    below = follows.text if follows else ""
    first_item = label_of(below)
    leads = first_item is not None and first_item.value == 1
    leads_table = bool(_LEADING_TABLE.match(below)) or (next_cell and not leads)
    if text[-1] in "：:":
        named = leads and (is_facet(title) or names_project(title))
    else:
        named = leads or leads_table or is_facet(title) or names_project(title)
    if not named or (not follows and not next_cell):
        return None
    style = "box" if leads_table else "plain"
    start, end = paragraph.view.span(0, len(title))
    return Mark(paragraph.place, style, 0, None, title, start, end)
