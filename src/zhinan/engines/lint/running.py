"""A pack linted: every lint by its name, the 检查 blocks with their examples, and what is accepted."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from zhinan.engines.packs import Pack, RuleBlock
from zhinan.engines.vocabulary import read_yaml

from . import days, figures, forms, listing, numbering, sentences
from .accepting import FILE, parted, read_acceptances
from .finding import LintFinding, Undecided, View, file_of, shown
from .sentences import Coverage, coverage_of

Lint = Callable[[View], Iterator[LintFinding]]
LINTS: Mapping[str, Lint] = {
    "代码重复": numbering.code_repeated,
    "代码越组": numbering.code_outside_group,
    "代码次序": numbering.code_out_of_order,
    "条款次序": numbering.clause_out_of_order,
    "清单不一致": listing.lists_differ,
    "指标覆盖": listing.not_covered,
    "归口唯一": listing.contact_missing,
    "名额缺行": listing.quota_row_missing,
    "合计相符": figures.sum_wrong,
    "数值合理": figures.figure_implausible,
    "期间相合": figures.period_apart,
    "年龄与出生日期": days.age_against_birth,
    "期限逢休": days.deadline_on_day_off,
    "条文无规则": sentences.sentence_without_rule,
    "缺解释": sentences.rule_without_reading,
    "表单缺项": forms.fact_not_asked,
    "力度不符": forms.force_against_words,
}
ON_REQUEST = {
    "清单不一致",
    "指标覆盖",
    "合计相符",
    "期间相合",
}  # nothing to look at unless a clause asks
CHECK = "检查"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What one 检查 block came to: 通过, 不通过, 待裁量, 待补 or 需人工."""

    id: str
    lint: str
    verdict: str
    findings: tuple[LintFinding, ...] = ()
    missing: str = ""  # what is not known, for 待补
    wrong_examples: tuple[LintFinding, ...] = ()


@dataclass(frozen=True, slots=True)
class LintReport:
    """A pack linted. ``findings`` count; ``accepted`` stay for a reason; ``notes`` are worth knowing."""

    pack: str
    findings: tuple[LintFinding, ...]
    accepted: tuple[tuple[LintFinding, str], ...]
    notes: tuple[LintFinding, ...]
    checks: tuple[CheckResult, ...]
    coverage: Coverage
    programmes: Mapping[str, Coverage] = field(default_factory=dict)


def lint_pack(pack: Pack, *, days: Mapping[date, bool] | None = None) -> LintReport:
    """Everything that is wrong with a guide before it is issued.

    Args:
        pack: A loaded pack.
        days: Day -> whether it is worked, for deadlines; a day it does not name by its weekday.

    Returns:
        Findings in the order of file and line; the same pack gives the same report.
    """
    checks = tuple(run_check(pack, block, days=days) for _, _, block in _blocks(pack))
    found = [f for check in checks for f in (*check.findings, *check.wrong_examples)]
    found += _unasked(View(pack, {}, days or {}, "pack.yaml", 0, "", _lists(pack)))
    unique = _unique(found)
    acceptances, faults = read_acceptances(pack)
    counted, accepted, unused = parted([f for f in unique if not f.is_note], acceptances)
    counted += [LintFinding(f.file, f.line, f.code, f.what, f.remedy) for f in faults]
    for one in unused:
        what = f"这一条没有接受任何发现：{one.reason}"
        counted.append(LintFinding(FILE, one.line, "LINT-ACCEPTED-UNUSED", what, "删去这一条"))
    free = {(f.file, f.line, f.subject) for f, _ in accepted if f.code == "LINT-SENTENCE"}
    whole, each = coverage_of(pack, free)
    notes = tuple(f for f in unique if f.is_note)
    return LintReport(pack.key, tuple(sorted(counted)), tuple(accepted), notes, checks, whole, each)


def _unasked(view: View) -> Iterator[LintFinding]:
    """What the lints find that run always, but where a 检查 block runs the same one."""
    asked = {
        (str(block.content.get("lint")), key)
        for _, _, block in _blocks(view.pack)
        for key in _programmes_of(view.pack, block)
    }
    for name, lint in LINTS.items():
        if name not in ON_REQUEST and (name, "") not in asked:
            found, _ = _found(name, lint, view)
            yield from (f for f in found if (name, f.programme) not in asked)


def _unique(found: list[LintFinding]) -> list[LintFinding]:
    """In order; what programmes share is told once, under the first of them."""
    first: dict[LintFinding, LintFinding] = {}
    for one in found:
        first.setdefault(replace(one, programme="") if one.line else one, one)
    return sorted(first.values())


def run_check(
    pack: Pack, block: RuleBlock, *, days: Mapping[date, bool] | None = None
) -> CheckResult:
    """Run a 检查 block over its pack.

    Raises:
        ValueError: ``block`` is of another kind.
    """
    if block.kind != CHECK:
        raise ValueError(f"a 检查 block is needed, got {block.kind} {block.key}")
    name = str(block.content.get("lint") or "")
    file, clause = _place_of(pack, block)
    view = View(pack, _params(block.content), days or {}, file, block.line, clause, _lists(pack))
    lint = LINTS.get(name)
    if lint is None:
        what = f"{block.key}的检查“{name}”没有这个名称" if name else f"{block.key}没有写“检查”"
        wrong = view.found("LINT-CHECK", what, f"可用：{'、'.join(LINTS)}", check=block.key)
        return CheckResult(block.key, name, "待补", (wrong,), "检查")
    found, missing = _found(name, lint, view)
    found = [replace(f, check=block.key, remedy=block.remedy or f.remedy) for f in found]
    verdict = _verdict(block, found, missing)
    if verdict == "待补":
        found.append(view.found("LINT-CHECK", f"{block.key}无从核对：缺{missing}", "在参数中写明",
                                check=block.key, lint=name))  # fmt: skip
    return CheckResult(
        block.key, name, verdict, tuple(found), missing, tuple(_wrong_examples(block, lint, view))
    )


def _found(name: str, lint: Lint, view: View) -> tuple[list[LintFinding], str]:
    """Findings, and what is missing where the lint could not tell."""
    found: list[LintFinding] = []
    missing = ""
    try:
        found.extend(lint(view))  # what it found before it could not tell is kept
    except Undecided as undecided:
        missing = str(undecided)
    except (AttributeError, KeyError, IndexError, TypeError, ValueError):
        if not view.given:  # nobody's 参数 can be to blame
            raise
        missing = "可读的参数"
    return [replace(f, lint=name, clause=f.clause or view.clause) for f in found], missing


def _verdict(block: RuleBlock, found: list[LintFinding], missing: str) -> str:
    if any(not f.is_note for f in found):
        return {"硬": "不通过", "软": "待裁量"}.get(block.force, "需人工")
    return "待补" if missing else "通过"


def _wrong_examples(block: RuleBlock, lint: Lint, view: View) -> Iterator[LintFinding]:
    for n, example in enumerate(block.content.get("examples") or [], 1):
        if not isinstance(example, dict):
            continue
        own = replace(view, given={**view.given, **_params(example)})
        verdict = _verdict(block, *_found("", lint, own))
        if verdict != example.get("结论", example.get("verdict")):
            what = f"{block.key}的例{n}结论写“{example.get('结论')}”，实为“{verdict}”"
            yield view.found("LINT-EXAMPLE", what, "核对例或参数", check=block.key)


def _params(content: Mapping[str, Any]) -> Mapping[str, Any]:
    params = content.get("params", content.get("参数"))
    return params if isinstance(params, dict) else {}


def _blocks(pack: Pack) -> Iterator[tuple[str, str, RuleBlock]]:
    """Each 检查 block once, with the file and the clause it stands in."""
    seen = set[str]()
    for programme in pack.programmes:
        for clause in programme.clauses:
            for rule in clause.rules:
                if rule.kind == CHECK and rule.key not in seen:
                    seen.add(rule.key)
                    yield file_of(programme, clause), shown(programme, clause), rule


def _place_of(pack: Pack, block: RuleBlock) -> tuple[str, str]:
    own = next(
        ((file, clause) for file, clause, one in _blocks(pack) if one.key == block.key), None
    )
    return own or ("", "")


def _programmes_of(pack: Pack, block: RuleBlock) -> list[str]:
    """Programmes whose ordinary run of the same lint the block takes the place of."""
    named = _params(block.content).get("计划")
    if named is None:
        given = set(_params(block.content)) & {
            "代码",
            "组",
            "条款",
            "归口",
            "已有",
            "数值",
            "句",
            "期限",
        }
        return [] if given else ["", *(p.key for p in pack.programmes)]
    return [named] if isinstance(named, str) else [str(key) for key in named]


def _lists(pack: Pack) -> dict[str, tuple[str, ...]]:
    if "lists.yaml" not in pack.files:
        return {}
    marked, _ = read_yaml(
        pack.files["lists.yaml"].decode("utf-8-sig", "replace"), file="lists.yaml"
    )
    lists = marked.value if isinstance(marked.value, dict) else {}
    return {
        name: tuple(str(w) for w in one["of"])
        for name, one in lists.items()
        if isinstance(one, dict) and isinstance(one.get("of"), list)
    }
