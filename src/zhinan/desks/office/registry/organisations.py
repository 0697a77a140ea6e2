"""The register of organisations."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Page
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhinan.apps.accounts.models import Role
from zhinan.apps.records.selectors import acts_on
from zhinan.apps.records.workflow import MoveRefused
from zhinan.apps.registry.facts import STATUS_NAMES
from zhinan.apps.registry.models import Organisation, OrganisationKind, OrganisationStatus
from zhinan.apps.registry.selectors import (
    claims_visible_to,
    organisations_visible_to,
    region_names,
    regions_on,
)
from zhinan.apps.registry.selectors.organisations import named
from zhinan.apps.registry.selectors.statuses import figures_by_year, statuses_held
from zhinan.apps.registry.services import (
    add_status,
    correct_organisation,
    end_status,
    record_figures,
    register_organisation,
)
from zhinan.desks.asked import number_in

from .base import ListView, OfficeOnlyView, RegistryView, attempt
from .forms import CorrectionForm, FiguresForm, OrganisationForm, StatusForm

SORTS = ("name", "-registered_on", "registered_on", "-id")


class Organisations(ListView):
    template = "registry/organisations.html"
    title = gettext_lazy("单位登记")

    def rows(self, request: Any) -> QuerySet[Organisation]:
        query = request.GET
        rows = organisations_visible_to(request.actor)
        if words := query.get("q", "").strip():
            rows = rows.filter(named(words))
        if query.get("kind") in OrganisationKind.values:
            rows = rows.filter(kind=query["kind"])
        if region := query.get("region", ""):
            rows = rows.filter(region_code__startswith=_prefix(region))
        if status := query.get("status", ""):
            rows = rows.filter(pk__in=statuses_held().filter(status=status).values("organisation"))
        sort = query.get("sort") if query.get("sort") in SORTS else "-id"
        held = Prefetch("statuses", statuses_held(), to_attr="held")
        return rows.prefetch_related(held).order_by(sort, "-id")

    def columns(self) -> list[tuple[str, Callable[[Any], Any]]]:
        return [
            ("单位名称", lambda row: row.name),
            ("统一社会信用代码", lambda row: row.uscc),
            ("单位类型", lambda row: row.get_kind_display()),
            ("注册地", lambda row: row.region_code),
            ("注册日期", lambda row: row.registered_on),
            ("独立法人", lambda row: row.is_legal_person),
            ("法定代表人", lambda row: row.legal_representative),
            ("地址", lambda row: row.address),
            ("代码校验说明", lambda row: row.uscc_warning),
            (_("现有资质"), lambda row: "、".join(s.status for s in row.held)),
        ]

    def context(self, request: Any, page: "Page[Any]") -> dict[str, Any]:
        return {
            "kinds": OrganisationKind.choices,
            "regions": list(regions_on().values_list("code", "name")),
            "statuses": STATUS_NAMES,
            "names": region_names({row.region_code for row in page}),
            "open_claims": claims_visible_to(request.actor).filter(state="asked").count(),
        }


def _prefix(code: str) -> str:
    """A province or city is meant with all that lies in it."""
    return code.removesuffix("00").removesuffix("00") if code.isdecimal() else code


class NewOrganisation(OfficeOnlyView):
    def get(self, request: Any) -> HttpResponse:
        return self.page(request, OrganisationForm())

    def post(self, request: Any) -> HttpResponse:
        form = OrganisationForm(request.POST)
        if not form.is_valid():
            return self.page(request, form, status=422)
        try:
            made = register_organisation(actor=request.actor, **form.cleaned_data)
        except MoveRefused as refusal:
            return self.page(request, form, findings=refusal.findings, status=409)
        messages.success(request, _("已登记“%(name)s”") % {"name": made.name})
        return redirect("office:organisation", pk=made.pk)

    def page(self, request: Any, form: Any, *, status: int = 200, **extra: Any) -> HttpResponse:
        return render(
            request, "registry/organisation_new.html", {"form": form, **extra}, status=status
        )


class OrganisationPage(RegistryView):
    """The page, and the acts made on it: correct, status, end, figures."""

    def get(self, request: Any, pk: int) -> HttpResponse:
        return self.page(request, self.organisation(request, pk))

    def post(self, request: Any, pk: int) -> HttpResponse:
        organisation = self.organisation(request, pk)
        act = {
            "correct": self.correct,
            "status": self.add_status,
            "end": self.end_status,
            "figures": self.record_figures,
        }.get(request.POST.get("act", ""))
        if act is None:
            return redirect("office:organisation", pk=pk)
        forms, findings = act(request, organisation)
        if forms is None and not findings:
            messages.success(request, _("已记录"))
            return redirect("office:organisation", pk=pk)
        return self.page(request, organisation, findings=findings, status=409, **(forms or {}))

    def organisation(self, request: Any, pk: int) -> Organisation:
        return get_object_or_404(organisations_visible_to(request.actor), pk=pk)

    def correct(self, request: Any, organisation: Organisation) -> tuple[Any, list[Any]]:
        form = CorrectionForm(request.POST)
        if not form.is_valid():
            return {"correction": form}, []
        findings = attempt(
            lambda: correct_organisation(organisation, actor=request.actor, **form.cleaned_data)
        )
        return ({"correction": form} if findings else None), findings

    def add_status(self, request: Any, organisation: Organisation) -> tuple[Any, list[Any]]:
        form = StatusForm(request.POST)
        if not form.is_valid():
            return {"status_form": form}, []
        findings = attempt(
            lambda: add_status(organisation, actor=request.actor, **form.cleaned_data)
        )
        return ({"status_form": form} if findings else None), findings

    def end_status(self, request: Any, organisation: Organisation) -> tuple[Any, list[Any]]:
        held = get_object_or_404(organisation.statuses, pk=number_in(request.POST, "status") or 0)
        reason, today = request.POST.get("note", ""), timezone.localdate()
        return None, attempt(
            lambda: end_status(held, actor=request.actor, valid_to=today, reason=reason)
        )

    def record_figures(self, request: Any, organisation: Organisation) -> tuple[Any, list[Any]]:
        form = FiguresForm(request.POST)
        if not form.is_valid():
            return {"figures_form": form}, []
        words = {name: form.cleaned_data[name] for name in ("year", "figures", "source")}
        findings = attempt(lambda: record_figures(organisation, actor=request.actor, **words))
        return ({"figures_form": form} if findings else None), findings

    def page(
        self, request: Any, organisation: Organisation, status: int = 200, **extra: Any
    ) -> HttpResponse:
        context = {
            "organisation": organisation,
            "may_edit": request.actor.holds(Role.OFFICE),
            "correction": CorrectionForm.of(organisation),
            "status_form": StatusForm(),
            "figures_form": FiguresForm(),
            "status_names": STATUS_NAMES,
            **organisation_context(organisation),
            "acts": acts_on(organisation).order_by("-position")[:50],
        }
        return render(request, "registry/organisation.html", context | extra, status=status)


def organisation_context(organisation: Organisation) -> dict[str, Any]:
    """What every organisation page shows; at most eight statements."""
    return {
        "region": region_names([organisation.region_code]).get(organisation.region_code[:6], ""),
        "today": timezone.localdate(),
        "statuses": OrganisationStatus.objects.filter(organisation=organisation).order_by(
            "-valid_from"
        ),
        "figures": figures_by_year(organisation),
        "people": organisation.people.order_by("name", "id")[:20],
        "people_count": organisation.people.count(),
        "ledger": organisation.ledger.order_by("-year", "-id")[:20],
        "ledger_count": organisation.ledger.count(),
        "bodies": [m.body for m in organisation.memberships.select_related("body")],
        "claims": organisation.claims.select_related("asked_by").order_by("-id")[:10],
    }
