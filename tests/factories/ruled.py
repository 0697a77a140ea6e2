"""Applications of the small pack with rules, handed in to the office as they are told: rows alone, no journey."""

from typing import Any

from django.utils import timezone

from tests.factories.accounts import make_account
from tests.factories.registry import make_organisation
from zhinan.apps.applications.models import Application, Revision
from zhinan.apps.applications.states import ApplicationState
from zhinan.apps.programmes.models import Call
from zhinan.engines.vocabulary import State


def make_reviewed(
    call: Call,
    *,
    facts: dict[str, Any],
    kept: dict[str, str] | None = None,
    state: str = ApplicationState.AT_OFFICE,
    **host: Any,
) -> Application:
    """An application at the office whose last revision holds these facts by path.

    Args:
        kept: Verdict codes by rule, as kept that day; none were kept unless given.
    """
    owner = make_account()
    number = Application.objects.count() + 1
    now = timezone.now()
    application = Application.objects.create(
        call=call,
        host=make_organisation(**host),
        owner=owner,
        number=f"R-{number:04}",
        title=f"项目{number}",
        state=state,
        submitted_at=now,
        recommended_at=now,
    )
    content = {"basics": {p: State.known(v).to_json() for p, v in facts.items()}}
    today = timezone.localdate()
    Revision.objects.create(
        application=application,
        number=1,
        content=content,
        digest="0" * 64,
        made_by=owner,
        judgements=[{"rule": rule, "verdict": verdict} for rule, verdict in (kept or {}).items()],
        law_on=today if kept else None,
        known_on=today if kept else None,
    )
    return application
