from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_POST

from zhinan.apps.accounts.models import Role
from zhinan.apps.accounts.selectors import (
    grants_open_to,
    has_second_factor,
    recovery_codes_left,
)
from zhinan.desks.accounts.entry import OwnView

HOMES: dict[str, str] = {
    Role.APPLICANT: "applicant:home",
    Role.HOST: "host:home",
    Role.RECOMMENDER: "recommender:home",
    Role.OFFICE: "office:home",
    Role.LEADER: "office:home",
    Role.FINANCE: "office:home",
    Role.EXPERT: "expert:home",
    Role.SUPERVISOR: "supervision:home",
    Role.AUDIT_ADMIN: "supervision:home",
    Role.SYSTEM_ADMIN: "accounts:people",
    Role.SECURITY_ADMIN: "accounts:people",
}


def home_of(role: str) -> str:
    """Where a role begins; the profile while its desk has no pages yet."""
    try:
        return reverse(HOMES.get(role, "accounts:profile"))
    except NoReverseMatch:
        return reverse("accounts:profile")


@login_required
def go_home(request: Any) -> HttpResponse:
    return redirect(home_of(request.actor.role))


@require_POST
@login_required
def switch_role(request: Any) -> HttpResponse:
    chosen = request.POST.get("grant", "")
    grants = grants_open_to(request.actor)
    grant = get_object_or_404(grants, pk=int(chosen) if chosen.isdecimal() else 0)
    request.session["grant"] = grant.pk
    return redirect(home_of(grant.role))


class Profile(OwnView):
    def get(self, request: Any) -> HttpResponse:
        account = request.actor.account
        context = {
            "account": account,
            "held": grants_open_to(request.actor),
            "has_second_factor": has_second_factor(account),
            "codes_left": recovery_codes_left(account),
            "must_have_second_factor": request.actor.role in settings.SECOND_FACTOR_ROLES,
        }
        return render(request, "accounts/profile.html", context)
