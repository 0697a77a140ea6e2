"""Limits counted from an event: 收到申请之日起10个工作日内, 期满前3个月."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .numbering import numeral

_N = r"(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3}|半)"
_UNIT = r"\s*(?:个)?\s*(?P<unit>工作日|自然日|日历日|日|天|个月|月|年)"
_ANCHOR = r"(?P<anchor>[^，。；：（）]{2,24}?)"
_PATTERNS = (
    (
        "since",
        re.compile(
            rf"(?:自|从|在)?{_ANCHOR}(?:之日|的?次日|当日)起(?:计算)?(?:的)?\s*{_N}{_UNIT}\s*(?:以内|之内|内)"
        ),
    ),
    (
        "before_event",
        re.compile(
            rf"(?P<anchor>[^，。；：（）]{{1,16}}?(?:期满|到期|届满|结束|召开|开始|截止))(?:之)?前(?:的)?\s*{_N}{_UNIT}(?:以?内)?"
        ),
    ),
    (
        "after",
        re.compile(
            rf"(?:在|于)?(?P<anchor>[^，。；：（）]{{2,22}}?)(?:之后|以后|后)(?:的)?\s*{_N}{_UNIT}\s*(?:以内|之内|内)"
        ),
    ),
    (
        "within",
        re.compile(
            rf"(?:应当|应|须|在|于)\s*{_N}\s*(?:个)?(?P<unit>工作日|自然日|日)\s*(?:以内|之内|内)(?P<anchor>)|(?<![\d一二三四五六七八九十]){_N.replace('P<n>', 'P<n2>')}\s*个?(?P<unit2>工作日)\s*(?:以内|之内|内)"
        ),
    ),
    (
        "publicity",
        re.compile(
            rf"(?P<anchor>公示)(?:期|时间)?(?:限)?(?:一般)?(?:为|不少于|不得少于|不低于)*\s*{_N}{_UNIT}"
        ),
    ),
    (
        "validity",
        re.compile(
            rf"(?:有效期|期限|使用期限|试行期|保留期|建设期)[^，。；]{{0,6}}?自(?P<anchor>[^，。；：（）]{{2,16}}?)之日起(?:计算)?(?:的)?\s*{_N}{_UNIT}(?!\s*(?:后|内))"
        ),
    ),
)
_RECURRING = re.compile(
    r"每(?:季度|月|半年|学期|周)(?:度)?[^，。；]{0,10}?(?:\d{1,2}\s*日|底|末|[上中下]旬|结束后)?(?:之?前|以前|内)"
)
_ROLES = {"publicity": "publicity_period", "validity": "validity"}
_SAME_YEAR = re.compile(
    r"(?P<anchor>[\u4e00-\u9fff]{2,12})的(?P<when>当年|次年)(?=[^，。；]{0,8}(?:完成|完毕|执行|报送|提交))"
)
_ACTOR = re.compile(
    r"(?:^|[，。；\s])(?:由)?(?P<actor>(?!应|须|公示|任务)[\u4e00-\u9fff、（）]{2,20}?)(?:应当|应|须|要|负责|原则上|在|于|自|收到)"
)
_KINDS = {
    "工作日": "working",
    "自然日": "natural",
    "日历日": "natural",
    "日": "natural",
    "天": "natural",
    "个月": "months",
    "月": "months",
    "年": "years",
}


@dataclass(frozen=True, slots=True)
class RunningLimit:
    """A limit in a text; ``fields`` as in the record format."""

    start: int
    end: int
    fields: dict[str, object]
    why: str


def running_limits(text: str) -> Iterator[RunningLimit]:
    """All limits counted from an event, none twice.

    >>> [(r.fields["days"], r.fields["day_kind"], r.fields["anchor"]) for r in running_limits("应自收到申请之日起10个工作日内答复。")]
    [(10, 'working', '收到申请')]
    """
    taken: list[tuple[int, int]] = []
    for why, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            taken.append((match.start(), match.end()))
            start = _begin(match)
            yield RunningLimit(start, match.end(), _fields(text, match, why, start), why)
    for match in _RECURRING.finditer(text):
        said: dict[str, object] = {"relative": match[0], "recurring": True, "direction": "after"}
        said["actor"] = _actor(text, match.start())
        yield RunningLimit(match.start(), match.end(), said, "recurring")
    for match in _SAME_YEAR.finditer(text):
        anchor = _anchor(match)
        start = match.end("anchor") - len(anchor)
        fields: dict[str, object] = {
            "relative": text[start : match.end()],
            "anchor": anchor,
            "direction": "after",
        }
        yield RunningLimit(start, match.end(), fields, "same_year")


def _anchor(match: re.Match[str]) -> str:
    """The event, without the actor and the modal word before it."""
    return re.sub(r"^.*(?:应当|应|须|原则上|自|在|于|\s)", "", match["anchor"] or "")


def _begin(match: re.Match[str]) -> int:
    """Where the limit begins in words: at 自 or 在 before the event."""
    anchor = _anchor(match)
    if not anchor:
        return match.start()
    at = match.end("anchor") - len(anchor)
    return at - 1 if at > match.start() and match.string[at - 1] in "自在于从" else at


def _fields(text: str, match: re.Match[str], why: str, start: int) -> dict[str, object]:
    parts = match.groupdict()
    written, unit = match["n"] or parts["n2"], match["unit"] or parts["unit2"]
    count = 0.5 if written == "半" else numeral(written.replace("两", "二"))
    anchor = _anchor(match) or None
    return {
        "relative": text[start : match.end()], "days": count, "day_kind": _KINDS[unit], "anchor": anchor,
        "direction": "before" if why == "before_event" else "after", "actor": _actor(text, start), "subject": anchor,
        **({"role": _ROLES[why]} if why in _ROLES else {}),
    }  # fmt: skip


def _actor(text: str, start: int) -> str | None:
    """Who has to act: the last one named before the limit."""
    named = [found["actor"] for found in _ACTOR.finditer(text) if found.start() < start]
    return named[-1] if named else None
