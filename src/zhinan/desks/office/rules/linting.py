"""发布前检查: what is wrong with a guide itself, and how much of its text a rule holds."""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from zhinan.apps.programmes.facts import pack_of
from zhinan.apps.programmes.models import Clause, Guide
from zhinan.apps.programmes.states import GuideState
from zhinan.apps.registry.selectors import workday_table
from zhinan.desks.downloads import spreadsheet_response
from zhinan.engines.documents.spreadsheet import write_rows
from zhinan.engines.lint import Coverage, LintFinding, LintReport, lint_pack
from zhinan.engines.packs import PackRefused

from .base import RuleView, guide_for, programmes_of

MOST_HELD = 32
_held: OrderedDict[tuple[Any, ...], LintReport] = OrderedDict()


@dataclass(frozen=True, slots=True)
class LintLine:
    """A finding with the address of its clause; ``reason`` where the guide accepts it."""

    found: LintFinding
    link: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Linted:
    """``percent`` of the normative sentences stand under a rule; by programme: (name, coverage)."""

    findings: tuple[LintLine, ...]
    accepted: tuple[LintLine, ...]
    notes: tuple[LintLine, ...]
    coverage: Coverage
    programmes: tuple[tuple[str, Coverage], ...]


def linted(guide: Guide) -> Linted:
    """Three statements; the lint itself runs once in a process for every content and table of days off."""
    days = workday_table(date(guide.year - 1, 1, 1), date(guide.year + 1, 12, 31))
    key = (guide.digest, guide.core_vocabulary, frozenset(days.items()))
    if key not in _held:
        _held[key] = lint_pack(pack_of(guide), days=days)
        while len(_held) > MOST_HELD:
            _held.popitem(last=False)
    report = _held[key]
    programmes, places = programmes_of(guide), _places(guide)

    def line(found: LintFinding, reason: str = "") -> LintLine:
        return LintLine(found, _link(guide, found, places), reason)

    return Linted(
        tuple(line(one) for one in report.findings),
        tuple(line(one, reason) for one, reason in report.accepted),
        tuple(line(one) for one in report.notes),
        report.coverage,
        tuple((p.short_name or p.name, report.programmes[key]) for key, p in programmes.items() if key in report.programmes),
    )  # fmt: skip


def linted_draft(guide: Guide) -> Linted | None:
    """What stands before the publication of a draft; nothing of a guide that is out, or cannot be read any more."""
    if guide.state != GuideState.DRAFT:
        return None
    try:
        return linted(guide)
    except PackRefused:
        return None


def _places(guide: Guide) -> dict[tuple[str, str], int]:
    """Clauses by programme and number."""
    rows = Clause.objects.filter(programme__guide=guide).order_by("-order")
    found = rows.values_list("programme__key", "programme__annex", "number", "pk")
    places: dict[tuple[str, str], int] = {}
    for key, annex, number, pk in found:
        places[key, number] = pk
        places[key, f"{annex} {number}"] = pk
    return places


def _link(guide: Guide, found: LintFinding, places: dict[tuple[str, str], int]) -> str:
    """The clause on the page of its programme; the page where the finding names no clause."""
    programme = found.programme or next((k for k, n in places if n == found.clause), "")
    if not programme:
        return ""
    page = reverse("public:programme", args=(guide.pk, programme))
    pk = places.get((programme, found.clause))
    return f"{page}#c{pk}" if pk else page


class GuideLint(RuleView):
    def get(self, request: Any, pk: int) -> HttpResponse:
        guide = guide_for(request, pk)
        lint = linted(guide)
        if request.GET.get("format") == "xlsx":
            name = _("发布前检查")
            return spreadsheet_response(name, write_rows(name, *_table(lint)))
        return render(request, "office/rules/lint.html", {"guide": guide, "lint": lint})


def _table(lint: Linted) -> tuple[list[str], Iterable[list[Any]]]:
    heads = [
        _("类别"), _("文件"), _("行"), _("条款"), _("问题"), _("怎么改"), _("代码"), _("不改的理由"),
    ]  # fmt: skip
    groups = ((_("发现"), lint.findings), (_("提示"), lint.notes), (_("已接受"), lint.accepted))
    return heads, (
        [
            label,
            line.found.file,
            line.found.line or None,
            line.found.clause,
            line.found.what,
            line.found.remedy,
            line.found.code,
            line.reason,
        ]
        for label, lines in groups
        for line in lines
    )
