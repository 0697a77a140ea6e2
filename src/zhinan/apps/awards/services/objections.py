"""Objections to a notice: raised by anybody with a real name, looked into, upheld or dismissed."""

import secrets
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from zhinan.apps.accounts.selectors import PUBLIC
from zhinan.apps.applications.states import DECLINE, UNDECIDE
from zhinan.apps.awards.models import DecisionItem, DecisionList, Objection, Outcome, PublicNotice
from zhinan.apps.awards.selectors import may_object_now
from zhinan.apps.awards.states import DISMISS, UPHOLD, DecisionState, ObjectionState
from zhinan.apps.records.encryption import keyed_digest, seal, unseal
from zhinan.apps.records.services import next_number, notify, record_act
from zhinan.apps.records.workflow import MoveRefused, perform, require
from zhinan.apps.screening.services.notifying import tell_of
from zhinan.engines.calendar.deadlines import SHANGHAI
from zhinan.engines.values import Finding
from zhinan.engines.values.text import clean, tidy_line

from .notifying import desk_accounts

SHORTEST_TEXT, LONGEST_TEXT = 10, 5000  # characters
LONGEST_NAME, LONGEST_CONTACT = 64, 120
MOST_AN_HOUR = 5  # from one address
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that is misread on paper


@transaction.atomic
def raise_objection(
    notice: PublicNotice,
    *,
    name: str,
    contact: str,
    text: str,
    application_id: int | None = None,
    origin: str = "",
) -> Objection:
    """Take an objection from the public and give it a receipt; name and contact are sealed at once.

    The same text sent again from the same place gives the same receipt.

    Args:
        application_id: The project it is about; None for the notice as a whole.
        origin: Address it came from; only a keyed hash of it is kept.

    Raises:
        MoveRefused: The time to object is not open, something is missing or too long, or too many came
            from one place.
    """
    shown = PublicNotice.objects.select_for_update().get(pk=notice.pk)
    name, contact, text = tidy_line(name), tidy_line(contact), clean(text).strip()
    findings = _faults(shown, name, contact, text, application_id)
    if findings:
        raise MoveRefused(*findings)
    origin_digest = keyed_digest(origin) if origin else ""
    if same := _same_within_an_hour(shown, text, origin_digest):
        return same
    objection = Objection.objects.create(
        notice=shown,
        application_id=application_id,
        receipt=_receipt(),
        name_sealed=seal(name),
        contact_sealed=seal(contact),
        text=text,
        origin_digest=origin_digest,
    )
    record_act(
        "awards.raise_objection",
        objection,
        actor=PUBLIC,
        summary=f"收到异议{objection.receipt}",
        after={"notice": shown.number, "application": application_id, "characters": len(text)},
    )
    _tell_office(objection)
    return objection


def _same_within_an_hour(notice: PublicNotice, text: str, origin_digest: str) -> Objection | None:
    """The same objection sent twice; refuses where too many others came from the same place."""
    if not origin_digest:
        return None
    hour = Objection.objects.filter(
        origin_digest=origin_digest, raised_at__gt=timezone.now() - timedelta(hours=1)
    )
    if same := hour.filter(notice=notice, text=text).first():
        return same
    if hour.count() >= MOST_AN_HOUR:
        raise MoveRefused(
            Finding(
                "OBJECTION-TOO-MANY",
                f"同一网络一小时内已提交{MOST_AN_HOUR}件",
                remedy="请稍后再试，或按公示所列电话联系",
            )
        )
    return None


@transaction.atomic
def record_finding(objection: Objection, *, finding: str, actor: Any) -> Objection:
    """Write down what the inquiry found; it may be written again until the objection is closed.

    Raises:
        PermissionDenied: ``actor`` is not of the office section or the leadership.
        MoveRefused: The objection is closed, or nothing is written.
    """
    locked = Objection.objects.select_for_update().get(pk=objection.pk)
    require(actor, "awards.notice", locked)
    if locked.state != ObjectionState.OPEN:
        raise MoveRefused(
            Finding(
                "OBJECTION-CLOSED",
                f"异议{locked.receipt}已办结（{locked.get_state_display()}）",
                remedy="请刷新页面查看",
            )
        )
    if not finding.strip():
        raise MoveRefused(
            Finding(
                "OBJECTION-NO-FINDING",
                "没有写调查结论",
                remedy="请写明查证的事实和结论",
                field="finding",
            )
        )
    before, locked.finding = locked.finding, clean(finding).strip()
    locked.save(update_fields=["finding"])
    record_act(
        "awards.record_finding",
        locked,
        actor=actor,
        summary=f"写调查结论：{locked.receipt}",
        before={"finding": before},
        after={"finding": locked.finding},
    )
    return locked


@transaction.atomic
def uphold_objection(objection: Objection, *, actor: Any) -> Objection:
    """Find an objection right; the project it is about leaves the list of awards, with the finding as reason.

    Raises:
        PermissionDenied: ``actor`` is not of the leadership over the section.
        MoveRefused: It is closed, or has no finding.
    """
    DecisionList.objects.select_for_update().get(pk=objection.notice.decision_list_id)
    upheld = perform(UPHOLD, objection, actor=actor, closed_at=timezone.now())
    item = (
        DecisionItem.objects.filter(application=upheld.application, outcome=Outcome.AWARD).first()
        if upheld.application
        else None
    )
    if item is not None:
        _take_off(item, upheld, actor=actor)
    return upheld


@transaction.atomic
def dismiss_objection(objection: Objection, *, actor: Any) -> Objection:
    """Find an objection not borne out; the list stands.

    Raises:
        PermissionDenied: ``actor`` is not of the office section or the leadership.
        MoveRefused: It is closed, or has no finding.
    """
    return perform(DISMISS, objection, actor=actor, closed_at=timezone.now())


@transaction.atomic
def reveal_objector(objection: Objection, *, purpose: str, actor: Any) -> tuple[str, str]:
    """Name and contact of who objected, for a stated purpose; every look is recorded.

    Raises:
        PermissionDenied: ``actor`` is not of the office section or the leadership.
        MoveRefused: No purpose is given.
    """
    require(actor, "awards.notice", objection)
    if not purpose.strip():
        raise MoveRefused(
            Finding(
                "OBJECTION-REVEAL-PURPOSE",
                "查看异议人没有写用途",
                remedy="请写明用途，本次查看将被记录",
                field="purpose",
            )
        )
    record_act(
        "awards.reveal_objector",
        objection,
        actor=actor,
        summary=f"查看异议人：{objection.receipt}",
        note=purpose.strip(),
    )
    return unseal(objection.name_sealed), unseal(objection.contact_sealed)


def _take_off(item: DecisionItem, objection: Objection, *, actor: Any) -> None:
    reason = f"异议{objection.receipt}成立：{objection.finding}"[:500]
    if (
        item.decision_list.state != DecisionState.DRAFT
    ):  # on a draft the decision itself will decline it
        valid = perform(UNDECIDE, item.application, actor=actor, note=reason)
        perform(DECLINE, valid, actor=actor, note=reason)
    # The amount stays on the line: what was proposed is part of the record.
    item.outcome, item.reason, item.version = Outcome.DECLINE, reason, item.version + 1
    item.save(update_fields=["outcome", "reason", "version"])
    tell_of(item.application, title=f"公示异议成立，不予立项：{item.application}")


def _faults(
    notice: PublicNotice, name: str, contact: str, text: str, application_id: int | None
) -> list[Finding]:
    if not may_object_now(notice):
        return [
            Finding(
                "OBJECTION-CLOSED-TIME",
                f"异议期为{notice.starts_on}至{notice.ends_on} 24:00，现在不受理",
                source=notice.basis,
                remedy=f"请按公示所列方式联系：{notice.contact}",
            )
        ]
    found = []
    if not 2 <= len(name) <= LONGEST_NAME:
        found.append(
            _missing("name", "没有填写真实姓名或单位名称", "异议须实名提出，姓名仅供办理人员核实")
        )
    if not 5 <= len(contact) <= LONGEST_CONTACT:
        fact = (
            f"联系方式{len(contact)}字，须为5至{LONGEST_CONTACT}字"
            if contact
            else "没有填写联系方式"
        )
        found.append(_missing("contact", fact, "请填写电话、邮箱或通信地址，以便核实和答复"))
    if not SHORTEST_TEXT <= len(text) <= LONGEST_TEXT:
        fact = f"异议内容{len(text)}字，须为{SHORTEST_TEXT}至{LONGEST_TEXT}字"
        found.append(_missing("text", fact, "请写明事实、理由和线索；更多材料可按联系方式提交"))
    if application_id is not None and application_id not in {
        row["application"] for row in notice.content["rows"]
    }:
        found.append(_missing("application", "所选项目不在本公示之中", "请从列表中选择"))
    return found


def _missing(field: str, fact: str, remedy: str) -> Finding:
    return Finding(f"OBJECTION-{field.upper()}", fact, remedy=remedy, field=field)


def _receipt() -> str:
    """A receipt in sequence, with four characters nobody can guess: whoever holds it may ask how it stands."""
    year = timezone.now().astimezone(SHANGHAI).year
    tail = "".join(secrets.choice(ALPHABET) for _ in range(4))
    return f"{next_number(f'YY{year}-')}-{tail}"


def _tell_office(objection: Objection) -> None:
    notify(
        desk_accounts(objection.notice.decision_list.call.programme),
        title=f"收到公示异议{objection.receipt}",
        text=objection.notice.title,
        link=f"/office/notices/{objection.notice_id}/",
    )
