"""The applications under one version of a guide, judged by it and by another: whose verdict differs."""

from collections import Counter, OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from zhinan.apps.accounts.selectors import Actor
from zhinan.apps.applications.facts.handed_in import HandedIn, handed_in
from zhinan.apps.programmes.facts import pack_of, rules_of
from zhinan.apps.programmes.models import Guide
from zhinan.engines.packs import Pack
from zhinan.engines.rules import APPLYING, Case, Rule, Rulebook, Verdict, judge

from .base import applications_under, fingerprint, reach_of

MOST, MOST_HELD = 500, 8
# Files that more than one rule may read: where one of them differs, every rule is judged by both.
SHARED = ("lists.yaml", "vocabulary.yaml", "quotas.csv", "pack.yaml")
_held: OrderedDict[tuple[Any, ...], "VerdictChanges"] = OrderedDict()
Told = Verdict | None  # None: that version has no such rule


@dataclass(frozen=True, slots=True)
class Difference:
    """An application whose verdict differs by some rule: (rule, before, after)."""

    pk: int
    changes: tuple[tuple[str, Told, Told], ...]


@dataclass(frozen=True, slots=True)
class VerdictChanges:
    """``moves``: by rule, how often each verdict became which. ``rules``: how many were judged by both."""

    moves: dict[str, Counter[tuple[Told, Told]]]
    differences: tuple[Difference, ...]
    judged: int
    total: int
    rules: int


def verdicts_between(actor: Actor, old: Guide, new: Guide) -> VerdictChanges:
    """Over the newest applications under ``old`` that the actor may see; both by the registers kept that day."""
    applications = applications_under(actor, old)
    seen = fingerprint(applications)
    key = (old.pk, old.digest, new.pk, new.digest, reach_of(actor), seen)
    if key not in _held:
        wanted = rules_that_differ(old, new)
        cases: list[tuple[HandedIn, Case]] = []
        if wanted and seen[0]:
            rows = handed_in(applications, old, most=MOST)
            others = _reread(rows, applications, old, new)
            cases = list(zip(rows, others, strict=True))
        _held[key] = _compared(cases, rules_of(old), rules_of(new), wanted, seen[0])
        while len(_held) > MOST_HELD:
            _held.popitem(last=False)
    return _held[key]


def _reread(rows: list[HandedIn], applications: Any, old: Guide, new: Guide) -> list[Case]:
    """The same applications in the words of the new version; the cases themselves where the words are the same."""
    before, after = pack_of(old), pack_of(new)
    is_same = old.core_vocabulary == new.core_vocabulary and _same(before, after, "vocabulary.yaml")
    if is_same:
        return [one.case for one in rows]
    return [one.case for one in handed_in(applications, old, by=new, most=MOST)]


def _same(old: Pack, new: Pack, path: str) -> bool:
    return old.files.get(path) == new.files.get(path)


def rules_that_differ(old: Guide, new: Guide) -> frozenset[str]:
    """Ids of the rules that may say otherwise in the new version."""
    before, after = rules_of(old), rules_of(new)
    packs = before.pack, after.pack
    every = frozenset({*before.by_key, *after.by_key})
    if old.core_vocabulary != new.core_vocabulary or not all(_same(*packs, p) for p in SHARED):
        return every
    return frozenset(k for k in every if _written(before.by_key.get(k)) != _written(after.by_key.get(k)))  # fmt: skip


def _written(rule: Rule | None) -> Any:
    if rule is None:
        return None
    return rule.kind, rule.programmes, rule.block.text if rule.block else ""


def _compared(
    cases: Iterable[tuple[HandedIn, Case]], old: Rulebook, new: Rulebook, wanted: frozenset[str], total: int
) -> VerdictChanges:  # fmt: skip
    moves: dict[str, Counter[tuple[Told, Told]]] = {}
    differences = []
    judged = 0
    for one, other in cases:
        judged += 1
        before, after = _verdicts(old, one.case, wanted), _verdicts(new, other, wanted)
        changes = []
        for rule in dict.fromkeys((*after, *before)):
            was, now = before.get(rule), after.get(rule)
            moves.setdefault(rule, Counter())[was, now] += 1
            if differs(was, now):
                changes.append((rule, was, now))
        if changes:
            differences.append(Difference(one.application.pk, tuple(changes)))
    return VerdictChanges(moves, tuple(differences), judged, total, len(wanted))


def differs(was: Told, now: Told) -> bool:
    """Whether it matters: a rule that one version has not, and that is not about the application, does not."""
    return was is not now and {was, now} != {None, Verdict.NOT_APPLICABLE}


def _verdicts(book: Rulebook, case: Case, wanted: frozenset[str]) -> dict[str, Verdict]:
    """Rules of the application stage; none where the version no longer has the programme."""
    return {
        rule.key: judge(rule, case).verdict
        for rule in book.by_programme.get(case.programme, ())
        if rule.key in wanted and rule.stage == APPLYING and rule.kind != "lint"
    }
