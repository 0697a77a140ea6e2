"""A folder, or the files of one in memory, into a Pack; or all its faults at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from zhinan.engines.guides.lexicon_reading import read_lexicon
from zhinan.engines.vocabulary import (
    Fault,
    FaultsFound,
    Vocabulary,
    core_text,
    read_vocabulary,
    read_yaml,
)

from . import checks
from .checks import MANIFEST, QUOTAS, TOPICS
from .files import is_inside, read_folder, text_of
from .form import Form
from .form_reading import read_form
from .guide_text import Part, clauses_for, read_guide
from .lists import TopicLine, read_quotas, read_topics, topics_of
from .manifest import Entry, Manifest, read_manifest
from .official import OfficialText, read_official
from .pack import Clause, Pack, Programme, QuotaLine
from .plan import PLAN, Plan, read_plan
from .sheet import Sheet

EMPTY_FORM = Form("", ())
LEXICON = "lexicon.yaml"


def load_pack(folder: Path | str | Mapping[str, bytes], *, core: str | None = None) -> Pack:
    """The pack in ``folder`` (or of these files by path).

    Args:
        folder: A folder; or bytes by path.
        core: Text of the core vocabulary to read it by; the shipped one unless given.

    Raises:
        FaultsFound: With every fault that could be found, in the order of file and line.
    """
    pack, faults = read_pack(folder, core=core)
    if pack is None:
        raise FaultsFound(faults)
    return pack


def read_pack(
    folder: Path | str | Mapping[str, bytes], *, core: str | None = None
) -> tuple[Pack | None, list[Fault]]:
    """The pack, or None and its faults."""
    faults: list[Fault] = []
    if isinstance(folder, Mapping):
        files = dict(folder)
    else:
        files, faults = read_folder(Path(folder))
    loading = _Loading(files, faults, core_text() if core is None else core)
    pack = loading.pack() if not (faults and not files) else None
    faults = sorted(dict.fromkeys(loading.faults))
    return (None if faults else pack), faults


@dataclass(slots=True)
class _Loading:
    files: dict[str, bytes]
    faults: list[Fault]
    core: str
    accepted: list[Fault] = field(default_factory=list)
    guides: dict[str, tuple[Part, ...]] = field(default_factory=dict)
    forms: dict[str, Form] = field(default_factory=dict)
    vocabulary: Vocabulary = field(default_factory=lambda: Vocabulary.of())

    def fault(self, file: str, line: int, code: str, what: str, remedy: str) -> None:
        self.faults.append(Fault(file, line, code, what, remedy))

    def pack(self) -> Pack | None:
        sheet = self.sheet(MANIFEST)
        if sheet is None or not isinstance(sheet.marked.value, dict):
            if not self.faults:
                what = "应由“键: 值”组成"
                self.fault(MANIFEST, 1, "PACK-KEY-MISSING", what, "照 docs/design/packs.md 书写")
            return None
        manifest = read_manifest(sheet)
        self.vocabulary = self.read_terms()
        self.check_lexicon()
        topics, quotas = self.topics(manifest), self.quotas(manifest)
        programmes = tuple(
            self.programme(sheet, manifest, entry, topics, quotas) for entry in manifest.entries
        )
        self.faults += checks.rules_repeated(self.guides)
        self.faults += checks.parts_unused(self.guides, manifest)
        self.faults += checks.quota_clauses_unknown(quotas, programmes)
        return Pack(
            manifest.key, manifest.title, manifest.year, manifest.office_name, manifest.region, manifest.legal_basis,
            manifest.sections, manifest.classes, manifest.bodies, manifest.statuses, programmes, self.vocabulary,
            tuple(self.accepted), self.files, manifest.kind, self.plan(manifest),
            self.official(manifest, programmes),
        )  # fmt: skip

    def text(self, path: str) -> str | None:
        return text_of(self.files, path, self.faults) if path in self.files else None

    def sheet(self, path: str) -> Sheet | None:
        if path not in self.files:
            self.fault(path, 0, "PACK-FILE-MISSING", "没有这个文件", "补上文件，或改正引用它的路径")
            return None
        text = self.text(path)
        if text is None:
            return None
        marked, faults = read_yaml(text, file=path)
        self.faults += faults
        return Sheet(path, marked, self.faults)

    def read_terms(self) -> Vocabulary:
        own = self.text("vocabulary.yaml")
        sources = [("核心词汇表", self.core)] + (
            [("vocabulary.yaml", own)] if own is not None else []
        )
        vocabulary, faults = read_vocabulary(sources)
        self.faults += faults
        return vocabulary

    def check_lexicon(self) -> None:
        """A bureau's phrases of conditions, by which its documents are read."""
        own = self.text(LEXICON)
        if own is not None:
            self.faults += read_lexicon(own, file=LEXICON)[1]

    def plan(self, manifest: Manifest) -> Plan | None:
        if manifest.kind != "plan":
            return None
        sheet = self.sheet(PLAN)
        return None if sheet is None else read_plan(sheet, self.vocabulary)

    def official(
        self, manifest: Manifest, programmes: tuple[Programme, ...]
    ) -> OfficialText | None:
        if manifest.source is None:
            return None
        known = checks.parts_of(manifest, programmes)
        return read_official(self.files, manifest.source, known, self.faults)

    def topics(self, manifest: Manifest) -> list[TopicLine]:
        text = self.text(TOPICS)
        lines = read_topics(text, file=TOPICS, faults=self.faults) if text is not None else []
        self.faults += checks.programmes_unknown(TOPICS, lines, manifest)
        kept = {one.code for one in manifest.accepted if one.file == TOPICS}
        for code, fault in checks.topics_repeated(lines):
            (self.accepted if code in kept else self.faults).append(fault)
        self.faults += checks.accepted_unused(manifest.accepted, lines)
        return lines

    def quotas(self, manifest: Manifest) -> list[QuotaLine]:
        text = self.text(QUOTAS)
        lines = read_quotas(text, file=QUOTAS, faults=self.faults) if text is not None else []
        self.faults += checks.programmes_unknown(QUOTAS, lines, manifest)
        self.faults += checks.quotas_wrong(lines, manifest)
        return lines

    def programme(
        self,
        sheet: Sheet,
        manifest: Manifest,
        entry: Entry,
        topics: list[TopicLine],
        quotas: list[QuotaLine],
    ) -> Programme:
        words = entry.words
        if words["section"] and words["section"] not in {s.key for s in manifest.sections}:
            known = "、".join(s.key for s in manifest.sections)
            sheet.fault(
                (*entry.place, "section"),
                "PACK-SECTION",
                f"没有处室“{words['section']}”",
                f"可用：{known}",
            )
        return Programme(
            entry.key, words["name"], words["short"] or words["name"][:60], words["code"], words["annex"],
            words["section"], words["mode"], words["number_prefix"], entry.flow, entry.windows,
            (*self.clauses(sheet, entry), *self.common(sheet, manifest)),
            EMPTY_FORM if manifest.kind == "plan" else self.form(sheet, entry), topics_of(topics, entry.key),
            tuple(q for q in quotas if entry.key in q.programmes), words["guide"],
        )  # fmt: skip

    def referred(self, sheet: Sheet, entry: Entry, key: str, *, code: str, what: str) -> str | None:
        """The path of the guide or form a programme names, if it is there."""
        path = entry.words[key]
        spot = (*entry.place, key)
        if not path:
            sheet.fault(entry.place, code, f"计划“{entry.key}”没有{what}", f"补写 {key}:")
        elif not is_inside(path):
            sheet.fault(
                spot, "PACK-PATH", f"路径“{path}”越出了文件夹", "写文件夹内的路径，如 guide/1.md"
            )
        elif path not in self.files:
            sheet.fault(
                spot,
                "PACK-FILE-MISSING",
                f"计划“{entry.key}”的{what} {path} 不存在",
                "补上文件，或改正路径",
            )
        else:
            return path
        return None

    def clauses(self, sheet: Sheet, entry: Entry) -> tuple[Clause, ...]:
        path = self.referred(sheet, entry, "guide", code="PACK-PROGRAMME-NO-GUIDE", what="指南文件")
        if path is None:
            return ()
        parts, part = self.guide(path), entry.words["part"]
        if part and part not in {key for p in parts for key in p.keys}:
            known = "、".join(p.key for p in parts if p.key) or "无"
            sheet.fault(
                (*entry.place, "part"),
                "PACK-PART",
                f"{path}中没有“# … {{{part}}}”一节",
                f"该文件已有：{known}",
            )
        found, repeated = clauses_for(parts, part)
        for line, number, _ in repeated:
            self.fault(
                path,
                line,
                "PACK-CLAUSE-REPEATED",
                f"计划“{entry.key}”的条款号“{number}”出现两次",
                "改正条款号",
            )
        if not found and parts:
            sheet.fault(
                (*entry.place, "guide"),
                "PACK-PROGRAMME-NO-GUIDE",
                f"计划“{entry.key}”在{path}中没有条款",
                "写 part: 指明是哪一节",
            )
        return found

    def guide(self, path: str) -> tuple[Part, ...]:
        """The parts of one guide file, read once."""
        if path not in self.guides:
            text = self.text(path)
            self.guides[path], faults = (
                read_guide(text, file=path) if text is not None else ((), [])
            )
            self.faults += faults
        return self.guides[path]

    def common(self, sheet: Sheet, manifest: Manifest) -> Iterator[Clause]:
        """The clauses of guides that belong to every programme."""
        for n, path in enumerate(manifest.common):
            if path not in self.files:
                what, remedy = f"共用的指南文件 {path} 不存在", "补上文件，或改正路径"
                sheet.fault(("common", n), "PACK-FILE-MISSING", what, remedy)
                continue
            for part in self.guide(path):
                yield from (replace(clause, file=path) for clause in part.clauses)

    def form(self, sheet: Sheet, entry: Entry) -> Form:
        path = self.referred(sheet, entry, "form", code="PACK-PROGRAMME-NO-FORM", what="申报书格式")
        if path is None:
            return EMPTY_FORM
        if path not in self.forms:
            told = len(self.faults)
            own = self.sheet(path)
            self.forms[path] = EMPTY_FORM
            if own is not None and own.marked.value:
                self.forms[path] = read_form(own, self.vocabulary)
            elif len(self.faults) == told:
                what = "格式文件是空的"
                self.fault(path, 1, "PACK-PROGRAMME-NO-FORM", what, "写 title: 与 sections:")
        return self.forms[path]
