"""Taking organisations and ledger lines from a spreadsheet: check all, then enter all or nothing."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from zhinan.apps.records.workflow import MoveRefused, require
from zhinan.apps.registry.models import LedgerEntry, LedgerState, Organisation, OrganisationKind
from zhinan.apps.registry.selectors.regions import is_region_code, regions_on
from zhinan.engines.values import Finding
from zhinan.engines.values.identity import tidy_number
from zhinan.engines.values.money import parse_money
from zhinan.engines.values.text import fold, tidy_line

from .ledger import add_ledger_entry, ledger_fact_findings
from .organisations import date_of, fact_findings, register_organisation, same_named
from .sheets import Column, SheetCheck, SheetRow, fault_at, read_sheet


def _refuse(code: str, fact: str, remedy: str) -> MoveRefused:
    return MoveRefused(Finding(code, fact, remedy=remedy))


def _kind(typed: str) -> str:
    by_label = {fold(str(label)): value for value, label in OrganisationKind.choices}
    found = by_label.get(fold(typed)) or (typed if typed in OrganisationKind.values else "")
    if not found:
        labels = "、".join(str(label) for label in OrganisationKind.labels)
        raise _refuse(
            "ORG-KIND",
            _("“%(typed)s”不是单位类型") % {"typed": typed},
            _("可选：%(labels)s") % {"labels": labels},
        )
    return found


def _flag(typed: str) -> bool:
    if fold(typed) in ("", "是", "y", "yes", "1", "true"):
        return True
    if fold(typed) in ("否", "n", "no", "0", "false"):
        return False
    raise _refuse(
        "SHEET-FLAG", _("“%(typed)s”不是“是”或“否”") % {"typed": typed}, _("请填写是或否")
    )


def _region_reader() -> Callable[[str], str]:
    """Reads a code or the name of a region; names are looked up once."""
    by_name: dict[str, list[str]] = {}
    for code, name in regions_on().values_list("code", "name"):
        by_name.setdefault(name, []).append(code)

    def read(typed: str) -> str:
        text = tidy_line(typed)
        if is_region_code(text):
            return text
        found = [code for name, codes in by_name.items() if text.endswith(name) for code in codes]
        exact = by_name.get(text, [])
        codes = exact or found
        if len(codes) != 1:
            raise _refuse(
                "ORG-REGION",
                _("“%(typed)s”不能对应到一个行政区划") % {"typed": text},
                _("请填写6位代码，如320706"),
            )
        return codes[0]

    return read


def organisation_columns() -> tuple[Column, ...]:
    """The columns of the organisations sheet, as exported and as read; one statement."""
    return (
        Column("单位名称", "name", tidy_line, is_required=True),
        Column("统一社会信用代码", "uscc", tidy_number, is_required=True),
        Column("单位类型", "kind", _kind, is_required=True),
        Column("注册地", "region_code", _region_reader(), is_required=True),
        Column("注册日期", "registered_on", date_of),
        Column("独立法人", "is_legal_person", _flag),
        Column("法定代表人", "legal_representative", tidy_line),
        Column("地址", "address", tidy_line),
        Column("代码校验说明", "uscc_warning", tidy_line),
    )


def check_organisations(texts: Sequence[Sequence[str]]) -> SheetCheck:
    """What importing the sheet would do; three statements at any size.

    A row whose code and name are registered already is passed over; a code under
    another name, or a name under another code, is a fault.
    """
    columns = organisation_columns()
    rows, faults = read_sheet(texts, columns)
    check = SheetCheck(faults=faults)
    places = _places(texts, columns)
    held = _held_organisations(rows)
    seen: dict[str, int] = {}
    for row in rows:
        other = held.get(row.values["uscc"]) or held.get(fold(row.values["name"]))
        if other and (other.uscc, fold(other.name)) == (
            row.values["uscc"],
            fold(row.values["name"]),
        ):
            check.skipped += 1
            continue
        findings = fact_findings(Organisation(**row.values))
        if other:
            fact = _("已登记为“%(name)s”（%(uscc)s）") % {"name": other.name, "uscc": other.uscc}
            findings.append(
                Finding("ORG-DUPLICATE", fact, remedy=_("请核对，或对已有登记作更正"), field="uscc")
            )
        for key in ("uscc", "name"):
            first = seen.setdefault(f"{key}:{fold(row.values[key])}", row.number)
            if first != row.number:
                fact = _("与第%(row)d行重复") % {"row": first}
                findings.append(Finding("SHEET-REPEAT", fact, remedy=_("请删去一行"), field=key))
        _note(check, row, findings, places)
    return check


def _held_organisations(rows: Iterable[SheetRow]) -> dict[str, Organisation]:
    """Registered organisations by code and by folded name, among those the rows may mean."""
    values = [row.values for row in rows]
    names = [spelling for v in values for spelling in same_named(v["name"])]
    found: dict[str, Organisation] = {}
    for start in range(0, len(names), 3000):
        same = Q(name__in=names[start : start + 3000])
        found |= {fold(row.name): row for row in Organisation.objects.filter(same)}
    codes = [v["uscc"] for v in values]
    found |= {row.uscc: row for row in Organisation.objects.filter(uscc__in=codes)}
    return found


def _places(
    texts: Sequence[Sequence[str]], columns: Sequence[Column]
) -> dict[str, tuple[int, str]]:
    heads = {fold(text).rstrip("*"): place for place, text in enumerate(texts[0] if texts else [])}
    return {column.key: (heads.get(fold(column.label), 0), column.label) for column in columns}


def _note(
    check: SheetCheck, row: SheetRow, findings: list[Finding], places: dict[str, tuple[int, str]]
) -> None:
    for finding in findings:
        place, label = places.get(finding.field, (0, ""))
        typed = str(row.values.get(finding.field) or "")
        check.faults.append(fault_at(row.number, place, label, typed, finding))
    if not findings:
        check.rows.append(row)


@transaction.atomic
def import_organisations(texts: Sequence[Sequence[str]], *, actor: Any) -> int:
    """Register every new organisation of the sheet. Returns how many.

    Raises:
        PermissionDenied: ``actor`` is not of the office.
        MoveRefused: The sheet has a fault; nothing was entered.
    """
    require(actor, "registry.manage")
    check = check_organisations(texts)
    if check.faults:
        raise MoveRefused(*(fault.finding for fault in check.faults))
    for row in check.rows:
        register_organisation(actor=actor, **row.values)
    return len(check.rows)


def _yuan(typed: str) -> Decimal:
    read = parse_money(typed, unit="万元")
    if isinstance(read, Finding):
        raise MoveRefused(read)
    return read


def _year(typed: str) -> int:
    text = tidy_number(typed).removesuffix("年")
    if not (text.isdecimal() and len(text) == 4):
        raise _refuse(
            "LEDGER-YEAR", _("“%(typed)s”不是年份") % {"typed": typed}, _("请填写四位年份")
        )
    return int(text)


def _ledger_state(typed: str) -> str:
    by_label = {fold(str(label)): value for value, label in LedgerState.choices}
    found = by_label.get(fold(typed or "在研"))
    if not found:
        labels = "、".join(str(label) for label in LedgerState.labels)
        raise _refuse(
            "LEDGER-STATE",
            _("“%(typed)s”不是项目状态") % {"typed": typed},
            _("可选：%(labels)s") % {"labels": labels},
        )
    return found


LEDGER_COLUMNS = (
    Column("项目编号", "number", tidy_line, is_required=True),
    Column("项目名称", "title", tidy_line, is_required=True),
    Column("计划类别", "programme", tidy_line, is_required=True),
    Column("立项年度", "year", _year, is_required=True),
    Column("牵头单位", "lead", tidy_line, is_required=True),
    Column("项目负责人", "leader_name", tidy_line, is_required=True),
    Column("起始日期", "starts_on", date_of, is_required=True),
    Column("结束日期", "ends_on", date_of, is_required=True),
    Column("财政经费（万元）", "grant_yuan", _yuan, is_required=True),
    Column("状态", "state", _ledger_state),
    Column("来源", "source", tidy_line),
)


def check_ledger(texts: Sequence[Sequence[str]]) -> SheetCheck:
    """What importing the sheet would do. 牵头单位 is a registered name or credit code; a number that
    is in the ledger already is passed over."""
    rows, faults = read_sheet(texts, LEDGER_COLUMNS)
    check = SheetCheck(faults=faults)
    places = _places(texts, LEDGER_COLUMNS)
    held = _held_organisations(
        SheetRow(r.number, {"name": r.values["lead"], "uscc": tidy_number(r.values["lead"])})
        for r in rows
    )
    numbers = set(
        LedgerEntry.objects.filter(number__in=[r.values["number"] for r in rows]).values_list(
            "number", flat=True
        )
    )
    seen: dict[str, int] = {}
    for row in rows:
        if row.values["number"] in numbers:
            check.skipped += 1
            continue
        findings = _lead_findings(row, held)
        first = seen.setdefault(row.values["number"], row.number)
        if first != row.number:
            fact = _("与第%(row)d行重复") % {"row": first}
            findings.append(Finding("SHEET-REPEAT", fact, remedy=_("请删去一行"), field="number"))
        _note(check, row, findings, places)
    return check


def _lead_findings(row: SheetRow, held: dict[str, Organisation]) -> list[Finding]:
    """Put the registered lead in place of its name; what is wrong with the line then."""
    typed = row.values["lead"]
    lead = held.get(tidy_number(typed)) or held.get(fold(typed))
    if lead is None:
        remedy = _("请先登记单位，或改填统一社会信用代码")
        return [Finding("LEDGER-LEAD", _("牵头单位没有登记"), remedy=remedy, field="lead")]
    row.values["lead"] = lead
    return ledger_fact_findings(LedgerEntry(**row.values))


@transaction.atomic
def import_ledger(texts: Sequence[Sequence[str]], *, actor: Any, source: str) -> int:
    """Enter every new line of the sheet in the ledger. Returns how many.

    Raises:
        PermissionDenied: ``actor`` may not keep the ledger.
        MoveRefused: The sheet has a fault; nothing was entered.
    """
    require(actor, "registry.manage_ledger")
    check = check_ledger(texts)
    if check.faults:
        raise MoveRefused(*(fault.finding for fault in check.faults))
    for row in check.rows:
        row.values["source"] = row.values["source"] or source
        add_ledger_entry(actor=actor, **row.values)
    return len(check.rows)
