"""plan.yaml: what a plan says in figures and names: its period, indicators, key projects and tasks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from zhinan.engines.vocabulary import Vocabulary, read_date

from .sheet import Sheet

PLAN = "plan.yaml"
DIRECTIONS = ("at_least", "more_than")
INDICATOR_KEYS = "key name unit rule term base target direction printed range clause note"
PROJECT_KEYS = "name undertaker from to period_text place content table number note"
TASK_KEYS = "number name clause programmes"
Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One value of one year."""

    year: int
    value: Decimal


@dataclass(frozen=True, slots=True)
class Indicator:
    """发展指标. ``direction`` more_than leaves the target itself out (原文写“＞”)."""

    key: str
    name: str
    unit: str
    rule: str
    term: str
    base: Figure | None
    target: Figure
    direction: str
    clause: str = ""
    least: Decimal | None = None  # figures outside are not believed
    most: Decimal | None = None
    printed: Mapping[str, str] = field(
        default_factory=dict
    )  # base, target as the text layer has them
    note: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class KeyProject:
    """重点项目. ``period_text`` is as written; ``begins`` and ``ends`` are years."""

    name: str
    undertaker: str = ""
    begins: int | None = None
    ends: int | None = None
    period_text: str = ""
    place: str = ""
    content: str = ""
    table: str = ""
    number: int = 0
    line: int = 0


@dataclass(frozen=True, slots=True)
class Task:
    """主要任务."""

    number: str
    name: str
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """规划 in figures; ``begins`` and ``ends`` are its first and last day."""

    begins: date
    ends: date
    indicators: tuple[Indicator, ...] = ()
    projects: tuple[KeyProject, ...] = ()
    tasks: tuple[Task, ...] = ()


def read_plan(sheet: Sheet, vocabulary: Vocabulary) -> Plan | None:
    """What plan.yaml says; its faults are left on the sheet. None where it has no period."""
    sheet.keys((), "period indicators projects tasks", "period indicators")
    sheet.keys(("period",), "from to", "from to")
    begins, ends = _day(sheet, "period", "from"), _day(sheet, "period", "to")
    counts = {key: len(sheet.listed(key)) for key in ("indicators", "projects", "tasks")}
    indicators = [
        _indicator(sheet, ("indicators", n), vocabulary) for n in range(counts["indicators"])
    ]
    projects = [_project(sheet, ("projects", n)) for n in range(counts["projects"])]
    tasks = [_task(sheet, ("tasks", n)) for n in range(counts["tasks"])]
    if begins is None or ends is None:
        return None
    if ends <= begins:
        sheet.fault(("period",), "PACK-VALUE", "规划期的止日不晚于起日", "核对 from 与 to")
    return Plan(
        begins, ends, tuple(i for i in indicators if i is not None), tuple(projects), tuple(tasks)
    )


def _indicator(sheet: Sheet, place: Place, vocabulary: Vocabulary) -> Indicator | None:
    sheet.keys(place, INDICATOR_KEYS, "key name unit rule term target direction")
    words = {
        key: sheet.word(*place, key)
        for key in ("key", "name", "unit", "rule", "term", "direction", "clause", "note")
    }
    if words["direction"] and words["direction"] not in DIRECTIONS:
        like = "、".join(DIRECTIONS)
        what = f"“direction”写为“{words['direction']}”"
        sheet.fault((*place, "direction"), "PACK-VALUE", what, f"可用：{like}")
    if words["term"] and vocabulary.get(words["term"]) is None:
        what = f"词汇表没有“{words['term']}”"
        sheet.fault((*place, "term"), "PACK-TERM", what, "在 vocabulary.yaml 中加上它，或改正名称")
    target, base = _figure(sheet, (*place, "target")), _figure(sheet, (*place, "base"))
    if target is None:
        return None
    least, most = _range(sheet, (*place, "range"))
    printed = sheet.at(*place, "printed")
    return Indicator(
        words["key"], words["name"], words["unit"], words["rule"], words["term"], base, target,
        words["direction"], words["clause"], least, most,
        {str(k): str(v) for k, v in printed.items()} if isinstance(printed, dict) else {},
        words["note"], sheet.marked.line(*place),
    )  # fmt: skip


def _project(sheet: Sheet, place: Place) -> KeyProject:
    sheet.keys(place, PROJECT_KEYS, "name")
    years = {key: sheet.whole(*place, key, least=1900, most=2200) for key in ("from", "to")}
    return KeyProject(
        sheet.word(*place, "name"), sheet.word(*place, "undertaker"), years["from"], years["to"],
        sheet.word(*place, "period_text"), sheet.word(*place, "place"),
        sheet.word(*place, "content", most=1000), sheet.word(*place, "table"),
        sheet.whole(*place, "number") or 0, sheet.marked.line(*place),
    )  # fmt: skip


def _task(sheet: Sheet, place: Place) -> Task:
    sheet.keys(place, TASK_KEYS, "number name")
    return Task(*(sheet.word(*place, key) for key in ("number", "name", "clause")))


def _figure(sheet: Sheet, place: Place) -> Figure | None:
    if sheet.at(*place) is None or not sheet.keys(place, "year value", "year value"):
        return None
    year, value = (
        sheet.whole(*place, "year", least=1900, most=2200),
        _number(sheet, (*place, "value")),
    )
    return None if year is None or value is None else Figure(year, value)


def _range(sheet: Sheet, place: Place) -> tuple[Decimal | None, Decimal | None]:
    count = len(sheet.listed(*place))
    if count == 2:
        return _number(sheet, (*place, 0)), _number(sheet, (*place, 1))
    if count:
        sheet.fault(place, "PACK-VALUE", "“range”应为两个数", "写成 [0, 10]")
    return None, None


def _number(sheet: Sheet, place: Place) -> Decimal | None:
    value = sheet.at(*place)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        sheet.fault(place, "PACK-VALUE", f"“{value}”不是数", "写成数字，如 1.10")
        return None
    return Decimal(value)


def _day(sheet: Sheet, *place: str) -> date | None:
    text = sheet.word(*place)
    try:
        return read_date(text) if text else None
    except ValueError as error:
        sheet.fault(place, "PACK-WINDOW-DATE", f"日期写为“{text}”：{error}", "写成 2021-01-01")
        return None
