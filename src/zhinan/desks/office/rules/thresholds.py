"""移动门槛: one parameter of one rule moved over the applications of the guide's own calls."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhinan.apps.applications.models import Application
from zhinan.apps.applications.selectors import applications_visible_to
from zhinan.apps.programmes.facts import pack_of, rules_of
from zhinan.apps.programmes.models import Guide, Programme
from zhinan.apps.registry.selectors import region_names
from zhinan.desks.downloads import spreadsheet_response
from zhinan.desks.judged import SHAPES, language_now
from zhinan.engines.documents.spreadsheet import write_rows
from zhinan.engines.rules import Unfit
from zhinan.engines.rules.amounts import exact, plain
from zhinan.engines.rules.examples import law_date
from zhinan.engines.rules.rendering import requirement_of
from zhinan.engines.rules.stepping import read_bound
from zhinan.engines.rules.threshold import with_value
from zhinan.engines.rules.wording import Words

from .base import RuleView, applications_under, clause_address, guide_for, programmes_of
from .levers import Lever, levers_of, written_value
from .moved import Changed, Moved, county_name, moved, values_around, x_of
from .page import clause_of
from .past import Past, past_of
from .wording_diff import pieces

SHOWN = 60


@dataclass(frozen=True, slots=True)
class Line:
    """An application that the move concerns, as the table shows it."""

    application: Application
    county: str
    before: str
    after: str
    is_out: bool
    is_in: bool
    others: tuple[str, ...]


class Threshold(RuleView):
    def get(self, request: Any, pk: int) -> HttpResponse:
        guide = guide_for(request, pk)
        programmes = programmes_of(guide)
        levers = levers_of(rules_of(guide).all, law_date(pack_of(guide)))
        context: dict[str, Any] = {"guide": guide, "choices": _choices(levers, programmes)}
        lever = _chosen(request, guide, levers)
        if lever is None:
            return render(request, "office/rules/threshold.html", {**context, "lever": None})
        past = past_of(request.actor, guide, lever.rule)
        to, fault = _asked(lever, request.GET.get("to", ""))
        found = moved(lever, past, to, values_around(lever, to))
        if request.GET.get("format") == "xlsx":
            return _workbook(request, guide, lever, found)
        context |= _context(request, guide, lever, past, found, to)
        status = 422 if fault else 200
        return render(request, "office/rules/threshold.html", {**context, "fault": fault}, status=status)  # fmt: skip


def _chosen(request: Any, guide: Guide, levers: list[Lever]) -> Lever | None:
    """The lever asked for; else the first with applications to move it over."""
    key, asked = request.GET.get("lever", ""), request.GET.get("rule", "")
    for lever in levers:
        if lever.key == key or (not key and asked and lever.rule.key == asked):
            return lever
    if not levers:
        return None
    rows = applications_under(request.actor, guide).order_by()
    present = set(rows.values_list("call__programme__key", flat=True).distinct())
    return next((x for x in levers if present & set(x.rule.programmes)), levers[0])


def _choices(levers: list[Lever], programmes: dict[str, Programme]) -> list[tuple[str, list[tuple[str, str]]]]:  # fmt: skip
    """Levers by the first programme of their rule."""
    found: dict[str, list[tuple[str, str]]] = {}
    for lever in levers:
        programme = next((programmes[k] for k in lever.rule.programmes if k in programmes), None)
        group = (programme.short_name or programme.name) if programme else ""
        label = f"{lever.rule.key} {lever.rule.title} · {lever.name}"
        found.setdefault(group, []).append((lever.key, label))
    return list(found.items())


def _asked(lever: Lever, text: str) -> tuple[Any, str]:
    """The value typed, and why it cannot be used."""
    if not text.strip():
        return lever.now, ""
    try:
        return _read(lever, text.strip()), ""
    except (Unfit, ValueError, ArithmeticError) as error:
        remedy = getattr(error, "remedy", "") or _("写成与参数同类的数或日期")
        return lever.now, _("“%(text)s”不能用作%(name)s。%(remedy)s") % {"text": text, "name": lever.name, "remedy": remedy}  # fmt: skip


def _read(lever: Lever, text: str) -> Any:
    if lever.kind.name == "date":
        return read_bound(lever.name, text, lever.kind)
    if lever.is_share:
        number = Fraction(text.removesuffix("%").strip()) / 100
    else:
        number = Fraction(read_bound(lever.name, text, lever.kind))
    if abs(number) > 10**15:
        raise ValueError(f"a threshold below 10^15 is needed, got {text[:40]}")
    return exact(number)


def bare(lever: Lever, value: Any) -> str:
    """A value as the number box holds it, in the unit beside it."""
    if lever.kind.name == "date":
        return str(value.isoformat())
    factor = 100 if lever.is_share else Fraction(1, 10_000) if lever.kind.unit == "元" else 1
    return plain(Fraction(value) * factor)


def unit_of(lever: Lever) -> str:
    if lever.is_share:
        return "%"
    return {"元": _("万元"), "月": _("个月")}.get(lever.kind.unit, lever.kind.unit)


def _context(
    request: Any, guide: Guide, lever: Lever, past: Past, found: Moved, to: Any
) -> dict[str, Any]:
    pack = pack_of(guide)
    words = Words(pack.vocabulary, language_now())

    def shown(value: Any) -> str:
        return written_value(lever.rule, lever.name, value, words)

    law = past.cases[0].case.law if past.cases else law_date(pack)
    asks = [
        requirement_of(with_value(lever.rule, lever.name, value), pack.vocabulary, law=law, language=language_now())
        for value in (lever.now, to)
    ]  # fmt: skip
    book = rules_of(guide)
    return {
        "lever": lever,
        "rule": lever.rule,
        "clause": clause_of(pack, lever.rule),
        "clause_link": clause_address(guide, lever.rule),
        "past": past,
        "found": found,
        "is_moved": to != lever.now,
        "held": shown(lever.now),
        "to": shown(to),
        "typed": bare(lever, to),
        "unit": unit_of(lever),
        "is_date": lever.kind.name == "date",
        "asks": pieces(*asks),
        "curve": [(p, shown(p.value), bare(lever, p.value), _x(lever, p.value)) for p in found.points],
        "x_now": _x(lever, lever.now),
        "x_to": _x(lever, to),
        "lines": _lines(request, found.changed[:SHOWN]),
        "soles": [(sole, book.by_key.get(sole.rule)) for sole in found.soles],
    }  # fmt: skip


def _x(lever: Lever, value: Any) -> float:
    return x_of(value) if lever.kind.name == "date" else x_of(Fraction(bare(lever, value).removeprefix("约")))  # fmt: skip


def _lines(request: Any, changed: Iterable[Changed]) -> list[Line]:
    """The applications behind the changes; two statements."""
    listed = list(changed)
    wanted = [c.past.pk for c in listed]
    rows = {row.pk: row for row in applications_visible_to(request.actor).filter(pk__in=wanted)}
    names = region_names(c.past.county for c in listed)
    return [
        Line(
            rows[c.past.pk],
            county_name(names, c.past.county),
            SHAPES[c.before],
            SHAPES[c.after],
            c.is_out,
            c.is_in,
            c.past.failing,
        )
        for c in listed
        if c.past.pk in rows
    ]


def _workbook(request: Any, guide: Guide, lever: Lever, found: Moved) -> HttpResponse:
    words = Words(pack_of(guide).vocabulary)
    if request.GET.get("table") == "curve":
        heads = [lever.name, _("通过"), _("不符"), _("待补"), _("其他")]
        rows: Iterable[list[Any]] = (
            [written_value(lever.rule, lever.name, p.value, words), p.passed, p.failed, p.missing, p.other]
            for p in found.points
        )  # fmt: skip
        return spreadsheet_response(_("过线曲线"), write_rows(_("过线曲线"), heads, rows))
    heads = [
        _("受理号"), _("项目名称"), _("计划类别"), _("申报单位"), _("县区"), _("现行"), _("设想"), _("去向"),
        _("另有不符的规则"), _("状态"),
    ]  # fmt: skip
    by_shape = {shape: verdict.label for verdict, shape in SHAPES.items()}
    rows = (
        [
            one.application.number or "",
            one.application.title,
            one.application.call.programme.name,
            one.application.host.name,
            one.county,
            by_shape[one.before],
            by_shape[one.after],
            _("出去") if one.is_out else _("进来") if one.is_in else _("其他"),
            "、".join(one.others),
            one.application.get_state_display(),
        ]
        for one in _lines(request, found.changed)
    )
    return spreadsheet_response(_("移动门槛"), write_rows(_("移动门槛"), heads, rows))
