"""How often one address may do one thing; docs/design/accounts.md gives the figures."""

import time
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from zhinan.apps.accounts.models import AttemptCount
from zhinan.apps.records.workflow import MoveRefused
from zhinan.engines.values import Finding


def refuse_excess(what: str, address: str) -> None:
    """Refuse when the address has used up its attempts in the current window.

    Raises:
        MoveRefused: ``ATTEMPTS``, with the limit and the time from which it may try again.
        KeyError: No limit is set for ``what``.
    """
    most, seconds = settings.ATTEMPT_LIMITS[what]
    window, ends_at = _window(seconds)
    used = AttemptCount.objects.filter(
        what=what, address_digest=_digest(address), window=window
    ).first()
    if used and used.count >= most:
        raise _excess(most, seconds, ends_at)


def count_attempt(what: str, address: str) -> None:
    """Count one attempt; call it outside any transaction that may be rolled back.

    Raises:
        MoveRefused: ``ATTEMPTS``: this one was past the limit.
        KeyError: No limit is set for ``what``.
    """
    most, seconds = settings.ATTEMPT_LIMITS[what]
    window, ends_at = _window(seconds)
    key = {"what": what, "address_digest": _digest(address), "window": window}
    if _count(key, ends_at) > most:
        raise _excess(most, seconds, ends_at)


@transaction.atomic
def _count(key: dict[str, Any], ends_at: datetime) -> int:
    """Add one and read the sum before anybody else can add another."""
    mine = AttemptCount.objects.filter(**key)
    if not mine.update(count=F("count") + 1):
        AttemptCount.objects.filter(expires_at__lt=timezone.now()).delete()
        AttemptCount.objects.bulk_create(
            [AttemptCount(**key, expires_at=ends_at)], ignore_conflicts=True
        )
        mine.update(count=F("count") + 1)
    return mine.values_list("count", flat=True).get()


def _window(seconds: int) -> tuple[int, datetime]:
    window = int(time.time()) // seconds
    return window, datetime.fromtimestamp((window + 1) * seconds, UTC)


def _digest(address: str) -> str:
    return salted_hmac("zhinan.attempts", address, algorithm="sha256").hexdigest()


def _excess(most: int, seconds: int, ends_at: datetime) -> MoveRefused:
    return MoveRefused(
        Finding(
            "ATTEMPTS",
            _("本网络地址%(minutes)d分钟内的次数已达上限%(most)d次")
            % {"minutes": seconds // 60, "most": most},
            remedy=_("请于%(time)s后再试")
            % {"time": timezone.localtime(ends_at).strftime("%Y-%m-%d %H:%M")},
        )
    )
