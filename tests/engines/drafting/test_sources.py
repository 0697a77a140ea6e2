"""The five documents of the field, drafted after reviews that confirm, discard and correct at random."""

import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.drafting.made import facts_of
from zhinan.engines.drafting import Fact, about_from, draft_pack
from zhinan.engines.drafting.linting import lint_document
from zhinan.engines.lint import lint_pack
from zhinan.engines.packs import load_pack, read_folder
from zhinan.engines.rules import rulebook_of
from zhinan.engines.rules.examples import check_examples

SHARED = Path(__file__).parents[4] / "shared" / "sources"
SEEDS = ("000", "001", "002", "003", "004")
# conditions of each guide that the draft judges by itself; floors a little under what was measured
EXECUTABLE = {"000": 20, "002": 63, "004": 7}

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(
        not SHARED.is_dir(), reason="the five documents are not beside the checkout"
    ),
]


def text_of(seed: str) -> str:
    (path,) = SHARED.glob(f"{seed}_*.txt")
    return path.read_text(encoding="utf-8")


def reviewed(facts: list[Fact], seed: int) -> list[Fact]:
    """As a person might leave them: some confirmed, some discarded, some corrected in a field or a span."""
    chance = random.Random(seed)
    found = []
    for fact in facts:
        if chance.random() < 0.15:
            continue
        fields = dict(fact.record.fields)
        if chance.random() < 0.15 and fields:
            name = chance.choice(sorted(fields))
            fields[name] = chance.choice([None, "", "改正后的内容", 3, fields[name]])
        end = fact.end + chance.choice([0, 0, 0, 1, -1])
        record = replace(fact.record, fields=fields, end=max(end, fact.start + 1))
        found.append(Fact(fact.key, record, chance.random() < 0.6))
    chance.shuffle(found)
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_a_confirmed_reading_loads_compiles_lints_and_quotes(seed: str, tmp_path: Path):
    text = text_of(seed)
    facts = facts_of(text)

    draft = draft_pack(text, facts, about_from(facts, source_name=f"{seed}.txt"))

    pack = load_pack(draft.files)
    book = rulebook_of(pack)
    assert (book.faults, check_examples(book)) == ((), [])
    lint_pack(pack)
    assert pack.source is not None
    by_key = {fact.key: fact for fact in facts}
    for span in pack.source.spans:
        if span.kind in ("rule", "topic", "quota", "window", "contact", "support", "paper", "form"):
            own = by_key[span.fact]
            assert pack.source.quote(span) == text[own.start : own.end]
    rules = {r.key for p in pack.programmes for r in p.rules}
    assert {s.key for s in pack.source.spans if s.kind == "rule"} == rules
    for path, content in draft.files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    assert read_folder(tmp_path)[0] == dict(draft.files)


@pytest.mark.parametrize("seed", sorted(EXECUTABLE))
def test_conditions_become_executable(seed: str):
    text = text_of(seed)
    facts = facts_of(text)
    keys = {f.key.upper() for f in facts if f.type == "condition"}

    pack = load_pack(draft_pack(text, facts, about_from(facts)).files)

    judged = [
        r for r in rulebook_of(pack).all if r.key in keys and r.force != "人工" and r.kind != "lint"
    ]
    assert len(judged) >= EXECUTABLE[seed]


@pytest.mark.parametrize("seed", SEEDS)
@settings(max_examples=3, deadline=None)
@given(review=st.integers(0, 10_000))
def test_any_review_drafts_a_pack_that_loads(seed: str, review: int):
    text = text_of(seed)
    facts = reviewed(facts_of(text), review)

    draft = draft_pack(text, facts, about_from(facts, source_name="指南.txt"))

    pack = load_pack(draft.files)
    book = rulebook_of(pack)
    assert (book.faults, check_examples(book)) == ((), [])
    settled = {f.key for f in facts if f.is_settled}
    assert pack.source is not None
    assert {s.fact for s in pack.source.spans if s.is_checked} <= settled
    asked = {f.key for f in facts if f.record.question}
    assert asked <= {o.fact_key for o in draft.open}


def test_a_chosen_passage_of_each_guide_is_bound_to_the_clause_it_stands_in():
    text = text_of("002")
    facts = facts_of(text)
    quote = "1989年1月1日（含）以后出生"

    pack = load_pack(draft_pack(text, facts, about_from(facts)).files)

    at = text.index(quote)
    spans = [s for s in pack.source.spans if s.kind == "clause" and s.start <= at < s.end]
    clauses = [
        c for s in spans for c in pack.programme(s.programmes[0]).clauses if c.number == s.key
    ]
    assert clauses
    assert all(quote in c.text for c in clauses)


def test_a_guide_of_the_field_is_linted_by_its_own_lines():
    text = text_of("002")

    report = lint_document(text, [f.record for f in facts_of(text)], name="指南.txt")

    assert {f.code for f in report.findings if f.line} >= {
        "LINT-QUOTA-ROW", "LINT-CODE-REPEATED", "LINT-CODE-GROUP", "LINT-AGE-BIRTH", "LINT-DAY-OFF", "READ-NUMBER-LOST", "READ-YEAR", "READ-FORM-CUT",
    }  # fmt: skip
