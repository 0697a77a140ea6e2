"""Acts on correction claims: the organisation asks with evidence, the office decides."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from zhinan.apps.records.models import StoredFile
from zhinan.apps.records.services import record_act
from zhinan.apps.records.workflow import MoveRefused, perform, require
from zhinan.apps.registry.models import CorrectionClaim, Organisation, organisation_label
from zhinan.apps.registry.states import ACCEPT_CLAIM, REFUSE_CLAIM, ClaimState
from zhinan.engines.values import Finding
from zhinan.engines.values.text import clean, tidy_line

from .organisations import (
    CORRECTABLE,
    correct_organisation,
    organisation_findings,
    reason_missing,
    tidy_column,
)

MOST_CHARACTERS = {"asked_value": 200, "reason": 500}


@transaction.atomic
def ask_correction(
    organisation: Organisation,
    *,
    actor: Any,
    field: str,
    asked_value: str,
    reason: str,
    evidence: StoredFile | None = None,
    evidence_name: str = "",
) -> CorrectionClaim:
    """Ask the office to correct one registered fact.

    Raises:
        PermissionDenied: ``actor`` does not act for the organisation.
        MoveRefused: No reason, the same value, a wrong value, or an open claim on the same fact.
        ValueError: ``field`` cannot be corrected.
    """
    require(actor, "registry.claim", organisation)
    if field not in CORRECTABLE:
        raise ValueError(f"field must be one of {CORRECTABLE}, got {field!r}")
    registered = getattr(organisation, field)
    asked = tidy_line(asked_value)
    reason = clean(reason).strip()
    if findings := _claim_findings(organisation, field=field, asked=asked, reason=reason):
        raise MoveRefused(*findings)
    claim = CorrectionClaim.objects.create(
        organisation=organisation,
        field=field,
        registered_value=written(registered),
        asked_value=asked,
        reason=reason,
        evidence=evidence,
        evidence_name=evidence_name[:200],
        asked_by=actor.account,
    )
    with translation.override(settings.LANGUAGE_CODE):
        label = organisation_label(field)
    record_act(
        "registry.ask_correction",
        organisation,
        actor=actor,
        summary=f"申请更正{label}",
        before={field: registered},
        after={field: asked, "evidence": evidence.digest if evidence else ""},
        note=reason,
    )
    return claim


def written(value: Any) -> str:
    """A registered value as text: 是 / 否 for flags, ISO dates, blank for nothing."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else str(value)


def _claim_findings(
    organisation: Organisation, *, field: str, asked: str, reason: str
) -> list[Finding]:
    findings = [] if reason else [reason_missing()]
    for name, text in (("asked_value", asked), ("reason", reason)):
        if len(text) > MOST_CHARACTERS[name]:
            fact = _("填写了%(count)d字，最多%(most)d字") % {
                "count": len(text),
                "most": MOST_CHARACTERS[name],
            }
            findings.append(Finding("CLAIM-LENGTH", fact, remedy=_("请缩短后再填"), field=name))
    value = tidy_column(field, asked)
    if value == getattr(organisation, field):
        findings.append(
            Finding(
                "CLAIM-SAME",
                _("填写的内容与登记的一致"),
                remedy=_("请填写更正后的内容"),
                field="asked_value",
            )
        )
    if organisation.claims.filter(field=field, state=ClaimState.ASKED).exists():
        findings.append(
            Finding(
                "CLAIM-OPEN",
                _("同一事项已有一件更正申请待审核"),
                remedy=_("请等待审核结果"),
                field="field",
            )
        )
    if not findings:
        would_be = Organisation.objects.get(pk=organisation.pk)
        setattr(would_be, field, value)
        findings = [
            finding
            for finding in organisation_findings(would_be)
            if finding.code != "USCC-CHECK-DIGIT"
        ]  # the office judges a failed check digit against the certificate
    return findings


@transaction.atomic
def accept_claim(claim: CorrectionClaim, *, actor: Any, answer: str = "") -> CorrectionClaim:
    """Correct the fact as asked.

    Raises:
        PermissionDenied: ``actor`` is not of the office.
        MoveRefused: It was decided already, or the fact would be wrong by now.
    """
    decided = perform(
        ACCEPT_CLAIM,
        claim,
        actor=actor,
        note=answer,
        decided_at=timezone.now(),
        answer=answer[:500],
    )
    changes: dict[str, Any] = {claim.field: claim.asked_value}
    if claim.field == "uscc":  # the officer compared the code with the certificate before accepting
        changes["uscc_warning"] = f"已核对证照（更正申请{claim.pk}）"
    correct_organisation(
        claim.organisation,
        actor=actor,
        reason=f"同意更正申请{claim.pk}：{claim.reason}",
        **changes,
    )
    return decided


@transaction.atomic
def refuse_claim(claim: CorrectionClaim, *, actor: Any, answer: str) -> CorrectionClaim:
    """Leave the fact as it is, telling why.

    Raises:
        PermissionDenied: ``actor`` is not of the office.
        MoveRefused: No answer, or it was decided already.
    """
    require(actor, REFUSE_CLAIM.who, claim)
    if not answer.strip():
        raise MoveRefused(reason_missing())
    return perform(
        REFUSE_CLAIM,
        claim,
        actor=actor,
        note=answer,
        decided_at=timezone.now(),
        answer=answer[:500],
    )
