"""Which facts the rules of a programme need: every term with the columns and the rules that use it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from zhinan.engines.vocabulary import Term, Vocabulary
from zhinan.engines.vocabulary.terms import YEARS

from .rule import QuotaSpec, Rule
from .tree import Call, Cell, Fact, Node, walk

_RELATIONS = ("甲方代码", "甲方名称", "乙方代码", "乙方名称")


@dataclass(frozen=True, slots=True)
class Need:
    """A term, the columns of it that are used where it is a table, and the ids of the rules that use it."""

    term: Term
    columns: tuple[Term, ...]
    rules: tuple[str, ...]


def terms_needed(rules: Iterable[Rule], vocabulary: Vocabulary) -> tuple[Need, ...]:
    """The terms that can change a verdict of ``rules``, in the order they are first used."""
    rules = tuple(rules)
    year = next((rule.year for rule in rules if rule.year), 0)
    users: dict[str, list[str]] = {}
    columns: dict[str, dict[str, Term]] = {}
    for rule in rules:
        for path, column in _used(rule, vocabulary):
            users.setdefault(path, []).append(rule.key)
            if column is not None:
                columns.setdefault(path, {})[column.path] = column
    found = []
    for path, keys in users.items():
        term = vocabulary.get(path)
        if term is not None:
            used = columns.get(path, {})
            kept = tuple(c for c in term.columns if c.path in used)
            found.append(Need(_by_calendar(term, year), kept, tuple(dict.fromkeys(keys))))
    return tuple(found)


def _by_calendar(term: Term, year: int) -> Term:
    """A year further off than words go (下年 … 大前年) by its number, as it is written in a case."""
    if term.year is None or term.year in YEARS.values() or term.year >= 1900 or not year:
        return term
    return replace(term, label=f"{term.label.rpartition('[')[0]}[{year + term.year}]")


def _used(rule: Rule, vocabulary: Vocabulary) -> Iterator[tuple[str, Term | None]]:
    """Paths a rule reads, with the column where it is one of a table."""
    for tree in (*rule.trees(), *(exception.guard for exception in rule.exceptions)):
        for node in walk(tree):
            yield from _of_node(node, vocabulary)
    if rule.quota is not None:
        yield from _of_quota(rule, vocabulary)


def _of_node(node: Node, vocabulary: Vocabulary) -> Iterator[tuple[str, Term | None]]:
    if isinstance(node, Fact):
        yield node.path, None
    elif isinstance(node, Cell):
        yield node.table, vocabulary.get(f"{node.table}.{node.key}")
    elif isinstance(node, Call) and node.function in ("关联单位", "有关联"):
        yield from _table("关联关系", _RELATIONS, vocabulary)
    elif (table := getattr(node, "table", "")) and vocabulary.get(table):
        yield table, None


def _table(
    name: str, columns: Iterable[str], vocabulary: Vocabulary
) -> Iterator[tuple[str, Term | None]]:
    term = vocabulary.get(name)
    if term is not None:
        for column in columns:
            yield term.path, vocabulary.get(f"{name}.{column}")


def _of_quota(rule: Rule, vocabulary: Vocabulary) -> Iterator[tuple[str, Term | None]]:
    labels, columns = quota_facts(rule.quota) if rule.quota else ((), ())
    for label in labels:
        term = vocabulary.get(label)
        if term is not None:
            yield term.path, None
    yield from _table("同年申报", columns, vocabulary)


def quota_facts(spec: QuotaSpec) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Terms of one's own, and columns of 同年申报, that a quota reads."""
    lines, pack = spec.lines, spec.pack
    held = {p for line in lines for p in line.programmes}
    frees = any(
        row.is_outside_body_quota
        for programme in pack.programmes if programme.key in held for row in programme.quotas
    )  # fmt: skip
    wanted = {part for line in lines for part in line.who.split("+")}
    by_status = (spec.by == "host" and bool(wanted & set(pack.statuses))) or (
        spec.by == "body" and frees and any(row.counted_by == "host" for p in pack.programmes for row in p.quotas)
    )  # fmt: skip
    is_grouped = any(line.group or line.exceptions for line in lines)
    pairs: list[tuple[str, str, bool]] = [
        ("", "计划", True), ("", "状态", True),
        ("推荐单位.名称", "推荐单位", spec.by == "body"), ("推荐单位.类别", "", spec.by == "body"),
        ("牵头单位.名称", "单位名称", spec.by == "host" or is_grouped or by_status),
        ("牵头单位.统一社会信用代码", "单位代码", spec.by == "host"),
        ("牵头单位.类型", "单位类型", spec.by == "host" or by_status), ("牵头单位.资质", "单位资质", by_status),
        ("申报.占用名额", "占用名额", spec.by == "body" and frees),
        ("预算.申请财政经费", "申请财政经费", any(line.most_yuan is not None for line in lines)),
    ]  # fmt: skip
    return (
        tuple(label for label, _, is_read in pairs if is_read and label),
        tuple(column for _, column, is_read in pairs if is_read and column),
    )


def need_json(need: Need) -> dict[str, Any]:
    """A term as ``zhinan pack terms --json`` prints it."""
    term = need.term
    return term_json(term) | {
        "columns": [term_json(column) for column in need.columns],
        "other_columns": [c.name for c in term.columns if c not in need.columns],
        "rules": list(need.rules),
    }


def term_json(term: Term) -> dict[str, Any]:
    unit = term.unit or {"money": "万元", "ratio": "%"}.get(term.type, "")
    return {
        "label": term.label, "path": term.path, "type": term.type, "unit": unit or None, "en": term.en,
        "choices": list(term.choices), "by_year": term.year is not None or term.is_yearly,
        "from": term.origin, "computed_from": term.formula or None,
    }  # fmt: skip
