"""The rules' opinion beside the form, with places to go to in the form."""

from typing import Any

from django.urls import reverse

from zhinan.apps.applications.facts import judged
from zhinan.apps.applications.models import Application
from zhinan.desks.judged import Panel, panel_of, places_in
from zhinan.engines.packs import Form


def rules_panel(application: Application, form: Form, values: Any) -> Panel:
    """What every rule says of the application as it is filled in; about twelve statements."""

    def address(key: str) -> str:
        return reverse("applicant:form", args=(application.pk, key))

    programme = application.call.programme
    return panel_of(judged(application, values), programme, places_in(form, address))
