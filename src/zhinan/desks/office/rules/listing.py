"""Every rule of a guide: what it is, whether its examples hold it, and how it did on the applications."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhinan.apps.programmes.facts import rules_of
from zhinan.desks.downloads import spreadsheet_response
from zhinan.desks.judged import ORDER, SHAPES
from zhinan.engines.documents.spreadsheet import write_rows
from zhinan.engines.rules import Mutation, Rule, Verdict

from .base import (
    FORCES,
    KINDS,
    NATURES,
    STAGES,
    RuleView,
    clause_address,
    guide_for,
    programmes_of,
    short_names,
)
from .counts import Counts, counts_for, scores_of

PER_PAGE = 50
FILTERS = ("programme", "kind", "force", "stage", "nature")
SORTS = {"failed": Verdict.FAILED, "missing": Verdict.MISSING, "discretion": Verdict.DISCRETION}


@dataclass(frozen=True, slots=True)
class Listed:
    """A rule as a line of the list."""

    rule: Rule
    kind: Any
    force: Any
    nature: Any
    stage: Any
    clause_link: str
    programmes: tuple[str, ...]
    score: Mutation
    counts: tuple[tuple[str, int], ...]  # by shape, worst first

    @property
    def is_scored(self) -> bool:
        return self.score.mutants > 0


class Rules(RuleView):
    def get(self, request: Any, pk: int) -> HttpResponse:
        guide = guide_for(request, pk)
        programmes, counts = programmes_of(guide), counts_for(request.actor, guide)
        rules = _sorted(_filtered(rules_of(guide).all, request.GET), counts, request.GET)

        def listed(chosen: Iterable[Rule]) -> list[Listed]:
            chosen = list(chosen)
            scores = scores_of(guide, chosen)
            return [_line(guide, rule, programmes, scores[rule.key], counts) for rule in chosen]

        if request.GET.get("format") == "xlsx":
            heads, rows = _table(listed(rules))
            return spreadsheet_response(_("规则清单"), write_rows(_("规则清单"), heads, rows))
        page = Paginator(rules, PER_PAGE).get_page(request.GET.get("page"))
        context = {
            "guide": guide,
            "page": page,
            "rows": listed(page.object_list),
            "counts": counts,
            "total": len(rules_of(guide).all),
            "faults": rules_of(guide).faults,
            "programmes": programmes,
            "kinds": KINDS,
            "forces": FORCES,
            "stages": STAGES,
            "natures": NATURES,
            "filters": request.GET,
        }
        return render(request, "office/rules/list.html", context)


def _filtered(rules: Iterable[Rule], asked: Any) -> list[Rule]:
    words = asked.get("q", "").strip().casefold()
    wanted = {name: asked[name] for name in FILTERS if asked.get(name)}
    return [
        rule
        for rule in rules
        if all(value in _held(rule, name) for name, value in wanted.items())
        and words in f"{rule.key} {rule.title} {rule.clause} {rule.heading}".casefold()
    ]


def _held(rule: Rule, name: str) -> tuple[str, ...]:
    return rule.programmes if name == "programme" else (getattr(rule, name),)


def _sorted(rules: list[Rule], counts: Counts, asked: Any) -> list[Rule]:
    """In the order of the guide, or by how many a verdict was given; the guide's order within."""
    name = asked.get("sort", "")
    verdict = SORTS.get(name.removeprefix("-"))
    if verdict is None:
        return rules
    sign = -1 if name.startswith("-") else 1
    return sorted(rules, key=lambda rule: sign * counts.of(rule.key).get(verdict, 0))


def _line(guide: Any, rule: Rule, programmes: Any, score: Mutation, counts: Counts) -> Listed:
    told = counts.of(rule.key)
    return Listed(
        rule,
        KINDS.get(rule.kind, rule.kind),
        FORCES.get(rule.force, rule.force),
        NATURES.get(rule.nature, rule.nature),
        STAGES.get(rule.stage, rule.stage),
        clause_address(guide, rule),
        tuple(short_names(rule, programmes)),
        score,
        tuple((SHAPES[verdict], told.get(verdict, 0)) for verdict in ORDER),
    )


def _table(rows: list[Listed]) -> tuple[list[str], Iterable[list[Any]]]:
    heads = [
        _("编号"), _("条款"), _("标题"), _("种类"), _("力度"), _("性质"), _("阶段"), _("计划类别"), _("例"),
        _("变异"), _("例能察觉"), *(verdict.label for verdict in ORDER),
    ]  # fmt: skip
    return heads, (
        [
            row.rule.key,
            row.rule.clause,
            row.rule.title,
            str(row.kind),
            str(row.force),
            str(row.nature),
            str(row.stage),
            "、".join(row.programmes),
            len(row.rule.examples),
            row.score.mutants,
            row.score.killed,
            *(number for _shape, number in row.counts),
        ]
        for row in rows
    )
