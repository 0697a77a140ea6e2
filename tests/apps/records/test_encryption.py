import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhinan.apps.records.encryption import (
    SealBroken,
    is_sealed_with_current_key,
    keyed_digest,
    possible_digests,
    seal,
    unseal,
)

NUMBER = "11010519491231002X"
NEW_KEY = "another-key-of-enough-characters-for-a-test"


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",))))
def test_unseal_gives_back_what_was_sealed(text):
    assert unseal(seal(text)) == text


def test_seal_hides_the_text_and_never_repeats():
    assert seal(NUMBER) != seal(NUMBER)
    assert NUMBER not in seal(NUMBER)
    assert seal(NUMBER).startswith("v1:")


@pytest.mark.parametrize("spoil", [lambda s: s[:-4] + ("AAAA" if s[-4:] != "AAAA" else "BBBB"), lambda s: s + "!", lambda s: s[:20], lambda s: "v2" + s[2:], lambda s: "v1:00000000:" + s[12:], lambda s: NUMBER])  # fmt: skip
def test_unseal_of_an_altered_text_is_refused_without_showing_it(spoil):
    with pytest.raises(SealBroken) as broken:
        unseal(spoil(seal(NUMBER)))

    assert NUMBER not in str(broken.value)


def test_change_of_key_opens_old_seals_and_marks_them(settings):
    sealed, matched = seal(NUMBER), keyed_digest(NUMBER)
    settings.OLD_DATA_KEYS, settings.DATA_KEY = [settings.DATA_KEY], NEW_KEY

    assert unseal(sealed) == NUMBER
    assert not is_sealed_with_current_key(sealed)
    assert is_sealed_with_current_key(seal(NUMBER))
    assert keyed_digest(NUMBER) != matched
    assert possible_digests(NUMBER) == [keyed_digest(NUMBER), matched]


def test_unknown_key_is_refused(settings):
    sealed = seal(NUMBER)
    settings.DATA_KEY = NEW_KEY

    with pytest.raises(SealBroken, match="ZHINAN_OLD_DATA_KEYS"):
        unseal(sealed)


def test_nothing_seals_to_nothing():
    assert (seal(""), unseal("")) == ("", "")
    assert is_sealed_with_current_key("")
