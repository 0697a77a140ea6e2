"""The smallest valid rows of the record."""

from typing import Any

from zhinan.apps.records.models import Act, NumberSeries
from zhinan.apps.records.services import record_act


def make_subject(prefix: str = "") -> NumberSeries:
    """A row that acts can be about; which model it is does not matter to the record."""
    return NumberSeries.objects.create(prefix=prefix or f"S{NumberSeries.objects.count()}")


def make_act(subject: NumberSeries | None = None, **over: Any) -> Act:
    fields = {"actor": None, "summary": "记一笔", **over}
    action = fields.pop("action", "records.test")
    return record_act(action, subject or make_subject(), **fields)
