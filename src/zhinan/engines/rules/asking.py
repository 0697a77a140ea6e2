"""Which fact to ask for next: the one that settles most rules soonest, of those that can still change the answer."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from zhinan.engines.vocabulary import Vocabulary

from .rule import HARD, SOFT, Rule
from .tree import Cell, walk
from .verdict import Judgement, Verdict

WEIGHTS = {HARD: 3, SOFT: 1}  # a hard rule can end the matter, a soft one never does
SET_KINDS = ("quota", "target", "lint")  # not about one applicant


@dataclass(frozen=True, slots=True)
class Question:
    """A fact to ask for. ``path``: of a term, or of a table whose rows are asked for together.

    ``settles``: rules that need nothing else; ``touches``: every undecided rule that needs it. In the order
    of the guide.
    """

    path: str
    settles: tuple[Rule, ...]
    touches: tuple[Rule, ...]
    score: Fraction


def is_askable(rule: Rule) -> bool:
    """Say whether an answer of an applicant can decide a rule: not a person's, not a preference, not a set's."""
    return rule.force in WEIGHTS and not rule.is_preference and rule.kind not in SET_KINDS


def is_settled(judgements: Iterable[Judgement]) -> bool:
    """Say whether no answer can change the whole any more: a hard rule fails and nobody may waive it."""
    return any(j.verdict == Verdict.FAILED and not j.rule.is_preference for j in judgements)


def questions(
    judgements: Sequence[Judgement],
    vocabulary: Vocabulary,
    *,
    without: Collection[str] = (),
    kinds_left_out: Collection[str] = ("file",),
) -> tuple[Question, ...]:
    """What can still change a verdict, best first.

    A fact scores the weight of each undecided rule that needs it, divided by how many facts that rule
    needs: a rule that lacks one fact counts whole, one that lacks four a quarter. Ties go to the fact that
    the guide needs first. ``O(rules × missing facts)``.

    Args:
        judgements: In the order of the guide.
        vocabulary: Says which facts are files or long texts, which are not asked.
        without: Paths not to ask: skipped, or answered with "there are some".
        kinds_left_out: Types of term that are no question.

    Returns:
        Questions; none where every rule that an answer can decide is decided.
    """
    scores: dict[str, Fraction] = {}
    settles: dict[str, list[Rule]] = {}
    touches: dict[str, list[Rule]] = {}
    for judgement in judgements:
        rule = judgement.rule
        if judgement.verdict != Verdict.MISSING or not is_askable(rule):
            continue
        needed = tuple(dict.fromkeys(_asked(one.path, vocabulary) for one in judgement.missing))
        open_ = [path for path in needed if _is_open(path, vocabulary, without, kinds_left_out)]
        for path in open_:
            share = Fraction(WEIGHTS[rule.force], len(needed))
            scores[path] = scores.get(path, Fraction(0)) + share
            touches.setdefault(path, []).append(rule)
            settles.setdefault(path, []).extend([rule] if len(needed) == 1 else [])
    order = {path: place for place, path in enumerate(scores)}
    best = sorted(scores, key=lambda path: (-scores[path], order[path]))
    return tuple(Question(p, tuple(settles[p]), tuple(touches[p]), scores[p]) for p in best)


def _asked(path: str, vocabulary: Vocabulary) -> str:
    """The table a missing cell lies in, else the path itself."""
    above = path.rpartition(".")[0]
    table = vocabulary.get(above) if above else None
    return above if table is not None and table.type == "table" else path


def _is_open(
    path: str, vocabulary: Vocabulary, without: Collection[str], left_out: Collection[str]
) -> bool:
    term = vocabulary.get(path)
    if term is None or path in without:
        return False
    return term.type not in left_out and not term.is_long


def columns_needed(rules: Iterable[Rule], table: str) -> tuple[str, ...]:
    """Keys of the columns of a table that rules look at, in writing order."""
    found = (
        node.key
        for rule in rules
        for tree in rule.trees()
        for node in walk(tree)
        if isinstance(node, Cell) and node.table == table
    )
    return tuple(dict.fromkeys(found))
