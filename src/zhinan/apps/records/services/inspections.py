"""What supervision does with the record; each of these acts is itself recorded."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from zhinan.apps.records.models import Act, Checkpoint
from zhinan.apps.records.workflow import require
from zhinan.engines.documents.spreadsheet import write_rows

from .acts import plain, record_act
from .checkpoints import seal_checkpoint
from .verification import Fault, verify_record

MOST_EXPORTED = 100_000
COLUMNS = (
    "编号",
    "时间",
    "账户",
    "角色",
    "动作",
    "事由",
    "对象",
    "对象编号",
    "行",
    "备注",
    "变更前",
    "变更后",
    "摘要",
    "叶",
)


def inspect_record(*, actor: Any) -> list[Fault]:
    """Verify the whole record and note the result in it; ``actor`` None is the daily inspection.

    Raises:
        PermissionDenied: ``actor`` may not read the record.
    """
    if actor is not None:
        require(actor, "records.read")
    seal_checkpoint()
    checkpoint = Checkpoint.objects.order_by("-number").first()
    if checkpoint is None:
        return []
    faults = verify_record()
    verdict = f"发现{len(faults)}处不符" if faults else "完整"
    with transaction.atomic():
        record_act(
            "records.inspect",
            checkpoint,
            actor=actor,
            summary=f"核验行为记录：{verdict}",
            after={"lines": checkpoint.size, "faults": [str(fault) for fault in faults]},
        )
    return faults


@transaction.atomic
def export_acts(acts: QuerySet[Act], *, actor: Any, filters: dict[str, Any]) -> bytes:
    """An Excel file of the newest ``MOST_EXPORTED`` of ``acts``, which a selector gave.

    Raises:
        PermissionDenied: ``actor`` may not export the record.
    """
    require(actor, "records.export")
    newest = acts.values_list("pk", flat=True).first()
    count = min(acts.count(), MOST_EXPORTED)
    record_act(
        "records.export",
        actor.account,
        actor=actor,
        summary=f"导出行为记录{count}行",
        after={name: value for name, value in filters.items() if value},
    )
    asked_for = acts.filter(pk__lte=newest or 0)[:count]  # not the line just written
    rows = (_row(act) for act in asked_for.iterator(chunk_size=2000))
    return write_rows(_("行为记录"), COLUMNS, rows)


@transaction.atomic
def note_export(*, actor: Any, page: str, filters: dict[str, str]) -> None:
    """Note that somebody took a list away as a file: which page, narrowed by what."""
    record_act(
        "records.export",
        actor.account,
        actor=actor,
        summary=f"导出表格：{page}",
        after={name: value for name, value in filters.items() if value},
    )


@transaction.atomic
def note_proof(act: Act, *, actor: Any) -> None:
    """Note that somebody took a receipt of one line.

    Raises:
        PermissionDenied: ``actor`` may not export the record.
    """
    require(actor, "records.export")
    record_act("records.prove", actor.account, actor=actor, summary=f"开具第{act.pk}号记录的存证")


def _row(act: Act) -> list[Any]:
    return [
        act.pk, timezone.localtime(act.at), act.account_name, act.role, act.action, act.summary, act.subject_kind,
        act.subject_id, act.position, act.note, _written(act.before), _written(act.after), act.digest, act.leaf,
    ]  # fmt: skip


def _written(values: dict[str, Any] | None) -> str:
    return "；".join(f"{name}={plain(value)}" for name, value in (values or {}).items())
