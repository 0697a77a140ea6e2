"""Try it: the facts one rule needs as typed fields, read as case files are, judged at once, kept nowhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from zhinan.apps.applications.facts import Judged
from zhinan.engines.packs import Pack
from zhinan.engines.rules import Case, Judgement, Rule, case_of, judge
from zhinan.engines.rules.examples import law_date
from zhinan.engines.rules.needs import Need, terms_needed
from zhinan.engines.rules.regions import region_names
from zhinan.engines.rules.stating import read_facts
from zhinan.engines.values import Finding
from zhinan.engines.vocabulary import Term, Vocabulary

FACT, CELL, NONE = "f:", "t:", "n:"
SHOWN_ROWS, MOST_ROWS = 3, 12
DAYS = ("law", "known", "reference")
Rows = tuple[tuple[int, tuple[tuple[Term, str, str], ...]], ...]  # number, (column, name, typed)


@dataclass(frozen=True, slots=True)
class Field:
    """One fact the rule needs. ``kind``: table, choices, choice, flag, file, number, date or text."""

    term: Term
    kind: str
    value: Any = ""
    columns: tuple[Term, ...] = ()
    rows: Rows = ()
    is_none: bool = False
    error: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the fields: text, a list of choices or of rows, by path; ``none`` declared."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    none: frozenset[str] = frozenset()
    days: Mapping[str, str] = field(default_factory=dict)
    programme: str = ""


@dataclass(frozen=True, slots=True)
class Tried:
    """The rule over what was typed; ``judged`` None where something cannot be read."""

    fields: tuple[Field, ...]
    judged: Judged | None
    faults: tuple[Finding, ...]

    @property
    def judgement(self) -> Judgement | None:
        return self.judged.judgements[0] if self.judged else None


def needs_of(rule: Rule, vocabulary: Vocabulary) -> tuple[Need, ...]:
    return terms_needed([rule], vocabulary)


def typed_in(posted: Any, needs: tuple[Need, ...]) -> Typed:
    """What a form holds; what the rule does not need is passed over."""
    facts: dict[str, Any] = {}
    for need in needs:
        path = need.term.path
        if need.term.type == "table":
            facts[path] = _rows_in(posted, need)
        elif need.term.type == "choices":
            facts[path] = posted.getlist(f"{FACT}{path}")
        else:
            facts[path] = posted.get(f"{FACT}{path}", "").strip()
    none = frozenset(n.term.path for n in needs if f"{NONE}{n.term.path}" in posted)
    days = {name: posted.get(name, "").strip() for name in DAYS}
    return Typed(facts, none, days, posted.get("programme", ""))


def _rows_in(posted: Any, need: Need) -> list[dict[str, str]]:
    path = need.term.path
    rows = []
    for place in range(MOST_ROWS):
        cells = {
            c.key: posted.get(f"{CELL}{path}:{place}:{c.key}", "").strip() for c in need.columns
        }
        if any(cells.values()):
            rows.append(cells)
    return rows


def typed_from(
    example: Mapping[str, Any], rule: Rule, pack: Pack, needs: tuple[Need, ...]
) -> Typed:
    """The fields filled in as an example of the rule states it."""
    facts: dict[str, Any] = {}
    none: set[str] = set()
    for name, value in (example.get("事实") or {}).items():
        need = _need_named(str(name), rule, pack, needs)
        if need is None or value is None:
            continue
        path, is_table = need.term.path, need.term.type == "table"
        if value in ("无", "没有", []) and need.term.type not in ("flag", "file"):
            none.add(path)
        elif is_table:
            facts[path] = [_cells(row, need) for row in value]
        elif need.term.type == "choices":
            facts[path] = [str(word) for word in (value if isinstance(value, list) else [value])]
        else:
            facts[path] = _bare(_written(value), need.term)
    days = {"law": "法律日期", "known": "知识日期", "reference": "基准日"}
    return Typed(
        facts, frozenset(none), {n: str(example.get(key) or "") for n, key in days.items()}, str(example.get("计划") or "")
    )  # fmt: skip


def _need_named(name: str, rule: Rule, pack: Pack, needs: tuple[Need, ...]) -> Need | None:
    """The fact an example means: by full name, within the rule's subject, or by its last part."""
    for full in (name, f"{rule.subject}.{name}"):
        term = pack.vocabulary.get(full)
        if term is not None:
            path = _by_offset(term, pack.year)
            return next((n for n in needs if n.term.path in (path, term.path)), None)
    near = [n for n in needs if n.term.label.rpartition(".")[2] == name]
    return near[0] if len(near) == 1 else None


def _by_offset(term: Term, year: int) -> str:
    if term.year is None or term.year < 1900:
        return term.path
    return f"{term.path.rpartition('[')[0]}[{term.year - year}]"


def _cells(row: Mapping[str, Any], need: Need) -> dict[str, str]:
    by_name = {column.name: column.key for column in need.columns}
    return {by_name[str(n)]: _written(v) for n, v in row.items() if str(n) in by_name}


def _bare(text: str, term: Term) -> str:
    """Without the unit that stands beside the field."""
    unit = term.unit or {"money": "万元", "ratio": "%"}.get(term.type, "")
    number = text.removesuffix(unit) if unit else text
    return number if number and number.replace(".", "", 1).isdecimal() else text


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(map(str, value))
    if isinstance(value, Mapping):  # {none: true}, {blank: true}
        return "无" if value.get("none") else ""
    return "" if value is None else str(value)


def tried(rule: Rule, pack: Pack, needs: tuple[Need, ...], typed: Typed) -> Tried:
    """The rule judged over what was typed; faults of the typing are told field by field."""
    facts = _facts(needs, typed)
    states, faults = read_facts(facts, pack.vocabulary, year=pack.year, regions=region_names())
    days, wrong = _days(typed, pack)
    faults = [*wrong, *faults]
    judged = None
    if not faults:
        case = _case(rule, pack, typed, states, days)
        judged = Judged(case, (judge(rule, case),), pack.vocabulary)
    return Tried(fields_of(needs, typed, faults), judged, tuple(faults))


def _facts(needs: tuple[Need, ...], typed: Typed) -> dict[str, Any]:
    """As a case file writes them: what stands empty is left out, and so unknown."""
    facts: dict[str, Any] = {}
    for need in needs:
        term = need.term
        value = typed.facts.get(term.path)
        if term.path in typed.none:
            facts[term.label] = {"none": True}
        elif term.type == "table" and value:
            names = {column.key: column.name for column in need.columns}
            facts[term.label] = [{names[k]: v for k, v in row.items() if v} for row in value]
        elif value:
            facts[term.label] = value
    return facts


def _days(typed: Typed, pack: Pack) -> tuple[dict[str, date], list[Finding]]:
    labels = {"law": _("法律日期"), "known": _("知识日期"), "reference": _("基准日")}
    days, wrong = {"law": law_date(pack)}, []
    for name, text in typed.days.items():
        if text:
            try:
                days[name] = date.fromisoformat(text)
            except ValueError:
                fact = _("%(label)s填写为“%(text)s”，不是有效的日期") % {"label": labels[name], "text": text}  # fmt: skip
                wrong.append(Finding("FIELD-NOT-A-DATE", fact, remedy=_("写成2024-08-20"), field=name))  # fmt: skip
    return days, wrong


def _case(
    rule: Rule, pack: Pack, typed: Typed, states: Mapping[str, Any], days: Mapping[str, date]
) -> Case:
    keys = rule.programmes or ("",)
    return case_of(
        states,
        pack.vocabulary,
        programme=typed.programme if typed.programme in keys else keys[0],
        year=pack.year,
        law=days["law"],
        known=days.get("known"),
        reference=days.get("reference"),
        stage=rule.stage,
    )


def fields_of(
    needs: tuple[Need, ...], typed: Typed, faults: list[Finding] | tuple[Finding, ...] = ()
) -> tuple[Field, ...]:
    told: dict[str, list[str]] = {}
    for one in faults:
        told.setdefault(one.field.partition("#")[0], []).append(f"{one.fact}。{one.remedy}")
    return tuple(_field(need, typed, "；".join(told.get(need.term.label, ()))) for need in needs)


def _field(need: Need, typed: Typed, error: str) -> Field:
    term, path = need.term, need.term.path
    value = typed.facts.get(path, "")
    kind = {"money": "number", "integer": "number", "decimal": "number", "ratio": "number"}.get(term.type, term.type)  # fmt: skip
    if kind not in ("table", "choices", "choice", "flag", "file", "number", "date"):
        kind = "text"
    is_none = path in typed.none
    if kind != "table":
        return Field(term, kind, value, is_none=is_none, error=error)
    rows = value or []
    many = min(max(SHOWN_ROWS, len(rows) + 1), MOST_ROWS)
    numbered = tuple(
        (n, tuple((c, f"{CELL}{path}:{n}:{c.key}", rows[n].get(c.key, "") if n < len(rows) else "") for c in need.columns))
        for n in range(many)
    )  # fmt: skip
    return Field(term, kind, "", need.columns, numbered, is_none, error)
