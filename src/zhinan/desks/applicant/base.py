"""What every page of the desk begins with: the applicant, and an application the applicant may see."""

from typing import Any

from django.shortcuts import get_object_or_404

from zhinan.apps.accounts.models import Role
from zhinan.apps.applications.models import Application
from zhinan.apps.applications.selectors import applications_visible_to
from zhinan.desks.access import DeskView


class ApplicantView(DeskView):
    roles = (Role.APPLICANT,)

    def application(self, request: Any, pk: int) -> Application:
        return get_object_or_404(applications_visible_to(request.actor), pk=pk)
