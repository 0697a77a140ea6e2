"""Every condition read by hand in the five documents: what is proposed compiles, holds, and notices changes."""

import json
from pathlib import Path

import pytest

from tests.engines.guides.test_proposing import book_of, proposed
from zhinan.engines.guides.proposing import share_executable
from zhinan.engines.rules.examples import check_examples
from zhinan.engines.rules.mutation import mutate_rule
from zhinan.engines.rules.regions import region_names

GOLD = Path(__file__).parents[4] / "shared" / "gold"
HOMES = {"000": "222400", "002": "320700", "004": "330000"}
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(
        not GOLD.exists(), reason="the hand-made records are not beside the checkout"
    ),
]


def conditions(name: str) -> list[dict]:
    text = next(GOLD.glob(f"{name}_*.json")).read_text(encoding="utf-8")
    return [r for r in json.loads(text)["records"] if r["type"] == "condition"]


@pytest.mark.parametrize("name", HOMES)
def test_whatever_is_proposed_for_a_real_guide_loads_and_holds(name):
    records, regions = conditions(name), {n: code for code, n in region_names().items()}
    proposals = [
        proposed(r, f"T-{n}", home=HOMES[name], regions=regions, others=records)
        for n, r in enumerate(records)
    ]

    book = book_of(proposals)

    assert [str(f) for f in (*book.faults, *check_examples(book))] == []
    assert len(book.all) == len(records)
    found = [mutate_rule(rule, book.pack) for rule in book.all]
    assert sum(m.killed for m in found) >= 0.99 * sum(m.mutants for m in found)
    assert all(p.why or p.is_executable for p in proposals)


def test_three_of_four_that_data_can_decide_need_no_editing():
    regions, asked = {n: code for code, n in region_names().items()}, []
    for name, home in HOMES.items():
        records = conditions(name)
        asked += [
            proposed(r, "T-1", home=home, regions=regions, others=records, programmes={"市重点研发计划": "main", "市科技成果转化计划": "other"})
            for r in records if r["check"] == "auto" and not r.get("optional")
        ]  # fmt: skip

    assert share_executable(asked) >= 0.75
