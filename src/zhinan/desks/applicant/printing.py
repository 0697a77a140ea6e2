"""A filled application on paper: print view, PDF, Word."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from zhinan.apps.accounts.models import Role
from zhinan.apps.applications.facts import document_of, filled_of
from zhinan.apps.applications.models import Application
from zhinan.apps.applications.selectors import applications_visible_to
from zhinan.apps.records.workflow import may
from zhinan.desks.access import DeskView
from zhinan.desks.downloads import attachment_response
from zhinan.engines.documents.typeset import typeset
from zhinan.engines.documents.word import fill_word

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class PrintView(DeskView):
    roles = (Role.APPLICANT, Role.HOST, Role.RECOMMENDER, Role.OFFICE, Role.LEADER, Role.SUPERVISOR)

    def application(self, request: Any, pk: int) -> Application:
        return get_object_or_404(applications_visible_to(request.actor), pk=pk)

    def document(self, request: Any, application: Application) -> dict[str, Any]:
        """Sensitive values whole only for those who filled them in."""
        is_theirs = may(request.actor, "applications.fill", application)
        return document_of(application, masked=not is_theirs)


class Print(PrintView):
    def get(self, request: Any, pk: int) -> HttpResponse:
        application = self.application(request, pk)
        context = {"application": application, "sections": filled_of(application)}
        return render(request, "applicant/print.html", context)


class Pdf(PrintView):
    def get(self, request: Any, pk: int) -> HttpResponse:
        application = self.application(request, pk)
        name = f"{application.number or '草稿'} {application.title}.pdf"
        return attachment_response(
            name, typeset("application", self.document(request, application)), "application/pdf"
        )


class Word(PrintView):
    def get(self, request: Any, pk: int) -> HttpResponse:
        application = self.application(request, pk)
        name = f"{application.number or '草稿'} {application.title}.docx"
        return attachment_response(
            name, fill_word("application", self.document(request, application)), WORD
        )
