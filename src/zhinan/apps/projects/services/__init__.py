"""Acts on awarded projects."""

from .awarding import award_projects, missing_periods

__all__ = ["award_projects", "missing_periods"]
