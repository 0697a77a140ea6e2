from datetime import timedelta

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.utils import timezone, translation

from tests.apps.records.threads import at_once
from tests.factories.accounts import make_actor
from tests.factories.registry import make_organisation
from zhinan.apps.accounts.models import Role
from zhinan.apps.accounts.services import invite_colleague
from zhinan.apps.accounts.states import ACCEPT, REVOKE, InvitationState
from zhinan.apps.programmes.models import Guide
from zhinan.apps.records.models import Act
from zhinan.apps.records.workflow import (
    MoveRefused,
    may,
    moves_of,
    name_of,
    perform,
    refusals,
    require,
)

WITH_STATE = [
    model
    for model in apps.get_models()
    if model.__module__.startswith("zhinan.apps.")
    and any(f.name == "state" for f in model._meta.fields)
]
MACHINES = [
    model for model in WITH_STATE if moves_of(model)
]  # the ledger copies states, it has no moves
ARROWS = [(model, name, move) for model in MACHINES for name, move in moves_of(model).items()]


def make_invitation():
    host = make_actor(Role.HOST, organisation=make_organisation())
    invitation, _token = invite_colleague(actor=host, role=Role.APPLICANT, name="李四")
    return invitation, host


@pytest.mark.parametrize("model", MACHINES, ids=lambda model: model.__name__)
def test_every_machine_reaches_every_state(model):
    states = {value for value, _label in model._meta.get_field("state").choices}

    reached = {str(move.target) for move in moves_of(model).values()} | {
        model._meta.get_field("state").default
    }

    assert states - {str(state) for state in reached} == set()


@pytest.mark.parametrize(
    ("model", "name", "move"), ARROWS, ids=lambda part: part if isinstance(part, str) else ""
)
def test_every_move_is_refused_in_every_other_state(model, name, move):
    assert name_of(move, model) == name
    others = {value for value, _label in model._meta.get_field("state").choices} - {
        str(s) for s in move.sources
    }

    for state in others:
        assert [f.code for f in refusals(move, model(state=state))] == ["STATE-CHANGED"]


def test_name_of_a_move_of_another_machine_is_a_mistake():
    with pytest.raises(ValueError, match="is no move of Guide"):
        name_of(REVOKE, Guide)


@pytest.mark.django_db
def test_perform_changes_the_state_and_writes_one_line():
    invitation, host = make_invitation()
    before = Act.objects.count()
    when = timezone.now() + timedelta(days=1)

    with translation.override("en"):
        moved = perform(REVOKE, invitation, actor=host, note="写错了姓名", expires_at=when)

    act = Act.objects.order_by("-pk").first()
    assert (moved.state, moved.expires_at) == (InvitationState.REVOKED, when)
    assert Act.objects.count() == before + 1
    assert (act.action, act.summary, act.note) == ("accounts.revoke", "撤销邀请", "写错了姓名")
    assert (act.before["state"], act.after["state"]) == ("open", "revoked")
    assert (act.account_id, act.role) == (host.account.pk, str(host.grant))


@pytest.mark.django_db
def test_perform_reads_the_row_again_and_refuses_what_has_moved_meanwhile():
    invitation, host = make_invitation()
    perform(REVOKE, invitation, actor=host)

    with pytest.raises(MoveRefused) as refused:
        perform(REVOKE, invitation, actor=host)  # still open in the caller's hands

    assert [finding.code for finding in refused.value.findings] == ["STATE-CHANGED"]
    assert "[STATE-CHANGED]" in str(refused.value)


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.HOST, Role.OFFICE])
def test_perform_by_a_stranger_is_refused_and_leaves_no_line(role):
    invitation, _host = make_invitation()
    before = Act.objects.count()
    stranger = make_actor(role, organisation=make_organisation() if role == Role.HOST else None)

    with pytest.raises(PermissionDenied):
        perform(REVOKE, invitation, actor=stranger)

    invitation.refresh_from_db()
    assert (invitation.state, Act.objects.count()) == (InvitationState.OPEN, before)


@pytest.mark.django_db
def test_refusals_ask_every_guard():
    invitation, _host = make_invitation()

    found = refusals(ACCEPT, invitation, now=invitation.expires_at + timedelta(days=1))

    assert found
    assert refusals(ACCEPT, invitation) == []


@pytest.mark.django_db
def test_require_raises_where_may_says_no():
    actor = make_actor(Role.SUPERVISOR)

    require(actor, "records.read")
    assert not may(actor, "accounts.invite")
    with pytest.raises(PermissionDenied, match=r"may not accounts\.invite"):
        require(actor, "accounts.invite")


@pytest.mark.django_db(transaction=True)
def test_perform_by_many_at_once_happens_once():
    invitation, host = make_invitation()

    def revoke(_number):
        try:
            perform(REVOKE, invitation, actor=host)
        except MoveRefused:
            return "refused"
        return "done"

    assert sorted(at_once(20, revoke)) == ["done"] + ["refused"] * 19
    assert Act.objects.filter(action="accounts.revoke").count() == 1
