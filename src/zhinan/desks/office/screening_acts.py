"""What a posted form of the review page asks for. Each act returns what to tell the clerk."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from zhinan.apps.applications.models import Application
from zhinan.apps.applications.services import grant_waiver, withdraw_waiver
from zhinan.apps.records.services.files import store_file
from zhinan.apps.records.workflow import MoveRefused
from zhinan.apps.screening.models import Conclusion, FormalReview
from zhinan.apps.screening.services import (
    Decision,
    claim_review,
    conclude_review,
    decide_items,
    open_review,
    reject_overdue_correction,
    release_review,
    reopen_review,
)
from zhinan.desks.asked import MOST_DIGITS, number_in
from zhinan.engines.values import Finding
from zhinan.engines.vocabulary.dates import EXAMPLES, read_date

MARK = "outcome-"
PAPERS = ("pdf", "jpg", "png")


def decisions_in(form: Any) -> list[Decision]:
    """The items a form speaks of; a field whose name holds no number is passed over."""
    found = []
    for name, outcome in form.items():
        number = name.removeprefix(MARK)
        if name.startswith(MARK) and number.isdecimal() and len(number) <= MOST_DIGITS:
            found.append(
                Decision(
                    int(number),
                    outcome,
                    form.get(f"remark-{number}", ""),
                    number_in(form, f"version-{number}"),
                )
            )
    return found


def open_round(application: Application) -> FormalReview:
    review = application.formal_reviews.filter(conclusion=Conclusion.OPEN).first()
    if review is None:
        raise MoveRefused(
            Finding("SCREEN-NOT-OPEN", _("本件没有进行中的审查"), remedy=_("请先领取"))
        )
    return review


def claim(request: Any, application: Application) -> str:
    claim_review(open_review(application, actor=request.actor), actor=request.actor)
    return _("已领取")


def release(request: Any, application: Application) -> str:
    note = request.POST.get("note", "")
    release_review(open_round(application), actor=request.actor, note=note)
    return _("已退回队列")


def save_items(request: Any, application: Application) -> str:
    decide_items(open_round(application), decisions_in(request.POST), actor=request.actor)
    return _("已暂存")


def conclude(request: Any, application: Application) -> str:
    review = open_round(application)
    wanted = request.POST.get("conclusion", "")
    if wanted not in (Conclusion.VALID, Conclusion.CORRECTION, Conclusion.REJECTED):
        raise MoveRefused(
            Finding(
                "SCREEN-NO-CONCLUSION", _("没有选审查结论"), remedy=_("请选通过、补正或不予受理")
            )
        )
    if said := decisions_in(request.POST):
        decide_items(review, said, actor=request.actor)
    concluded = conclude_review(
        review, conclusion=wanted, reason=request.POST.get("reason", ""), actor=request.actor
    )
    label = concluded.get_conclusion_display()
    return _("审查结论：%(label)s %(number)s") % {"label": label, "number": concluded.letter_number}


def reopen(request: Any, application: Application) -> str:
    reopen_review(application, reason=request.POST.get("note", ""), actor=request.actor)
    return _("已撤销结论，开始新一轮审查")


def overdue(request: Any, application: Application) -> str:
    reject_overdue_correction(application, reason=request.POST.get("note", ""), actor=request.actor)
    return _("已按逾期未补正不予受理")


def waive(request: Any, application: Application) -> str:
    form, upload = request.POST, request.FILES.get("document")
    on = _day(form.get("on", ""))
    document = store_file(upload, accept=PAPERS) if upload else None
    grant_waiver(
        application,
        rule=form.get("rule", ""),
        on=on,
        reason=form.get("reason", ""),
        actor=request.actor,
        document=document,
        document_name=upload.name if upload else "",
    )
    return _("已记录豁免")


def unwaive(request: Any, application: Application) -> str:
    pk = number_in(request.POST, "grant")
    grant = application.waiver_grants.filter(pk=pk or 0).first()
    if grant is None:
        fact, remedy = _("没有这条豁免记录"), _("请刷新页面查看最新状态")
        raise MoveRefused(Finding("WAIVER-UNKNOWN", fact, remedy=remedy))
    withdraw_waiver(grant, reason=request.POST.get("note", ""), actor=request.actor)
    return _("已撤销豁免")


def _day(typed: str) -> date:
    try:
        return read_date(typed)
    except ValueError as reason:
        raise MoveRefused(
            Finding("WAIVER-DATE", str(reason), remedy=EXAMPLES, field="on")
        ) from None


ACTS: dict[str, Callable[[Any, Application], str]] = {
    "claim": claim,
    "release": release,
    "save": save_items,
    "conclude": conclude,
    "reopen": reopen,
    "overdue": overdue,
    "waive": waive,
    "unwaive": unwaive,
}
