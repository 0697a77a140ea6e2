import json
import smtplib

import pytest
from django.core import mail
from django_tasks_db.models import DBTaskResult

from tests.factories.accounts import make_account
from zhinan.apps.accounts import tasks
from zhinan.apps.accounts.services import request_password_reset

pytestmark = pytest.mark.django_db
LINK = "https://x.example/new/"


@pytest.fixture
def queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def ask():
    make_account(email="a@example.org")
    request_password_reset("a@example.org", link=lambda uid, token: f"{LINK}{uid}/{token}/")


def test_queue_letter_keeps_no_link_in_clear_and_sends_it_whole(queue):
    ask()

    row = DBTaskResult.objects.get()
    assert LINK not in json.dumps(row.args_kwargs)
    row.task.call(*row.args_kwargs["args"])
    assert LINK in mail.outbox[0].body


def test_send_letter_is_tried_again_still_sealed_when_the_mail_server_fails(queue, monkeypatch):
    ask()
    first = DBTaskResult.objects.get()

    def fail(*args):
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr(tasks, "send_mail", fail)
    first.task.call(*first.args_kwargs["args"])

    again = DBTaskResult.objects.exclude(pk=first.pk).get()
    assert again.args_kwargs == {**first.args_kwargs, "kwargs": {"attempt": 2}}
