"""What must hold before a reading moves on."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from zhinan.engines.values import Finding


def entries_were_kept(reading: Any, *, now: datetime) -> list[Finding]:
    """A reading is drafted from entries: at least one of them is not discarded."""
    if reading.entries.filter(is_withdrawn=False).exclude(standing="discarded").exists():
        return []
    return [
        Finding(
            "READING-NO-ENTRY",
            _("“%(title)s”的记录已全部剔除，0条可用") % {"title": reading.title},
            remedy=_("请恢复或补充记录后再形成草案"),
        )
    ]
