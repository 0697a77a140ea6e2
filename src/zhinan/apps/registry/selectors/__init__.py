"""What of the registers a reader may see, and what every app asks of them."""

from .bodies import bodies_for, bodies_visible_to
from .claims import claims_visible_to
from .ledger import ledger_visible_to
from .organisations import find_organisations, organisations_visible_to
from .people import people_visible_to
from .regions import is_region_code, region_choices, region_names, regions_on
from .workdays import (
    is_working_day,
    natural_days_after,
    provisional_days,
    resolve_deadline,
    workday_table,
    workday_year,
    workdays_after,
    workdays_between,
)

__all__ = [
    "bodies_for",
    "bodies_visible_to",
    "claims_visible_to",
    "find_organisations",
    "is_region_code",
    "is_working_day",
    "ledger_visible_to",
    "natural_days_after",
    "organisations_visible_to",
    "people_visible_to",
    "provisional_days",
    "region_choices",
    "region_names",
    "regions_on",
    "resolve_deadline",
    "workday_table",
    "workday_year",
    "workdays_after",
    "workdays_between",
]
