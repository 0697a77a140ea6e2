"""Hash chains and Merkle trees: what makes a record verifiable by a stranger.

Digests are SHA-256. Lines of one subject form a chain; all lines together are the leaves of a
tree of the shape of RFC 6962, whose root a checkpoint carries outside.
"""

from .chain import ChainFault, Line, canonical_bytes, chain_digest, first_chain_fault
from .merkle import (
    EMPTY_ROOT,
    Frontier,
    consistency_holds,
    consistency_proof,
    inclusion_holds,
    inclusion_proof,
    leaf_hash,
    merkle_root,
    node_hash,
    roots_over,
)
from .tree import Leaf, Seal, TreeFault, first_tree_fault

__all__ = [
    "EMPTY_ROOT",
    "ChainFault",
    "Frontier",
    "Leaf",
    "Line",
    "Seal",
    "TreeFault",
    "canonical_bytes",
    "chain_digest",
    "consistency_holds",
    "consistency_proof",
    "first_chain_fault",
    "first_tree_fault",
    "inclusion_holds",
    "inclusion_proof",
    "leaf_hash",
    "merkle_root",
    "node_hash",
    "roots_over",
]
