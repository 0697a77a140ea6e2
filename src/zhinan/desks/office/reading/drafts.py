"""The draft a reading would make now: programmes, clauses and rules with the records they come from, and its lint."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zhinan.apps.readings.facts import draft_of, lint_of
from zhinan.apps.readings.models import Reading
from zhinan.desks.office.rules.linting import LintLine
from zhinan.engines.drafting import About, Draft
from zhinan.engines.lint import Coverage, LintFinding, LintReport
from zhinan.engines.packs import Clause, Pack, load_pack
from zhinan.engines.packs.pack import Programme, RuleBlock, digest_of

MOST_PACKS = 8
BY_HAND = "人工"
UNCHECKED = "DRAFT-UNCHECKED"
_packs: OrderedDict[str, Pack] = OrderedDict()  # per process; by content


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule with the key of the record it was read as."""

    rule: RuleBlock
    entry: str

    @property
    def is_executable(self) -> bool:
        return self.rule.force != BY_HAND


@dataclass(frozen=True, slots=True)
class ClauseLine:
    clause: Clause
    entry: str
    rules: tuple[RuleLine, ...]


@dataclass(frozen=True, slots=True)
class ProgrammeLine:
    programme: Programme
    entry: str
    clauses: tuple[ClauseLine, ...]

    @property
    def counts(self) -> tuple[int, int]:
        """Rules that run, and rules that a person judges."""
        ran = [rule.is_executable for clause in self.clauses for rule in clause.rules]
        return sum(ran), len(ran) - sum(ran)


@dataclass(frozen=True, slots=True)
class OpenLine:
    """One thing to settle, and the key of the record it is about; none where it is the whole."""

    entry: str
    what: str


@dataclass(frozen=True, slots=True)
class OpenGroup:
    """What is open for one reason: code, what to do, and the records."""

    code: str
    remedy: str
    rows: tuple["OpenLine", ...]


@dataclass(frozen=True, slots=True)
class Linted:
    findings: tuple[LintLine, ...]
    notes: tuple[LintLine, ...]
    accepted: tuple[LintLine, ...]
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class Preview:
    """``executable`` and ``manual`` count each rule once, however many programmes share it.

    ``promised``: conditions that would run by themselves once all are confirmed.
    """

    pack: Pack
    programmes: tuple[ProgrammeLine, ...]
    open: tuple[OpenGroup, ...]
    executable: int
    manual: int
    promised: int
    lint: Linted | None

    @property
    def open_count(self) -> int:
        return sum(len(group.rows) for group in self.open)


def preview_of(reading: Reading, about: About, desk: str) -> Preview:
    """What would be drafted now; made once in a process for the same records and words.

    Args:
        desk: Address of the reading desk, for links to records.
    """
    draft, report = draft_of(reading, about), lint_of(reading, about)
    pack = _pack(draft.files)
    entries = _entries(pack)
    programmes = tuple(_programme(p, entries) for p in pack.programmes)
    rules = {r.rule.key: r.is_executable for p in programmes for c in p.clauses for r in c.rules}
    executable = sum(rules.values())
    return Preview(
        pack, programmes, _open(draft), executable, len(rules) - executable, draft.promised,
        _linted(report, entries, desk) if report is not None else None,
    )  # fmt: skip


def record_link(desk: str, key: str) -> str:
    """A record on the desk; the desk itself where it is of no record."""
    return f"{desk}?at={key}#{key}" if key else desk


def _pack(files: Mapping[str, bytes]) -> Pack:
    """The drafted files as a pack, read once in a process for every content."""
    key = digest_of(files)
    if key not in _packs:
        _packs[key] = load_pack(files)
        while len(_packs) > MOST_PACKS:
            _packs.popitem(last=False)
    return _packs[key]


def _entries(pack: Pack) -> Mapping[tuple[str, str], str]:
    """Record keys by kind and key of what was made of them."""
    spans = pack.source.spans if pack.source else ()
    found: dict[tuple[str, str], str] = {}
    for span in spans:
        if span.fact:
            found.setdefault((span.kind, span.key), span.fact)
    return found


def _programme(programme: Programme, entries: Mapping[tuple[str, str], str]) -> ProgrammeLine:
    clauses = tuple(
        ClauseLine(
            clause,
            entries.get(("clause", clause.number), ""),
            tuple(RuleLine(rule, entries.get(("rule", rule.key), "")) for rule in clause.rules),
        )
        for clause in programme.clauses
    )
    return ProgrammeLine(programme, entries.get(("programme", programme.key), ""), clauses)


def _open(draft: Draft) -> tuple[OpenGroup, ...]:
    """By code and remedy, in the order of the draft; what only waits to be confirmed comes last."""
    groups: dict[tuple[str, str], list[OpenLine]] = {}
    for one in draft.open:
        groups.setdefault((one.code, one.remedy), []).append(OpenLine(one.fact_key, one.what))
    found = [OpenGroup(code, remedy, tuple(rows)) for (code, remedy), rows in groups.items()]
    return tuple(sorted(found, key=lambda group: group.code == UNCHECKED))


def _linted(report: LintReport, entries: Mapping[tuple[str, str], str], desk: str) -> Linted:
    def lines(found: Sequence[LintFinding]) -> tuple[LintLine, ...]:
        return tuple(LintLine(one, record_link(desk, _about(one, entries))) for one in found)

    accepted = tuple(LintLine(one, desk, reason) for one, reason in report.accepted)
    return Linted(lines(report.findings), lines(report.notes), accepted, report.coverage)


def _about(found: LintFinding, entries: Mapping[tuple[str, str], str]) -> str:
    """The record a finding is about: of its topic or window, else of its clause."""
    places = (("topic", found.subject), ("window", found.subject), ("quota", found.subject), ("clause", found.clause.rpartition(" ")[2]))  # fmt: skip
    return next((entries[place] for place in places if place[1] and place in entries), "")
