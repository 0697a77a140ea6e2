"""Rules: a guide's conditions, read from their blocks, judged with unknowns kept, each verdict with its reasons."""

from .building import Unfit
from .case import APPLYING, Case, Decision, Grant, case_of
from .judging import judge, judge_all
from .mutation import Mutation, mutate_rule
from .rendering import Said, requirement_of, say
from .rule import Note, Rule
from .rulebook import Rulebook, facts_used, rulebook_of
from .verdict import Judgement, Missing, Reason, Usage, Verdict, overall

__all__ = [
    "APPLYING",
    "Case",
    "Decision",
    "Grant",
    "Judgement",
    "Missing",
    "Mutation",
    "Note",
    "Reason",
    "Rule",
    "Rulebook",
    "Said",
    "Unfit",
    "Usage",
    "Verdict",
    "case_of",
    "facts_used",
    "judge",
    "judge_all",
    "mutate_rule",
    "overall",
    "requirement_of",
    "rulebook_of",
    "say",
]  # fmt: skip
