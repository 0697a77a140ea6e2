"""What a figure that lost its decimal point may have been: answers for a person to choose from, none chosen for him."""

from collections.abc import Sequence

from .figures import Figure
from .record import Answer

_PLACES = {
    2: "两位",
    1: "一位",
    3: "三位",
}  # decimals a printed indicator has, the usual number first


def point_answers(
    base: Figure | None, target: Figure | None, *, is_share: bool
) -> tuple[Answer, ...]:
    """The figures with the point put back, two decimals first, and as they are written last.

    Args:
        base: What was reached; none where the row has no such figure.
        target: What is aimed at; none likewise.
        is_share: A share of a whole, so that nothing over a hundred can be meant.

    >>> from zhinan.engines.guides.figures import figure
    >>> [a.label for a in point_answers(figure("130"), figure(">200"), is_share=True)]
    ['1.30、>2.00（补小数点，两位小数）', '13.0、>20.0（补小数点，一位小数）', '130、>200（原文无误）']
    """
    there = [f for f in (base, target) if f is not None]
    found = []
    for places, said in _PLACES.items():
        written = [pointed(f, places) for f in there]
        values = [float(w) for w in written]
        if any(v == 0 for v in values) or (is_share and any(v > 100 for v in values)):
            continue
        if places == 3 and any(len(str(f.value)) < 4 for f in there):
            continue
        found.append(_answer(there, written, base, target, f"补小数点，{said}小数"))
    as_written = [str(f.value) for f in there]
    return (*found, _answer(there, as_written, base, target, "原文无误"))


def pointed(figure: Figure, places: int) -> str:
    """The digits of a figure with a point before the last ``places``."""
    digits = str(abs(int(figure.value))).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}"


def _answer(
    there: Sequence[Figure],
    written: Sequence[str],
    base: Figure | None,
    target: Figure | None,
    how: str,
) -> Answer:
    signs = [f.written[: len(f.written) - len(f.written.lstrip("<>≥≤＜＞"))] for f in there]
    label = "、".join(sign + said for sign, said in zip(signs, written, strict=True))
    values = dict(zip([id(f) for f in there], map(_number, written), strict=True))
    fields = {"implausible": False}
    given = {
        name: values[id(f)]
        for name, f in (("base_value", base), ("target_value", target))
        if f is not None
    }
    return Answer(f"{label}（{how}）", {**fields, **given})


def _number(written: str) -> float | int:
    return float(written) if "." in written else int(written)
