"""An application before the rules of its guide: the case, what every rule says of it, and the copy kept of that."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from zhinan.apps.applications.models import Application, Revision
from zhinan.apps.programmes.facts import pack_of, rules_of
from zhinan.apps.programmes.models import Call
from zhinan.apps.records.encryption import seal, unseal
from zhinan.engines.rules import (
    Case,
    Decision,
    Grant,
    Judgement,
    Said,
    Verdict,
    case_of,
    judge_all,
    overall,
    say,
)
from zhinan.engines.values import Finding
from zhinan.engines.vocabulary import State, Vocabulary

from .registers import register_states
from .values import Values, application_values, stated

COUNTED_LATER = ("quota",)  # places are counted when the unit confirms and the body recommends


@dataclass(frozen=True, slots=True)
class Judged:
    """What every rule of a programme says of one case, in the order of the guide."""

    case: Case
    judgements: tuple[Judgement, ...]
    vocabulary: Vocabulary

    @property
    def overall(self) -> Verdict:
        return overall(self.judgements)

    @property
    def bars(self) -> tuple[Judgement, ...]:
        """Hard rules not met and beyond any waiver. Places of a quota are counted later, under lock."""
        return tuple(
            j
            for j in self.judgements
            if j.verdict == Verdict.FAILED
            and not j.rule.is_preference
            and j.rule.kind not in COUNTED_LATER
        )

    def say(self, judgement: Judgement, language: str = "zh") -> Said:
        return say(judgement, self.case, self.vocabulary, language=language)

    def finding(self, judgement: Judgement) -> Finding:
        """A judgement as a refusal says it: fact with its number, clause, remedy, code."""
        said = self.say(judgement)
        parts = [said.title, "、".join(said.actual)]
        if said.margins:
            parts.append(f"相差{'、'.join(said.margins)}")
        fact = "；".join(part for part in parts if part)
        remedy = said.remedy or f"要求：{said.requirement}"
        return Finding(f"RULE-{said.code}", fact, said.clause, remedy)


def law_day(call: Call) -> date:
    """The day whose guide, parameters and lists hold: the call's opening, else the guide's publication."""
    moment = call.opens_at or call.programme.guide.published_at or timezone.now()
    return timezone.localdate(moment)


def reference_day(call: Call) -> date:
    """基准日: the closing day of the call, else the law date."""
    return timezone.localdate(call.closes_at) if call.closes_at else law_day(call)


def judged(
    application: Application,
    values: Values | None = None,
    *,
    known: date | None = None,
    decisions: Sequence[Decision] = (),
) -> Judged:
    """The application before its rules; about twelve statements, whatever the size of the registers.

    Args:
        values: Its answers; as last saved unless given.
        known: The day whose registers are read; today unless given.
        decisions: Conclusions of persons that settle what a machine may not.
    """
    known = known or timezone.localdate()
    states = stated(application_values(application) if values is None else values)
    states |= register_states(application, states, known=known)
    return _judged(application, states, known=known, decisions=decisions)


def _judged(
    application: Application,
    states: Mapping[str, State],
    *,
    known: date,
    law: date | None = None,
    decisions: Sequence[Decision] = (),
) -> Judged:
    call = application.call
    guide = call.programme.guide
    vocabulary = pack_of(guide).vocabulary
    case = case_of(
        states,
        vocabulary,
        programme=call.programme.key,
        year=guide.year,
        law=law or law_day(call),
        known=known,
        reference=reference_day(call),
        grants=grants_of(application),
        decisions=tuple(decisions),
    )
    return Judged(case, judge_all(rules_of(guide), case), vocabulary)


def grants_of(application: Application) -> tuple[Grant, ...]:
    """Waivers on record; one statement."""
    rows = application.waiver_grants.filter(withdrawn_at=None).select_related("granted_by")
    return tuple(
        Grant(row.rule, row.granted_by.name, row.granted_on, row.reason, row.document_name)
        for row in rows
    )


def bars_on(application: Application) -> list[Finding]:
    """What keeps it from being handed in, each with its clause.

    What is missing the form asks, and what a person may decide bars nobody.
    """
    found = judged(application)
    return [found.finding(judgement) for judgement in found.bars]


def frozen(application: Application, values: Values, *, known: date) -> dict[str, Any]:
    """The columns of a revision that keep what every rule says of it this day, and what it was said from."""
    states = stated(values)
    registers = register_states(application, states, known=known)
    law = law_day(application.call)
    found = _judged(application, {**states, **registers}, known=known, law=law)
    kept = {path: state.to_json() for path, state in registers.items()}
    return {
        "judgements": [_kept(found, judgement) for judgement in found.judgements],
        "judged_from": seal(json.dumps(kept, ensure_ascii=False)),
        "law_on": law,
        "known_on": known,
    }


def _kept(found: Judged, judgement: Judgement) -> dict[str, Any]:
    said = found.say(judgement)
    return {
        "rule": said.code,
        "verdict": judgement.verdict.code,
        "title": said.title,
        "clause": said.clause,
        "sentence": said.sentence,
        "missing": list(said.missing),
    }


def replayed(revision: Revision, values: Values) -> Judged:
    """The judgements of a revision made again from what was kept of its day.

    Args:
        values: Its answers, as ``revision_values`` gives them.

    Raises:
        ValueError: It was handed in before judgements were kept.
    """
    if revision.known_on is None or revision.law_on is None:
        raise ValueError(f"revision {revision.pk} keeps no judgements")
    kept = json.loads(unseal(revision.judged_from))
    states = stated(values) | {path: State.from_json(state) for path, state in kept.items()}
    return _judged(revision.application, states, known=revision.known_on, law=revision.law_on)
