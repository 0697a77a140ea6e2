"""A condition as a rule in parts, and what its writer knows of the guide around it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from .lexicon import Entry, Facts, Lexicon

DAY = date(2024, 6, 30)  # the day examples count ages and periods from
ON_DAY: Mapping[str, str] = {"基准日": DAY.isoformat()}
WAIVED = "待裁量"


@dataclass(frozen=True, slots=True)
class Around:
    """What a proposal may rest on besides the record itself.

    ``regions``: codes by full name; ``home``: the office's code; ``programmes``: keys by full name;
    ``others``: the other condition records of the reading.
    """

    lexicon: Lexicon
    regions: Mapping[str, str] = field(default_factory=dict)
    home: str = ""
    year: int = 0
    programme_key: str = ""
    programmes: Mapping[str, str] = field(default_factory=dict)
    others: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class Shaped:
    """A rule in parts. ``passes`` and ``fails`` are facts of examples; ``lacks`` the facts it needs.

    ``said``: words of the record that the shape has understood, beyond its entry's phrase.
    ``waiver``: why a person may let it pass; ``lines``: further lines of the block.
    """

    condition: str
    passes: tuple[Facts, ...]
    fails: tuple[Facts, ...]
    lacks: tuple[str, ...] = ()
    params: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    frame: Mapping[str, str] = field(default_factory=dict)
    kind: str = "规则"
    table: str = ""
    lists: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    lines: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    waiver: str = ""
    more: tuple[
        tuple[Facts, bool, Mapping[str, str]], ...
    ] = ()  # facts, whether they pass, their frame


@dataclass(frozen=True, slots=True)
class Unclear:
    """Why a known phrase cannot be computed."""

    why: str


Shape = Callable[[Entry, Mapping[str, Any], Around], Shaped | Unclear]


def exact(value: Any) -> Fraction | None:
    """A number as written, 2/3 and 1:2 too.

    >>> exact("2/3"), exact("1:1"), exact("约")
    (Fraction(2, 3), Fraction(1, 1), None)
    """
    try:
        return Fraction(str(value).replace(":", "/").replace("：", "/"))
    except (ValueError, ZeroDivisionError):
        return None


def written(number: Fraction) -> str:
    """Exact where the decimals end; a third is written to 28 digits, and callers refuse it first."""
    exactly = format(Decimal(number.numerator) / Decimal(number.denominator), "f")
    return exactly.rstrip("0").rstrip(".") if "." in exactly else exactly


def edges(sign: str, bound: Fraction, step: Fraction) -> tuple[Fraction, Fraction]:
    """A value that just passes and one that just does not."""
    if sign == "==":
        return bound, bound - step
    up = sign in (">=", ">")
    if sign in (">=", "<="):
        return bound, bound - step if up else bound + step
    return (bound + step if up else bound - step), bound


def quoted(choices: Sequence[str]) -> str:
    """A list of words in an expression."""
    return "[" + ", ".join(f'"{choice}"' for choice in choices) + "]"
