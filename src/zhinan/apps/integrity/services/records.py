"""Acts on integrity records: enter a penalty, end it."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhinan.apps.integrity.models import BreachKind, IntegrityRecord
from zhinan.apps.records.encryption import keyed_digest, seal, unseal
from zhinan.apps.records.services import record_act
from zhinan.apps.records.workflow import MoveRefused, require
from zhinan.engines.values import Finding
from zhinan.engines.values.identity import USCC_CHECK, check_uscc, tidy_number
from zhinan.engines.values.mask import mask_id_number
from zhinan.engines.values.text import tidy_line


@transaction.atomic
def add_record(
    *,
    actor: Any,
    name: str,
    kind: str,
    from_on: date,
    source: str,
    uscc: str = "",
    id_number: str = "",
    until_on: date | None = None,
    recorded_on: date | None = None,
    is_demo: bool = False,
) -> IntegrityRecord:
    """Enter a penalty of an organisation (``uscc``) or of a person (``id_number``).

    Raises:
        PermissionDenied: ``actor`` is not of the office.
        MoveRefused: A fact is wrong, or the same penalty stands there (``INTEGRITY-DUPLICATE``).
    """
    require(actor, "integrity.manage")
    number = tidy_number(id_number)
    record = IntegrityRecord(
        name=tidy_line(name),
        uscc=tidy_number(uscc),
        id_number_sealed=seal(number),
        id_number_digest=keyed_digest(number) if number else "",
        kind=kind,
        from_on=from_on,
        until_on=until_on,
        source=tidy_line(source)[:200],
        recorded_on=recorded_on or timezone.localdate(),
        is_demo=is_demo,
    )
    return _enter(record, number, actor=actor)


def _enter(record: IntegrityRecord, number: str, *, actor: Any) -> IntegrityRecord:
    if findings := record_findings(record, number):
        raise MoveRefused(*findings)
    record.save(force_insert=True)
    record_act(
        "integrity.add_record",
        record,
        actor=actor,
        summary=f"登记诚信记录“{record.name}”",
        after=_facts_of_record(record),
        note=record.source,
    )
    return record


@transaction.atomic
def end_record(
    record: IntegrityRecord, *, actor: Any, until_on: date, reason: str
) -> IntegrityRecord:
    """Set or change the last day of a penalty: repaired, revoked, or decided anew.

    Raises:
        PermissionDenied: ``actor`` is not of the office.
        MoveRefused: No reason, or the day lies before the penalty began.
    """
    require(actor, "integrity.manage", record)
    if not reason.strip():
        raise MoveRefused(reason_missing())
    row = IntegrityRecord.objects.select_for_update().get(pk=record.pk)
    before, row.until_on = row.until_on, until_on
    if findings := _date_findings(row):
        raise MoveRefused(*findings)
    row.save(update_fields=["until_on"])
    record_act(
        "integrity.end_record",
        row,
        actor=actor,
        summary="变更惩戒结束日期",
        before={"until_on": before},
        after={"until_on": until_on},
        note=reason.strip(),
    )
    return row


def record_findings(record: IntegrityRecord, number: str) -> list[Finding]:
    """What is wrong with a penalty to be entered, an equal one that stands there included; one statement."""
    findings = record_fact_findings(record, number)
    if not findings and _equal_to(record).exists():
        fact = _("“%(name)s”自%(on)s起的同类记录已登记") % {
            "name": record.name,
            "on": record.from_on,
        }
        remedy = _("请核对；期限有变的，在原记录上变更")
        findings.append(Finding("INTEGRITY-DUPLICATE", fact, remedy=remedy, field="name"))
    return findings


def record_fact_findings(record: IntegrityRecord, number: str) -> list[Finding]:
    """What is wrong with the facts themselves; no statement."""
    findings = []
    if not 1 <= len(record.name) <= 120:
        fact = _("主体名称未填写或超过120字")
        findings.append(Finding("INTEGRITY-NAME", fact, remedy=_("请按处理决定填写"), field="name"))
    if bool(record.uscc) == bool(number):
        fact = _("单位填统一社会信用代码，个人填证件号码，二者填一项")
        findings.append(
            Finding("INTEGRITY-SUBJECT", fact, remedy=_("请补填或删去一项"), field="uscc")
        )
    elif record.uscc:
        # A wrong check digit bars registering, not a penalty: genuine codes of public bodies fail it.
        findings += [f for f in check_uscc(record.uscc) if f.code != USCC_CHECK]
    elif not (5 <= len(number) <= 30 and number.isascii() and number.isalnum()):
        fact = _("证件号码应为5至30位字母和数字")
        findings.append(
            Finding("INTEGRITY-NUMBER", fact, remedy=_("请对照处理决定核对"), field="id_number")
        )
    if record.kind not in BreachKind.values:
        labels = "、".join(str(label) for label in BreachKind.labels)
        findings.append(Finding("INTEGRITY-KIND", _("类别不在目录中"), remedy=labels, field="kind"))
    if not record.source:
        remedy = _("请写处理决定的名称或文号")
        findings.append(
            Finding("INTEGRITY-SOURCE", _("没有写明依据"), remedy=remedy, field="source")
        )
    return findings + _date_findings(record)


def masked_number(record: IntegrityRecord) -> str:
    """The identity number with its middle covered; blank for an organisation."""
    return mask_id_number(unseal(record.id_number_sealed))


def reason_missing() -> Finding:
    return Finding("REASON-MISSING", _("没有写明理由"), remedy=_("请写明理由"), field="reason")


def _date_findings(record: IntegrityRecord) -> list[Finding]:
    if record.until_on is None or record.until_on >= record.from_on:
        return []
    fact = _("结束日期%(end)s早于开始日期%(start)s") % {
        "end": record.until_on,
        "start": record.from_on,
    }
    return [Finding("INTEGRITY-DATES", fact, remedy=_("请按处理决定核对"), field="until_on")]


def _equal_to(record: IntegrityRecord) -> Any:
    return IntegrityRecord.objects.filter(
        uscc=record.uscc,
        id_number_digest=record.id_number_digest,
        kind=record.kind,
        from_on=record.from_on,
    )


def _facts_of_record(record: IntegrityRecord) -> dict[str, Any]:
    """What the record of acts may keep: a sealed number only as its mask."""
    return {
        "name": record.name,
        "uscc": record.uscc,
        "id_number": masked_number(record),
        "kind": record.kind,
        "from_on": record.from_on,
        "until_on": record.until_on,
        "recorded_on": record.recorded_on,
    }
