"""The bureau's own words: read where a draft is made, left out where faulty."""

import pytest

from tests.factories.accounts import make_actor
from tests.factories.readings import make_read
from zhinan.apps.accounts.models import Role
from zhinan.apps.readings.facts import draft_of, own_lexicon
from zhinan.apps.readings.services import confirm_sure

pytestmark = pytest.mark.django_db
OWN = "entries: [{name: 床位, phrases: ['床位(?:数)?'], operators: ['>='], shape: number, term: 牵头单位.研发场地面积, covers: [开放]}]"


@pytest.fixture
def file(tmp_path, settings):
    made = tmp_path / "lexicon.yaml"
    settings.LEXICON_FILE = str(made)
    return made


def test_without_a_file_there_are_no_own_words(settings):
    settings.LEXICON_FILE = ""
    assert own_lexicon() == ""


def test_a_draft_knows_the_own_words(file):
    office = make_actor(Role.OFFICE)
    reading = make_read(office)
    confirm_sure(reading, actor=office, at_least_permille=0)
    before = draft_of(reading)
    file.write_text(OWN, encoding="utf-8")

    after = draft_of(reading)

    assert "lexicon.yaml" not in before.files
    assert after.files["lexicon.yaml"].decode() == OWN


@pytest.mark.parametrize("text", ["entries: [{name: 坏}]", "entries: [", None])
def test_a_faulty_file_is_not_used_and_the_log_says_why(file, text, caplog):
    if text is not None:
        file.write_text(text, encoding="utf-8")

    assert own_lexicon() == ""
    assert "lexicon" in caplog.text
