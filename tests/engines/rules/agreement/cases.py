"""Every rule of every shipped pack with cases made for it, and the case evaluator's verdicts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from random import Random

from zhinan.engines.packs import Pack, read_pack
from zhinan.engines.rules import Case, Decision, Grant, Rule, Rulebook, judge, rulebook_of
from zhinan.engines.rules.columns.batch import moments_of
from zhinan.engines.rules.columns.verdicts import trees_of
from zhinan.engines.rules.generating import Maker

BLANKS = (0.0, 0.1, 0.3)


@cache
def pack_names() -> tuple[str, ...]:
    root = Path(str(files("zhinan") / "packs"))
    return tuple(sorted(p.parent.name for p in root.glob("*/pack.yaml")))


@cache
def rulebook(name: str) -> Rulebook | None:
    """None where the pack cannot be read; its own tests say so."""
    pack, _ = read_pack(Path(str(files("zhinan") / "packs" / name)))
    return rulebook_of(pack) if isinstance(pack, Pack) else None


@dataclass(frozen=True)
class Group:
    """The rules of one programme that are judged together, and cases: ``owners[i]`` is case i's rule."""

    rules: tuple[Rule, ...]
    cases: tuple[Case, ...]
    owners: tuple[str, ...]
    law: date

    @property
    def moments(self) -> dict[str, object]:
        return moments_of(self.cases[0])


def groups(name: str, *, each: int, seed: int) -> Iterator[Group]:
    """Each rule of the pack once, under the first of its programmes."""
    book = rulebook(name)
    if book is None:
        return
    by_programme: dict[str, list[Rule]] = {}
    for rule in book.all:
        if (
            rule.quota is None
            and rule.kind != "lint"
            and (rule.condition is not None or rule.result is None)
        ):
            by_programme.setdefault(rule.programmes[0], []).append(rule)
    law = date(book.pack.year, 7, 1)
    for programme, rules in by_programme.items():
        made = [
            (rule.key, case) for rule in rules
            for case in cases_for(rule, programme, law=law, many=each, seed=seed)
        ]  # fmt: skip
        yield Group(tuple(rules), tuple(c for _, c in made), tuple(k for k, _ in made), law)


def cases_for(rule: Rule, programme: str, *, law: date, many: int, seed: int) -> list[Case]:
    """Cases at the rule's bounds; some with a waiver granted, some with a person's decision."""
    chance = Random(f"{rule.key} {seed}")
    maker = Maker.of(trees_of(rule, law).all, days=[law])
    found = []
    for n in range(many):
        grants = (Grant(rule.key, "处室"),) if rule.waivers and n % 3 == 0 else ()
        decisions = (Decision(rule.key, n % 2 == 0),) if n % 5 == 0 else ()
        facts = maker.facts(chance, blanks=chance.choice(BLANKS))
        found.append(
            Case(facts, law, law, law, rule.year, programme, grants=grants, decisions=decisions)
        )
    return found


def verdicts(group: Group) -> dict[int, int]:
    """Case number, from 1, to the verdict of its own rule."""
    rules = {rule.key: rule for rule in group.rules}
    pairs = zip(group.owners, group.cases, strict=True)
    return {n: int(judge(rules[key], case).verdict) for n, (key, case) in enumerate(pairs, 1)}
