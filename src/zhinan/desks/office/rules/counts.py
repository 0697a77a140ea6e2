"""How a rule did: how its examples notice changes to it, and what it said of the applications handed in."""

from collections import Counter, OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from zhinan.apps.accounts.selectors import Actor
from zhinan.apps.applications.facts.handed_in import MOST, handed_in, kept_in, last_revisions
from zhinan.apps.applications.models import Application
from zhinan.apps.programmes.facts import pack_of, rules_of
from zhinan.apps.programmes.models import Guide
from zhinan.engines.rules import Mutation, Rule, Verdict, judge_all, mutate_rule

from .base import applications_under, fingerprint, reach_of

MOST_SCORES, MOST_COUNTS = 4000, 32
# Kept in the process: a score depends on the guide's content alone, counts on the revisions they are of.
_scores: OrderedDict[tuple[str, str], Mutation] = OrderedDict()
_counts: OrderedDict[tuple[Any, ...], "Counts"] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Counts:
    """Verdicts by rule over the applications handed in. ``judged`` of ``total``; ``unkept`` had no register kept."""

    by_rule: Mapping[str, Mapping[Verdict, int]]
    total: int
    judged: int
    unkept: int

    def of(self, rule: str) -> Mapping[Verdict, int]:
        return self.by_rule.get(rule, {})


def scores_of(guide: Guide, rules: Iterable[Rule]) -> dict[str, Mutation]:
    """Mutation scores by rule; a few milliseconds for each the process has not seen before."""
    pack = pack_of(guide)
    found = {}
    for rule in rules:
        key = (guide.digest, rule.key)
        if key not in _scores:
            _scores[key] = mutate_rule(rule, pack)
            while len(_scores) > MOST_SCORES:
                _scores.popitem(last=False)
        found[rule.key] = _scores[key]
    return found


def counts_for(actor: Actor, guide: Guide) -> Counts:
    """What the rules said of the applications under the guide that the actor may see.

    One statement where nothing was handed in since the last time, three or four otherwise.
    """
    applications = applications_under(actor, guide)
    seen = fingerprint(applications)
    key = (guide.pk, guide.digest, reach_of(actor), seen)
    if key not in _counts:
        _counts[key] = _counted(applications, guide, seen[0])
        while len(_counts) > MOST_COUNTS:
            _counts.popitem(last=False)
    return _counts[key]


def _counted(applications: QuerySet[Application], guide: Guide, many: int) -> Counts:
    by_rule: dict[str, Counter[Verdict]] = {}
    unkept: list[int] = []
    judged = 0
    rows = last_revisions(applications).order_by("-pk")
    kept = rows.values_list("application_id", "known_on", "judgements")[:MOST]
    for application, known_on, judgements in kept.iterator(200):
        judged += 1
        if known_on is None:
            unkept.append(application)
        for rule, verdict in kept_in(judgements).items():
            by_rule.setdefault(rule, Counter())[verdict] += 1
    book = rules_of(guide)
    for one in handed_in(applications.filter(pk__in=unkept), guide) if unkept else ():
        for judgement in judge_all(book, one.case):
            by_rule.setdefault(judgement.rule.key, Counter())[judgement.verdict] += 1
    return Counts(by_rule, many, judged, len(unkept))
