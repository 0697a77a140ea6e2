"""Guides: import a shipped pack or a zip, look at what it holds, publish, export."""

import io
import zipfile
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from zhinan.apps.accounts.models import Role
from zhinan.apps.programmes.models import Guide
from zhinan.apps.programmes.selectors import guides_visible_to
from zhinan.apps.programmes.services import (
    PackRefused,
    import_archive,
    import_pack,
    publish_guide,
    shipped_packs,
)
from zhinan.apps.programmes.states import GuideState
from zhinan.apps.readings.selectors import readings_visible_to
from zhinan.apps.records.selectors import acts_on
from zhinan.apps.records.workflow import MoveRefused, may
from zhinan.desks.access import DeskView
from zhinan.desks.downloads import attachment_response, spreadsheet_response
from zhinan.desks.originals import official_of
from zhinan.engines.documents.spreadsheet import write_rows

from .rules.linting import linted_draft


class GuideView(DeskView):
    roles = (Role.OFFICE, Role.LEADER, Role.FINANCE)


class Guides(GuideView):
    def get(self, request: Any) -> HttpResponse:
        if request.GET.get("format") == "xlsx":
            table = write_rows(_("指南"), *_columns(_filtered(request)))
            return spreadsheet_response(_("指南"), table)
        return self.page(request)

    def post(self, request: Any) -> HttpResponse:
        try:
            guide = _imported(request)
        except PackRefused as refused:
            return self.page(request, faults=refused.faults, status=409)
        messages.success(request, _("已导入为草稿：%(guide)s") % {"guide": guide})
        return redirect("office:guide", pk=guide.pk)

    def page(self, request: Any, status: int = 200, **extra: Any) -> HttpResponse:
        context = {
            "page": Paginator(_filtered(request), 30).get_page(request.GET.get("page")),
            "states": GuideState.choices,
            "filters": request.GET,
            "packs": shipped_packs(),
            "may_import": may(request.actor, "programmes.import_guide"),
            "may_read": may(request.actor, "readings.review"),
            **extra,
        }
        return render(request, "office/guides.html", context, status=status)


class GuideDetail(GuideView):
    def get(self, request: Any, pk: int) -> HttpResponse:
        return self.page(request, get_object_or_404(guides_visible_to(request.actor), pk=pk))

    def post(self, request: Any, pk: int) -> HttpResponse:
        guide = get_object_or_404(guides_visible_to(request.actor), pk=pk)
        try:
            publish_guide(guide, actor=request.actor)
        except MoveRefused as refusal:
            return self.page(request, guide, refused=refusal.findings, status=409)
        messages.success(request, _("指南已发布，内容已锁定"))
        return redirect("office:guide", pk=pk)

    def page(self, request: Any, guide: Any, status: int = 200, **extra: Any) -> HttpResponse:
        context = {
            "guide": guide,
            "programmes": guide.programmes.select_related("section").prefetch_related("calls"),
            "files": guide.files.values_list("path", flat=True).order_by("path"),
            "acts": acts_on(guide),
            "versions": guides_visible_to(request.actor)
            .filter(pack=guide.pack)
            .order_by("-version"),
            "may_publish": may(request.actor, "programmes.publish", guide),
            "may_call": may(request.actor, "programmes.publish"),
            "lint": linted_draft(guide),
            **_origin(request, guide),
            **extra,
        }
        return render(request, "office/guide.html", context, status=status)


class GuideExport(GuideView):
    """The pack as a zip, byte for byte as imported."""

    def get(self, request: Any, pk: int) -> HttpResponse:
        guide = get_object_or_404(guides_visible_to(request.actor), pk=pk)
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in guide.files.order_by("path"):
                archive.writestr(f"{guide.pack}/{file.path}", bytes(file.content))
        return attachment_response(
            f"{guide.pack}-v{guide.version}.zip", target.getvalue(), "application/zip"
        )


def _origin(request: Any, guide: Guide) -> dict[str, Any]:
    """The official text the guide was drafted from, and its reading; an older version is found by the text."""
    found = official_of(guide)
    if found is None:
        return {}
    visible = readings_visible_to(request.actor)
    same = visible.filter(text_digest=found[1].sha256, guide__pack=guide.pack)
    return {
        "has_original": True,
        "reading": visible.filter(guide=guide).first() or same.first(),
    }


def _imported(request: Any) -> Guide:
    uploaded = request.FILES.get("archive")
    if uploaded is not None:
        return import_archive(uploaded, name=uploaded.name, actor=request.actor)
    return import_pack(request.POST.get("pack", ""), actor=request.actor)


def _filtered(request: Any) -> Any:
    guides = guides_visible_to(request.actor).defer("core_vocabulary").order_by("-id")
    if state := request.GET.get("state"):
        guides = guides.filter(state=state)
    if words := request.GET.get("q", "").strip():
        guides = guides.filter(Q(title__icontains=words) | Q(pack__icontains=words))
    return guides


def _columns(guides: Any) -> tuple[list[str], Any]:
    heads = [
        _("指南"), _("包"), _("版本"), _("年度"), _("发布单位"), _("状态"), _("导入时间"), _("发布时间"),
        _("内容摘要（sha256）"),
    ]  # fmt: skip
    return heads, (
        [
            guide.title,
            guide.pack,
            guide.version,
            guide.year,
            guide.office_name,
            guide.get_state_display(),
            guide.created_at,
            guide.published_at,
            guide.digest,
        ]
        for guide in guides
    )
