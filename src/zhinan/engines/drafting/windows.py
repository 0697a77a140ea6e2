"""Deadlines into windows: who has until when, or counted from what; bounds that judge an applicant are none."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from zhinan.engines.vocabulary import read_date

from .fact import Fact, Open
from .flow import as_parameter
from .places import Places
from .spans import Bound, bound
from .writing import one_line

UNWRITTEN = "指南未写，发布时由局填写"
# role of the record → key, who, through what
_KEYS = {
    "submission_open": ("opens", "office", "online"),
    "submission_close": ("closes", "applicant", "online"),
    "demand_due": ("closes", "applicant", "online"),
    "application_due": ("closes", "applicant", "online"),
    "recommendation_due": ("recommendation_closes", "body", "online"),
    "consultation_due": ("consultation", "body", "meeting"),
}
_BY_OFFICE = ("acceptance_due", "publicity", "decision_due", "review_due", "payment_due", "reply_due", "midterm_due")  # fmt: skip
_NO_WINDOW = re.compile(
    r".*_bound|project_.*|.*_period|validity"
)  # judges an applicant, or is no day to act by
_BY_BODY = re.compile(r"推荐(?:单位|函|汇总)|归口|汇总(?:表|后)?.{0,8}(?:报送|上报)|(?:各)?(?:县|区|市)(?:（市、区）)?(?:科技|局|主管).{0,20}(?:报送|上报|推荐)|主管部门.{0,16}(?:报送|上报|推荐)")  # fmt: skip
_BY_MAIL = re.compile(r"邮箱|邮件|@")
_ON_PAPER = re.compile(r"纸质|一式")
_ANCHORS = (
    ("recommendation_closes", re.compile(r"推荐(?:截止|结束)")),
    ("closes", re.compile(r"(?:申报|受理|征集|提交)(?:期)?(?:截止|结束|期满)")),
    ("opens", re.compile(r"(?:申报|受理|征集)(?:开始|启动)")),
    ("published", re.compile(r"(?:本?(?:通知|指南|公告|榜单))?(?:发布|印发|公布|发文)$")),
)
_UNITS = {"working": "working_days", "natural": "days"}
MOST_DAYS = 3660


@dataclass(slots=True)
class Windows:
    """Windows by programme as pack.yaml writes them, with what they were read from."""

    by_programme: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    bounds: list[Bound] = field(default_factory=list)
    open: list[Open] = field(default_factory=list)


def windows_of(
    text: str, facts: Sequence[Fact], places: Places, *, recommended: Mapping[str, bool]
) -> Windows:
    """The windows of every programme.

    Args:
        recommended: Programme → whether a body recommends under it, so that it has a day for that.

    Returns:
        Each programme has its opening and closing at least; what the text does not date is left to the office.
    """
    found = Windows({p.key: [] for p in places.programmes})
    deadlines = [f for f in facts if f.type == "deadline" and as_parameter(f) is None]
    for fact in sorted(deadlines, key=_is_limit):  # what is counted from a day comes after the days
        _add(text, fact, places.keys_named(fact), found)
    for key, windows in found.by_programme.items():
        named = {w["key"] for w in windows}
        needed = ["opens", "closes", *(["recommendation_closes"] if recommended.get(key) else [])]
        actors = {"opens": "office", "closes": "applicant", "recommendation_closes": "body"}
        windows[:0] = [
            {"key": k, "actor": actors[k], "channel": "online", "date": None, "basis": UNWRITTEN}
            for k in needed
            if k not in named
        ]
        windows.sort(key=lambda w: _ORDER.index(w["key"]) if w["key"] in _ORDER else len(_ORDER))
    return found


_ORDER = ("opens", "closes", "host_closes", "recommendation_closes", "consultation")


def _add(text: str, fact: Fact, keys: Sequence[str], found: Windows) -> None:
    quote = one_line(text[fact.start : fact.end], 180)
    if _is_limit(fact):
        _limit(fact, keys, quote, found)
        return
    window = _dated(fact, quote)
    if window is None:
        return
    if fact.said("recurring"):
        found.open.append(
            Open(
                fact.key,
                "DRAFT-RECURRING",
                f"“{quote}”每年都有，草案只记了一年",
                "发布时逐年填写期限",
            )
        )
    elif (
        fact.word("relation") == "before"
        and fact.said("inclusive") is None
        and not fact.said("time")
    ):
        what = f"“{quote}”没有写明是否含当日，草案按含当日记"
        found.open.append(
            Open(fact.key, "DRAFT-DAY", what, "与原起草处室核对；不含当日的，改为前一日")
        )
    for key in keys:
        own = found.by_programme[key]
        same = next((w for w in own if w["key"] == window["key"]), None)
        if same is not None and same["date"] == window["date"] and same["time"] == window["time"]:
            found.bounds.append(bound("window", (key,), window["key"], fact))
            continue
        if same is not None:
            what = f"同一期限写有两个日期：{same['date']}与{window['date']}"
            found.open.append(Open(fact.key, "DRAFT-TWO-DATES", what, "对照原文确定以哪一个为准"))
            window = {**window, "key": f"{window['key']}-{_slug(fact)}"}
        own.append(window)
        found.bounds.append(bound("window", (key,), window["key"], fact))


def _is_limit(fact: Fact) -> bool:
    return bool(fact.said("relative")) or fact.word("role") == "running_limit"


def _dated(fact: Fact, quote: str) -> dict[str, Any] | None:
    """A window on a day; None for a bound that judges an applicant, or a day that cannot be read."""
    role = fact.word("role")
    actor = "office" if role in _BY_OFFICE else "applicant"
    key, actor, channel = _KEYS.get(role, (f"due-{_slug(fact)}", actor, "online"))
    day = _day(fact.word("date"))
    is_late = fact.word("relation") == "after" and key != "opens"
    if _NO_WINDOW.fullmatch(role) or is_late or day is None or fact.record.question:
        return None
    if key == "closes" and _BY_BODY.search(quote):
        key, actor = "recommendation_closes", "body"
    channel = "email" if _BY_MAIL.search(quote) else "paper" if _ON_PAPER.search(quote) else channel
    window: dict[str, Any] = {"key": key, "actor": actor, "channel": channel}
    if key not in _ORDER:
        window["label"] = one_line(fact.word("subject"), 30) or "期限"
    window |= {
        "date": day,
        "time": _time(fact.word("time"), key),
        "inclusive": _counts(fact),
        "basis": quote,
    }
    return window


def _counts(fact: Fact) -> bool:
    said = fact.said("inclusive")
    return (
        said
        if isinstance(said, bool)
        else fact.word("relation") in ("before", "on", "on_or_before")
    )


def _day(said: str) -> str | None:
    try:
        return read_date(said).isoformat() if said else None
    except ValueError:
        return None


def _time(said: str, key: str) -> str:
    found = re.fullmatch(r"(\d{1,2})[:：](\d{2})", said)
    if found and ((int(found[1]) < 24 and int(found[2]) < 60) or said == "24:00"):
        return f"{int(found[1]):02d}:{found[2]}"
    return "00:00" if key == "opens" else "24:00"


def _limit(fact: Fact, keys: Sequence[str], quote: str, found: Windows) -> None:
    """A limit counted from an event: a window that is anchored to it, and the event where it has none yet."""
    if _NO_WINDOW.fullmatch(fact.word("role")):
        return
    anchor_said, days = fact.word("anchor"), fact.said("days")
    unit = _UNITS.get(fact.word("day_kind"))
    if unit is None or not isinstance(days, int) or not 0 <= days <= MOST_DAYS or not anchor_said:
        what, remedy = (
            f"“{quote}”不能写成按日计算的期限",
            "由经办人在办理时掌握，或改写成若干日（工作日）",
        )
        found.open.append(Open(fact.key, "DRAFT-LIMIT", what, remedy))
        return
    anchor = next((key for key, said in _ANCHORS if said.search(anchor_said)), "")
    direction = "before" if fact.word("direction") == "before" else "after"
    for key in keys:
        own, at = found.by_programme[key], anchor
        if not at:
            at = f"event-{_slug(fact)}"
            own.append(
                {
                    "key": at,
                    "actor": "office",
                    "label": one_line(anchor_said, 30),
                    "date": None,
                    "basis": quote,
                }
            )
        elif at != "published" and not any(w["key"] == at for w in own):
            actor = {"opens": "office", "closes": "applicant"}.get(at, "body")
            own.append(
                {"key": at, "actor": actor, "channel": "online", "date": None, "basis": UNWRITTEN}
            )
        window: dict[str, Any] = {
            "key": f"limit-{_slug(fact)}", "actor": _actor(fact), "label": one_line(fact.word("relative"), 40) or "期限",
            "anchor": at, "offset": days, "unit": unit, "direction": direction, "basis": quote,
        }  # fmt: skip
        own.append(window)
        found.bounds.append(bound("window", (key,), window["key"], fact))


def _actor(fact: Fact) -> str:
    """Who has until then: as named, else as the role has it."""
    said = fact.word("actor")
    if re.search(r"推荐|归口|县|区科技", said):
        return "body"
    if re.search(r"局|厅|委|部门|中心|专家", said):
        return "office"
    return "office" if not said and fact.word("role") in _BY_OFFICE else "applicant"


def _slug(fact: Fact) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fact.key.lower()).strip("-") or "x"
