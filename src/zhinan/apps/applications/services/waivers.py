"""Waivers: a person with the power lets one rule pass for one application, on record."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhinan.apps.applications.models import Application, WaiverGrant
from zhinan.apps.programmes.facts import rules_of
from zhinan.apps.records.models import StoredFile
from zhinan.apps.records.services import record_act
from zhinan.apps.records.workflow import MoveRefused, require
from zhinan.engines.rules import Rule
from zhinan.engines.values import Finding


@transaction.atomic
def grant_waiver(
    application: Application,
    *,
    rule: str,
    on: date,
    reason: str,
    actor: Any,
    document: StoredFile | None = None,
    document_name: str = "",
) -> WaiverGrant:
    """Let a rule pass where the guide gives a person that power.

    Raises:
        PermissionDenied: ``actor`` is not of the office section of the call.
        MoveRefused: The rule has no waiver, no reason, a paper the clause asks for is missing, or it was
            granted already.
    """
    locked = Application.objects.select_for_update().get(pk=application.pk)
    require(actor, "applications.grant_waiver", locked)
    if findings := _faults(locked, rule, on, reason, document):
        raise MoveRefused(*findings)
    grant = WaiverGrant.objects.create(
        application=locked,
        rule=rule,
        granted_by=actor.account,
        granted_on=on,
        reason=reason.strip(),
        document=document,
        document_name=document_name[:200],
    )
    record_act(
        "applications.grant_waiver",
        locked,
        actor=actor,
        summary=f"批准豁免{rule}",
        after={"rule": rule, "on": on, "document": document.digest if document else ""},
        note=grant.reason,
    )
    return grant


@transaction.atomic
def withdraw_waiver(grant: WaiverGrant, *, reason: str, actor: Any) -> WaiverGrant:
    """Take a waiver back; what was judged while it stood stays as it was judged.

    Raises:
        PermissionDenied: ``actor`` is not of the office section of the call.
        MoveRefused: No reason, or it was taken back already.
    """
    require(actor, "applications.grant_waiver", grant.application)
    if not reason.strip():
        raise MoveRefused(_reason_missing())
    row = WaiverGrant.objects.select_for_update().get(pk=grant.pk)
    if row.withdrawn_at is not None:
        fact = _("对%(rule)s的豁免已经撤销") % {"rule": row.rule}
        raise MoveRefused(Finding("STATE-CHANGED", fact, remedy=_("请刷新页面查看最新状态")))
    row.withdrawn_at = timezone.now()
    row.save(update_fields=["withdrawn_at"])
    record_act(
        "applications.withdraw_waiver",
        row.application,
        actor=actor,
        summary=f"撤销豁免{row.rule}",
        before={"rule": row.rule},
        note=reason.strip(),
    )
    return row


def waivable_rules(application: Application) -> tuple[Rule, ...]:
    """Rules of its programme that the guide lets a person waive, in the order of the guide."""
    programme = application.call.programme
    return tuple(r for r in rules_of(programme.guide).rules(programme.key) if r.waivers)


def _faults(
    application: Application, key: str, on: date, reason: str, document: StoredFile | None
) -> list[Finding]:
    rule = next((r for r in waivable_rules(application) if r.key == key), None)
    if rule is None:
        fact = _("%(rule)s没有可以豁免的规定") % {"rule": key}
        remedy = _("条款没有授权的，不能豁免；请按审查意见办理")
        return [Finding("WAIVER-NONE", fact, remedy=remedy)]
    findings = [] if reason.strip() else [_reason_missing()]
    if on > timezone.localdate():
        fact, remedy = _("批准日期%(on)s晚于今天") % {"on": on}, _("请核对批准文件")
        findings.append(Finding("WAIVER-DATE", fact, rule.clause, remedy, "on"))
    if _needs_paper(rule) and document is None:
        papers = "、".join(rule.waivers[0].papers)
        fact = _("没有上传%(papers)s") % {"papers": papers}
        remedy = _("条款要求附这份材料，请上传")
        findings.append(Finding("WAIVER-PAPER", fact, rule.clause, remedy, "document"))
    if application.waiver_grants.filter(rule=key, withdrawn_at=None).exists():
        fact = _("对%(rule)s已经批准豁免") % {"rule": key}
        findings.append(Finding("STATE-CHANGED", fact, remedy=_("请刷新页面查看最新状态")))
    return findings


def _needs_paper(rule: Rule) -> bool:
    return all(waiver.papers for waiver in rule.waivers)


def _reason_missing() -> Finding:
    return Finding("REASON-MISSING", _("没有写明理由"), remedy=_("请写明理由"), field="reason")
