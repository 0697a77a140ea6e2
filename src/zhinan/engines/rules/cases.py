"""Case files: one application's facts as a person writes them, into a Case; every fault told at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from zhinan.engines.packs import Pack
from zhinan.engines.values import Finding
from zhinan.engines.vocabulary import State

from .case import APPLYING, Case, Grant, case_of
from .case_records import RecordReading
from .claims import BODY_ROUTE
from .contradictions import Formulas
from .reading import STAGES
from .register_rows import with_body_class, with_subjects
from .rulebook import Rulebook
from .selecting import find_programme, near_names
from .stating import read_facts
from .verdict import Verdict

KEYS = {
    "名称": "name", "计划": "programme", "法律日期": "as_of", "知识日期": "known_at", "基准日": "reference_day", "阶段": "stage",
    "事实": "facts", "豁免": "waivers", "人工结论": "decisions", "期望": "expect", "说明": "note",
}  # fmt: skip
_DAYS = ("as_of", "known_at", "reference_day")
RIVALS, ROUTE = "rivals", "application.quota_route"
MOST_KEPT = 100_000  # typed values a reader remembers


@dataclass(frozen=True, slots=True)
class Frame:
    """What is given beside the file (options of a command) and wins over it; empty where not given."""

    programme: str = ""
    as_of: str = ""
    known_at: str = ""
    reference_day: str = ""
    stage: str = ""


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case that could be read. ``warnings`` do not keep it from being judged."""

    name: str
    case: Case
    expect: Mapping[str, Verdict] = field(default_factory=dict)
    warnings: tuple[Finding, ...] = ()


class CaseReader:
    """Reads cases of one pack; what was typed before is read once.

    Args:
        book: The rules of the pack.
        regions: Codes to names, so that a region may be written by its name.
    """

    def __init__(self, book: Rulebook, *, regions: Mapping[str, str] | None = None) -> None:
        self.book, self.regions, self.formulas = book, regions, Formulas(book)
        self._kept: dict[tuple[str, str], dict[str, State]] = {}

    def read(
        self, content: Any, frame: Frame | None = None
    ) -> tuple[CaseFile | None, tuple[Finding, ...]]:
        """The case in ``content``, or None and everything that is wrong with it.

        Args:
            content: What the file holds: ``{programme, as_of, facts, …}``, Chinese keys or English.
            frame: Options that win over the file.

        Returns:
            The case and no finding; or None and the findings (``CASE-…``, ``FIELD-…``), each with the
            field, what was written and the remedy.
        """  # fmt: skip
        reading = _Reading(self, frame or Frame())
        found = reading.case_file(content)
        findings = tuple(dict.fromkeys(reading.findings))
        return (None if findings else found), findings

    def facts(self, facts: Mapping[Any, Any]) -> tuple[dict[str, State], list[Finding]]:
        """States by path, and what cannot be read."""
        states: dict[str, State] = {}
        findings: list[Finding] = []
        for name, typed in facts.items():
            found, wrong = self._fact(str(name), typed)
            findings += wrong
            for path in set(found) & set(states):
                remedy = "删去其中一处"
                findings.append(
                    Finding(
                        "CASE-TWICE", f"“{name}”写了两次（{path}）", remedy=remedy, field=str(name)
                    )
                )
            states |= found
        return states, findings

    def _fact(self, name: str, typed: Any) -> tuple[dict[str, State], list[Finding]]:
        key = (name, typed) if isinstance(typed, str) else None
        if key is not None and key in self._kept:
            return self._kept[key], []
        pack = self.book.pack
        found = read_facts({name: typed}, pack.vocabulary, year=pack.year, regions=self.regions)
        if key is not None and not found[1] and len(self._kept) < MOST_KEPT:
            self._kept[key] = found[0]
        return found


class _Reading(RecordReading):
    def __init__(self, reader: CaseReader, frame: Frame) -> None:
        super().__init__(reader.book)
        self.reader, self.frame = reader, frame

    @property
    def pack(self) -> Pack:
        return self.book.pack

    def case_file(self, content: Any) -> CaseFile | None:
        if not isinstance(content, Mapping):
            self.fault("CASE-SHAPE", "内容不是“键: 值”", "照 docs/design/cases.md 书写", "")
            return None
        written = self.keyed(content, KEYS, "")
        programme = self.programme(written)
        law, known, reference = (self.day(written, key) for key in _DAYS)
        if law is None and not any(f.field == "as_of" for f in self.findings):
            self.fault("CASE-DATE", "没有写法律日期", "写 as_of: 2024-08-01，或加 --as-of", "as_of")
        stage = self.frame.stage or str(written.get("stage") or APPLYING)
        if stage not in STAGES:
            self.fault(
                "CASE-STAGE", f"没有“{stage}”这个阶段", f"可用：{'、'.join(STAGES)}", "stage"
            )
        states = self.states(written.get("facts"))
        if programme is not None:
            states = with_body_class(self.routed(states, programme), self.pack)
        grants, decisions = self.grants(written), self.decisions(written)
        expect = self.expected(written.get("expect"))
        if self.findings or programme is None or law is None:
            return None
        case = case_of(
            states, self.pack.vocabulary, programme=programme, year=self.pack.year, law=law, known=known,
            reference=reference, stage=stage, grants=grants, decisions=decisions,
        )  # fmt: skip
        warnings = (
            *self.idle(grants),
            *self.later(case),
            *self.reader.formulas.contradictions(case),
        )
        return CaseFile(str(written.get("name") or ""), case, expect, warnings)

    def idle(self, grants: tuple[Grant, ...]) -> Iterator[Finding]:
        """A grant under a rule whose text gives nobody the power to waive it has no effect."""
        for grant in grants:
            if not self.book.rule(grant.rule).waivers:
                fact = f"规则{grant.rule}没有豁免的依据，所记的豁免不起作用"
                remedy = "核对规则编号，或依据条文"
                yield Finding("CASE-WAIVER", fact, remedy=remedy, field="waivers")

    def later(self, case: Case) -> Iterator[Finding]:
        """A grant or conclusion of a day after the knowledge date is not known yet."""
        for what, one in [("豁免", g) for g in case.grants] + [
            ("人工结论", d) for d in case.decisions
        ]:
            if one.on is not None and one.on > case.known:
                fact = f"规则{one.rule}的{what}记于{one.on}，在知识日期{case.known}之后，没有计入"
                remedy = "核对日期，或把 known_at 写到该日以后"
                yield Finding("CASE-LATER", fact, remedy=remedy, field=what)

    def programme(self, written: Mapping[str, Any]) -> str | None:
        said = self.frame.programme or str(written.get("programme") or "").strip()
        keys = [p.key for p in self.pack.programmes]
        if not said:
            if len(keys) == 1:
                return keys[0]
            self.fault(
                "CASE-PROGRAMME",
                "没有写计划",
                f"写 programme:，可用：{'、'.join(keys)}",
                "programme",
            )
            return None
        found = find_programme(self.pack, said)
        if found is None:
            self.fault(
                "CASE-PROGRAMME", f"没有“{said}”这个计划", self.programmes_like(said), "programme"
            )
        return found

    def programmes_like(self, said: str) -> str:
        words = [w for p in self.pack.programmes for w in (p.short, p.name, p.key)]
        held = [w for w in words if said in w]
        near = f"相近的有：{'、'.join(held[:3])}" if held else near_names(said, words)
        return near or f"可用：{'、'.join(p.key for p in self.pack.programmes)}"

    def day(self, written: Mapping[str, Any], key: str) -> date | None:
        said = str(getattr(self.frame, key) or written.get(key) or "").strip()
        return self.read_day(said, key) if said else None

    def states(self, facts: Any) -> dict[str, State]:
        if facts is None:
            return {}
        if not isinstance(facts, Mapping):
            self.fault(
                "CASE-SHAPE", "facts 应是“词条: 值”", "照 docs/design/cases.md 书写", "facts"
            )
            return {}
        states, findings = self.reader.facts(facts)
        self.findings += findings
        if RIVALS in states and states[RIVALS].is_known:
            states[RIVALS] = self.rivals(states[RIVALS])
        return with_subjects(states)

    def routed(self, states: dict[str, State], programme: str) -> dict[str, State]:
        """A place on a list apart is claimed: where the guide has one, silence is the ordinary route."""
        quotas = self.pack.programme(programme).quotas
        apart = any(q.is_outside_body_quota for q in quotas if q.counted_by == "body")
        if not apart or ROUTE in states:
            return states
        return {**states, ROUTE: State.known(BODY_ROUTE, source="computed")}

    def rivals(self, state: State) -> State:
        """Other applications with their programmes by key; what names none is told, never taken for another."""
        rows = []
        for place, row in enumerate(state.value, 1):
            cells = dict(row["cells"])
            said = str((cells.get("programme") or {}).get("value") or "")
            key = find_programme(self.pack, said) if said else None
            if said and key is None:
                fact = f"同年申报#{place}.计划写为“{said}”，本指南没有这个计划"
                self.fault(
                    "CASE-PROGRAMME", fact, self.programmes_like(said), f"同年申报#{place}.计划"
                )
            elif key is not None:
                cells["programme"] = {**cells["programme"], "value": key}
            rows.append({**row, "cells": cells})
        return replace(state, value=rows)
