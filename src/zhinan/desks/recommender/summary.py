"""Columns of the recommendation summary (附件8 推荐汇总表), and of the list of applications."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from zhinan.apps.applications.facts import contact_phones, partner_names
from zhinan.apps.records.selectors import notes_of
from zhinan.engines.values.mask import mask_phone


def summary_rows(applications: Any) -> tuple[list[str], Iterable[list[Any]]]:
    """Heads and lines: one line an application, in order of its number."""
    heads = [
        _("序号"), _("计划类别"), _("指南代码"), _("受理号"), _("项目名称"), _("申报单位"),
        _("合作单位"), _("项目负责人"), _("联系电话"), _("申请经费（万元）"), _("推荐意见"),
    ]  # fmt: skip
    rows = applications.select_related("call__programme", "topic", "host").order_by("number", "id")
    partners, phones = partner_names(rows), contact_phones(rows)
    opinions = notes_of(rows, action="applications.recommend")
    return heads, (
        [
            place,
            row.call.programme.name,
            row.topic.code if row.topic else "",
            row.number or "",
            row.title,
            row.host.name,
            "、".join(partners.get(row.pk, ())),
            row.leader_name,
            mask_phone(phones.get(row.pk, "")),
            row.grant_yuan / 10000 if row.grant_yuan is not None else None,
            opinions.get(row.pk, ""),
        ]
        for place, row in enumerate(rows, start=1)
    )


def application_rows(applications: Any) -> tuple[list[str], Iterable[list[Any]]]:
    """Heads and lines of the list as filtered; what is not yet recommended is in it too."""
    heads = [
        _("受理号"), _("项目名称"), _("计划类别"), _("指南代码"), _("申报单位"), _("项目负责人"),
        _("申请经费（万元）"), _("状态"), _("提交时间"), _("推荐时间"),
    ]  # fmt: skip
    return heads, (
        [
            row.number or "",
            row.title,
            row.call.programme.name,
            row.topic.code if row.topic else "",
            row.host.name,
            row.leader_name,
            row.grant_yuan / 10000 if row.grant_yuan is not None else None,
            row.get_state_display(),
            row.submitted_at,
            row.recommended_at,
        ]
        for row in applications.iterator(2000)
    )
