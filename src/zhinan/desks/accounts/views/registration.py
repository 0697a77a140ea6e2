from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import View

from zhinan.apps.accounts.services import count_attempt
from zhinan.apps.records.workflow import MoveRefused
from zhinan.apps.registry.models import Organisation
from zhinan.apps.registry.selectors.regions import region_choices
from zhinan.apps.registry.selectors.scopes import organisation_with_uscc
from zhinan.desks.accounts.entry import address_of, let_in
from zhinan.desks.accounts.registration import (
    ask_for_invitation,
    may_explain_check_digit,
    register_unit,
)
from zhinan.desks.accounts.registration_form import AskForm, RegisterForm
from zhinan.engines.values.identity import USCC_CHECK


@method_decorator(sensitive_post_parameters("new", "again"), name="dispatch")
class Register(View):
    def get(self, request: Any) -> HttpResponse:
        return self.page(request, RegisterForm())

    def post(self, request: Any) -> HttpResponse:
        form = RegisterForm(request.POST)
        unit = organisation_with_uscc(request.POST.get("uscc", ""))
        try:
            count_attempt("register", address_of(request))
            if unit is not None:
                return self.offer(request, unit)
            if not form.is_valid():
                return self.page(request, form, status=422)
            actor = register_unit(**form.facts())
        except MoveRefused as refusal:
            return self.page(request, form, status=409, findings=refusal.findings)
        messages.success(request, _("单位已登记，您是单位管理员，也可以申报"))
        return let_in(request, actor.account, how="单位注册", grant=actor.grant)  # type: ignore[arg-type]

    def offer(self, request: Any, unit: Organisation) -> HttpResponse:
        """The unit exists: ask its administrators rather than register it twice."""
        form = AskForm(initial={"uscc": unit.uscc, "name": request.POST.get("person_name", "")})
        return render(
            request, "accounts/register_ask.html", {"form": form, "unit": unit}, status=409
        )

    def page(
        self, request: Any, form: RegisterForm, *, status: int = 200, findings: Any = ()
    ) -> HttpResponse:
        wants_reason = any(f.code == USCC_CHECK for f in findings) and may_explain_check_digit(
            form.cleaned_data["uscc"], form.cleaned_data["kind"]
        )
        context = {
            "form": form,
            "findings": findings,
            "regions": region_choices(),
            "wants_reason": wants_reason or bool(form.data.get("warning_reason")),
        }
        return render(request, "accounts/register.html", context, status=status)


class Ask(View):
    def post(self, request: Any) -> HttpResponse:
        form, findings, status = AskForm(request.POST), [], 422
        unit = organisation_with_uscc(request.POST.get("uscc", ""))
        if unit is None:
            raise Http404
        try:
            count_attempt("register", address_of(request))
            if form.is_valid():
                typed = {key: form.cleaned_data[key] for key in ("name", "contact", "text")}
                link = reverse("accounts:invitations")
                ask_for_invitation(unit, actor=request.actor, link=link, **typed)
                messages.success(request, _("已告知单位管理员，请等候邀请"))
                return redirect("public:home")
        except MoveRefused as refusal:
            findings, status = refusal.findings, 409
        context = {"form": form, "unit": unit, "findings": findings}
        return render(request, "accounts/register_ask.html", context, status=status)
