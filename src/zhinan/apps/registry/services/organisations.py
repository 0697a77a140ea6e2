"""Acts on organisations: enter one in the register, correct what is wrong in it."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from zhinan.apps.records.services import record_act
from zhinan.apps.records.workflow import MoveRefused, require
from zhinan.apps.registry.models import Organisation, OrganisationKind
from zhinan.apps.registry.selectors.regions import is_region_code
from zhinan.engines.values import Finding
from zhinan.engines.values.identity import USCC_CHECK, check_uscc, tidy_number
from zhinan.engines.values.text import tidy_line
from zhinan.engines.vocabulary.dates import read_date

CORRECTABLE = (
    "name",
    "uscc",
    "uscc_warning",
    "kind",
    "is_legal_person",
    "region_code",
    "registered_on",
    "legal_representative",
    "address",
)
_BRACKETS = str.maketrans("()", "（）")
_HALF_BRACKETS = str.maketrans("（）", "()")


@transaction.atomic
def register_organisation(
    *,
    actor: Any,
    name: str,
    uscc: str,
    kind: str,
    region_code: str,
    registered_on: date | None = None,
    uscc_warning: str = "",
    is_legal_person: bool = True,
    legal_representative: str = "",
    address: str = "",
    is_demo: bool = False,
) -> Organisation:
    """Enter an organisation in the register.

    Raises:
        PermissionDenied: ``actor`` is not signed in.
        MoveRefused: A fact is wrong, or the organisation is registered already (``ORG-DUPLICATE``).
    """
    require(actor, "registry.register")
    organisation = Organisation(
        name=tidy_line(name),
        uscc=tidy_number(uscc),
        uscc_warning=tidy_line(uscc_warning),
        kind=kind,
        is_legal_person=is_legal_person,
        region_code=region_code.strip(),
        registered_on=registered_on,
        legal_representative=tidy_line(legal_representative),
        address=tidy_line(address),
        is_demo=is_demo,
    )
    return _enter(organisation, actor=actor)


def _enter(organisation: Organisation, *, actor: Any) -> Organisation:
    if findings := organisation_findings(organisation):
        raise MoveRefused(*findings)
    try:
        with transaction.atomic():
            organisation.save(force_insert=True)
    except IntegrityError:  # somebody else registered it between the look and the save
        raise MoveRefused(*duplicate_findings(organisation)) from None
    record_act(
        "registry.register_organisation",
        organisation,
        actor=actor,
        summary=f"登记单位“{organisation.name}”",
        after=facts_of_record(organisation),
    )
    return organisation


@transaction.atomic
def correct_organisation(
    organisation: Organisation, *, actor: Any, reason: str, **changes: Any
) -> Organisation:
    """Change registered facts; the record keeps what stood there before.

    Args:
        organisation: Any reading of the row; it is read again under lock.
        actor: An officer of the office.
        reason: Why, with the evidence seen.
        changes: Columns of ``CORRECTABLE``.

    Raises:
        PermissionDenied: ``actor`` is not of the office.
        MoveRefused: No reason, nothing changed, or a fact would be wrong.
        ValueError: A column that cannot be corrected.
    """
    require(actor, "registry.manage", organisation)
    if wrong := set(changes) - set(CORRECTABLE):
        raise ValueError(f"changes must be of {CORRECTABLE}, got {sorted(wrong)}")
    if not reason.strip():
        raise MoveRefused(reason_missing())
    row = Organisation.objects.select_for_update().get(pk=organisation.pk)
    before = facts_of_record(row)
    for column, value in changes.items():
        setattr(row, column, tidy_column(column, value))
    after = facts_of_record(row)
    changed = [column for column in after if after[column] != before[column]]
    if not changed:
        raise MoveRefused(
            Finding(
                "ORG-UNCHANGED",
                _("填写的内容与登记的一致，没有需要更正的"),
                remedy=_("请填写更正后的内容"),
            )
        )
    if findings := organisation_findings(row):
        raise MoveRefused(*findings)
    row.save(update_fields=changed)
    record_act(
        "registry.correct_organisation",
        row,
        actor=actor,
        summary="更正单位登记",
        before={column: before[column] for column in changed},
        after={column: after[column] for column in changed},
        note=reason,
    )
    return row


def facts_of_record(organisation: Organisation) -> dict[str, Any]:
    """The correctable columns as the record of acts writes them."""
    return {column: getattr(organisation, column) for column in CORRECTABLE}


def reason_missing() -> Finding:
    return Finding(
        "REGISTRY-REASON", _("没有写明理由"), remedy=_("请写明理由和依据的材料"), field="reason"
    )


def tidy_column(column: str, value: Any) -> Any:
    """The value as the column keeps it: text on one line, dates as dates, flags as flags."""
    if column == "uscc":
        return tidy_number(value)
    if column == "registered_on" and isinstance(value, str):
        return date_of(value)
    if column == "is_legal_person" and isinstance(value, str):
        return value.strip() in ("是", "true", "True", "1", "on")
    return tidy_line(value) if isinstance(value, str) else value


def date_of(text: str) -> date | None:
    """A date an official typed; None where blank.

    Raises:
        MoveRefused: ``REGISTRY-DATE``: it is no date.
    """
    tidy = tidy_line(text)
    if not tidy:
        return None
    try:
        return read_date(tidy)
    except ValueError as reason:
        fact = _("“%(text)s”%(reason)s") % {"text": tidy[:20], "reason": reason}
        raise MoveRefused(Finding("REGISTRY-DATE", fact, remedy=_("请写成2018-05-04"))) from None


def organisation_findings(organisation: Organisation) -> list[Finding]:
    """What is wrong with an organisation, saved or not, another one with its name or code included."""
    return fact_findings(organisation) or duplicate_findings(organisation)


def fact_findings(organisation: Organisation) -> list[Finding]:
    """What is wrong with the facts themselves; no statement."""
    findings = [
        finding
        for finding in check_uscc(organisation.uscc)
        if finding.code != USCC_CHECK or not organisation.uscc_warning
    ]
    if not organisation.name:
        findings.append(
            Finding("ORG-NAME", _("单位名称未填写"), remedy=_("请按证照填写全称"), field="name")
        )
    if organisation.kind not in OrganisationKind.values:
        findings.append(
            Finding(
                "ORG-KIND",
                _("单位类型“%(kind)s”不在目录中") % {"kind": str(organisation.kind)[:20]},
                remedy=_("可选：%(kinds)s")
                % {"kinds": "、".join(str(label) for label in OrganisationKind.labels)},
                field="kind",
            )
        )
    findings += _place_and_date_findings(organisation)
    findings += _length_findings(organisation)
    return findings


def _place_and_date_findings(organisation: Organisation) -> list[Finding]:
    findings = []
    if not is_region_code(organisation.region_code):
        findings.append(
            Finding(
                "ORG-REGION",
                _("注册地代码“%(code)s”不是行政区划代码") % {"code": organisation.region_code[:20]},
                "GB/T 2260",
                _("请填写6位行政区划代码，如海州区320706"),
                "region_code",
            )
        )
    today = timezone.localdate()
    if organisation.registered_on and not date(1800, 1, 1) <= organisation.registered_on <= today:
        findings.append(
            Finding(
                "ORG-REGISTERED-ON",
                _("注册日期%(day)s晚于今天或过早")
                % {"day": organisation.registered_on.isoformat()},
                remedy=_("请按证照的成立日期填写"),
                field="registered_on",
            )
        )
    return findings


def _length_findings(organisation: Organisation) -> list[Finding]:
    findings = []
    for field in organisation._meta.concrete_fields:
        value = getattr(organisation, field.attname)
        if (
            field.max_length
            and isinstance(value, str)
            and len(value) > field.max_length
            and field.name != "uscc"
        ):
            fact = _("%(label)s有%(count)d字，最多%(most)d字") % {
                "label": field.verbose_name,
                "count": len(value),
                "most": field.max_length,
            }
            findings.append(Finding("ORG-LENGTH", fact, remedy=_("请缩短后再填"), field=field.name))
    return findings


def same_named(name: str) -> list[str]:
    """Spellings that name the same organisation: full-width and half-width brackets."""
    return list({name, name.translate(_BRACKETS), name.translate(_HALF_BRACKETS)})


def duplicate_findings(organisation: Organisation) -> list[Finding]:
    """``ORG-DUPLICATE`` naming the organisation registered under the same code or name."""

    same = Q(uscc=organisation.uscc) | Q(name__in=same_named(organisation.name))
    other = Organisation.objects.filter(same).exclude(pk=organisation.pk).order_by("id").first()
    if other is None:
        return []
    shared = _("统一社会信用代码") if other.uscc == organisation.uscc else _("单位名称")
    fact = _("%(shared)s已登记在“%(name)s”（%(uscc)s）名下") % {
        "shared": shared,
        "name": other.name,
        "uscc": other.uscc,
    }
    remedy = _("同一单位请使用已有登记，由该单位管理员邀请加入；登记有误的请申请更正")
    return [Finding("ORG-DUPLICATE", fact, remedy=remedy, field="uscc")]
