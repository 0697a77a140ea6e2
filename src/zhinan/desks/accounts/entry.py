"""How a person, once known, is let in; and who may look at one's own pages."""

from time import time
from typing import Any

from axes.helpers import get_client_ip_address
from django.contrib.auth import login
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django_otp import login as otp_login

from zhinan.apps.accounts.models import Account, Role, RoleGrant
from zhinan.apps.accounts.selectors import acting_as
from zhinan.apps.accounts.services import record_sign_in
from zhinan.desks.access import DeskView

BACKEND = "django.contrib.auth.backends.ModelBackend"
PENDING_SECONDS = 300


class OwnView(DeskView):
    """A page of one's own account, whatever the role, also without any."""

    roles = ("", *Role)


def address_of(request: Any) -> str:
    return get_client_ip_address(request) or "unknown"


def let_in(
    request: Any,
    account: Account,
    *,
    how: str,
    device: Any = None,
    grant: RoleGrant | None = None,
    target: str = "",
) -> HttpResponse:
    """Sign the account in, note it in the record, and lead on."""
    login(request, account, backend=BACKEND)
    request.session.pop("pending", None)
    if device is not None:
        otp_login(request, device)
    if grant is not None:
        request.session["grant"] = grant.pk
    record_sign_in(actor=acting_as(account, grant.pk if grant else None), how=how)
    return redirect(target or "accounts:home")


def hold_at_second_step(request: Any, account: Account, target: str = "") -> HttpResponse:
    """The password was right; the code is asked next."""
    request.session["pending"] = {"account": account.pk, "at": time(), "target": target}
    return redirect("accounts:sign_in_code")


def pending(request: Any) -> dict[str, Any] | None:
    """Who waits at the second step in this session, for at most ``PENDING_SECONDS``."""
    waiting: dict[str, Any] | None = request.session.get("pending")
    if waiting is None or time() - waiting["at"] > PENDING_SECONDS:
        return None
    return waiting


def safe_target(request: Any) -> str:
    """The page asked for before signing in, if it is one of ours."""
    target = str(request.POST.get("next") or request.GET.get("next") or "")
    hosts = {request.get_host()}
    if url_has_allowed_host_and_scheme(target, hosts, require_https=request.is_secure()):
        return target
    return ""
