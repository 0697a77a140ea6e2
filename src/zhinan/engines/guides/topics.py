"""What may be applied for: coded lines, labelled items under 支持重点, entries of a challenge list."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from .challenges import challenge_records
from .codes import Coded
from .documents import Document
from .facets import is_facet, tells_directions
from .heading_codes import titled
from .layout import Layout
from .numbering import CIRCLED, is_direction_content, label_of, numeral
from .outline import Heading
from .paragraphs import Paragraph
from .programmes import group_of
from .record import Record
from .source import joined

_DELIVERABLE = re.compile(
    r"(?:预期|主要|最终)?成果(?:形式)?(?:要求)?[：:](?P<text>[^\n]{2,120}?)。?$"
)
_CONTENT = re.compile(r"(?:主要)?研究内容[：:](?P<text>.{2,60})")
_HEAD = re.compile(
    r"(?P<title>[^。：:；，！？]{2,22}(?:领域|方面|方向|产业|技术|类|业|其他|其它))[。：:](?=.{4,})"
)
_PLEAS = re.compile(r"^(?:重点|优先|主要|鼓励)?(?:支持|征集|围绕|资助)?")
_CIRCLED_ITEM = re.compile(rf"(?P<n>[{CIRCLED}])\s*(?P<words>[^{CIRCLED}；;。]+)")
_NO_TOPIC = re.compile(r"^(?:注|备注|说明|附|联系|咨询)[：:]?")
_NUMBERED = re.compile(r"(?:方向|专题|课题|任务|选题|榜单|需求)\s*[一二三四五六七八九十\d]")
_KINDS = ("guide", "demand_call", "notice")


def topic_records(layout: Layout) -> list[Record]:
    """All topics of a file, document by document."""
    found: list[Record] = []
    for document in layout.documents:
        coded = layout.codes_of(document)
        challenges = challenge_records(layout, document)
        found += challenges
        if coded and not challenges:
            found += _coded_records(layout, document, coded)
        elif document.kind in _KINDS and not challenges:
            labelled = [*_labelled_records(layout, document)]
            directions = labelled or [*_direction_records(layout, document)]
            found += directions or _listed_records(layout, document)
    return found


def _coded_records(layout: Layout, document: Document, coded: Sequence[Coded]) -> Iterator[Record]:
    heads = layout.heads_of(document)
    counted = Counter(one.code for one in coded)
    for at, one in enumerate(coded):
        fields: dict[str, object] = {
            "code": one.code, "number": None, "title": one.title, "labelled": True,
            "programme": layout.programme_at(one.place), "group": _group(layout, one.place, heads),
        }  # fmt: skip
        if counted[one.code] > 1:
            fields["duplicate_code"] = True
        if expected := expected_code(coded, at):
            fields["code_expected"] = expected
        if one.is_directed:
            fields["directed"] = True
        if one.is_run_in:
            fields["run_in"] = True
        for paragraph in layout.paragraphs[one.place : one.stop]:
            if match := _DELIVERABLE.search(paragraph.text):
                fields["deliverable"] = match["text"]
            if match := _CONTENT.match(paragraph.text):
                fields["research_content_head"] = match["text"]
        yield Record("topic", one.start, one.end, fields, document.id, 0.5, "topic.code")


def _group(layout: Layout, place: int, heads: Sequence[Heading]) -> str | None:
    """The heading above, unless it names the programme itself."""
    group, programme = group_of(place, heads), layout.programme_at(place)
    return None if group and programme and programme.split("·")[-1] == group else group


def expected_code(coded: Sequence[Coded], at: int) -> str | None:
    """The code its neighbours ask for where this one breaks their count; none where it fits.

    A code is judged only where the one before and the one after agree on it.
    """
    if not 0 < at < len(coded) - 1:
        return None
    before, own, after = (_split(coded[i].code) for i in (at - 1, at, at + 1))
    if before[0] == after[0] and after[1] - before[1] == 2 and own != (before[0], before[1] + 1):
        width = len(coded[at - 1].code) - len(before[0])
        return f"{before[0]}{before[1] + 1:0{width}d}"
    return None


def _split(code: str) -> tuple[str, int]:
    """The stem of a code and its running number, the last two digits."""
    match = re.fullmatch(r"(.*?)(\d{1,2})", code)
    return (match[1], int(match[2])) if match else (code, 0)


def _labelled_records(layout: Layout, document: Document) -> Iterator[Record]:
    """Items and paragraphs under headings that tell directions; only the innermost such headings count."""
    heads = layout.heads_of(document)
    for heading in heads:
        if not tells_directions(heading.title) or heading.is_box:
            continue
        inner = [h for h in heads if heading.place < h.place < heading.stop]
        if any(tells_directions(h.title) or _NUMBERED.match(h.mark.number or "") for h in inner):
            continue
        if any(p.first == h.place for h in inner for p in layout.programmes):
            continue
        if heading.mark.run_in:
            yield from _run_in_record(layout, heading)
        else:
            yield from _under(layout, document, heading, inner)


def _under(
    layout: Layout, document: Document, heading: Heading, inner: Sequence[Heading]
) -> Iterator[Record]:
    """Each heading below, or else each numbered item, or else each paragraph."""
    own = [
        p for p in layout.paragraphs[heading.place + 1 : min(heading.stop, document.end)]
        if not p.is_cell and p.place not in document.skipped and not _NO_TOPIC.match(p.text)
    ]  # fmt: skip
    least = min((h.level for h in inner), default=0)
    tops = [h for h in inner if h.level == least]
    if tops:
        for top in tops:
            yield _headed_record(layout, heading, top)
        return
    items = [p for p in own if label_of(p.text)]
    for paragraph in items or own:
        yield _paragraph_record(layout, heading, paragraph)


def _headed_record(layout: Layout, heading: Heading, top: Heading) -> Record:
    paragraphs = [p for p in layout.paragraphs[top.place : top.stop] if not p.is_cell]
    whole = joined(p.view for p in paragraphs)
    body = (
        whole.text[len(top.mark.number or "") + len(top.title) :]
        if not top.mark.run_in
        else paragraphs[0].text.split(top.title, 1)[-1]
    )
    said = titled(top.title)
    fields: dict[str, object] = {
        "code": said.code, "number": top.mark.number, "title": said.title, "labelled": True,
        "programme": layout.programme_at(top.place), "group": _field(layout, heading), "items": clauses(body),
    }  # fmt: skip
    if said.discipline:
        fields["discipline"] = said.discipline
    why = "topic.run_in" if top.mark.run_in else "topic.heading"
    return Record("topic", paragraphs[0].start, paragraphs[-1].end, fields, top.document, 0.5, why)


def _paragraph_record(layout: Layout, heading: Heading, paragraph: Paragraph) -> Record:
    label = label_of(paragraph.text)
    text = paragraph.text[label.length :].strip() if label else paragraph.text
    head = _HEAD.match(text)
    fields = {
        "code": None, "number": label.written if label else None, "title": head["title"] if head else None,
        "labelled": head is not None, "programme": layout.programme_at(paragraph.place),
        "group": _field(layout, heading), "items": clauses(text[head.end() :] if head else text),
    }  # fmt: skip
    why = "topic.label" if head else "topic.item" if label else "topic.paragraph"
    return Record("topic", paragraph.start, paragraph.end, fields, heading.document, 0.5, why)


def _circled_record(
    layout: Layout, heading: Heading, paragraph: Paragraph, item: re.Match[str]
) -> Record:
    words = item["words"].strip(" ，,")
    named = len(words) <= 40 and not re.search(r"[：:]", words)
    fields: dict[str, object] = {
        "code": None, "number": item["n"], "title": words if named else None, "labelled": named,
        "programme": layout.programme_at(heading.place), "group": _field(layout, heading), "items": [] if named else clauses(words),
    }  # fmt: skip
    span = paragraph.view.span(item.start(), item.start("words") + len(item["words"].rstrip()))
    return Record("topic", *span, fields, heading.document, 0.5, "topic.listed")


def _run_in_record(layout: Layout, heading: Heading) -> Iterator[Record]:
    """1.支持范围：… of a programme: what it counts up with ①②③, else the programme itself."""
    paragraph = layout.paragraphs[heading.place]
    items = list(_CIRCLED_ITEM.finditer(paragraph.text, heading.mark.end - heading.mark.start))
    if [numeral(m["n"]) for m in items] == list(range(1, len(items) + 1)) and len(items) > 1:
        for item in items:
            yield _circled_record(layout, heading, paragraph, item)
        return
    programme = layout.programme_at(heading.place)
    fields: dict[str, object] = {
        "code": None, "number": heading.mark.number, "title": programme.split("·")[-1] if programme else heading.title,
        "labelled": True, "programme": programme, "group": None, "items": [],
    }  # fmt: skip
    yield Record(
        "topic", paragraph.start, paragraph.end, fields, heading.document, 0.5, "topic.scope"
    )


def _direction_records(layout: Layout, document: Document) -> Iterator[Record]:
    """Headings that are directions: 方向一 …, or with a paragraph 研究内容：… below."""
    for heading in layout.heads_of(document):
        below = layout.paragraphs[heading.place + 1 : heading.stop]
        told = bool(below) and is_direction_content(below[0].text)
        if heading.is_box or is_facet(heading.title):
            continue
        if not told and not _NUMBERED.match(heading.mark.number or ""):
            continue
        said = titled(heading.title)
        fields: dict[str, object] = {
            "code": said.code, "number": heading.mark.number, "title": said.title, "labelled": True,
            "programme": _kind_over(layout, heading), "group": heading.path[-1] if heading.path and not is_facet(heading.path[-1]) else None,
        }  # fmt: skip
        if said.discipline:
            fields["discipline"] = said.discipline
        yield Record(
            "topic",
            heading.mark.start,
            heading.mark.end,
            fields,
            document.id,
            0.5,
            "topic.direction",
        )


def _kind_over(layout: Layout, heading: Heading) -> str | None:
    """The programme a direction belongs to: the kind a heading above names with its directions (甲类项目支持方向)."""
    whole = layout.programme_at(heading.place)
    for title in reversed(heading.path):
        for short, full, _ in layout.kinds_of.get(whole or "", ()):
            if title.startswith(short) and tells_directions(title[len(short) :].lstrip("的")):
                return full
    return whole


_OPENS = re.compile(r"(?P<title>[\u4e00-\u9fff]{2,10})[。：:]?$")


def _listed_records(layout: Layout, document: Document) -> Iterator[Record]:
    """Items ①②③ or 1. 2. 3. under 一、支持方向。 where that line is no heading of its own."""
    own = [p for p in layout.paragraphs[document.body : document.end] if not p.is_cell]
    for at, paragraph in enumerate(own):
        label = label_of(paragraph.text)
        title = _OPENS.match(paragraph.text, label.length) if label else None
        if label is None or title is None or not tells_directions(title["title"]):
            continue
        for item in own[at + 1 :]:
            mark = label_of(item.text)
            if mark is None or mark.style == label.style:
                break
            words = item.text[mark.length :].strip(" ；;。")
            short = len(words) <= 40 and not re.search(r"[。；：]", words)
            fields = {
                "code": None, "number": mark.written, "title": words if short else None, "labelled": short,
                "programme": layout.programme_at(item.place), "group": None, "items": [] if short else clauses(words),
            }  # fmt: skip
            yield Record("topic", item.start, item.end, fields, document.id, 0.5, "topic.listed")


def _field(layout: Layout, heading: Heading) -> str | None:
    """The field of its parent that the programme is, where it is one."""
    holding = [p for p in layout.programmes if p.first <= heading.place < p.stop]
    return holding[-1].field if holding else None


def clauses(text: str) -> list[str]:
    """The clauses of an item, without their stops.

    >>> clauses("：人工智能研发；重点支持新材料。")
    ['人工智能研发', '重点支持新材料']
    """
    return [
        part.strip(" ：:。")
        for part in re.split(r"[；;。]", text.strip(" ：:。"))
        if part.strip(" ：:。")
    ]
