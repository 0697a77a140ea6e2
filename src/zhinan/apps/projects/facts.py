"""From what was filled in to what a project needs."""

from dataclasses import dataclass
from datetime import date
from typing import Any

STARTS_ON = "project.starts_on"
ENDS_ON = "project.ends_on"


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day of a project, both included."""

    starts_on: date
    ends_on: date


def period_of(application: Any) -> Period | None:
    """The period the application states; None where a day is missing, unreadable or the wrong way round."""
    found: dict[str, Any] = {}
    for section in application.sections.all():
        found |= {
            path: section.values.get(path)
            for path in (STARTS_ON, ENDS_ON)
            if path in section.values
        }
    starts_on, ends_on = _day(found.get(STARTS_ON)), _day(found.get(ENDS_ON))
    if starts_on is None or ends_on is None or ends_on <= starts_on:
        return None
    return Period(starts_on, ends_on)


def _day(state: Any) -> date | None:
    try:
        return date.fromisoformat(state["value"])
    except (TypeError, KeyError, ValueError):
        return None
