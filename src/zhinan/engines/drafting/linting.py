"""A document linted: read, drafted, and what is wrong with it told by its own lines."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from zhinan.engines.guides.record import Record
from zhinan.engines.guides.source import Source
from zhinan.engines.lint import LintReport, lint_pack
from zhinan.engines.lint.finding import LintFinding
from zhinan.engines.packs import OfficialText, Pack, load_pack

from .about import about_from
from .drafting import draft_pack
from .fact import Fact
from .writing import one_line

# what concerns the draft rather than the document: worth knowing, no fault of the text
OF_DRAFT = frozenset(["LINT-SENTENCE", "LINT-AMBIGUOUS", "LINT-FORM-TERM", "LINT-FORCE"])
REPEATED = "LINT-CODE-REPEATED"  # told anew, with the lines of the document
_WINDOWS = {
    "opens": "开始申报",
    "closes": "申报截止",
    "recommendation_closes": "推荐截止",
    "consultation": "会商截止",
}


def lint_document(
    text: str,
    records: Sequence[Record],
    *,
    name: str = "公文",
    days: Mapping[date, bool] | None = None,
) -> LintReport:
    """Everything that is wrong with a document, as ``lint_pack`` tells it of a pack.

    Args:
        text: The text as read.
        records: Its records, taken as they were read; those with a question are asked.
        name: What findings call the file; their lines count in ``text``.
        days: Day → whether it is worked; see ``lint_pack``.

    Returns:
        Findings in the order of the lines. What concerns only the draft, such as a sentence nothing was read from, is a note.
    """
    facts = [Fact(f"e{n}", r, not r.question) for n, r in enumerate(records, 1)]
    draft = draft_pack(text, facts, about_from(facts, source_name=name))
    pack = load_pack(draft.files)
    report = lint_pack(pack, days=days)
    source, official = Source(text, name), pack.source
    assert official is not None
    found = [*report.findings, *(finding for finding, _ in report.accepted)]
    placed = [_in_document(f, pack, official, source) for f in found]
    faults = [f for f in placed if f.code not in (*OF_DRAFT, REPEATED)]
    faults += [*_document_faults(source, records), *_repeated_codes(source, pack, official)]
    is_call = pack.kind != "plan"  # a plan is not turned into rules, sentence by sentence
    notes = [replace(f, is_note=True) for f in placed if is_call and f.code in OF_DRAFT]
    notes += [_in_document(f, pack, official, source) for f in report.notes]
    return replace(
        report, findings=_once(faults), accepted=(), notes=_once(notes),
    )  # fmt: skip


def _once(findings: Sequence[LintFinding]) -> tuple[LintFinding, ...]:
    """In order; one of each code a line and subject."""
    first: dict[tuple[int, str, str], LintFinding] = {}
    for one in sorted(findings):
        first.setdefault((one.line, one.code, one.subject or one.what), one)
    return tuple(first.values())


def _in_document(
    written: LintFinding, pack: Pack, official: OfficialText, source: Source
) -> LintFinding:
    """The finding at the line of the document that it is about; line 0 where no span tells."""
    finding = replace(written, file=source.name, what=_named(written, pack))
    number = finding.clause.rpartition(" ")[2]
    asked = (
        ("topic", finding.subject), ("window", finding.subject), ("quota", finding.subject),
        ("clause", finding.clause), ("clause", number),
    )  # fmt: skip
    for kind, key in asked:
        spans = official.spans_of(kind, finding.programme, key) if key else ()
        if spans:
            return replace(finding, line=source.line_of(spans[-1].start))
    clause = _clause_at(written, pack)
    spans = official.spans_of("clause", "", clause) if clause else ()
    if not spans and written.file == "quotas.csv":
        spans = tuple(
            s for s in official.spans if s.kind == "quota" and finding.programme in s.programmes
        )
    return replace(finding, line=source.line_of(spans[0].start) if spans else 0)


def _named(finding: LintFinding, pack: Pack) -> str:
    """What is wrong, with programmes and deadlines by their names instead of their keys."""
    said = finding.what
    for programme in pack.programmes:
        said = said.replace(f"（{programme.key}）", f"（{programme.short}）")
    for key, name in _WINDOWS.items():
        said = said.replace(f"“{key}”", f"“{name}”")
    return said


def _repeated_codes(source: Source, pack: Pack, official: OfficialText) -> Iterator[LintFinding]:
    """Codes that stand twice in one programme, with both lines."""
    for programme in pack.programmes:
        for topic in programme.topics:
            key = programme.topic_key(topic)
            if key == topic.code:
                continue
            again = official.spans_of("topic", programme.key, key)
            first = official.spans_of("topic", programme.key, topic.code)
            if again and first:
                what = f"指南代码{topic.code}已见于第{source.line_of(first[0].start)}行"
                line = source.line_of(again[0].start)
                yield LintFinding(
                    source.name,
                    line,
                    REPEATED,
                    what,
                    "改正代码",
                    programme=programme.key,
                    subject=topic.code,
                )


def _clause_at(finding: LintFinding, pack: Pack) -> str:
    """The number of the clause that a line of a guide file stands in."""
    begun = [
        (clause.line, clause.number)
        for programme in pack.programmes
        for clause in programme.clauses
        if (clause.file or programme.guide) == finding.file and clause.line <= finding.line
    ]
    return max(begun)[1] if begun else ""


def _document_faults(source: Source, records: Sequence[Record]) -> Iterator[LintFinding]:
    """What the reader saw to be wrong with the text itself."""
    for record in records:
        line = source.line_of(record.start)
        title = one_line(record.fields.get("title"), 40)

        def fault(code: str, what: str, remedy: str, at: int = line) -> LintFinding:
            return LintFinding(source.name, at, code, what, remedy)

        if record.question:
            yield fault("READ-ASKED", one_line(record.question).partition("[")[0], "对照原件核对")
        if record.type == "section" and record.fields.get("number_intended"):
            what = f"标题“{title}”没有编号，按次序应为“{record.fields['number_intended']}”"
            yield fault("READ-NUMBER-LOST", what, "补上编号")
        if record.type == "section" and record.fields.get("stray"):
            number = one_line(record.fields.get("number"), 12)
            yield fault(
                "READ-NUMBER-STRAY",
                f"标题“{number}{title}”不在任何上级标题之下",
                "删去，或补上上级标题",
            )
        if record.type == "form" and record.fields.get("truncated"):
            yield fault("READ-FORM-CUT", f"表格“{title}”不完整", "补全表格")
        if record.type == "deadline" and record.fields.get("year_inferred"):
            written = one_line(record.fields.get("date_as_written"), 20)
            yield fault("READ-YEAR", f"期限“{written}”没有写年份", "写明年份")
