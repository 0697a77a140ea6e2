"""Columns of calls, guides and topics, for Excel."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from zhinan.apps.programmes.models import Guide, Programme
from zhinan.apps.programmes.selectors import topics_of

Table = tuple[list[str], Iterable[list[Any]]]


def call_rows(calls: Any) -> Table:
    heads = [
        _("通知"), _("文号"), _("计划类别"), _("附件"), _("处室"), _("联系人"), _("电话"), _("开始申报"), _("提交截止"),
        _("单位确认截止"), _("推荐截止"), _("拟支持项数"), _("拟安排经费（万元）"),
    ]  # fmt: skip
    return heads, (
        [
            call.title,
            call.number,
            call.programme.name,
            call.programme.annex,
            *_contact(call.programme),
            call.opens_at,
            call.closes_at,
            call.host_closes_at,
            call.recommendation_closes_at,
            call.planned_awards,
            call.planned_yuan / 10000 if call.planned_yuan is not None else None,
        ]
        for call in calls
    )


def guide_rows(guides: Any) -> Table:
    heads = [
        _("指南"),
        _("发布单位"),
        _("年度"),
        _("版本"),
        _("状态"),
        _("计划类别"),
        _("发布时间"),
    ]
    return heads, (
        [
            guide.title,
            guide.office_name,
            guide.year,
            guide.version,
            guide.get_state_display(),
            guide.programme_count,
            guide.published_at,
        ]
        for guide in guides
    )


def topic_rows(guide: Guide, programme: Programme | None = None) -> Table:
    """Topics of a whole guide, or of one programme of it, in the official order."""
    heads = [_("计划类别"), _("领域"), _("代码"), _("方向")]
    return heads, (
        [topic.programme.name, topic.group, topic.code, topic.title]
        for topic in topics_of(guide, programme)
    )


def _contact(programme: Programme) -> list[str]:
    section = programme.section
    return ["", "", ""] if section is None else [
        section.name, section.contact_name, section.contact_phone
    ]  # fmt: skip
