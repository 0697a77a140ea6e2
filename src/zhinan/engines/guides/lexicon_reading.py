"""A lexicon's text into the lexicon: the core one, and a bureau's own tried before it, every fault named."""

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from zhinan.engines.vocabulary import Fault, Marked, read_yaml

from .lexicon import Entry, Facts, Guard, Lexicon, Pattern, Scale
from .shapes import SHAPES

_FILE = Path(__file__).with_name("lexicon.yaml")
OPERATORS = frozenset(
    [">=", ">", "<=", "<", "=", "in", "exists", "not", "excludes", "before", "after", "ends_with"]
)
_OWN = {"name", "shape", "term", "phrases", "subjects", "contexts", "operators", "units", "unless", "needs", "covers"}  # fmt: skip
_PATTERNS = ("phrases", "subjects", "contexts", "unless", "needs", "covers")
_PARTS = {"entries", "words", "guards", "everybody", "plain", "scales", "places", "short_names"}
NAME = "lexicon.yaml"


class _Reader:
    """Reads one text, gathering its faults."""

    def __init__(self, text: str, file: str, shapes: frozenset[str]) -> None:
        self.file, self.shapes = file, shapes
        self.marked: Marked
        self.marked, self.faults = read_yaml(text, file=file)
        content = self.marked.value
        self.table: dict[str, Any] = content if isinstance(content, dict) else {}
        if content is not None and not isinstance(content, dict):
            self.fault("", "词典应由“键: 值”组成", "照 docs/design/lexicon.md 书写")
        for key in sorted(set(map(str, self.table)) - _PARTS):
            self.fault(key, f"词典没有“{key}”这一部分", f"可用：{'、'.join(sorted(_PARTS))}")

    def fault(self, key: str, what: str, remedy: str, *inner: Any) -> None:
        line = self.marked.line(key, *inner) if key else 1
        self.faults.append(Fault(self.file, line, "PACK-LEXICON", what, remedy))

    def lines(self, part: str) -> list[tuple[int, Mapping[str, Any]]]:
        """The lines of a part that are mappings."""
        written = self.table.get(part) or []
        if not isinstance(written, list):
            self.fault(
                part, f"“{part}”应是一列词条", "每条以“- ”起头，照 docs/design/lexicon.md 书写"
            )
            return []
        found: list[tuple[int, Mapping[str, Any]]] = []
        for place, line in enumerate(written):
            if isinstance(line, dict):
                found.append((place, line))
            else:
                self.fault(part, f"“{part}”第{place + 1}条应由“键: 值”组成", "补上键和值", place)
        return found

    def patterns(self, part: str, written: Any, *inner: Any) -> tuple[Pattern, ...]:
        found = []
        for said in written if isinstance(written, list) else [written] if written else []:
            try:
                found.append(re.compile(str(said)))
            except re.error as error:
                what = f"“{said}”不是可用的正则表达式：{error}"
                self.fault(part, what, "改正括号和转义，或只写普通文字", *inner)
        return tuple(found)

    def entry(self, place: int, line: Mapping[str, Any]) -> Entry | None:
        name = str(line.get("name") or f"第{place + 1}条")
        faults = len(self.faults)
        shape = str(line.get("shape") or "")
        if shape not in self.shapes:
            ways = "、".join(sorted(self.shapes))
            self.fault("entries", f"词条“{name}”的 shape“{shape}”不可用", f"可用：{ways}", place)
        operators = frozenset(map(str, line.get("operators") or ()))
        wrong = sorted(operators - OPERATORS)
        if wrong or not operators:
            what = f"词条“{name}”的 operators 不可用：{'、'.join(wrong) or '没有写'}"
            self.fault("entries", what, f"可用：{'、'.join(sorted(OPERATORS))}", place)
        if not line.get("phrases"):
            what = f"词条“{name}”没有写 phrases"
            self.fault("entries", what, "写出公文里的说法，如 [销售收入, 营业收入]", place)
        read = {key: self.patterns("entries", line.get(key), place) for key in _PATTERNS}
        if len(self.faults) > faults:
            return None
        said = {key: value for key, value in line.items() if key not in _OWN}
        units = frozenset(map(str, line.get("units") or ()))
        return Entry(name, shape, str(line.get("term") or ""), operators=operators, units=units, said=said, **read)  # fmt: skip

    def guard(self, place: int, line: Mapping[str, Any]) -> Guard | None:
        missing = [key for key in ("phrases", "guard", "meets", "misses") if not line.get(key)]
        if missing:
            what = f"适用情形第{place + 1}条没有写{'、'.join(missing)}"
            self.fault("guards", what, "写明说法、表达式、符合的事实和不符合的事实", place)
            return None
        phrases = self.patterns("guards", line["phrases"], place)
        return Guard(phrases, str(line["guard"]), _sets(line["meets"]), _sets(line["misses"]))

    def scale(self, place: int, line: Mapping[str, Any]) -> Scale | None:
        if (
            not line.get("name")
            or not line.get("grades")
            or not isinstance(line.get("words"), dict)
        ):
            what = f"等级第{place + 1}条应有 name、grades 和 words"
            self.fault("scales", what, "照 docs/design/lexicon.md 书写", place)
            return None
        words = {str(w): tuple(map(str, g)) for w, g in line["words"].items()}
        return Scale(str(line["name"]), tuple(map(str, line["grades"])), words)

    def mapping(self, part: str) -> dict[str, Any]:
        written = self.table.get(part) or {}
        if not isinstance(written, dict):
            self.fault(part, f"“{part}”应由“键: 值”组成", "照 docs/design/lexicon.md 书写")
            return {}
        return written

    def lexicon(self) -> Lexicon:
        entries = [self.entry(*one) for one in self.lines("entries")]
        guards = [self.guard(*one) for one in self.lines("guards")]
        scales = [self.scale(*one) for one in self.lines("scales")]
        return Lexicon(
            tuple(e for e in entries if e), self.words(), tuple(g for g in guards if g),
            self.patterns("everybody", self.table.get("everybody")), self.patterns("plain", self.table.get("plain")),
            tuple(s for s in scales if s), self.mapping("places"), self.mapping("short_names"),
        )  # fmt: skip

    def words(self) -> dict[str, dict[str, list[str]]]:
        found: dict[str, dict[str, list[str]]] = {}
        for term, choices in self.mapping("words").items():
            if not isinstance(choices, dict):
                what = f"“{term}”下应写“选项: [说法, …]”"
                self.fault("words", what, "如 国家高新技术企业: [高企]", term)
                continue
            found[str(term)] = {
                str(c): [str(w) for w in (said or [])] for c, said in choices.items()
            }
        return found


def _sets(written: Any) -> tuple[Facts, ...]:
    return tuple(written) if isinstance(written, list) else (written,)


def read_lexicon(text: str, *, file: str = NAME) -> tuple[Lexicon, list[Fault]]:
    """The lexicon of a yaml text, what is left out being empty; and every fault with its line.

    >>> read_lexicon("entries: [{name: 面积, phrases: [面积], operators: ['>='], shape: number, term: 甲.乙}]")[0].entries[0].term
    '甲.乙'
    """
    reader = _Reader(text, file, frozenset(SHAPES))
    return reader.lexicon(), reader.faults


@lru_cache(maxsize=16)
def lexicon_with(own: str = "") -> Lexicon:
    """The core lexicon, with a bureau's own entries tried before it; its faulty lines are left out."""
    core = read_lexicon(_FILE.read_text(encoding="utf-8"))[0]
    return merged(core, read_lexicon(own)[0]) if own else core


def merged(core: Lexicon, own: Lexicon) -> Lexicon:
    """Two lexicons as one: the own lines first; words of one choice added to the core's."""
    words = {term: dict(choices) for term, choices in core.words.items()}
    for term, choices in own.words.items():
        held = words.setdefault(term, {})
        for choice, said in choices.items():
            held[choice] = [*said, *(w for w in held.get(choice, ()) if w not in said)]
    return Lexicon(
        (*own.entries, *core.entries), words, (*own.guards, *core.guards), (*own.everybody, *core.everybody),
        (*own.plain, *core.plain), (*own.scales, *core.scales), {**core.places, **own.places},
        {**core.short_names, **own.short_names},
    )  # fmt: skip
