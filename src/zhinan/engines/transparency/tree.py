"""Checking sealed lines against the checkpoints that sealed them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from .chain import chain_digest
from .merkle import Frontier, leaf_hash


@dataclass(frozen=True, slots=True)
class Leaf:
    """One sealed line: its number in the tree, its digest, and the order it was written in."""

    number: int
    digest: str
    order: int


@dataclass(frozen=True, slots=True)
class Seal:
    """One checkpoint as it is stored or was exported; hashes are hexadecimal."""

    number: int
    size: int
    root: str
    sealed_at: str
    previous_digest: str
    digest: str
    frontier: tuple[str, ...] = ()

    def expected_digest(self) -> str:
        """The digest this checkpoint must carry, computed from its other parts."""
        parts = {
            "number": self.number,
            "size": self.size,
            "root": self.root,
            "sealed_at": self.sealed_at,
        }
        return chain_digest(parts, previous=self.previous_digest)


@dataclass(frozen=True, slots=True)
class TreeFault:
    """The first disagreement between lines and checkpoints.

    ``kind`` is missing (no line at leaf ``first``), reordered (line ``first`` was written before
    its left neighbour), rewritten (a line of leaves ``first`` to ``last`` is not the one sealed),
    checkpoint (checkpoint ``seal`` itself was altered), missing_checkpoint, or replaced (the
    checkpoint differs from the exported one).
    """

    kind: str
    seal: int
    first: int | None = None
    last: int | None = None


@dataclass(slots=True)
class _Walk:
    leaves: Iterator[Leaf]
    tree: Frontier = field(default_factory=Frontier)

    def to(self, seal: Seal) -> TreeFault | None:
        start, order = self.tree.size, -1
        while self.tree.size < seal.size:
            leaf = next(self.leaves, None)
            if leaf is None or leaf.number != self.tree.size:
                return TreeFault("missing", seal.number, self.tree.size)
            if leaf.order <= order:
                return TreeFault("reordered", seal.number, leaf.number)
            order = leaf.order
            self.tree.append(leaf_hash(_bytes(leaf.digest)))
        if self.tree.root().hex() == seal.root:
            return None
        span = self.changed(seal, start)
        return (
            TreeFault("rewritten", seal.number, *span)
            if span
            else TreeFault("checkpoint", seal.number)
        )

    def changed(self, seal: Seal, start: int) -> tuple[int, int] | None:
        """The leaves whose subtree differs from the one the seal kept, as first and last."""
        if len(seal.frontier) != len(self.tree.hashes):
            return start, seal.size - 1
        pairs = zip(self.tree.spans(), self.tree.hashes, seal.frontier, strict=True)
        for (first, end), now, then in pairs:
            if now.hex() != then:
                return max(first, start), end - 1
        return None


def first_tree_fault(
    leaves: Iterable[Leaf], seals: Iterable[Seal], *, against: Seal | None = None
) -> TreeFault | None:
    """Rebuild the tree and compare it with every checkpoint, and with one kept outside.

    Args:
        leaves: Sealed lines by ascending number, read once.
        seals: Checkpoints by ascending number, read once.
        against: A checkpoint exported earlier; the record must still begin with it.

    Returns:
        The fault nearest to the beginning, or None. O(n) time, O(log n) memory.

    >>> first_tree_fault([], [])
    >>> first_tree_fault([], [], against=Seal(1, 1, "", "", "", ""))
    TreeFault(kind='missing_checkpoint', seal=1, first=None, last=None)
    """
    walk, number, previous, size = _Walk(iter(leaves)), 0, "", 0
    for seal in seals:
        if seal.number != number + 1:
            return TreeFault("missing_checkpoint", number + 1)
        if (
            seal.digest != seal.expected_digest()
            or seal.previous_digest != previous
            or seal.size <= size
        ):
            return TreeFault("checkpoint", seal.number)
        fault = walk.to(seal) or _difference(seal, against, walk)
        if fault:
            return fault
        number, previous, size = seal.number, seal.digest, seal.size
    if against and against.number > number:
        return TreeFault("missing_checkpoint", number + 1)
    return None


def _difference(seal: Seal, against: Seal | None, walk: _Walk) -> TreeFault | None:
    if against is None or against.number != seal.number or against.digest == seal.digest:
        return None
    span = walk.changed(against, 0) if against.size == seal.size else None
    return TreeFault("replaced", seal.number, *(span or (None, None)))


def _bytes(digest: str) -> bytes:
    try:
        return bytes.fromhex(digest)
    except ValueError:  # a digest column edited into something else still gets a leaf, a wrong one
        return digest.encode(errors="replace")
