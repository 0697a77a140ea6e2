"""The office's side of a public notice: days left, objections, issuing the awards."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from zhinan.apps.awards.guards import no_objection_is_open, notice_has_ended
from zhinan.apps.awards.models import Objection, PublicNotice
from zhinan.apps.awards.selectors import (
    corrections_of,
    may_object_now,
    notices_visible_to,
    objections_visible_to,
)
from zhinan.apps.awards.services import (
    dismiss_objection,
    record_finding,
    reveal_objector,
    uphold_objection,
    withdraw_notice,
)
from zhinan.apps.awards.states import DecisionState, NoticeState
from zhinan.apps.projects.facts import Period
from zhinan.apps.projects.services import award_projects, missing_periods
from zhinan.apps.records.selectors import acts_on
from zhinan.apps.records.workflow import MoveRefused, may
from zhinan.apps.registry.selectors import workdays_between
from zhinan.desks.asked import number_in
from zhinan.engines.calendar.deadlines import SHANGHAI

from .decisions import AwardsView
from .decisions_acts import day_in


class Notice(AwardsView):
    def get(self, request: Any, pk: int) -> HttpResponse:
        return self.page(request, self.found(request, pk))

    def post(self, request: Any, pk: int) -> HttpResponse:
        notice = self.found(request, pk)
        act = ACTS.get(request.POST.get("act", ""))
        if act is None:
            raise Http404(f"no act {request.POST.get('act')!r} on a notice")
        try:
            done = act(request, notice)
        except MoveRefused as refusal:
            return self.page(request, notice, findings=refusal.findings, status=409)
        if isinstance(done, dict):  # shown once, on this answer only
            return self.page(request, notice, revealed=done)
        messages.success(request, done)
        return redirect("office:notice", pk=pk)

    def found(self, request: Any, pk: int) -> PublicNotice:
        return get_object_or_404(notices_visible_to(request.actor), pk=pk)

    def page(
        self, request: Any, notice: PublicNotice, status: int = 200, **extra: Any
    ) -> HttpResponse:
        answer = render(
            request, "awards/notice.html", notice_context(request, notice) | extra, status=status
        )
        answer["Cache-Control"] = "no-store"
        return answer


def notice_context(request: Any, notice: PublicNotice) -> dict[str, Any]:
    now = timezone.now()
    today = now.astimezone(SHANGHAI).date()
    listed = notice.decision_list
    is_noticed = listed.state == DecisionState.NOTICED and notice.state != NoticeState.WITHDRAWN
    blocking = [*notice_has_ended(notice, now=now), *no_objection_is_open(listed, now=now)]
    return {
        "notice": notice,
        "decision_list": listed,
        "objections": list(objections_visible_to(request.actor).filter(notice=notice)),
        "corrections": corrections_of(notice),
        "days_left": max(workdays_between(today, notice.ends_on), 0),
        "is_running": may_object_now(notice, now=now),
        "is_over": notice.state == NoticeState.SHOWN and today > notice.ends_on,
        "may_notice": may(request.actor, "awards.notice", notice),
        "may_uphold": may(request.actor, "awards.decide", notice),
        "may_issue": is_noticed and may(request.actor, "awards.award", notice),
        "blocking": blocking if is_noticed else [],
        "without_period": missing_periods(listed) if is_noticed and not blocking else [],
        "default_period": _two_years_from(today),
        "form": request.POST,
        "acts": acts_on(notice),
    }


def _two_years_from(today: Any) -> Period:
    """A proposal for the office to change: from next month's first day, two years."""
    year, month = (today.year + 1, 1) if today.month == 12 else (today.year, today.month + 1)
    starts_on = today.replace(year=year, month=month, day=1)
    return Period(starts_on, starts_on.replace(year=year + 2) - timedelta(days=1))


def _objection(request: Any, notice: PublicNotice) -> Objection:
    mine = objections_visible_to(request.actor).filter(notice=notice)
    return get_object_or_404(mine, pk=number_in(request.POST, "objection") or 0)


def withdraw(request: Any, notice: PublicNotice) -> str:
    withdraw_notice(notice, reason=request.POST.get("note", ""), actor=request.actor)
    return _("公示已撤下")


def finding(request: Any, notice: PublicNotice) -> str:
    record_finding(
        _objection(request, notice), finding=request.POST.get("finding", ""), actor=request.actor
    )
    return _("已记录调查结论")


def uphold(request: Any, notice: PublicNotice) -> str:
    uphold_objection(_objection(request, notice), actor=request.actor)
    return _("已认定异议成立")


def dismiss(request: Any, notice: PublicNotice) -> str:
    dismiss_objection(_objection(request, notice), actor=request.actor)
    return _("已认定异议不成立")


def reveal(request: Any, notice: PublicNotice) -> dict[str, Any]:
    objection = _objection(request, notice)
    name, contact = reveal_objector(
        objection, purpose=request.POST.get("note", ""), actor=request.actor
    )
    return {"pk": objection.pk, "name": name, "contact": contact}


def issue(request: Any, notice: PublicNotice) -> str:
    period = None
    if request.POST.get("starts_on"):
        period = Period(day_in(request.POST, "starts_on"), day_in(request.POST, "ends_on"))
    projects = award_projects(notice.decision_list, period=period, actor=request.actor)
    return _("已下达%(n)s项，列入项目台账") % {"n": len(projects)}


ACTS: dict[str, Callable[[Any, PublicNotice], str | dict[str, Any]]] = {
    "withdraw": withdraw,
    "finding": finding,
    "uphold": uphold,
    "dismiss": dismiss,
    "reveal": reveal,
    "issue": issue,
}
