"""guide/*.md: clauses, and under each the rules that judge it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from zhinan.engines.vocabulary import Fault, read_yaml

from .pack import FORCES, Clause, RuleBlock

KINDS = {
    "rule": "规则",
    "quota": "限额",
    "exclusion": "互斥",
    "uniqueness": "唯一",
    "history": "历史",
    "relation": "关联",
    "calculation": "计算",
    "target": "目标",
    "lint": "检查",
}
KEYS = {
    "标题": "title", "主体": "subject", "力度": "force", "适用": "when", "条件": "require", "参数": "params",
    "例外": "exceptions", "豁免": "waiver", "解释": "note", "补救": "remedy", "有效": "valid", "例": "examples",
    "边界": "bound", "缺项": "missing", "依据": "source", "按": "by", "计": "count", "表": "table", "两组": "groups",
    "年度": "year", "无": "none_of", "结果": "result", "性质": "nature", "阶段": "stage", "谁": "who",
    "计划": "programmes", "检查": "lint", "行": "rows", "单位": "unit",
}  # fmt: skip
_HEADING = re.compile(r"(#{1,6})\s+(.+?)\s*#*")
_PART = re.compile(r"(?P<title>.*?)\s*\{(?P<key>[a-z0-9-]+(?: [a-z0-9-]+)*)\}")
_FENCE = re.compile(r"(`{3,}|~{3,})\s*(.*)")
_NUMERALS = "零一二三四五六七八九十"
_CHAPTER = re.compile(rf"第(?P<n>[{_NUMERALS}]+)[编章部节]")
PREFACE = "前言"


@dataclass(frozen=True, slots=True)
class Part:
    """What stands under one level-1 heading; ``key`` names its part or parts, empty where all share it."""

    key: str
    title: str
    clauses: tuple[Clause, ...] = ()
    line: int = 0

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(self.key.split())


@dataclass(slots=True)
class _Reading:
    file: str
    faults: list[Fault]
    parts: list[Part] = field(default_factory=list)
    clauses: list[Clause] = field(default_factory=list)
    text: list[str] = field(default_factory=list)

    def fault(self, line: int, code: str, what: str, remedy: str) -> None:
        self.faults.append(Fault(self.file, line, code, what, remedy))


def read_guide(text: str, *, file: str) -> tuple[tuple[Part, ...], list[Fault]]:
    """The parts of a guide file in order, and its faults; every rule block is read once."""
    reading = _Reading(file, [])
    for line, kind, content in _pieces(text, reading):
        if kind == "heading":
            _end_clause(reading)
            _heading(reading, line, *content)
        elif kind == "block":
            _block(reading, line, *content)
        else:
            reading.text.append(content)
    _end_part(reading)
    return tuple(reading.parts), reading.faults


def _pieces(text: str, reading: _Reading) -> Iterator[tuple[int, str, Any]]:
    """Headings, blocks and lines of text, each with its line number."""
    fence, opened, opening, inner = "", 0, "", list[str]()
    for number, line in enumerate(text.split("\n"), 1):
        if fence:
            if line.strip().startswith(fence) and not line.strip().strip(fence[0]):
                yield opened, "block", (opening, "\n".join(inner))
                fence = ""
            else:
                inner.append(line)
        elif match := _FENCE.fullmatch(line.strip()):
            fence, opened, opening, inner = match[1], number, match[2], []
        elif match := _HEADING.fullmatch(line):
            yield number, "heading", (len(match[1]), match[2])
        else:
            yield number, "text", line
    if fence:
        reading.fault(opened, "PACK-BLOCK", "块没有结尾", f"在块后另起一行写 {fence}")


def _heading(reading: _Reading, line: int, level: int, words: str) -> None:
    if level == 1:
        _end_part(reading)
        match = _PART.fullmatch(words)
        reading.parts.append(
            Part(match["key"], match["title"], (), line) if match else Part("", words, (), line)
        )
        return
    if not reading.parts:
        reading.fault(line, "PACK-CLAUSE", "条款前没有一级标题", "在文件开头写“# 计划名称”")
        reading.parts.append(Part("", "", (), line))
    number, _, heading = words.partition(" ")
    if len(number) > 40 or len(heading) > 200:
        reading.fault(
            line,
            "PACK-TOO-LONG",
            "条款号超过40字或标题超过200字",
            "标题的第一个词是条款号，其后空一格写标题",
        )
    reading.clauses.append(Clause(number[:40], heading.strip()[:200], "", level, (), line))


def _end_clause(reading: _Reading) -> None:
    text = "\n".join(reading.text).strip()
    reading.text.clear()
    if reading.clauses and text:
        before = reading.clauses[-1]
        reading.clauses[-1] = replace(before, text=f"{before.text}\n{text}".strip())


def _end_part(reading: _Reading) -> None:
    _end_clause(reading)
    reading.text.clear()
    if reading.parts:
        reading.parts[-1] = replace(reading.parts[-1], clauses=tuple(reading.clauses))
        first: dict[str, int] = {}
        for clause in reading.clauses:
            if clause.number in first:
                reading.fault(
                    clause.line,
                    "PACK-CLAUSE-REPEATED",
                    f"条款号“{clause.number}”已见于第{first[clause.number]}行",
                    "改正条款号",
                )
            first.setdefault(clause.number, clause.line)
    reading.clauses.clear()


def _block(reading: _Reading, line: int, opening: str, text: str) -> None:
    words = opening.split("#")[0].split()
    kind = KINDS.get(words[0], words[0]) if words else ""
    if kind not in KINDS.values():
        reading.fault(
            line, "PACK-BLOCK", f"块的种类“{kind}”不可用", f"可用：{'、'.join(KINDS.values())}"
        )
        return
    if len(words) != 2 or len(words[1]) > 40:
        reading.fault(
            line, "PACK-BLOCK", f"块“{opening.strip()}”应为种类加编号", f"写成 ```{kind} LYG-1-2"
        )
        return
    _end_clause(reading)
    if not reading.clauses:
        reading.fault(
            line, "PACK-BLOCK", f"规则{words[1]}不在任何条款之下", "移到它所依据的条款之后"
        )
        return
    rule = _rule(reading, line, kind, words[1], text)
    if rule is not None:
        last = reading.clauses[-1]
        reading.clauses[-1] = replace(last, rules=(*last.rules, rule))


def _rule(reading: _Reading, line: int, kind: str, key: str, text: str) -> RuleBlock | None:
    marked, faults = read_yaml(text, file=reading.file, first_line=line + 1)
    reading.faults += faults
    if not isinstance(marked.value, dict):
        if not faults:
            reading.fault(line, "PACK-RULE", f"规则{key}是空的", "写 标题: 与 力度:")
        return None
    content: dict[str, Any] = {}
    for name, value in marked.value.items():
        english = KEYS.get(name) or str(name)
        if english not in KEYS.values():
            reading.fault(
                marked.line(name),
                "PACK-KEY-UNKNOWN",
                f"规则{key}有未知的键“{name}”",
                f"可用：{'、'.join(KEYS)}",
            )
        elif english in content:
            reading.fault(
                marked.line(name), "PACK-RULE", f"规则{key}的“{name}”写了两次", "删去其中一个"
            )
        else:
            content[english] = value
    for name, english in (("标题", "title"), ("力度", "force")):
        if content.get(english) in (None, ""):
            reading.fault(line, "PACK-RULE", f"规则{key}缺“{name}”", f"补写 {name}:")
    written = next((name for name in marked.value if KEYS.get(name, name) == "force"), "")
    rule = RuleBlock(kind, key, "", "", content=content, text=text, line=line)
    return _checked(reading, marked.line(written), rule)


def _checked(reading: _Reading, force_line: int, rule: RuleBlock) -> RuleBlock:
    content = rule.content
    force = str(content.get("force") or "")
    force = next((zh for zh, en in FORCES.items() if en == force), force)
    if force and force not in FORCES:
        reading.fault(
            force_line,
            "PACK-RULE",
            f"规则{rule.key}的力度“{force}”不可用",
            f"可用：{'、'.join(FORCES)}",
        )
    texts = {}
    for name, most in (("title", 200), ("subject", 60), ("remedy", 400)):
        texts[name] = str(content.get(name) or "")
        if len(texts[name]) > most:
            reading.fault(
                rule.line,
                "PACK-TOO-LONG",
                f"规则{rule.key}的{name}共{len(texts[name])}字，最多{most}字",
                "写短一些",
            )
    return replace(
        rule,
        force=force[:10],
        title=texts["title"],
        subject=texts["subject"],
        remedy=texts["remedy"],
    )


def clauses_for(
    parts: tuple[Part, ...], key: str
) -> tuple[tuple[Clause, ...], list[tuple[int, str, str]]]:
    """Clauses of one programme: its own part and what the file shares, in the order of their numbers.

    A section heading (level 2) may stand both in the shared text and in a part; then it is one.

    Returns:
        The clauses; and clause numbers met twice, as (line, number, heading).
    """
    chosen = [part for part in parts if not part.key or key in part.keys]
    sections: dict[str, list[Clause]] = {}
    repeated: list[tuple[int, str, str]] = []
    seen: dict[str, Clause] = {}
    for part in chosen:
        top = ""
        for clause in part.clauses:
            top = clause.number if clause.level == 2 else top
            same = seen.get(clause.number)
            if same is None:
                seen[clause.number] = clause
                sections.setdefault(top, []).append(clause)
            elif clause.level == same.level == 2 and clause.heading == same.heading:
                merged = replace(
                    same,
                    text=f"{same.text}\n{clause.text}".strip(),
                    rules=same.rules + clause.rules,
                )
                sections[top][sections[top].index(same)] = seen[clause.number] = merged
            elif same not in part.clauses:  # within one part it is told when the file is read
                repeated.append((clause.line, clause.number, clause.heading))
    if len(chosen) > 1:
        order = sorted(sections, key=lambda number: _place(number))
        return tuple(c for number in order for c in sections[number]), repeated
    return tuple(c for group in sections.values() for c in group), repeated


def _place(number: str) -> int:
    """The place of a section numbered 一 to 九十九, or 第一章 on; a preface first, unnumbered ones last.

    >>> [_place(n) for n in ("三", "十二", "二十", "附则", "第三章", "前言")]
    [3, 12, 20, 1000, 3, 0]
    """
    if number == PREFACE:
        return 0
    chapter = _CHAPTER.fullmatch(number)
    number = chapter["n"] if chapter else number
    if not number or any(char not in _NUMERALS for char in number):
        return 1000
    tens, ten, units = number.rpartition("十")
    unit = _NUMERALS.index(units) if units else 0
    return unit + (10 * (_NUMERALS.index(tens) if tens else 1) if ten else 0)
