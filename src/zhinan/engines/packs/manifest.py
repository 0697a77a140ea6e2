"""pack.yaml: the office, its sections, the bodies, and each programme with its flow and windows."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from zhinan.engines.vocabulary import read_date

from .official import SourceEntry, source_entry
from .pack import MODES, PACK_KINDS, STAGES, BodyClass, NamedBody, OfficeSection, Stage, Window
from .sheet import Sheet

KEYS = "pack kind title year office source legal_basis sections bodies accepted_faults common programmes"
PROGRAMME_KEYS = "key code name short annex section guide part form mode number_prefix flow windows"
WINDOW_KEYS = "key actor channel label date time anchor offset unit direction inclusive basis"
SLUG = "[a-z0-9][a-z0-9-]*"
SLUG_LIKE = "小写英文、数字与连字符"
PUBLISHED = "published"  # an anchor every programme has: the day its call is published
Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Accepted:
    """A fault of the official text that the pack keeps, and why."""

    code: str
    file: str
    reason: str
    line: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A programme as pack.yaml has it, its guide and form still to be read."""

    key: str
    words: dict[str, str]
    flow: tuple[Stage, ...]
    windows: tuple[Window, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Manifest:
    key: str
    title: str
    year: int
    office_name: str
    region: str
    legal_basis: tuple[dict[str, str], ...]
    sections: tuple[OfficeSection, ...]
    classes: tuple[BodyClass, ...]
    bodies: tuple[NamedBody, ...]
    statuses: tuple[str, ...]
    accepted: tuple[Accepted, ...]
    entries: tuple[Entry, ...]
    kind: str = "call"
    common: tuple[str, ...] = ()  # guide files whose clauses belong to every programme
    source: SourceEntry | None = None  # the official text it was drafted from


def read_manifest(sheet: Sheet) -> Manifest:
    """What pack.yaml says; its faults are left on the sheet."""
    kind = sheet.word("kind") or "call"
    if kind not in PACK_KINDS:
        remedy = f"可用：{'、'.join(PACK_KINDS)}"
        sheet.fault(("kind",), "PACK-VALUE", f"“kind”写为“{kind}”", remedy)
    needed = (
        "" if kind == "plan" else " sections"
    )  # a plan is not applied for: no section, form or quota
    sheet.keys((), KEYS, f"pack title year office programmes{needed}")
    sheet.keys(("office",), "name region", "name region")
    return Manifest(
        sheet.word("pack", most=40, pattern=SLUG, like=SLUG_LIKE),
        sheet.word("title", most=200),
        sheet.whole("year", least=1990, most=2100) or 0,
        sheet.word("office", "name", most=120),
        sheet.word("office", "region", most=12, pattern=r"\d{6}", like="6位行政区划代码，加引号"),
        _legal_basis(sheet),
        _sections(sheet),
        *_bodies(sheet),
        _accepted(sheet),
        _entries(sheet, is_plan=kind == "plan"),
        kind,
        tuple(sheet.word("common", n) for n in range(len(sheet.listed("common")))),
        source_entry(sheet),
    )


def _legal_basis(sheet: Sheet) -> tuple[dict[str, str], ...]:
    found = []
    for n in range(len(sheet.listed("legal_basis"))):
        place = ("legal_basis", n)
        if sheet.keys(place, "title number date clause", "title"):
            found.append({key: sheet.word(*place, key) for key in sheet.at(*place)})
    return tuple(found)


def _unique(sheet: Sheet, list_place: Place, count: int, *, code: str) -> None:
    """Fault every key of a list that was there before."""
    first: dict[str, int] = {}
    for n in range(count):
        key = sheet.at(*list_place, n, "key")
        if isinstance(key, str):
            if key in first:
                sheet.fault(
                    (*list_place, n, "key"), code, f"键“{key}”已见于第{first[key]}行", "换一个键"
                )
            first.setdefault(key, sheet.marked.line(*list_place, n))


def _sections(sheet: Sheet) -> tuple[OfficeSection, ...]:
    count, found = len(sheet.listed("sections")), []
    for n in range(count):
        place = ("sections", n)
        sheet.keys(place, "key name contact phone", "key name")
        words = [
            sheet.word(*place, key, most=most)
            for key, most in (("key", 40), ("name", 80), ("contact", 40), ("phone", 40))
        ]
        found.append(OfficeSection(*words))
        for value, what, key in ((words[2], "联系人", "contact"), (words[3], "联系电话", "phone")):
            if words[1] and not value:
                sheet.fault(place, "PACK-CONTACT", f"“{words[1]}”缺{what}", f"补写 {key}:")
    _unique(sheet, ("sections",), count, code="PACK-SECTION-REPEATED")
    return tuple(found)


def _bodies(sheet: Sheet) -> tuple[tuple[BodyClass, ...], tuple[NamedBody, ...], tuple[str, ...]]:
    if sheet.at("bodies") is None:
        return (), (), ()
    sheet.keys(("bodies",), "classes named statuses")
    classes = []
    for n in range(len(sheet.listed("bodies", "classes"))):
        place = ("bodies", "classes", n)
        if not isinstance(sheet.at(*place), dict):
            name = sheet.word(*place, most=40)
            classes.append(BodyClass(name, (), name.startswith("其他")))
            continue
        sheet.keys(place, "name kinds other", "name")
        name = sheet.word(*place, "name", most=40)
        kinds = tuple(
            sheet.word(*place, "kinds", k) for k in range(len(sheet.listed(*place, "kinds")))
        )
        classes.append(
            BodyClass(name, kinds, sheet.flag(*place, "other") or name.startswith("其他"))
        )
    named = []
    for n in range(len(sheet.listed("bodies", "named"))):
        place = ("bodies", "named", n)
        sheet.keys(place, "name class region aliases", "name")
        aliases = tuple(
            sheet.word(*place, "aliases", k, most=80)
            for k in range(len(sheet.listed(*place, "aliases")))
        )
        named.append(
            NamedBody(
                sheet.word(*place, "name", most=80), sheet.word(*place, "class", most=40), aliases
            )
        )
    statuses = tuple(
        sheet.word("bodies", "statuses", n) for n in range(len(sheet.listed("bodies", "statuses")))
    )
    return tuple(classes), tuple(named), statuses


def _accepted(sheet: Sheet) -> tuple[Accepted, ...]:
    found = []
    for n in range(len(sheet.listed("accepted_faults"))):
        place = ("accepted_faults", n)
        if sheet.keys(place, "code in reason", "code in reason"):
            code, file, reason = (sheet.word(*place, key) for key in ("code", "in", "reason"))
            found.append(Accepted(code, file, reason, sheet.marked.line(*place)))
    return tuple(found)


def _entries(sheet: Sheet, *, is_plan: bool) -> tuple[Entry, ...]:
    count, found = len(sheet.listed("programmes")), []
    if not count:
        sheet.fault(("programmes",), "PACK-KEY-MISSING", "没有计划", "在 programmes: 下写计划")
    for n in range(count):
        place: Place = ("programmes", n)
        needed = "key name" if is_plan else "key name section mode number_prefix"
        sheet.keys(place, PROGRAMME_KEYS, needed)
        if not isinstance(sheet.at(*place), dict):
            continue
        widths = {"key": 60, "code": 20, "name": 120, "short": 60, "annex": 40, "number_prefix": 20}
        words = {
            key: sheet.word(*place, key, most=widths.get(key, 200))
            for key in PROGRAMME_KEYS.split()[:11]
        }
        sheet.word(*place, "key", pattern=SLUG, like=SLUG_LIKE)
        if words["mode"] and words["mode"] not in MODES:
            sheet.fault(
                (*place, "mode"),
                "PACK-MODE",
                f"组织方式“{words['mode']}”不可用",
                f"可用：{'、'.join(MODES)}",
            )
        found.append(Entry(words["key"], words, _flow(sheet, place), _windows(sheet, place), place))
    _unique(sheet, ("programmes",), count, code="PACK-PROGRAMME-REPEATED")
    return tuple(found)


def _flow(sheet: Sheet, place: Place) -> tuple[Stage, ...]:
    found = []
    for n in range(len(sheet.listed(*place, "flow"))):
        spot = (*place, "flow", n)
        stage: Any = sheet.at(*spot)
        kind = sheet.word(*spot, "stage") if isinstance(stage, dict) else sheet.word(*spot)
        if kind not in STAGES:
            sheet.fault(spot, "PACK-STAGE", f"环节“{kind}”不可用", f"可用：{'、'.join(STAGES)}")
        found.append(
            Stage(
                kind,
                {k: v for k, v in stage.items() if k != "stage"} if isinstance(stage, dict) else {},
            )
        )
    return tuple(found)


def _windows(sheet: Sheet, place: Place) -> tuple[Window, ...]:
    count = len(sheet.listed(*place, "windows"))
    windows = tuple(_window(sheet, (*place, "windows", n)) for n in range(count))
    _unique(sheet, (*place, "windows"), count, code="PACK-WINDOW-REPEATED")
    anchors = {w.key: w.anchor for w in windows}
    for n, window in enumerate(windows):
        spot = (*place, "windows", n, "anchor")
        if window.anchor and window.anchor not in anchors and window.anchor != PUBLISHED:
            known = "、".join([*(k for k in anchors if k != window.key), PUBLISHED])
            sheet.fault(
                spot,
                "PACK-WINDOW-ANCHOR",
                f"期限“{window.key}”从“{window.anchor}”起算，没有这个期限",
                f"可用：{known}",
            )
        elif _runs_in_circle(window.key, anchors):
            sheet.fault(
                spot,
                "PACK-WINDOW-CYCLE",
                f"期限“{window.key}”的起算点绕回了它自己",
                "给其中一个期限写 date:",
            )
    return windows


def _runs_in_circle(key: str, anchors: dict[str, str]) -> bool:
    at, steps = anchors.get(key, ""), 0
    while at and at != key and steps <= len(anchors):
        at, steps = anchors.get(at, ""), steps + 1
    return at == key


def _window(sheet: Sheet, place: Place) -> Window:
    sheet.keys(place, WINDOW_KEYS, "key basis")
    texts = ("key", "actor", "channel", "label", "anchor", "basis")
    words = {key: sheet.word(*place, key) for key in texts}
    unit = sheet.word(*place, "unit", pattern="days|working_days", like="days 或 working_days")
    direction = sheet.word(*place, "direction", pattern="after|before", like="after 或 before")
    clock, like = r"([01]\d|2[0-3]):[0-5]\d|24:00", "24小时制的时刻，如 17:30"
    return Window(
        **words,
        day=_day(sheet, place, words),
        time=sheet.word(*place, "time", pattern=clock, like=like) or "24:00",
        unit=unit or "days",
        direction=direction or "after",
        offset=sheet.whole(*place, "offset", most=3660) or 0,
        is_inclusive=sheet.flag(*place, "inclusive"),
    )


def _day(sheet: Sheet, place: Place, words: dict[str, str]) -> date | None:
    text = sheet.word(*place, "date")
    if not text:
        return None
    if words["anchor"]:
        what = f"期限“{words['key']}”既有日期又有起算点"
        sheet.fault(place, "PACK-WINDOW-ANCHOR", what, "只写 date 或 anchor 之一")
    try:
        return read_date(text)
    except ValueError as error:
        what = f"期限“{words['key']}”的日期写为“{text}”：{error}"
        sheet.fault((*place, "date"), "PACK-WINDOW-DATE", what, "写成 2024-08-21")
        return None
