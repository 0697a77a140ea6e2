"""One rule: its clause on the left; on the right what it asks, how it is held by its examples, and a box to try it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhinan.apps.programmes.facts import pack_of, rules_of
from zhinan.apps.programmes.models import Guide
from zhinan.desks.judged import ORDER, SHAPES, language_now, line_of
from zhinan.engines.lint import run_check
from zhinan.engines.packs import Clause, Pack
from zhinan.engines.rules import Rule, judge, requirement_of, say
from zhinan.engines.rules.examples import examples_of, law_date
from zhinan.engines.rules.rule import is_constant
from zhinan.engines.rules.tree import Node
from zhinan.engines.rules.verdict import BY_LABEL
from zhinan.engines.rules.wording import Words

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
from .counts import counts_for, scores_of
from .levers import levers_of, written_value
from .trying import Typed, fields_of, needs_of, tried, typed_from, typed_in


@dataclass(frozen=True, slots=True)
class ExampleLine:
    """An example as written, with what the rule says of it now."""

    number: int
    facts: tuple[tuple[str, str], ...]
    expected: str
    shape: str
    sentence: str
    differs: str


class RulePage(RuleView):
    def get(self, request: Any, pk: int, key: str) -> HttpResponse:
        guide, rule = _rule(request, pk, key)
        pack, typed = pack_of(guide), Typed()
        needs = needs_of(rule, pack.vocabulary)
        number = request.GET.get("example", "")
        if number.isdecimal() and 1 <= int(number) <= len(rule.examples):
            typed = typed_from(rule.examples[int(number) - 1], rule, pack, needs)
            return self.page(request, guide, rule, typed, tried(rule, pack, needs, typed))
        return self.page(request, guide, rule, typed)

    def post(self, request: Any, pk: int, key: str) -> HttpResponse:
        guide, rule = _rule(request, pk, key)
        pack = pack_of(guide)
        needs = needs_of(rule, pack.vocabulary)
        typed = typed_in(request.POST, needs)
        return self.page(request, guide, rule, typed, tried(rule, pack, needs, typed))

    def page(
        self, request: Any, guide: Guide, rule: Rule, typed: Typed, outcome: Any = None
    ) -> HttpResponse:
        pack, programmes = pack_of(guide), programmes_of(guide)
        needs = needs_of(rule, pack.vocabulary)
        counts = counts_for(request.actor, guide)
        context = {
            "guide": guide,
            "rule": rule,
            "clause": clause_of(pack, rule),
            "clause_link": clause_address(guide, rule),
            "kind": KINDS.get(rule.kind, rule.kind),
            "force": FORCES.get(rule.force, rule.force),
            "nature": NATURES.get(rule.nature, rule.nature),
            "stage": STAGES.get(rule.stage, rule.stage),
            "programmes": [(k, programmes[k]) for k in rule.programmes if k in programmes],
            "names": short_names(rule, programmes),
            "parameters": _parameters(rule, pack),
            "exceptions": _exceptions(rule, pack),
            "waivers": _waivers(rule, pack),
            "examples": _examples(rule, pack),
            "score": scores_of(guide, [rule])[rule.key],
            "check": _check(rule, pack),
            "counts": [(SHAPES[v], counts.of(rule.key).get(v, 0)) for v in ORDER],
            "judged": counts.judged,
            "has_lever": bool(levers_of([rule], law_date(pack))),
            "fields": outcome.fields if outcome else fields_of(needs, typed),
            "typed": typed,
            "law": typed.days.get("law") or law_date(pack).isoformat(),
            "told": _told(outcome, programmes) if outcome and outcome.judged else None,
            "faults": outcome.faults if outcome else (),
            **_requirements(rule, pack),
            **_neighbours(guide, rule),
        }
        status = 422 if outcome and outcome.faults else 200
        return render(request, "office/rules/rule.html", context, status=status)


def _rule(request: Any, pk: int, key: str) -> tuple[Guide, Rule]:
    guide = guide_for(request, pk)
    rule = rules_of(guide).by_key.get(key)
    if rule is None:
        raise Http404(f"guide {pk} has no rule {key!r}")
    return guide, rule


def clause_of(pack: Pack, rule: Rule) -> Clause | None:
    """The clause a rule stands under."""
    clauses = (c for p in pack.programmes for c in p.clauses)
    return next((c for c in clauses if any(b.key == rule.key for b in c.rules)), None)


def _requirements(rule: Rule, pack: Pack) -> dict[str, str]:
    law, programme = law_date(pack), rule.programmes[0] if len(rule.programmes) == 1 else ""
    return {
        "asks": requirement_of(rule, pack.vocabulary, law=law, language="zh", programme=programme),
        "asks_en": requirement_of(
            rule, pack.vocabulary, law=law, language="en", programme=programme
        ),
    }


def _neighbours(guide: Guide, rule: Rule) -> dict[str, Any]:
    keys = list(rules_of(guide).by_key)
    at = keys.index(rule.key)
    return {
        "before": keys[at - 1] if at else "",
        "after": keys[at + 1] if at + 1 < len(keys) else "",
        "place": at + 1,
        "many": len(keys),
    }


def _parameters(rule: Rule, pack: Pack) -> list[tuple[str, list[tuple[str, str]]]]:
    """Name, and (since when, value) of each; computed ones in words."""
    words = Words(pack.vocabulary, language_now())
    found = []
    for value in rule.parameters.values():
        series = [
            (
                "" if start == date.min else start.isoformat(),
                words.of(held) if isinstance(held, Node) else written_value(rule, value.name, held, words),
            )
            for start, held in value.series
        ]  # fmt: skip
        found.append((value.name, series))
    return found


def _exceptions(rule: Rule, pack: Pack) -> list[tuple[str, str, str]]:
    """Source, when, what is asked instead; the most specific first."""
    words = Words(pack.vocabulary, language_now())
    return [
        (e.source, words.of(e.guard), "" if is_constant(e.condition, True) else words.of(e.condition))
        for e in reversed(rule.exceptions)
    ]  # fmt: skip


def _waivers(rule: Rule, pack: Pack) -> list[tuple[str, str, tuple[str, ...], str]]:
    words = Words(pack.vocabulary, language_now())
    return [
        (w.source, w.granted_by, w.papers, words.of(w.guard) if w.guard is not None else "")
        for w in rule.waivers
    ]


def _examples(rule: Rule, pack: Pack) -> list[ExampleLine]:
    ready = {} if rule.kind == "lint" else {e.number: e for e in examples_of(rule, pack)[0]}
    lines = []
    for number, written in enumerate(rule.examples, 1):
        expected = str(written.get("结论") or "")
        facts = tuple((str(k), _shown(v)) for k, v in _given(written))
        example = ready.get(number)
        shape = SHAPES[BY_LABEL[expected]] if expected in BY_LABEL else "na"
        if example is None:
            lines.append(ExampleLine(number, facts, expected, shape, "", ""))
            continue
        found = judge(rule, example.case)
        said = say(found, example.case, pack.vocabulary, language=language_now())
        lines.append(
            ExampleLine(number, facts, expected, SHAPES[found.verdict], said.sentence, example.differs(found))
        )  # fmt: skip
    return lines


def _given(written: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """The facts of an example, and the days and grants it sets."""
    facts = written.get("事实") or written.get("参数") or {}
    others = ("法律日期", "知识日期", "基准日", "计划", "阶段", "豁免", "结论人")
    return [*facts.items(), *((key, written[key]) for key in others if written.get(key))]


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Mapping):
        return "，".join(f"{k}：{_shown(v)}" for k, v in value.items())
    if isinstance(value, list):
        rows = [_shown(one) for one in value]
        return ("；" if any(isinstance(v, Mapping) for v in value) else "、").join(rows) or _(
            "没有"
        )
    return "" if value is None else str(value)


def _check(rule: Rule, pack: Pack) -> Any:
    """What a 检查 block finds in its own guide."""
    return run_check(pack, rule.block) if rule.kind == "lint" and rule.block else None


def _told(outcome: Any, programmes: Mapping[str, Any]) -> dict[str, Any]:
    """The verdict in words: the official sentence, and the same as a panel shows it."""
    judged, judgement = outcome.judged, outcome.judgement
    programme = programmes[judged.case.programme]
    return {
        "line": line_of(judged, judgement, programme, language=language_now()),
        "sentence": judged.say(judgement).sentence,
        "sentence_en": judged.say(judgement, "en").sentence,
    }
