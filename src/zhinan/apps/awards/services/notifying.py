"""Who of the office is told."""

from typing import Any

from django.db.models import Q

from zhinan.apps.accounts.models import Account, Role, RoleGrant, ScopeKind


def desk_accounts(programme: Any) -> list[Account]:
    """Accounts of the section that has the programme; where it has none, of the whole office."""
    office = RoleGrant.objects.filter(role=Role.OFFICE, ended_at__isnull=True)
    own = Q(scope_kind=ScopeKind.PROGRAMME, scope_id=programme.pk)
    if programme.section_id is not None:
        own |= Q(scope_kind=ScopeKind.SECTION, scope_id=programme.section_id)
    of_section = set(office.filter(own).values_list("account_id", flat=True))
    everywhere = office.filter(scope_kind=ScopeKind.ALL).values_list("account_id", flat=True)
    return list(Account.objects.filter(pk__in=of_section or set(everywhere), is_active=True))
