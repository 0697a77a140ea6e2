"""What a person may write into an entry: a span inside the text, fields the type knows."""

from collections.abc import Mapping
from typing import Any

from django.db.models.functions import Substr
from django.utils.translation import gettext as _

from zhinan.apps.readings.models import Reading
from zhinan.apps.records.workflow import MoveRefused
from zhinan.engines.guides.record_fields import field_findings
from zhinan.engines.values import Finding


def quote_of(reading: Reading, start: int, end: int) -> str:
    """A piece of the text; the rest of it stays in the database."""
    cut = Substr("text", start + 1, end - start)
    return str(Reading.objects.filter(pk=reading.pk).values_list(cut, flat=True).get())


def check_span(reading: Reading, start: int, end: int) -> None:
    """Refuse a span outside the text, and one without a word in it.

    Raises:
        MoveRefused: ``SPAN-OUTSIDE`` or ``SPAN-BLANK``.
    """
    if not 0 <= start < end <= reading.text_length:
        raise MoveRefused(
            Finding(
                "SPAN-OUTSIDE",
                _("选取的位置%(start)s—%(end)s不在原文（0—%(length)s）之中")
                % {"start": start, "end": end, "length": reading.text_length},
                remedy=_("请在原文中重新选取"),
                field="start",
            )
        )
    if not quote_of(reading, start, end).strip():
        fact = _("选取的%(count)s个字符中没有文字") % {"count": end - start}
        raise MoveRefused(
            Finding("SPAN-BLANK", fact, remedy=_("请在原文中重新选取"), field="start")
        )


def check_fields(type: str, given: Mapping[str, Any], *, whole: Mapping[str, Any]) -> None:
    """Refuse fields the type does not know, values they cannot have, and needed ones left blank.

    Raises:
        MoveRefused: One finding a field.
    """
    if findings := field_findings(type, given, whole=whole):
        raise MoveRefused(*findings)
