"""The ledger of awarded projects."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhinan.apps.projects.selectors import SORTS, projects_found, sum_of
from zhinan.apps.registry.models import LedgerState
from zhinan.desks.downloads import spreadsheet_response
from zhinan.engines.documents.spreadsheet import write_rows

from .awards_table import project_rows
from .decisions import AwardsView

PER_PAGE = 30


class Projects(AwardsView):
    def get(self, request: Any) -> HttpResponse:
        query = request.GET
        year, state = query.get("year", ""), query.get("state", "")
        rows = projects_found(
            request.actor,
            search=query.get("q", ""),
            state=state if state in LedgerState.values else "",
            year=int(year) if year.isdecimal() and len(year) == 4 else None,
            sort=query.get("sort", ""),
        )
        if query.get("format") == "xlsx":
            return spreadsheet_response(
                _("项目台账"), write_rows(_("项目台账"), *project_rows(rows))
            )
        count, yuan = sum_of(rows)
        context = {
            "page": Paginator(rows, PER_PAGE).get_page(query.get("page")),
            "count": count,
            "yuan": yuan,
            "states": LedgerState.choices,
            "sorts": SORTS,
            "filters": query,
        }
        return render(request, "awards/projects.html", context)
