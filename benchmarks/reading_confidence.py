"""How sure a pattern may be: what it got right, drawn down to what its type proved on documents kept apart."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

PRIOR, WEIGHT = (
    0.75,
    4,
)  # a pattern seen seldom is trusted as if four more had been right three times in four
HIGHEST = 0.98
BANDS = (0.95, 0.9, 0.8, 0.7, 0.0)


def precision(judged: Sequence[Sequence[tuple[str, str, bool]]]) -> dict[str, float]:
    """Precision by pattern and by type, drawn towards what is usual where little was seen."""
    counts: dict[str, list[bool]] = defaultdict(list)
    for document in judged:
        for kind, why, is_right in document:
            counts[f"{kind}|{why}"].append(is_right)
            counts[kind].append(is_right)
    return {
        key: round(min(HIGHEST, (sum(right) + PRIOR * WEIGHT) / (len(right) + WEIGHT)), 3)
        for key, right in sorted(counts.items())
    }


def drawn_down(table: Mapping[str, float], apart: Mapping[str, float]) -> dict[str, float]:
    """Every pattern no surer than its type proved on documents kept apart: rules fit those they were written with."""
    kinds = {key: key.partition("|")[0] for key in table}
    return {
        key: round(share * min(1.0, apart.get(kinds[key], 1.0) / table[kinds[key]]), 3)
        for key, share in table.items()
    }


def bands(title: str, said: Sequence[tuple[float, bool]]) -> list[str]:
    lines = ["", title, "confidence      records   right   share"]
    above = 1.01
    for least in BANDS:
        band = [right for sure, right in said if least <= sure < above]
        if band:
            share = sum(band) / len(band)
            lines.append(
                f"{least:.2f} to {min(above, 1):.2f} {len(band):10d} {sum(band):7d} {share:7.3f}"
            )
        above = least
    return lines
