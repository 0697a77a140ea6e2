"""The door of a desk: who may enter, said once."""

from typing import Any, ClassVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.generic.base import View

from zhinan.apps.accounts.selectors import Actor


class DeskRequest(HttpRequest):
    actor: Actor


class DeskView(View):
    """A view only for people acting in one of ``roles``; others sign in or are refused."""

    roles: ClassVar[tuple[str, ...]] = ()

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.actor.is_anonymous:
            return redirect_to_login(request.get_full_path())
        if not request.actor.holds(*self.roles):
            raise PermissionDenied(
                f"{request.path} is for {self.roles}, got {request.actor.role!r}"
            )
        return super().dispatch(request, *args, **kwargs)
