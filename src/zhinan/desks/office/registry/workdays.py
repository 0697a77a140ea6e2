"""The table of working days: a year at a glance, a day changed, a year published, days counted."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from zhinan.apps.accounts.models import Role
from zhinan.apps.registry.selectors import natural_days_after, workday_year, workdays_after
from zhinan.apps.registry.services import change_workday, publish_workday_year
from zhinan.desks.downloads import spreadsheet_response
from zhinan.engines.documents.spreadsheet import write_rows

from .base import RegistryView, attempt
from .forms import CountForm, WorkdayForm, WorkdayYearForm


class Workdays(RegistryView):
    def get(self, request: Any, year: int | None = None) -> HttpResponse:
        year = year or timezone.localdate().year
        if request.GET.get("format") == "xlsx":
            return _export(year)
        counting = CountForm(request.GET if "start" in request.GET else None)
        counted = (
            _count(counting.cleaned_data) if counting.is_bound and counting.is_valid() else None
        )
        return self.page(request, year, counting=counting, counted=counted)

    def post(self, request: Any, year: int) -> HttpResponse:
        act = self.publish if request.POST.get("act") == "publish" else self.change
        name, form, findings = act(request, year)
        if form.is_valid() and not findings:
            messages.success(request, _("已记录"))
            return redirect(reverse("office:workdays_of", args=[year]))
        return self.page(request, year, status=409, findings=findings, **{name: form})

    def change(self, request: Any, year: int) -> tuple[str, Any, list[Any]]:
        form = WorkdayForm(request.POST)
        if not form.is_valid():
            return "day_form", form, []
        words = form.cleaned_data | {"is_working": form.cleaned_data["is_working"] == "1"}
        day = words.pop("day")
        return "day_form", form, attempt(lambda: change_workday(day, actor=request.actor, **words))

    def publish(self, request: Any, year: int) -> tuple[str, Any, list[Any]]:
        form = WorkdayYearForm(request.POST)
        if not form.is_valid():
            return "year_form", form, []
        return (
            "year_form",
            form,
            attempt(lambda: publish_workday_year(year, actor=request.actor, **form.cleaned_data)),
        )

    def page(self, request: Any, year: int, status: int = 200, **extra: Any) -> HttpResponse:
        context = {
            "year": workday_year(year),
            "today": timezone.localdate(),
            "may_edit": request.actor.holds(Role.OFFICE),
            "counting": CountForm(),
            "day_form": WorkdayForm(),
            "year_form": WorkdayYearForm(),
        }
        return render(request, "registry/workdays.html", context | extra, status=status)


def _count(asked: dict[str, Any]) -> Any:
    n = asked["count"] if asked["direction"] == "after" else -asked["count"]
    count = workdays_after if asked["unit"] == "working_days" else natural_days_after
    return count(asked["start"], n, is_inclusive=asked["inclusive"])


def _export(year: int) -> HttpResponse:
    heads = ["日期", "是否工作日", "名目", "依据", "暂定"]
    rows = [
        (d.day, d.is_working, d.note, d.source, d.is_provisional) for d in workday_year(year).days
    ]
    title = _("%(year)d年工作日表") % {"year": year}
    return spreadsheet_response(title, write_rows(title, heads, rows))
