import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhinan.engines.values.mask import mask_id_number, mask_middle, mask_name, mask_phone


@given(st.text(), st.integers(0, 6), st.integers(0, 6))
def test_mask_keeps_length_and_shows_no_more_than_asked(text, head, tail):
    masked = mask_middle(text, head=head, tail=tail)

    assert len(masked) == len(text)
    assert masked[head : len(text) - tail].replace("*", "") == ""


@pytest.mark.parametrize("mask", [mask_id_number, mask_phone, mask_name])
def test_mask_of_nothing_is_nothing(mask):
    assert mask("") == ""


def test_mask_middle_negative_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match=">= 0"):
        mask_middle("abc", head=-1, tail=0)


def test_mask_short_landline():
    assert mask_phone("85805561") == "******61"
