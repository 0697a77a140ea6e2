import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhinan.engines.values.text import RADICALS, clean, count_characters, fold, tidy_line


def test_every_radical_of_the_table_is_a_radical_and_its_ideograph_is_not():
    for radical, ideograph in RADICALS.items():
        assert unicodedata.name(radical).startswith("CJK RADICAL")
        assert unicodedata.name(ideograph).startswith("CJK UNIFIED")


def test_clean_mends_radicals_and_kangxi_and_keeps_official_punctuation():
    assert clean("⻚数：⼆⼗（含）㎡") == "页数：二十（含）㎡"


def test_clean_takes_out_hidden_characters_and_keeps_lines():
    assert clean("a\u200b\u202eb\x00\r\nc\rd\ufeff\te") == "ab\nc\nd\te"


@given(st.text())
def test_clean_twice_changes_nothing(text):
    assert clean(clean(text)) == clean(text)


@given(st.text())
def test_fold_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.text(alphabet=" \t\n　\u200b"))
def test_count_ignores_space_and_hidden_characters(text, space):
    assert count_characters(text + space) == count_characters(text)
    assert 0 <= count_characters(text) <= len(text)


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("中文", 2), ("A1，b", 4), ("１２３", 3), ("e\u0301", 1), ("👍🏽", 1), ("👨\u200d👩\u200d👧", 1), ("字" * 20_000, 20_000)],
)  # fmt: skip
def test_count_characters(text, count):
    assert count_characters(text) == count


def test_tidy_line_makes_one_line():
    assert tidy_line("\n 某某\t\u3000大学\u2028 ") == "某某 大学"
