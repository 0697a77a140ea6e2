"""What a version of a guide changes: clause by clause, and in the verdicts on applications already handed in."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhinan.apps.applications.selectors import applications_visible_to
from zhinan.apps.programmes.facts import pack_of, rules_of
from zhinan.apps.programmes.models import Guide
from zhinan.apps.programmes.selectors import guides_visible_to
from zhinan.desks.asked import number_in
from zhinan.desks.downloads import spreadsheet_response
from zhinan.desks.judged import SHAPES
from zhinan.engines.documents.spreadsheet import write_rows

from .base import RuleView, guide_for
from .clause_diff import changes_between
from .verdict_diff import Difference, Told, VerdictChanges, differs, verdicts_between

SHOWN = 60


class GuideChangesPage(RuleView):
    def get(self, request: Any, pk: int) -> HttpResponse:
        guide = guide_for(request, pk)
        versions = guides_visible_to(request.actor).filter(pack=guide.pack).exclude(pk=guide.pk)
        others = list(versions.order_by("-version"))
        older = _chosen(others, guide, number_in(request.GET, "from"))
        if older is None:
            return render(request, "office/rules/changes.html", {"guide": guide, "older": None})
        verdicts = verdicts_between(request.actor, older, guide)
        if request.GET.get("format") == "xlsx":
            heads, rows = _table(request, verdicts, older, guide)
            return spreadsheet_response(_("结论变化"), write_rows(_("结论变化"), heads, rows))
        context = {
            "guide": guide,
            "older": older,
            "others": others,
            "changes": changes_between(pack_of(older), pack_of(guide)),
            "verdicts": verdicts,
            "moves": _moves(verdicts, older, guide),
            "lines": _lines(request, verdicts.differences[:SHOWN]),
        }
        return render(request, "office/rules/changes.html", context)


def _chosen(others: list[Guide], guide: Guide, asked: int | None) -> Guide | None:
    """The version asked for; else the one before, else any."""
    for other in others:
        if other.pk == asked:
            return other
    before = [other for other in others if other.version < guide.version]
    return (before or others or [None])[0]  # type: ignore[list-item]


def _shape(told: Told) -> str:
    return "" if told is None else SHAPES[told]


def _moves(
    verdicts: VerdictChanges, older: Guide, guide: Guide
) -> list[tuple[str, str, list[tuple[str, str, int]], int]]:
    """By rule: id, title, (verdict before, after, how many) of those that differ, and how many stay."""
    books = rules_of(guide).by_key, rules_of(older).by_key
    found = []
    for rule, counts in verdicts.moves.items():
        told = next((book[rule].title for book in books if rule in book), "")
        differ = [(_shape(a), _shape(b), n) for (a, b), n in counts.items() if differs(a, b)]
        if differ:
            stay = sum(n for (a, b), n in counts.items() if not differs(a, b))
            found.append((rule, told, sorted(differ, key=lambda d: -d[2]), stay))
    return sorted(found, key=lambda row: -sum(d[2] for d in row[2]))


def _lines(request: Any, differences: Iterable[Difference]) -> list[tuple[Any, list[tuple[str, str, str]]]]:  # fmt: skip
    """The applications with what differs; one statement."""
    listed = list(differences)
    rows = applications_visible_to(request.actor).filter(pk__in=[d.pk for d in listed])
    by_pk = {row.pk: row for row in rows}
    return [
        (by_pk[d.pk], [(rule, _shape(was), _shape(now)) for rule, was, now in d.changes])
        for d in listed
        if d.pk in by_pk
    ]


def _table(
    request: Any, verdicts: VerdictChanges, older: Guide, guide: Guide
) -> tuple[list[str], Iterable[list[Any]]]:
    heads = [
        _("受理号"), _("项目名称"), _("计划类别"), _("申报单位"), _("规则"), _("标题"),
        _("第%(n)s版") % {"n": older.version}, _("第%(n)s版") % {"n": guide.version}, _("状态"),
    ]  # fmt: skip
    labels = {shape: verdict.label for verdict, shape in SHAPES.items()} | {"": _("没有这条规则")}
    books = rules_of(guide).by_key, rules_of(older).by_key
    return heads, (
        [
            row.number or "",
            row.title,
            row.call.programme.name,
            row.host.name,
            rule,
            next((book[rule].title for book in books if rule in book), ""),
            labels[was],
            labels[now],
            row.get_state_display(),
        ]
        for row, told in _lines(request, verdicts.differences)
        for rule, was, now in told
    )
