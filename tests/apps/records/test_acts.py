from datetime import date, datetime, time
from decimal import Decimal
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.db.transaction import TransactionManagementError
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from tests.factories.records import make_act, make_subject
from zhinan.apps.records.models import Act, ChainHead
from zhinan.apps.records.services import digest_of, record_act

pytestmark = pytest.mark.django_db


def test_record_act_chains_each_line_to_the_one_before():
    subject = make_subject()

    first, second = make_act(subject), make_act(subject, note="再记")

    head = ChainHead.objects.get()
    assert (first.position, first.previous_digest) == (1, "")
    assert (second.position, second.previous_digest) == (2, first.digest)
    assert (head.length, head.digest) == (2, second.digest)


def test_record_act_keeps_a_chain_for_each_subject():
    make_act(make_subject("A"))

    other = make_act(make_subject("B"))

    assert (other.position, other.previous_digest) == (1, "")


def test_digest_of_is_the_same_after_reading_the_line_back():
    values = {
        "金额": Decimal("9.50"),
        "日期": date(2026, 4, 30),
        "z": [1, None, True, {"b": {"x"}, "a": 2**80}],
        "emoji": "😀",
        "时刻": datetime(2026, 4, 30, 17, tzinfo=ZoneInfo("Asia/Shanghai")),
        "时间": time(17),
        "单位": make_subject("单位"),
    }

    act = make_act(before=values, after={"state": "draft"}, summary="改“金额”")

    stored = Act.objects.get()
    assert stored.before["金额"] == "9.50"
    assert stored.before["时刻"] == "2026-04-30T09:00:00+00:00"
    assert digest_of(stored) == act.digest == stored.digest


def test_record_act_refuses_floats():
    with pytest.raises(TypeError, match="floats"):
        make_act(after={"score": 9.5})

    assert not Act.objects.exists()


def test_record_act_refuses_an_unsaved_subject():
    with pytest.raises(ValueError, match="must be saved"):
        record_act("records.test", Act(), actor=None, summary="")


def test_record_act_shortens_a_long_summary_and_keeps_the_note_whole():
    act = make_act(summary="长" * 400, note="长" * 4000)

    assert (len(act.summary), act.summary[-1], len(act.note)) == (300, "…", 4000)


def test_record_act_writes_chinese_whatever_the_reader_speaks():
    with translation.override("en"):
        act = make_act(summary=_("提交"))

    assert act.summary == "提交"


def test_record_act_names_the_public_and_the_system():
    public = SimpleNamespace(account=None, grant=None, name="公众")

    lines = [make_act(actor=public), make_act(make_subject("B"), actor=None)]

    assert [(act.account_name, act.role) for act in lines] == [("公众", ""), ("系统", "系统")]


@pytest.mark.django_db(transaction=True)
def test_record_act_outside_a_transaction_is_refused():
    with pytest.raises(TransactionManagementError, match="atomic"):
        make_act()

    assert not Act.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_record_act_rolled_back_leaves_neither_line_nor_head():
    subject = make_subject()

    with pytest.raises(TypeError), transaction.atomic():
        record_then_fail(subject)

    assert (Act.objects.count(), ChainHead.objects.count()) == (0, 0)


def record_then_fail(subject):
    make_act(subject)
    make_act(subject, after={"score": 9.5})
