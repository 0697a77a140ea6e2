"""Administrative regions (GB/T 2260), each code on the days it was valid."""

import re
from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from zhinan.apps.registry.models import Region

_PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
    ]
)


def is_region_code(code: str) -> bool:
    """Say whether a code has the form of GB/T 2260: 6 (or 12) digits that begin with a province.

    The register may hold partners from anywhere, so a county we have no name for is no mistake.

    >>> is_region_code("320706"), is_region_code("990000"), is_region_code("3207")
    (True, False, False)
    """
    return bool(re.fullmatch(r"[0-9]{6}([0-9]{6})?", code)) and code[:2] in _PROVINCES


def regions_on(day: date | None = None) -> QuerySet[Region]:
    """The regions valid on a day (today where none is given), in the order of their codes."""
    day = day or timezone.localdate()
    valid = Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))
    return Region.objects.filter(valid).order_by("code", "-valid_from")


def region_names(codes: Iterable[str], *, on: date | None = None) -> dict[str, str]:
    """Full name of each code on a day: 江苏省连云港市海州区. One statement.

    A code that was not valid on the day is named by its latest period; an unknown one by its province and itself.
    """
    wanted = {code[:6] for code in codes if code}
    lookup = {part for code in wanted for part in (f"{code[:2]}0000", f"{code[:4]}00", code)}
    names: dict[str, str] = {}
    day = on or timezone.localdate()
    rows = Region.objects.filter(code__in=lookup).order_by("valid_from")
    for row in rows:  # the last valid one wins; before any is valid, the latest known
        is_valid = row.valid_from <= day and (row.valid_to is None or row.valid_to >= day)
        if is_valid or row.code not in names:
            names[row.code] = row.name
    return {code: _full_name(code, names) for code in wanted}


def _full_name(code: str, names: dict[str, str]) -> str:
    parts: list[str] = []
    for part in (f"{code[:2]}0000", f"{code[:4]}00", code):
        if part in names and names[part] not in parts:
            parts.append(names[part])
    return "".join(parts) if code in names else f"{''.join(parts)}（{code}）"


def region_choices(prefix: str = "", *, on: date | None = None) -> list[tuple[str, str]]:
    """Codes under a prefix with their full names, for a select."""
    rows = list(regions_on(on).filter(code__startswith=prefix).values_list("code", flat=True))
    names = region_names(rows, on=on)
    return [(code, names[code]) for code in dict.fromkeys(rows)]
