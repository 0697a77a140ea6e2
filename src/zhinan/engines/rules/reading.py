"""A block of the guide into a Rule; everything that cannot be read is a fault with its line."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from zhinan.engines.packs.guide_text import KEYS, KINDS
from zhinan.engines.packs.pack import Clause, RuleBlock
from zhinan.engines.vocabulary import Fault, Marked, read_yaml

from . import desugaring, specificity
from .building import Unfit
from .case import APPLYING
from .lists import NamedList
from .parameters import Value, read_parameters
from .parsing import Scope, parse, parse_flag
from .rule import PERSON, PREFERENCE, ExceptionClause, Note, Rule, Waiver, fold
from .tree import Node

STAGES = (APPLYING, "受理", "立项", "合同", "拨付", "执行", "变更", "验收", "评价")
_EXCEPTION = {"依据": "source", "适用": "when", "条件": "require", "优先": "rank"}
_WAIVER = {"依据": "source", "批准": "granted_by", "材料": "papers", "适用": "when"}


@dataclass(frozen=True, slots=True)
class Around:
    """What a block is read with: the words, the lists, the notes, and the pack's quotas."""

    scope: Scope
    lists: Mapping[str, NamedList] = field(default_factory=dict)
    notes: Mapping[str, Note] = field(default_factory=dict)
    pack: Any = None
    file: str = ""
    clause: Clause | None = None
    programmes: tuple[str, ...] = ()


class BlockReader:
    """Reads one block, gathering its faults."""

    def __init__(self, block: RuleBlock, around: Around) -> None:
        self.block, self.around = block, around
        self.kind = next(en for en, zh in KINDS.items() if block.kind in (en, zh))
        self.marked: Marked = read_yaml(block.text, file=around.file, first_line=block.line + 1)[0]
        self.faults: list[Fault] = []
        self.written = {english: name for name, english in self._keys()}

    def _keys(self) -> list[tuple[str, str]]:
        content = self.marked.value if isinstance(self.marked.value, dict) else {}
        return [(str(name), KEYS.get(str(name)) or str(name)) for name in content]

    def get(self, key: str) -> Any:
        return self.block.content.get(key)

    def fault(self, key: str, code: str, what: str, remedy: str, *inner: Any) -> None:
        line = self.marked.line(self.written.get(key, ""), *inner)
        line = line if key in self.written else self.block.line
        self.faults.append(
            Fault(self.around.file, line, code, f"规则{self.block.key}：{what}", remedy)
        )

    def unfit(self, key: str, error: Unfit, *inner: Any) -> None:
        self.fault(key, error.code, error.what, error.remedy, *inner)

    def rule(self) -> Rule | None:
        """The rule; None where a fault makes it unusable."""
        scope, parameters = self.scope()
        if self.faults:
            return None
        rule = Rule(
            self.block.key, self.kind, self.block.title, self.block.force,
            nature=self.word("nature", ("条件", PREFERENCE), "条件"),
            stage=self.word("stage", STAGES, APPLYING),
            subject=self.block.subject, parameters=parameters, lists=self.around.lists,
            notes=self.notes(), remedy=self.block.remedy,
            clause=self.around.clause.number if self.around.clause else "",
            heading=self.around.clause.heading if self.around.clause else "",
            programmes=self.around.programmes, year=scope.year or 0,
            file=self.around.file, line=self.block.line, block=self.block,
        )  # fmt: skip
        rule = self.dated(rule)
        if self.kind != "lint":
            rule = self.decided(rule, scope)
        rule = replace(rule, examples=self.examples())
        return None if self.faults else rule

    def scope(self) -> tuple[Scope, dict[str, Value]]:
        written = self.get("params") or {}
        if self.kind == "lint":
            return self.around.scope, {}
        if not isinstance(written, Mapping):
            self.fault("params", "RULE-PARAM", "参数应是“名: 值”", "如 参数: {下限: 1500万元}")
            return self.around.scope, {}
        for name in written:
            if name in self.around.scope.vocabulary or not str(name).isidentifier():
                self.fault(
                    "params",
                    "RULE-PARAM",
                    f"参数名“{name}”不可用",
                    "换一个不与词条同名、不含标点的名字",
                    name,
                )
        try:
            values = read_parameters({str(n): v for n, v in written.items()}, self.around.scope)
        except Unfit as error:
            self.unfit("params", error)
            return self.around.scope, {}
        kinds = {name: value.kind for name, value in values.items()}
        return replace(self.around.scope, parameters=kinds), values

    def word(self, key: str, allowed: tuple[str, ...], default: str) -> str:
        said = str(self.get(key) or default)
        if said not in allowed:
            self.fault(key, "RULE-WORD", f"“{said}”不可用", f"可用：{'、'.join(allowed)}")
        return said

    def dated(self, rule: Rule) -> Rule:
        valid = self.get("valid") or {}
        days: dict[str, date | None] = {"自": None, "至": None}
        if not isinstance(valid, Mapping) or set(valid) - {"自", "至", "from", "to"}:
            self.fault(
                "valid",
                "RULE-WORD",
                "有效应写起止日期",
                "如 有效: {自: 2024-01-01, 至: 2024-12-31}",
            )
            return rule
        for name, value in valid.items():
            try:
                days[{"from": "自", "to": "至"}.get(str(name), str(name))] = date.fromisoformat(
                    str(value)
                )
            except ValueError:
                self.fault(
                    "valid", "RULE-PARAM", f"“{value}”不是有效的日期", "写成 2024-01-01", name
                )
        return replace(rule, valid_from=days["自"], valid_to=days["至"])

    def notes(self) -> tuple[Note, ...]:
        written = self.get("note") or []
        listed = written if isinstance(written, list) else [written]
        return tuple(self.around.notes.get(str(n)) or _own_note(n) for n in listed)

    def tree(
        self, key: str, text: Any, scope: Scope, *inner: Any, is_flag: bool = True
    ) -> Node | None:
        if isinstance(text, bool):
            text = "true" if text else "false"
        if not isinstance(text, str) or not text.strip():
            self.fault(
                key, "RULE-SYNTAX", "表达式是空的或不是文字", "写一个表达式，必要时加引号", *inner
            )
            return None
        try:
            return parse_flag(text, scope) if is_flag else parse(text, scope)
        except Unfit as error:
            self.unfit(key, error, *inner)
            return None

    def decided(self, rule: Rule, scope: Scope) -> Rule:
        """The rule with guard, condition, exceptions and waivers."""
        result = None
        if self.get("result") is not None:
            result = self.tree("result", self.get("result"), scope, is_flag=False)
            if result is not None:
                scope = replace(scope, names={**scope.names, "结果": result})
        guard = self.tree("when", self.get("when"), scope) if "when" in self.block.content else None
        base = self.base(scope)
        if rule.kind == "quota":
            rule = replace(rule, quota=desugaring.quota_of(self, self.around))
        elif base is None and rule.force != PERSON and result is None and not self.faults:
            self.fault(
                "force",
                "RULE-NO-CONDITION",
                "没有条件，却不是由人判断",
                "写 条件:，或把力度改为 人工",
            )
        exceptions = self.exceptions(scope)
        return replace(
            rule, guard=guard, base=base, condition=fold(base, exceptions), result=result,
            exceptions=exceptions, waivers=self.waivers(scope),
        )  # fmt: skip

    def base(self, scope: Scope) -> Node | None:
        try:
            made = desugaring.condition_of(self, self.around, scope)
        except Unfit as error:
            self.unfit("require" if "require" in self.written else "title", error)
            return None
        if made is not None or "require" not in self.block.content:
            return made
        return self.tree("require", self.get("require"), scope)

    def exceptions(self, scope: Scope) -> tuple[ExceptionClause, ...]:
        found: list[ExceptionClause] = []
        for place, one in enumerate(self.listed("exceptions", _EXCEPTION)):
            when = self.tree("exceptions", one.get("when"), scope, place)
            require = self.tree("exceptions", one.get("require", True), scope, place)
            rank = one.get("rank")
            if when is not None and require is not None:
                rank = rank if isinstance(rank, int) and not isinstance(rank, bool) else None
                found.append(ExceptionClause(when, require, str(one.get("source") or ""), rank))
        try:
            return specificity.ordered(tuple(found))
        except Unfit as error:
            self.unfit("exceptions", error)
            return ()

    def waivers(self, scope: Scope) -> tuple[Waiver, ...]:
        found = []
        for place, one in enumerate(self.listed("waiver", _WAIVER)):
            papers = one.get("papers") or ()
            guard = self.tree("waiver", one["when"], scope, place) if one.get("when") else None
            found.append(
                Waiver(
                    str(one.get("source") or ""), str(one.get("granted_by") or ""),
                    (papers,) if isinstance(papers, str) else tuple(map(str, papers)), guard,
                )
            )  # fmt: skip
        return tuple(found)

    def listed(self, key: str, names: Mapping[str, str]) -> list[dict[str, Any]]:
        """The mappings under ``key``, one or several, with English keys."""
        written = self.get(key)
        if written in (None, []):
            return []
        found = []
        for place, one in enumerate(written if isinstance(written, list) else [written]):
            if not isinstance(one, Mapping):
                self.fault(key, "RULE-WORD", "应写成“键: 值”", f"可用：{'、'.join(names)}", place)
                continue
            english = {names.get(n, n): v for n, v in one.items()}
            unknown = set(english) - set(names.values())
            if unknown:
                self.fault(
                    key,
                    "RULE-WORD",
                    f"有未知的键{'、'.join(sorted(unknown))}",
                    f"可用：{'、'.join(names)}",
                    place,
                )
            found.append(english)
        return found

    def examples(self) -> tuple[Mapping[str, Any], ...]:
        written = self.get("examples") or []
        if not isinstance(written, list) or not all(isinstance(e, Mapping) for e in written):
            self.fault(
                "examples",
                "RULE-EXAMPLE",
                "例应是一个列表，每项“事实: …, 结论: …”",
                "照 docs/design/rules.md 书写",
            )
            return ()
        return tuple(written)


def _own_note(written: Any) -> Note:
    if isinstance(written, Mapping):
        return Note(
            str(written.get("文") or written.get("decision") or ""),
            decided_by=str(written.get("决定人") or ""), decided_on=str(written.get("日期") or ""),
            status="confirmed" if written.get("决定人") else "provisional",
        )  # fmt: skip
    return Note(str(written))
