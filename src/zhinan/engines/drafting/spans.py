"""Which part of the draft says which stretch of the text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zhinan.engines.packs.official import COLUMNS

from .fact import Fact
from .writing import to_csv

TEXT, SPANS = "source/text.txt", "source/spans.csv"


@dataclass(frozen=True, slots=True, order=True)
class Bound:
    """One part of the draft, bound to its stretch."""

    start: int
    end: int
    kind: str
    programmes: tuple[str, ...]
    key: str
    fact: str = ""
    is_checked: bool = False


def bound(kind: str, programmes: Sequence[str], key: str, fact: Fact) -> Bound:
    """A part that was read as a fact."""
    return Bound(fact.start, fact.end, kind, tuple(programmes), key, fact.key, fact.is_settled)


def spans_csv(bounds: Iterable[Bound], length: int) -> str:
    """The table of spans in the order of the text; what lies outside it or is empty is left out."""
    good = sorted({b for b in bounds if 0 <= b.start < b.end <= length})
    return to_csv(
        COLUMNS,
        (
            (b.kind, " ".join(b.programmes), b.key, b.start, b.end, b.fact, "yes" if b.is_checked else "no")
            for b in good
        ),
    )  # fmt: skip
