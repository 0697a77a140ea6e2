"""What each rule asks, in words made from its expression, for the page of the guide."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from zhinan.apps.applications.facts import law_day
from zhinan.apps.programmes.facts import pack_of, rules_of
from zhinan.apps.programmes.models import Call, Programme
from zhinan.engines.packs import PackRefused
from zhinan.engines.rules import Rule, requirement_of

PLAIN = (
    "rule",
    "calculation",
)  # the rest is said by its title: registers and quotas have their own tables


@dataclass(frozen=True, slots=True)
class Asked:
    """A rule's requirement and what may stand in its place."""

    text: str
    exceptions: tuple[str, ...]
    waivers: tuple[str, ...]
    is_preference: bool


def requirements_of(
    programme: Programme, call: Call | None = None, *, language: str = "zh"
) -> Mapping[str, Asked]:
    """By rule, as of the call's law date; none where the guide's pack cannot be read. No statement once read."""
    try:
        pack, book = pack_of(programme.guide), rules_of(programme.guide)
    except PackRefused:
        return {}
    published = programme.guide.published_at or timezone.now()
    law = law_day(call) if call is not None else timezone.localdate(published)
    return {
        rule.key: Asked(
            _text(rule, pack.vocabulary, law, language),
            tuple(e.source for e in rule.exceptions if e.source),
            tuple(w.source for w in rule.waivers if w.source),
            rule.is_preference,
        )
        for rule in book.rules(programme.key)
    }


def _text(rule: Rule, vocabulary, law: date, language: str) -> str:  # type: ignore[no-untyped-def]
    if rule.kind not in PLAIN or (rule.condition is None and rule.result is None):
        return ""
    return requirement_of(rule, vocabulary, law=law, language=language)
