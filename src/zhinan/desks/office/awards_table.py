"""Columns of decision lists and projects, for Excel. Money in 万元, exact."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

Rows = tuple[list[str], Iterable[list[Any]]]


def in_wan(yuan: Decimal | None) -> Decimal | None:
    return None if yuan is None else yuan / 10_000


def decision_rows(items: Any) -> Rows:
    heads = [
        _("序号"), _("受理号"), _("项目名称"), _("申报单位"), _("负责人"), _("推荐单位"), _("指南代码"),
        _("申请经费（万元）"), _("意见"), _("拟资助（万元）"), _("理由"),
    ]  # fmt: skip
    return heads, (
        [
            place,
            item.application.number,
            item.application.title,
            item.application.host.name,
            item.application.leader_name,
            item.application.body.name if item.application.body else "",
            item.application.topic.code if item.application.topic else "",
            in_wan(item.application.grant_yuan),
            item.get_outcome_display(),
            in_wan(item.grant_yuan),
            item.reason,
        ]
        for place, item in enumerate(items, 1)
    )


def project_rows(projects: Any) -> Rows:
    heads = [
        _("项目编号"), _("项目名称"), _("计划类别"), _("年度"), _("承担单位"), _("负责人"),
        _("资助（万元）"), _("起始日期"), _("结束日期"), _("状态"), _("受理号"), _("立项时间"),
    ]  # fmt: skip
    return heads, (
        [
            project.number,
            project.ledger_entry.title,
            project.ledger_entry.programme,
            project.ledger_entry.year,
            project.ledger_entry.lead.name,
            project.ledger_entry.leader_name,
            in_wan(project.grant_yuan),
            project.ledger_entry.starts_on,
            project.ledger_entry.ends_on,
            project.ledger_entry.get_state_display(),
            project.application.number,
            project.awarded_at,
        ]
        for project in projects
    )
