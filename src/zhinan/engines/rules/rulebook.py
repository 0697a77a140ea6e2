"""All rules of a pack, read once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from zhinan.engines.packs.pack import Pack, RuleBlock
from zhinan.engines.vocabulary import Fault, Term, Vocabulary, read_yaml

from .building import Unfit
from .lists import NamedList, read_lists
from .parsing import Scope, parse
from .reading import Around, BlockReader
from .rule import Note, Rule
from .tree import Fact, Node, walk

LISTS, NOTES = "lists.yaml", "interpretations.yaml"


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The rules of a pack. ``faults``: why a block could not be read; such a block has no rule."""

    pack: Pack
    by_programme: Mapping[str, tuple[Rule, ...]]
    by_key: Mapping[str, Rule]
    faults: tuple[Fault, ...]
    lists: Mapping[str, NamedList]
    notes: Mapping[str, Note]

    def rules(self, programme: str) -> tuple[Rule, ...]:
        """Raises KeyError where the pack has no such programme."""
        return self.by_programme[programme]

    def rule(self, key: str) -> Rule:
        """Raises KeyError where there is no such rule."""
        return self.by_key[key]

    @property
    def all(self) -> tuple[Rule, ...]:
        return tuple(self.by_key.values())


def rulebook_of(pack: Pack) -> Rulebook:
    """The rules of ``pack``; a programme's in the order of its clauses."""
    lists, faults = _lists(pack)
    notes, note_faults = _notes(pack)
    faults += note_faults
    scope = Scope(pack.vocabulary, pack.year, lists={n: one.kind for n, one in lists.items()})
    scope = replace(scope, formulas=_formulas(scope, faults))
    owners = _owners(pack)
    by_key: dict[str, Rule] = {}
    seen: set[str] = set()
    by_programme: dict[str, list[Rule]] = {}
    for programme in pack.programmes:
        found = by_programme.setdefault(programme.key, [])
        for clause, block in ((c, b) for c in programme.clauses for b in c.rules):
            if block.key not in seen:
                seen.add(block.key)
                around = Around(
                    scope,
                    lists,
                    notes,
                    pack,
                    clause.file or programme.guide,
                    clause,
                    owners[block.key],
                )
                _read(block, around, by_key, faults)
            if block.key in by_key:
                found.append(by_key[block.key])
    return Rulebook(
        pack, {k: tuple(v) for k, v in by_programme.items()}, by_key,
        tuple(sorted(dict.fromkeys(faults))), lists, notes,
    )  # fmt: skip


def _read(block: RuleBlock, around: Around, by_key: dict[str, Rule], faults: list[Fault]) -> None:
    reader = BlockReader(block, around)
    rule = reader.rule()
    faults += reader.faults
    if rule is not None:
        by_key[block.key] = rule


def _owners(pack: Pack) -> dict[str, tuple[str, ...]]:
    """Rule id -> programmes it belongs to."""
    found: dict[str, list[str]] = {}
    for programme in pack.programmes:
        for clause in programme.clauses:
            for block in clause.rules:
                found.setdefault(block.key, []).append(programme.key)
    return {key: tuple(dict.fromkeys(programmes)) for key, programmes in found.items()}


def _formulas(scope: Scope, faults: list[Fault]) -> dict[str, Node]:
    found: dict[str, Node] = {}
    for term in scope.vocabulary:
        if not term.formula:
            continue
        try:
            found[term.path] = parse(term.formula, scope)
        except Unfit as error:
            faults.append(
                Fault(
                    "vocabulary.yaml",
                    term.line,
                    error.code,
                    f"词条“{term.label}”的 formula：{error.what}",
                    error.remedy,
                )
            )
    return found


def _lists(pack: Pack) -> tuple[dict[str, NamedList], list[Fault]]:
    lists, faults = read_lists(_core(LISTS), file=f"packs/{LISTS}")
    if LISTS in pack.files:
        own, more = read_lists(pack.files[LISTS].decode("utf-8-sig"), file=LISTS)
        lists, faults = {**lists, **own}, faults + more
    return lists, faults


def _notes(pack: Pack) -> tuple[dict[str, Note], list[Fault]]:
    notes, faults = read_notes(_core(NOTES), file=f"packs/{NOTES}")
    if NOTES in pack.files:
        own, more = read_notes(pack.files[NOTES].decode("utf-8-sig"), file=NOTES)
        notes, faults = {**notes, **own}, faults + more
    return notes, faults


@cache
def _core(name: str) -> str:
    path = files("zhinan").joinpath("packs", name)
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def read_notes(text: str, *, file: str) -> tuple[dict[str, Note], list[Fault]]:
    """The interpretation records of one interpretations.yaml, by key."""
    marked, faults = read_yaml(text, file=file)
    found: dict[str, Note] = {}
    content: dict[str, Any] = marked.value if isinstance(marked.value, dict) else {}
    for key, body in content.items():
        if not isinstance(body, dict) or not body.get("decision"):
            faults.append(
                Fault(
                    file,
                    marked.line(key),
                    "PACK-NOTE",
                    f"解释“{key}”没有写 decision",
                    "写明如何理解、由谁何时决定",
                )
            )
            continue
        words = {
            n: str(body.get(n) or "") for n in ("question", "decided_by", "decided_on", "basis")
        }
        found[key] = Note(
            str(body["decision"]), key, status=str(body.get("status") or "provisional"), **words
        )
    return found, faults


def facts_used(rule: Rule, vocabulary: Vocabulary) -> tuple[Term, ...]:
    """The terms a rule needs, in writing order; a table once, with the columns it uses."""
    found: dict[str, Term] = {}
    for tree in rule.trees():
        for node in walk(tree):
            path = node.path if isinstance(node, Fact) else getattr(node, "table", "")
            term = vocabulary.get(path) if path else None
            if term is not None:
                found.setdefault(path, term)
    return tuple(found.values())
