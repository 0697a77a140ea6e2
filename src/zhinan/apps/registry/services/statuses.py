"""Acts on what an organisation holds and reports: statuses with dates, figures by year."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhinan.apps.records.services import record_act
from zhinan.apps.records.workflow import MoveRefused, require
from zhinan.apps.registry.facts import FIGURES
from zhinan.apps.registry.models import Organisation, OrganisationStatus, YearFigure
from zhinan.engines.values import Finding
from zhinan.engines.values.text import tidy_line

from .organisations import reason_missing


@transaction.atomic
def add_status(
    organisation: Organisation,
    *,
    actor: Any,
    status: str,
    valid_from: date,
    valid_to: date | None = None,
    number: str = "",
    source: str = "",
) -> OrganisationStatus:
    """Record that the organisation holds a status from a day (to a day, both included).

    Raises:
        PermissionDenied: ``actor`` is not of the office.
        MoveRefused: It ends before it starts, or overlaps the same status.
    """
    require(actor, "registry.manage", organisation)
    name = tidy_line(status)
    if findings := _status_findings(organisation, name, valid_from, valid_to):
        raise MoveRefused(*findings)
    held = OrganisationStatus.objects.create(
        organisation=organisation,
        status=name,
        number=tidy_line(number)[:60],
        valid_from=valid_from,
        valid_to=valid_to,
        source=tidy_line(source)[:120],
    )
    record_act(
        "registry.add_status",
        organisation,
        actor=actor,
        summary=f"登记资质“{name}”",
        after={
            "number": held.number,
            "valid_from": valid_from,
            "valid_to": valid_to,
            "source": held.source,
        },
    )
    return held


def _status_findings(
    organisation: Organisation, name: str, valid_from: date, valid_to: date | None
) -> list[Finding]:
    if not name or len(name) > 60:
        return [
            Finding(
                "STATUS-NAME",
                _("资质名称未填写或超过60字"),
                remedy=_("请填写资质全称"),
                field="status",
            )
        ]
    if valid_to and valid_to < valid_from:
        fact = _("有效期止%(to)s早于有效期起%(start)s") % {"to": valid_to, "start": valid_from}
        return [Finding("STATUS-DATES", fact, remedy=_("请按证书核对日期"), field="valid_to")]
    for held in organisation.statuses.filter(status=name):
        if (held.valid_to is None or held.valid_to >= valid_from) and (
            valid_to is None or held.valid_from <= valid_to
        ):
            fact = _("已登记同一资质，自%(start)s至%(to)s") % {
                "start": held.valid_from,
                "to": held.valid_to or _("未定"),
            }
            return [
                Finding(
                    "STATUS-OVERLAP",
                    fact,
                    remedy=_("请先终止原资质，或改填起始日期"),
                    field="valid_from",
                )
            ]
    return []


@transaction.atomic
def end_status(
    held: OrganisationStatus, *, actor: Any, valid_to: date, reason: str
) -> OrganisationStatus:
    """Set the last day of a status.

    Raises:
        PermissionDenied: ``actor`` is not of the office.
        MoveRefused: No reason, or a day before it began.
    """
    require(actor, "registry.manage", held.organisation)
    if not reason.strip():
        raise MoveRefused(reason_missing())
    if valid_to < held.valid_from:
        fact = _("终止日%(to)s早于有效期起%(start)s") % {"to": valid_to, "start": held.valid_from}
        raise MoveRefused(Finding("STATUS-DATES", fact, remedy=_("请核对日期"), field="valid_to"))
    before = held.valid_to
    held.valid_to = valid_to
    held.save(update_fields=["valid_to"])
    record_act(
        "registry.end_status",
        held.organisation,
        actor=actor,
        summary=f"终止资质“{held.status}”",
        before={"valid_to": before},
        after={"valid_to": valid_to},
        note=reason,
    )
    return held


@transaction.atomic
def record_figures(
    organisation: Organisation,
    *,
    actor: Any,
    year: int,
    figures: dict[str, Decimal | None],
    source: str,
) -> list[YearFigure]:
    """Set yearly figures: vocabulary path -> value (yuan, or a count); None takes a figure out.

    Raises:
        PermissionDenied: ``actor`` is neither of the office nor the organisation's administrator.
        MoveRefused: A year to come, an unknown figure, a fraction of a person, or no source.
    """
    require(actor, "registry.record_figures", organisation)
    if findings := _figure_findings(year, figures, source):
        raise MoveRefused(*findings)
    rows = {f.item: f for f in organisation.figures.select_for_update().filter(year=year)}
    changed = {
        item: value
        for item, value in figures.items()
        if value != getattr(rows.get(item), "value", None)
    }
    if not changed:
        return list(rows.values())
    before = {item: rows[item].value for item in changed if item in rows}
    for item, value in changed.items():
        if value is None:
            rows.pop(item).delete()
        else:
            rows[item], _made = YearFigure.objects.update_or_create(
                organisation=organisation,
                year=year,
                item=item,
                defaults={"value": value, "source": source[:120]},
            )
    record_act(
        "registry.record_figures",
        organisation,
        actor=actor,
        summary=f"登记{year}年度数据",
        before=before,
        after=changed,
        note=source,
    )
    return list(rows.values())


def _figure_findings(year: int, figures: dict[str, Decimal | None], source: str) -> list[Finding]:
    findings = []
    if not 1980 <= year <= timezone.localdate().year:
        fact = _("年度%(year)d还没有结束的数据，或年份有误") % {"year": year}
        findings.append(
            Finding("FIGURE-YEAR", fact, remedy=_("请填写1980年至今年之间的年份"), field="year")
        )
    if not source.strip():
        findings.append(
            Finding(
                "FIGURE-SOURCE",
                _("没有写明数据来源"),
                remedy=_("请填写审计报告编号或统计报表名称"),
                field="source",
            )
        )
    for item, value in figures.items():
        figure = FIGURES.get(item)
        if figure is None:
            findings.append(
                Finding(
                    "FIGURE-UNKNOWN",
                    _("没有“%(item)s”这项年度数据") % {"item": item},
                    remedy=_("请从表中选择项目"),
                    field=item,
                )
            )
        elif value is not None and (problem := _problem_of(figure, value)):
            findings.append(
                Finding(
                    "FIGURE-VALUE", f"{figure.label}{problem}", remedy=_("请核对后重填"), field=item
                )
            )
    return findings


def _problem_of(figure: Any, value: Decimal) -> str:
    try:
        is_whole = value == value.to_integral_value()
        if figure.is_count and not is_whole:
            return _("应为整数，现为%(value)s") % {"value": value}
        if value < 0 and not figure.may_be_negative:
            return _("不能为负，现为%(value)s") % {"value": value}
        if abs(value) >= Decimal("1e16") or value != value.quantize(Decimal("0.01")):
            return _("超出可登记的范围")
    except InvalidOperation:
        return _("不是有效的数")
    return ""
