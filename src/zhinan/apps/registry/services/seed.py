"""What the registers know before anybody enters anything: regions and the published working days."""

from datetime import date, timedelta

from django.db import transaction

from zhinan.apps.registry.models import Region, Workday

from .seed_regions import STANDARD, known_regions

FIRST_YEAR = 2023
NOTICE = "国务院办公厅关于{year}年部分节假日安排的通知"
_NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
    "Anti-Fascist 70th Day": "抗战胜利纪念日",
}


@transaction.atomic
def seed_reference_data() -> dict[str, int]:
    """Add the regions and working days that are missing; what the office has changed stays.

    Safe to call at every start: the second call adds nothing. Returns what was added, by name.
    """
    return {"regions": _seed_regions(), "workdays": _seed_workdays()}


def _seed_regions() -> int:
    held = set(Region.objects.values_list("code", "valid_from"))
    missing = [
        Region(
            code=period.code,
            name=period.name,
            parent_code=period.parent_code,
            valid_from=period.valid_from,
            valid_to=period.valid_to,
            source=STANDARD,
        )
        for period in known_regions()
        if (period.code, period.valid_from) not in held
    ]
    Region.objects.bulk_create(missing)
    return len(missing)


def _seed_workdays() -> int:
    """Whole years only: a year of which the office has settled a day is left to the office."""
    from chinese_calendar import constants

    last_year = max(constants.holidays).year
    settled = set(
        Workday.objects.filter(is_provisional=False).values_list("day__year", flat=True).distinct()
    )
    missing = [year for year in range(FIRST_YEAR, last_year + 1) if year not in settled]
    Workday.objects.filter(
        day__year__in=missing
    ).delete()  # provisional days give way to the notice
    rows = [
        Workday(
            day=day,
            is_working=day in constants.workdays
            or (day.weekday() < 5 and day not in constants.holidays),
            note=_note_of(day, constants.holidays, constants.workdays),
            source=NOTICE.format(year=year),
            is_provisional=False,
        )
        for year in missing
        for day in _days_of(year)
    ]
    Workday.objects.bulk_create(rows, batch_size=500)
    return len(rows)


def _note_of(day: date, holidays: dict[date, str], workdays: dict[date, str]) -> str:
    if day in workdays:
        return f"{_NAMES.get(workdays[day], '')}调休上班"
    return _NAMES.get(holidays.get(day, ""), "")


def _days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=i) for i in range((date(year + 1, 1, 1) - first).days)]
