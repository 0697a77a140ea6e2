"""Many cases, some of them faulty: chunk by chunk in columns, the few other rules case by case."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import islice

import polars as pl

from zhinan.engines.rules.case import Case
from zhinan.engines.rules.judging import judge
from zhinan.engines.rules.rule import Rule
from zhinan.engines.rules.verdict import Verdict

from .expressions import CASE
from .framing import BadRow, frames_of
from .plan import VERDICT, Plan, compile_rules

CHUNK = 50_000
Numbered = tuple[int, "Case | BadRow"]
_Setting = tuple[date, date, date, int, str, str]


@dataclass(frozen=True, slots=True)
class Part:
    """One chunk. ``verdicts``: ``case`` (its number) and a code 0 … 6 by rule id, null where it was not asked."""

    verdicts: pl.DataFrame
    bad: tuple[BadRow, ...]
    refused: Mapping[str, str]  # rules judged case by case, and why


@dataclass(slots=True)
class Tally:
    """What a whole batch came to. ``counts``: rule id -> cases by verdict code."""

    judged: int = 0
    counts: dict[str, list[int]] = field(default_factory=dict)
    bad: list[BadRow] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)

    def add(self, part: Part) -> None:
        self.judged += part.verdicts.height
        self.bad += part.bad
        self.refused.update(part.refused)
        for key in part.verdicts.columns[1:]:
            held = self.counts.setdefault(key, [0] * len(Verdict))
            for code, many in part.verdicts[key].drop_nulls().value_counts().iter_rows():
                held[code] += many


def judge_batch(
    cases: Iterable[Numbered],
    rules_for: Callable[[Case], Sequence[Rule]],
    *,
    size: int = CHUNK,
    progress: Callable[[int], None] | None = None,
) -> Iterator[Part]:
    """Judge numbered cases in chunks; a bad one is reported by its number and the rest is judged.

    Args:
        cases: Number and case, or the reason why it could not be read.
        rules_for: The rules of a case's programme and stage; asked once for each of them.
        size: Cases a chunk; memory grows with it, not with the batch.
        progress: Told how many cases are done after each chunk.
    """
    plans: dict[_Setting, Plan] = {}
    waiting, done = iter(cases), 0
    while chunk := list(islice(waiting, size)):
        yield _part(chunk, rules_for, plans)
        done += len(chunk)
        if progress is not None:
            progress(done)


def _part(
    chunk: list[Numbered], rules_for: Callable[[Case], Sequence[Rule]], plans: dict[_Setting, Plan]
) -> Part:
    bad = [case for _, case in chunk if isinstance(case, BadRow)]
    groups: dict[_Setting, list[tuple[int, Case]]] = {}
    for number, case in chunk:
        if isinstance(case, Case):
            setting = (case.law, case.known, case.reference, case.year, case.programme, case.stage)
            groups.setdefault(setting, []).append((number, case))
    frames: list[pl.DataFrame] = []
    refused: dict[str, str] = {}
    for setting, group in groups.items():
        if setting not in plans:
            plans[setting] = plan_for(group[0][1], rules_for(group[0][1]))
        frame, left_out = _judged(group, plans[setting])
        frames.append(frame)
        bad += left_out
        refused.update(plans[setting].refused)
    empty = pl.DataFrame({CASE: pl.Series(CASE, [], dtype=pl.Int64)})
    return Part(pl.concat([empty, *frames], how="diagonal").sort(CASE), tuple(sorted(bad)), refused)


def plan_for(case: Case, rules: Sequence[Rule]) -> Plan:
    """The rules compiled for all cases of this one's days, year and programme."""
    return compile_rules(rules, moments=moments_of(case), law=case.law)


def moments_of(case: Case) -> dict[str, object]:
    return {
        "法律日期": case.law, "知识日期": case.known, "基准日": case.reference,
        "本年度": Decimal(case.year), "本计划": case.programme,
    }  # fmt: skip


def _judged(group: list[tuple[int, Case]], plan: Plan) -> tuple[pl.DataFrame, list[BadRow]]:
    frames, bad = frames_of((c for _, c in group), plan.needs, numbers=[n for n, _ in group])
    found = plan.run(frames)
    others = [rule for rule in plan.rules if rule.key in plan.refused]
    if others:
        lost = {row.number for row in bad}
        kept = [case for number, case in group if number not in lost]
        found = found.with_columns(
            pl.Series(rule.key, [int(judge(rule, case).verdict) for case in kept], dtype=VERDICT)
            for rule in others
        )
    return found.select(CASE, *(rule.key for rule in plan.rules)), bad
