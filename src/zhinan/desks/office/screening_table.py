"""Columns of the results of formal review, for Excel."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from zhinan.apps.screening.models import FormalReview


def result_rows(applications: Any) -> tuple[list[str], Iterable[list[Any]]]:
    """Heads and lines: one line an application, with its latest round."""
    heads = [
        _("受理号"), _("项目名称"), _("计划类别"), _("申报单位"), _("负责人"), _("推荐单位"), _("状态"),
        _("轮次"), _("结论"), _("经办人"), _("结论时间"), _("通知书"), _("补正期限"), _("理由"),
    ]  # fmt: skip
    rows = list(applications)
    rounds = FormalReview.objects.filter(application__in=[row.pk for row in rows])
    latest = {
        review.application_id: review
        for review in rounds.select_related("reviewer").order_by("round")
    }
    return heads, (_line(row, latest.get(row.pk)) for row in rows)


def _line(row: Any, review: FormalReview | None) -> list[Any]:
    return [
        row.number or "",
        row.title,
        row.call.programme.name,
        row.host.name,
        row.leader_name,
        row.body.name if row.body else "",
        row.get_state_display(),
        review.round if review else None,
        review.get_conclusion_display() if review else "",
        str(review.reviewer) if review and review.reviewer else "",
        review.concluded_at if review else None,
        review.letter_number if review else "",
        row.correction_due_at,
        review.reason if review else "",
    ]
