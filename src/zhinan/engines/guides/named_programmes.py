"""Programmes named in a sentence only: 设甲、乙、丙三个专项; and the facts that name one of them."""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from .facets import is_facet
from .numbering import label_of, numeral
from .outline import Heading
from .paragraphs import Paragraph
from .record import Record

_COUNTED = re.compile(
    r"(?:设有?|设立|设置|分设|分为?|包括|包含|划分为|由)(?P<list>[\u4e00-\u9fff“”（）A-Za-z、]{2,14}?(?:、[\u4e00-\u9fff“”（）A-Za-z]{2,16})*(?:和|及|与|、)[\u4e00-\u9fff“”（）A-Za-z]{2,16}?)(?:等)?(?P<n>[两二三四五六七八九\d])\s*(?:个|大|种)?(?:专项|类别|类型|类项目|类|层次|项目|子计划|计划|板块|种类|方向类)"
)
_KIND = re.compile(
    r"(?:项目|计划|专项|基金|资金|课题|人才|英才|团队|中心|平台|基地|券|奖|类|实验室|工作站|机构|特派员|补助|奖励|工程|行动)(?:（[^）]*）)?$"
)
_ITEM = re.compile(r"\s*(?P<title>[\u4e00-\u9fff“”（）]{3,18}?)[。：]")
_GIVEN = re.compile(r"(?:资助|补助|补贴|奖励|奖补|后补助|贴息|扶持|支持|项目|券|专项)$")
_SUM = re.compile(
    r"(?:资助|补助|补贴|奖励|奖补|给予|支持|拨付)[^。；]{0,40}?\d+(?:\.\d+)?\s*(?:万元|元|%)"
)
_LED = r"(?:^|[，：]|^\s*(?:\d{1,2}[）.、]|（[^）]{1,3}）)\s*)(?:其中|对于?|申报|申请|推荐|入选|获批|获得|认定为?|新认定的?|凡|拟|支持)*“?"
_OWNED = ("condition", "support", "quota", "required_document", "deadline")
SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Named:
    """A programme as a sentence names it: the words and where they stand in their paragraph."""

    short: str
    place: int
    start: int
    end: int


def named_in_text(
    paragraphs: Sequence[Paragraph], known: Collection[str], first: int, stop: int
) -> Iterator[Named]:
    """The kinds a whole is made of, where a sentence lists and counts them; ``known``: names that are programmes already.

    >>> [m["list"] for m in _COUNTED.finditer("人才计划设领军人才、青年英才、创业人才三个专项。")]
    ['领军人才、青年英才、创业人才']
    """
    whole = "\n".join(p.text for p in paragraphs[first:stop])
    for paragraph in paragraphs[first:stop]:
        if paragraph.is_cell:
            continue
        for match in _COUNTED.finditer(paragraph.text):
            parts = list(re.finditer(r"[^、和及与]+", match["list"]))
            names = [part[0].strip("“”") for part in parts]
            if len(names) != numeral(match["n"].replace("两", "二")) or not all(
                not is_facet(n) and (_KIND.search(n) or whole.count(n) > 2) for n in names
            ):
                continue
            for part, name in zip(parts, names, strict=True):
                if not any(name in title or title in name for title in known):
                    at = match.start("list") + part.start() + part[0].index(name)
                    yield Named(name, paragraph.place, *paragraph.view.span(at, at + len(name)))


def granting_items(
    paragraphs: Sequence[Paragraph], headings: Sequence[Heading], first: int, stop: int
) -> Iterator[tuple[Named, int]]:
    """Numbered paragraphs that begin with a title and say what is granted: 第三条 授权资助。…; with where each ends."""
    heads = {h.place for h in headings if not h.mark.run_in}
    runs: dict[str, list[tuple[Named, int]]] = {}
    for place in range(first, stop):
        paragraph = paragraphs[place]
        label = label_of(paragraph.text)
        if label is None or paragraph.is_cell or place in heads:
            continue
        title = _ITEM.match(paragraph.text, label.length)
        if title is None or is_facet(title["title"]) or not _GIVEN.search(title["title"]):
            continue
        end = _end_of_item(paragraphs, heads, place, stop, label.style)
        if any(_SUM.search(p.text) for p in paragraphs[place:end]):
            span = paragraph.view.span(title.start("title"), title.end("title"))
            runs.setdefault(label.style, []).append((Named(title["title"], place, *span), end))
    for run in runs.values():
        if len(run) > 1:
            yield from run


def _end_of_item(
    paragraphs: Sequence[Paragraph], heads: Collection[int], place: int, stop: int, style: str
) -> int:
    """Where the stretch of a numbered paragraph ends: at the next of its style, or at a heading."""
    for at in range(place + 1, stop):
        label = label_of(paragraphs[at].text)
        if at in heads or (label is not None and label.style == style):
            return at
    return stop


def with_own_programme(
    records: Sequence[Record],
    paragraphs: Sequence[Paragraph],
    place_at: Any,
    children: Mapping[str, Sequence[tuple[str, str, bool]]],
) -> list[Record]:
    """Facts of a whole given to the one of its kinds they name.

    Args:
        records: All records of a file.
        paragraphs: Its paragraphs.
        place_at: The place of the paragraph at an offset.
        children: For each whole, the short and full names of its kinds, and whether only a sentence names them.
    """
    found = []
    for record in records:
        kinds = children.get(str(record.fields.get("programme") or ""), ())
        own = None
        if kinds and record.type in _OWNED:
            own = _own(record, paragraphs[place_at(record.start)], kinds)
        fields = {**record.fields, "programme": own} if own else record.fields
        found.append(replace(record, fields=fields) if own else record)
    return found


def _own(
    record: Record, paragraph: Paragraph, kinds: Sequence[tuple[str, str, bool]]
) -> str | None:
    text, origin = paragraph.text, paragraph.view.origin
    start = bisect_left(origin, record.start)
    end = bisect_left(origin, record.end)
    label = label_of(text)
    head = text[label.length if label else 0 :].lstrip()
    for short, full, is_named in kinds:
        if is_named and re.match(rf"“?{re.escape(short)}”?(?:[。：:（]|$)", head):
            return full
    guard = str(record.fields.get("when") or "")
    guarded = [
        full
        for short, full, named in kinds
        if guard and (guard == short or (named and short in guard))
    ]
    if len(guarded) == 1:
        return guarded[0]
    left = max(text.rfind(c, 0, start + 1) for c in "。；") + 1
    segment, quote = text[left:end], text[start:end]
    usable = [k for k in kinds if k[2] or len(k[0]) >= SHORTEST]
    inside = [full for short, full, _ in usable if short in quote]
    if record.type in ("quota", "support") and len(inside) == 1:
        return inside[0]
    led = [full for short, full, _ in usable if re.search(_LED + re.escape(short), segment)]
    said = [full for short, full, _ in usable if short in segment]
    if len(led) == 1 and len(said) == 1:
        return led[0]
    return None
