"""Coverage: where each row of the acceptance list lives in the packs, and how well its examples guard it."""

from .acceptance import AcceptanceRow, covers, read_acceptance, shipped_acceptance
from .rows import HOMES, CoverageReport, CoverageRow, coverage_report
from .scores import MutationScores

__all__ = [
    "HOMES",
    "AcceptanceRow",
    "CoverageReport",
    "CoverageRow",
    "MutationScores",
    "coverage_report",
    "covers",
    "read_acceptance",
    "shipped_acceptance",
]
