"""Who may do what; each predicate takes the actor and the row (None: in general)."""

from collections.abc import Callable
from typing import Any

from zhinan.apps.accounts.models import Role

READERS = (Role.OFFICE, Role.LEADER, Role.FINANCE, Role.SUPERVISOR)


def is_office(actor: Any, row: Any) -> bool:
    return bool(actor.holds(Role.OFFICE, Role.LEADER))


def is_its_office(actor: Any, row: Any) -> bool:
    """The office and leaders, within the section or programme their role is limited to.

    Args:
        row: A guide, a programme, a call; None in general. A guide is one's own when all its programmes are.
    """
    if not actor.holds(Role.OFFICE, Role.LEADER):
        return False
    programmes = _programmes_of(row)
    section, programme = actor.section_id, actor.scope("programme")
    return all(section in (None, p.section_id) and programme in (None, p.pk) for p in programmes)


def _programmes_of(row: Any) -> list[Any]:
    if row is None:
        return []
    kind = row._meta.model_name
    if kind == "guide":
        return list(row.programmes.all())
    return [row.programme if kind == "call" else row]


PERMISSIONS: dict[str, Callable[[Any, Any], bool]] = {
    "import_guide": is_office,
    "publish": is_its_office,
}
