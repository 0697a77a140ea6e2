"""Looking everything through, handing in, the receipt, and the other moves of an applicant."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhinan.apps.applications.facts import application_values, filled_of
from zhinan.apps.applications.models import Application
from zhinan.apps.applications.selectors import acts_shown_to
from zhinan.apps.applications.services import (
    add_collaborator,
    colleagues_of,
    copy_application,
    correct_application,
    submit_application,
    take_back_application,
    withdraw_application,
)
from zhinan.apps.applications.services.saving import EDITABLE
from zhinan.apps.applications.states import CORRECT, SUBMIT, TAKE_BACK, WITHDRAW
from zhinan.apps.applications.states import ApplicationState as S
from zhinan.apps.programmes.facts import form_of
from zhinan.apps.records.workflow import MoveRefused, may, refusals
from zhinan.desks.judged import clause_link
from zhinan.engines.values import Finding

from .base import ApplicantView
from .demands import demands_of
from .rules_panel import rules_panel
from .standing import place_of, standing_of


class Review(ApplicantView):
    def get(self, request: Any, pk: int) -> HttpResponse:
        return review_page(request, self.application(request, pk))


class Submit(ApplicantView):
    def get(self, request: Any, pk: int) -> HttpResponse:
        return redirect("applicant:review", pk=pk)

    def post(self, request: Any, pk: int) -> HttpResponse:
        application = self.application(request, pk)
        hand_in = correct_application if application.state == S.CORRECTING else submit_application
        try:
            hand_in(application, actor=request.actor)
        except MoveRefused as refusal:
            return review_page(request, application, refused=refusal.findings, status=409)
        return redirect("applicant:receipt", pk=pk)


class Receipt(ApplicantView):
    def get(self, request: Any, pk: int) -> HttpResponse:
        application = self.application(request, pk)
        revision = application.revisions.select_related("made_by").order_by("-number").first()
        if revision is None:
            return redirect("applicant:review", pk=pk)
        context = {"application": application, "revision": revision}
        return render(request, "applicant/receipt.html", context)


class Act(ApplicantView):
    """Take back, give up, hand in a correction, copy, share: one door for the moves of an applicant."""

    def post(self, request: Any, pk: int) -> HttpResponse:
        application = self.application(request, pk)
        note = request.POST.get("note", "")
        try:
            match request.POST.get("act"):
                case "take_back":
                    take_back_application(application, actor=request.actor)
                    messages.success(request, _("已撤回，可以继续修改；改完须重新提交"))
                    return redirect("applicant:form", pk=pk)
                case "withdraw":
                    withdraw_application(application, actor=request.actor, reason=note)
                    messages.success(request, _("已放弃本项申报"))
                case "correct":
                    correct_application(application, actor=request.actor)
                    return redirect("applicant:receipt", pk=pk)
                case "copy":
                    made = copy_application(application, actor=request.actor)
                    messages.success(request, _("已复制为新的申报书；附件须重新上传"))
                    return redirect("applicant:form", pk=made.pk)
                case "share":
                    colleague = _colleague(application, request.POST.get("account", ""))
                    shared = add_collaborator(application, account=colleague, actor=request.actor)
                    messages.success(
                        request, _("已邀请%(name)s协作填报") % {"name": shared.account.name}
                    )
        except MoveRefused as refusal:
            current = self.application(request, pk)
            return review_page(request, current, refused=refusal.findings, status=409)
        return redirect("applicant:review", pk=pk)


def _colleague(application: Application, pk: str) -> Any:
    account = colleagues_of(application).filter(pk=int(pk) if pk.isdecimal() else 0).first()
    if account is None:
        raise MoveRefused(
            Finding(
                "COLLABORATOR-UNKNOWN",
                _("没有选择本单位的申报人"),
                remedy=_("请从列表中选择；列表里没有的同事，由单位管理员邀请"),
                field="account",
            )
        )
    return account


def review_page(
    request: Any, application: Application, *, refused: Any = (), status: int = 200
) -> HttpResponse:
    form, values = form_of(application.call.programme), application_values(application)
    is_editable = application.state in EDITABLE
    standing = standing_of(application.pk, form, values)
    context = {
        "application": application,
        "form": form,
        "rules": rules_panel(application, form, values) if is_editable else None,
        "sections": filled_of(application, values=values if is_editable else None, masked=False),
        "standing": standing,
        "is_editable": is_editable,
        "is_correcting": application.state == S.CORRECTING,
        "blocked": _blocked(request, application),
        "demand": demands_of([application]).get(application.pk),
        "refused": [_placed(application, form, values, f) for f in refused],
        "acts": acts_shown_to(request.actor, application),
        "moves": {
            name: move
            for name, move in (("take_back", TAKE_BACK), ("withdraw", WITHDRAW))
            if application.state in move.sources and not refusals(move, application)
        },
        "colleagues": colleagues_of(application)
        if is_editable and may(request.actor, "applications.share", application)
        else (),
        "sharing": application.collaborators.select_related("account"),
    }
    return render(request, "applicant/review.html", context, status=status)


def _blocked(request: Any, application: Application) -> list[Finding]:
    """Why it cannot be handed in now, apart from what is missing and what the rules' panel says."""
    move = CORRECT if application.state == S.CORRECTING else SUBMIT
    found = refusals(move, application) if application.state in EDITABLE else []
    return [f for f in found if not f.code.startswith(("FORM-", "RULE-"))]


@dataclass(frozen=True, slots=True)
class Bar:
    """A rule that keeps an application from being handed in, with the way to its clause."""

    fact: str
    source: str
    remedy: str
    code: str
    link: str
    verdict: str = "fail"


def _placed(application: Application, form: Any, values: Any, finding: Finding) -> Any:
    if finding.code.startswith("RULE-"):
        link = clause_link(application.call.programme, finding.code.removeprefix("RULE-"))
        return Bar(finding.fact, finding.source, finding.remedy, finding.code, link)
    if not finding.code.startswith("FORM-") or "/" not in finding.field:
        return finding
    return place_of(application.pk, form, values, finding)
