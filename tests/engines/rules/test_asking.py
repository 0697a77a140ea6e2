"""The order of questions: what decides most comes first, what decides nothing is not asked."""

from datetime import date

from tests.factories.rules import ruled_files
from zhinan.engines.packs import load_pack
from zhinan.engines.rules import case_of, judge_all, rulebook_of
from zhinan.engines.rules.asking import columns_needed, is_settled, questions
from zhinan.engines.vocabulary import State

PACK = load_pack(ruled_files())
BOOK = rulebook_of(PACK)
EMPTY = State.known([])
REGISTERS = {"ledger": EMPTY, "integrity": EMPTY}


def judged(**known):
    states = {path.replace("__", "."): value for path, value in known.items()}
    case = case_of(states, PACK.vocabulary, programme="research", year=2024, law=date(2024, 7, 1))
    return judge_all(BOOK, case)


def asked(without=(), **known):
    return [q.path for q in questions(judged(**known), PACK.vocabulary, without=without)]


def test_a_fact_that_two_rules_need_goes_before_one_that_a_single_rule_needs():
    found = questions(judged(**REGISTERS), PACK.vocabulary)

    assert [(q.path, str(q.score)) for q in found] == [
        ("budget.grant", "7/2"),  # settles the ceiling, half of the matching funds
        ("lead.is_legal_person", "3"),
        ("leader.birth_date", "3"),
        ("budget.own", "1/2"),
    ]
    assert [r.key for r in found[0].settles] == ["EX-2"]
    assert [r.key for r in found[0].touches] == ["EX-2", "EX-4"]


def test_what_is_decided_is_not_asked_again():
    assert "budget.grant" not in asked(**REGISTERS, budget__grant=State.known("100000.00"))


def test_nothing_is_asked_of_what_a_person_judges_or_prefers_or_a_set_decides():
    known = {
        "lead__is_legal_person": State.known(value=True),
        "budget__grant": State.known("100000.00"),
        "budget__own": State.known("100000.00"),
        "leader__birth_date": State.known("1990-01-01"),
    }

    assert asked(**REGISTERS, **known) == []


def test_what_was_skipped_is_passed_over():
    assert asked(without=("budget.grant", "leader.birth_date"), **REGISTERS) == [
        "lead.is_legal_person",
        "budget.own",
    ]


def test_registers_are_asked_as_tables_not_cell_by_cell():
    row = {"id": "r1", "cells": {"state": State.known("在研").to_json()}}

    assert "ledger" in asked(integrity=EMPTY)
    assert "ledger" in asked(integrity=EMPTY, ledger=State.known([row]))


def test_the_order_is_the_same_whatever_the_order_of_what_is_known():
    one = asked(budget__own=State.known("1.00"), **REGISTERS)
    other = asked(**REGISTERS, budget__own=State.known("1.00"))

    assert one == other


def test_a_bar_settles_the_whole_a_waivable_one_does_not():
    assert is_settled(judged(**REGISTERS, budget__grant=State.known("600000.00")))
    assert not is_settled(judged(**REGISTERS, leader__birth_date=State.known("1970-01-01")))


def test_columns_of_a_table_are_those_the_rules_look_at():
    rule = BOOK.rule("EX-5")

    assert set(columns_needed([rule], "ledger")) == {"uscc", "organisation", "state"}
    assert columns_needed([rule], "team") == ()
