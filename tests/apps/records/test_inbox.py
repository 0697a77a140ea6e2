from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from zhinan.apps.records import tasks
from zhinan.apps.records.models import Message
from zhinan.apps.records.selectors import messages_of, unread_count
from zhinan.apps.records.services import mark_all_read, mark_read, notify

pytestmark = pytest.mark.django_db
QUEUE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def make_account(name="甲", **over):
    return get_user_model().objects.create_user(username=name, name=name, **over)


def acting(account):
    return SimpleNamespace(account=account, name="某人")


def test_notify_puts_one_message_into_each_inbox():
    one, two = make_account("甲"), make_account("乙")

    notify([one, two, one], title="请补正", text="第三项", link="/apply/1/")

    assert list(messages_of(acting(one)).values_list("title", "text", "link")) == [
        ("请补正", "第三项", "/apply/1/")
    ]
    assert unread_count(acting(two)) == 1


def test_messages_of_the_public_are_none():
    notify([make_account()], title="请补正")

    assert list(messages_of(acting(None))) == []
    assert mark_all_read(actor=acting(None)) == 0


def test_notify_sends_a_mail_after_commit(django_capture_on_commit_callbacks, settings):
    settings.CSRF_TRUSTED_ORIGINS = ["https://kj.example.gov.cn"]
    account = make_account(email="a@example.cn")

    with django_capture_on_commit_callbacks(execute=True):
        notify([account, make_account("乙")], title="请补正", text="第三项", link="/apply/1/")
        assert mail.outbox == []

    assert [(m.to, m.subject, m.body) for m in mail.outbox] == [
        (["a@example.cn"], "[指南] 请补正", "第三项\n\nhttps://kj.example.gov.cn/apply/1/")
    ]


def test_notify_on_a_queue_leaves_a_task_with_the_message(settings):
    settings.TASKS = QUEUE

    (message,) = notify([make_account(email="a@example.cn")], title="请补正")

    assert DBTaskResult.objects.get().args_kwargs == {"args": [message.pk], "kwargs": {}}


def test_send_message_deleted_meanwhile_sends_nothing():
    tasks.send_message.call(1)

    assert mail.outbox == []


@pytest.fixture
def broken_mail(monkeypatch):
    def fail(**_fields):
        raise ConnectionError("no server")

    monkeypatch.setattr(tasks, "send_mail", fail)
    account = make_account(email="a@example.cn")
    return Message.objects.create(account=account, title="请补正")


@pytest.mark.parametrize(("attempt", "minutes"), [(1, 1), (2, 4), (5, 256)])
def test_a_mail_that_fails_is_tried_again_later_and_later(broken_mail, settings, attempt, minutes):
    settings.TASKS = QUEUE

    tasks.send_message.call(broken_mail.pk, attempt=attempt)

    again = DBTaskResult.objects.get()
    assert again.args_kwargs == {"args": [broken_mail.pk], "kwargs": {"attempt": attempt + 1}}
    assert abs(again.run_after - timezone.now() - timedelta(minutes=minutes)) < timedelta(
        seconds=30
    )


def test_a_mail_that_failed_six_times_stays_failed(broken_mail, settings):
    settings.TASKS = QUEUE

    with pytest.raises(ConnectionError):
        tasks.send_message.call(broken_mail.pk, attempt=6)

    assert not DBTaskResult.objects.exists()


def test_mark_read_notes_the_first_time_only():
    account = make_account()
    (message,) = notify([account], title="请补正")

    first = mark_read(message, actor=acting(account)).read_at
    again = mark_read(message, actor=acting(account)).read_at

    assert first == again
    assert unread_count(acting(account)) == 0


@pytest.mark.parametrize("reader", ["other", "public"])
def test_mark_read_of_anothers_message_is_refused(reader):
    (message,) = notify([make_account()], title="请补正")
    actor = acting(make_account("乙") if reader == "other" else None)

    with pytest.raises(PermissionDenied):
        mark_read(message, actor=actor)

    message.refresh_from_db()
    assert message.read_at is None


def test_mark_all_read_leaves_others_alone():
    one, two = make_account("甲"), make_account("乙")
    notify([one, two], title="请补正")

    assert mark_all_read(actor=acting(one)) == 1
    assert (unread_count(acting(one)), unread_count(acting(two))) == (0, 1)
