"""Counting days as offices count them, and deadlines."""

from .days import CountedDay, is_working_day, natural_days_after, workdays_after, workdays_between
from .deadlines import Deadline, Due

__all__ = [
    "CountedDay",
    "Deadline",
    "Due",
    "is_working_day",
    "natural_days_after",
    "workdays_after",
    "workdays_between",
]
