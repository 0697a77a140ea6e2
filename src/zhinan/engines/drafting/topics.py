"""Topics into topics.csv: official codes as they are, places where the text gives none."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from zhinan.engines.guides.numbering import label_of

from .fact import Fact, Open
from .places import Places
from .spans import Bound, bound
from .writing import one_line, to_csv

HEADER = ("programme", "group", "code", "title")
KEPT = "原文两处使用同一代码，按原文保留，发布前由局核对"


@dataclass(slots=True)
class Topics:
    """Lines of topics.csv; codes that come again and are kept."""

    lines: list[tuple[str, str, str, str]] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    bounds: list[Bound] = field(default_factory=list)
    open: list[Open] = field(default_factory=list)

    @property
    def programmes(self) -> set[str]:
        return {key for line in self.lines for key in line[0].split()}

    def csv(self) -> str:
        return to_csv(HEADER, self.lines)

    def accepted(self) -> list[dict[str, Any]]:
        """What pack.yaml has to accept of them."""
        return [{"code": c, "in": "topics.csv", "reason": KEPT} for c in self.repeated]


def topics_of(text: str, facts: Sequence[Fact], places: Places) -> Topics:
    """The topics of every programme in the order of the text."""
    found = Topics()
    orders: dict[str, int] = {}  # programme → topics so far
    codes: dict[str, set[str]] = {}  # programme → codes so far
    said = [_Said(text, fact, places.keys_named(fact)) for fact in facts if fact.type == "topic"]
    official = {one.code for one in said if one.code}
    titles: set[tuple[tuple[str, ...], str, str]] = set()
    for one in (s for s in said if s.title and s.keys):
        if (one.keys, one.code, one.title) in titles:
            continue
        titles.add((one.keys, one.code, one.title))
        code = one.code or _place(one.keys, orders, codes, official)
        again = [key for key in one.keys if code in codes.get(key, ())]
        if again and code not in found.repeated:
            found.repeated.append(code)
            what = f"指南代码{code}在{_name(places, again[0])}中出现两次"
            found.open.append(
                Open(one.fact.key, "DRAFT-CODE", what, "核对原文；确为笔误的，改正后再发布")
            )
        found.lines.append((" ".join(one.keys), one.group, code, one.title))
        for key in one.keys:
            orders[key] = orders.get(key, 0) + 1
            codes.setdefault(key, set()).add(code)
            own = f"{code}@{orders[key]}" if key in again else code
            found.bounds.append(bound("topic", (key,), own, one.fact))
    return found


class _Said:
    """What a record says of a topic, as a line takes it."""

    def __init__(self, text: str, fact: Fact, keys: tuple[str, ...]) -> None:
        self.fact, self.keys = fact, keys
        code = re.sub(r"\s+", "", fact.word("code"))
        self.code = code if len(code) <= 20 and "@" not in code else ""
        self.title = one_line(fact.word("title") or _unlabelled(text[fact.start : fact.end]), 1000)
        self.group = one_line(fact.word("group"), 80)


def _unlabelled(quote: str) -> str:
    """A passage without the number it begins with."""
    said = one_line(quote, 1200)
    label = label_of(said)
    return said[label.length :].strip() if label is not None else said


def _place(
    keys: Sequence[str], orders: dict[str, int], codes: dict[str, set[str]], official: set[str]
) -> str:
    """A code of ours where the text gives none: the place within the programme."""
    number = max((orders.get(key, 0) for key in keys), default=0) + 1
    while (code := f"{number:02d}") in official or any(code in codes.get(k, ()) for k in keys):
        number += 1
    return code


def _name(places: Places, key: str) -> str:
    return f"“{places.programme(key).short}”"
