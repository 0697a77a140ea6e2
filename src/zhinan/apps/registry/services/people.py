"""Acts on persons: enter, change, match, and reveal a sealed number."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhinan.apps.records.encryption import (
    is_sealed_with_current_key,
    keyed_digest,
    possible_digests,
    seal,
    unseal,
)
from zhinan.apps.records.services import record_act
from zhinan.apps.records.workflow import MoveRefused, require
from zhinan.apps.registry.models import IdentityKind, Organisation, Person
from zhinan.engines.values import Finding
from zhinan.engines.values.identity import IdentityNumber, read_id_number, tidy_number
from zhinan.engines.values.mask import mask_id_number, mask_phone
from zhinan.engines.values.text import fold, tidy_line

from .organisations import reason_missing

PLAIN_COLUMNS = ("name", "email", "degree", "title", "organisation", "account_id")


@transaction.atomic
def register_person(
    *,
    actor: Any,
    name: str,
    organisation: Organisation | None,
    id_number: str = "",
    id_kind: str = IdentityKind.ID_CARD,
    phone: str = "",
    email: str = "",
    degree: str = "",
    title: str = "",
    account_id: int | None = None,
    is_demo: bool = False,
) -> Person:
    """Enter a person; the identity number and the phone are sealed, birth and sex read from an ID card.

    Raises:
        PermissionDenied: ``actor`` is neither of the office nor of the organisation.
        MoveRefused: No name, a wrong number, or the number is registered already (``PERSON-DUPLICATE``,
            ``PERSON-ID-CONFLICT`` where it stands under another name).
    """
    require(actor, "registry.register_person" if organisation else "registry.manage", organisation)
    if account_id is not None:
        require(actor, "registry.manage")
    person = Person(
        name=tidy_line(name),
        id_kind=id_kind,
        phone_sealed=seal(tidy_number(phone)),
        email=tidy_line(email),
        degree=tidy_line(degree),
        title=tidy_line(title),
        organisation=organisation,
        account_id=account_id,
        is_demo=is_demo,
    )
    return _enter(person, id_number, actor=actor)


def _enter(person: Person, id_number: str, *, actor: Any) -> Person:
    findings = _take_id_number(person, id_number) if id_number.strip() else []
    if not 1 <= len(person.name) <= 64:
        fact = _("姓名未填写或超过64字")
        findings.append(Finding("PERSON-NAME", fact, remedy=_("请按证件填写"), field="name"))
    if findings:
        raise MoveRefused(*findings)
    person.save(force_insert=True)
    record_act(
        "registry.register_person",
        person,
        actor=actor,
        summary=f"登记人员“{person.name}”",
        after=_facts_of_record(person),
    )
    return person


@transaction.atomic
def change_person(person: Person, *, actor: Any, reason: str, **changes: Any) -> Person:
    """Change a person's facts, the number and phone included (``id_number=``, ``phone=``).

    Raises:
        PermissionDenied: ``actor`` is neither of the office nor of the person's organisation, or not of
            the office and moves the person to another unit or account.
        MoveRefused: No reason, or a wrong or taken number.
        ValueError: A column that cannot be changed.
    """
    _require_over(actor, person)
    if wrong := set(changes) - {*PLAIN_COLUMNS, "id_number", "id_kind", "phone"}:
        raise ValueError(f"unknown columns of a person: {sorted(wrong)}")
    if not reason.strip():
        raise MoveRefused(reason_missing())
    row = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    _require_over(actor, row)
    if {"organisation", "account_id"} & changes.keys():
        require(actor, "registry.manage", row)
    before = _facts_of_record(row)
    row.id_kind = changes.pop("id_kind", row.id_kind)
    if "phone" in changes:
        row.phone_sealed = seal(tidy_number(changes.pop("phone")))
    number = changes.pop("id_number", "")
    for column, value in changes.items():
        setattr(row, column, tidy_line(value) if isinstance(value, str) else value)
    if number and (findings := _take_id_number(row, number)):
        raise MoveRefused(*findings)
    row.save()
    after = _facts_of_record(row)
    record_act(
        "registry.change_person",
        row,
        actor=actor,
        summary="变更人员登记",
        before={k: v for k, v in before.items() if after[k] != v},
        after={k: v for k, v in after.items() if before[k] != v},
        note=reason,
    )
    return row


def _require_over(actor: Any, person: Person) -> None:
    """A person of no organisation is the office's alone."""
    of_unit = person.organisation is not None
    require(
        actor, "registry.register_person" if of_unit else "registry.manage", person.organisation
    )


def _take_id_number(person: Person, typed: str) -> list[Finding]:
    """Seal a number into the unsaved person, or say why not."""
    number = tidy_number(typed)
    if person.id_kind not in IdentityKind.values:
        return [
            Finding(
                "PERSON-ID-KIND",
                _("证件类型不在目录中"),
                remedy=_("请选择证件类型"),
                field="id_kind",
            )
        ]
    if person.id_kind in (IdentityKind.ID_CARD, IdentityKind.RESIDENCE_PERMIT):
        read = read_id_number(number, today=timezone.localdate())
        if not isinstance(read, IdentityNumber):
            return [read]
        person.born_on, person.sex = read.born_on, read.sex
    elif not (5 <= len(number) <= 30 and number.isascii() and number.isalnum()):
        fact = _("证件号码应为5至30位字母和数字，现为%(count)d位") % {"count": len(number)}
        return [
            Finding("PERSON-ID-NUMBER", fact, remedy=_("请对照证件逐位核对"), field="id_number")
        ]
    if other := person_with_id_number(number, apart_from=person.pk):
        return [_taken(other, number, person)]
    person.id_number_sealed = seal(number)
    person.id_number_digest = keyed_digest(number)
    return []


def person_with_id_number(id_number: str, *, apart_from: int | None = None) -> Person | None:
    """The person registered under an identity number, found by keyed digest; for services, not for pages."""
    digests = possible_digests(tidy_number(id_number))
    rows = Person.objects.filter(id_number_digest__in=digests)
    if apart_from is not None:
        rows = rows.exclude(pk=apart_from)
    return rows.select_related("organisation").order_by("id").first()


def _taken(other: Person, number: str, person: Person) -> Finding:
    place = other.organisation.name if other.organisation else _("未登记单位")
    words = {"number": mask_id_number(number), "name": other.name, "place": place}
    if fold(other.name) == fold(person.name):
        return Finding(
            "PERSON-DUPLICATE",
            _("证件号码%(number)s已登记：%(name)s（%(place)s）") % words,
            remedy=_("请使用已有登记；人员调动的，请业务处室变更其单位"),
            field="id_number",
        )
    return Finding(
        "PERSON-ID-CONFLICT",
        _("证件号码%(number)s已登记在另一姓名下（%(place)s）") % words,
        remedy=_("请核对证件号码；号码无误的，请联系业务处室核查"),
        field="id_number",
    )


@transaction.atomic
def reveal_id_number(person: Person, *, actor: Any, reason: str) -> str:
    """The identity number in full; the record says who looked and why.

    Raises:
        PermissionDenied: ``actor`` may not see this person's number.
        MoveRefused: No reason.
    """
    return _reveal(person, "id_number_sealed", actor=actor, reason=reason, summary="查看证件号码")


@transaction.atomic
def reveal_phone(person: Person, *, actor: Any, reason: str) -> str:
    """The phone in full; the record says who looked and why.

    Raises:
        PermissionDenied: ``actor`` may not see this person's phone.
        MoveRefused: No reason.
    """
    return _reveal(person, "phone_sealed", actor=actor, reason=reason, summary="查看联系电话")


def _reveal(person: Person, column: str, *, actor: Any, reason: str, summary: str) -> str:
    require(actor, "registry.reveal", person)
    if not reason.strip():
        raise MoveRefused(reason_missing())
    name = column.removesuffix("_sealed")
    record_act(f"registry.reveal_{name}", person, actor=actor, summary=summary, note=reason)
    return unseal(getattr(person, column))


def masked_id_number(person: Person) -> str:
    """The number with its middle covered; blank where none is registered."""
    return mask_id_number(unseal(person.id_number_sealed))


def masked_phone(person: Person) -> str:
    """The phone with its middle covered; blank where none is registered."""
    return mask_phone(unseal(person.phone_sealed))


@transaction.atomic
def reseal_people(*, actor: Any) -> int:
    """Seal every number again with the current key, after a change of key. Returns how many persons changed.

    Raises:
        PermissionDenied: ``actor`` is neither system administrator nor the system itself (None).
    """
    if actor is not None:
        require(actor, "registry.reseal")
    count = 0
    for person in Person.objects.select_for_update(of=("self",)).exclude(
        id_number_sealed="", phone_sealed=""
    ):
        if is_sealed_with_current_key(person.id_number_sealed) and is_sealed_with_current_key(
            person.phone_sealed
        ):
            continue
        number = unseal(person.id_number_sealed)
        person.id_number_sealed, person.phone_sealed = (
            seal(number),
            seal(unseal(person.phone_sealed)),
        )
        person.id_number_digest = keyed_digest(number) if number else ""
        person.save(update_fields=["id_number_sealed", "phone_sealed", "id_number_digest"])
        record_act("registry.reseal_person", person, actor=actor, summary="更换加密密钥")
        count += 1
    return count


def _facts_of_record(person: Person) -> dict[str, Any]:
    """What the record of acts may keep: sealed numbers only as masks."""
    return {
        "name": person.name,
        "id_kind": person.id_kind,
        "id_number": masked_id_number(person),
        "phone": masked_phone(person),
        "email": person.email,
        "degree": person.degree,
        "title": person.title,
        "organisation": person.organisation_id,
        "account": person.account_id,
    }
