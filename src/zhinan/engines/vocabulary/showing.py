"""A state in words, for print and for lists."""

from collections.abc import Mapping
from decimal import Decimal

from .numbers import FACTORS, plain_decimal
from .states import Knowing, State
from .terms import Term


def show_value(
    term: Term,
    state: State,
    *,
    regions: Mapping[str, str] | None = None,
    masked: bool = False,
    with_unit: bool = False,
) -> str:
    """The value as officials write it; empty where absent or blank, 无 where declared none.

    Args:
        regions: Region codes to names; without it the code is shown.
        masked: Show a sensitive value with its middle hidden.
        with_unit: Put the term's unit after a number.

    >>> from zhinan.engines.vocabulary.terms import Term
    >>> show_value(Term("预算.自筹", "budget.own", "money", unit="万元"), State.known("95000.00", as_typed="9.50"))
    '9.50'
    """
    if state.knowing is Knowing.NONE:
        return "无"
    if state.knowing is Knowing.UNREAD:
        return _hidden(state.as_typed) if masked and term.is_sensitive else state.as_typed
    if not state.is_known:
        return ""
    text = _shown(term, state, regions or {}) + (term.unit if with_unit else "")
    return _hidden(text) if masked and term.is_sensitive else text


def _shown(term: Term, state: State, regions: Mapping[str, str]) -> str:
    value = state.value
    if term.type in ("money", "ratio", "decimal"):
        return state.as_typed or _figure(term, Decimal(value))
    if term.type == "flag":
        return "是" if value else "否"
    if term.type == "choices":
        return "、".join(value)
    if term.type == "region":
        return regions.get(value, value)
    if term.type == "file":
        return f"{len(value)}个文件"
    if term.type == "table":
        return f"{len(value)}行"
    return str(value)


def _figure(term: Term, value: Decimal) -> str:
    if term.type == "decimal":
        return plain_decimal(value)
    if term.type == "ratio":
        return plain_decimal(value * 100)
    figure = value / FACTORS[term.unit or "万元"]
    # two places as in officials' tables, more only where the fen would be lost
    return (
        format(figure, ".2f")
        if figure == figure.quantize(Decimal("0.01"))
        else plain_decimal(figure)
    )


def _hidden(text: str) -> str:
    """Three first and two last characters at most, so that short values show nothing whole."""
    if len(text) < 8:
        return "*" * len(text)
    return f"{text[:3]}{'*' * (len(text) - 5)}{text[-2:]}"
