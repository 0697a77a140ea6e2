"""The values a threshold is moved over: from one to another, in even steps, exact."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from .building import Unfit
from .kinds import UNITS, Kind
from .parameters import read_amount

MOST_STEPS = 10_000


def read_bound(name: str, text: str, kind: Kind) -> Any:
    """A value of a parameter as a person writes it: ``1500万元``, ``80%``, ``24月``, ``2023-01-01``.

    Money without a unit is 万元; another number without one is in the parameter's own unit.

    Raises:
        Unfit: Not a value of that kind.

    >>> read_bound("下限", "1500", Kind("number", "元", "万元"))
    Fraction(15000000, 1)
    >>> read_bound("期限", "2年", Kind("number", "月", "月"))
    Fraction(24, 1)
    """
    read = read_amount(name, text.strip())
    if kind.name == "date" and read.kind.name == "date":
        return read.value
    if kind.name == "number" and read.kind.name == "text" and _is_number(text):
        factor = Fraction(10_000) if kind.unit == "元" else Fraction(1)
        return Fraction(Decimal(text.strip())) * factor
    if kind.name == "number" and read.kind.name == "number":
        (one, factor), (other, own) = _unit(read.kind), _unit(kind)
        if one == other:
            return Fraction(read.value) * factor / own  # type: ignore[arg-type]
    raise Unfit("RULE-PARAM", f"“{text}”不能用作参数{name}（{kind}）", "写成与参数同类的数或日期")


def _is_number(text: str) -> bool:
    return text.strip().removeprefix("-").replace(".", "", 1).isdigit() and text.isascii()


def _unit(kind: Kind) -> tuple[str, Fraction]:
    return UNITS.get(kind.unit, (kind.unit, Fraction(1)))


def steps(start: Any, end: Any, count: int) -> tuple[Any, ...]:
    """``count`` values from ``start`` to ``end``, both among them; days rounded down.

    Raises:
        Unfit: Fewer than 2, or more than 10 000.

    >>> steps(date(2024, 1, 1), date(2024, 1, 3), 3)[1], steps(Fraction(0), Fraction(1), 3)[1]
    (datetime.date(2024, 1, 2), Fraction(1, 2))
    """
    if not 2 <= count <= MOST_STEPS:
        raise Unfit("RULE-PARAM", f"步数写为{count}", f"应在2至{MOST_STEPS}之间")
    if isinstance(start, date):
        days = (end - start).days
        return tuple(start + timedelta(days=days * n // (count - 1)) for n in range(count))
    return tuple(start + (end - start) * Fraction(n, count - 1) for n in range(count))
