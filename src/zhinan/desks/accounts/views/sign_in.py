from math import ceil
from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django.views.generic import View

from zhinan.apps.accounts.models import Account, tidy_username
from zhinan.apps.accounts.selectors import has_second_factor, locked_until
from zhinan.apps.accounts.services import count_attempt, match_code, refuse_excess
from zhinan.apps.records.workflow import MoveRefused
from zhinan.desks.accounts.entry import (
    address_of,
    hold_at_second_step,
    let_in,
    pending,
    safe_target,
)
from zhinan.desks.accounts.forms import CodeForm, SignInForm
from zhinan.engines.values import Finding


@method_decorator(never_cache, name="dispatch")
class SignIn(View):
    def get(self, request: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return redirect("accounts:home")
        return self.page(request, SignInForm())

    def post(self, request: Any) -> HttpResponse:
        form = SignInForm(request.POST)
        if not form.is_valid():
            return self.page(request, form, status=422)
        username = tidy_username(form.cleaned_data["username"])
        try:
            refuse_excess("sign_in", address_of(request))
            account = authenticate(
                request, username=username, password=form.cleaned_data["password"]
            )
            if not isinstance(account, Account):
                count_attempt("sign_in", address_of(request))
                raise MoveRefused(_why_not(request, username))
        except MoveRefused as refusal:
            return self.page(request, form, status=403, findings=refusal.findings)
        if has_second_factor(account):
            return hold_at_second_step(request, account, safe_target(request))
        return let_in(request, account, how="密码", target=safe_target(request))

    def page(
        self, request: Any, form: SignInForm, *, status: int = 200, findings: Any = ()
    ) -> HttpResponse:
        context = {
            "form": form,
            "findings": findings,
            "next": safe_target(request),
            "is_demo": settings.IS_DEMO,
        }
        return render(request, "accounts/sign_in.html", context, status=status)


@method_decorator(never_cache, name="dispatch")
class SecondStep(View):
    def get(self, request: Any) -> HttpResponse:
        if pending(request) is None:
            return redirect("accounts:sign_in")
        return render(request, "accounts/sign_in_code.html", {"form": CodeForm()})

    def post(self, request: Any) -> HttpResponse:
        waiting, form = pending(request), CodeForm(request.POST)
        account = waiting and Account.objects.filter(pk=waiting["account"], is_active=True).first()
        if not waiting or not account:
            return redirect("accounts:sign_in")
        try:
            count_attempt("second_step", address_of(request))
            device = match_code(account, form.data.get("code", ""))
            if device is None:
                raise MoveRefused(_wrong_code())
        except MoveRefused as refusal:
            context = {"form": form, "findings": refusal.findings}
            return render(request, "accounts/sign_in_code.html", context, status=403)
        return let_in(request, account, how="密码和验证码", device=device, target=waiting["target"])


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("public:home")


def locked_out(
    request: HttpRequest, response: HttpResponse | None = None, credentials: Any = None
) -> HttpResponse:
    """The answer while locked: the sign-in page itself, which says until when."""
    return response or HttpResponse(str(_why_not(request, "")), status=403)


def _why_not(request: Any, username: str) -> Finding:
    limit, minutes = settings.AXES_FAILURE_LIMIT, int(settings.AXES_COOLOFF_TIME * 60)
    until = locked_until(username, address_of(request))
    if until is None:
        return Finding(
            "SIGN-IN-WRONG",
            _("用户名或密码不正确"),
            remedy=_("请重新输入；连续失败%(limit)d次将暂停登录%(minutes)d分钟")
            % {"limit": limit, "minutes": minutes},
        )
    left = max(1, ceil((until - timezone.now()).total_seconds() / 60))
    return Finding(
        "SIGN-IN-LOCKED",
        _("已连续失败%(limit)d次，暂停登录，还剩%(left)d分钟") % {"limit": limit, "left": left},
        remedy=_("请于%(time)s后再试；忘记密码可用邮箱重设，急用请联系系统管理员解除锁定")
        % {"time": timezone.localtime(until).strftime("%H:%M")},
    )


def _wrong_code() -> Finding:
    return Finding(
        "CODE-WRONG",
        _("验证码不正确，或已用过"),
        remedy=_("请等手机显示下一个数字再试；每错一次，须等的时间加倍"),
        field="id_code",
    )
