"""Acts on recommending bodies: enter one, and say who applies through it."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhinan.apps.records.services import record_act
from zhinan.apps.records.workflow import MoveRefused, require
from zhinan.apps.registry.models import BodyMember, Organisation, RecommendingBody
from zhinan.engines.values import Finding
from zhinan.engines.values.text import tidy_line


@transaction.atomic
def register_body(
    *,
    actor: Any,
    name: str,
    kind: str,
    organisation: Organisation | None = None,
    region_code: str = "",
    is_demo: bool = False,
) -> RecommendingBody:
    """Enter a recommending body.

    Raises:
        PermissionDenied: ``actor`` is not of the office.
        MoveRefused: No name or class, or the name is taken (``BODY-DUPLICATE``).
    """
    require(actor, "registry.manage_bodies")
    tidy, tidy_kind = tidy_line(name)[:80], tidy_line(kind)[:40]
    if not tidy or not tidy_kind:
        raise MoveRefused(
            Finding("BODY-NAME", _("名称或类别未填写"), remedy=_("请填写名称和类别"), field="name")
        )
    if RecommendingBody.objects.filter(name=tidy).exists():
        fact = _("推荐单位“%(name)s”已登记") % {"name": tidy}
        raise MoveRefused(
            Finding("BODY-DUPLICATE", fact, remedy=_("请使用已有的推荐单位"), field="name")
        )
    body = RecommendingBody.objects.create(
        name=tidy,
        kind=tidy_kind,
        organisation=organisation,
        region_code=region_code,
        is_demo=is_demo,
    )
    record_act(
        "registry.register_body",
        body,
        actor=actor,
        summary=f"登记推荐单位“{tidy}”",
        after={
            "kind": tidy_kind,
            "region_code": region_code,
            "organisation": organisation and organisation.pk,
        },
    )
    return body


@transaction.atomic
def set_body_members(
    body: RecommendingBody,
    *,
    actor: Any,
    organisations: Iterable[Organisation | int],
    note: str = "",
) -> int:
    """Make ``organisations`` (rows or their ids) the members of a body, and nobody else. Returns how many changed.

    Raises:
        PermissionDenied: ``actor`` is not of the office.
    """
    wanted = _ids(organisations)
    held = set(body.memberships.values_list("organisation_id", flat=True))
    return _change_members(
        body, actor=actor, joining=wanted - held, leaving=held - wanted, note=note
    )


@transaction.atomic
def add_body_members(
    body: RecommendingBody,
    *,
    actor: Any,
    organisations: Iterable[Organisation | int],
    note: str = "",
) -> int:
    """Let more organisations apply through a body. Returns how many joined.

    Raises:
        PermissionDenied: ``actor`` is not of the office.
    """
    held = set(body.memberships.values_list("organisation_id", flat=True))
    return _change_members(
        body, actor=actor, joining=_ids(organisations) - held, leaving=set(), note=note
    )


@transaction.atomic
def remove_body_members(
    body: RecommendingBody,
    *,
    actor: Any,
    organisations: Iterable[Organisation | int],
    note: str = "",
) -> int:
    """Let organisations no longer apply through a body. Returns how many left.

    Raises:
        PermissionDenied: ``actor`` is not of the office.
    """
    held = set(body.memberships.values_list("organisation_id", flat=True))
    return _change_members(
        body, actor=actor, joining=set(), leaving=_ids(organisations) & held, note=note
    )


def _ids(organisations: Iterable[Organisation | int]) -> set[int]:
    return {row if isinstance(row, int) else row.pk for row in organisations}


def _change_members(
    body: RecommendingBody, *, actor: Any, joining: set[int], leaving: set[int], note: str
) -> int:
    require(actor, "registry.manage_bodies", body)
    if not joining and not leaving:
        return 0
    body.memberships.filter(organisation_id__in=leaving).delete()
    BodyMember.objects.bulk_create(
        [BodyMember(body=body, organisation_id=pk) for pk in sorted(joining)], ignore_conflicts=True
    )
    record_act(
        "registry.change_body_members",
        body,
        actor=actor,
        summary=f"调整归口单位：增加{len(joining)}家，移出{len(leaving)}家",
        before={"left": sorted(leaving)},
        after={"joined": sorted(joining)},
        note=note,
    )
    return len(joining) + len(leaving)
