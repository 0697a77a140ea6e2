"""Sealing: all new lines into a Merkle tree, its root into a chained checkpoint."""

from collections.abc import Iterator
from datetime import UTC
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from zhinan.apps.records.models import Act, Checkpoint
from zhinan.engines.transparency import (
    Frontier,
    Seal,
    consistency_proof,
    inclusion_holds,
    inclusion_proof,
    leaf_hash,
)

from .acts import lock_head

TREE = ("records.tree", "0")  # the one lock that sealers take
EXPORT_FORMAT = "zhinan-checkpoint-1"
NUMBER_LEAVES = """
    UPDATE records_act SET leaf = fresh.place + %s
    FROM (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM records_act WHERE leaf IS NULL) AS fresh
    WHERE records_act.id = fresh.id
"""


@transaction.atomic
def seal_checkpoint() -> Checkpoint | None:
    """Give every unsealed line its leaf, in the order written, and seal them; None where none is new.

    Lines whose transaction is still open are not seen, and go into the next checkpoint.
    """
    lock_head(*TREE)
    last = Checkpoint.objects.order_by("-number").first()
    tree = Frontier(last.size, map(bytes.fromhex, last.frontier)) if last else Frontier()
    with connection.cursor() as cursor:
        cursor.execute(NUMBER_LEAVES, [tree.size])
    size = tree.size
    for digest in leaf_digests(size, None):
        tree.append(leaf_hash(bytes.fromhex(digest)))
    if tree.size == size:
        return None
    checkpoint = Checkpoint(
        number=last.number + 1 if last else 1,
        size=tree.size,
        root=tree.root().hex(),
        previous_digest=last.digest if last else "",
        frontier=[node.hex() for node in tree.hashes],
        sealed_at=timezone.now(),
    )
    checkpoint.digest = seal_of(checkpoint).expected_digest()
    checkpoint.save(force_insert=True)
    return checkpoint


def leaf_digests(start: int, end: int | None) -> Iterator[str]:
    """Digests of the sealed lines from leaf ``start`` up to, not including, ``end``."""
    acts = Act.objects.filter(leaf__gte=start).order_by("leaf")
    if end is not None:
        acts = acts.filter(leaf__lt=end)
    return acts.values_list("digest", flat=True).iterator(chunk_size=2000)


def seal_of(checkpoint: Checkpoint) -> Seal:
    """A stored checkpoint as the engine knows it."""
    return Seal(
        number=checkpoint.number,
        size=checkpoint.size,
        root=checkpoint.root,
        sealed_at=checkpoint.sealed_at.astimezone(UTC).isoformat(timespec="microseconds"),
        previous_digest=checkpoint.previous_digest,
        digest=checkpoint.digest,
        frontier=tuple(map(str, checkpoint.frontier))
        if isinstance(checkpoint.frontier, list)
        else (),
    )


def export_checkpoint(checkpoint: Checkpoint) -> dict[str, Any]:
    """What supervision keeps outside: enough to prove later that the record still begins with it."""
    seal = seal_of(checkpoint)
    return {
        "format": EXPORT_FORMAT,
        "number": seal.number,
        "size": seal.size,
        "root": seal.root,
        "sealed_at": seal.sealed_at,
        "previous_digest": seal.previous_digest,
        "digest": seal.digest,
        "frontier": list(seal.frontier),
    }


def exported_seal(content: Any) -> Seal:
    """Read what ``export_checkpoint`` gave.

    Raises:
        ValueError: It is no exported checkpoint, or it was altered since.
    """
    if not isinstance(content, dict) or content.get("format") != EXPORT_FORMAT:
        raise ValueError(f"expected a checkpoint of format {EXPORT_FORMAT}, got another file")
    try:
        names = ("number", "size", "root", "sealed_at", "previous_digest", "digest")
        seal = Seal(**{name: content[name] for name in names}, frontier=tuple(content["frontier"]))
    except (KeyError, TypeError) as error:
        raise ValueError(f"expected a whole checkpoint, got one without {error}") from error
    if seal.expected_digest() != seal.digest:
        raise ValueError(
            f"the file's own digest is wrong: checkpoint {seal.number} was altered after export"
        )
    return seal


def prove_inclusion(act: Act, checkpoint: Checkpoint | None = None) -> dict[str, Any] | None:
    """A receipt that one line is in the sealed record; None while it is not sealed yet.

    Reads the record once: O(n) time, O(log n) memory.
    """
    checkpoint = checkpoint or Checkpoint.objects.order_by("-number").first()
    if act.leaf is None or checkpoint is None or act.leaf >= checkpoint.size:
        return None
    proof = inclusion_proof(act.leaf, checkpoint.size, _root_of)
    return {
        "subject": f"{act.subject_kind} {act.subject_id}",
        "position": act.position,
        "digest": act.digest,
        "leaf": act.leaf,
        "checkpoint": export_checkpoint(checkpoint),
        "proof": [node.hex() for node in proof],
    }


def receipt_holds(receipt: dict[str, Any]) -> bool:
    """Say whether a receipt's proof leads from its line to its checkpoint; needs no database."""
    try:
        seal = exported_seal(receipt["checkpoint"])
        line = leaf_hash(bytes.fromhex(receipt["digest"]))
        proof = [bytes.fromhex(node) for node in receipt["proof"]]
        return inclusion_holds(line, receipt["leaf"], seal.size, proof, bytes.fromhex(seal.root))
    except (KeyError, TypeError, ValueError):
        return False


def prove_consistency(old: int, new: int) -> list[str]:
    """Hashes showing that the record of ``new`` lines begins with that of ``old``."""
    return [node.hex() for node in consistency_proof(old, new, _root_of)]


def _root_of(start: int, end: int) -> bytes:
    tree = Frontier()
    for digest in leaf_digests(start, end):
        tree.append(leaf_hash(bytes.fromhex(digest)))
    return tree.root()
