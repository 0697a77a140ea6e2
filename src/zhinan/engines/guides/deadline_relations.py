"""How a date bounds: before, after, on, a span, a period; none where it bounds nothing."""

import re

from .dates import Dated

_NOT_DUE = re.compile(
    r"^\s*(?:[\[（(]?.{0,3}(?:印发|发布|公布|施行|实施[。）]|通过|修订|签发|批准))"
)
_WINDOW = re.compile(r"\s*(?:期间|之间|内)")
_IN_FORCE = re.compile(r"有效期(?:为|至|到|限)*[^，。]{0,6}$")
_EXCEPTED = re.compile(r"^[^，。；]{0,16}除外")
_FORCE_AFTER = re.compile(r"^\s*(?:之日)?起(?:正式)?(?:施行|实施|执行|生效)")
_AFTER = re.compile(
    r"^\s*(?P<in>（含(?:当日|当天|本日)?）)?\s*(?:下班|当日|当天)?(?P<word>以前|之前|及以前|前|及?以后|之后|后|起|开始|截止|截至|止|开放|开通|启动)?"
)
_CLOSING_BEFORE = re.compile(r"(?:截止|截至)(?:日期|时间|日)?(?:为|是|：|:|到|至)?\s*$")
_UNTIL_BEFORE = re.compile(r"(?:即日起|之日起|今日起)?(?:至|到|截至|截止到?)\s*$")
_FROM_BEFORE = re.compile(r"自\s*$|从\s*$")
_PERIOD = re.compile(r"周期|执行期|实施期|研究期|起止|项目期|期限为|建设期")
_LATER = re.compile(r"^.{0,10}?(?P<word>截止|开放|开始|启动|关闭)")
_EVENT = re.compile(r"(?:时间|日期)(?:为|：|:|定于)?\s*$")


def _window_follows(text: str, day: Dated) -> bool:
    """Whether the span a day opens is a stretch of time something happened in: …至…期间."""
    return bool(re.match(r"[^，。；]{1,4}[^，。；]{4,14}(?:期间|之间)", text[day.end :]))


def relation_of(
    before: str, after: str, day: Dated, ends_span: bool, text: str, opens_span: bool
) -> tuple[str, bool | None, str] | None:
    """Relation, whether the day counts, and the pattern's name; none where a date bounds nothing."""
    if (
        _EXCEPTED.search(after)
        or _NOT_DUE.match(after)
        or _IN_FORCE.search(before)
        or _FORCE_AFTER.match(after)
    ):
        return None
    match = _AFTER.match(after)
    word, included = (match["word"], bool(match["in"])) if match else (None, False)
    if ends_span or opens_span:
        if _PERIOD.search(text[: day.start]):
            return "on", None, "period"
        if _WINDOW.match(after) or (opens_span and _window_follows(text, day)):
            return ("on_or_before", True, "window") if ends_span else ("after", True, "window")
        return ("on_or_before", True, "span") if ends_span else ("on", None, "span")
    if word in ("以前", "之前", "及以前", "前"):
        return "before", True if included or word == "及以前" else None, "before"
    if word in ("以后", "之后", "后", "及以后"):
        return "after", True if included or word == "及以后" else None, "after"
    if _CLOSING_BEFORE.search(before):
        if day.time and "截止" in before[-8:]:  # a moment at which it closes
            return "on", None, "closing"
        return "on_or_before", True, "closing"
    if _UNTIL_BEFORE.search(before):
        return "on_or_before", True, "until"
    if word == "止":
        return "on_or_before", True, "closing"
    if word == "起" or (_FROM_BEFORE.search(before) and word):
        return "after", True, "from"
    if word or _LATER.match(after):
        return "on", True if included else None, "on"
    return ("on", None, "event") if _EVENT.search(before) else None
