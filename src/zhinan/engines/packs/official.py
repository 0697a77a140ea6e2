"""The official text a pack was drafted from, and which part of the pack says which stretch of it."""

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from zhinan.engines.vocabulary import Fault

from .sheet import Sheet

SOURCE_KEYS = "name sha256 text spans"
COLUMNS = ("kind", "programme", "key", "start", "end", "fact", "checked")
KINDS = ("clause", "rule", "topic", "quota", "window", "contact", "programme", "form", "support", "paper")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Span:
    """A part of the pack and the stretch of the official text it says; offsets count code points."""

    kind: str  # one of KINDS
    programme: str  # keys of programmes, by spaces; empty: the whole pack
    key: str  # within the kind: clause number, rule id, topic code, counted_by:who, window, section, form file …
    start: int
    end: int
    fact: str = ""  # key of the record it was read as
    is_checked: bool = False  # a person confirmed or corrected that record
    line: int = field(default=0, compare=False)

    @property
    def programmes(self) -> tuple[str, ...]:
        return tuple(self.programme.split())


@dataclass(frozen=True, slots=True)
class OfficialText:
    """正文: the text as it was read, byte for byte, and the spans of what was drafted from it."""

    name: str  # of the file the office gave in
    sha256: str  # in hex, over the bytes of the text
    text: str = field(repr=False)
    spans: tuple[Span, ...] = ()

    def spans_of(self, kind: str, programme: str, key: str) -> tuple[Span, ...]:
        """The spans of one part of the pack, in the order of the text.

        Args:
            kind: clause, rule, topic …
            programme: Key of the programme it is looked at under; empty: under any.
            key: Its key within the kind.

        >>> text = OfficialText("a.txt", "", "限报一项", (Span("rule", "p1 p2", "E1", 0, 4),))
        >>> [text.quote(s) for s in text.spans_of("rule", "p2", "E1")], text.spans_of("rule", "p3", "E1")
        (['限报一项'], ())
        """
        return tuple(
            span
            for span in self.spans
            if (span.kind, span.key) == (kind, key)
            and (not programme or not span.programme or programme in span.programmes)
        )

    def quote(self, span: Span) -> str:
        return self.text[span.start : span.end]

    def unchecked(self, *kinds: str) -> tuple[Span, ...]:
        """The spans of these kinds that no person has confirmed yet."""
        return tuple(s for s in self.spans if s.kind in kinds and not s.is_checked)


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """What pack.yaml says under ``source``."""

    name: str
    sha256: str
    text: str
    spans: str


def source_entry(sheet: Sheet) -> SourceEntry | None:
    """The ``source`` of pack.yaml; None where it has none, or one with faults."""
    if sheet.at("source") is None:
        return None
    if not sheet.keys(("source",), SOURCE_KEYS, SOURCE_KEYS):
        return None
    hexadecimal, like = "[0-9a-f]{64}", "64位小写十六进制"
    sha256 = sheet.word("source", "sha256", pattern=hexadecimal, like=like)
    words = (sheet.word("source", key) for key in ("text", "spans"))
    return SourceEntry(sheet.word("source", "name"), sha256, *words)


def read_official(
    files: Mapping[str, bytes],
    entry: SourceEntry,
    known: Mapping[str, Mapping[str, frozenset[str]]],
    faults: list[Fault],
) -> OfficialText | None:
    """The official text and its spans, each checked against the pack.

    Args:
        files: All files of the pack.
        entry: Where pack.yaml says they are.
        known: Kind → programme → keys the pack has of it; a kind that is not here is not checked.
        faults: Where what is wrong is told.
    """
    text = _text(files, entry, faults)
    rows = _rows(files, entry.spans, faults)
    if text is None or rows is None:
        return None
    spans = [_span(line, row, text, entry.spans, faults) for line, row in rows]
    found = tuple(span for span in spans if span is not None)
    for span in found:
        faults += _unknown(span, known, entry.spans)
    return OfficialText(entry.name, entry.sha256, text, found)


def _text(files: Mapping[str, bytes], entry: SourceEntry, faults: list[Fault]) -> str | None:
    """The text as it stands: neither a byte order mark nor line ends are touched, offsets count on both."""
    if entry.text not in files:
        faults.append(_missing(entry.text))
        return None
    content = files[entry.text]
    if hashlib.sha256(content).hexdigest() != entry.sha256:
        what, remedy = "正文与 pack.yaml 中的摘要不符", "放回读取时的正文，或重新形成草案"
        faults.append(Fault(entry.text, 0, "PACK-SPAN", what, remedy))
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        remedy = "放回读取时的正文"
        faults.append(Fault(entry.text, line, "PACK-ENCODING", "不是UTF-8编码", remedy))
        return None


def _missing(path: str) -> Fault:
    return Fault(
        path, 0, "PACK-FILE-MISSING", "没有这个文件", "补上文件，或改正 pack.yaml 的 source:"
    )


def _rows(
    files: Mapping[str, bytes], path: str, faults: list[Fault]
) -> list[tuple[int, dict[str, str]]] | None:
    if path not in files:
        faults.append(_missing(path))
        return None
    try:
        reader = csv.reader(io.StringIO(files[path].decode("utf-8-sig")), strict=True)
        cells = [(reader.line_num, row) for row in reader if row]
    except (UnicodeDecodeError, csv.Error):
        faults.append(Fault(path, 1, "PACK-CSV", "不是合法的CSV", "重新形成草案"))
        return None
    if not cells or tuple(cells[0][1]) != COLUMNS:
        faults.append(Fault(path, 1, "PACK-CSV", "表头不对", f"应为 {','.join(COLUMNS)}"))
        return None
    return [(line, dict(zip(COLUMNS, row + [""] * len(COLUMNS), strict=False))) for line, row in cells[1:]]  # fmt: skip


def _span(line: int, row: dict[str, str], text: str, path: str, faults: list[Fault]) -> Span | None:
    wrong = ""
    if row["kind"] not in KINDS:
        wrong, remedy = f"种类“{row['kind']}”不可用", f"可用：{'、'.join(KINDS)}"
    elif not (_is_count(row["start"]) and _is_count(row["end"])):
        wrong, remedy = (
            f"起止“{row['start']}”“{row['end']}”不是数",
            "写正文中的字数，从0起",
        )
    elif not int(row["start"]) < int(row["end"]) <= len(text):
        wrong, remedy = (
            f"{row['start']}至{row['end']}不在正文之内（正文共{len(text)}字）",
            "核对起止，止大于起",
        )
    elif row["checked"] not in ("yes", "no"):
        wrong, remedy = f"checked写为“{row['checked']}”", "应为 yes 或 no"
    if wrong:
        faults.append(Fault(path, line, "PACK-SPAN", wrong, remedy))
        return None
    bounds = int(row["start"]), int(row["end"])
    is_checked = row["checked"] == "yes"
    return Span(row["kind"], row["programme"], row["key"], *bounds, row["fact"], is_checked, line)


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def _unknown(
    span: Span, known: Mapping[str, Mapping[str, frozenset[str]]], path: str
) -> Iterator[Fault]:
    """A span of a programme, or of a part of one, that the pack does not have."""
    programmes = known.get("programme", {})
    for key in (key for key in span.programmes if key not in programmes):
        remedy = f"可用：{'、'.join(programmes)}"
        yield Fault(path, span.line, "PACK-SPAN", f"没有计划“{key}”", remedy)
    if span.kind not in known:
        return
    for key in span.programmes or ("",):
        held = (
            known[span.kind].get(key, frozenset())
            if key
            else frozenset().union(*known[span.kind].values())
        )
        if (not key or key in programmes) and span.key not in held:
            what = f"{key or '指南包'}没有“{span.key}”（{span.kind}）"
            yield Fault(path, span.line, "PACK-SPAN", what, "改正 key，或删去这一行")
