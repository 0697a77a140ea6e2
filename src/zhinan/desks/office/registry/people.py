"""Persons, recommending bodies and correction claims."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhinan.apps.accounts.models import Role
from zhinan.apps.records.selectors import acts_on
from zhinan.apps.records.services import open_file
from zhinan.apps.records.workflow import MoveRefused
from zhinan.apps.registry.models import CorrectionClaim, Person, RecommendingBody
from zhinan.apps.registry.selectors import (
    bodies_visible_to,
    claims_visible_to,
    organisations_visible_to,
    people_visible_to,
    region_names,
)
from zhinan.apps.registry.selectors.organisations import named
from zhinan.apps.registry.services import (
    accept_claim,
    add_body_members,
    masked_id_number,
    masked_phone,
    refuse_claim,
    register_body,
    remove_body_members,
    reveal_id_number,
    reveal_phone,
)
from zhinan.apps.registry.states import ClaimState
from zhinan.desks.asked import numbers_in

from .base import PER_PAGE, ListView, OfficeOnlyView, RegistryView, attempt
from .forms import BodyForm


class People(ListView):
    template = "registry/people.html"
    title = gettext_lazy("人员登记")

    def rows(self, request: Any) -> QuerySet[Person]:
        rows = people_visible_to(request.actor)
        if words := request.GET.get("q", "").strip():
            rows = rows.filter(name__icontains=words) | rows.filter(
                organisation__name__icontains=words
            )
        return rows.order_by("-id")

    def columns(self) -> list[tuple[str, Callable[[Any], Any]]]:
        return [
            ("姓名", lambda row: row.name),
            ("单位", lambda row: row.organisation.name if row.organisation else ""),
            ("证件类型", lambda row: row.get_id_kind_display()),
            ("证件号码", masked_id_number),
            ("学位", lambda row: row.degree),
            ("职称", lambda row: row.title),
        ]

    def context(self, request: Any, page: "Page[Any]") -> dict[str, Any]:
        return {"masked": {row.pk: masked_id_number(row) for row in page}}


class PersonPage(RegistryView):
    def get(self, request: Any, pk: int) -> HttpResponse:
        return self.page(request, get_object_or_404(people_visible_to(request.actor), pk=pk))

    def post(self, request: Any, pk: int) -> HttpResponse:
        person = get_object_or_404(people_visible_to(request.actor), pk=pk)
        reveal = {"id_number": reveal_id_number, "phone": reveal_phone}.get(
            request.POST.get("act", "")
        )
        if reveal is None:
            return redirect("office:person", pk=pk)
        try:
            shown = reveal(person, actor=request.actor, reason=request.POST.get("note", ""))
        except MoveRefused as refusal:
            return self.page(request, person, findings=refusal.findings, status=409)
        response = self.page(request, person, revealed={request.POST["act"]: shown})
        response["Cache-Control"] = "no-store"
        return response

    def page(
        self, request: Any, person: Person, *, status: int = 200, **extra: Any
    ) -> HttpResponse:
        context = {
            "person": person,
            "id_number": masked_id_number(person),
            "phone": masked_phone(person),
            "may_reveal": request.actor.holds(Role.OFFICE),
            "ledger": person.ledger.select_related("lead").order_by("-year")[:20],
            "acts": acts_on(person).order_by("-position")[:50],
            **extra,
        }
        return render(request, "registry/person.html", context, status=status)


class Bodies(ListView):
    template = "registry/bodies.html"
    title = gettext_lazy("推荐单位")

    def rows(self, request: Any) -> QuerySet[RecommendingBody]:
        rows = bodies_visible_to(request.actor).annotate(count=Count("memberships"))
        if words := request.GET.get("q", "").strip():
            rows = rows.filter(name__icontains=words)
        return rows

    def columns(self) -> list[tuple[str, Callable[[Any], Any]]]:
        return [
            ("名称", lambda row: row.name),
            ("类别", lambda row: row.kind),
            ("所辖区划", lambda row: row.region_code),
            ("归口单位数", lambda row: row.count),
        ]

    def context(self, request: Any, page: "Page[Any]") -> dict[str, Any]:
        return {"form": BodyForm(), "may_edit": request.actor.holds(Role.OFFICE)}

    def post(self, request: Any) -> HttpResponse:
        form = BodyForm(request.POST)
        findings = (
            attempt(lambda: register_body(actor=request.actor, **form.cleaned_data))
            if form.is_valid()
            else []
        )
        if form.is_valid() and not findings:
            return redirect("office:bodies")
        page = Paginator(self.rows(request), PER_PAGE).get_page(1)
        context = {"page": page, "title": self.title, "filters": request.GET, "may_edit": True}
        return render(
            request, self.template, context | {"form": form, "findings": findings}, status=409
        )


class BodyPage(RegistryView):
    """A body's members on the left hand, those who could join found by search."""

    def get(self, request: Any, pk: int) -> HttpResponse:
        body = get_object_or_404(bodies_visible_to(request.actor), pk=pk)
        members = (
            organisations_visible_to(request.actor).filter(memberships__body=body).order_by("name")
        )
        words = request.GET.get("q", "").strip()
        others = organisations_visible_to(request.actor).exclude(memberships__body=body)
        found = others.filter(named(words)) if words else others.filter(memberships=None)
        page = Paginator(members, PER_PAGE).get_page(request.GET.get("page"))
        joinable = list(found.order_by("name")[:30])
        context = {
            "body": body,
            "page": page,
            "found": joinable,
            "names": region_names({row.region_code for row in [*page, *joinable]}),
            "words": words,
            "may_edit": request.actor.holds(Role.OFFICE),
            "acts": acts_on(body).order_by("-position")[:20],
        }
        return render(request, "registry/body.html", context)

    def post(self, request: Any, pk: int) -> HttpResponse:
        body = get_object_or_404(bodies_visible_to(request.actor), pk=pk)
        change = remove_body_members if request.POST.get("act") == "remove" else add_body_members
        chosen = numbers_in(request.POST, "organisation")
        known = organisations_visible_to(request.actor).filter(pk__in=chosen)
        count = change(
            body, actor=request.actor, organisations=known, note=request.POST.get("note", "")
        )
        messages.success(request, _("已调整%(count)d家归口单位") % {"count": count})
        return redirect("office:body", pk=pk)


class Claims(ListView):
    template = "registry/claims.html"
    title = gettext_lazy("更正申请")

    def rows(self, request: Any) -> QuerySet[CorrectionClaim]:
        rows = claims_visible_to(request.actor)
        state = request.GET.get("state", "asked")
        return (rows.filter(state=state) if state in ClaimState.values else rows).order_by("-id")

    def columns(self) -> list[tuple[str, Callable[[Any], Any]]]:
        return [
            ("单位", lambda row: row.organisation.name),
            ("事项", lambda row: row.field_label),
            ("登记内容", lambda row: row.registered_value),
            ("应更正为", lambda row: row.asked_value),
            ("理由", lambda row: row.reason),
            ("状态", lambda row: row.get_state_display()),
            ("申请时间", lambda row: row.asked_at),
        ]

    def context(self, request: Any, page: "Page[Any]") -> dict[str, Any]:
        return {"states": ClaimState.choices, "may_edit": request.actor.holds(Role.OFFICE)}


class ClaimDecision(OfficeOnlyView):
    def post(self, request: Any, pk: int) -> HttpResponse:
        claim = get_object_or_404(claims_visible_to(request.actor), pk=pk)
        decide = accept_claim if request.POST.get("act") == "accept" else refuse_claim
        findings = attempt(
            lambda: decide(claim, actor=request.actor, answer=request.POST.get("note", ""))
        )
        for finding in findings:
            messages.error(request, str(finding))
        if not findings:
            messages.success(request, _("已答复"))
        return redirect("office:claims")


class ClaimEvidence(RegistryView):
    def get(self, request: Any, pk: int) -> FileResponse:
        claim = get_object_or_404(claims_visible_to(request.actor), pk=pk)
        if claim.evidence is None:
            raise Http404
        name = claim.evidence_name or f"{claim.pk}"
        return FileResponse(open_file(claim.evidence), as_attachment=True, filename=name)
