"""Row by row: where a rule of the acceptance list lives, its examples and its mutation score."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhinan.engines.packs import Pack, RuleBlock

from .acceptance import AcceptanceRow, covers

HOMES = ("rule", "set", "target", "lint", "stage", "person")
_KIND_HOMES = {
    "规则": "rule",
    "计算": "rule",
    "限额": "set",
    "互斥": "set",
    "唯一": "set",
    "历史": "set",
    "关联": "set",
    "目标": "target",
    "检查": "lint",
}
APPLYING = "申报"
Mutate = Callable[[Pack, RuleBlock], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _Block:
    pack: Pack
    rule: RuleBlock
    where: str  # file:line clause


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One row of the list. ``home`` is empty where no pack has it; ``others`` are further places of it."""

    id: str
    strength: str
    home: str
    pack: str
    where: str
    examples: int
    mutants: int
    killed: int
    others: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The row as ``zhinan rules coverage --json`` gives it."""
        return {
            "id": self.id, "strength": self.strength, "home": self.home or None, "pack": self.pack,
            "where": self.where, "examples": self.examples, "mutants": self.mutants, "killed": self.killed,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class CoverageReport:
    rows: tuple[CoverageRow, ...]
    repeated: tuple[str, ...] = ()  # rows that blocks of two packs, or two blocks of one id, claim
    unlisted: tuple[str, ...] = ()  # blocks that belong to no row

    @property
    def missing(self) -> list[str]:
        return [row.id for row in self.rows if not row.home]

    @property
    def hard_by_person(self) -> list[str]:
        """Hard rows left to a person: none may be."""
        return [row.id for row in self.rows if row.strength == "H" and row.home == "person"]

    @property
    def is_whole(self) -> bool:
        return not (self.missing or self.hard_by_person or self.repeated)

    def summary(self) -> dict[str, Any]:
        """Counts over the rows; the mutation score in per cent, rounded down to a tenth."""
        held = [row for row in self.rows if row.home]
        mutants, killed = sum(r.mutants for r in held), sum(r.killed for r in held)
        return {
            "rows": len(self.rows),
            "covered": len(held),
            "by_home": _counted(row.home for row in held),
            "by_pack": _counted(row.pack for row in held),
            "by_strength": _counted(row.strength for row in held),
            "examples": sum(row.examples for row in held),
            "mutants": mutants,
            "killed": killed,
            "mutation_score": killed * 1000 // mutants / 10 if mutants else None,
            "missing": self.missing,
            "repeated": list(self.repeated),
            "hard_by_person": self.hard_by_person,
            "unlisted": list(self.unlisted),
        }


def _counted(words: Iterator[str]) -> Mapping[str, int]:
    return dict(sorted(Counter(words).items()))


def home_of(rule: RuleBlock) -> str:
    """Where a block's rule lives: a person before a stage, a stage before its kind.

    >>> home_of(RuleBlock("历史", "LYG-3-1", "", "硬"))
    'set'
    """
    if rule.force == "人工":
        return "person"
    if str(rule.content.get("stage") or APPLYING) != APPLYING:
        return "stage"
    return _KIND_HOMES.get(rule.kind, "rule")


def coverage_report(
    packs: Sequence[Pack], acceptance: Sequence[AcceptanceRow], *, mutate: Mutate | None = None
) -> CoverageReport:
    """Each row of the acceptance list with the block that holds it.

    Args:
        packs: Loaded packs; their order does not matter.
        mutate: Gives mutants and killed of one block; none are counted without it.

    Returns:
        The rows in the order of the list. A row that several blocks share (a range, or lettered parts)
        has the place of the first, and the sum of their examples and mutants. O(rows × blocks).
    """
    blocks = [block for pack in sorted(packs, key=lambda p: p.key) for block in _blocks(pack)]
    claimed = set[str]()
    rows, repeated = [], []
    for row in acceptance:
        own = [b for b in blocks if covers(b.rule.key, row)]
        claimed |= {b.rule.key for b in own}
        keys = Counter(b.rule.key for b in own)
        if len({b.pack.key for b in own}) > 1 or any(n > 1 for n in keys.values()):
            repeated.append(row.id)
        rows.append(_row(row, own, mutate))
    unlisted = [b.rule.key for b in blocks if b.rule.key not in claimed]
    return CoverageReport(tuple(rows), tuple(repeated), tuple(unlisted))


def _row(row: AcceptanceRow, blocks: Sequence[_Block], mutate: Mutate | None) -> CoverageRow:
    if not blocks:
        return CoverageRow(row.id, row.strength, "", "", "", 0, 0, 0)
    first = next((b for b in blocks if b.rule.key == row.id), blocks[0])
    scores = [mutate(b.pack, b.rule) for b in blocks] if mutate is not None else []
    return CoverageRow(
        row.id,
        row.strength,
        home_of(first.rule),
        first.pack.key,
        first.where,
        sum(len(b.rule.content.get("examples") or ()) for b in blocks),
        sum(mutants for mutants, _ in scores),
        sum(killed for _, killed in scores),
        tuple(b.where for b in blocks if b is not first),
    )


def _blocks(pack: Pack) -> Iterator[_Block]:
    """Each block of a pack once, where it stands in its file."""
    seen = set[tuple[str, int]]()
    for programme in pack.programmes:
        for clause in programme.clauses:
            for rule in clause.rules:
                file = clause.file or programme.guide
                if (file, rule.line) not in seen:
                    seen.add((file, rule.line))
                    annex = "" if clause.file else programme.annex
                    yield _Block(
                        pack, rule, f"{file}:{rule.line} {annex} {clause.number}".replace("  ", " ")
                    )
