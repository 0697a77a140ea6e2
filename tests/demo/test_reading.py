import pytest
from django.core.files.storage import default_storage

from tests.factories.accounts import make_actor
from zhinan.apps.accounts.models import Role
from zhinan.apps.readings.facts import lint_of
from zhinan.apps.readings.models import Step
from zhinan.apps.readings.selectors import entries_of, progress_of
from zhinan.apps.records.services import verify_record
from zhinan.demo.reading import write_reading

pytestmark = pytest.mark.django_db


def test_write_reading_leaves_work_for_the_desk(tmp_path, monkeypatch):
    bool(default_storage)  # wake the lazy object
    monkeypatch.setattr(
        default_storage, "_wrapped", type(default_storage._wrapped)(location=tmp_path)
    )

    reading = write_reading(clerk=make_actor(Role.OFFICE), leader=make_actor(Role.LEADER))

    progress = progress_of(reading)
    assert (reading.state, "演示数据" in reading.title, "虚构" in reading.text) == (
        "review",
        True,
        True,
    )
    assert progress.confirmed > 15
    assert progress.open > 10
    assert progress.asked >= 1
    kinds = set(Step.objects.filter(reading=reading).values_list("kind", flat=True))
    assert kinds >= {"confirm_many", "confirm"}
    assert {e.type for e in entries_of(reading)} >= {
        "programme",
        "topic",
        "condition",
        "quota",
        "deadline",
        "form",
    }
    assert lint_of(reading) is not None
    assert verify_record() == []
