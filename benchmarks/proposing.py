"""Proposed rules measured: how many conditions become executable, and whether the rules mean what ours mean.

    .venv/bin/python benchmarks/proposing.py            print, and write benchmarks/results/proposing.txt
    .venv/bin/python benchmarks/proposing.py --why      also what was left to a person, and why

Hand-made records and the documents lie in ../shared beside the checkout; the rules compared with are those of our
own packs, by the numbers in proposing_pairs.yaml. A proposal is put under the clause of our rule, and both judge the
pack's own cases of the programme and cases made at the bounds of both.
"""

import argparse
import json
import platform
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import yaml

from zhinan.engines.guides.proposing import Proposal, propose
from zhinan.engines.guides.reading import as_json, read_document
from zhinan.engines.packs import Pack, load_pack
from zhinan.engines.packs.pack import Programme
from zhinan.engines.rules import Case, Rule, Rulebook, judge, rulebook_of
from zhinan.engines.rules.cases import CaseReader
from zhinan.engines.rules.columns.verdicts import trees_of
from zhinan.engines.rules.examples import check_examples
from zhinan.engines.rules.generating import Maker
from zhinan.engines.rules.mutation import mutate_rule
from zhinan.engines.rules.regions import region_names
from zhinan.engines.rules.verdict import Verdict

HERE = Path(__file__).parent
SHARED = HERE.parents[1] / "shared"
PACKS = HERE.parent / "src" / "zhinan" / "packs"
RESULT = HERE / "results" / "proposing.txt"
MADE = 300  # cases made for each pair
NOT_BARRED = (Verdict.NOT_APPLICABLE, Verdict.PASSED, Verdict.WAIVED)


@dataclass(slots=True)
class Compared:
    """How a pair fared: cases judged, the same verdict, the same side of the bound."""

    name: str
    is_part: bool
    of_pack: int = 0
    of_pack_alike: int = 0
    made: int = 0
    made_same: int = 0
    made_alike: int = 0
    opposite: int = 0  # one lets pass what the other does not
    differs: list[str] = field(default_factory=list)

    @property
    def is_alike(self) -> bool:
        return self.of_pack == self.of_pack_alike and self.made == self.made_alike


class Document:
    """A document, the pack we wrote for it by hand, and what would be proposed for it."""

    def __init__(self, name: str, said: Mapping[str, Any]) -> None:
        self.name, self.said = name, said
        self.pack: Pack = load_pack(PACKS / said["pack"])
        self.regions = region_names()
        path = next((SHARED / "gold").glob(f"{name}_*.json"))
        records = json.loads(path.read_text(encoding="utf-8"))["records"]
        self.gold = [r for r in records if r["type"] == "condition"]
        text = next((SHARED / "sources").glob(f"{name}_*.txt")).read_text(encoding="utf-8")
        read = as_json(text, name, read_document(text, name=name))["records"]
        self.read = [r for r in read if r["type"] == "condition"]

    def proposals(self, records: Sequence[Mapping[str, Any]]) -> list[Proposal]:
        return [self.proposal(record, records, n) for n, record in enumerate(records, 1)]

    def proposal(
        self, record: Mapping[str, Any], records: Sequence[Mapping[str, Any]], n: int
    ) -> Proposal:
        keys = {p.name: p.key for p in self.pack.programmes}
        return propose(
            record, f"P-{n}", regions={name: code for code, name in self.regions.items()},
            programme_key=self.programme_of(record).key, home=self.said["home"], year=self.pack.year,
            programmes=keys, others=records,
        )  # fmt: skip

    def programme_of(self, record: Mapping[str, Any]) -> Programme:
        name = str(record.get("programme") or "")
        near = (p for p in self.pack.programmes if p.name == name or p.name.startswith(name))
        return next(near, self.pack.programmes[0])

    def number(self, record: Mapping[str, Any]) -> int:
        return int(str(record["id"]).rpartition("-")[2])


def main() -> int:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--why", action="store_true", help="list what is left to a person")
    chosen = options.parse_args()
    if not (SHARED / "gold").exists():
        print(f"no hand-made records at {SHARED}; nothing measured")
        return 1
    pairs = yaml.safe_load((HERE / "proposing_pairs.yaml").read_text(encoding="utf-8"))
    documents = [Document(name, said) for name, said in pairs.items()]
    lines = [
        f"proposed rules, {platform.machine()}, Python {platform.python_version()}",
        *_shares(documents),
    ]
    lines += _accuracy(documents)
    if chosen.why:
        lines += _reasons(documents)
    print("\n".join(lines))
    RESULT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


def _shares(documents: Sequence[Document]) -> list[str]:
    """Executable without editing, of the conditions that data can decide; of the hand-made and of the read records."""
    lines = [
        "",
        "executable without editing, of check: auto",
        f"{'document':<10}{'hand-made':>18}{'as read':>18}",
    ]
    total: Counter[str] = Counter()
    for document in documents:
        cells = []
        for kind, records in (("hand", document.gold), ("read", document.read)):
            proposals = document.proposals(records)
            asked = [
                p
                for p, r in zip(proposals, records, strict=True)
                if r.get("check") == "auto" and not r.get("optional")
            ]
            done = sum(p.is_executable for p in asked)
            total.update({kind: len(asked), f"{kind} done": done})
            cells.append(f"{done:>4} of {len(asked):<4}{done / len(asked):6.1%}")
        lines.append(f"{document.name:<10}" + "".join(f"{cell:>18}" for cell in cells))
    sums = [
        f"{total[f'{k} done']:>4} of {total[k]:<4}{total[f'{k} done'] / total[k]:6.1%}"
        for k in ("hand", "read")
    ]
    return [*lines, f"{'all':<10}" + "".join(f"{cell:>18}" for cell in sums)]


def _accuracy(documents: Sequence[Document]) -> list[str]:
    found, left, faults, mutants, killed = [], 0, 0, 0, 0
    for document in documents:
        proposals = {
            document.number(r): p
            for r, p in zip(document.gold, document.proposals(document.gold), strict=True)
        }
        executable = [p for p in proposals.values() if p.is_executable]
        for pair in document.said["pairs"]:
            own = [proposals[n] for n in pair["records"]]
            if all(p.is_executable for p in own):
                found.append(_compare(document, pair, own))
            else:
                left += 1
        book = _book_with(document, executable, str(document.said["pairs"][0]["rules"][0]))
        faults += len(book.faults) + len(check_examples(book))
        for rule in book.all:
            if rule.key.startswith("P-"):
                result = mutate_rule(rule, book.pack)
                mutants, killed = mutants + result.mutants, killed + result.killed
    return [
        *_table(found, left),
        "",
        f"blocks that fail to load or whose examples fail: {faults}",
        f"changes noticed by their own examples: {killed} of {mutants} ({killed / mutants:.1%})",
    ]


def _table(found: Sequence[Compared], left: int) -> list[str]:
    whole = [c for c in found if not c.is_part]
    lines = [
        "",
        "meaning, against the rules of our own packs",
        f"pairs compared {len(found)} ({len(found) - len(whole)} in part), left to a person {left}",
    ]
    for title, some in (
        ("whole rules", whole),
        ("in part: never stricter", [c for c in found if c.is_part]),
    ):
        alike = sum(c.is_alike for c in some)
        packs, made = sum(c.of_pack for c in some), sum(c.made for c in some)
        lines.append(
            f"{title:<26} alike in every case {alike:>3} of {len(some):<3} {alike / max(len(some), 1):6.1%}   "
            f"pack cases {sum(c.of_pack_alike for c in some)} of {packs}   "
            f"made cases {sum(c.made_alike for c in some) / max(made, 1):6.1%}, same verdict {sum(c.made_same for c in some) / max(made, 1):6.1%}   "
            f"opposite {sum(c.opposite for c in some)} of {packs + made} ({sum(c.opposite for c in some) / max(packs + made, 1):.1%})"
        )
    lines += [
        "alike: both bar nobody, both do not pass, or both lack a fact; opposite: one passes what the other does not;",
        "the rest: one asks for a fact that the other does not need",
        "", "pairs that differ somewhere",
    ]  # fmt: skip
    lines += [
        f"  {c.name:<34} pack cases {c.of_pack_alike}/{c.of_pack}, made {c.made_alike}/{c.made}, opposite {c.opposite}  {'; '.join(c.differs[:2])}"
        for c in found if not c.is_alike
    ]  # fmt: skip
    return lines


def _compare(
    document: Document, pair: Mapping[str, Any], proposals: Sequence[Proposal]
) -> Compared:
    """Our rules and the proposals, put under the same clause, over the same cases."""
    ours = list(pair["rules"])
    book = _book_with(document, proposals, ours[0])
    hand = [book.rule(key) for key in ours]
    made = [book.rule(p.key) for p in proposals]
    result = Compared(
        f"{document.name} {','.join(map(str, pair['records']))} / {'+'.join(ours)}",
        bool(pair.get("part")),
    )
    for name, case in _pack_cases(document, book, hand):
        a, b = _worst(made, case), _worst(hand, case)
        result.of_pack += 1
        result.of_pack_alike += _alike(a, b, result.is_part)
        result.opposite += {_side(a), _side(b)} == {"met", "not met"} and not _alike(
            a, b, result.is_part
        )
        if not _alike(a, b, result.is_part):
            result.differs.append(f"{name}: {a.label} / {b.label}")
    if all(rule.quota is None for rule in hand):
        for case in _made_cases([*hand, *made], book.pack.year):
            a, b = _worst(made, case), _worst(hand, case)
            result.made += 1
            result.made_same += a is b or (a in NOT_BARRED and b in NOT_BARRED)
            result.made_alike += _alike(a, b, result.is_part)
            result.opposite += {_side(a), _side(b)} == {"met", "not met"} and not _alike(
                a, b, result.is_part
            )
            if not _alike(a, b, result.is_part) and len(result.differs) < 3:
                result.differs.append(f"{a.label} / {b.label}: {_short(case)}")
    return result


def _short(case: Case) -> str:
    return ", ".join(f"{k}={v}" for k, v in case.values.items())[:160]


def _alike(proposed: Verdict, ours: Verdict, is_part: bool) -> bool:
    """The same side: not barred, not met, or open. Of a part: it never fails what ours lets pass."""
    if is_part:
        return _side(proposed) != "not met" or _side(ours) != "met"
    return _side(proposed) == _side(ours)


def _side(verdict: Verdict) -> str:
    return "met" if verdict in NOT_BARRED else "open" if verdict is Verdict.MISSING else "not met"


def _worst(rules: Sequence[Rule], case: Case) -> Verdict:
    return max(judge(rule, case).verdict for rule in rules)


def _pack_cases(
    document: Document, book: Rulebook, rules: Sequence[Rule]
) -> Iterator[tuple[str, Case]]:
    """The pack's own cases that expect something of these rules."""
    reader = CaseReader(book, regions=document.regions)
    keys = {rule.key for rule in rules}
    for path in sorted((PACKS / document.said["pack"] / "cases").glob("*.yaml")):
        for content in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader):
            expected = content.get("expect") or content.get("期望") or {}
            if keys & set(expected) and not (content.get("waivers") or content.get("decisions")):
                read, _ = reader.read(content)
                if read is not None:
                    yield str(content.get("name") or content.get("名称") or path.stem), read.case


def _made_cases(rules: Sequence[Rule], year: int) -> Iterator[Case]:
    law = date(year, 7, 1)
    chance = Random("+".join(rule.key for rule in rules))
    maker = Maker.of([tree for rule in rules for tree in trees_of(rule, law).all], days=[law])
    programme = rules[0].programmes[0]
    for _ in range(MADE):
        facts = maker.facts(chance, blanks=chance.choice((0.0, 0.1, 0.3)))
        yield Case(facts, law, law, law, year, programme)


def _book_with(document: Document, proposals: Sequence[Proposal], beside: str) -> Rulebook:
    """The pack's rules and the proposals, these under the clause of the rule ``beside``."""
    files = dict(document.pack.files)
    fence = f" {beside}\n"
    path = next(p for p in files if p.startswith("guide/") and fence in files[p].decode())
    text = files[path].decode()
    end = text.index("\n```\n", text.index(fence)) + len("\n```\n")
    blocks = "\n".join(p.block for p in proposals)
    files[path] = f"{text[:end]}\n{blocks}\n{text[end:]}".encode()
    lists = {name: dict(said) for p in proposals for name, said in p.lists.items()}
    held = yaml.safe_load(files.get("lists.yaml", b"{}")) or {}
    lists = {name: said for name, said in lists.items() if name not in held}
    if lists:
        files["lists.yaml"] = (
            files.get("lists.yaml", b"") + f"\n{yaml.safe_dump(lists, allow_unicode=True)}".encode()
        )
    return rulebook_of(load_pack(files))


def _reasons(documents: Sequence[Document]) -> list[str]:
    lines = ["", "left to a person (check: auto)"]
    for document in documents:
        for record, proposal in zip(document.gold, document.proposals(document.gold), strict=True):
            if record.get("check") == "auto" and not proposal.is_executable:
                quote = "".join(str(record["quote"]).split())[:40]
                lines.append(f"  {record['id']} {proposal.why}  «{quote}»")
    return lines


if __name__ == "__main__":
    raise SystemExit(main())
