"""Applications that come to a journey half-way, without a browser."""

from django.utils import timezone
from tests.journeys.cast import Unit
from tests.journeys.filling import fill_rest

from zhinan.apps.applications.models import Application
from zhinan.apps.applications.services import start_application, submit_application
from zhinan.apps.applications.services.recommendation import (
    confirm_application,
    recommend_application,
)
from zhinan.apps.applications.states import ApplicationState as S
from zhinan.apps.programmes.models import Call


def like(other: Application, unit: Unit, state: str, n: int) -> Application:
    at = timezone.now() if state == S.AT_OFFICE else None
    return Application(
        call=other.call, host=other.host, owner=other.owner, body=unit.body, title=f"另一项{n}",
        number=f"{other.call.programme.number_prefix}9{n:03d}", state=state, submitted_at=timezone.now(), recommended_at=at,
    )  # fmt: skip


def handed_to_office(unit: Unit, call: Call) -> Application:
    """A third application, carried to the office without a browser."""
    third = start_application(call, actor=unit.applicant, is_another=True)
    fill_rest(third, actor=unit.applicant, leader=unit.leader)
    third = submit_application(third, actor=unit.applicant)
    third = confirm_application(third, actor=unit.host, body=unit.body)
    return recommend_application(third, actor=unit.recommender)
