"""Every move of both tables is refused from every state it does not leave."""

from typing import Any

import pytest
from django.utils import timezone

from tests.factories.accounts import make_actor
from tests.factories.programmes import make_call, make_guide
from zhinan.apps.accounts.models import Role
from zhinan.apps.programmes.models import Call, Guide
from zhinan.apps.programmes.states import CallState, GuideState
from zhinan.apps.records.workflow import Move, MoveRefused, moves_of, perform

pytestmark = pytest.mark.django_db

CALL_MOVES = [(m, s) for m in moves_of(Call).values() for s in CallState if s not in m.sources]
GUIDE_MOVES = [(m, s) for m in moves_of(Guide).values() for s in GuideState if s not in m.sources]


def refused_codes(move: Move, row: Any) -> list[str]:
    with pytest.raises(MoveRefused) as refused:
        perform(move, row, actor=make_actor(Role.LEADER))
    return [f.code for f in refused.value.findings]


@pytest.mark.parametrize(("move", "state"), CALL_MOVES)
def test_moves_of_a_call_from_another_state_are_refused(move: Move, state: str):
    call = make_call(state=state)

    assert refused_codes(move, call) == ["STATE-CHANGED"]
    call.refresh_from_db()
    assert call.state == state


@pytest.mark.parametrize(("move", "state"), GUIDE_MOVES)
def test_moves_of_a_guide_from_another_state_are_refused(move: Move, state: str):
    guide = make_guide()
    guide.state, guide.published_at = state, None if state == GuideState.DRAFT else timezone.now()
    guide.save()

    assert refused_codes(move, guide) == ["STATE-CHANGED"]
    guide.refresh_from_db()
    assert guide.state == state
