"""The unit administrator's own organisation: facts, corrections, statuses, figures, people, projects."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from zhinan.apps.accounts.models import Role
from zhinan.apps.records.selectors import acts_on
from zhinan.apps.records.services import open_file, store_file
from zhinan.apps.records.workflow import MoveRefused
from zhinan.apps.registry.models import Organisation
from zhinan.apps.registry.selectors import (
    bodies_for,
    claims_visible_to,
    ledger_visible_to,
    organisations_visible_to,
    people_visible_to,
    region_names,
)
from zhinan.apps.registry.selectors.statuses import figures_by_year
from zhinan.apps.registry.services import (
    ask_correction,
    masked_id_number,
    masked_phone,
    record_figures,
    register_person,
)
from zhinan.desks.access import DeskView
from zhinan.desks.downloads import spreadsheet_response
from zhinan.engines.documents.spreadsheet import write_rows

from .organisation_forms import ClaimForm, FiguresForm, PersonForm, last_year

EVIDENCE_KINDS = frozenset({"pdf", "jpg", "png"})
EARLIEST_YEAR = 1980


class OwnOrganisationView(DeskView):
    roles = (Role.HOST,)

    def organisation(self, request: Any) -> Organisation:
        return get_object_or_404(
            organisations_visible_to(request.actor), pk=request.actor.organisation_id
        )


class OrganisationPage(OwnOrganisationView):
    def get(self, request: Any) -> HttpResponse:
        organisation = self.organisation(request)
        context = {
            "organisation": organisation,
            "region": region_names([organisation.region_code]).get(
                organisation.region_code[:6], ""
            ),
            "today": timezone.localdate(),
            "statuses": organisation.statuses.order_by("-valid_from"),
            "figures": figures_by_year(organisation),
            "people_count": organisation.people.count(),
            "ledger_count": organisation.ledger.count(),
            "bodies": bodies_for(organisation),
            "claims": claims_visible_to(request.actor).order_by("-id")[:10],
            "acts": acts_on(organisation).order_by("-position")[:20],
        }
        return render(request, "registry/host_organisation.html", context)


class AskCorrection(OwnOrganisationView):
    def get(self, request: Any) -> HttpResponse:
        return self.page(request, ClaimForm(initial={"field": request.GET.get("field")}))

    def post(self, request: Any) -> HttpResponse:
        form = ClaimForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(request, form, status=422)
        words = dict(form.cleaned_data)
        upload = words.pop("evidence")
        try:
            if upload:
                words |= {
                    "evidence": store_file(upload, accept=EVIDENCE_KINDS),
                    "evidence_name": upload.name,
                }
            ask_correction(self.organisation(request), actor=request.actor, **words)
        except MoveRefused as refusal:
            return self.page(request, form, findings=refusal.findings, status=409)
        messages.success(request, _("更正申请已提交，等待业务处室审核"))
        return redirect("host:organisation")

    def page(
        self, request: Any, form: ClaimForm, *, status: int = 200, **extra: Any
    ) -> HttpResponse:
        context = {"form": form, "organisation": self.organisation(request), **extra}
        return render(request, "registry/host_correction.html", context, status=status)


class Evidence(OwnOrganisationView):
    def get(self, request: Any, pk: int) -> FileResponse:
        claim = get_object_or_404(claims_visible_to(request.actor), pk=pk)
        if claim.evidence is None:
            raise Http404
        name = claim.evidence_name or f"{claim.pk}"
        return FileResponse(open_file(claim.evidence), as_attachment=True, filename=name)


class People(OwnOrganisationView):
    def get(self, request: Any) -> HttpResponse:
        rows = people_visible_to(request.actor).order_by("name", "id")
        if words := request.GET.get("q", "").strip():
            rows = rows.filter(name__icontains=words)
        if request.GET.get("format") == "xlsx":
            heads = ["姓名", "性别", "出生日期", "证件号码", "手机", "学位", "职称"]
            lines = (
                [p.name, p.sex, p.born_on, masked_id_number(p), masked_phone(p), p.degree, p.title]
                for p in rows
            )
            return spreadsheet_response(_("本单位人员"), write_rows(_("本单位人员"), heads, lines))
        page = Paginator(rows, 50).get_page(request.GET.get("page"))
        masked = {p.pk: (masked_id_number(p), masked_phone(p)) for p in page}
        context = {"page": page, "masked": masked, "filters": request.GET}
        return render(request, "registry/host_people.html", context)


class NewPerson(OwnOrganisationView):
    def get(self, request: Any) -> HttpResponse:
        return render(request, "registry/host_person_new.html", {"form": PersonForm()})

    def post(self, request: Any) -> HttpResponse:
        form = PersonForm(request.POST)
        findings: list[Any] = []
        if form.is_valid():
            try:
                register_person(
                    actor=request.actor,
                    organisation=self.organisation(request),
                    **form.cleaned_data,
                )
            except MoveRefused as refusal:
                findings = refusal.findings
            else:
                return redirect("host:people")
        context = {"form": form, "findings": findings}
        return render(
            request, "registry/host_person_new.html", context, status=409 if findings else 422
        )


class Figures(OwnOrganisationView):
    def get(self, request: Any) -> HttpResponse:
        organisation, year = self.organisation(request), _year_of(request.GET)
        rows = organisation.figures.filter(year=year)
        held = {row.item: row.value for row in rows}
        source = next((row.source for row in rows), "")
        return self.page(
            request, organisation, year, FiguresForm(held=held, initial={"source": source})
        )

    def post(self, request: Any) -> HttpResponse:
        organisation, year = self.organisation(request), _year_of(request.POST)
        form = FiguresForm(request.POST)
        if not form.is_valid():
            return self.page(request, organisation, year, form, status=422)
        words = {name: form.cleaned_data[name] for name in ("figures", "source")}
        try:
            record_figures(organisation, actor=request.actor, year=year, **words)
        except MoveRefused as refusal:
            return self.page(
                request, organisation, year, form, findings=refusal.findings, status=409
            )
        messages.success(request, _("已保存%(year)d年度数据") % {"year": year})
        return redirect(f"{reverse('host:figures')}?year={year}")

    def page(
        self,
        request: Any,
        organisation: Any,
        year: int,
        form: Any,
        *,
        status: int = 200,
        **extra: Any,
    ) -> HttpResponse:
        context = {
            "organisation": organisation,
            "form": form,
            "year": year,
            "years": range(last_year() + 1, last_year() - 5, -1),
            "table": figures_by_year(organisation),
            **extra,
        }
        return render(request, "registry/host_figures.html", context, status=status)


def _year_of(query: Any) -> int:
    typed = query.get("year", "")
    year = int(typed) if typed.isdecimal() and len(typed) == 4 else last_year()
    return year if EARLIEST_YEAR <= year <= last_year() + 1 else last_year()


class Statuses(OwnOrganisationView):
    def get(self, request: Any) -> HttpResponse:
        rows = self.organisation(request).statuses.order_by("-valid_from")
        if request.GET.get("format") == "xlsx":
            heads = ["资质", "证书编号", "有效期起", "有效期止", "依据"]
            lines = ([s.status, s.number, s.valid_from, s.valid_to, s.source] for s in rows)
            return spreadsheet_response(_("本单位资质"), write_rows(_("本单位资质"), heads, lines))
        context = {"statuses": rows, "today": timezone.localdate()}
        return render(request, "registry/host_statuses.html", context)


class Ledger(OwnOrganisationView):
    def get(self, request: Any) -> HttpResponse:
        rows = ledger_visible_to(request.actor).order_by("-year", "-id")
        if request.GET.get("format") == "xlsx":
            heads = [
                "项目编号",
                "项目名称",
                "计划类别",
                "项目负责人",
                "结束日期",
                "财政经费（万元）",
                "状态",
            ]
            lines = (
                [
                    e.number,
                    e.title,
                    e.programme,
                    e.leader_name,
                    e.ends_on,
                    e.grant_yuan / 10_000,
                    e.get_state_display(),
                ]
                for e in rows
            )
            return spreadsheet_response(_("本单位项目"), write_rows(_("本单位项目"), heads, lines))
        page = Paginator(rows, 50).get_page(request.GET.get("page"))
        return render(request, "registry/host_ledger.html", {"page": page})
