"""Files in their slots: put in, take out, read again."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from zhinan.apps.applications.models import Application, Attachment
from zhinan.apps.applications.selectors import applications_visible_to, attachments_of
from zhinan.apps.applications.services import attach_file, remove_attachment
from zhinan.apps.programmes.facts import form_of
from zhinan.apps.records.services import open_file
from zhinan.apps.records.workflow import MoveRefused
from zhinan.desks.downloads import attachment_response
from zhinan.engines.packs import FormSection

from .base import ApplicantView


def files_in(application: Application, section: FormSection) -> dict[str, list[Attachment]]:
    """Present files by slot; one statement where the section has slots."""
    has_slots = any(f.term.type == "file" for f in section.fields)
    found = attachments_of(application) if has_slots else {}
    return {f.path: found.get(f.path, []) for f in section.fields if f.term.type == "file"}


class Attach(ApplicantView):
    def post(self, request: Any, pk: int, term: str) -> HttpResponse:
        application = self.application(request, pk)
        refused: list[str] = []
        uploaded = request.FILES.getlist("file")
        for one in uploaded:
            try:
                attach_file(application, term=term, uploaded=one, actor=request.actor)
            except MoveRefused as refusal:
                refused += [str(f) for f in refusal.findings]
        if not uploaded:
            refused = [_("没有选择文件。请选择文件后再上传。[FILE-EMPTY]")]
        if request.headers.get("Accept") == "application/json":
            return JsonResponse({"refused": refused}, status=422 if refused else 200)
        for words in refused:
            messages.error(request, words)
        return redirect(_slot_address(application, term))


class AttachmentView(ApplicantView):
    def attachment(self, request: Any, pk: int) -> Attachment:
        # Of an application the reader may see; a file taken out can still be read by its number.
        visible = applications_visible_to(request.actor)
        return get_object_or_404(Attachment, pk=pk, application__in=visible.values("pk"))


class Download(AttachmentView):
    def get(self, request: Any, pk: int) -> HttpResponse:
        attachment = self.attachment(request, pk)
        try:
            with open_file(attachment.file) as content:
                return attachment_response(
                    attachment.name, content.read(), attachment.file.media_type
                )
        except FileNotFoundError:
            raise Http404 from None


class Remove(AttachmentView):
    def post(self, request: Any, pk: int) -> HttpResponse:
        attachment = self.attachment(request, pk)
        try:
            if attachment.removed_at is None:
                remove_attachment(attachment, actor=request.actor)
                messages.success(request, _("已移除“%(name)s”") % {"name": attachment.name})
        except MoveRefused as refusal:
            for finding in refusal.findings:
                messages.error(request, str(finding))
        return redirect(_slot_address(attachment.application, attachment.term))


def _slot_address(application: Application, term: str) -> str:
    sections: Sequence[FormSection] = form_of(application.call.programme).sections
    key = next((s.key for s in sections if any(f.path == term for f in s.fields)), "")
    if not key:
        return reverse("applicant:form", args=(application.pk,))
    return f"{reverse('applicant:form', args=(application.pk, key))}#f.{term}"
