"""例: a rule's own examples, judged; what a mutation of the rule must not survive."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhinan.engines.packs.pack import Pack
from zhinan.engines.vocabulary import Fault, Term

from .building import Unfit
from .case import APPLYING, Case, Decision, Grant, case_of
from .judging import judge
from .parameters import read_amount
from .rule import Rule
from .rulebook import Rulebook, facts_used
from .stating import read_facts
from .verdict import BY_LABEL, Judgement, Verdict

_KEYS = {
    "事实", "结论", "差", "缺", "豁免", "结论人", "法律日期", "知识日期", "基准日", "阶段", "计划", "说明", "区间",
}  # fmt: skip
LEAST = 3


@dataclass(frozen=True, slots=True)
class Example:
    """An example ready to judge: its case, and what it expects."""

    number: int
    case: Case
    verdict: Verdict
    missing: frozenset[str] | None = None  # labels; None where it does not say
    margin: Any = None

    def differs(self, found: Judgement) -> str:
        """What is not as expected, in Chinese; empty where all is."""
        if found.verdict is not self.verdict:
            lacking = f"，缺{'、'.join(map(str, found.missing))}" if found.missing else ""
            return f"应为{self.verdict.label}，实为{found.verdict.label}{lacking}"
        if self.missing is not None and {str(m) for m in found.missing} != self.missing:
            said = "、".join(sorted(self.missing)) or "无"
            return f"缺项应为{said}，实为{'、'.join(map(str, found.missing)) or '无'}"
        if self.margin is not None and found.margin != self.margin:
            return f"差应为{self.margin}，实为{found.margin}"
        return ""


def examples_of(rule: Rule, pack: Pack) -> tuple[tuple[Example, ...], list[Fault]]:
    """The rule's examples, and a fault for each that cannot be read."""
    ready, faults = [], []
    for number, written in enumerate(rule.examples, 1):
        try:
            ready.append(_read(rule, pack, number, written))
        except Unfit as error:
            faults.append(_fault(rule, f"例{number}：{error.what}", error.remedy))
    return tuple(ready), faults


def check_examples(rulebook: Rulebook) -> list[Fault]:
    """Every example that contradicts its rule, and every rule with fewer than three."""
    faults: list[Fault] = []
    for rule in rulebook.all:
        if rule.kind == "lint" or (
            rule.condition is None and rule.result is None and rule.quota is None
        ):
            continue
        examples, wrong = examples_of(rule, rulebook.pack)
        faults += wrong
        if len(rule.examples) < LEAST:
            faults.append(
                _fault(
                    rule,
                    f"只有{len(rule.examples)}个例，至少要{LEAST}个",
                    "补上通过、不通过和缺项的例",
                )
            )
        for example in examples:
            differs = example.differs(judge(rule, example.case))
            if differs:
                faults.append(
                    _fault(rule, f"例{example.number}与规则不符：{differs}", "改正例，或改正条件")
                )
    return faults


def _fault(rule: Rule, what: str, remedy: str) -> Fault:
    return Fault(rule.file, rule.line, "RULE-EXAMPLE", f"规则{rule.key}：{what}", remedy)


def _read(rule: Rule, pack: Pack, number: int, written: Mapping[str, Any]) -> Example:
    unknown = set(written) - _KEYS
    if unknown:
        raise Unfit(
            "RULE-EXAMPLE",
            f"有未知的键{'、'.join(sorted(unknown))}",
            f"可用：{'、'.join(sorted(_KEYS))}",
        )
    label = str(written.get("结论") or "")
    if label not in BY_LABEL:
        raise Unfit("RULE-EXAMPLE", f"结论“{label}”不可用", f"可用：{'、'.join(BY_LABEL)}")
    find = _finder(rule, pack)
    facts = written.get("事实") or {}
    if not isinstance(facts, Mapping):
        raise Unfit("RULE-EXAMPLE", "事实应是“词条: 值”", "照 docs/design/rules.md 书写")
    states, findings = read_facts(facts, pack.vocabulary, year=pack.year, find=find)
    if findings:
        raise Unfit("RULE-EXAMPLE", findings[0].fact, findings[0].remedy)
    case = case_of(states, pack.vocabulary, year=pack.year, **_frame(rule, pack, written))
    margin = written.get("差")
    return Example(
        number, case, BY_LABEL[label], _missing(written.get("缺"), find),
        None if margin is None else _margin(str(margin)),
    )  # fmt: skip


def _frame(rule: Rule, pack: Pack, written: Mapping[str, Any]) -> dict[str, Any]:
    law = _day(written, "法律日期") or law_date(pack)
    known = _day(written, "知识日期")
    grants = written.get("豁免") or []
    decided = str(written.get("结论人") or "")
    return {
        "programme": str(written.get("计划") or (rule.programmes[0] if rule.programmes else "")),
        "law": law, "known": known, "reference": _day(written, "基准日"),
        "stage": str(written.get("阶段") or rule.stage or APPLYING),
        "grants": tuple(_grant(rule, g) for g in (grants if isinstance(grants, list) else [grants])),
        "decisions": (Decision(rule.key, decided == "通过", "例"),) if decided else (),
    }  # fmt: skip


def _grant(rule: Rule, written: Any) -> Grant:
    if isinstance(written, Mapping):
        on = written.get("日期")
        return Grant(
            str(written.get("规则") or rule.key), str(written.get("批准") or ""),
            date.fromisoformat(str(on)) if on else None,
        )  # fmt: skip
    return Grant(rule.key, str(written))


def law_date(pack: Pack) -> date:
    """The day a pack's examples are judged on unless they say: the last of June of its year."""
    return date(pack.year, 6, 30)


def _day(written: Mapping[str, Any], key: str) -> date | None:
    if written.get(key) is None:
        return None
    try:
        return date.fromisoformat(str(written[key]))
    except ValueError:
        raise Unfit(
            "RULE-EXAMPLE", f"{key}“{written[key]}”不是有效的日期", "写成 2024-08-20"
        ) from None


def _finder(rule: Rule, pack: Pack) -> Any:
    """Names in an example: full, or short within the subject's group, or short among the rule's terms."""
    vocabulary = pack.vocabulary
    used = facts_used(rule, vocabulary)

    def find(name: str) -> Term | None:
        if name in vocabulary:
            return vocabulary.get(name)
        of_subject = vocabulary.get(f"{rule.subject}.{name}")
        if of_subject is not None:
            return of_subject
        bare = name.partition("[")[0]
        near = {
            t.label.partition("[")[0]
            for t in used
            if t.label.partition("[")[0].rpartition(".")[2] == bare
        }
        return vocabulary.get(near.pop() + name[len(bare) :]) if len(near) == 1 else None

    return find


def _missing(written: Any, find: Any) -> frozenset[str] | None:
    if written is None:
        return None
    listed = written if isinstance(written, list) else [written]
    return frozenset(_full(str(name), find) for name in listed)


def _full(name: str, find: Any) -> str:
    if "#" in name:
        table, _, rest = name.partition("#")
        term = find(table)
        return f"{term.label}#{rest}" if term is not None else name
    term = find(name)
    return term.label if term is not None else name


def _margin(text: str) -> Any:
    amount = read_amount("差", text)
    if isinstance(amount.value, str):
        raise Unfit("RULE-EXAMPLE", f"差“{text}”读不懂", "写成 1天、0.01万元、5%、2 这样的量")
    return amount.value
