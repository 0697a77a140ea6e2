"""What a record's card shows: its standing, how sure the reader was and why, the question, the rule it would make."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from zhinan.apps.readings.models import Entry, Origin, Standing
from zhinan.apps.readings.services.deciding import SURE_PERMILLE

from .rules import Proposed
from .saying import Said, said
from .words import ORDER, TYPE_NAMES, pattern_words

FAIR_PERMILLE = 700
SETTLED = (Standing.CONFIRMED, Standing.CORRECTED)
FIRST, GONE = "first", "discarded"


@dataclass(frozen=True, slots=True)
class Card:
    """One record as the page shows it."""

    entry: Entry
    quote: str
    said: Said
    rule: Proposed | None = None
    answers: Sequence[tuple[int, str]] = field(default=())

    @property
    def number(self) -> str:
        return number_of(self.entry.key)

    @property
    def is_open(self) -> bool:
        return self.entry.standing == Standing.OPEN

    @property
    def is_asked(self) -> bool:
        return self.is_open and bool(self.entry.question)

    @property
    def is_unsure(self) -> bool:
        return self.is_asked or (self.is_open and self.entry.confidence_permille < FAIR_PERMILLE)

    @property
    def mark(self) -> str:
        return mark_of(self.entry)

    @property
    def tag(self) -> tuple[str, Any]:
        """Kind and word of the standing's badge."""
        if self.is_asked:
            return "wait", _("要问")
        kinds = {Standing.OPEN: "line", Standing.DISCARDED: ""}
        return kinds.get(Standing(self.entry.standing), "ok"), self.entry.get_standing_display()

    @property
    def sure_words(self) -> str:
        permille = self.entry.confidence_permille
        if self.entry.origin == Origin.PERSON:
            return str(self.entry.get_origin_display())
        word = (
            _("高")
            if permille >= SURE_PERMILLE
            else _("中")
            if permille >= FAIR_PERMILLE
            else _("低")
        )
        return f"{word} {permille / 1000:.2f}"

    @property
    def bar(self) -> str:
        permille = self.entry.confidence_permille
        return "" if permille >= SURE_PERMILLE else "mid" if permille >= FAIR_PERMILLE else "lag"

    @property
    def why(self) -> str:
        """Where the reader's confidence comes from."""
        entry = self.entry
        if entry.origin == Origin.MODEL:
            return _("模型建议，须逐条核对")
        if entry.origin == Origin.CARRIED:
            return _("沿用上稿的确认")
        if entry.parents:
            keys = "、".join(number_of(key) for key in entry.parents)
            return _("由第%(keys)s条拆分或合并") % {"keys": keys}
        if entry.origin == Origin.PERSON:
            return ""
        words = pattern_words(entry.why)
        return _("句式：%(words)s") % {"words": words} if words else ""


@dataclass(frozen=True, slots=True)
class Group:
    """Cards under one head."""

    key: str
    name: Any
    cards: Sequence[Card]

    @property
    def settled(self) -> int:
        return sum(card.entry.standing in SETTLED for card in self.cards)


def number_of(key: str) -> str:
    """The number people call an entry by: the digits of its key, which never change."""
    return key.lstrip("e")


def mark_of(entry: Entry) -> str:
    """How the entry's text is drawn: settled, open, or asked."""
    if entry.standing in SETTLED:
        return "done"
    return "ask" if entry.question else "open"


def cards_of(entries: Iterable[Entry], text: str, rules: Mapping[str, Proposed] = {}) -> list[Card]:
    """The cards of entries, in their order."""
    return [_card(entry, text[entry.start : entry.end], rules.get(entry.key)) for entry in entries]


def _card(entry: Entry, quote: str, rule: Proposed | None) -> Card:
    answers = [(at, str(answer.get("label", ""))) for at, answer in enumerate(entry.answers)]
    return Card(entry, quote, said(entry.type, entry.fields, quote), rule, answers)


def grouped(cards: Sequence[Card], *, in_text_order: bool = False) -> list[Group]:
    """Cards by type; what a person has to look at first stands before them, what was left out behind.

    Args:
        cards: In the order of the text.
        in_text_order: No group of unsure ones: types only.
    """
    kept = [card for card in cards if card.entry.standing != Standing.DISCARDED]
    first = [] if in_text_order else [card for card in kept if card.is_unsure]
    first.sort(key=lambda card: not card.is_asked)
    shown = {card.entry.key for card in first}
    groups = [Group(FIRST, _("先看这些"), first)]
    for kind in ORDER:
        mine = [c for c in kept if c.entry.type == kind and c.entry.key not in shown]
        groups.append(Group(kind, TYPE_NAMES[kind], mine))
    gone = [card for card in cards if card.entry.standing == Standing.DISCARDED]
    groups.append(Group(GONE, _("已剔除"), gone))
    return [group for group in groups if group.cards]
