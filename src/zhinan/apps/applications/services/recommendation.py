"""From the applicant's hand to the office: confirm, return, recommend, within the quota."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhinan.apps.accounts.models import Account, Role, RoleGrant
from zhinan.apps.accounts.selectors import Actor
from zhinan.apps.applications.models import Application
from zhinan.apps.applications.states import (
    BODY_RETURN,
    CONFIRM,
    HOST_RETURN,
    RECOMMEND,
    UNRECOMMEND,
)
from zhinan.apps.programmes.models import Call
from zhinan.apps.programmes.states import CallState
from zhinan.apps.records.services import notify
from zhinan.apps.records.workflow import MoveRefused, perform, refusals, require
from zhinan.apps.registry.models import Organisation, RecommendingBody
from zhinan.engines.values import Finding

from .quotas import body_refusals, host_refusals


@transaction.atomic
def confirm_application(
    application: Application, *, actor: Actor, body: RecommendingBody | None
) -> Application:
    """Hand a unit's application to a recommending body, in the unit's name.

    Raises:
        PermissionDenied: ``actor`` does not administer the unit.
        MoveRefused: No body, the unit's own quota is used up, or the window has closed.
    """
    require(actor, "applications.confirm", application)
    Organisation.objects.select_for_update().get(pk=application.host_id)
    current = as_it_stands(application)
    refuse(refusals(CONFIRM, current) or call_refusals(current.call))
    refuse(body_choice_refusals(current, body))
    refuse(host_refusals(current))
    assert body is not None  # refused above
    confirmed = perform(CONFIRM, application, actor=actor, body=body)
    tell(
        recipients_of(Role.RECOMMENDER, body.pk),
        f"新的待推荐申报：{confirmed.title}",
        f"/recommend/applications/{confirmed.pk}/",
    )
    return confirmed


def return_from_host(application: Application, *, actor: Actor, reason: str) -> Application:
    """Give an application back to its applicant, with a reason."""
    return _give_back(HOST_RETURN, application, actor=actor, reason=reason)


def return_from_body(application: Application, *, actor: Actor, reason: str) -> Application:
    """Give an application back to its applicant, with a reason."""
    return _give_back(BODY_RETURN, application, actor=actor, reason=reason)


@transaction.atomic
def recommend_application(
    application: Application, *, actor: Actor, opinion: str = ""
) -> Application:
    """Recommend within the body's quota; counted under lock, so the last place goes to one.

    Raises:
        PermissionDenied: ``actor`` does not act for the body.
        MoveRefused: The quota is used up, has no row, or the window has closed.
    """
    require(actor, "applications.recommend", application)
    RecommendingBody.objects.select_for_update().get(pk=application.body_id or 0)
    current = as_it_stands(application)
    refuse(refusals(RECOMMEND, current) or call_refusals(current.call))
    refuse(body_refusals(current))
    recommended = perform(
        RECOMMEND, application, actor=actor, note=opinion, recommended_at=timezone.now()
    )
    tell(
        [application.owner_id],
        f"已推荐：{recommended.title}",
        f"/apply/applications/{recommended.pk}/",
    )
    return recommended


def recommend_many(
    applications: Iterable[Application], *, actor: Actor
) -> tuple[list[Application], list[tuple[Application, list[Finding]]]]:
    """Recommend each in the given order; what is refused is told with its reasons, the rest stands."""
    done, refused = [], []
    for application in applications:
        try:
            done.append(recommend_application(application, actor=actor))
        except MoveRefused as refusal:
            refused.append((application, refusal.findings))
    return done, refused


def take_back_recommendation(application: Application, *, actor: Actor, reason: str) -> Application:
    """Undo a recommendation while the window is open; the place is free again."""
    need_reason(reason)
    return perform(UNRECOMMEND, application, actor=actor, note=reason, recommended_at=None)


@transaction.atomic
def _give_back(move, application: Application, *, actor: Actor, reason: str) -> Application:  # type: ignore[no-untyped-def]
    need_reason(reason)
    returned = perform(move, application, actor=actor, note=reason, returned_at=timezone.now())
    tell(
        [application.owner_id, *application.collaborators.values_list("account_id", flat=True)],
        f"被退回修改：{returned.title}",
        f"/apply/applications/{returned.pk}/",
        reason,
    )
    return returned


def need_reason(reason: str) -> None:
    if not reason.strip():
        raise MoveRefused(
            Finding(
                "REASON-MISSING",
                _("没有写明理由"),
                remedy=_("请写明理由，申报人据此修改"),
                field="note",
            )
        )


def as_it_stands(application: Application) -> Application:
    """The row as it is now that its quota is locked; what the page showed may be old."""
    rows = Application.objects.select_related("call__programme__guide", "host", "body")
    return rows.get(pk=application.pk)


def call_refusals(call: Call) -> list[Finding]:
    """A cancelled call is carried no further."""
    if call.state != CallState.CANCELLED:
        return []
    fact = _("申报通知“%(title)s”已取消") % {"title": call.title}
    return [Finding("CALL-CANCELLED", fact, call.number, _("请联系主管处室，或关注下一批申报通知"))]


def body_choice_refusals(application: Application, body: RecommendingBody | None) -> list[Finding]:
    """Why a unit may not hand its application to this body."""
    if body is None:
        remedy = _("请选择归口的推荐单位后再确认")
        return [Finding("BODY-MISSING", _("尚未选择推荐单位"), remedy=remedy, field="body")]
    if not body.memberships.filter(organisation_id=application.host_id).exists():
        fact = _("%(body)s不是本单位的归口推荐单位") % {"body": body.name}
        remedy = _("请从本单位的归口推荐单位中选择；归口关系有误的，请联系市科技局更正")
        return [Finding("BODY-FOREIGN", fact, remedy=remedy, field="body")]
    addressed = application.call.addressed_bodies
    if addressed.exists() and not addressed.filter(body=body).exists():
        fact = _("本次申报通知不面向%(body)s") % {"body": body.name}
        remedy = _("请选择通知列明的推荐单位")
        return [Finding("BODY-NOT-ADDRESSED", fact, application.call.number, remedy, "body")]
    return []


def refuse(findings: list[Finding]) -> None:
    if findings:
        raise MoveRefused(*findings)


def recipients_of(role: str, scope_id: int) -> list[int]:
    grants = RoleGrant.objects.filter(role=role, scope_id=scope_id, ended_at__isnull=True)
    return list(grants.values_list("account_id", flat=True).distinct())


def tell(account_ids: Iterable[int], title: str, link: str, text: str = "") -> None:
    accounts = Account.objects.filter(pk__in=list(account_ids), is_active=True)
    notify(accounts, title=title, text=text, link=link)
