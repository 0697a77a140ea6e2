import io

import pytest

from tests.factories.accounts import make_account, make_actor
from tests.factories.records import make_act, make_subject
from zhinan.apps.accounts.models import Role
from zhinan.apps.accounts.selectors import PUBLIC
from zhinan.apps.records.models import Act, Checkpoint, Message
from zhinan.apps.records.selectors import acts_on, acts_visible_to, checkpoints_visible_to
from zhinan.apps.records.services import Fault, file_kinds, seal_checkpoint, verify_record
from zhinan.apps.records.tasks import inspect_daily

pytestmark = pytest.mark.django_db
READERS = {Role.SUPERVISOR, Role.AUDIT_ADMIN}


@pytest.mark.parametrize("role", Role.values)
def test_the_record_is_visible_to_supervision_and_audit_only(role):
    act = make_act()
    checkpoint = seal_checkpoint()
    actor = make_actor(role)

    assert list(acts_visible_to(actor)) == ([act] if role in READERS else [])
    assert list(checkpoints_visible_to(actor)) == ([checkpoint] if role in READERS else [])


def test_the_record_is_not_visible_to_the_public():
    make_act()

    assert list(acts_visible_to(PUBLIC)) == []


def test_acts_on_a_row_are_its_chain_in_order():
    subject = make_subject()
    lines = [make_act(subject), make_act(subject)]
    make_act()

    assert list(acts_on(subject)) == lines


def test_inspect_daily_runs_once_a_day_and_tells_of_faults():
    reader = make_account()
    make_act()

    assert inspect_daily([reader]) == "每日核验：0处不符"
    assert inspect_daily([reader]) == ""
    assert not Message.objects.exists()

    Act.objects.filter(action="records.inspect").delete()
    Act.objects.filter(position=1, action="records.test").update(note="改")
    inspect_daily([reader])
    message = Message.objects.get()
    assert message.account == reader
    assert "被改动" in message.text


def test_a_checkpoint_without_a_readable_frontier_still_finds_a_rewritten_line():
    act = make_act()
    seal_checkpoint()
    Checkpoint.objects.update(frontier={"no": "list"})
    assert verify_record() == []

    Act.objects.filter(pk=act.pk).update(digest="0" * 64)
    assert verify_record()[-1] == Fault(
        "rewritten", act.subject_kind, act.subject_id, position=1, checkpoint=1, leaf=0, last_leaf=0
    )


def test_no_bytes_are_no_kind():
    assert file_kinds.kind_of(io.BytesIO()) == file_kinds.EMPTY
