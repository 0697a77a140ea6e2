"""The expert's desk: until review opens, what has been said to the expert."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from zhinan.apps.accounts.models import Role
from zhinan.apps.records.selectors import messages_of
from zhinan.desks.access import DeskView


class Home(DeskView):
    roles = (Role.EXPERT,)

    def get(self, request: Any) -> HttpResponse:
        return render(request, "expert/home.html", {"unread": messages_of(request.actor)[:10]})
