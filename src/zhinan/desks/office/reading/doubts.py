"""What is doubtful about the document itself, each with the place in the text where it shows."""

from dataclasses import dataclass
from datetime import date

from django.core.cache import cache

from zhinan.apps.readings.facts import facts_of
from zhinan.apps.readings.models import Reading
from zhinan.apps.registry.selectors import workday_table
from zhinan.engines.drafting.linting import lint_document
from zhinan.engines.lint import LintFinding

KEPT_SECONDS = 3600
LONG = 100_000  # characters from which the page does not ask by itself: judging takes longer than reading on


@dataclass(frozen=True, slots=True)
class Doubt:
    """One finding of the lint. ``start``: where in the text it shows; None where nowhere."""

    what: str
    remedy: str
    code: str
    clause: str
    start: int | None = None


def doubts_of(reading: Reading) -> list[Doubt]:
    """The findings on the document as its records now stand, in the order of the text; made once for every step."""
    key = f"doubts-{reading.pk}-{reading.text_digest}-{reading.last_step}"
    found = cache.get(key)
    if found is None:
        found = _judged(reading)
        cache.set(key, found, KEPT_SECONDS)
    return list(found)


def _judged(reading: Reading) -> list[Doubt]:
    year = reading.year
    days = workday_table(date(year - 1, 1, 1), date(year + 1, 12, 31)) if year else {}
    records = [fact.record for fact in facts_of(reading)]
    report = lint_document(reading.text, records, name=reading.file_name, days=days)
    starts = [0]
    for line in reading.text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    return [_doubt(one, reading.text, starts) for one in report.findings]


def _doubt(one: LintFinding, text: str, starts: list[int]) -> Doubt:
    start = starts[one.line - 1] if 0 < one.line < len(starts) else None
    if start is not None:  # the line's first word, where the page draws it
        line = text[start : text.find("\n", start)]
        start += len(line) - len(line.lstrip())
    return Doubt(one.what, one.remedy, one.code, one.clause, start)
