"""Official numbers without gaps or repeats."""

from django.db import transaction
from django.db.transaction import TransactionManagementError

from zhinan.apps.records.models import NumberSeries


def next_number(prefix: str, *, width: int = 4) -> str:
    """Take the next number under ``prefix``: ``LYG2024-ZDC0007``.

    The series stays locked until the caller's transaction ends: a rollback gives the number back,
    so take it last, just before the row that carries it is saved.

    Raises:
        TransactionManagementError: Called outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise TransactionManagementError(
            f"a number under {prefix!r} must be taken inside transaction.atomic()"
        )
    mine = NumberSeries.objects.select_for_update().filter(prefix=prefix)
    series = mine.first()
    if series is None:
        NumberSeries.objects.bulk_create([NumberSeries(prefix=prefix)], ignore_conflicts=True)
        series = mine.get()
    series.last += 1
    series.save(update_fields=["last"])
    return f"{prefix}{series.last:0{width}d}"
