"""Taking penalties and relations from a spreadsheet: check all, then enter all or nothing."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from zhinan.apps.integrity.models import (
    BreachKind,
    IntegrityRecord,
    OrganisationRelation,
    RelationKind,
)
from zhinan.apps.records.encryption import keyed_digest
from zhinan.apps.records.workflow import MoveRefused, require
from zhinan.apps.registry.services.organisations import date_of
from zhinan.apps.registry.services.sheets import Column, SheetCheck, SheetRow, fault_at, read_sheet
from zhinan.engines.values import Finding
from zhinan.engines.values.identity import tidy_number
from zhinan.engines.values.text import fold, tidy_line

from .records import add_record, record_fact_findings
from .relations import add_relation, relation_fact_findings


def _choice(kinds: type[models.TextChoices]) -> Callable[[str], str]:
    def read(typed: str) -> str:
        by_label = {fold(str(label)): value for value, label in kinds.choices}
        if found := by_label.get(fold(typed)):
            return found
        labels = "、".join(str(label) for label in kinds.labels)
        fact = _("“%(typed)s”不在目录中") % {"typed": typed}
        remedy = _("可选：%(labels)s") % {"labels": labels}
        raise MoveRefused(Finding("SHEET-CHOICE", fact, remedy=remedy))

    return read


def share_of(typed: str) -> Decimal | None:
    """A share as officials write it: 35%, 35, 0.35 is asked.

    Raises:
        MoveRefused: It is no share, or may mean two things.
    """
    text = tidy_number(typed).removesuffix("%")
    if not text:
        return None
    is_plain = text.replace(".", "", 1).isdecimal()
    if not is_plain or (Decimal(text) < 1 and "%" not in typed and Decimal(text) != 0):
        fact = _("“%(typed)s”不能读作持股比例") % {"typed": typed}
        remedy = _("请填写百分数，如35%")
        raise MoveRefused(Finding("RELATION-SHARE", fact, remedy=remedy, field="share"))
    return Decimal(text) / 100


RECORD_COLUMNS = (
    Column("主体名称", "name", tidy_line, is_required=True),
    Column("统一社会信用代码", "uscc", tidy_number),
    Column("证件号码", "id_number", tidy_number),
    Column("类别", "kind", _choice(BreachKind), is_required=True),
    Column("惩戒开始日期", "from_on", date_of, is_required=True),
    Column("惩戒结束日期", "until_on", date_of),
    Column("依据", "source", tidy_line),
    Column("记录日期", "recorded_on", date_of),
)
RELATION_COLUMNS = (
    Column("甲方名称", "owner", tidy_line, is_required=True),
    Column("甲方代码", "owner_uscc", tidy_number, is_required=True),
    Column("乙方名称", "owned", tidy_line, is_required=True),
    Column("乙方代码", "owned_uscc", tidy_number, is_required=True),
    Column("方式", "kind", _choice(RelationKind), is_required=True),
    Column("持股比例", "share", share_of),
    Column("依据", "source", tidy_line),
    Column("记录日期", "recorded_on", date_of),
)


def check_records(texts: Sequence[Sequence[str]], *, source: str = "") -> SheetCheck:
    """What importing the sheet would do; one statement. A penalty that stands there is passed over."""
    rows, faults = read_sheet(texts, RECORD_COLUMNS)
    check = SheetCheck(faults=faults)
    held = set(
        IntegrityRecord.objects.filter(from_on__in={r.values["from_on"] for r in rows}).values_list(
            "uscc", "id_number_digest", "kind", "from_on"
        )
    )
    for row in rows:
        values, number = row.values, row.values["id_number"]
        values["source"] = values["source"] or source
        digest = keyed_digest(number) if number else ""
        key = (values["uscc"], digest, values["kind"], values["from_on"])
        if key in held:
            check.skipped += 1
            continue
        held.add(key)
        facts = {k: v for k, v in values.items() if k != "id_number"}
        _note(
            check,
            row,
            texts,
            RECORD_COLUMNS,
            record_fact_findings(IntegrityRecord(**facts), number),
        )
    return check


def check_relations(texts: Sequence[Sequence[str]], *, source: str = "") -> SheetCheck:
    """What importing the sheet would do; one statement. A standing relation is passed over."""
    rows, faults = read_sheet(texts, RELATION_COLUMNS)
    check = SheetCheck(faults=faults)
    standing = OrganisationRelation.objects.filter(
        ended_on__isnull=True, owner_uscc__in={r.values["owner_uscc"] for r in rows}
    )
    held = set(standing.values_list("owner_uscc", "owned_uscc", "kind"))
    for row in rows:
        values = row.values
        values["source"] = values["source"] or source
        key = (values["owner_uscc"], values["owned_uscc"], values["kind"])
        if key in held:
            check.skipped += 1
            continue
        held.add(key)
        findings = relation_fact_findings(OrganisationRelation(**values))
        _note(check, row, texts, RELATION_COLUMNS, findings)
    return check


@transaction.atomic
def import_records(texts: Sequence[Sequence[str]], *, actor: Any, source: str) -> int:
    """Enter every new penalty of the sheet. Returns how many.

    Raises:
        PermissionDenied: ``actor`` is not of the office.
        MoveRefused: The sheet has a fault; nothing was entered.
    """
    require(actor, "integrity.manage")
    rows = _without_fault(check_records(texts, source=source))
    for row in rows:
        add_record(actor=actor, **row.values)
    return len(rows)


@transaction.atomic
def import_relations(texts: Sequence[Sequence[str]], *, actor: Any, source: str) -> int:
    """Enter every new relation of the sheet. Returns how many.

    Raises:
        PermissionDenied: ``actor`` is not of the office.
        MoveRefused: The sheet has a fault; nothing was entered.
    """
    require(actor, "integrity.manage")
    rows = _without_fault(check_relations(texts, source=source))
    for row in rows:
        add_relation(actor=actor, **row.values)
    return len(rows)


def _without_fault(check: SheetCheck) -> list[SheetRow]:
    if check.faults:
        raise MoveRefused(*(fault.finding for fault in check.faults))
    return check.rows


def _note(
    check: SheetCheck,
    row: SheetRow,
    texts: Sequence[Sequence[str]],
    columns: Sequence[Column],
    findings: list[Finding],
) -> None:
    heads = {fold(text).rstrip("*"): place for place, text in enumerate(texts[0])}
    for finding in findings:
        column = next((c for c in columns if c.key == finding.field), columns[0])
        typed = "" if column.key == "id_number" else str(row.values.get(column.key) or "")
        place = heads.get(fold(column.label), 0)
        check.faults.append(fault_at(row.number, place, column.label, typed, finding))
    if not findings:
        check.rows.append(row)
