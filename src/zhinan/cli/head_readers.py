"""Whom the daily head of the record goes to."""

from typing import Any


def head_readers() -> list[Any]:
    """Active accounts that supervise or audit."""
    from zhinan.apps.accounts.models import Account, Role

    wanted = Account.objects.filter(
        is_active=True,
        grants__role__in=(Role.SUPERVISOR, Role.AUDIT_ADMIN),
        grants__ended_at__isnull=True,
    )
    return list(wanted.distinct())
