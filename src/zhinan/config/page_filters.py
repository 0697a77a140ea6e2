"""How figures, dates and personal numbers are written on a page, as officials write them."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils import timezone

Number = Decimal | int | str | None
YUAN_IN_WAN = Decimal(10_000)


def wan(yuan: Number) -> str:
    """Yuan as 万元: two decimals, more only where money would be lost.

    >>> wan(Decimal("125000")), wan(Decimal("95005.5")), wan(13164000), wan(None)
    ('12.50', '9.50055', '1,316.40', '')
    """
    return "" if yuan in (None, "") else _written(Decimal(str(yuan)) / YUAN_IN_WAN, at_least=2)


def number(value: Number, places: int | None = None) -> str:
    """A count or measure with thousands parted; ``places`` fixes the decimals.

    >>> number(1486), number(Decimal("2.50")), number(Decimal("2.345"), 2), number(None)
    ('1,486', '2.5', '2.35', '')
    """
    if value in (None, ""):
        return ""
    exact = Decimal(str(value))
    if places is not None:
        return f"{exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):,f}"
    return _written(exact, at_least=0)


def percent(ratio: Number, places: int | None = None) -> str:
    """A ratio as a percentage, exact unless ``places`` is given.

    >>> percent(Decimal("0.047")), percent(Decimal("0.33333"), 1), percent(1), percent("")
    ('4.7%', '33.3%', '100%', '')
    """
    return "" if ratio in (None, "") else f"{number(Decimal(str(ratio)) * 100, places)}%"


def day(value: date | datetime | str | None) -> str:
    """A date, or the local date of a moment: 2026-04-30."""
    if isinstance(value, datetime):
        value = _local(value).date()
    return value.isoformat() if isinstance(value, date) else str(value or "")


def minute(value: datetime | str | None) -> str:
    """A moment in local time to the minute: 2026-04-30 17:00."""
    return f"{_local(value):%Y-%m-%d %H:%M}" if isinstance(value, datetime) else str(value or "")


def mask(value: Any, tail: int = 4) -> str:
    """A personal number with its middle hidden; short ones are hidden whole.

    >>> mask("320706199003071234"), mask("13800001234"), mask("0512"), mask(None)
    ('320***********1234', '138****1234', '****', '')
    """
    text = str(value or "")
    head = 3
    if len(text) <= head + tail:
        return "*" * len(text)
    return f"{text[:head]}{'*' * (len(text) - head - tail)}{text[-tail:]}"


def _written(exact: Decimal, *, at_least: int) -> str:
    whole, _, decimals = f"{exact:,f}".partition(".")
    decimals = decimals.rstrip("0").ljust(at_least, "0")
    return f"{whole}.{decimals}" if decimals else whole


def _local(moment: datetime) -> datetime:
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment


FILTERS = {
    "wan": wan,
    "number": number,
    "percent": percent,
    "date": day,
    "datetime": minute,
    "mask": mask,
}
