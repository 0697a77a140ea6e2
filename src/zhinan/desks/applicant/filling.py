"""Filling in: one section a page, saved as one types and saved by button."""

import json
from typing import Any

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from zhinan.apps.applications.facts import application_values
from zhinan.apps.applications.models import Application
from zhinan.apps.applications.services import SaveResult, save_section
from zhinan.apps.applications.services.saving import EDITABLE
from zhinan.apps.programmes.facts import form_of
from zhinan.apps.records.workflow import MoveRefused
from zhinan.desks.judged import Panel
from zhinan.engines.packs import Form

from .base import ApplicantView
from .conflicts import conflict_lines, typed_by_path
from .demands import demands_of
from .rules_panel import rules_panel
from .section_page import section_page
from .standing import Standing, place_of, standing_of
from .typed import changed_in, typed_in
from .uploads import files_in


class Fill(ApplicantView):
    def get(self, request: Any, pk: int, key: str = "") -> HttpResponse:
        application = self.application(request, pk)
        if application.state not in EDITABLE:
            return redirect("applicant:review", pk=pk)
        form = form_of(application.call.programme)
        values = application_values(application)
        if not key:
            key = next(
                (f.field.partition("/")[0] for f in form.missing(values)), form.sections[0].key
            )
        spare = int(request.GET.get("rows") == "1")
        return page(request, application, key, spare_rows=spare)

    def post(self, request: Any, pk: int, key: str) -> HttpResponse:
        application = self.application(request, pk)
        form = form_of(application.call.programme)
        try:
            base = json.loads(request.POST.get("base") or "{}")
            typed = changed_in(
                section_or_404(form, key), typed_in(form.section(key), request.POST), base
            )
            result = save_section(
                application, key, typed, base_version=_version(request), base=base, actor=request.actor
            )  # fmt: skip
        except ValueError:
            raise Http404 from None
        except MoveRefused as refusal:
            return page(request, application, key, refused=refusal.findings, status=409)
        if result.conflicts or result.findings:
            return page(
                request, application, key, result=result, status=409 if result.conflicts else 422
            )
        if "add" in request.POST:
            return redirect(f"{reverse('applicant:form', args=(pk, key))}?rows=1#rows")
        messages.success(request, _("已保存“%(title)s”") % {"title": form.section(key).title})
        return redirect(_after(application, form, key, request.POST.get("go", "next")))


class SaveSection(ApplicantView):
    """What form.js talks to; see docs/guide for the words and static/js/autosave.js for the exchange."""

    def patch(self, request: Any, pk: int, key: str) -> HttpResponse:
        application = self.application(request, pk)
        form = form_of(application.call.programme)
        section_or_404(form, key)
        try:
            asked = json.loads(request.body)
            typed, base, version = (
                dict(asked["typed"]),
                dict(asked.get("base") or {}),
                int(asked["base_version"]),
            )
        except (ValueError, KeyError, TypeError):
            return JsonResponse({"refused": [_("浏览器送来的内容不完整，请刷新页面")]}, status=400)
        try:
            result = save_section(
                application, key, typed, base_version=version, base=base, actor=request.actor
            )  # fmt: skip
        except MoveRefused as refusal:
            return JsonResponse({"refused": [str(f) for f in refusal.findings]}, status=409)
        return _answer(request, application, form, key, result)


def section_or_404(form: Form, key: str) -> Any:
    try:
        return form.section(key)
    except KeyError:
        raise Http404(f"form has no section {key!r}") from None


def page(
    request: Any,
    application: Application,
    key: str,
    *,
    result: SaveResult | None = None,
    spare_rows: int = 0,
    status: int = 200,
    **extra: Any,
) -> HttpResponse:
    """The page of a section as it stands, with a colleague's changes beside one's own."""
    form = form_of(application.call.programme)
    section = section_or_404(form, key)
    prefetch_related_objects([application], "sections")
    values = application_values(application)
    mine = {c.path: c.mine for c in result.conflicts if c.mine} if result else {}
    keys = [s.key for s in form.sections]
    here = keys.index(key)
    draft = next((s for s in application.sections.all() if s.key == key), None)
    context = {
        "application": application,
        "form": form,
        "page": section_page(
            application, form, key, values.get(key, {}), spare_rows=spare_rows, shown=mine
        ),
        "standing": standing_of(application.pk, form, values, key),
        "rules": rules_panel(application, form, values),
        "files": files_in(application, section),
        "demand": demands_of([application]).get(application.pk),
        "version": draft.version if draft else 0,
        "saved_at": draft.saved_at if draft and draft.version else None,
        "saved_by": draft.saved_by_id if draft else None,
        "number": here + 1,
        "previous": form.sections[here - 1] if here else None,
        "next": form.sections[here + 1] if here + 1 < len(keys) else None,
        "conflicts": conflict_lines(form, key, result.conflicts) if result else (),
        **extra,
    }
    return render(request, "applicant/form.html", context, status=status)


def _answer(
    request: Any, application: Application, form: Form, key: str, result: SaveResult
) -> HttpResponse:
    values = application_values(application)
    section = form.section(key)
    standing = standing_of(application.pk, form, values, key)
    answer = {
        "version": result.version,
        "saved_at": timezone.localtime().strftime("%H:%M"),
        "values": {p: result.values[p] for p in section.typed_terms if p in result.values},
        "typed": typed_by_path(section, result.values),
        "findings": [
            {
                "field": place_of(application.pk, form, values, finding).field,
                "cell": finding.field.partition("#")[2],  # row id and column: rows may have moved
                "words": f"{finding.fact}。{finding.remedy}",
            }
            for finding in result.findings
        ],
        "conflicts": conflict_lines(form, key, result.conflicts),
        "overtaken": result.overtaken,
        **_fragments(request, application, form, key, standing, rules_panel(application, form, values)),
    }  # fmt: skip
    status = 409 if result.conflicts else 422 if result.findings else 200
    return JsonResponse(answer, status=status, json_dumps_params={"sort_keys": True})


def _fragments(
    request: Any,
    application: Application,
    form: Form,
    key: str,
    standing: Standing,
    rules: Panel,
) -> dict[str, str]:
    section = form.section(key)
    context = {
        "application": application,
        "standing": standing,
        "section": section,
        "rules": rules,
    }
    return {
        name: render_to_string(f"applicant/_{name}.html", context, request=request)
        for name in ("panel", "steps")
    }


def _version(request: Any) -> int:
    return int(request.POST.get("base_version") or 0)


def _after(application: Application, form: Form, key: str, go: str) -> str:
    keys = [s.key for s in form.sections]
    here = keys.index(key)
    if go == "next" and here + 1 < len(keys):
        return reverse("applicant:form", args=(application.pk, keys[here + 1]))
    if go == "previous" and here:
        return reverse("applicant:form", args=(application.pk, keys[here - 1]))
    if go == "stay":
        return reverse("applicant:form", args=(application.pk, key))
    return reverse("applicant:review", args=(application.pk,))
