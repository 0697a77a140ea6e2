"""Acts on the table of working days."""

import re
from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhinan.apps.records.services import record_act
from zhinan.apps.records.workflow import MoveRefused, require
from zhinan.apps.registry.models import Workday
from zhinan.engines.values import Finding
from zhinan.engines.values.text import tidy_line

from .organisations import date_of, reason_missing


@transaction.atomic
def change_workday(
    day: date, *, actor: Any, is_working: bool, reason: str, note: str = ""
) -> Workday:
    """Say of one day whether the office works on it.

    A day of a settled year stays settled; a day beyond stays provisional until its year is published.

    Raises:
        PermissionDenied: ``actor`` may not keep the table.
        MoveRefused: No reason, or nothing would change.
    """
    require(actor, "registry.manage_workdays")
    if not reason.strip():
        raise MoveRefused(reason_missing())
    row = Workday.objects.select_for_update().filter(day=day).first()
    before = row.is_working if row else day.weekday() < 5
    if before == is_working and (row is None or row.note == note):
        words = {"day": day.isoformat(), "kind": _("工作日") if is_working else _("休息日")}
        fact = _("%(day)s已是%(kind)s") % words
        raise MoveRefused(Finding("WORKDAY-UNCHANGED", fact, remedy=_("请核对日期"), field="day"))
    if row is None:
        row = Workday(day=day, is_provisional=True)
    row.is_working, row.note, row.source = is_working, tidy_line(note)[:60], tidy_line(reason)[:120]
    row.save()
    record_act(
        "registry.change_workday",
        row,
        actor=actor,
        summary=f"{day.isoformat()}改为{'工作日' if is_working else '休息日'}",
        before={"is_working": before},
        after={"is_working": is_working, "note": row.note},
        note=reason,
    )
    return row


@transaction.atomic
def publish_workday_year(
    year: int, *, actor: Any, days_off: Collection[date], days_worked: Collection[date], source: str
) -> int:
    """Settle a whole year by the State Council's notice. Returns the number of working days.

    Args:
        year: The calendar year.
        actor: An officer of the office.
        days_off: Days off by the notice; ordinary weekends need not be named.
        days_worked: Weekend days worked instead.
        source: Title or number of the notice.

    Raises:
        PermissionDenied: ``actor`` may not keep the table.
        MoveRefused: No source, a day of another year, a day both off and worked, or a
            day worked that is no weekend.
    """
    require(actor, "registry.manage_workdays")
    if findings := _year_findings(year, days_off, days_worked, source):
        raise MoveRefused(*findings)
    first = date(year, 1, 1)
    rows = [
        Workday(
            day=day,
            is_working=day in days_worked or (day.weekday() < 5 and day not in days_off),
            note=_note_of(day, days_off, days_worked),
            source=source.strip()[:120],
            is_provisional=False,
        )
        for day in (first + timedelta(days=i) for i in range((date(year + 1, 1, 1) - first).days))
    ]
    Workday.objects.filter(day__year=year).delete()
    Workday.objects.bulk_create(rows)
    working = sum(row.is_working for row in rows)
    record_act(
        "registry.publish_workday_year",
        rows[0],
        actor=actor,
        summary=f"{year}年工作日按通知确定，共{working}天",
        after={"off": sorted(days_off), "worked": sorted(days_worked), "working_days": working},
        note=source,
    )
    return working


def days_named(text: str) -> frozenset[date]:
    """Days and spans as a notice names them: 2027-02-05至2027-02-11, one a line or parted by 、.

    Raises:
        MoveRefused: A day cannot be read, or a span runs backwards or over two months.
    """
    days: set[date] = set()
    for part in re.split(r"[\s、,，;；]+", text.strip()):
        if part:
            first, _sign, last = part.partition("至")
            start, end = _day_named(first), _day_named(last or first)
            if not 0 <= (end - start).days <= 60:
                fact = _("“%(part)s”不是一段假期") % {"part": part}
                raise MoveRefused(Finding("WORKDAY-SPAN", fact, remedy=_("请先写起日再写止日")))
            days |= {start + timedelta(days=i) for i in range((end - start).days + 1)}
    return frozenset(days)


def _day_named(text: str) -> date:
    found = date_of(text)
    if found is None:
        raise MoveRefused(
            Finding("WORKDAY-SPAN", _("缺少日期"), remedy=_("请写成2027-02-05至2027-02-11"))
        )
    return found


def _note_of(day: date, days_off: Collection[date], days_worked: Collection[date]) -> str:
    if day in days_worked:
        return "调休上班"
    return "放假" if day in days_off else ""


def _year_findings(
    year: int, days_off: Collection[date], days_worked: Collection[date], source: str
) -> list[Finding]:
    findings = []
    if not source.strip():
        findings.append(
            Finding(
                "WORKDAY-SOURCE",
                _("没有写明依据的通知"),
                remedy=_("请填写通知名称或文号"),
                field="source",
            )
        )
    if strange := [d for d in (*days_off, *days_worked) if d.year != year]:
        fact = _("%(day)s不在%(year)d年") % {"day": strange[0].isoformat(), "year": year}
        findings.append(Finding("WORKDAY-YEAR", fact, remedy=_("请核对日期"), field="days_off"))
    if both := sorted(set(days_off) & set(days_worked)):
        fact = _("%(day)s既放假又上班") % {"day": both[0].isoformat()}
        findings.append(Finding("WORKDAY-BOTH", fact, remedy=_("请核对日期"), field="days_worked"))
    if plain := [d for d in days_worked if d.weekday() < 5]:
        fact = _("%(day)s不是周末，不需列为调休上班") % {"day": plain[0].isoformat()}
        findings.append(
            Finding("WORKDAY-NOT-WEEKEND", fact, remedy=_("请核对日期"), field="days_worked")
        )
    return findings
