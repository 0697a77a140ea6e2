"""Readings and their entries, for those who may see them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet
from django.utils import timezone

from .models import Entry, Presence, Reading, Standing, Step, StepKind
from .permissions import is_reader
from .states import ReadingState

PRESENT_FOR = timedelta(minutes=1)
REVERSALS = (StepKind.UNDO, StepKind.REDO)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the review of a reading is; ``total`` leaves the discarded out, ``asked`` are among the open."""

    total: int = 0
    confirmed: int = 0
    open: int = 0
    asked: int = 0
    discarded: int = 0

    @property
    def percent(self) -> int:
        """Settled ones in a hundred, rounded down; a hundred where nothing is left."""
        return self.confirmed * 100 // self.total if self.total else 100


@dataclass(frozen=True, slots=True)
class Change:
    """An entry of the document before, and what became of it."""

    old: Entry
    new: Entry


@dataclass(frozen=True, slots=True)
class Difference:
    """What a corrected document changed. ``carried``: decisions that hold on, the rest is to be looked at."""

    added: tuple[Entry, ...] = ()
    gone: tuple[Entry, ...] = ()
    changed: tuple[Change, ...] = ()
    carried: tuple[Change, ...] = ()


def readings_visible_to(actor: Any) -> QuerySet[Reading]:
    """All to office, leadership, finance and supervision, newest first, without the text."""
    if not is_reader(actor, None):
        return Reading.objects.none()
    rows = Reading.objects.defer("text", "page_starts", "difference")
    return rows.select_related("created_by", "guide", "file").order_by("-created_at", "-pk")


def earlier_readings_of(reading: Reading, actor: Any) -> QuerySet[Reading]:
    """Readings of the very same file that the actor may see, newest first; abandoned ones left out."""
    same = readings_visible_to(actor).filter(file_id=reading.file_id, pk__lt=reading.pk)
    return same.exclude(state=ReadingState.ABANDONED)


def entries_of(reading: Reading) -> QuerySet[Entry]:
    """Entries in the order of the text, discarded ones included; those whose adding was undone left out."""
    rows = Entry.objects.filter(reading=reading, is_withdrawn=False)
    return rows.select_related("decided_by").order_by("start", "end", "pk")


def unsure_first(reading: Reading) -> QuerySet[Entry]:
    """What is still to be decided: those with a question first, then the least sure."""
    is_asked = ExpressionWrapper(~Q(question=""), output_field=BooleanField())
    rows = entries_of(reading).filter(standing=Standing.OPEN).annotate(is_asked=is_asked)
    return rows.order_by("-is_asked", "confidence_permille", "start", "end", "pk")


def progress_of(reading: Reading) -> Progress:
    """How far the review is; one statement."""
    return progress_by_reading([reading])[reading.pk]


def progress_by_reading(readings: Iterable[Reading]) -> dict[int, Progress]:
    """``progress_of`` for the readings of a page, in one statement."""
    wanted = [reading.pk for reading in readings]
    is_open = Q(standing=Standing.OPEN)
    counted = (
        Entry.objects.filter(reading__in=wanted, is_withdrawn=False)
        .order_by()
        .values("reading_id")
        .annotate(
            total=Count("pk", filter=~Q(standing=Standing.DISCARDED)),
            confirmed=Count("pk", filter=Q(standing__in=[Standing.CONFIRMED, Standing.CORRECTED])),
            open=Count("pk", filter=is_open),
            asked=Count("pk", filter=is_open & ~Q(question="")),
            discarded=Count("pk", filter=Q(standing=Standing.DISCARDED)),
        )
    )
    by_reading = {
        row["reading_id"]: Progress(
            row["total"], row["confirmed"], row["open"], row["asked"], row["discarded"]
        )
        for row in counted
    }
    return {pk: by_reading.get(pk, Progress()) for pk in wanted}


def changes_since(reading: Reading, step_number: int) -> tuple[list[Entry], int]:
    """Every entry touched by a later step, and the number of the last step; withdrawn ones included."""
    last = Reading.objects.filter(pk=reading.pk).values_list("last_step", flat=True).get()
    rows = Entry.objects.filter(reading=reading, changed_step__gt=step_number)
    return list(rows.select_related("decided_by").order_by("start", "end", "pk")), last


def steps_of(reading: Reading) -> QuerySet[Step]:
    """Every step, newest first, with who took it."""
    return Step.objects.filter(reading=reading).select_related("account").order_by("-number")


def step_to_undo(reading: Reading) -> Step | None:
    """The step ``undo`` would take back: the one that took effect last and still stands."""
    standing = steps_of(reading).filter(undone_by_step=None).exclude(kind__in=REVERSALS)
    return standing.order_by("-applied_at_step").first()


def step_to_redo(reading: Reading) -> Step | None:
    """The step ``redo`` would bring back: the one undone last."""
    return steps_of(reading).exclude(undone_by_step=None).order_by("-undone_by_step").first()


def difference_of(reading: Reading) -> Difference:
    """What this document changed against the one it replaces; nothing where it replaces none."""
    kept: Mapping[str, Sequence[Any]] = (
        Reading.objects.filter(pk=reading.pk).values_list("difference", flat=True).get() or {}
    )
    new = {e.key: e for e in Entry.objects.filter(reading=reading).select_related("decided_by")}
    old = {e.key: e for e in Entry.objects.filter(reading=reading.replaces_id)}
    pairs = {
        name: tuple(Change(old[o], new[n]) for o, n in kept.get(name, ()))
        for name in ("changed", "carried")
    }
    return Difference(
        added=tuple(new[key] for key in kept.get("added", ())),
        gone=tuple(old[key] for key in kept.get("gone", ())),
        **pairs,
    )


def present_on(reading: Reading, *, besides: Any = None) -> list[Presence]:
    """Who looked within the last minute, at which entry, the latest first; ``besides``: the actor who asks."""
    rows = Presence.objects.filter(reading=reading, seen_at__gt=timezone.now() - PRESENT_FOR)
    if besides is not None and besides.account is not None:
        rows = rows.exclude(account=besides.account)
    return list(rows.select_related("account").order_by("-seen_at", "pk"))
