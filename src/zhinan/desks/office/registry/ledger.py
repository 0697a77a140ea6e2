"""The project ledger."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Page
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhinan.apps.accounts.models import Role
from zhinan.apps.records.selectors import acts_on
from zhinan.apps.registry.models import LedgerEntry, LedgerState
from zhinan.apps.registry.selectors import ledger_visible_to
from zhinan.apps.registry.services import change_ledger_entry
from zhinan.desks.asked import number_in

from .base import ListView, RegistryView, attempt
from .forms import LedgerChangeForm

SORTS = ("-id", "ends_on", "-ends_on", "-grant_yuan", "grant_yuan", "-year")


class Ledger(ListView):
    template = "registry/ledger.html"
    title = gettext_lazy("项目台账")

    def rows(self, request: Any) -> QuerySet[LedgerEntry]:
        query = request.GET
        rows = ledger_visible_to(request.actor)
        if words := query.get("q", "").strip():
            rows = rows.filter(
                Q(number__istartswith=words)
                | Q(title__icontains=words)
                | Q(leader_name=words)
                | Q(lead__name__icontains=words)
            )
        if query.get("state") in LedgerState.values:
            rows = rows.filter(state=query["state"])
        if (year := number_in(query, "year")) is not None:
            rows = rows.filter(year=year)
        sort = query.get("sort") if query.get("sort") in SORTS else "-id"
        return rows.order_by(sort, "-id")

    def columns(self) -> list[tuple[str, Callable[[Any], Any]]]:
        return [
            ("项目编号", lambda row: row.number),
            ("项目名称", lambda row: row.title),
            ("计划类别", lambda row: row.programme),
            ("立项年度", lambda row: row.year),
            ("牵头单位", lambda row: row.lead.name),
            ("项目负责人", lambda row: row.leader_name),
            ("起始日期", lambda row: row.starts_on),
            ("结束日期", lambda row: row.ends_on),
            ("财政经费（万元）", lambda row: row.grant_yuan / 10_000),
            ("状态", lambda row: row.get_state_display()),
            ("来源", lambda row: row.source),
        ]

    def context(self, request: Any, page: "Page[Any]") -> dict[str, Any]:
        return {"states": LedgerState.choices, "may_edit": request.actor.holds(Role.OFFICE)}


class LedgerPage(RegistryView):
    def get(self, request: Any, pk: int) -> HttpResponse:
        return self.page(request, get_object_or_404(ledger_visible_to(request.actor), pk=pk))

    def post(self, request: Any, pk: int) -> HttpResponse:
        entry = get_object_or_404(ledger_visible_to(request.actor), pk=pk)
        form = LedgerChangeForm(request.POST)
        if not form.is_valid():
            return self.page(request, entry, form=form, status=422)
        findings = attempt(
            lambda: change_ledger_entry(entry, actor=request.actor, **form.cleaned_data)
        )
        if findings:
            return self.page(request, entry, form=form, findings=findings, status=409)
        messages.success(request, _("已记录"))
        return redirect("office:ledger_entry", pk=pk)

    def page(
        self, request: Any, entry: LedgerEntry, *, status: int = 200, **extra: Any
    ) -> HttpResponse:
        initial = {name: getattr(entry, name) for name in ("state", "ends_on", "leader_name")}
        context = {
            "entry": entry,
            "form": LedgerChangeForm(initial=initial),
            "may_edit": request.actor.holds(Role.OFFICE),
            "acts": acts_on(entry).order_by("-position")[:50],
        }
        return render(request, "registry/ledger_entry.html", context | extra, status=status)
