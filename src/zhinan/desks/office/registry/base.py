"""What the registry pages share: their door, their lists, their downloads."""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from zhinan.apps.accounts.models import Role
from zhinan.apps.records.workflow import MoveRefused
from zhinan.desks.access import DeskView
from zhinan.desks.downloads import spreadsheet_response
from zhinan.engines.documents.spreadsheet import write_rows

PER_PAGE = 50


class RegistryView(DeskView):
    """A registry page: the office works on it, leaders, finance and supervision read it."""

    roles = (Role.OFFICE, Role.LEADER, Role.FINANCE, Role.SUPERVISOR)


class OfficeOnlyView(DeskView):
    roles = (Role.OFFICE,)


class ListView(RegistryView):
    """A list with search, filters, paging, and its Excel file at ``?format=xlsx``."""

    template: ClassVar[str]
    title: ClassVar[Any]

    def rows(self, request: Any) -> QuerySet[Any]:
        raise NotImplementedError

    def columns(self) -> list[tuple[str, Callable[[Any], Any]]]:
        raise NotImplementedError

    def context(self, request: Any, page: "Page[Any]") -> dict[str, Any]:
        return {}

    def exported(self, rows: QuerySet[Any]) -> Iterable[Any]:
        return rows.iterator(chunk_size=2000)

    def get(self, request: Any) -> HttpResponse:
        rows = self.rows(request)
        if request.GET.get("format") == "xlsx":
            heads, cells = zip(*self.columns(), strict=True)
            lines = ([cell(row) for cell in cells] for row in self.exported(rows))
            return spreadsheet_response(str(self.title), write_rows(str(self.title), heads, lines))
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
        context = {"page": page, "filters": request.GET, "title": self.title} | self.context(
            request, page
        )
        return render(request, self.template, context)


def attempt(act: Callable[[], Any]) -> list[Any]:
    """Do an act; the findings where it was refused, else nothing."""
    try:
        act()
    except MoveRefused as refusal:
        return refusal.findings
    return []
