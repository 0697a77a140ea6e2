"""A threshold moved: the same counts by columns and one by one, and a ladder that holds what is now."""

from datetime import date
from decimal import Decimal

import pytest

from tests.factories.rules import ruled_files
from zhinan.engines.packs import load_pack
from zhinan.engines.rules import Verdict, case_of, rulebook_of
from zhinan.engines.rules import moving as subject
from zhinan.engines.rules.kinds import Kind
from zhinan.engines.rules.moving import curve_of, ladder, verdicts_moved
from zhinan.engines.vocabulary import State


@pytest.fixture(scope="module")
def book():
    return rulebook_of(load_pack(ruled_files()))


def case(book, **facts):
    states = {path.replace("__", "."): State.known(value) for path, value in facts.items()}
    return case_of(
        states, book.pack.vocabulary, programme="research", year=2024, law=date(2024, 6, 30)
    )


@pytest.fixture
def cases(book):
    amounts = ("100000.00", "450000.00", "500000.00", "500000.01", "600000.00")
    return [case(book), *(case(book, budget__grant=amount) for amount in amounts)]


@pytest.mark.parametrize("few", [0, 1000])
def test_curve_counts_the_same_by_columns_and_one_by_one(book, cases, few, monkeypatch):
    monkeypatch.setattr(subject, "FEW", few)

    points = curve_of(book.rule("EX-2"), "上限", cases, [Decimal(450000), Decimal(500000)])

    assert [(p.passed, p.failed, p.missing, p.other) for p in points] == [(2, 3, 1, 0), (3, 2, 1, 0)]  # fmt: skip


@pytest.mark.parametrize("few", [0, 1000])
def test_curve_of_dates(book, few, monkeypatch):
    monkeypatch.setattr(subject, "FEW", few)
    born = [case(book, leader__birth_date=f"19{year}-01-01") for year in (79, 80, 81)]

    points = curve_of(book.rule("EX-3"), "界限", born, [date(1980, 1, 1), date(1981, 1, 1)])

    assert [(p.passed, p.failed) for p in points] == [(2, 1), (1, 2)]


def test_curve_of_an_unknown_parameter_names_it(book, cases):
    with pytest.raises(KeyError, match="下限"):
        curve_of(book.rule("EX-2"), "下限", cases, [1])


def test_verdicts_before_and_after(book, cases):
    found = verdicts_moved(book.rule("EX-2"), "上限", cases[:3], Decimal(400000))

    assert found == [
        (Verdict.MISSING, Verdict.MISSING),
        (Verdict.PASSED, Verdict.PASSED),
        (Verdict.PASSED, Verdict.FAILED),
    ]


@pytest.mark.parametrize(
    ("kind", "now"),
    [
        (Kind("number", "元", "万元"), Decimal(15000000)),
        (Kind("number"), Decimal("0.02")),
        (Kind("number", "月", "月"), Decimal(24)),
        (Kind("number"), Decimal(0)),
        (Kind("number", "平方米", "平方米"), Decimal(300)),
        (Kind("date"), date(2024, 2, 29)),
        (Kind("date"), date(2023, 12, 31)),
    ],
)
def test_ladder_rises_and_holds_what_is_now(kind, now):
    values = ladder(kind, now)

    assert now in values
    assert list(values) == sorted(set(values))
    assert len(values) > 20
