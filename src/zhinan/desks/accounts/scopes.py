"""What a role can be limited to, as the security administrator chooses it."""

from typing import Any

from django.utils.translation import gettext as _

from zhinan.apps.accounts.models import Role, Scope
from zhinan.apps.accounts.selectors import scope_of
from zhinan.apps.records.workflow import MoveRefused
from zhinan.apps.registry.selectors.scopes import all_bodies, all_sections, organisation_with_uscc
from zhinan.engines.values import Finding


def grant_choices() -> dict[str, Any]:
    """The rows a role may be limited to; names only, no business data."""
    return {
        "bodies": all_bodies(),
        "sections": all_sections(),
    }


def scope_chosen(typed: Any) -> Scope:
    """The scope that was typed beside a role.

    Raises:
        MoveRefused: The role needs a unit or body that was not named or does not exist.
    """
    role = typed.get("role", "")
    if role not in Role.values:
        raise MoveRefused(
            Finding("ROLE-UNKNOWN", _("没有选角色"), remedy=_("请选一个角色"), field="id_role")
        )
    if role in (Role.APPLICANT, Role.HOST):
        return scope_of(
            organisation_with_uscc(typed.get("unit", "")) or _missing(_("单位"), "id_unit")
        )
    if role == Role.RECOMMENDER:
        body = _row(all_bodies(), typed.get("body", ""))
        return scope_of(body or _missing(_("推荐单位"), "id_body"))
    if role in (Role.OFFICE, Role.LEADER, Role.FINANCE):
        return scope_of(_row(all_sections(), typed.get("section", "")))
    return Scope()


def _row(rows: Any, key: str) -> Any:
    return rows.filter(pk=int(key)).first() if key.isdecimal() else None


def _missing(what: str, field: str) -> Any:
    raise MoveRefused(
        Finding(
            "ROLE-SCOPE",
            _("没有找到这个角色所属的%(what)s") % {"what": what},
            remedy=_("请核对后重新填写"),
            field=field,
        )
    )
