from collections.abc import Iterator
from typing import Any, ClassVar

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from zhinan.apps.accounts.models import ADMINISTRATORS, Role
from zhinan.apps.accounts.selectors import (
    accounts_visible_to,
    grants_visible_to,
    has_second_factor,
    locked_until,
    record_of,
)
from zhinan.apps.accounts.services import (
    activate_account,
    create_account,
    deactivate_account,
    end_grant,
    grant_role,
    reset_password,
    reset_second_factor,
    unlock_account,
)
from zhinan.apps.records.workflow import MoveRefused
from zhinan.desks.access import DeskView
from zhinan.desks.accounts.forms import GrantForm, NewAccountForm
from zhinan.desks.accounts.scopes import grant_choices, scope_chosen
from zhinan.desks.downloads import spreadsheet_response
from zhinan.engines.documents.spreadsheet import write_rows

COLUMNS = ("用户名", "姓名", "电子邮箱", "角色", "启用", "开设时间", "最近登录")


class PeopleView(DeskView):
    roles: ClassVar[tuple[str, ...]] = ADMINISTRATORS

    def filtered(self, request: Any) -> Any:
        words = request.GET.get("q", "").strip()
        role, state = request.GET.get("role", ""), request.GET.get("state", "")
        return accounts_visible_to(request.actor, words=words, role=role, state=state)

    def page(self, request: Any, pk: int, *, status: int = 200, **extra: Any) -> HttpResponse:
        account = get_object_or_404(accounts_visible_to(request.actor), pk=pk)
        context = {
            "account": account,
            "held": account.grants.order_by("ended_at", "id"),
            "acts": record_of(account, actor=request.actor)[:100],
            "locked_until": locked_until(account.username),
            "has_second_factor": has_second_factor(account),
            "grant_form": GrantForm(**grant_choices()),
            **extra,
        }
        return render(request, "accounts/person.html", context, status=status)


class People(PeopleView):
    def get(self, request: Any) -> HttpResponse:
        page = Paginator(self.filtered(request), 30).get_page(request.GET.get("page"))
        context = {"page": page, "query": request.GET, "role_choices": Role.choices}
        return render(request, "accounts/people.html", context)


class Export(PeopleView):
    def get(self, request: Any) -> HttpResponse:
        rows = _export_rows(self.filtered(request))
        return spreadsheet_response(_("账户"), write_rows(_("账户"), COLUMNS, rows))


class Detail(PeopleView):
    def get(self, request: Any, pk: int) -> HttpResponse:
        return self.page(request, pk)


@method_decorator(never_cache, name="dispatch")
class New(PeopleView):
    roles = (Role.SYSTEM_ADMIN,)

    def get(self, request: Any) -> HttpResponse:
        return render(request, "accounts/person_new.html", {"form": NewAccountForm()})

    def post(self, request: Any) -> HttpResponse:
        form, findings = NewAccountForm(request.POST), []
        if form.is_valid():
            try:
                account, password = create_account(actor=request.actor, **form.cleaned_data)
            except MoveRefused as refusal:
                findings = refusal.findings
            else:
                return self.page(request, account.pk, password=password)
        context = {"form": form, "findings": findings}
        return render(request, "accounts/person_new.html", context, status=422)


class PersonAct(PeopleView):
    """One act on one account; what it refuses is shown on the account's page."""

    def post(self, request: Any, pk: int) -> HttpResponse:
        account = get_object_or_404(accounts_visible_to(request.actor), pk=pk)
        try:
            done = self.act(request, account)
        except MoveRefused as refusal:
            return self.page(request, pk, status=409, findings=refusal.findings)
        messages.success(request, done)
        return redirect("accounts:person", pk=pk)

    def act(self, request: Any, account: Any) -> str:
        raise NotImplementedError


class Active(PersonAct):
    roles = (Role.SYSTEM_ADMIN,)

    def act(self, request: Any, account: Any) -> str:
        note = request.POST.get("note", "")
        if account.is_active:
            deactivate_account(account, actor=request.actor, note=note)
            return _("账户已停用")
        activate_account(account, actor=request.actor, note=note)
        return _("账户已启用")


class Unlock(PersonAct):
    roles = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)

    def act(self, request: Any, account: Any) -> str:
        unlock_account(account, actor=request.actor)
        return _("登录锁定已解除")


class FactorOff(PersonAct):
    roles = (Role.SYSTEM_ADMIN,)

    def act(self, request: Any, account: Any) -> str:
        reset_second_factor(account, actor=request.actor, note=request.POST.get("note", ""))
        return _("两步登录已停用")


class Grant(PersonAct):
    roles = (Role.SECURITY_ADMIN,)

    def act(self, request: Any, account: Any) -> str:
        scope = scope_chosen(request.POST)
        role = request.POST.get("role", "")
        grant = grant_role(account, actor=request.actor, role=role, scope=scope)
        return _("已授予：%(grant)s") % {"grant": grant}


@method_decorator(never_cache, name="dispatch")
class Reset(PeopleView):
    roles = (Role.SYSTEM_ADMIN,)

    def post(self, request: Any, pk: int) -> HttpResponse:
        account = get_object_or_404(accounts_visible_to(request.actor), pk=pk)
        note = request.POST.get("note", "")
        try:
            password = reset_password(account, actor=request.actor, note=note)
        except MoveRefused as refusal:
            return self.page(request, pk, status=409, findings=refusal.findings)
        return self.page(request, pk, password=password)


class End(PeopleView):
    roles = (Role.SECURITY_ADMIN,)

    def post(self, request: Any, pk: int) -> HttpResponse:
        grant = get_object_or_404(grants_visible_to(request.actor), pk=pk)
        try:
            end_grant(grant, actor=request.actor, note=request.POST.get("note", ""))
        except MoveRefused as refusal:
            return self.page(request, grant.account_id, status=409, findings=refusal.findings)
        messages.success(request, _("已撤销：%(grant)s") % {"grant": grant})
        return redirect("accounts:person", pk=grant.account_id)


def _export_rows(accounts: Any) -> Iterator[list[Any]]:
    for account in accounts.iterator(chunk_size=500):
        roles = "；".join(str(grant) for grant in account.open_grants)
        active = "是" if account.is_active else "否"
        yield [
            account.username,
            account.name,
            account.email,
            roles,
            active,
            account.created_at,
            account.last_login,
        ]
