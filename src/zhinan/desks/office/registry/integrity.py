"""Penalties for breaches of integrity, and relations of organisations."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import messages
from django.core.paginator import Page
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhinan.apps.accounts.models import Role
from zhinan.apps.integrity.models import (
    BreachKind,
    IntegrityRecord,
    OrganisationRelation,
    RelationKind,
)
from zhinan.apps.integrity.selectors import (
    penalties_running,
    records_visible_to,
    relations_visible_to,
)
from zhinan.apps.integrity.services import (
    add_record,
    add_relation,
    end_record,
    end_relation,
    masked_number,
)
from zhinan.apps.records.selectors import acts_on

from .base import ListView, OfficeOnlyView, RegistryView, attempt
from .integrity_forms import EndForm, RecordForm, RelationForm


class Records(ListView):
    template = "registry/integrity.html"
    title = gettext_lazy("诚信记录")

    def rows(self, request: Any) -> QuerySet[IntegrityRecord]:
        query = request.GET
        rows = records_visible_to(request.actor)
        if words := query.get("q", "").strip():
            rows = rows.filter(Q(name__icontains=words) | Q(uscc__istartswith=words))
        if query.get("kind") in BreachKind.values:
            rows = rows.filter(kind=query["kind"])
        if query.get("running") == "1":
            rows = penalties_running(rows, on=timezone.localdate())
        return rows.order_by("-from_on", "-id")

    def columns(self) -> list[tuple[str, Callable[[Any], Any]]]:
        return [
            ("主体名称", lambda row: row.name),
            ("统一社会信用代码", lambda row: row.uscc),
            ("证件号码", masked_number),
            ("类别", lambda row: row.get_kind_display()),
            ("惩戒开始日期", lambda row: row.from_on),
            ("惩戒结束日期", lambda row: row.until_on),
            ("依据", lambda row: row.source),
            ("记录日期", lambda row: row.recorded_on),
        ]

    def context(self, request: Any, page: "Page[Any]") -> dict[str, Any]:
        return {
            "kinds": BreachKind.choices,
            "today": timezone.localdate(),
            "masked_number": masked_number,
            "may_edit": request.actor.holds(Role.OFFICE),
        }


class Relations(ListView):
    template = "registry/relations.html"
    title = gettext_lazy("关联关系")

    def rows(self, request: Any) -> QuerySet[OrganisationRelation]:
        query = request.GET
        rows = relations_visible_to(request.actor)
        if words := query.get("q", "").strip():
            rows = rows.filter(
                Q(owner__icontains=words)
                | Q(owned__icontains=words)
                | Q(owner_uscc__istartswith=words)
                | Q(owned_uscc__istartswith=words)
            )
        if query.get("kind") in RelationKind.values:
            rows = rows.filter(kind=query["kind"])
        return rows.order_by("-id")

    def columns(self) -> list[tuple[str, Callable[[Any], Any]]]:
        return [
            ("甲方名称", lambda row: row.owner),
            ("甲方代码", lambda row: row.owner_uscc),
            ("乙方名称", lambda row: row.owned),
            ("乙方代码", lambda row: row.owned_uscc),
            ("方式", lambda row: row.get_kind_display()),
            ("持股比例", lambda row: None if row.share is None else f"{row.share:.2%}"),
            ("依据", lambda row: row.source),
            ("记录日期", lambda row: row.recorded_on),
            ("终止日期", lambda row: row.ended_on),
        ]

    def context(self, request: Any, page: "Page[Any]") -> dict[str, Any]:
        return {"kinds": RelationKind.choices, "may_edit": request.actor.holds(Role.OFFICE)}


class _New(OfficeOnlyView):
    """One form that enters one row."""

    form: ClassVar[Any]
    title: ClassVar[Any]
    list_at: ClassVar[str]
    list_title: ClassVar[Any]

    def enter(self, actor: Any, facts: dict[str, Any]) -> Any:
        raise NotImplementedError

    def get(self, request: Any) -> HttpResponse:
        return self.page(request, form=self.form())

    def post(self, request: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(request, form=form, status=422)
        findings = attempt(lambda: self.enter(request.actor, form.cleaned_data))
        if findings:
            return self.page(request, form=form, findings=findings, status=409)
        messages.success(request, _("已登记"))
        return redirect(self.list_at)

    def page(self, request: Any, *, status: int = 200, **extra: Any) -> HttpResponse:
        context = {"title": self.title, "list": self.list_at, "list_title": self.list_title}
        return render(request, "registry/integrity_new.html", context | extra, status=status)


class NewRecord(_New):
    form = RecordForm
    title = gettext_lazy("登记诚信记录")
    list_at = "office:integrity"
    list_title = Records.title

    def enter(self, actor: Any, facts: dict[str, Any]) -> Any:
        return add_record(actor=actor, **facts)


class NewRelation(_New):
    form = RelationForm
    title = gettext_lazy("登记关联关系")
    list_at = "office:relations"
    list_title = Relations.title

    def enter(self, actor: Any, facts: dict[str, Any]) -> Any:
        return add_relation(actor=actor, **facts)


class _RowPage(RegistryView):
    """One row with its record of acts, and the form that ends it."""

    template: ClassVar[str]
    here: ClassVar[str]

    def visible(self, actor: Any) -> QuerySet[Any]:
        raise NotImplementedError

    def end(self, row: Any, actor: Any, facts: dict[str, Any]) -> Any:
        raise NotImplementedError

    def get(self, request: Any, pk: int) -> HttpResponse:
        return self.page(request, get_object_or_404(self.visible(request.actor), pk=pk))

    def post(self, request: Any, pk: int) -> HttpResponse:
        row = get_object_or_404(self.visible(request.actor), pk=pk)
        form = EndForm(request.POST)
        if not form.is_valid():
            return self.page(request, row, form=form, status=422)
        findings = attempt(lambda: self.end(row, request.actor, form.cleaned_data))
        if findings:
            return self.page(request, row, form=form, findings=findings, status=409)
        messages.success(request, _("已记录"))
        return redirect(self.here, pk=pk)

    def page(self, request: Any, row: Any, *, status: int = 200, **extra: Any) -> HttpResponse:
        context = {
            "row": row,
            "form": EndForm(),
            "may_edit": request.actor.holds(Role.OFFICE),
            "acts": acts_on(row).order_by("-position")[:50],
            "masked_number": masked_number,
        }
        return render(request, self.template, context | extra, status=status)


class RecordPage(_RowPage):
    template = "registry/integrity_record.html"
    here = "office:integrity_record"

    def visible(self, actor: Any) -> QuerySet[IntegrityRecord]:
        return records_visible_to(actor)

    def end(self, row: IntegrityRecord, actor: Any, facts: dict[str, Any]) -> Any:
        return end_record(row, actor=actor, until_on=facts["on"], reason=facts["reason"])


class RelationPage(_RowPage):
    template = "registry/relation.html"
    here = "office:relation"

    def visible(self, actor: Any) -> QuerySet[OrganisationRelation]:
        return relations_visible_to(actor)

    def end(self, row: OrganisationRelation, actor: Any, facts: dict[str, Any]) -> Any:
        return end_relation(row, actor=actor, ended_on=facts["on"], reason=facts["reason"])
