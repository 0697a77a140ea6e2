"""Who looks at a reading now."""

from typing import Any

from django.utils import timezone

from zhinan.apps.readings.models import Presence, Reading
from zhinan.apps.records.workflow import require


def note_presence(reading: Reading, *, actor: Any, key: str = "") -> Presence:
    """Note that the actor looks at a reading now, at the entry ``key``.

    Raises:
        PermissionDenied: ``actor`` may not read it.
    """
    require(actor, "readings.read", reading)
    row, _made = Presence.objects.update_or_create(
        reading=reading,
        account=actor.account,
        defaults={"key": key[:12], "seen_at": timezone.now()},
    )
    return row
