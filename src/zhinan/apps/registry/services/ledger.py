"""Acts on the project ledger, which limits and duplicate checks read."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhinan.apps.records.services import record_act
from zhinan.apps.records.workflow import MoveRefused, require
from zhinan.apps.registry.models import LedgerEntry, LedgerState, Organisation, Person
from zhinan.engines.values import Finding
from zhinan.engines.values.text import tidy_line

from .organisations import reason_missing

CHANGEABLE = (
    "title",
    "programme",
    "year",
    "lead",
    "leader",
    "leader_name",
    "starts_on",
    "ends_on",
    "state",
    "grant_yuan",
)


@transaction.atomic
def add_ledger_entry(
    *,
    actor: Any,
    number: str,
    title: str,
    programme: str,
    year: int,
    lead: Organisation,
    leader_name: str,
    starts_on: date,
    ends_on: date,
    grant_yuan: Decimal,
    source: str,
    leader: Person | None = None,
    state: str = LedgerState.RUNNING,
    is_demo: bool = False,
) -> LedgerEntry:
    """Enter a past or running project. Later stages call it when they award one.

    Raises:
        PermissionDenied: ``actor`` may not keep the ledger.
        MoveRefused: A fact is wrong, or the number is taken (``LEDGER-DUPLICATE``).
    """
    require(actor, "registry.manage_ledger")
    entry = LedgerEntry(
        number=tidy_line(number),
        title=tidy_line(title),
        programme=tidy_line(programme),
        year=year,
        lead=lead,
        leader=leader,
        leader_name=tidy_line(leader_name),
        starts_on=starts_on,
        ends_on=ends_on,
        state=state,
        grant_yuan=grant_yuan,
        source=tidy_line(source)[:120],
        is_demo=is_demo,
    )
    return _enter(entry, actor=actor)


def _enter(entry: LedgerEntry, *, actor: Any) -> LedgerEntry:
    if findings := ledger_findings(entry):
        raise MoveRefused(*findings)
    entry.save(force_insert=True)
    record_act(
        "registry.add_ledger_entry",
        entry,
        actor=actor,
        summary=f"登记项目{entry.number}",
        after=_facts_of_record(entry),
        note=entry.source,
    )
    return entry


@transaction.atomic
def change_ledger_entry(
    entry: LedgerEntry, *, actor: Any, reason: str, **changes: Any
) -> LedgerEntry:
    """Change a line of the ledger; the record keeps what stood there.

    Raises:
        PermissionDenied: ``actor`` may not keep the ledger.
        MoveRefused: No reason, or a fact would be wrong.
        ValueError: A column that cannot be changed.
    """
    require(actor, "registry.manage_ledger", entry)
    if wrong := set(changes) - set(CHANGEABLE):
        raise ValueError(f"changes must be of {CHANGEABLE}, got {sorted(wrong)}")
    if not reason.strip():
        raise MoveRefused(reason_missing())
    row = LedgerEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    before = _facts_of_record(row)
    for column, value in changes.items():
        setattr(row, column, tidy_line(value) if isinstance(value, str) else value)
    if findings := ledger_findings(row):
        raise MoveRefused(*findings)
    row.save(update_fields=list(changes))
    after = _facts_of_record(row)
    record_act(
        "registry.change_ledger_entry",
        row,
        actor=actor,
        summary="变更项目台账",
        before={k: v for k, v in before.items() if after[k] != v},
        after={k: v for k, v in after.items() if before[k] != v},
        note=reason,
    )
    return row


def ledger_findings(entry: LedgerEntry) -> list[Finding]:
    """What is wrong with a line of the ledger, saved or not, another one with its number included."""
    findings = ledger_fact_findings(entry)
    other = LedgerEntry.objects.filter(number=entry.number).exclude(pk=entry.pk).first()
    if other:
        fact = _("项目编号%(number)s已用于“%(title)s”") % {
            "number": other.number,
            "title": other.title,
        }
        findings.append(Finding("LEDGER-DUPLICATE", fact, remedy=_("请核对编号"), field="number"))
    return findings


def ledger_fact_findings(entry: LedgerEntry) -> list[Finding]:
    """What is wrong with the facts themselves; no statement."""
    findings = []
    for column, label, most in (("number", _("项目编号"), 40), ("title", _("项目名称"), 200), ("programme", _("计划类别"), 120), ("leader_name", _("项目负责人"), 64)):  # fmt: skip
        if not 1 <= len(getattr(entry, column)) <= most:
            fact = _("%(label)s未填写或超过%(most)d字") % {"label": label, "most": most}
            findings.append(
                Finding("LEDGER-TEXT", fact, remedy=_("请按立项文件填写"), field=column)
            )
    if entry.ends_on < entry.starts_on:
        fact = _("结束日期%(end)s早于起始日期%(start)s") % {
            "end": entry.ends_on,
            "start": entry.starts_on,
        }
        findings.append(Finding("LEDGER-DATES", fact, remedy=_("请按任务书核对"), field="ends_on"))
    if not 1980 <= entry.year <= 2100:
        findings.append(
            Finding(
                "LEDGER-YEAR",
                _("立项年度%(year)s有误") % {"year": entry.year},
                remedy=_("请填写四位年份"),
                field="year",
            )
        )
    if entry.grant_yuan < 0:
        findings.append(
            Finding(
                "LEDGER-GRANT", _("财政经费不能为负"), remedy=_("请核对金额"), field="grant_yuan"
            )
        )
    if entry.state not in LedgerState.values:
        findings.append(
            Finding(
                "LEDGER-STATE",
                _("状态不在目录中"),
                remedy="、".join(str(x) for x in LedgerState.labels),
                field="state",
            )
        )
    return findings


def _facts_of_record(entry: LedgerEntry) -> dict[str, Any]:
    return {
        "title": entry.title,
        "programme": entry.programme,
        "year": entry.year,
        "lead": entry.lead_id,
        "leader_name": entry.leader_name,
        "starts_on": entry.starts_on,
        "ends_on": entry.ends_on,
        "state": entry.state,
        "grant_yuan": f"{entry.grant_yuan:.2f}",
    }
