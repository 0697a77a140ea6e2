from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import View

from zhinan.apps.accounts.models import Account, Invitation, Role
from zhinan.apps.accounts.selectors import colleagues_visible_to, invitations_visible_to
from zhinan.apps.accounts.services import (
    accept_invitation,
    count_attempt,
    find_invitation,
    invite_colleague,
    mail_invitation,
    renew_invitation,
    revoke_invitation,
)
from zhinan.apps.records.workflow import MoveRefused
from zhinan.desks.access import DeskView
from zhinan.desks.accounts.entry import address_of, let_in
from zhinan.desks.accounts.forms import AcceptForm, InviteForm


class HostView(DeskView):
    roles = (Role.HOST,)

    def page(self, request: Any, *, status: int = 200, **extra: Any) -> HttpResponse:
        invitations = invitations_visible_to(request.actor)
        context = {
            "form": InviteForm(),
            "page": Paginator(invitations, 30).get_page(request.GET.get("page")),
            "colleagues": colleagues_visible_to(request.actor),
            **extra,
        }
        return render(request, "accounts/invitations.html", context, status=status)

    def show_link(self, request: Any, invitation: Invitation, token: str) -> HttpResponse:
        path = reverse("accounts:invited", args=[token])
        link = request.build_absolute_uri(path)
        is_mailed = mail_invitation(invitation, link=link)
        return self.page(request, link=link, invitation=invitation, is_mailed=is_mailed)


@method_decorator(never_cache, name="dispatch")
class Invitations(HostView):
    def get(self, request: Any) -> HttpResponse:
        return self.page(request)

    def post(self, request: Any) -> HttpResponse:
        form = InviteForm(request.POST)
        if not form.is_valid():
            return self.page(request, status=422, form=form)
        try:
            count_attempt("invite", address_of(request))
            invitation, token = invite_colleague(actor=request.actor, **form.cleaned_data)
        except MoveRefused as refusal:
            return self.page(request, status=409, form=form, findings=refusal.findings)
        return self.show_link(request, invitation, token)


@method_decorator(never_cache, name="dispatch")
class Renew(HostView):
    def post(self, request: Any, pk: int) -> HttpResponse:
        invitation = get_object_or_404(invitations_visible_to(request.actor), pk=pk)
        try:
            renewed, token = renew_invitation(invitation, actor=request.actor)
        except MoveRefused as refusal:
            return self.page(request, status=409, findings=refusal.findings)
        return self.show_link(request, renewed, token)


class Revoke(HostView):
    def post(self, request: Any, pk: int) -> HttpResponse:
        invitation = get_object_or_404(invitations_visible_to(request.actor), pk=pk)
        try:
            revoke_invitation(invitation, actor=request.actor)
        except MoveRefused as refusal:
            return self.page(request, status=409, findings=refusal.findings)
        messages.success(request, _("邀请已撤销，链接不能再用"))
        return redirect("accounts:invitations")


@method_decorator(never_cache, name="dispatch")
class Accept(View):
    def get(self, request: Any, token: str) -> HttpResponse:
        try:
            invitation = find_invitation(token)
        except MoveRefused as refusal:
            return self.page(request, status=404, findings=refusal.findings)
        form = AcceptForm(initial={"name": invitation.name})
        return self.page(request, invitation=invitation, form=form)

    def post(self, request: Any, token: str) -> HttpResponse:
        form, typed = AcceptForm(request.POST), {}
        try:
            count_attempt("invite", address_of(request))
            invitation = find_invitation(token)
            if request.actor.is_anonymous:
                if not form.is_valid():
                    return self.page(request, status=422, invitation=invitation, form=form)
                typed = {key: form.cleaned_data[key] for key in ("username", "name")}
                typed["password"] = form.cleaned_data["new"]
            account = accept_invitation(token, actor=request.actor, **typed)
        except MoveRefused as refusal:
            return self.page(request, status=409, form=form, findings=refusal.findings)
        return self.lead_on(request, account)

    def lead_on(self, request: Any, account: Account) -> HttpResponse:
        grant = account.grants.filter(ended_at__isnull=True).latest("id")
        messages.success(request, _("已加入%(unit)s") % {"unit": grant.scope_name})
        if request.actor.is_anonymous:
            return let_in(request, account, how="邀请链接", grant=grant)
        request.session["grant"] = grant.pk
        return redirect("accounts:home")

    def page(self, request: Any, *, status: int = 200, **context: Any) -> HttpResponse:
        return render(request, "accounts/invited.html", context, status=status)
