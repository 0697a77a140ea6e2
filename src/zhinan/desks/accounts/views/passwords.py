from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import View

from zhinan.apps.accounts.services import (
    change_password,
    count_attempt,
    request_password_reset,
    set_password_anew,
    token_is_good,
)
from zhinan.apps.records.workflow import MoveRefused
from zhinan.desks.accounts.entry import OwnView, address_of
from zhinan.desks.accounts.forms import ChangePasswordForm, ForgottenForm, TwiceForm


class Change(OwnView):
    def get(self, request: Any) -> HttpResponse:
        return self.page(request, ChangePasswordForm())

    def post(self, request: Any) -> HttpResponse:
        form = ChangePasswordForm(request.POST)
        if not form.is_valid():
            return self.page(request, form, status=422)
        old, new = form.cleaned_data["old"], form.cleaned_data["new"]
        try:
            account = change_password(request.actor.account, actor=request.actor, old=old, new=new)
        except MoveRefused as refusal:
            return self.page(request, form, status=409, findings=refusal.findings)
        update_session_auth_hash(request, account)
        messages.success(request, _("密码已修改，其他设备上的登录已退出"))
        return redirect("accounts:home")

    def page(
        self, request: Any, form: ChangePasswordForm, *, status: int = 200, findings: Any = ()
    ) -> HttpResponse:
        context = {"form": form, "findings": findings, "account": request.actor.account}
        return render(request, "accounts/password.html", context, status=status)


class Forgotten(View):
    def get(self, request: Any) -> HttpResponse:
        return render(request, "accounts/password_forgotten.html", {"form": ForgottenForm()})

    def post(self, request: Any) -> HttpResponse:
        form = ForgottenForm(request.POST)
        if not form.is_valid():
            return render(request, "accounts/password_forgotten.html", {"form": form}, status=422)

        def link(uid: str, token: str) -> str:
            return str(
                request.build_absolute_uri(reverse("accounts:password_new", args=[uid, token]))
            )

        try:
            count_attempt("reset", address_of(request))
            request_password_reset(form.cleaned_data["email"], link=link)
        except MoveRefused as refusal:
            context = {"form": form, "findings": refusal.findings}
            return render(request, "accounts/password_forgotten.html", context, status=429)
        return render(request, "accounts/password_sent.html", form.cleaned_data)


@method_decorator(never_cache, name="dispatch")
class Anew(View):
    def get(self, request: Any, uid: str, token: str) -> HttpResponse:
        good = token_is_good(uid, token) is not None
        context = {"form": TwiceForm() if good else None}
        return render(request, "accounts/password_new.html", context, status=200 if good else 404)

    def post(self, request: Any, uid: str, token: str) -> HttpResponse:
        form, findings = TwiceForm(request.POST), []
        if form.is_valid():
            try:
                set_password_anew(uid, token, actor=request.actor, new=form.cleaned_data["new"])
            except MoveRefused as refusal:
                findings = refusal.findings
            else:
                messages.success(request, _("新密码已设置，请登录"))
                return redirect("accounts:sign_in")
        context = {"form": form, "findings": findings}
        return render(request, "accounts/password_new.html", context, status=422)
