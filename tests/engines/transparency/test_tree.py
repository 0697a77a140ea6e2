from dataclasses import replace
from hashlib import sha256

import pytest

from zhinan.engines.transparency import Frontier, Leaf, Seal, TreeFault, first_tree_fault, leaf_hash

SIZES = (3, 4, 9)


def make_leaves(count=9):
    return [Leaf(n, sha256(bytes([n])).hexdigest(), n) for n in range(count)]


def make_seals(leaves, sizes=SIZES):
    tree, seals, previous = Frontier(), [], ""
    for number, size in enumerate(sizes, 1):
        for leaf in leaves[tree.size : size]:
            tree.append(leaf_hash(bytes.fromhex(leaf.digest)))
        frontier = tuple(h.hex() for h in tree.hashes)
        seal = Seal(number, size, tree.root().hex(), f"t{number}", previous, "", frontier)
        seals.append(replace(seal, digest=seal.expected_digest()))
        previous = seals[-1].digest
    return seals


LEAVES = make_leaves()
SEALS = make_seals(LEAVES)


def test_first_tree_fault_of_a_whole_record_is_none():
    assert first_tree_fault(LEAVES, SEALS) is None
    assert first_tree_fault(LEAVES, SEALS, against=SEALS[1]) is None


def test_first_tree_fault_names_a_missing_leaf():
    assert first_tree_fault(LEAVES[:5] + LEAVES[6:], SEALS) == TreeFault("missing", 3, 5)
    assert first_tree_fault(LEAVES[:8], SEALS) == TreeFault("missing", 3, 8)


def test_first_tree_fault_names_leaves_that_changed_places():
    leaves = list(LEAVES)
    leaves[5], leaves[6] = replace(LEAVES[6], number=5), replace(LEAVES[5], number=6)

    assert first_tree_fault(leaves, SEALS) == TreeFault("reordered", 3, 6)


@pytest.mark.parametrize(
    ("at", "expected"),
    [(0, (1, 0, 1)), (2, (1, 2, 2)), (3, (2, 3, 3)), (6, (3, 4, 7)), (8, (3, 8, 8))],
)
def test_first_tree_fault_narrows_a_rewritten_line_to_its_subtree(at, expected):
    leaves = list(LEAVES)
    leaves[at] = replace(LEAVES[at], digest="0" * 64)

    assert first_tree_fault(leaves, SEALS) == TreeFault("rewritten", *expected)


def test_first_tree_fault_takes_a_digest_that_is_no_digest_as_rewritten():
    leaves = [replace(LEAVES[0], digest="改"), *LEAVES[1:]]

    assert first_tree_fault(leaves, SEALS) == TreeFault("rewritten", 1, 0, 1)


def test_first_tree_fault_names_an_altered_checkpoint():
    for change in ({"root": "0" * 64}, {"size": 5}, {"previous_digest": "x"}, {"digest": "x"}):
        seals = [SEALS[0], replace(SEALS[1], **change), SEALS[2]]
        assert first_tree_fault(LEAVES, seals) == TreeFault("checkpoint", 2)
    assert first_tree_fault(LEAVES, [SEALS[0], SEALS[2]]) == TreeFault("missing_checkpoint", 2)


def test_first_tree_fault_names_a_checkpoint_whose_root_was_altered_with_its_digest():
    forged = replace(SEALS[2], root="0" * 64)
    forged = replace(forged, digest=forged.expected_digest())

    assert first_tree_fault(LEAVES, [*SEALS[:2], forged]) == TreeFault("checkpoint", 3)


def test_first_tree_fault_without_a_kept_frontier_names_the_whole_range():
    seal = replace(SEALS[0], frontier=())
    leaves = [replace(LEAVES[0], digest="0" * 64), *LEAVES[1:]]

    assert first_tree_fault(leaves, [seal]) == TreeFault("rewritten", 1, 0, 2)


def test_first_tree_fault_finds_a_record_rebuilt_behind_an_exported_checkpoint():
    leaves = [replace(LEAVES[0], digest="0" * 64), *LEAVES[1:]]
    rebuilt = make_seals(leaves)

    assert first_tree_fault(leaves, rebuilt) is None
    assert first_tree_fault(leaves, rebuilt, against=SEALS[1]) == TreeFault("replaced", 2, 0, 3)
    assert first_tree_fault(leaves, rebuilt[:1], against=SEALS[1]) == TreeFault(
        "missing_checkpoint", 2
    )


def test_first_tree_fault_finds_a_record_sealed_again_in_other_steps():
    resealed = make_seals(LEAVES, (4, 9))

    assert first_tree_fault(LEAVES, resealed, against=SEALS[1]) == TreeFault("replaced", 2)
