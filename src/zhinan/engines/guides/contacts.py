"""Whom to ask: department, persons, telephone numbers, mail, in every order officials write them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from .layout import Layout
from .names import is_person, persons_in
from .paragraphs import Paragraph
from .record import Record
from .source import View, joined, squeezed
from .tables import Table

PHONE = re.compile(
    r"(?<![\d.])(?:(?:（0\d{2,3}）|0\d{2,3})\s*[-—–]?\s*)?(?:1[3-9]\d{9}|[2-8]\d{6,7}|[2-8]\d{2,3} \d{4})(?:\s*[-转]\s*\d{1,4}(?!\d))?(?:、\d{4}(?!\d))?(?![\d.%])|(?<!\d)1[3-9]\d{9}(?!\d)|12345|400-?\d{3}-?\d{4}"
)
MAIL = re.compile(r"[A-Za-z0-9._-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_PERSON = re.compile(
    r"(?:业务|政策|技术|项目)?联\s*系\s*人(?:员)?(?:及(?:联系)?(?:电话|方式))?\s*[：:]\s*"
)
_PHONE_LABEL = re.compile(
    r"(?:联\s*系|咨\s*询|服\s*务|监\s*督|举\s*报)?\s*(?:电\s*话|方\s*式|热\s*线|手\s*机)(?:（传真）)?(?:号码)?\s*[：:]\s*"
)
_LABELS = re.compile(
    r"(?:业务|政策|技术|项目)?联\s*系\s*人(?:员)?(?:及(?:联系)?(?:电话|方式))?|(?:联\s*系|咨\s*询)\s*(?:电\s*话|方\s*式)|电\s*话|手\s*机|电子邮箱|邮\s*箱|E-?mail|传\s*真|地\s*址|邮\s*编|部门|处室|科室",
    re.IGNORECASE,
)
_DEPARTMENT = re.compile(
    r"[\u4e00-\u9fff、（）]{2,30}(?:处|科|室|中心|局|办|办公室|部|院|股|所|组|厅|委|会|支持|公司|学会|站|热线)"
)
_SENT_TO = re.compile(
    r"(?:报送|报|提交|寄送?|发送|送|交)(?:至|到)?(?P<department>[\u4e00-\u9fff]{4,24}(?:处|科|室|中心|局|办|股))"
)
_FAX = re.compile(
    r"(?:传\s*真|QQ群?|群号|邮\s*编|微信)\s*(?:号码?|号)?\s*[：:]?\s*[\d\-—、（）() ]{5,20}"
)
_ASKING = re.compile(r"联系|咨询|电话|服务|技术支持|受理")
_PURPOSE = re.compile(
    r"^(?:\d+[.、]|（[^）]{1,3}）)?[\u4e00-\u9fff]{0,8}(?:咨询|查询|受理|服务|监督|问题)\s*[：:]\s*"
)
_NUMBER_OFFICE = re.compile(rf"(?:{PHONE.pattern})\s*（[^（）]{{2,20}}）")
# 甲（123）、乙（456）: one person after another, each with a number
_PERSON_NUMBER = re.compile(
    rf"(?<![\u4e00-\u9fff])(?P<name>[\u4e00-\u9fff]{{2,4}})\s*[（，,：:\s]\s*(?:{PHONE.pattern})）?"
)
_BRACKET = re.compile(r"（(?P<inside>[^（）]{2,20})）")


@dataclass(frozen=True, slots=True)
class _Found:
    department: str | None
    persons: tuple[str, ...]
    phones: tuple[str, ...]
    email: str | None


def contact_records(layout: Layout) -> list[Record]:
    """All contacts in running text and in tables that have a column for telephones."""
    found: list[Record] = []
    waiting: Paragraph | None = None  # 联系人：… whose telephone stands on the next line
    for paragraph, document in layout.body():
        text = paragraph.text
        if (
            waiting is not None
            and not _PERSON.search(text)
            and (PHONE.search(text) or MAIL.search(text))
            and len(text) < 60
        ):
            view = joined([waiting.view, View("，", (waiting.end - 1,)), paragraph.view])
            found += _records(
                layout, view, document.id, (waiting.start, paragraph.end), waiting.place
            )
            waiting = None
            continue
        if waiting is not None:
            waiting = None
        if _PERSON.match(text) and not PHONE.search(text) and len(text) < 60:
            waiting = paragraph
        elif PHONE.search(text) or (MAIL.search(text) and _PERSON.search(text)):
            for view in _stretches(paragraph):
                span = view.origin[0], view.origin[-1] + 1
                found += _records(layout, view, document.id, span, paragraph.place)
    for table in layout.tables:
        found += _from_table(layout, table)
    return [_raised(layout, record, found) for record in found]


def _raised(layout: Layout, record: Record, found: Sequence[Record]) -> Record:
    """A contact at the end of a document, after several programmes that have none, is for all of them."""
    own = next((p for p in layout.programmes if p.name == record.fields["programme"]), None)
    if own is None or own.parent is None:
        return record
    beside = [
        p.name for p in layout.programmes if p.parent == own.parent and p.document == own.document
    ]
    told = {r.fields["programme"] for r in found}
    last = len(beside) > 1 and beside[-1] == own.name and not told & set(beside[:-1])
    under = layout.headings_over(layout.place_at(record.start))
    if not last or (under and under[-1].place > own.first and "咨询" in under[-1].title):
        return record
    return replace(record, fields={**record.fields, "programme": own.parent})


def _stretches(paragraph: Paragraph) -> Iterator[View]:
    """The parts of a paragraph that name a contact each: whole when short, bracket or sentence when long."""
    text = paragraph.text
    parted = r"[；;。](?!\s*(?:联系)?(?:电\s*话|手\s*机|邮\s*箱|电子邮箱|传\s*真|QQ|地\s*址))"
    ends = [m.start() + 1 for m in re.finditer(parted, text)] + [len(text)]
    start = 0
    for end in ends:
        piece = text[start:end]
        if PHONE.search(piece) or MAIL.search(piece):
            said = paragraph.view.cut(start, end).stripped()
            yield from _each(_narrowed(said) if len(said.text) > 70 else said)
        start = end


def _each(view: View) -> Iterator[View]:
    """One number after another, each with its office in brackets, are contacts of their own."""
    marks = list(_NUMBER_OFFICE.finditer(view.text))
    people = [m for m in _PERSON_NUMBER.finditer(view.text) if is_person(m["name"])]
    if len(people) > 1 and len(people) == len(list(PHONE.finditer(view.text))):
        marks = people
    if len(marks) < 2:
        yield view
        return
    start = 0
    for mark in marks:
        yield view.cut(start, mark.end()).stripped()
        start = mark.end()


def _narrowed(view: View) -> View:
    """Of a long sentence, the bracket with the contact and the office it is sent to."""
    for match in re.finditer(r"（[^（）]*）", view.text):
        if PHONE.search(match[0]) or MAIL.search(match[0]):
            before = list(_SENT_TO.finditer(view.text, 0, match.start()))
            start = (
                before[-1].start()
                if before and before[-1].end() == match.start()
                else match.start()
            )
            return view.cut(start, match.end())
    label = _PERSON.search(view.text) or _PHONE_LABEL.search(view.text)
    return view.cut(label.start(), len(view.text)) if label else view


def _records(
    layout: Layout, view: View, document: str, span: tuple[int, int], place: int
) -> Iterator[Record]:
    one = _read(view.text)
    if (not one.phones and not one.email) or (not one.phones and not one.persons):
        return
    over = layout.headings_over(place)
    asked = bool(over) and bool(_ASKING.search(over[-1].title))
    if not one.persons and not one.department and not _LABELS.search(view.text) and not asked:
        return
    purpose = [h.title for h in layout.headings_over(place)]
    fields: dict[str, object] = {
        "programme": layout.programme_at(place), "department": one.department, "persons": list(one.persons),
        "phones": list(one.phones), "email": one.email,
    }  # fmt: skip
    if purpose and purpose[-1].endswith("咨询"):
        fields["purpose"] = purpose[-1]
    why = "contact.labelled" if _LABELS.search(view.text) else "contact.line"
    yield Record("contact", *span, fields, document, 0.5, why)


def _read(text: str) -> _Found:
    text = _FAX.sub(" ", text)
    phones = tuple(re.sub(r"\s", "", m[0]) for m in PHONE.finditer(MAIL.sub(" ", text)))
    mail = MAIL.search(text)
    rest = PHONE.sub(" ", MAIL.sub(" ", text))
    after = [m["inside"] for m in _BRACKET.finditer(rest) if _DEPARTMENT.fullmatch(m["inside"])]
    sent = _SENT_TO.search(rest)
    department = after[0] if after else sent["department"] if sent else None
    rest = rest[sent.end() :] if sent else rest
    if after:
        rest = rest.replace(f"（{after[0]}）", " ")
    department_at = None if department else _department(rest)
    if department_at:
        department = squeezed(department_at)
        rest = rest.replace(department_at, " ", 1)
    persons = tuple(persons_in(_LABELS.sub(" ", rest)))
    if len(persons) < 2:  # （技能类：古月；卫生类：沙莎）: who stands in the bracket after a number
        inside = re.findall(r"[：:]\s*([\u4e00-\u9fff]{2,3})(?=[；;、，）]|$)", rest)
        listed = [said for said in inside if len(said) <= 3]
        persons = tuple(listed) if len(listed) > max(1, len(persons)) else persons
    return _Found(department, persons, phones, mail[0] if mail else None)


def _department(text: str) -> str | None:
    """The department before a colon or a space: 平台机构处  张三, 工业处：李四."""
    stripped = _PURPOSE.sub("", _LABELS.sub(" ", text).strip(" ：:，、"))
    head = re.split(r"[：:\s，,]", stripped, maxsplit=1)[0]
    if _DEPARTMENT.fullmatch(head):
        return head
    match = re.match(r"(?P<head>[^\s：:]{2,24})[：:]", stripped)
    return (
        match["head"]
        if match and len(match["head"]) > 3 and not persons_in(match["head"])
        else None
    )


def _from_table(layout: Layout, table: Table) -> Iterator[Record]:
    """Rows under a head that has 联系人 and 电话; a department spanning rows is carried down."""
    head = [squeezed(c.text) for c in table.rows[0]]
    persons = next((i for i, t in enumerate(head) if re.fullmatch(r"联系人(?:员)?|姓名", t)), None)
    phones = next((i for i, t in enumerate(head) if re.search(r"电话|联系方式|手机", t)), None)
    if phones is None or persons is None:
        return
    offices = next((i for i, t in enumerate(head) if re.search(r"处室|部门|科室|单位", t)), None)
    place = layout.place_at(table.start)
    document = layout.document_at(place)
    for row in table.rows[1:]:
        if len(row) <= max(persons, phones) or not PHONE.search(row[phones].text):
            continue
        fields = {
            "programme": layout.programme_at(place), "department": row[offices].text if offices is not None else None,
            "persons": persons_in(row[persons].text), "phones": _phones(row[phones].text), "email": None,
        }  # fmt: skip
        yield Record(
            "contact", row[0].start, row[-1].end, fields, document.id, 0.5, "contact.table"
        )


def _phones(text: str) -> Sequence[str]:
    return [re.sub(r"\s", "", m[0]) for m in PHONE.finditer(text)]
