"""The applications a rule was about, made ready to be judged again and again: cases, and who they are in kinds alone."""

from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import Any

from zhinan.apps.accounts.selectors import Actor
from zhinan.apps.applications.facts.handed_in import HandedIn, handed_in
from zhinan.apps.programmes.facts import pack_of, rules_of
from zhinan.apps.programmes.models import Guide
from zhinan.engines.rules import Case, Rule, Rulebook, Verdict, judge_all
from zhinan.engines.rules.needs import terms_needed

from .base import applications_under, fingerprint, reach_of

SEX = "leader.sex"
MOST_HELD = 6
_held: OrderedDict[tuple[Any, ...], "Past"] = OrderedDict()


@dataclass(frozen=True, slots=True)
class PastCase:
    """One application. ``case`` holds the rule's facts only; ``failing`` are the other rules not met."""

    pk: int
    case: Case
    county: str
    kind: str
    sex: str
    failing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Past:
    """``cases`` are the newest of ``total``; ``unkept`` of them left no snapshot of the registers."""

    cases: tuple[PastCase, ...]
    total: int
    unkept: int


def past_of(actor: Actor, guide: Guide, rule: Rule) -> Past:
    """What the actor may see of the rule's programmes; one statement where nothing is new, four otherwise."""
    applications = applications_under(actor, guide, rule.programmes)
    seen = fingerprint(applications)
    key = (guide.pk, guide.digest, rule.key, reach_of(actor), seen)
    if key not in _held:
        book, needed = rules_of(guide), _needed(guide, rule)
        rows = handed_in(applications, guide)
        cases = tuple(_past(one, book, rule, needed) for one in rows)
        _held[key] = Past(cases, seen[0], sum(not one.kept for one in rows))
        while len(_held) > MOST_HELD:
            _held.popitem(last=False)
    return _held[key]


def _needed(guide: Guide, rule: Rule) -> frozenset[str]:
    return frozenset(n.term.path for n in terms_needed([rule], pack_of(guide).vocabulary))


def _past(one: HandedIn, book: Rulebook, rule: Rule, needed: frozenset[str]) -> PastCase:
    host = one.application.host
    return PastCase(
        one.application.pk,
        replace(one.case, values={p: v for p, v in one.case.values.items() if p in needed}),
        host.region_code[:6],
        host.kind,
        str(one.case.values.get(SEX) or ""),
        _failing(one, book, rule.key),
    )


def _failing(one: HandedIn, book: Rulebook, but: str) -> tuple[str, ...]:
    verdicts = one.kept or {j.rule.key: j.verdict for j in judge_all(book, one.case)}
    return tuple(k for k, verdict in verdicts.items() if verdict is Verdict.FAILED and k != but)
