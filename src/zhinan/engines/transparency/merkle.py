"""The Merkle tree of RFC 6962 (Certificate Transparency), section 2.1.

A tree over n leaves commits to each of them in one root of 32 bytes. ``Frontier`` grows the tree
leaf by leaf in O(log n) memory; proofs of inclusion and consistency are O(log n) hashes long.
Proofs take a function ``root_of(start, end)`` for the root over leaves ``start <= i < end``, so
that a caller who keeps millions of leaves in a database never loads them at once.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

RootOf = Callable[[int, int], bytes]
EMPTY_ROOT = hashlib.sha256().digest()


def leaf_hash(entry: bytes) -> bytes:
    """Hash one entry: SHA-256(0x00 || entry).

    >>> leaf_hash(b"").hex()[:16]
    '6e340b9cffb37a98'
    """
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two neighbouring subtrees: SHA-256(0x01 || left || right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(slots=True)
class Frontier:
    """The roots of the perfect subtrees that make up a tree, largest (leftmost) first.

    Args:
        size: Leaves so far, >= 0.
        hashes: One 32-byte root for each 1 bit of ``size``, from the highest bit down.

    Raises:
        ValueError: The number of hashes is not the number of 1 bits of ``size``.

    >>> tree = Frontier()
    >>> for entry in (b"", b"\\x00"):
    ...     tree.append(leaf_hash(entry))
    >>> tree.size, tree.root().hex()[:16]
    (2, 'fac54203e7cc696c')
    """

    size: int
    hashes: list[bytes]

    def __init__(self, size: int = 0, hashes: Iterable[bytes] = ()) -> None:
        self.size, self.hashes = size, list(hashes)
        if size < 0 or len(self.hashes) != size.bit_count():
            raise ValueError(
                f"a tree of {size} leaves has {max(size, 0).bit_count()} perfect subtrees, "
                f"got {len(self.hashes)} hashes"
            )

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash at the right; amortised O(1)."""
        carry, node = self.size, leaf
        while carry & 1:
            node = node_hash(self.hashes.pop(), node)
            carry >>= 1
        self.hashes.append(node)
        self.size += 1

    def root(self) -> bytes:
        """The Merkle tree hash; of no leaves, SHA-256 of nothing. O(log n)."""
        if not self.hashes:
            return EMPTY_ROOT
        node = self.hashes[-1]
        for left in reversed(self.hashes[:-1]):
            node = node_hash(left, node)
        return node

    def spans(self) -> list[tuple[int, int]]:
        """The leaves under each hash, as ``(start, end)`` with ``end`` exclusive.

        >>> Frontier(6, [b"", b""]).spans()
        [(0, 4), (4, 6)]
        """
        spans, start = [], 0
        for bit in range(self.size.bit_length() - 1, -1, -1):
            if self.size >> bit & 1:
                spans.append((start, start + (1 << bit)))
                start += 1 << bit
        return spans


def merkle_root(leaves: Iterable[bytes]) -> bytes:
    """The root over leaf hashes, read once. O(n) time, O(log n) memory."""
    tree = Frontier()
    for leaf in leaves:
        tree.append(leaf)
    return tree.root()


def roots_over(leaves: Sequence[bytes]) -> RootOf:
    """``root_of`` for leaf hashes held in memory."""
    return lambda start, end: merkle_root(leaves[start:end])


def inclusion_proof(leaf: int, size: int, root_of: RootOf) -> list[bytes]:
    """The audit path of one leaf (RFC 6962, 2.1.1), lowest neighbour first.

    Args:
        leaf: Number of the leaf, 0 <= leaf < size.
        size: Leaves in the tree.
        root_of: Root over leaves ``start <= i < end``; asked for O(log n) disjoint ranges.

    Returns:
        At most ceil(log2(size)) hashes.

    Raises:
        ValueError: No such leaf.

    >>> inclusion_proof(0, 1, roots_over([leaf_hash(b"")]))
    []
    """
    if not 0 <= leaf < size:
        raise ValueError(f"leaf must be 0 <= leaf < {size}, got {leaf}")
    path, start, end = [], 0, size
    while end - start > 1:
        split = start + _largest_power_below(end - start)
        if leaf < split:
            path.append((split, end))
            end = split
        else:
            path.append((start, split))
            start = split
    return [root_of(*span) for span in reversed(path)]


def inclusion_holds(
    entry_hash: bytes, leaf: int, size: int, proof: Sequence[bytes], root: bytes
) -> bool:
    """Say whether ``proof`` shows that leaf ``leaf`` of the tree with ``root`` is ``entry_hash``.

    Follows RFC 9162, 2.1.3.2. Never raises: whatever is not a proof is False.

    >>> inclusion_holds(leaf_hash(b"x"), 0, 1, [], leaf_hash(b"x"))
    True
    >>> inclusion_holds(leaf_hash(b"y"), 0, 1, [], leaf_hash(b"x"))
    False
    """
    if not 0 <= leaf < size:
        return False
    place, last, node = leaf, size - 1, entry_hash
    for neighbour in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            node = node_hash(neighbour, node)
            while place and not place & 1:
                place >>= 1
                last >>= 1
        else:
            node = node_hash(node, neighbour)
        place >>= 1
        last >>= 1
    return last == 0 and node == root


def consistency_proof(old: int, new: int, root_of: RootOf) -> list[bytes]:
    """Hashes showing that a tree of ``new`` leaves only added to one of ``old`` (RFC 6962, 2.1.2).

    Args:
        old: Leaves of the earlier tree, 0 <= old <= new.
        new: Leaves of the later tree.
        root_of: As for ``inclusion_proof``.

    Returns:
        Nothing where ``old`` is 0 or equals ``new``; else at most ceil(log2(new)) + 1 hashes.

    Raises:
        ValueError: ``old`` is not between 0 and ``new``.

    >>> consistency_proof(3, 3, roots_over([b""] * 3))
    []
    """
    if not 0 <= old <= new:
        raise ValueError(f"old must be 0 <= old <= {new}, got {old}")
    if old in (0, new):
        return []
    path, start, end, is_whole = [], 0, new, True
    while end != old:
        split = start + _largest_power_below(end - start)
        if old <= split:
            path.append((split, end))
            end = split
        else:
            path.append((start, split))
            start, is_whole = split, False
    if not is_whole:
        path.append((start, end))
    return [root_of(*span) for span in reversed(path)]


def consistency_holds(
    old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Say whether ``proof`` shows that the new tree begins with the old one (RFC 9162, 2.1.4.2).

    >>> consistency_holds(1, 1, leaf_hash(b"x"), leaf_hash(b"x"), [])
    True
    """
    if not 0 <= old <= new:
        return False
    if old == new:
        return not proof and old_root == new_root
    if old == 0:
        return not proof and old_root == EMPTY_ROOT
    path = list(proof)
    if old & (old - 1) == 0:
        path.insert(0, old_root)
    if not path:
        return False
    place, last = old - 1, new - 1
    while place & 1:
        place >>= 1
        last >>= 1
    old_node = new_node = path[0]
    for neighbour in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old_node, new_node = node_hash(neighbour, old_node), node_hash(neighbour, new_node)
            while place and not place & 1:
                place >>= 1
                last >>= 1
        else:
            new_node = node_hash(new_node, neighbour)
        place >>= 1
        last >>= 1
    return last == 0 and old_node == old_root and new_node == new_root


def _largest_power_below(count: int) -> int:
    return 1 << (count - 1).bit_length() - 1
