"""Acts on relations of organisations: enter one, end it."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhinan.apps.integrity.models import OrganisationRelation, RelationKind
from zhinan.apps.records.services import record_act
from zhinan.apps.records.workflow import MoveRefused, require
from zhinan.engines.values import Finding
from zhinan.engines.values.identity import USCC_CHECK, check_uscc, tidy_number
from zhinan.engines.values.text import tidy_line

from .records import reason_missing


@transaction.atomic
def add_relation(
    *,
    actor: Any,
    owner: str,
    owner_uscc: str,
    owned: str,
    owned_uscc: str,
    kind: str,
    source: str,
    share: Decimal | None = None,
    recorded_on: date | None = None,
    is_demo: bool = False,
) -> OrganisationRelation:
    """Enter that one organisation holds, controls or belongs together with another.

    Raises:
        PermissionDenied: ``actor`` is not of the office.
        MoveRefused: A fact is wrong, or the relation stands there (``RELATION-DUPLICATE``).
    """
    require(actor, "integrity.manage")
    relation = OrganisationRelation(
        owner=tidy_line(owner),
        owner_uscc=tidy_number(owner_uscc),
        owned=tidy_line(owned),
        owned_uscc=tidy_number(owned_uscc),
        kind=kind,
        share=share,
        source=tidy_line(source)[:200],
        recorded_on=recorded_on or timezone.localdate(),
        is_demo=is_demo,
    )
    return _enter(relation, actor=actor)


def _enter(relation: OrganisationRelation, *, actor: Any) -> OrganisationRelation:
    if findings := relation_findings(relation):
        raise MoveRefused(*findings)
    relation.save(force_insert=True)
    record_act(
        "integrity.add_relation",
        relation,
        actor=actor,
        summary=f"登记关联关系“{relation}”",
        after=_facts_of_record(relation),
        note=relation.source,
    )
    return relation


@transaction.atomic
def end_relation(
    relation: OrganisationRelation, *, actor: Any, ended_on: date, reason: str
) -> OrganisationRelation:
    """The relation holds until a day; what was judged before stays as it was judged.

    Raises:
        PermissionDenied: ``actor`` is not of the office.
        MoveRefused: No reason, or it ended already.
    """
    require(actor, "integrity.manage", relation)
    if not reason.strip():
        raise MoveRefused(reason_missing())
    row = OrganisationRelation.objects.select_for_update().get(pk=relation.pk)
    if row.ended_on is not None:
        fact = _("该关联关系已于%(on)s终止") % {"on": row.ended_on}
        raise MoveRefused(Finding("STATE-CHANGED", fact, remedy=_("请刷新页面查看最新状态")))
    row.ended_on = ended_on
    row.save(update_fields=["ended_on"])
    record_act(
        "integrity.end_relation",
        row,
        actor=actor,
        summary="终止关联关系",
        after={"ended_on": ended_on},
        note=reason.strip(),
    )
    return row


def relation_findings(relation: OrganisationRelation) -> list[Finding]:
    """What is wrong with a relation to be entered, a standing one included; one statement."""
    findings = relation_fact_findings(relation)
    standing = OrganisationRelation.objects.filter(
        owner_uscc=relation.owner_uscc,
        owned_uscc=relation.owned_uscc,
        kind=relation.kind,
        ended_on__isnull=True,
    )
    if not findings and standing.exists():
        fact = _("“%(relation)s”的同类关系已登记") % {"relation": relation}
        remedy = _("请核对；比例有变的，先终止原关系")
        findings.append(Finding("RELATION-DUPLICATE", fact, remedy=remedy, field="owned"))
    return findings


def relation_fact_findings(relation: OrganisationRelation) -> list[Finding]:
    """What is wrong with the facts themselves; no statement."""
    findings = []
    for name, code in (("owner", "owner_uscc"), ("owned", "owned_uscc")):
        if not 1 <= len(getattr(relation, name)) <= 120:
            fact = _("单位名称未填写或超过120字")
            findings.append(
                Finding("RELATION-NAME", fact, remedy=_("请按登记机关公示填写"), field=name)
            )
        wrong = check_uscc(getattr(relation, code))
        findings += [
            Finding(f.code, f.fact, f.source, f.remedy, code) for f in wrong if f.code != USCC_CHECK
        ]
    if relation.owner_uscc == relation.owned_uscc:
        fact = _("甲方和乙方是同一单位")
        findings.append(Finding("RELATION-SELF", fact, remedy=_("请核对代码"), field="owned_uscc"))
    if relation.kind not in RelationKind.values:
        labels = "、".join(str(label) for label in RelationKind.labels)
        findings.append(Finding("RELATION-KIND", _("方式不在目录中"), remedy=labels, field="kind"))
    if relation.share is not None and not 0 <= relation.share <= 1:
        fact = _("持股比例应在0%至100%之间")
        findings.append(
            Finding("RELATION-SHARE", fact, remedy=_("请填写百分数，如35%"), field="share")
        )
    return findings


def _facts_of_record(relation: OrganisationRelation) -> dict[str, Any]:
    return {
        "owner": relation.owner,
        "owner_uscc": relation.owner_uscc,
        "owned": relation.owned,
        "owned_uscc": relation.owned_uscc,
        "kind": relation.kind,
        "share": relation.share,
        "recorded_on": relation.recorded_on,
    }
