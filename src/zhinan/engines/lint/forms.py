"""Lints of rules against forms and words: facts no form asks for, and force against the guide's own words."""

import re
from collections.abc import Iterable, Iterator

from zhinan.engines.packs import Form, Programme
from zhinan.engines.rules import APPLYING, Rule, rulebook_of
from zhinan.engines.rules.tree import Cell, Derived, Fact, Moment, Node, children, walk
from zhinan.engines.vocabulary import Term, Vocabulary

from .finding import LintFinding, View, file_of, shown

FILLED_IN = ("registry", "computed")  # known without being asked
BY_PROGRAMME = "本计划"
_SOFT_WORDS = re.compile(r"原则上?|一般(?:应|要求)|优先|鼓励|左右|力争|尽量")


def fact_not_asked(view: View) -> Iterator[LintFinding]:
    """表单缺项: a fact a rule needs that the programme's form does not ask for, so that it is never decided.

    Registry and computed facts are not looked for. A rule that tells programmes apart by 本计划 is
    content when a form of one of its programmes asks.
    """
    if view.pack.kind == "plan":
        return
    book, vocabulary = rulebook_of(view.pack), view.pack.vocabulary
    asked = {p.key: _asked(p.form) for p in view.pack.programmes}
    for programme in view.programmes():
        for rule in book.rules(programme.key):
            if rule.kind == "lint" or rule.stage != APPLYING:
                continue
            nodes = [node for tree in rule.trees() for node in walk(tree)]
            tells_apart = any(isinstance(n, Moment) and n.name == BY_PROGRAMME for n in nodes)
            keys = rule.programmes if tells_apart else (programme.key,)
            own = set[str]().union(*(asked[key] for key in keys))
            needed = (node for tree in rule.trees() for node in _needed(tree, own))
            for term in _terms(needed, vocabulary):
                is_told = bool(term.table) and term.table not in own  # its table is, then
                if not (is_told or _is_known_without(term, vocabulary) or _bare(term) & own):
                    yield _not_asked(view, programme, rule, term)


def _needed(node: Node, asked: set[str]) -> Iterator[Node]:
    """The node and what it needs; a term that is asked, or else the terms it is computed from."""
    if isinstance(node, Derived):
        if node.fact.path.partition("[")[0] not in asked:
            yield from _needed(node.formula, asked)
        return
    yield node
    for child in children(node):
        yield from _needed(child, asked)


def _terms(nodes: Iterable[Node], vocabulary: Vocabulary) -> list[Term]:
    """Terms, tables and columns named by the nodes, each once; a table before its columns."""
    found: dict[str, Term] = {}
    for node in nodes:
        path = node.path if isinstance(node, Fact) else getattr(node, "table", "")
        term = vocabulary.get(path) if path else None
        if term is not None:
            found.setdefault(term.path, term)
        if term is not None and isinstance(node, Cell):
            for column in (c for c in term.columns if node.key in (c.key, c.name)):
                found.setdefault(column.path, column)
    return list(found.values())


def _asked(form: Form) -> set[str]:
    paths = set[str]()
    for section in form.sections:
        for field in section.fields:
            paths |= _bare(field.term)
        if section.table is not None:
            paths |= {section.table.path, *(c.term.path for c in section.columns)}
    return paths


def _bare(term: Term) -> set[str]:
    """A term's path, without the year it is asked for."""
    return {term.path, term.path.partition("[")[0]}


def _is_known_without(term: Term, vocabulary: Vocabulary) -> bool:
    table = vocabulary.get(term.table) if term.table else None
    return term.origin in FILLED_IN or (table is not None and table.origin in FILLED_IN)


def _not_asked(view: View, programme: Programme, rule: Rule, term: Term) -> LintFinding:
    what = f"规则{rule.key}要用“{term.label}”，{programme.key}的申报书没有这一项"
    return view.found("LINT-FORM-TERM", what, "在申报书中加上，或改由登记信息提供", file=rule.file, line=rule.line,
                      clause=f"{programme.annex} {rule.clause}".strip(), programme=programme.key, subject=term.label)  # fmt: skip


def force_against_words(view: View) -> Iterator[LintFinding]:
    """力度不符: a hard rule whose title holds a soft word (原则上, 一般, 优先, 左右 …)."""
    for programme in view.programmes():
        for clause in programme.clauses:
            for rule in clause.rules:
                words = _SOFT_WORDS.findall(rule.title)
                if rule.force == "硬" and words and rule.content.get("nature") != "优先":
                    what = f"规则{rule.key}标题写有“{words[0]}”，力度却是硬"
                    yield view.found("LINT-FORCE", what, "改为软，或写明原文为何是硬性要求", file=file_of(programme, clause),
                                     line=rule.line, clause=shown(programme, clause),
                                     programme=programme.key, subject=rule.key)  # fmt: skip
