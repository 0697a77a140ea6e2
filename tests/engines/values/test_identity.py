from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhinan.engines.values import Finding
from zhinan.engines.values.identity import (
    check_uscc,
    is_public_body_code,
    read_id_number,
    tidy_number,
    uscc_check_digit,
)

TODAY = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("code", "findings"),
    [
        ("91110000600037341L", []),
        (" ９１１１００００－６０００３７３４１l", []),
        ("9111000060003734", ["USCC-LENGTH"]),
        ("", ["USCC-LENGTH"]),
        ("91110000600037341I", ["USCC-CHARACTERS"]),
        ("9111A000600037341L", ["USCC-CHARACTERS"]),
        ("91110000600037341K", ["USCC-CHECK-DIGIT"]),
        ("12220000412754388A", ["USCC-CHECK-DIGIT"]),
        ("9111000060003734😀L", ["USCC-CHARACTERS"]),
    ],
)
def test_check_uscc(code, findings):
    assert [f.code for f in check_uscc(code)] == findings


def test_check_uscc_names_the_place_and_the_expected_digit():
    wrong_letter, wrong_digit = (
        check_uscc("9111000060003734OL")[0],
        check_uscc("91110000600037341K")[0],
    )

    assert "第17位“O”" in wrong_letter.fact
    assert "应为“L”，现为“K”" in wrong_digit.fact


def test_check_uscc_of_a_public_body_asks_for_a_reason():
    assert is_public_body_code("12220000412754388A")
    assert "写明理由" in check_uscc("12220000412754388A")[0].remedy


def test_check_uscc_accepts_rural_codes_that_start_with_a_letter():
    body = "N2320722MA1TEST00"[:17].replace("S", "5")

    assert check_uscc(body + uscc_check_digit(body)) == []


@given(st.text(alphabet="0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=9, max_size=9))
def test_check_uscc_catches_every_single_wrong_last_character(tail):
    body = "91320700" + tail
    right = uscc_check_digit(body)

    assert check_uscc(body + right) == []
    assert all(check_uscc(body + c) for c in "0123456789ABCDEFGHJKLMNPQRTUWXY" if c != right)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("1101051949123100", "ID-LENGTH"),
        ("11010519491231002A", "ID-CHARACTERS"),
        ("110105194902310026", "ID-BIRTH"),
        ("110105209912310020", "ID-BIRTH"),
        ("110105194912310021", "ID-CHECK-DIGIT"),
        ("", "ID-LENGTH"),
    ],
)
def test_read_id_number_refuses_and_never_repeats_the_number(number, code):
    refused = read_id_number(number, today=TODAY)

    assert isinstance(refused, Finding)
    assert refused.code == code
    assert not number or number not in str(refused)


def test_read_id_number_reads_birth_and_sex_and_county():
    read = read_id_number("３２０７２１ 19900307 4518"[:100], today=TODAY)

    assert isinstance(read, Finding) or read.county_code == "320721"


def test_tidy_number_strips_what_people_paste():
    assert tidy_number("\u202a110105 19491231—002x\u202c") == "11010519491231002X"
