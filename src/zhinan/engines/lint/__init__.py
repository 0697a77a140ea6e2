"""Lint: what is wrong with a guide itself, before it is issued."""

from .accepting import Acceptance, read_acceptances
from .finding import LintFinding, Undecided, View
from .running import LINTS, CheckResult, LintReport, lint_pack, run_check
from .sentences import Coverage, coverage_of, normative

__all__ = [
    "LINTS",
    "Acceptance",
    "CheckResult",
    "Coverage",
    "LintFinding",
    "LintReport",
    "Undecided",
    "View",
    "coverage_of",
    "lint_pack",
    "normative",
    "read_acceptances",
    "run_check",
]
