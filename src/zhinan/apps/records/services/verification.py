"""Reading the whole record to find what was altered, removed, reordered or cut off."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any, TypeVar

from django.db import models, transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhinan.apps.records.models import Act, ChainHead, Checkpoint
from zhinan.engines.transparency import (
    ChainFault,
    Leaf,
    Line,
    Seal,
    TreeFault,
    first_chain_fault,
    first_tree_fault,
)

from .acts import fields_of
from .checkpoints import seal_of

Row = TypeVar("Row", bound=models.Model)
BATCH = 500

CAUSES = {
    "altered": gettext_lazy("内容与摘要不符，被改动"),
    "rewritten": gettext_lazy("内容连同摘要被改写，与其后的摘要不符"),
    "reordered": gettext_lazy("次序被调换"),
    "missing": gettext_lazy("缺失"),
    "truncated": gettext_lazy("自此被截去"),
    "head": gettext_lazy("链尾记载与各行不符"),
    "unreadable": gettext_lazy("无法读取，被改动"),
    "checkpoint": gettext_lazy("检查点自身被改动"),
    "missing_checkpoint": gettext_lazy("检查点缺失"),
    "replaced": gettext_lazy("与此前导出的检查点不一致"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One disagreement: what happened, and to which line or checkpoint."""

    kind: str
    subject_kind: str = ""
    subject_id: str = ""
    position: int | None = None
    was: int | None = None
    leaf: int | None = None
    last_leaf: int | None = None
    checkpoint: int | None = None

    def __str__(self) -> str:
        where = []
        if self.checkpoint is not None:
            where.append(_("检查点 %(number)s") % {"number": self.checkpoint})
        if self.leaf is not None:
            span = (
                f"{self.leaf}"
                if self.last_leaf in (None, self.leaf)
                else f"{self.leaf}–{self.last_leaf}"
            )
            where.append(_("叶 %(span)s") % {"span": span})
        if self.subject_kind:
            where.append(f"{self.subject_kind} {self.subject_id}")
        if self.position is not None:
            where.append(_("第 %(position)s 行") % {"position": self.position})
        cause = str(CAUSES[self.kind])
        if self.was:
            cause += _("（原为第 %(was)s 行）") % {"was": self.was}
        return f"{'，'.join(where)}：{cause}"


def verify_record(*, against: Seal | None = None, most: int = 100) -> list[Fault]:
    """Check every chain, then the tree, then an earlier exported checkpoint.

    Safe on a live system: a chain that seems broken is read again under its lock before it is
    reported. Reads in chunks; memory does not grow with the record.

    Args:
        against: A checkpoint exported earlier (``exported_seal``); the record must begin with it.
        most: Stop after so many broken chains.

    Returns:
        For each broken chain its first bad line, in the order of subjects; then the first
        disagreement of the tree. Empty where the record is whole.
    """
    faults: list[Fault] = []
    for fault in _chain_faults():
        faults.append(fault)
        if len(faults) >= most:
            break
    tree = _tree_fault(against)
    return [*faults, tree] if tree else faults


def verify_chain(kind: str, subject_id: str) -> Fault | None:
    """The first bad line of one subject's chain, or None."""
    return next(_confirmed(kind, subject_id), None)


def _chain_faults() -> Iterator[Fault]:
    heads = ChainHead.objects.filter(length__gt=0).order_by("subject_kind", "subject_id")
    for kind, same in groupby(heads.iterator(chunk_size=BATCH), key=lambda head: head.subject_kind):
        while batch := {head.subject_id: head for head in islice(same, BATCH)}:
            yield from _batch_faults(kind, batch)
    headed = ChainHead.objects.filter(
        subject_kind=OuterRef("subject_kind"), subject_id=OuterRef("subject_id"), length__gt=0
    )
    headless = Act.objects.filter(~Exists(headed)).order_by("subject_kind", "subject_id")
    for key in (
        headless.values_list("subject_kind", "subject_id").distinct().iterator(chunk_size=BATCH)
    ):
        yield from _confirmed(*key)


def _batch_faults(kind: str, heads: dict[str, ChainHead]) -> Iterator[Fault]:
    """The faults of up to ``BATCH`` chains of one kind, read in one pass."""
    acts = Act.objects.filter(subject_kind=kind, subject_id__in=list(heads)).order_by(
        "subject_id", "position"
    )
    unread = dict(heads)
    try:
        for subject_id, chain in groupby(_readable(acts), key=lambda act: act.subject_id):
            if _chain_fault(chain, unread.pop(subject_id, None)):
                yield from _confirmed(kind, subject_id)
    except Unreadable as broken:
        name = acts.values_list("subject_id", "position", "leaf").get(pk=broken.key)
        yield Fault("unreadable", kind, name[0], position=name[1], leaf=name[2])
        return
    for subject_id in unread:
        yield from _confirmed(kind, subject_id)


def _confirmed(kind: str, subject_id: str) -> Iterator[Fault]:
    """The fault of one chain, read again while nobody can write to it; nothing where it was in motion."""
    mine = {"subject_kind": kind, "subject_id": subject_id}
    with transaction.atomic():
        head = ChainHead.objects.select_for_update().filter(**mine).first()
        acts = Act.objects.filter(**mine).order_by("position")
        fault = _chain_fault(acts.iterator(chunk_size=BATCH), head)
    if fault and (head or fault.position):
        leaf = acts.filter(position=fault.position).values_list("leaf", flat=True).first()
        yield Fault(fault.kind, kind, subject_id, position=fault.position, was=fault.was, leaf=leaf)


def _chain_fault(acts: Iterable[Act], head: ChainHead | None) -> ChainFault | None:
    lines = (
        Line(
            act.position if isinstance(act.position, int) else 0,
            fields_of(act),
            act.previous_digest,
            act.digest,
        )
        for act in acts
    )
    if head is None:
        return first_chain_fault(lines, length=None, head=None)
    return first_chain_fault(lines, length=head.length, head=head.digest)


def _tree_fault(against: Seal | None) -> Fault | None:
    checkpoints = Checkpoint.objects.order_by("number")
    sealed = (
        Act.objects.filter(leaf__isnull=False).order_by("leaf").values_list("leaf", "digest", "id")
    )
    leaves = (
        Leaf(int(leaf or 0), digest, pk) for leaf, digest, pk in sealed.iterator(chunk_size=BATCH)
    )
    try:
        fault = first_tree_fault(leaves, map(seal_of, _readable(checkpoints)), against=against)
    except Unreadable as broken:
        fault = TreeFault(
            "checkpoint", checkpoints.values_list("number", flat=True).get(pk=broken.key)
        )
    return _named(fault) if fault else _unsealed_leaf()


def _unsealed_leaf() -> Fault | None:
    """A leaf beyond the last checkpoint: the checkpoint that sealed it is gone."""
    last = Checkpoint.objects.order_by("-number")
    size = Subquery(last.values("size")[:1])
    act = Act.objects.filter(leaf__gte=Coalesce(size, Value(0))).order_by("leaf").first()
    if act is None:
        return None
    number = (last.values_list("number", flat=True).first() or 0) + 1
    return Fault("missing_checkpoint", checkpoint=number, leaf=act.leaf)


def _named(fault: TreeFault) -> Fault:
    """Add the subject and position of the line where the fault is one line's."""
    place: dict[str, Any] = {}
    if fault.first is not None and fault.last in (None, fault.first):
        act = Act.objects.defer("before", "after").filter(leaf=fault.first).first()
        if act:
            place = {
                "subject_kind": act.subject_kind,
                "subject_id": act.subject_id,
                "position": act.position,
            }
    return Fault(fault.kind, checkpoint=fault.seal, leaf=fault.first, last_leaf=fault.last, **place)


class Unreadable(Exception):
    """The row ``key`` holds what its columns cannot hold."""

    def __init__(self, key: int) -> None:
        super().__init__(f"row {key} cannot be read")
        self.key = key


def _readable(rows: QuerySet[Row]) -> Iterator[Row]:
    try:
        yield from rows.iterator(chunk_size=BATCH)
    except ValueError as error:  # a date that no program of ours wrote; the driver names no row
        for key in rows.values_list("pk", flat=True):
            try:
                rows.get(pk=key)
            except ValueError:
                raise Unreadable(key) from error
        raise
