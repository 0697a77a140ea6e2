import json
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from zhinan.apps.records.selectors import checkpoints_visible_to
from zhinan.apps.records.services import export_checkpoint
from zhinan.desks.downloads import attachment_response, spreadsheet_response
from zhinan.engines.documents.spreadsheet import write_rows

from .home import SupervisionView

COLUMNS = ("编号", "行数", "封存时间", "根", "前一检查点摘要", "摘要")


class Checkpoints(SupervisionView):
    def get(self, request: Any) -> HttpResponse:
        checkpoints = checkpoints_visible_to(request.actor).defer("frontier")
        if request.GET.get("format") == "xlsx":
            columns = ("number", "size", "sealed_at", "root", "previous_digest", "digest")
            rows = checkpoints.values_list(*columns).iterator(chunk_size=2000)
            return spreadsheet_response(_("检查点"), write_rows(_("检查点"), COLUMNS, rows))
        page = Paginator(checkpoints, 50).get_page(request.GET.get("page"))
        return render(request, "supervision/checkpoints.html", {"page": page})


class OneCheckpoint(SupervisionView):
    def get(self, request: Any, number: int) -> HttpResponse:
        visible = checkpoints_visible_to(request.actor)
        checkpoint = get_object_or_404(visible, number=number)
        before = visible.filter(number=number - 1).first()
        context = {
            "checkpoint": checkpoint,
            "before": before,
            "first_leaf": before.size if before else 0,
        }
        return render(request, "supervision/checkpoint.html", context)


class Export(SupervisionView):
    def get(self, request: Any, number: int) -> HttpResponse:
        checkpoint = get_object_or_404(checkpoints_visible_to(request.actor), number=number)
        content = json.dumps(export_checkpoint(checkpoint), ensure_ascii=False, indent=1).encode()
        name = _("检查点-%(n)s.json") % {"n": number}
        return attachment_response(name, content, "application/json")
