"""What the rules of a drafted pack need to be asked, and which of them cannot stand in it."""

from collections.abc import Mapping

from zhinan.engines.packs import Pack
from zhinan.engines.rules import APPLYING, Rulebook
from zhinan.engines.rules.examples import check_examples
from zhinan.engines.rules.needs import terms_needed
from zhinan.engines.vocabulary import Fault

from .writing import one_line

_KNOWN = ("registry", "computed")  # told by a register or counted, never asked


def refused_rules(pack: Pack, book: Rulebook) -> Mapping[str, str]:
    """Rules that do not compile in this pack, or that their own examples contradict: id → why."""
    blocks = {
        (clause.file or programme.guide, rule.line): rule.key
        for programme in pack.programmes
        for clause in programme.clauses
        for rule in clause.rules
    }
    found: dict[str, str] = {}
    for fault in (*book.faults, *check_examples(book)):
        key = _block_at(fault, blocks)
        if key:
            found.setdefault(key, one_line(f"写成的规则不能执行：{fault.what}", 120))
    return found


def _block_at(fault: Fault, blocks: Mapping[tuple[str, int], str]) -> str:
    """The block a fault is in: the last of its file that begins on or before its line."""
    begun = [
        (line, key)
        for (file, line), key in blocks.items()
        if file == fault.file and line <= fault.line
    ]
    return max(begun)[1] if begun else ""


def needed_terms(pack: Pack, book: Rulebook) -> dict[str, list[str]]:
    """Programme → labels of the terms, tables and columns that its rules need and no register tells."""
    found: dict[str, list[str]] = {}
    for programme in pack.programmes:
        rules = [r for r in book.rules(programme.key) if r.kind != "lint" and r.stage == APPLYING]
        labels: dict[str, None] = {}
        for need in terms_needed(rules, pack.vocabulary):
            if need.term.origin in _KNOWN:
                continue
            labels[need.term.label] = None
            labels |= {c.label: None for c in need.columns if c.origin not in _KNOWN}
        found[programme.key] = list(labels)
    return found
