"""Steps taken back and brought again, one's own or another's."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhinan.apps.readings.models import Reading, Step, StepKind
from zhinan.apps.readings.selectors import step_to_redo, step_to_undo
from zhinan.apps.records.workflow import MoveRefused
from zhinan.engines.values import Finding

from .steps import lock_for_review, reverse_step


@transaction.atomic
def undo(reading: Reading, *, actor: Any, step: int | None = None) -> Step:
    """Take back the step that took effect last and still stands, or the one named.

    Args:
        step: Number of the step the actor means; so nobody takes back what another did meanwhile.

    Raises:
        PermissionDenied: ``actor`` may not review.
        MoveRefused: ``UNDO-NOTHING``, ``UNDO-BUILT-ON`` or ``READING-STATE``.
    """
    locked = lock_for_review(reading, actor)
    meant = step_to_undo(locked) if step is None else _step(locked, step)
    if meant is None or meant.kind in (StepKind.UNDO, StepKind.REDO) or meant.undone_by_step:
        raise MoveRefused(
            Finding("UNDO-NOTHING", _("没有可以撤销的步骤"), remedy=_("请刷新页面查看最新步骤"))
        )
    return reverse_step(locked, meant, StepKind.UNDO, actor=actor)


@transaction.atomic
def redo(reading: Reading, *, actor: Any, step: int | None = None) -> Step:
    """Bring back the step undone last, or the one named.

    Raises:
        PermissionDenied: ``actor`` may not review.
        MoveRefused: ``REDO-NOTHING``, ``UNDO-BUILT-ON`` or ``READING-STATE``.
    """
    locked = lock_for_review(reading, actor)
    meant = step_to_redo(locked) if step is None else _step(locked, step)
    if meant is None or not meant.undone_by_step:
        raise MoveRefused(
            Finding("REDO-NOTHING", _("没有可以重做的步骤"), remedy=_("请刷新页面查看最新步骤"))
        )
    return reverse_step(locked, meant, StepKind.REDO, actor=actor)


def _step(reading: Reading, number: int) -> Step | None:
    return Step.objects.filter(reading=reading, number=number).select_related("account").first()
