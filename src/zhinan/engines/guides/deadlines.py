"""Dates by which, from which or on which something is to be: bounds, openings and closings, periods, running limits."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from .condition_kinds import section_kind
from .dates import Dated, dates_in
from .deadline_relations import relation_of
from .deadline_words import (
    BOUND_ROLES,
    OPENING,
    bound_role,
    labelled,
    role_of,
    subject_of_act,
    subject_of_bound,
)
from .described import years_of
from .documents import Document
from .layout import Layout
from .paragraphs import Paragraph
from .record import Record
from .running import RunningLimit, running_limits

_CITED = re.compile(r"[《\[][^《》\[\]]*[》\]]")
_HAPPENED = re.compile(
    r"\s*(?:（[^）]*）)?(?:及?以前|之前|前)(?:已|(?:依法|在[^，。；]{2,12})?(?:成立|注册|登记|设立|取得|获|认定|备案|授权|立项|出生))"
)
_BARRED = re.compile(r"\s*(?:均|一律|将)?(?:不再|不得|不予|取消|禁止|限制|暂停)")
_TO = re.compile(r"^\s*(?:（[^）]{1,10}）)?\s*(?:起)?\s*(?:至|到|—+|-+|–|~|～)\s*$")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a date stands: its paragraph, the text without cited titles, the heading above."""

    layout: Layout
    paragraph: Paragraph
    document: Document
    text: str
    programme: str | None
    title: str


def deadline_records(layout: Layout) -> list[Record]:
    """All deadlines of the running text; plans have none."""
    found: list[Record] = []
    for paragraph, document in layout.body():
        if document.kind != "plan":
            found += deadlines_in(layout, paragraph, document)
    return found


def deadlines_in(layout: Layout, paragraph: Paragraph, document: Document) -> Iterator[Record]:
    """The deadlines of one paragraph."""
    text = _CITED.sub(lambda m: "　" * len(m[0]), paragraph.text)
    year = years_of(document.title.text if document.title else "", document.ending.date).year
    issued = document.ending.date
    days = [_after_issue(d, issued) for d in sorted(dates_in(text, year), key=lambda d: d.start)]
    days = [_after_opening(day, days[at - 1], text) if at else day for at, day in enumerate(days)]
    over = layout.headings_over(paragraph.place)
    place = _Place(
        layout,
        paragraph,
        document,
        text,
        layout.programme_at(paragraph.place),
        over[-1].title if over else "",
    )
    opened = ""  # the subject a span was opened with
    for at, day in enumerate(days):
        before = text[days[at - 1].end if at else 0 : day.start]
        following = days[at + 1].start if at + 1 < len(days) else len(text)
        ends, opens = (
            at > 0 and bool(_TO.match(before)),
            at + 1 < len(days) and bool(_TO.match(text[day.end : following])),
        )
        relation = relation_of(before, text[day.end : following], day, ends, text, opens)
        if relation is None:
            continue
        record = _record(place, day, relation, days[at - 1].start if ends else day.start, opened)
        opened = str(record.fields["subject"] or "") if opens else ""
        yield record
    for limit in running_limits(text):
        if not _BARRED.match(text[limit.end :]):  # 三年内不得申报 bars, it sets no time for an act
            yield _running(place, limit)


def _after_opening(day: Dated, opening: Dated, text: str) -> Dated:
    """The end of a span written without its year is the first such day after the day that opens it."""
    if not (day.is_inferred and day.date and opening.date) or day.recurring or opening.is_inferred:
        return day
    if not _TO.match(text[opening.end : day.start]):
        return day
    year = int(opening.date[:4])
    near = f"{year}{day.date[4:]}"
    return replace(day, date=near if near >= opening.date else f"{year + 1}{day.date[4:]}")


def _after_issue(day: Dated, issued: str | None) -> Dated:
    """A day written without its year is the first after the notice was issued, or at most a month before it."""
    if not (issued and day.is_inferred and day.date) or day.recurring:
        return day
    year = int(issued[:4])
    near = f"{year}{day.date[4:]}"
    month_before = f"{year}-{max(1, int(issued[5:7]) - 1):02d}{issued[7:]}"
    return replace(day, date=near if near >= month_before else f"{year + 1}{day.date[4:]}")


def _running(place: _Place, limit: RunningLimit) -> Record:
    """A limit counted from an event, with the act it limits."""
    right = _right(place.text, limit.end)
    known = limit.fields.get("role")
    said = place.text[limit.end : right]
    if not said.strip():  # 服务完成后30日内，企业应当提出申请: the act stands in the next clause
        said = re.split("[，。；]", place.text[right + 1 :], maxsplit=1)[0]
    role = role_of(said, "" if said else str(limit.fields["relative"]), False)
    subject = subject_of_act(role, "", said, "", "") or limit.fields.get("anchor")
    if known == "validity":
        named = re.search(
            r"[\u4e00-\u9fff]{0,8}(?:有效期|期限|试行期|保留期)", place.text[: limit.end]
        )
        subject = named[0] if named else subject
    elif known:
        subject = limit.fields.get("anchor")
    start, end = place.paragraph.view.span(limit.start, right)
    fields = {
        "programme": place.programme,
        "relation": "before",
        "date": None,
        "time": None,
        "inclusive": None,
        **limit.fields,
        "role": known or ("running_limit" if role == "due" else role),
        "subject": subject,
    }
    return Record("deadline", start, end, fields, place.document.id, 0.5, f"deadline.{limit.why}")


def _record(
    place: _Place, day: Dated, relation: tuple[str, bool | None, str], span_start: int, opened: str
) -> Record:
    """The date with what it is for and whose it is; ``span_start``: where the span began that it ends."""
    said, inclusive, pattern = relation
    text = place.text
    left, right = _left(text, span_start), _right(text, day.end)
    start, end = place.paragraph.view.span(_left(text, day.start) if opened else left, right)
    before, after, clause = text[left:span_start], text[day.end : right], text[left:right]
    role = _role(place, day, clause, relation, span_start != day.start)
    if role in BOUND_ROLES:
        subject: str | None = subject_of_bound(
            role, clause, text[:left], _lead_of(place.paragraph.text)
        )
    elif opened:
        subject = opened
    elif role in ("project_start", "project_end"):
        subject = labelled(before) or "项目实施周期"
    else:
        wider = after or text[day.end : day.end + 30]
        subject = subject_of_act(role, before, wider, text, place.title)
    fields: dict[str, object] = {
        "programme": place.programme, "role": role, "relation": said, "date": day.date, "time": day.time, "inclusive": inclusive,
        "subject": subject,
    }  # fmt: skip
    if day.is_inferred:
        fields |= {"year_inferred": True, "date_as_written": text[day.start : day.end]}
    if day.recurring:
        fields |= {"recurring": True, "date": None, "relative": text[day.start : day.end]}
    if re.search(r"(?:全年|常年|随时|长期)(?:开放)?受理", text):
        fields["rolling"] = True
    why = f"deadline.{pattern}" + (".inferred" if day.is_inferred else "")
    return Record("deadline", start, end, fields, place.document.id, 0.5, why)


def _left(text: str, at: int) -> int:
    """Where the clause that holds a date begins: after a stop, or a bracket that is still open."""
    depth = 0
    for place in range(at - 1, -1, -1):
        character = text[place]
        if character == "）":
            depth += 1
        elif character == "（" and depth:
            depth -= 1
        elif depth == 0 and (
            character in "，。；（" or (character == "：" and not _is_label(text, place, at))
        ):
            return place + 1
    return 0


def _is_label(text: str, colon: int, day: int) -> bool:
    """A colon of 9：00, or one right after the label of the date: 申报时间：2025年…."""
    clock = text[colon - 1 : colon].isdigit() and text[colon + 1 : colon + 2].isdigit()
    before = re.split(r"[，。；：]", text[:colon])[-1]
    label = not text[colon + 1 : day].strip(" 自从即于") and len(before) <= 20
    label = label and bool(re.search(r"时间|日期|期限|时限|周期|截止|截至", before))
    return clock or label


def _right(text: str, at: int) -> int:
    """Where the clause that holds a date ends; a bracket that says whether the day counts belongs to it."""
    depth = 0
    for place in range(at, len(text)):
        character = text[place]
        if character == "（":
            depth += 1
        elif character == "）":
            if depth == 0:
                return place
            depth -= 1
        elif depth == 0 and character in "，。；":
            return place
    return len(text)


def _role(
    place: _Place,
    day: Dated,
    clause: str,
    relation: tuple[str, bool | None, str],
    is_closing: bool,
) -> str:
    said, _, pattern = relation
    if pattern == "period":
        return "project_end" if is_closing else "project_start"
    bound = bound_role(place.text[day.end : _right(place.text, day.end)][:30]) or bound_role(clause)
    if bound and pattern == "window":
        return bound
    if bound and pattern != "span" and _has_happened(place, day, clause, said):
        return bound
    if said == "on" and (pattern == "span" or OPENING.search(clause)) and "截止" not in clause:
        return "submission_open"
    if said == "after" and OPENING.search(clause):
        return "submission_open"
    wider = place.text[: day.end + 40] if pattern != "span" else ""
    role = role_of(clause, wider, False)
    if place.document.kind == "demand_call" and role == "submission_close":
        return "demand_due"
    return "submission_close" if pattern == "span" and role == "due" else role


def _has_happened(place: _Place, day: Dated, clause: str, relation: str) -> bool:
    """Whether a date says what must have happened by or since then, not what is still to be done."""
    if relation == "after":
        return True
    if re.search(r"报送|提交|上报|推荐|申报截止|填报|上传", clause):
        return False
    at = clause.find(place.text[day.start : day.end])
    if re.search(r"(?:应|须|必须|需)(?:为|是)$", clause[:at]) or _HAPPENED.match(
        place.text[day.end :]
    ):
        return True
    issued = place.document.ending.date
    if issued and day.date:
        return day.date < issued
    return section_kind([place.title]) == "conditions"


def _lead_of(text: str) -> str:
    lead = re.match(
        r".{0,12}?(?P<who>(?:申报|申请|揭榜|牵头|承担|依托)(?:单位|企业|方|人|主体))", text
    )
    return lead["who"] if lead else ""
