from typing import Any

import segno
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django_otp import login as otp_login
from django_otp.plugins.otp_totp.models import TOTPDevice

from zhinan.apps.accounts.selectors import has_second_factor, recovery_codes_left
from zhinan.apps.accounts.services import (
    begin_enrolment,
    confirm_enrolment,
    renew_recovery_codes,
    switch_off_second_factor,
)
from zhinan.apps.records.workflow import MoveRefused
from zhinan.desks.accounts.entry import OwnView, hold_at_second_step
from zhinan.desks.accounts.forms import EnrolForm, PasswordForm
from zhinan.engines.values import Finding


@method_decorator(never_cache, name="dispatch")
class FactorView(OwnView):
    """Whoever has a second factor shows it before changing it."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        account = request.actor.account
        if account and has_second_factor(account) and not request.user.is_verified():
            return hold_at_second_step(request, account, request.path)
        return super().dispatch(request, *args, **kwargs)

    def page(self, request: Any, *, status: int = 200, findings: Any = ()) -> HttpResponse:
        account = request.actor.account
        context: dict[str, Any] = {"findings": findings, "password_form": PasswordForm()}
        if has_second_factor(account):
            context |= {"codes_left": recovery_codes_left(account)}
            return render(request, "accounts/second_factor_on.html", context, status=status)
        device = begin_enrolment(account, actor=request.actor)
        context |= {"qr": qr_of(device), "secret": secret_of(device), "form": EnrolForm()}
        return render(request, "accounts/second_factor.html", context, status=status)


class Enrolment(FactorView):
    def get(self, request: Any) -> HttpResponse:
        return self.page(request)


class Confirm(FactorView):
    def post(self, request: Any) -> HttpResponse:
        code = str(request.POST.get("code", ""))
        device, codes = confirm_enrolment(request.actor.account, actor=request.actor, code=code)
        if device is None:
            wrong = Finding(
                "CODE-WRONG",
                _("验证码不正确，两步登录尚未启用"),
                remedy=_("请核对手机时间是否准确，输入正在显示的6位数字"),
                field="id_code",
            )
            return self.page(request, status=409, findings=[wrong])
        otp_login(request, device)
        return render(request, "accounts/recovery_codes.html", {"codes": codes})


class NewCodes(FactorView):
    def post(self, request: Any) -> HttpResponse:
        try:
            codes = renew_recovery_codes(
                request.actor.account,
                actor=request.actor,
                password=str(request.POST.get("password", "")),
            )
        except MoveRefused as refusal:
            return self.page(request, status=409, findings=refusal.findings)
        return render(request, "accounts/recovery_codes.html", {"codes": codes})


class SwitchOff(FactorView):
    def post(self, request: Any) -> HttpResponse:
        try:
            switch_off_second_factor(
                request.actor.account,
                actor=request.actor,
                password=str(request.POST.get("password", "")),
            )
        except MoveRefused as refusal:
            return self.page(request, status=409, findings=refusal.findings)
        messages.success(request, _("两步登录已停用"))
        return redirect("accounts:profile")


def qr_of(device: TOTPDevice) -> Any:
    """The enrolment code as inline SVG; colours and sizes are attributes, as the policy demands."""
    code = segno.make(device.config_url, error="m", micro=False)
    drawn = code.svg_inline(scale=5, border=4, dark="#000", light="#fff", title=_("两步登录二维码"))
    return mark_safe(drawn)  # noqa: S308  drawn by segno from modules and a fixed title


def secret_of(device: TOTPDevice) -> str:
    """The secret to type where a phone cannot scan, in groups of four."""
    from base64 import b32encode

    secret = b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))
