from ipaddress import ip_address
from itertools import groupby
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.http.request import split_domain_port
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import View

from zhinan.apps.accounts.models import Role
from zhinan.apps.accounts.selectors import demonstration_grants
from zhinan.desks.accounts.entry import let_in

ORDER = [role.value for role in Role]
EACH = 6  # sign-ins shown for one role
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_FORWARDED")


def is_loopback(request: Any) -> bool:
    """Say whether the request came straight from this machine, to this machine's own name."""
    host, _port = split_domain_port(request.get_host())
    if any(request.META.get(header) for header in FORWARDED):
        return False
    return _is_local(str(request.META.get("REMOTE_ADDR", ""))) and _is_local(host.strip("[]"))


@method_decorator(never_cache, name="dispatch")
class Demo(View):
    """One-click sign-ins of a demonstration; anywhere else this page does not exist."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.IS_DEMO or not is_loopback(request):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: Any) -> HttpResponse:
        grants = sorted(demonstration_grants(), key=lambda g: (ORDER.index(g.role), g.pk))
        roles = [
            (Role(role), list(mine)[:EACH]) for role, mine in groupby(grants, lambda g: g.role)
        ]
        return render(request, "accounts/demo.html", {"roles": roles})

    def post(self, request: Any) -> HttpResponse:
        chosen = request.POST.get("grant", "")
        grant = get_object_or_404(
            demonstration_grants(), pk=int(chosen) if chosen.isdecimal() else 0
        )
        return let_in(request, grant.account, how="演示登录", grant=grant)


def _is_local(name: str) -> bool:
    try:
        return name == "localhost" or ip_address(name).is_loopback
    except ValueError:
        return False
