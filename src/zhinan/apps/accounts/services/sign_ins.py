"""The line of record that a sign-in leaves."""

from typing import Any

from django.db import transaction

from zhinan.apps.records.models import Act
from zhinan.apps.records.services import record_act


@transaction.atomic
def record_sign_in(*, actor: Any, how: str) -> Act:
    """Write that the actor's account signed in; ``how`` is kept as a remark."""
    return record_act("accounts.sign_in", actor.account, actor=actor, summary="登录", note=how)
