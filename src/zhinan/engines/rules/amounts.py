"""Literals and amounts: exact values with the kind they have."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from .kinds import FLAG, MONEY_WORDS, NUMBER, UNITS, Kind
from .tree import Constant


def exact(value: Fraction) -> Decimal | Fraction:
    """A Decimal where the value has one, else the Fraction."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return Decimal(value.numerator) / Decimal(value.denominator) if rest == 1 else value


def literal(value: Any) -> Constant:
    """A constant of the kind its value has."""
    if isinstance(value, bool):
        return Constant(FLAG, value)
    if isinstance(value, (int, Decimal, Fraction)):
        return Constant(NUMBER, exact(Fraction(value)))
    if isinstance(value, date):
        return Constant(Kind("date"), value)
    return Constant(Kind("text"), value)


def unit_of(name: str) -> Constant | None:
    """``万元`` as the amount of one; None where the name is no unit."""
    if name not in UNITS or name == "%":
        return None
    dimension, factor = UNITS[name]
    if name in MONEY_WORDS:
        written = "元" if name == "元" else "万元"
        return Constant(Kind("number", "元", written), exact(factor))
    if not dimension:
        return Constant(NUMBER, exact(factor))
    own = {"个月": "月", "周岁": "岁", "日": "天"}.get(name, name)
    return Constant(Kind("number", own, own), Decimal(1))


def plain(value: Fraction) -> str:
    """A number without needless zeros; a third to six places, marked 约.

    >>> plain(Fraction(3, 2)), plain(Fraction(1500)), plain(Fraction(1, 3))
    ('1.5', '1500', '约0.333333')
    """
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    exact = rest == 1
    number = Decimal(value.numerator) / Decimal(value.denominator)
    text = format(number if exact else number.quantize(Decimal("0.000001")), "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text if exact else f"约{text}"
