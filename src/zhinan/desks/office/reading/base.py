"""What the pages around a reading share: who may enter, and the reading as its reader may see it."""

from typing import Any

from django.shortcuts import get_object_or_404

from zhinan.apps.accounts.models import Role
from zhinan.apps.readings.models import Entry, Reading
from zhinan.apps.readings.selectors import entries_of, readings_visible_to
from zhinan.apps.readings.states import ReadingState
from zhinan.desks.access import DeskView

WITH_TEXT = (ReadingState.REVIEW, ReadingState.DRAFTED, ReadingState.REPLACED)
UNDER_REVIEW = (ReadingState.REVIEW, ReadingState.DRAFTED)
ACCEPTED = ".txt,.docx,.pdf,.xlsx,.html,.htm"


class ReadingView(DeskView):
    roles = (Role.OFFICE, Role.LEADER, Role.FINANCE, Role.SUPERVISOR)


def reading_for(request: Any, pk: int) -> Reading:
    """The reading, where the reader may see it."""
    return get_object_or_404(readings_visible_to(request.actor), pk=pk)


def entry_for(reading: Reading, key: str, **wanted: Any) -> Entry:
    """The entry under ``key`` of the reading."""
    return get_object_or_404(entries_of(reading), key=key, **wanted)


def replaced_by(request: Any, reading: Reading) -> Reading | None:
    """The reading this one takes the place of, where the reader may see it."""
    if reading.replaces_id is None:
        return None
    return readings_visible_to(request.actor).filter(pk=reading.replaces_id).first()
