from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhinan.engines.values import canonical_json, digest

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.text(), values, max_size=5))
def test_digest_does_not_depend_on_the_order_of_keys(mapping):
    assert digest(dict(reversed(mapping.items()))) == digest(mapping)


def test_canonical_json_keeps_places_of_money_and_writes_dates():
    value = {
        "a": Decimal("9.50"),
        "b": date(2026, 4, 30),
        "c": datetime(2026, 4, 30, 9, tzinfo=UTC),
        "d": (1, "字"),
    }

    assert (
        canonical_json(value)
        == '{"a":"9.50","b":"2026-04-30","c":"2026-04-30T09:00:00+00:00","d":[1,"字"]}'
    )


@pytest.mark.parametrize("value", [1.5, {1, 2}, b"x", {1: 2}, object()])
def test_canonical_json_refuses_what_has_no_single_spelling(value):
    with pytest.raises(TypeError):
        canonical_json(value)


def test_canonical_json_refuses_naive_time():
    with pytest.raises(ValueError, match="aware"):
        canonical_json(datetime(2026, 1, 1))  # noqa: DTZ001  the point of the test
