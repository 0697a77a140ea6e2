"""Dates by which, from which or on which something is to be: bounds, openings and closings, periods, running limits."""

import re
from collections.abc import Iterator

from .dates import Dated, dates_in
from .described import years_of
from .documents import Document
from .layout import Layout
from .paragraphs import Paragraph
from .record import Record
from .running import running_limits

_CITED = re.compile(r"[《\[][^《》\[\]]*[》\]]")
_NOT_DUE = re.compile(
    r"^\s*(?:[\[（(]?.{0,3}(?:印发|发布|公布|施行|实施[。）]|通过|修订|签发|批准))"
)
_WINDOW = re.compile(r"\s*(?:期间|之间|内)")
_IN_FORCE = re.compile(r"有效期(?:为|至|到|限)*[^，。]{0,6}$")
_FORCE_AFTER = re.compile(r"^\s*(?:之日)?起(?:正式)?(?:施行|实施|执行|生效)")
_AFTER = re.compile(
    r"^\s*(?P<in>（含(?:当日|当天|本日)?）)?\s*(?P<word>以前|之前|及以前|前|以后|之后|后|起|开始|截止|截至|止|开放|开通|启动)?"
)
_TO = re.compile(r"^\s*(?:（[^）]{1,10}）)?\s*(?:起)?\s*(?:至|到|—+|-+|–|~|～)\s*$")
_CLOSING_BEFORE = re.compile(r"(?:截止|截至)(?:日期|时间|日)?(?:为|是|：|:|到|至)?\s*$")
_UNTIL_BEFORE = re.compile(r"(?:即日起|之日起|今日起)?(?:至|到|截至|截止到?)\s*$")
_FROM_BEFORE = re.compile(r"自\s*$|从\s*$")
_PERIOD = re.compile(r"周期|执行期|实施期|研究期|起止|项目期|期限为|建设期")
_LATER = re.compile(r"^.{0,10}?(?P<word>截止|开放|开始|启动|关闭)")
_EVENT = re.compile(r"(?:时间|日期)(?:为|：|:|定于)?\s*$")
_ROLES = (
    ("birth_bound", r"出生"), ("arrival_bound", r"来.{0,4}(?:工作|参与|从事)|到.{0,4}工作|来我"), ("agreement_bound", r"签订|签署|协议"),
    ("consultation_due", r"会商"), ("registration_bound", r"注册"), ("establishment_bound", r"成立|并购|设立"), ("performance_report_due", r"绩效"),
    ("recommendation_due", r"推荐"), ("demand_due", r"征集|需求"), ("acceptance_due", r"验收"), ("publicity", r"公示"),
    ("submission_close", r"截止|申报|报送|提交|上传|填报|关闭"), ("completion_due", r"完成"),
)  # fmt: skip


def deadline_records(layout: Layout) -> list[Record]:
    """All deadlines of the running text; plans have none."""
    found: list[Record] = []
    for paragraph, document in layout.body():
        if document.kind != "plan":
            found += _of(layout, paragraph, document)
    return found


def _of(layout: Layout, paragraph: Paragraph, document: Document) -> Iterator[Record]:
    text = _CITED.sub(lambda m: "　" * len(m[0]), paragraph.text)
    year = years_of(document.title.text if document.title else "", document.ending.date).year
    days = sorted(dates_in(text, year), key=lambda d: d.start)
    programme = layout.programme_at(paragraph.place)
    for at, day in enumerate(days):
        before = text[days[at - 1].end if at else 0 : day.start]
        following = days[at + 1].start if at + 1 < len(days) else len(text)
        after = text[day.end : following]
        relation = _relation(
            before,
            after,
            day,
            at > 0 and bool(_TO.match(before)),
            text,
            at + 1 < len(days) and bool(_TO.match(after)),
        )
        if relation is None:
            continue
        yield _record(layout, paragraph, document, programme, text, day, relation)
    for limit in running_limits(text):
        start, end = paragraph.view.span(limit.start, limit.end)
        fields = {
            "programme": programme,
            "role": "running_limit",
            "relation": "before",
            "date": None,
            "time": None,
            "inclusive": None,
            **limit.fields,
        }
        yield Record("deadline", start, end, fields, document.id, 0.5, f"deadline.{limit.why}")


def _window_follows(text: str, day: Dated) -> bool:
    """Whether the span a day opens is a stretch of time something happened in: …至…期间."""
    return bool(re.match(r"[^，。；]{1,4}[^，。；]{4,14}(?:期间|之间)", text[day.end :]))


def _relation(
    before: str, after: str, day: Dated, ends_span: bool, text: str, opens_span: bool
) -> tuple[str, bool | None, str] | None:
    """Relation, whether the day counts, and the pattern's name; none where a date bounds nothing."""
    if _NOT_DUE.match(after) or _IN_FORCE.search(before) or _FORCE_AFTER.match(after):
        return None
    match = _AFTER.match(after)
    word, included = (match["word"], bool(match["in"])) if match else (None, False)
    if ends_span or opens_span:
        if (
            _PERIOD.search(text[: day.start])
            or _WINDOW.match(after)
            or (opens_span and _window_follows(text, day))
        ):
            return "on", None, "period"
        return ("on_or_before", True, "span") if ends_span else ("on", None, "span")
    if word in ("以前", "之前", "及以前", "前"):
        return "before", True if included or word == "及以前" else None, "before"
    if word in ("以后", "之后", "后"):
        return "after", True if included else None, "after"
    if _CLOSING_BEFORE.search(before):
        return "on_or_before", True, "closing"
    if _UNTIL_BEFORE.search(before):
        return "on_or_before", True, "until"
    if word == "起" or (_FROM_BEFORE.search(before) and word):
        return "after", True, "from"
    if word or _LATER.match(after):
        return "on", True if included else None, "on"
    return ("on", None, "event") if _EVENT.search(before) else None


def _record(
    layout: Layout, paragraph: Paragraph, document: Document, programme: str | None, text: str, day: Dated,
    relation: tuple[str, bool | None, str],
) -> Record:  # fmt: skip
    said, inclusive, pattern = relation
    left = max((text.rfind(c, 0, day.start) for c in "，。；：（"), default=-1) + 1
    stops = [at for c in "，。；）" if (at := text.find(c, day.end)) > 0]
    right = min(stops, default=len(text))
    if text[day.end : day.end + 2] == "（含":
        right = min([at for c in "，。；" if (at := text.find(c, day.end)) > 0], default=len(text))
    start, end = paragraph.view.span(left, right)
    clause = text[left:right]
    fields: dict[str, object] = {
        "programme": programme, "role": _role(clause, text[left : right + 30], pattern, said), "relation": said, "date": day.date,
        "time": day.time, "inclusive": inclusive, "subject": _subject(text, left, day, clause),
    }  # fmt: skip
    if day.is_inferred:
        fields |= {"year_inferred": True, "date_as_written": text[day.start : day.end]}
    if day.recurring:
        fields["recurring"] = True
    if "全年受理" in text or "常年受理" in text or "随时受理" in text:
        fields["rolling"] = True
    why = f"deadline.{pattern}" + (".inferred" if day.is_inferred else "")
    return Record("deadline", start, end, fields, document.id, 0.5, why)


def _role(clause: str, wider: str, pattern: str, relation: str) -> str:
    if pattern == "period":
        return (
            "project_start"
            if "至" not in clause.split("日")[0]
            and relation == "on"
            and clause.startswith(("即", "自", "从"))
            else "project_end"
        )
    if relation == "on" and re.search(r"开放|开始|启动|开通", clause):
        return "submission_open"
    if pattern == "span":
        return "submission_open" if relation == "on" else "submission_close"
    for role, pattern_of in _ROLES:
        if re.search(pattern_of, clause):
            return role
    return next((role for role, pattern_of in _ROLES if re.search(pattern_of, wider)), "due")


def _subject(text: str, left: int, day: Dated, clause: str) -> str | None:
    """What stands before the date in its clause, or else after it."""
    before = re.sub(
        r"^(?:\d+[.、]|（[^）]*）|其中|且)|(?:应为|须为|须是|应于|于|在|应|须|为|是|自|即)$",
        "",
        text[left : day.start].strip(),
    )
    if len(before) >= 2:
        return before
    rest = text[day.end : day.end + 24]
    match = re.match(
        r"(?:（含）)?(?:以前|之前|以后|之后|前|后|起)?(?:已|将|应)?(?P<what>[^，。；]{2,16})", rest
    )
    return match["what"] if match else None
