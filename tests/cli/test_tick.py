import json

import pytest
from django.contrib.auth import get_user_model
from django.core.files.storage import default_storage
from django.utils import timezone

from tests.factories.records import make_act
from zhinan.apps.accounts.models import Role, RoleGrant
from zhinan.apps.records.models import Checkpoint, Message
from zhinan.apps.records.services import exported_seal
from zhinan.cli.main import main
from zhinan.cli.tick import all_jobs, run_due

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def storage(tmp_path, monkeypatch):
    kept = type(default_storage._wrapped)(location=tmp_path)
    monkeypatch.setattr(default_storage, "_wrapped", kept, raising=False)
    return tmp_path


def test_tick_seals_and_keeps_the_daily_head_once(storage):
    auditor = get_user_model().objects.create_user(username="审", name="审")
    RoleGrant.objects.create(account=auditor, role=Role.AUDIT_ADMIN)
    make_act()

    assert main(["tick"]) == 0
    assert main(["tick"]) == 0

    checkpoint = Checkpoint.objects.get(number=1)
    (kept,) = storage.glob("heads/*/*.json")
    assert kept.stem == timezone.localdate().isoformat()
    assert exported_seal(json.loads(kept.read_text())).digest == checkpoint.digest
    message = Message.objects.get()
    assert (message.account, checkpoint.digest in message.text) == (auditor, True)


def test_run_due_runs_each_job_when_it_is_due():
    jobs = all_jobs()

    run_due(jobs)
    make_act()
    run_due(jobs)

    assert not Checkpoint.objects.exists()


def test_run_due_goes_on_after_a_failure(caplog):
    jobs = all_jobs()
    jobs[0].run = lambda: 1 // 0
    make_act()

    assert run_due(jobs) == 1
    assert "job seal failed" in caplog.text
