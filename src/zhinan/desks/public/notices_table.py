"""Columns of a notice, for Excel: what was frozen, money in 万元."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from zhinan.apps.awards.models import PublicNotice


def notice_rows(notice: PublicNotice) -> tuple[list[str], Iterable[list[Any]]]:
    heads = [
        _("序号"), _("受理号"), _("项目名称"), _("申报单位"), _("负责人"), _("推荐单位"), _("拟资助（万元）"),
    ]  # fmt: skip
    return heads, (
        [
            row["order"], row["number"], row["title"], row["host"], row["leader"], row["body"],
            Decimal(row["grant_yuan"]) / 10_000,
        ]
        for row in notice.content["rows"]
    )  # fmt: skip
