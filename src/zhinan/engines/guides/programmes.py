"""Programmes: what has conditions, a form or a code of its own; and the programme each paragraph belongs to."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from .codes import Coded, have_own_rules
from .documents import Document
from .facets import divides, is_facet
from .named_programmes import Named, granting_items, named_in_text
from .outline import Heading
from .paragraphs import Paragraph
from .programme_heads import has_shared_rules, heads_of_programmes
from .record import Record
from .tables import Cell

JOINER = "·"
_OPENING = re.compile(
    r"^(?:.{2,16}(?:厅|局|委员会|委|办公室|政府))?关于(?:\s*(?:组织|开展|兑现|拨付|申领|办理|公开|公布|做好|启动|印发|发布|下达|征集|申报|填报|推荐|受理|申请|遴选|认定|实施|修订|进一步|调整|年度))*(?:《)?"
)
_YEAR = re.compile(r"[\[（(]?20\d\d[\]）)]?(?:[-—~至]20\d\d)?\s*年?度?(?:第[一二三四]批)?")
_CLOSING = re.compile(
    r"(?:》?的?(?:通知|公告|通告)|》|(?:(?:(?<=计划)|(?<=基金)|(?<=专项)|(?<=资金)|(?<=工程)|(?<=）))项目)?(?:征集|申报|申请|推荐|立项|评审|遴选|储备|组织申报|申报推荐|申报和推荐)(?:项目)?(?:工作|指南|事项|要点)?"
    r"|储备(?:项目|课题)(?:申报|申请|征集)?(?:指南|榜单)?|(?:(?<=计划)|(?<=基金)|(?<=专项)|(?<=资金)|(?<=工程)|(?<=）))(?:项目|课题)(?:申报|申请|征集)?(?:指南|榜单)?|(?<=项目|课题)(?:申报|申请|征集)?(?:指南|榜单)|指南|榜单|工作|(?:(?:专项|项目|资金|经费)*(?:和|与|及)(?:专项)?(?:资金|经费))?(?:(?<=计划)项目)?(?:管理|使用|实施|暂行|工作|(?:建设|运行|认定|评价|绩效|考核)(?:与|和|及|、)(?=建设|运行|认定|评价|绩效|考核|管理)|(?<=[与和及、])(?:建设|运行|认定|评价|绩效|考核))*(?:办法|细则|规定|方案|政策)|（(?:试行|暂行|修订|修订版|征求意见稿|送审稿|第[一二三四]批)[^）]*）|的?有关|的?若干|的?补充"
    r"|(?:(?<=指南)|(?<=榜单)|(?<=目录))(?:及|和|与|暨)[\u4e00-\u9fff]{0,6}(?:须知|说明|要求|事项|流程|规则|细则|问答|指引)|(?:申报|申请|揭榜|立项)(?:须知|说明|要点))$"
)
_NUMBERED = re.compile(
    r"[（(\[]?[\u4e00-\u9fff]{2,10}[\[〔]20\d\d[\]〕]\s*\d+\s*号[）)\]]?|(?:榜单)?公告$"
)
_FORM = re.compile(
    r"(?:申报|申请)材料\s*[：:]\s*(?P<name>[^。；]{2,50}(?:申报书|申请书|申报表|申请表|任务书)(?:[（\[][^。；]{1,24}[）\]])*)"
)


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme; paragraphs ``first`` to ``stop`` are its own. ``field``: it is a field of its parent."""

    name: str
    short: str
    parent: str | None
    document: str
    first: int
    stop: int
    start: int
    end: int
    why: str
    is_applicable: bool = True
    code: str | None = None
    group: str | None = None
    field: str | None = None
    form: str | None = None
    form_line: int | None = None


def plain_name(title: str, *, keep_year: bool = False) -> str:
    """What a title calls the programme, without year and the words around it.

    >>> plain_name("2024年度市重点研发计划（社会发展）项目指南")
    '市重点研发计划（社会发展）'
    >>> plain_name("关于征集2024年度中央引导地方科技发展资金储备项目的通知")
    '中央引导地方科技发展资金'
    """
    title = _NUMBERED.sub("", title).strip()
    name = _OPENING.sub("", title) if title.startswith("关于") or "关于" in title[:20] else title
    name = re.sub(
        r"^《?(?P<policy>[^《》]{4,40})》.*(?:资金|奖励|奖补|补助|政策).*$", r"\g<policy>", name
    )
    if not keep_year:
        name = _YEAR.sub("", name, count=1)
    while (shorter := _CLOSING.sub("", name)) != name and len(shorter) >= 4:
        name = shorter
    return re.sub(r"(?<=基金)(?:管理)?委员会$", "", name.strip("《》 "))


def programmes_of(
    document: Document,
    paragraphs: Sequence[Paragraph],
    headings: Sequence[Heading],
    coded: Sequence[Coded],
) -> list[Programme]:
    """The programmes of one document, parents first."""
    if document.kind in ("plan", "form", "") or document.title is None:
        return []
    headed = heads_of_programmes(paragraphs, headings, coded)
    tops = [h for h in headed if h.level == 1]
    found: list[Programme] = []
    if len(tops) < 2 or has_shared_rules(headings):
        found.append(_whole(document, headings, paragraphs))
    root = found[0] if found and document.kind != "demand_call" else None
    found += _from_headings(headed, headings, root)
    if have_own_rules(coded, paragraphs):
        found += _from_codes(coded, headings, found, root, document.id)
    found += _from_sentences(document, paragraphs, headings, found)
    return _finished(found, paragraphs)


def _from_sentences(
    document: Document,
    paragraphs: Sequence[Paragraph],
    headings: Sequence[Heading],
    found: Sequence[Programme],
) -> Iterator[Programme]:
    """The kinds a sentence counts up, under the innermost programme the sentence stands in; they have no stretch."""
    known = {p.short for p in found}
    for one in named_in_text(paragraphs, known, document.body, document.end):
        holding = [p for p in found if p.first <= one.place < p.stop]
        if not holding or one.short in known:
            continue
        known.add(one.short)
        own = next((h for h in headings if h.title == one.short), None)
        first, stop = (own.place, own.stop) if own else (one.place, one.place)
        yield _below(min(holding, key=lambda p: p.stop - p.first), one, first, stop)
    for one, end in granting_items(paragraphs, headings, document.body, document.end):
        holding = [p for p in found if p.first <= one.place < p.stop]
        if holding and one.short not in known:
            known.add(one.short)
            yield _below(min(holding, key=lambda p: p.stop - p.first), one, one.place, end)


def _below(whole: Programme, one: Named, first: int, stop: int) -> Programme:
    return Programme(
        f"{whole.name}{JOINER}{one.short}", one.short, whole.name, whole.document, first, stop, one.start, one.end, "programme.named",
    )  # fmt: skip


def programme_of_row(cell: Cell, document: Document, found: Sequence[Programme]) -> Programme:
    """The programme a row of a policy's table sets out, under the document's own; it has no stretch of text."""
    root = next((p for p in found if p.parent is None), None)
    title = cell.text.strip()
    name = f"{root.name}{JOINER}{title}" if root else title
    place = document.first
    return Programme(
        name, title, root.name if root else None, document.id, place, place, cell.start, cell.end, "programme.table",
    )  # fmt: skip


def _whole(
    document: Document, headings: Sequence[Heading], paragraphs: Sequence[Paragraph]
) -> Programme:
    """The document itself as a programme."""
    title = document.title
    assert title is not None
    demand = document.kind == "demand_call"
    name = plain_name(title.text, keep_year=demand)
    if demand and not name.endswith("征集"):
        name += "征集"
    return Programme(
        name,
        name,
        None,
        document.id,
        document.first,
        document.last,
        title.start,
        title.end,
        "programme.title",
    )


def _from_headings(
    headed: Sequence[Heading], headings: Sequence[Heading], root: Programme | None
) -> list[Programme]:
    made: dict[int, Programme] = {}
    order = {h.place: i for i, h in enumerate(headings)}
    chosen = {order[h.place] for h in headed}
    for heading in headed:
        above, field = heading.above, None
        while above is not None and above not in made:
            if is_facet(headings[above].title) and divides(headings[above].title):
                field = field or headings[above].title
            above = headings[above].above
        parent = made[above] if above is not None else root
        inner = [headings[i] for i in chosen if heading.place < headings[i].place < heading.stop]
        if parent is not None and heading.above is not None and _only_lists(heading, inner):
            continue
        name = f"{parent.name}{JOINER}{heading.title}" if parent else heading.title
        start, end = heading.mark.end - len(heading.title), heading.mark.end
        made[order[heading.place]] = Programme(
            name, heading.title, parent.name if parent else None, heading.document, heading.place, heading.stop,
            max(start, heading.mark.start), end, "programme.heading", field=heading.title if field and above is not None else None,
        )  # fmt: skip
    return list(made.values())


def _only_lists(heading: Heading, inner: Sequence[Heading]) -> bool:
    """Whether a heading's words are only those of the programmes below it, so that it adds no name."""
    words = re.sub(r"[^\w]", "", heading.title)
    names = [re.sub(r"[^\w]", "", h.title) for h in inner]
    return len(names) > 1 and all(
        name[i : i + 2] in words for name in names for i in range(len(name) - 1)
    )


def _from_codes(
    coded: Sequence[Coded],
    headings: Sequence[Heading],
    found: Sequence[Programme],
    root: Programme | None,
    document: str,
) -> list[Programme]:
    made = []
    for one in coded:
        holding = [
            p for p in found if p.first <= one.place < p.stop and p.why == "programme.heading"
        ]
        parent = holding[-1] if holding else root
        group = group_of(one.place, headings)
        name = f"{parent.name}{JOINER}{one.title}" if parent else one.title
        made.append(Programme(
            name, one.title, parent.name if parent else None, document, one.place, one.stop, one.title_start, one.end,
            "programme.code", code=one.code, group=group,
        ))  # fmt: skip
    return made


def group_of(place: int, headings: Sequence[Heading]) -> str | None:
    """The heading above a place that says more than 指南方向 or 申报条件."""
    holding = [h.title for h in headings if h.place <= place < h.stop and not h.is_box]
    if not holding or (is_facet(holding[-1]) and holding[-1] not in ("其他", "其它")):
        return None
    return holding[-1]


def _finished(found: list[Programme], paragraphs: Sequence[Paragraph]) -> list[Programme]:
    """Say which may be applied for, and give each its application form or that of its parent."""
    parents = {p.parent for p in found}
    done: dict[str, Programme] = {}
    for one in found:
        nested = [
            p
            for p in found
            if p is not one and one.first <= p.first and p.stop <= one.stop and p.parent
        ]
        form, line = _form_of(one, nested, paragraphs)
        if form is None and one.parent in done:
            form, line = done[one.parent].form, done[one.parent].form_line
        done[one.name] = replace(
            one, is_applicable=one.name not in parents, form=form, form_line=line
        )
    return list(done.values())


def _form_of(
    one: Programme, nested: Sequence[Programme], paragraphs: Sequence[Paragraph]
) -> tuple[str | None, int | None]:
    for place in range(one.first, one.stop):
        if any(p.first <= place < p.stop for p in nested):
            continue
        if match := _FORM.match(paragraphs[place].text):
            return match["name"], paragraphs[place].number
    return None, None


def programme_record(one: Programme) -> Record:
    """The programme as a record."""
    fields: dict[str, object] = {
        "name": one.name, "short": one.short, "parent": one.parent, "applicable": one.is_applicable,
        "application_document": one.form, "application_document_line": one.form_line,
    }  # fmt: skip
    more = {"code": one.code, "group": one.group, "field": one.field}
    fields |= {name: value for name, value in more.items() if value}
    return Record("programme", one.start, one.end, fields, one.document, 0.5, one.why)
